"""A statement made from an award, and one checked: what is printed is embedded as data, and the data is recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

from calculator import registry, resources
from calculator.domain.scheme import Text
from calculator.registry import documents, published
from calculator.services import award_options, awards, rulebooks
from calculator.services.errors import CannotComplete, InputProblems
from calculator.statements import pdf
from calculator.statements import verify as checking
from calculator.statements.verdict import CannotRecomputeError, Verdict
from calculator.statements.voice import Language

Json = dict[str, object]

#: As many findings as a reader can use.
_MOST_FINDINGS = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check says: ``state`` (genuine, altered, rules_not_published, unknown) and everything found, to read."""

    state: str
    text: Text
    ok: bool
    verdict: Verdict


def render(
    result: awards.AwardResult,
    document: object,
    *,
    language: str,
    issued_on: date,
    number: str | None = None,
    folder: Path | None = None,
) -> bytes:
    """The statement as PDF; ``folder`` is where the rules were read from, if not our own."""
    if not isinstance(document, dict):
        raise TypeError("an award is of a profile that is an object")
    digest = result.value.receipt.rulebook_digest
    files = result.rule_files or rulebooks.rule_files(digest, folder)
    return pdf.render(
        result.award,
        cast("Json", document),
        files,
        language=_language(language),
        issued_on=issued_on,
        number=number,
    )


def verify(raw: bytes) -> Checked:
    """The verdict on a file from anybody: ``ok`` only where it agrees to the cent and its rules are published here."""
    verdict = checking.verify(raw, recompute=recompute, published=is_published)
    return Checked(verdict.state.value, _told(verdict), verdict.genuine, verdict)


def recompute(document: Json, rule_files: Mapping[str, bytes], options: Json) -> Mapping[str, object]:
    """The award again, from the data of a statement alone; raises CannotRecomputeError."""
    rulebook, problems = registry.from_documents(rule_files)
    if rulebook is None:
        raise CannotRecomputeError(problems[0].message if problems else _NO_RULES)
    try:
        asked = award_options.read(
            rulebook,
            on=str(options.get("on")),
            years=str(options.get("years")),
            mode=str(options.get("mode")),
            today=date.min,
        )
        result = awards.compute(
            rulebook,
            document,
            on=asked.on,
            years=asked.years,
            mode=asked.mode,
            language=_language(str(options.get("language"))),
        )
    except InputProblems as wrong:
        first = wrong.problems[0]
        raise CannotRecomputeError(first.message) from wrong
    except CannotComplete as reason:
        raise CannotRecomputeError(reason.reason) from reason
    return result.award


def is_published(path: str, sha256: str) -> bool:
    """Whether a rule file stands in the list of published rules that came with this program."""
    return (path, sha256) in _published(resources.rules_dir() / documents.PUBLISHED)


@lru_cache(maxsize=2)
def _published(target: Path) -> frozenset[tuple[str, str]]:
    # A line that cannot be read is trusted by nobody; `rules check` tells of it.
    listed, _ = published.read_list(target.read_bytes())
    return frozenset((entry.path, entry.sha256) for entry in listed)


def _told(verdict: Verdict) -> Text:
    """The verdict with what was found and what else to know, one per line."""
    most = verdict.findings[:_MOST_FINDINGS]
    found = [(f"{finding.place}: " if finding.place else "", finding.message) for finding in most]
    if len(verdict.findings) > len(most):
        rest = len(verdict.findings) - len(most)
        found.append(("", Text(f"en nog {rest} andere", f"and {rest} more")))
    lines = [("", verdict.message), *found, *(("", note) for note in verdict.notes)]
    nl = "\n".join(place + words.nl for place, words in lines)
    return Text(nl, "\n".join(place + words.en for place, words in lines))


def _language(asked: str) -> Language:
    return "en" if asked == "en" else "nl"


_NO_RULES = Text("Er zijn geen regels meegeleverd.", "No rules came with it.")
