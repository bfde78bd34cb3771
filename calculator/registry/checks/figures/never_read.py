"""A figure that holds on no day of its scheme or limit is never read: mostly the file of a new year with last year's figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.domain.source import Status
from calculator.registry.draft import Draft, SchemeFile
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row


@dataclass(frozen=True, slots=True)
class _Idle:
    """A figure that is never read; ``ended`` is the day on which it did so before its file, ``alone`` says that none is read."""

    file: str
    name: str
    row: Row
    ended: date | None
    validity: Period
    alone: bool


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Names of which no figure holds on any day of the file."""
    return (_told(idle) for idle in _every(draft) if idle.alone)


def beside(draft: Draft) -> Iterator[RuleProblem]:
    """Notes: figures that are never read, beside others of their name that are."""
    return (_told(idle) for idle in _every(draft) if not idle.alone)


def _every(draft: Draft) -> Iterator[_Idle]:
    for file in draft.files():
        if isinstance(file, SchemeFile):
            for payment in file.row.rows("payments"):
                # Contracts outlive their scheme, and are paid the figures of later years.
                lasts = (payment.maybe_whole("term_years") or 1) > 1
                yield from _of(file.file, payment, file.scheme.validity, lasts=lasts)
        else:
            yield from _of(file.file, file.row, file.limit.validity, lasts=False)


def _of(file: str, owner: Row, validity: Period, *, lasts: bool) -> Iterator[_Idle]:
    for name, rows in owner.lists_by_key("figures").items():
        idle: list[tuple[Row, date | None]] = []
        for row in rows:
            start, end = row.day("from"), row.maybe_day("until")
            before = end is not None and start < end <= validity.start
            after = validity.end is not None and start >= validity.end and not lasts
            if before or after:
                idle.append((row, end if before else None))
        for row, ended in idle:
            if row.text("status") != Status.HISTORIC:
                yield _Idle(file, name, row, ended, validity, alone=len(idle) == len(rows))


def _told(idle: _Idle) -> RuleProblem:
    name, row, ended, validity = idle.name, idle.row, idle.ended, idle.validity
    if ended is not None:
        key = "until"
        said = Text(
            nl=f"`{name}` eindigt op {ended}, en dit bestand geldt pas vanaf {validity.start}: het wordt nooit gelezen",
            en=f"`{name}` ends on {ended}, and this file holds from {validity.start} only: it is never read",
        )
    else:
        key = "from"
        said = Text(
            nl=f"`{name}` begint op {row.day('from')}, en dit bestand geldt tot {validity.end}: het wordt nooit gelezen",
            en=f"`{name}` begins on {row.day('from')}, and this file holds until {validity.end}: it is never read",
        )
    return RuleProblem(
        idle.file,
        row.at(key),
        said,
        Text(
            nl="geef de dagen van dit bestand, zet het in het bestand dat dan geldt, of maak er status historic van",
            en="give days of this file, put it in the file that holds then, or make it status historic",
        ),
    )
