"""Grants to the farm against every lawful course of them: for several years at once or yearly, under a ceiling over years.

A grant for several years is given in a year in which it can be claimed, serves its term or goes on past the horizon, and may be
given anew or extended. The model tries every course of every grant together; whatever fits in each window and pays most is best.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.domain.lasting import Extension
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Scheme
from calculator.domain.source import Series
from calculator.domain.undertaking import AidReceived, Merger, Undertaking
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, figure, payment, relation, rulebook, scheme
from tests.samples import cases

FIRST = 2026
AID = "de_minimis_agri_1408_2013"
#: What of a grant is given in a year: a term, an extension, nothing new while it goes on; empty where it is off.
OFF, TERM, MORE, ON = "", "term", "more", "on"
Course = tuple[str, ...]


@dataclass(frozen=True)
class Grant:
    """Euros a year, the years in which it can be claimed, and for how many years one decision gives it (None: yearly).

    A grant may be ``extended``: for so many years, so often, and not past the end of such a year. ``ahead`` are the tariffs that
    are known of the years after those that are asked.
    """

    rates: tuple[int, ...]
    open: frozenset[int]
    term: int | None
    extended: tuple[int, int | None, int | None] | None = None
    counted: bool = True
    ahead: tuple[int, ...] = ()

    def tariff(self, year: int) -> int:
        """Euros that a grant counts for in a year: where no tariff is known, those of the year before."""
        if year < len(self.rates):
            return self.rates[year] if year in self.open else self.tariff(year - 1)
        after = year - len(self.rates)
        return self.ahead[after] if after < len(self.ahead) else self.tariff(year - 1)


@dataclass(frozen=True)
class Case:
    """Grants by name, pairs that exclude each other, the ceiling, and aid received in a year (in euros).

    In the year ``merges`` another enterprise comes to the farm, with ``theirs``: the aid that it received before. The first of a
    pair of ``rests`` is had in the years of the second alone.
    """

    years: int
    grants: Mapping[str, Grant]
    apart: frozenset[tuple[str, str]]
    room: int
    aid: tuple[tuple[int, int], ...]
    merges: int | None = None
    theirs: tuple[tuple[int, int], ...] = ()
    rests: tuple[tuple[str, str], ...] = ()

    def held(self, day: int) -> int:
        """What stands in the window of a grant in a year, of what was received before; theirs in the spring, before any grant."""
        own = sum(euros for year, euros in self.aid if day - 3 <= year <= day)
        theirs = sum(euros for year, euros in self.theirs if day - 2 <= year <= day)
        return own + (theirs if self.merges is not None and self.merges <= day else 0)


def drawn(seed: int) -> Case:
    dice = random.Random(seed)
    years = dice.choice((2, 3, 4, 5, 5))
    names = "abc"[: dice.choice((1, 2, 2, 3))]
    grants = {}
    for name in names:
        rate = dice.randint(2_000, 24_000)
        even = dice.random() < 0.5
        rates = tuple(rate if even else dice.randint(2_000, 24_000) for _ in range(years))
        begin = 0 if dice.random() < 0.7 else dice.randint(0, years - 1)
        end = years if dice.random() < 0.7 else dice.randint(begin + 1, years)
        gaps = {dice.randrange(years)} if dice.random() < 0.2 else set()
        term = dice.choice((None, 2, 2, 3, 3, 4, 6))
        open_ = frozenset(range(begin, end)) - gaps or frozenset({begin})
        more = _extended(dice, term, years)
        grants[name] = Grant(rates, open_, term, more, dice.random() < 0.9, _ahead(seed, name))
    apart = frozenset(pair for pair in combinations(names, 2) if dice.random() < 0.3)
    aid = tuple(
        (dice.randint(-3, years - 1), dice.randint(1_000, 40_000)) for _ in range(dice.choice((0, 0, 1, 2)))
    )
    case = Case(years, grants, apart, dice.choice((20_000, 50_000, 50_000, 80_000)), aid)
    return _merging(case, random.Random(-seed - 1)) if seed % 2 else case


def resting(seed: int) -> Case:
    """Grants that can be claimed in every year, each resting on the one before."""
    dice = random.Random(seed)
    years, names, grants = dice.choice((3, 4, 5)), "abc", {}
    for name in names:
        rates = tuple(dice.randint(2_000, 20_000) for _ in range(years))
        more = dice.choice((1, 1, 2)), dice.choice((None, 1, 2)), None
        grants[name] = Grant(rates, frozenset(range(years)), dice.choice((2, 2, 3)), more)
    room = dice.choice((20_000, 50_000, 80_000, 120_000))
    return Case(years, grants, frozenset(), room, (), rests=(("b", "a"), ("c", "b")))


def _merging(case: Case, dice: random.Random) -> Case:
    merges = dice.randrange(case.years)
    theirs = tuple(
        (dice.randint(-2, merges), dice.randint(1_000, 60_000)) for _ in range(dice.choice((1, 2)))
    )
    return replace(case, merges=merges, theirs=theirs)


def _extended(dice: random.Random, term: int | None, years: int) -> tuple[int, int | None, int | None] | None:
    if term is None or dice.random() < 0.6:
        return None
    return dice.choice((1, 1, 2, 3)), dice.choice((None, 1, 2)), dice.choice((None, None, years - 2))


def _ahead(seed: int, name: str) -> tuple[int, ...]:
    dice = random.Random(f"{seed}/{name}")
    return tuple(dice.randint(2_000, 24_000) for _ in range(dice.choice((0, 0, 1, 2, 5))))


def book(case: Case) -> Rulebook:
    rows = [
        relation(f"province.x.{a}", type, f"province.x.{b}")
        for type, pairs in ((RelationType.EXCLUSIVE, sorted(case.apart)), (RelationType.REQUIRES, case.rests))
        for a, b in pairs
    ]
    every = (_scheme(name, grant) for name, grant in case.grants.items())
    return rulebook(*every, relations=rows, limits=[de_minimis(case.room)])


def _scheme(name: str, grant: Grant) -> Scheme:
    figures = [
        figure(grant.rates[n], period=Period(date(FIRST + n, 1, 1), date(FIRST + n + 1, 1, 1)))
        for n in sorted(grant.open)
    ]
    begin = FIRST + len(grant.rates)
    figures += [
        figure(rate, period=Period(date(begin + n, 1, 1), date(begin + n + 1, 1, 1)))
        for n, rate in enumerate(grant.ahead)
    ]
    rule = None
    if grant.extended is not None:
        years, times, last = grant.extended
        rule = Extension(years, times, None if last is None else date(FIRST + last + 1, 1, 1))
    made = payment(
        "p",
        figures={"rate": 1},
        term_years=grant.term,
        grant=GrantRule("annual" if grant.term is None else "multi_year", (7, 1)),
        extension=rule,
    )
    made = replace(made, figures={"rate": Series(tuple(figures))})
    return scheme(f"province.x.{name}", made, legal_basis=AID if grant.counted else "other")


def courses(years: int, grant: Grant) -> Iterator[Course]:
    """Every way in which one grant may be on over the years."""
    more, most, last = grant.extended or (0, 0, None)

    def onward(year: int, left: int, ended: int | None) -> Iterator[Course]:
        """``ended`` is how often the grant was extended that ran up to this year."""
        if year == years:
            yield ()
            return
        if left:
            yield from ((ON, *rest) for rest in onward(year + 1, left - 1, ended))
            return
        if year in grant.open:
            yield from ((TERM, *rest) for rest in onward(year + 1, (grant.term or 1) - 1, 0))
            often = ended is not None and (most is None or ended < most)
            if often and more and (last is None or year + more - 1 <= last):
                yield from ((MORE, *rest) for rest in onward(year + 1, more - 1, (ended or 0) + 1))
        yield from ((OFF, *rest) for rest in onward(year + 1, 0, None))

    yield from onward(0, 0, None)


def paid(grant: Grant, course: Course) -> int:
    return sum(grant.rates[y] for y, of in enumerate(course) if of and y in grant.open)


def weights(grant: Grant, course: Course) -> Iterator[tuple[int, Fraction]]:
    """The years in which something is granted, and what that weighs (euros)."""
    for year, of in enumerate(course):
        if of in (TERM, MORE) and grant.term is None:
            yield year, Fraction(grant.rates[year])
        elif of in (TERM, MORE):
            assert grant.term is not None
            count = grant.term if of == TERM else (grant.extended or (0,))[0]
            worth = (Fraction(grant.tariff(year + t)) / Fraction(103, 100) ** (t + 1) for t in range(count))
            yield year, sum(worth)


def lawful(case: Case, chosen: Mapping[str, Course]) -> bool:
    # What is given keeps out what it excludes for as long as it runs, also in years in which nothing is paid of it.
    if any(x and y for a, b in case.apart for x, y in zip(chosen[a], chosen[b], strict=True)):
        return False
    if any(x and not y for a, b in case.rests for x, y in zip(chosen[a], chosen[b], strict=True)):
        return False
    given = [
        w for n, course in chosen.items() if case.grants[n].counted for w in weights(case.grants[n], course)
    ]
    for day in {year for year, _ in given} | {year for year, _ in case.aid}:
        new = sum(weight for year, weight in given if day - 3 <= year <= day)
        # Nothing is tested on a day on which nobody was granted anything: a merger takes away nothing.
        if new and new > max(0, case.room - case.held(day)):
            return False
    return True


def best(case: Case, forced: tuple[str, frozenset[int]] | None = None) -> int | None:
    """Euros that are paid at most; None where nothing lawful has the forced grant in all of these years."""
    ways = []
    for name, grant in case.grants.items():
        must = forced[1] if forced is not None and forced[0] == name else frozenset()
        found = [(paid(grant, c), c) for c in courses(case.years, grant) if all(c[y] for y in must)]
        ways.append(sorted(found, reverse=True))
    most: int | None = None
    for chosen in product(*ways):
        total = sum(euros for euros, _ in chosen)
        if (most is None or total > most) and lawful(
            case, dict(zip(case.grants, (c for _, c in chosen), strict=True))
        ):
            most = total
    return most


def told(case: Case, found: Award) -> dict[str, Course]:
    """The courses that the lines of an award say."""
    said = {name: [OFF] * case.years for name in case.grants}
    first = next((y.year for y in found.years if y.lines), FIRST)
    for line in (line for year in found.years for line in year.lines):
        name, year = line.claim.scheme[-1], line.claim.year
        if case.grants[name].term is None:
            said[name][year - FIRST] = TERM
            continue
        span = line.contract_years(first)
        assert span is not None
        assert span[0] <= year <= span[1]
        begun = line.extended if line.extended is not None else span[0]
        said[name][begun - FIRST] = TERM if line.extended is None else MORE
        for y in range(begun - FIRST + 1, min(case.years, span[1] - FIRST + 1)):
            said[name][y] = ON
    return {name: tuple(course) for name, course in said.items()}


def profile(case: Case) -> FarmProfile:
    made = farm(aid=[(f"{FIRST + year}-07-01", euros) for year, euros in case.aid])
    if case.merges is None:
        return made
    name, own = "Proefhoeve", made.undertaking.aid_received or ()
    received = [
        AidReceived(AID, date(FIRST + y, 3, 1), Decimal(euros), enterprise="B") for y, euros in case.theirs
    ]
    events = (Merger(date(FIRST + case.merges, 5, 1), (name, "B"), name),)
    return replace(made, undertaking=Undertaking((name,), (*own, *received), events=events))


def check(seed: int, case_of: Callable[[int], Case] = drawn) -> None:
    case = case_of(seed)
    found = award(ask(profile(case), book(case), years=case.years))
    most = best(case)
    assert most is not None
    assert (found.total, found.certificate.status) == (100 * most, "optimal"), (seed, case, found.total, most)
    assert found.certificate.gap == 0, (seed, case)
    said = told(case, found)
    assert lawful(case, said), (seed, case, said)
    for name, course in said.items():
        assert course in set(courses(case.years, case.grants[name])), (seed, case, name, course)
    for lost in found.not_chosen:
        other = best(case, (lost.scheme[-1], frozenset(y - FIRST for y in lost.years)))
        difference = None if other is None else 100 * (other - most)
        assert lost.difference == difference, (seed, case, lost, other, most)


def test_grants_are_given_in_the_years_in_which_they_are_worth_most() -> None:
    for seed in range(14):
        check(seed)


def test_grants_that_rest_on_each_other_are_given_in_the_years_in_which_they_are_worth_most() -> None:
    for seed in range(cases(3, 200)):
        check(seed, resting)


def test_what_forcing_a_grant_costs_is_told_in_whole_grants_where_its_turns_stand_apart() -> None:
    """A programme divides its turns: it was told to cost nothing, where EUR 4,457 less is paid with it."""
    check(50_249, resting)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 50))
def test_thousands_of_courses_of_grants(start: int) -> None:
    for seed in range(start, start + 50):
        check(seed)
