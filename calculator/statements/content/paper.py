"""What every section is written from: the award read once, its names, its numbered sources and the issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from calculator.statements.award.names import Names, names_of
from calculator.statements.award.reading import Obj, PaidLine, cents, inner, objects, paid_lines, text
from calculator.statements.award.voice import Language, Voice
from calculator.statements.carrying.packing import WHOLE, Shared
from calculator.statements.content.wording import words


@dataclass(frozen=True, slots=True)
class Issue:
    """The act of issuing: on which day, under which number (drafts have none), with which check code, for whom."""

    on: date
    number: str | None
    check_code: str
    shared: Shared = WHOLE


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered source; ``where`` is its article and address, ``seen`` the day it was read."""

    number: int
    title: str
    where: str
    seen: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One award, ready to be written about in one language; amounts in cents, shares of one as decimals."""

    voice: Voice
    names: Names
    award: Obj
    profile: Obj
    lines: tuple[PaidLine, ...]
    continuation: tuple[PaidLine, ...]
    references: Mapping[tuple[str, str, str], Reference]
    issue: Issue

    @property
    def years(self) -> list[int]:
        """The years of the term, in order."""
        return sorted(int(str(year.get("year"))) for year in objects(self.award, "years"))

    @property
    def start(self) -> date:
        """The reference date; the day of issuing where the award says none."""
        written = text(inner(inner(self.award, "receipt"), "rulebook"), "on")
        return date.fromisoformat(written) if written else self.issue.on

    @property
    def period(self) -> str:
        """The term as words: ``2026`` or ``2026-2028``."""
        return self.voice.years(self.years)

    @property
    def total(self) -> int:
        """The award's own total; the lines add up to it."""
        found = cents(self.award, "total_eur")
        return sum(line.amount for line in self.lines) if found is None else found

    @property
    def farm_name(self) -> str:
        """The farm as its farmer calls it."""
        return text(inner(self.profile, "farm"), "name") or self.voice.say(words.NO_NAME)

    def payer(self, line: PaidLine) -> str:
        """The payer's name."""
        return self.names.of("payers", line.payer)

    def place(self, unit: str) -> str:
        """A parcel or element by its id; the farm in words."""
        return self.voice.say(words.WHOLE_FARM) if unit in ("farm", "") else unit

    def refer(self, sources: Iterable[object]) -> str:
        """Numbers of sources as ``bron 1, 3``; empty without a source."""
        found = {_key(source) for source in sources if isinstance(source, Mapping)}
        numbers = sorted(self.references[key].number for key in found if key in self.references)
        if not numbers:
            return ""
        return self.voice.say(words.SOURCE_REF, numbers=", ".join(map(str, numbers)))


def paper_of(
    award: Obj, profile: Obj, rule_files: Mapping[str, bytes], language: Language, issue: Issue
) -> Paper:
    """Read the award once."""
    voice = Voice(language)
    lines = paid_lines(award, language)
    continuation = paid_lines(award, language, "continuation")
    return Paper(
        voice=voice,
        names=names_of(award, rule_files, language),
        award=award,
        profile=profile,
        lines=lines,
        continuation=continuation,
        references=_references(_mentioned(award, (*lines, *continuation)), voice),
        issue=issue,
    )


def _mentioned(award: Obj, lines: Iterable[PaidLine]) -> list[Obj]:
    found = [source for line in lines for source in line.sources if isinstance(source, Mapping)]
    for key in ("not_chosen", "limits", "refusals"):
        found += [
            source for entry in objects(award, key) if isinstance(source := entry.get("source"), Mapping)
        ]
    return found


def _key(source: Obj) -> tuple[str, str, str]:
    return (text(source, "title"), text(source, "article"), text(source, "url"))


def _references(mentioned: list[Obj], voice: Voice) -> dict[tuple[str, str, str], Reference]:
    found: dict[tuple[str, str, str], Reference] = {}
    for source in mentioned:
        key = _key(source)
        if key not in found and any(key):
            title, article, url = key
            where = " · ".join(part for part in (voice.cited(article), url) if part)
            found[key] = Reference(
                len(found) + 1, voice.cited(title) or where, where, voice.days(text(source, "seen"))
            )
    return found
