"""From an award to everything its statement says: pure, and complete before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj
from calculator.statements.award.voice import Language
from calculator.statements.carrying.packing import Followed
from calculator.statements.carrying.purposes import purposes
from calculator.statements.content.blocks import Prose, Section, Statement
from calculator.statements.content.paper import Issue, Paper, paper_of
from calculator.statements.content.parts import choices, gaps, land, money, plans, proof, short, terms
from calculator.statements.content.parts import later as part_later
from calculator.statements.content.wording import later, words

#: In the order of reading, by the id of the section; the first fits one page. A purpose names those it needs.
SECTIONS: Mapping[str, Callable[[Paper], Section]] = {
    "short": short.short,
    "schedule": money.schedule,
    "payments": money.payments,
    "terms": terms.section,
    "land": land.land,
    "classes": choices.classes,
    "plans": plans.section,
    "decisions": choices.decisions,
    "limits": choices.limits,
    "refused": gaps.refused,
    "open": gaps.still_open,
    "indicators": gaps.indicators,
    "not_modelled": gaps.not_modelled,
    "assumptions": gaps.assumptions,
    "correct": proof.correct,
    "sources": proof.sources,
    "receipt": proof.receipt,
}

#: Where a section with nothing to say would have had it from; what is withheld of that is not nothing.
_SAID_FROM: Mapping[str, tuple[str, ...]] = {
    "schedule": ("award/years",),
    "payments": ("award/years",),
    "terms": ("award/notices",),
    "land": ("profile/parcels", "profile/elements"),
    "classes": ("award/classes",),
    "decisions": ("award/not_chosen",),
    "limits": ("award/limits",),
    "refused": ("award/refusals",),
    "open": ("award/open",),
    "indicators": ("award/indicators", "award/landscape_share"),
    "not_modelled": ("award/not_modelled",),
    "assumptions": ("award/assumptions", "award/caveats", "award/contingent"),
    "sources": ("award/years", "award/not_chosen", "award/limits", "award/refusals"),
}


def content(
    award: Obj, profile: Obj, rule_files: Mapping[str, bytes], *, language: Language, issue: Issue
) -> Statement:
    """What the statement says in one language; raises UnreadableAwardError where the award is malformed."""
    paper = paper_of(award, profile, rule_files, language, issue)
    voice = paper.voice
    subtitle = voice.say(words.SUBTITLE, period=paper.period, day=voice.day(issue.on))
    return _statement(
        paper, words.TITLE, subtitle, [_read(paper, section(paper)) for section in _asked(issue)]
    )


def followed(
    said: Followed,
    award: Obj,
    profile: Obj,
    rule_files: Mapping[str, bytes],
    *,
    language: Language,
    issue: Issue,
) -> Statement:
    """What the follow-up of a statement says, a year later; raises UnreadableAwardError."""
    paper = paper_of(award, profile, rule_files, language, issue)
    voice = paper.voice
    subtitle = voice.say(later.SUBTITLE, year=said.year, day=voice.day(issue.on))
    return _statement(paper, later.TITLE, subtitle, part_later.sections(paper, said))


def _statement(paper: Paper, title: Text, subtitle: str, sections: list[Section]) -> Statement:
    voice = paper.voice
    return Statement(
        language=voice.language,
        title=voice.say(title),
        subject=paper.farm_name,
        subtitle=subtitle,
        running=f"{voice.say(title)} · {_shortened(paper.farm_name)}",
        footing=voice.say(words.FOOTING, code=paper.issue.check_code),
        page_word=voice.say(words.PAGE),
        of_word=voice.say(words.OF),
        sections=tuple(sections),
    )


def _read(paper: Paper, section: Section) -> Section:
    """The section; one that seems empty because its matter is withheld from this reader says that."""
    if section.is_empty and not paper.issue.shared.withheld.keys().isdisjoint(_SAID_FROM.get(section.id, ())):
        return replace(section, blocks=(Prose(paper.voice.say(words.LEFT_OUT), "none"),))
    return section


def _asked(issue: Issue) -> list[Callable[[Paper], Section]]:
    """Every section for the farmer; for another recipient those that its purpose needs."""
    recipient = issue.shared.recipient
    ids = tuple(SECTIONS) if recipient.gets_all else purposes()[recipient.purpose].sections
    return [SECTIONS[name] for name in ids]


def _shortened(name: str, most: int = 60) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
