"""Contracts and grants that exclude each other in some years only: every course of all of them, tried one by one.

On the same land, to the farm, and on different ground or of both sorts under relations of the whole farm. What is held in a year
is held, whether or not anything can be claimed of it then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest

from calculator.domain.period import Period
from calculator.domain.relation import Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from calculator.stacking.columns import evaluate
from tests.builders import ask, farm, figure, parcel, payment, relation, rulebook, scheme

FIRST = 2026
#: Euros by year, and the years of a term; none of a payment that is given year by year.
Paid = tuple[dict[int, int], int | None]
#: Two payments, and the years in which they exclude each other.
Apart = tuple[str, str, range]


def drawn(seed: int) -> tuple[int, dict[str, Paid], list[Apart]]:
    dice = Random(seed)
    years = dice.choice((2, 3, 4))
    paid = dict[str, Paid]()
    for name in "abc"[: dice.choice((2, 2, 3))]:
        known = [n for n in range(years) if dice.random() < 0.5] or [0]
        rates = {FIRST + n: dice.randint(10, 900) for n in known}
        paid[name] = rates, dice.choice((None, 2, 3, 4, 4))
    apart = []
    for n, one in enumerate(paid):
        for other in list(paid)[:n]:
            begin = dice.randint(0, years - 1)
            apart.append((one, other, range(FIRST + begin, FIRST + dice.randint(begin, years) + 1)))
    return years, paid, apart


def rules_of(paid: dict[str, Paid], apart: list[Apart], lies: Mapping[str, str], level: Level) -> Rulebook:
    return rulebook(
        *(_scheme(name, *of, lies[name]) for name, of in paid.items()), relations=_rows(apart, level)
    )


def _scheme(name: str, rates: dict[int, int], term: int | None, measure: str) -> Scheme:
    """A payment for a measure, or for the farm where there is none."""
    figures = [figure(rate, period=Period(date(y, 1, 1), date(y + 1, 1, 1))) for y, rate in rates.items()]
    grant = GrantRule() if measure or term is None else GrantRule("multi_year", (7, 1))
    on = [measure] if measure else []
    made = payment("p", measures=on, figures={"rate": 1}, term_years=term, grant=grant)
    return scheme(f"province.x.{name}", replace(made, figures={"rate": Series(tuple(figures))}))


def _rows(apart: list[Apart], level: Level) -> list[Relation]:
    return [
        relation(
            f"province.x.{a}",
            RelationType.EXCLUSIVE,
            f"province.x.{b}",
            level=level,
            validity=Period(date(of.start, 1, 1), date(of.stop, 1, 1)),
        )
        for a, b, of in apart
        if of
    ]


def courses(years: range, rates: dict[int, int], term: int | None) -> Iterator[frozenset[int]]:
    """The years in which a payment is held, in every way that it may be."""

    def onward(year: int) -> Iterator[tuple[int, ...]]:
        if year >= years.stop:
            yield ()
            return
        yield from onward(year + 1)
        if year in rates:
            for rest in onward(year + (term or 1)):
                yield (*range(year, min(year + (term or 1), years.stop)), *rest)

    yield from {frozenset(course) for course in onward(years.start)}


def best(years: range, paid: dict[str, Paid], apart: list[Apart]) -> int:
    """The most that any lawful set of courses pays, in euros."""
    every = [list(courses(years, *of)) for of in paid.values()]
    lawful = (
        dict(zip(paid, held, strict=True))
        for held in product(*every)
        if all(not (held[at(paid, a)] & held[at(paid, b)] & {*of}) for a, b, of in apart)
    )
    return max(
        sum(rate for name, held in on.items() for year, rate in paid[name][0].items() if year in held)
        for on in lawful
    )


def at(paid: dict[str, Paid], name: str) -> int:
    return list(paid).index(name)


def where(seed: int, lie: str) -> dict[str, str]:
    """The measure of every payment, nothing of one for the farm: all of one sort, or each somewhere else."""
    if lie == "apart":
        dice = Random(seed)
        return {name: dice.choice(("m", "n", "")) for name in "abc"}
    return dict.fromkeys("abc", "m" if lie == "on land" else "")


def check(seed: int, lie: str) -> None:
    years, paid, apart = drawn(seed)
    rules = rules_of(paid, apart, where(seed, lie), Level.FARM if lie == "apart" else Level.UNIT)
    asked = farm(parcel("P", 1, "m"), parcel("Q", 1, "n"))
    found = award(ask(asked, rules, years=years))
    assert found.total == 100 * best(range(FIRST, FIRST + years), paid, apart), seed
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0), seed
    assert evaluate(rules, [asked], on=date(2026, 7, 1), years=years).total.tolist() == [found.total], seed


@pytest.mark.parametrize(
    ("seed", "lie"),
    [
        *((seed, lie) for seed in range(12) for lie in ("on land", "to the farm")),
        *((seed, "apart") for seed in (98, 107, 109, 113, 119, 134, 139)),
    ],
)
def test_what_may_not_be_held_together_in_a_year_is_not_whether_or_not_it_pays(seed: int, lie: str) -> None:
    check(seed, lie)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 100))
def test_what_may_not_be_held_together_is_not_on_thousands_of_farms(start: int) -> None:
    for seed in range(start, start + 100):
        check(seed, ("on land", "to the farm", "apart")[seed % 3])
