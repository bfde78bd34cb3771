"""Ceilings over a window of years: what they leave on each day on which a grant is given.

A grant is tested on the day on which it is given, by the version of the limit in force on that day, over everything that
stands in that version's window, whatever version it was given under (Regulation (EU) 1408/2013, article 3(2), before and
after 16 December 2024). Aid already received fills the window. Its days are tested too where a grant of this award
comes before them: the ceiling holds over any period.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.memory import Answers
from calculator.domain.money import cents_of
from calculator.domain.rulebook import Rulebook
from calculator.domain.undertaking import Undertaking
from calculator.stacking.law.counting import Counted, binding, limit_binds
from calculator.stacking.law.deminimis import counted, granted_on, in_window, window_start
from calculator.stacking.law.instalments import NOTHING, YEARLY, Weighed, weighed

#: By the limit that is left out.
_WINDOWED: Answers[str | None, tuple[Limit, ...]] = Answers("limits over a window")


def versions(rulebook: Rulebook, without: str | None = None) -> tuple[Limit, ...]:
    """Every version of every limit over a window of years; ``without`` is one that is left out."""
    known = rulebook.memory.of(_WINDOWED)
    if without not in known:
        found = (x for x in rulebook.limits if x.kind is LimitKind.DE_MINIMIS and x.id != without)
        known[without] = tuple(found)
    return known[without]


def stands(rulebook: Rulebook, claim: Claim, without: str | None = None) -> bool:
    """Whether the claim can stand in the window of a day on which some limit counts it."""
    counting = binding(rulebook, versions(rulebook, without), claim)
    return any(x.validity.end is None or claim.grant_date < x.validity.end for x in counting)


class Held(Counted, Protocol):
    """A grant that is held on another ground than ``aid_received``: behind a running contract."""

    @property
    def day(self) -> date:
        """When it was granted."""

    @property
    def unknown(self) -> bool:
        """Whether nobody can tell what it weighs."""

    def cents(self, rate: Fraction) -> int:
        """What it weighs at a yearly discount rate; an unknown one nothing yet."""


@dataclass(slots=True)
class Windows:
    """The grants of one farm; ``without`` leaves out one limit, to find its price.

    ``anew`` says that a contract may begin in any year: then every year is tested as one in which it is granted.
    """

    undertaking: Undertaking
    rulebook: Rulebook
    claims: Sequence[Claim]
    contracted: Sequence[Held] = ()
    without: str | None = None
    anew: bool = False
    _firsts: dict[tuple[str, str], int] = field(default_factory=dict)
    _days: dict[str, tuple[date, ...]] = field(default_factory=dict)
    _held_days: dict[str, frozenset[date]] = field(default_factory=dict)
    _tighter: dict[str, frozenset[date]] = field(default_factory=dict)
    _rooms: dict[tuple[str, date], int | None] = field(default_factory=dict)

    def grants(self, claim: Claim) -> bool:
        """Whether a decision can give the claim in its year: every year, or for a multi-year one when a term begins."""
        return self.anew or self.begun(claim, None)

    def begun(self, claim: Claim, since: int | None, extended: int | None = None) -> bool:
        """Whether a decision gave the claim in its year, where its term began in ``since`` (unsaid: its first year).

        A contract that is extended is given for the years of its extension when that begins.
        """
        return claim.year == self.given_in(claim, since, extended)

    def given_in(self, claim: Claim, since: int | None, extended: int | None = None) -> int:
        """The year in which a decision gave the claim in its year: ``since`` and ``extended`` as in ``begun``."""
        years = claim.terms.at_once_years
        if years is None:
            return claim.year
        if extended is not None:
            return extended
        return claim.year - (claim.year - (since or self._first(claim))) % years

    def _first(self, claim: Claim) -> int:
        """The first year of a claim that is granted for several years at once."""
        if not self._firsts:
            for each in self.claims:
                if each.terms.at_once_years is not None:
                    key = (each.terms.ref, each.piece)
                    self._firsts[key] = min(self._firsts.get(key, each.year), each.year)
        return self._firsts[claim.terms.ref, claim.piece]

    def on(self, limit: str, day: date) -> Limit | None:
        """The version of the limit in force on the day."""
        held = versions(self.rulebook, self.without)
        return next((x for x in held if x.id == limit and x.validity.contains(day)), None)

    def days(self, limit: str) -> tuple[date, ...]:
        """Every day in the horizon on which something is granted that a version of the limit counts."""
        found = self._days.get(limit)
        if found is None:
            every = versions(self.rulebook, self.without)
            mine = tuple(x for x in every if x.id == limit)
            terms = {id(c.terms): c for c in self.claims}.values()
            counting = {
                id(c.terms) for c in terms if any(x.id == limit for x in binding(self.rulebook, every, c))
            }
            given = {
                c.grant_date
                for c in self.claims
                if id(c.terms) in counting and c.demand is None and self.grants(c)
            }
            bases = tuple({basis: None for x in mine for basis in x.legal_bases})
            held = granted_on(self.undertaking, bases)
            held |= {g.day for g in self.contracted if any(limit_binds(x, g) for x in mine)}
            found = tuple(sorted(given | {day for day in held if given and day > min(given)}))
            self._days[limit], self._held_days[limit] = found, frozenset(held)
        return found

    def tighter(self, limit: str) -> frozenset[date]:
        """The days on which a ceiling may leave less than it left grants before: after a merger, or where it was lowered.

        What was granted lawfully stays so (article 3(8) and 3(9)): such a day is tested only where something is granted on it,
        and aid received is something too. On other days nothing is lost by testing them in any case.
        """
        found = self._tighter.get(limit)
        if found is None:
            found = self._tighter[limit] = frozenset(self._tighter_days(limit))
        return found

    def _tighter_days(self, limit: str) -> Iterator[date]:
        before = list[date]()
        for day in self.days(limit):
            if day in self._held_days[limit]:
                before = []
            elif any(not self._implied(limit, earlier, day) for earlier in before):
                yield day
            before.append(day)

    def _implied(self, limit: str, earlier: date, day: date) -> bool:
        """Whether what fits on an earlier day, and is all that was granted since, fits on the day too."""
        now, then = self.on(limit, day), self.on(limit, earlier)
        room = self.room(now, day) if now is not None else None
        if now is None or room is None or not in_window(now, earlier, day):
            return True
        left = self.room(then, earlier) if then is not None else None
        if then is None or left is None:
            return False
        return room >= left and not counts_more(now, day, then, earlier, self.days(limit))

    def tests(self, claim: Claim) -> Iterator[tuple[Limit, date]]:
        """Each day whose window holds the claim's grant, with the version in force on it."""
        if claim.demand is not None or not self.grants(claim):
            return
        counting = binding(self.rulebook, versions(self.rulebook, self.without), claim)
        for limit in dict.fromkeys(x.id for x in counting):
            for day in self.days(limit):
                version = self.on(limit, day)
                if version in counting and in_window(version, claim.grant_date, day):
                    yield version, day

    def before(self, limit: Limit, day: date) -> list[tuple[date, int, str]]:
        """The grants already held that stand in the window of the day: day, cents and who gave it."""
        received = [
            (a.grant_date, cents_of(a.amount_eur), a.payer or a.legal_basis)
            for a in counted(self.undertaking, limit.legal_bases, day)
            if in_window(limit, a.grant_date, day)
        ]
        under_contract = [
            (g.day, g.cents(self.discount(limit.id, g.day)), g.ref)
            for g in self.contracted
            if limit_binds(limit, g) and in_window(limit, g.day, day)
        ]
        return received + under_contract

    def unknown(self, limit: Limit, day: date) -> bool:
        """Whether a grant stands in the window of the day of which nobody can tell what it weighs."""
        return any(
            g.unknown and limit_binds(limit, g) and in_window(limit, g.day, day) for g in self.contracted
        )

    def room(self, limit: Limit, day: date) -> int | None:
        """Cents that grants of this award may fill, or None where the ceiling is not published."""
        key = (limit.id, day)
        if key not in self._rooms:
            most = ceiling(limit, day)
            held = sum(cents for _, cents, _ in self.before(limit, day))
            self._rooms[key] = None if most is None else max(0, most - held)
        return self._rooms[key]

    def weighed(self, limit: Limit, claim: Claim, paid: Sequence[Fraction]) -> Weighed:
        """What a grant counts for: a multi-year decision counts whole, discounted, when it is given.

        ``paid`` is what it pays per unit in each year of its term, or of an extension.
        """
        if claim.terms.at_once_years is None:
            return YEARLY
        if not self.grants(claim):
            return NOTHING
        return weighed(paid, self.discount(limit.id, claim.grant_date))

    def discount(self, limit: str, granted: date) -> Fraction:
        """The yearly rate on the day of the grant (article 3(7)); none where no version states one."""
        version = self.on(limit, granted)
        series = version.figures.get("discount_rate") if version else None
        figure = series.on(granted) if series else None
        return Fraction(figure.values[""]) / 100 if figure else Fraction(0)


def counts_more(now: Limit, day: date, then: Limit, earlier: date, granted: Iterable[date]) -> bool:
    """Whether a version of a limit counts on a day what another did not on an earlier day, of what is granted on some days."""
    if not ({*now.legal_bases} <= {*then.legal_bases} and {*now.payments} <= {*then.payments}):
        return True
    start, before = window_start(now, day), window_start(then, earlier)
    return start < before and any(start <= when < before for when in granted)


def ceiling(limit: Limit, day: date) -> int | None:
    """The ceiling in cents on the day, or None where it is not published."""
    series = limit.figures.get("ceiling")
    figure = series.on(day) if series else None
    return None if figure is None else int(figure.values[""] * 100)
