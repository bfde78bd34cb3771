"""From an award to everything its statement says: pure, and complete before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.statements import (
    part_choices,
    part_gaps,
    part_land,
    part_money,
    part_proof,
    part_short,
    words,
)
from calculator.statements.blocks import Statement
from calculator.statements.paper import Issue, paper_of
from calculator.statements.reading import Obj
from calculator.statements.voice import Language

#: In the order of reading; the first fits one page.
SECTIONS = (
    part_short.short,
    part_money.schedule,
    part_money.payments,
    part_land.land,
    part_choices.classes,
    part_choices.decisions,
    part_choices.limits,
    part_gaps.refused,
    part_gaps.still_open,
    part_gaps.indicators,
    part_gaps.not_modelled,
    part_gaps.assumptions,
    part_proof.correct,
    part_proof.sources,
    part_proof.receipt,
)


def content(
    award: Obj, profile: Obj, rule_files: Mapping[str, bytes], *, language: Language, issue: Issue
) -> Statement:
    """What the statement says in one language; raises UnreadableAwardError where the award is malformed."""
    paper = paper_of(award, profile, rule_files, language, issue)
    voice = paper.voice
    return Statement(
        language=language,
        title=voice.say(words.TITLE),
        subject=paper.farm_name,
        subtitle=voice.say(words.SUBTITLE, period=paper.period, day=voice.day(issue.on)),
        running=voice.say(words.RUNNING, name=_shortened(paper.farm_name)),
        footing=voice.say(words.FOOTING, code=issue.check_code),
        page_word=voice.say(words.PAGE),
        of_word=voice.say(words.OF),
        sections=tuple(section(paper) for section in SECTIONS),
    )


def _shortened(name: str, most: int = 60) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
