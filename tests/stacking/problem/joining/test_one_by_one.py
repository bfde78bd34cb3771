"""Grants to the farm that relations join in too many ways are each decided by themselves, and come out the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from calculator.domain.award import Award
from calculator.domain.lasting import Extension
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import Question, award
from calculator.stacking.problem.joining import across, one_by_one
from tests.builders import (
    ask,
    de_minimis,
    farm,
    limit,
    measure,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
)

AID = "de_minimis_agri_1408_2013"
_SORTS = (
    RelationType.NET_OF,
    RelationType.REDUCED,
    RelationType.ZERO,
    RelationType.EXCLUSIVE,
    RelationType.REQUIRES,
    RelationType.UNKNOWN,
)

_LASTING: dict[str, Any] = {
    "term_years": 2,
    "grant": GrantRule("multi_year", (7, 1)),
    "extension": Extension(1, 1),
}


def joined(
    *rates: int,
    years: int,
    rows: list[tuple[int, RelationType, int]],
    most: int = 50_000,
    least: int = 0,
    **changes: Any,
) -> Question:
    """Grants for two years that may be extended for one, of which relations join some; what is reduced is halved."""
    names = [f"province.x.g{n:02}" for n in range(len(rates))]
    made = [
        scheme(
            name,
            payment("p", figures={"rate": rate}, **(_LASTING | changes)),
            legal_basis=AID,
        )
        for name, rate in zip(names, rates, strict=True)
    ]
    limits = [de_minimis(most)]
    if least:
        limits.append(
            limit("least", LimitKind.MINIMUM_TOTAL, figures={"least": least}, payments=tuple(names[:2]))
        )
    half = {RelationType.REDUCED: Decimal("0.5")}
    between = [relation(names[a], sort, names[b], parameter=half.get(sort)) for a, sort, b in rows]
    return ask(farm(), rulebook(*made, relations=between, limits=limits), years=years)


def told(found: Award) -> tuple[object, ...]:
    return found.total, found.low, found.high, found.certificate.status, found.certificate.gap


def by_themselves(
    question: Question, monkeypatch: pytest.MonkeyPatch
) -> tuple[tuple[object, ...], tuple[object, ...], bool]:
    """What grants come to together and one by one, and whether any was decided so: as if two of them were too many."""
    together, found = told(award(question)), list[frozenset[str]]()

    def noted(*given: Any) -> frozenset[str]:
        found.append(one_by_one.one_by_one(*given))
        return found[-1]

    for most in ("MOST_TURNS", "MOST_PLANS", "_FEW"):
        monkeypatch.setattr(one_by_one, most, 0)
    monkeypatch.setattr(across, "one_by_one", noted)
    return together, told(award(question)), any(found)


_YEARLY: dict[str, Any] = {"term_years": None, "extension": None, "grant": GrantRule("annual", (7, 1))}


@pytest.mark.parametrize("seed", range(6))
def test_yearly_grants_pay_one_by_one_what_they_pay_together(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_by_one, "_FEW_YEARLY", 0)
    dice = Random(seed)
    pairs = [(a, b) if dice.random() < 0.5 else (b, a) for a in range(5) for b in range(a)]
    rows = [(a, dice.choice(_SORTS), b) for a, b in pairs if dice.random() < 0.6]
    rates = [dice.randint(500, 9_000) for _ in range(5)]
    question = joined(*rates, years=3, rows=rows, most=dice.choice((9_000, 20_000)), **_YEARLY)
    together, alone, decided = by_themselves(question, monkeypatch)
    assert decided
    assert alone == together
    assert together[3:] == ("optimal", 0)


@pytest.mark.parametrize("seed", [6, 7, 19, 27, 3, 12])
def test_one_by_one_grants_pay_what_they_pay_together(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Random(seed)
    pairs = [(a, b) if dice.random() < 0.5 else (b, a) for a in range(4) for b in range(a)]
    rows = [(a, dice.choice(_SORTS), b) for a, b in pairs if dice.random() < 0.6]
    rates = [dice.randint(500, 9_000) for _ in range(4)]
    question = joined(*rates, years=3, rows=rows, most=dice.choice((9_000, 20_000)))
    together, alone, decided = by_themselves(question, monkeypatch)
    assert decided
    assert alone == together
    assert together[3:] == ("optimal", 0)


@pytest.mark.parametrize(
    ("sorts", "changes", "decided"),
    [
        ([RelationType.ZERO], {}, True),
        ([RelationType.ADDITIVE], {}, True),
        ([RelationType.HIGHEST], {}, False),
        ([RelationType.NET_OF], {}, True),
        ([RelationType.NET_OF, RelationType.ZERO], {}, True),
        ([RelationType.SUM_CAPPED], {}, False),
        ([RelationType.ZERO, RelationType.HIGHEST], {}, False),
        ([RelationType.ZERO], {"cost_components": ("extra_work",)}, True),
        ([RelationType.ZERO], {"least": 12_000}, False),
        ([RelationType.ZERO], {"least": 9_000}, False),
        (
            [RelationType.ZERO],
            _YEARLY,
            False,
        ),
    ],
    ids=[
        "zero",
        "additive",
        "highest",
        "net of",
        "net of, and nothing",
        "sum capped",
        "highest too",
        "costs",
        "minimum",
        "lower minimum",
        "no turns",
    ],
)
def test_what_more_than_relations_joins_is_decided_together(
    sorts: list[RelationType], changes: dict[str, Any], decided: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three grants the second hangs on the first, and the third on the second."""
    rows = [(n + 1, sorts[n % len(sorts)], n) for n in range(2)]
    question = joined(2_000, 3_000, 4_000, years=3, rows=rows, **changes)
    together, alone, by_itself = by_themselves(question, monkeypatch)
    assert by_itself is decided
    assert alone == together


def decided_alone(question: Question, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The grants that are decided one by one, as if two of them were too many, by the last part of their names."""
    alone = list[frozenset[str]]()

    def noted(*given: Any) -> frozenset[str]:
        alone.append(one_by_one.one_by_one(*given))
        return alone[-1]

    for most, much in (("MOST_TURNS", 0), ("MOST_PLANS", 0), ("_FEW", 1)):
        monkeypatch.setattr(one_by_one, most, much)
    monkeypatch.setattr(across, "one_by_one", noted)
    award(question)
    return {ref.partition("#")[0].rpartition(".")[2] for ref in frozenset[str]().union(*alone)}


def test_what_no_relation_joins_with_them_is_none_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    question = joined(2_000, 3_000, 4_000, years=3, rows=[(1, RelationType.ZERO, 0)])
    assert decided_alone(question, monkeypatch) == {"g00", "g01"}


def test_a_grant_that_is_opened_later_is_decided_with_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    question = joined(2_000, 3_000, years=3, rows=[(1, RelationType.ZERO, 0)])
    first, other = question.rulebook.schemes
    later = replace(other, validity=Period(date(2028, 1, 1), None))
    asked = replace(question, rulebook=replace(question.rulebook, schemes=(first, later)))
    assert decided_alone(asked, monkeypatch) == {"g00", "g01"}


def test_a_payment_on_land_is_not_decided_with_grants_to_the_farm(monkeypatch: pytest.MonkeyPatch) -> None:
    question = joined(2_000, 3_000, years=3, rows=[(1, RelationType.ZERO, 0)])
    land = pays("land", "kruiden", 40)
    row = relation("province.x.g01", RelationType.EXCLUSIVE, land.id)
    book = rulebook(
        *question.rulebook.schemes, land, relations=[*question.rulebook.relations, row], limits=[de_minimis()]
    )
    asked = ask(farm(parcel("P1", 1, measure("kruiden", 1))), book, years=3)
    assert decided_alone(asked, monkeypatch) == {"g00", "g01"}


@pytest.mark.parametrize("from_2028", [False, True])
def test_rows_must_say_all_that_joins_them_in_every_year(
    from_2028: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the third year on they share what is highest, or from the first."""
    question = joined(
        2_000, 3_000, 4_000, years=3, rows=[(1, RelationType.ZERO, 0), (2, RelationType.HIGHEST, 1)]
    )
    zero, highest = question.rulebook.relations
    later = replace(highest, validity=Period(date(2028, 1, 1), None)) if from_2028 else highest
    only = replace(question.rulebook, relations=(zero, later))
    assert decided_alone(replace(question, rulebook=only), monkeypatch) == set()


def test_a_grant_of_which_too_many_others_take_a_share_is_decided_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By itself it has a way for every set of them."""
    monkeypatch.setattr(one_by_one, "_MOST_TAKING", 2)
    rows = [(0, RelationType.ZERO, n) for n in range(1, 4)]
    assert decided_alone(joined(*[2_000] * 3, years=2, rows=rows[:2]), monkeypatch) == {"g00", "g01", "g02"}
    assert decided_alone(joined(*[2_000] * 4, years=2, rows=rows), monkeypatch) == set()


def test_grants_that_may_stand_in_too_many_sets_are_not_refused() -> None:
    """Of eight each is halved by the one before, 6,561 ways in the second year: only the first is paid in full."""
    rows = [(b, RelationType.REDUCED, a) for a, b in pairwise(range(8))]
    found = award(joined(*[3_000] * 8, years=2, rows=rows))
    assert told(found) == (27_000_00, 27_000_00, 27_000_00, "optimal", 0)


def test_of_payments_that_all_exclude_each_other_one_row_says_it() -> None:
    """Five of which all exclude each other but two: these two are in sets of four with the others."""
    pairs = {(a, b) for a in "abcde" for b in "abcde" if a < b} - {("a", "e")}
    found = list(one_by_one._excluding(pairs))
    assert found == [["a", "b", "c", "d"], ["b", "c", "d", "e"]]
    circle = {("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")}
    assert len(list(one_by_one._excluding(circle))) == 4


@pytest.mark.parametrize("sort", [RelationType.EXCLUSIVE, RelationType.REDUCED, RelationType.NET_OF])
def test_thirty_yearly_grants_in_a_chain_or_circle_have_an_award(sort: RelationType) -> None:
    """Of what excludes the next every other one is paid, and of what loses to the next one more: a million sets and more."""
    rows = [(a, sort, b) for a, b in pairwise(range(30))]
    found = award(joined(*[1_000] * 30, years=1, rows=rows, most=12_000, **_YEARLY))
    assert told(found) == (12_000_00, 12_000_00, 12_000_00, "optimal", 0)
    circle = award(joined(*[1_000] * 29, years=1, rows=[*rows[:-1], (28, sort, 0)], most=100_000, **_YEARLY))
    most = {
        RelationType.EXCLUSIVE: 14_000_00,
        RelationType.REDUCED: 14_500_00,
        RelationType.NET_OF: 14_000_00,
    }
    assert told(circle)[0] == most[sort]
    assert circle.certificate.gap == 0


def test_grants_that_a_cap_counts_from_a_later_year_on_are_decided_one_by_one_in_that_year_too() -> None:
    """Until then no row counts them, so that few of their sets are laid out; the same rows hold in both years."""
    names, dice = [f"province.x.g{n:02}" for n in range(19)], Random(1)
    rates = [Decimal(dice.randint(100_000, 199_999)) / 100 for _ in names]
    cap = limit(
        "cap",
        LimitKind.AMOUNT_CAP,
        figures={"cap": 9_000},
        payments=tuple(names),
        validity=Period(date(2027, 1, 1)),
    )
    made = [
        scheme(name, payment("p", figures={"rate": rate}, grant=GrantRule("annual", (7, 1))))
        for name, rate in zip(names, rates, strict=True)
    ]
    chain = [relation(a, RelationType.EXCLUSIVE, b) for a, b in pairwise(names)]
    found = award(ask(farm(), rulebook(*made, relations=chain, limits=[cap]), years=2))
    most, before = Decimal(0), Decimal(0)
    for rate in rates:
        most, before = max(most, before + rate), most
    assert [year.total for year in found.years] == [most * 100, 9_000_00]
    assert found.certificate.status == "optimal"
