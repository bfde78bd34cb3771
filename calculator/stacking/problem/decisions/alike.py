"""Years that read alike are solved once.

Two years are alike when the same claims (terms, piece, quantity, cost) stand under the same relations and limits and no row
joins a year with another. What is decided for the whole horizon (the plans) is the same in all years, so for any plan alike
years have the same best answer: the best of the whole is found with one of them, its gains counted as often as it occurs,
and that answer holds in each.

Years with a grant under de minimis stand alone: windows join them with other years. A commitment lies in the same place in all
years that it runs, which is a plan: so years in which the same ones run read alike too, where no contract may begin beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import compress, groupby
from operator import attrgetter
from types import MappingProxyType

from calculator.domain.award import ActivityUse, ClassResult, Line
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.memory import Answers
from calculator.domain.period import same_day_in
from calculator.domain.quickly import made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.stacking.law.counting import counting, held_on, one_of_each
from calculator.stacking.law.windows import stands, versions
from calculator.stacking.problem.stacks.regime import Regime, regime

#: What a regime says of sets of payments, and what caps do on a day.
_RULED: Answers[object, tuple[object, ...]] = Answers("ruled", 10_000)
_CAPS: Answers[object, tuple[object, ...]] = Answers("caps", 10_000)


_NOTHING: Mapping[int, int] = MappingProxyType({})
#: Claims of a year: their terms (identity), and piece, place, quantity and costs of each, and what a running commitment asks.
_Placed = tuple[
    list[int], list[tuple[str, str, Decimal, tuple[tuple[str, Fraction], ...], Decimal | None, str | None]]
]
#: Read of every claim of every year: a call for each would take longer than comparing them.
_YEAR, _TERMS, _DEMAND = attrgetter("year"), attrgetter("terms"), attrgetter("demand")
_PLACED = attrgetter("piece", "place", "quantity", "costs", "demand", "commitment")


@made_quickly
@dataclass(frozen=True, slots=True)
class Alike:
    """``years`` are, by the first of them, the years that read alike; ``claims`` are those of the first years.

    ``others`` are the claims that stand, in the other years, for a claim of a first year (by its identity).
    """

    years: Mapping[int, tuple[int, ...]]
    claims: tuple[Claim, ...]
    others: Mapping[int, tuple[Claim, ...]]

    @property
    def times(self) -> dict[int, int]:
        """How often the gains of a first year count."""
        return {year: len(of) for year, of in self.years.items() if len(of) > 1}

    def lines(self, settled: Sequence[Line]) -> list[Line]:
        """The lines of all years."""
        others = [(line, claim) for line in settled for claim in self.others.get(id(line.claim), ())]
        return [*settled, *(x.of(c) for x, c in others)]

    def activities(self, used: Sequence[ActivityUse]) -> tuple[ActivityUse, ...]:
        """The activities of all years, by year, scheme, payment and piece."""
        others = [(use, claim) for use in used for claim in self.others.get(id(use.claim), ())]
        found = [*used, *(ActivityUse(c, u.quantity, u.value_counts, u.because) for u, c in others)]
        found.sort(key=lambda a: (a.claim.year, a.claim.scheme, a.claim.payment, a.claim.piece))
        return tuple(found)

    def classes(self, reached: Sequence[ClassResult]) -> tuple[ClassResult, ...]:
        """The classes of all years, by scheme and year."""
        found = [
            r if year == r.year else replace(r, year=year) for r in reached for year in self.years[r.year]
        ]
        return tuple(sorted(found, key=lambda r: (r.scheme, r.year)))


def alike(
    claims: Sequence[Claim],
    rulebook: Rulebook,
    on: date,
    without: str | None = None,
    apart: Mapping[int, int] = _NOTHING,
) -> Alike:
    """The years of the claims in groups that read alike; ``without`` is a limit that is left out.

    ``apart`` says of years what else is true in them: those of which other things are true do not read alike.
    """
    by_year: dict[int, list[Claim]] = {}
    for year, members in groupby(claims, _YEAR):
        by_year.setdefault(year, []).extend(members)
    found: list[tuple[_Placed, _Sorts, dict[object, list[int]]]] = []
    begins: bool | None = None
    for year, of_year in sorted(by_year.items()):
        placed = (list(map(id, map(_TERMS, of_year))), list(map(_PLACED, of_year)))
        # Compared rather than looked up: what is the very same object is not looked into.
        same = next((each for each in found if each[0] == placed), None)
        sorts = _Sorts(of_year) if same is None else same[1]
        if same is None and sorts.demanded:
            same = next(
                (each for each in found if placed[1] == each[0][1] and sorts.terms == each[1].terms), None
            )
        if same is None:
            same = (placed, sorts, {})
            found.append(same)
        if sorts.demanded and begins is None:
            begins = any(c.begins_contract for c in claims)
        alone = sorts.demanded and begins
        rules = (year,) if alone else _signature(sorts, of_year, rulebook, year, on, without)
        same[2].setdefault((rules, apart.get(year)), []).append(year)
    groups = sorted(group for _, _, ruled in found for group in ruled.values())
    years = {group[0]: tuple(group) for group in groups}
    others: dict[int, tuple[Claim, ...]] = {}
    for of in years.values():
        if len(of) > 1:
            firsts, *columns = [by_year[year] for year in of]
            others |= zip(map(id, firsts), zip(*columns, strict=True), strict=True)
    return Alike(years, tuple(compress(claims, map(years.__contains__, map(_YEAR, claims)))), others)


class _Sorts:
    """What claims have in common, however many there are: one of each terms, and what limits go by."""

    def __init__(self, members: Collection[Claim]) -> None:
        self.samples = tuple(one_of_each(members).values())
        self.demanded = not {None}.issuperset(map(_DEMAND, members))
        #: Of running commitments every year has terms of its own, which mostly say the same.
        self.terms = tuple(map(_TERMS, members)) if self.demanded else ()
        self.counted = frozenset(
            [(t.ref, t.legal_basis, t.public, t.groups) for t in [c.terms for c in self.samples]]
        )
        self.refs = frozenset([c.terms.ref for c in self.samples])
        self.bases = frozenset([c.terms.legal_basis for c in self.samples])
        self._granting: tuple[tuple[Limit, ...], frozenset[int]] | None = None

    def granting(self, rulebook: Rulebook, windowed: tuple[Limit, ...]) -> frozenset[int]:
        """The terms (identity) that one of these ceilings over a window of years counts."""
        if self._granting is None or self._granting[0] is not windowed:
            self._granting = (windowed, frozenset(counting(rulebook, windowed, self.samples)))
        return self._granting[1]


def signature(
    members: Sequence[Claim], rulebook: Rulebook, year: int, on: date, without: str | None
) -> tuple[object, ...]:
    """The same for years in which the same claims read alike; a year that is joined with others has one of its own."""
    sorts = _Sorts(members)
    return (year,) if sorts.demanded else _signature(sorts, members, rulebook, year, on, without)


def _signature(
    sorts: _Sorts, members: Sequence[Claim], rulebook: Rulebook, year: int, on: date, without: str | None
) -> tuple[object, ...]:
    samples = sorts.samples
    if _granted(members, sorts, rulebook, without):
        return (year,)
    day = same_day_in(year, on)
    of_year = regime(rulebook, year, on, without)
    known = of_year.memory.of(_CAPS)
    asked = (day, without, sorts.counted)
    caps = known.get(asked)
    if caps is None:
        limits = held_on(rulebook, day, without)
        bound = {x.id: x for by in counting(rulebook, limits, samples).values() for x in by}
        caps = known[asked] = tuple(
            (id(x), *(id(s.on(day)) for s in x.figures.values())) for _, x in sorted(bound.items())
        )
    return (_ruled(of_year, samples, sorts.refs, sorts.bases), *caps)


def _granted(members: Sequence[Claim], sorts: _Sorts, rulebook: Rulebook, without: str | None) -> bool:
    """Whether one of the claims is a grant that can stand in a window of years."""
    counted = sorts.granting(rulebook, versions(rulebook, without))
    return bool(counted) and any(id(c.terms) in counted and stands(rulebook, c, without) for c in members)


def ruled(of_year: Regime, samples: Collection[Claim]) -> tuple[object, ...]:
    """What a regime says of these terms: rows that name two of them, ceilings over them, the shared minimum."""
    refs = frozenset([c.terms.ref for c in samples])
    return _ruled(of_year, samples, refs, frozenset([c.terms.legal_basis for c in samples]))


def _ruled(
    of_year: Regime, samples: Collection[Claim], refs: frozenset[str], bases: frozenset[str]
) -> tuple[object, ...]:
    known = of_year.memory.of(_RULED)
    found = known.get((refs, bases))
    if found is None:
        rows = of_year.relations.naming(samples)
        ceilings = tuple(
            (c.limit, tuple(sorted(c.cents.items()))) for c in of_year.ceilings if c.bases & bases
        )
        least = of_year.minimum_of if any(of_year.shares_minimum(c) for c in samples) else None
        found = known[refs, bases] = (
            tuple(map(id, rows)),
            ceilings,
            id(least),
            of_year.minimum if least else None,
        )
    return found
