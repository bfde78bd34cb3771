"""Rules and farms that go wrong: a clear answer or a clear refusal, and never an endless calculation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Scheme
from calculator.services.award.awards import compute
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import award
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from tests.benchmarks.farms import farm as document
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, pays, relation, rulebook, scheme


def own(id: str, rate: int, **changes: object) -> Scheme:
    """Pays for a measure of its own name."""
    return pays(id, f"m{id}", rate, **changes)


def row(a: str, type: RelationType, b: str, **changes: object) -> object:
    return relation(f"province.x.{a}", type, f"province.x.{b}", **changes)


def test_a_payment_that_needs_what_it_excludes_is_never_paid_and_the_other_is() -> None:
    rules = rulebook(
        own("a", 100),
        own("b", 10),
        relations=[row("a", RelationType.EXCLUSIVE, "b"), row("a", RelationType.REQUIRES, "b")],
    )
    found = award(ask(farm(parcel("P1", 1, "ma", "mb")), rules))
    assert found.total == 10_00
    assert [(x.scheme, x.difference) for x in found.not_chosen] == [("province.x.a", None)]


@pytest.mark.parametrize("level", [Level.UNIT, Level.PARCEL, Level.FARM, Level.CONTRACT])
def test_payments_that_need_each_other_in_a_circle_are_paid_together_or_not_at_all(level: Level) -> None:
    circle = [row(a, RelationType.REQUIRES, b, level=level) for a, b in ("ab", "bc", "ca")]
    rules = rulebook(own("a", 100), own("b", 10), own("c", 1), relations=circle)
    assert award(ask(farm(parcel("P1", 1, "ma", "mb", "mc")), rules)).total == 111_00
    assert award(ask(farm(parcel("P1", 1, "ma", "mb")), rules)).total == 0
    apart = farm(parcel("P1", 1, "ma"), parcel("P2", 1, "mb"), parcel("P3", 1, "mc"))
    together = level in (Level.FARM, Level.CONTRACT)
    assert award(ask(apart, rules)).total == (111_00 if together else 0)


@pytest.mark.parametrize("level", [Level.UNIT, Level.FARM])
def test_two_payments_that_need_each_other_are_paid_together_or_not_at_all(level: Level) -> None:
    both = [row(a, RelationType.REQUIRES, b, level=level) for a, b in ("ab", "ba")]
    pair = rulebook(own("a", 100), own("b", 10), relations=both)
    assert award(ask(farm(parcel("P1", 1, "ma", "mb")), pair)).total == 110_00
    assert award(ask(farm(parcel("P1", 1, "ma")), pair)).total == 0


def test_a_circle_that_an_exclusion_breaks_pays_nothing() -> None:
    rules = rulebook(
        *(own(n, 50) for n in "abc"),
        own("d", 1),
        relations=[
            *(row(a, RelationType.REQUIRES, b, level=Level.FARM) for a, b in ("ab", "bc", "ca")),
            row("a", RelationType.EXCLUSIVE, "c", level=Level.FARM),
        ],
    )
    land = farm(parcel("P1", 1, "ma"), parcel("P2", 1, "mb"), parcel("P3", 1, "mc"), parcel("P4", 1, "md"))
    assert award(ask(land, rules)).total == 1_00


@pytest.mark.parametrize("years", [0, -1, 31])
def test_a_horizon_that_is_empty_or_too_long_is_refused(years: int) -> None:
    with pytest.raises(ValueError, match="1 to 30 years"):
        award(ask(farm(parcel("P1", 1)), rulebook(), years=years))
    with pytest.raises(ValueError, match="1 to 30 years"):
        compute(rulebooks.current(), document(1), on=date(2026, 7, 1), years=years)


def test_a_parcel_of_a_million_hectares_is_reckoned_to_the_cent() -> None:
    rules = rulebook(
        own("a", 899),
        own("b", 900),
        relations=[row("a", RelationType.EXCLUSIVE, "b")],
        limits=[de_minimis()],
    )
    found = award(ask(farm(parcel("P1", 1_000_000, "ma", "mb")), rules))
    assert found.total == 900 * 1_000_000 * 100
    assert found.certificate.gap == 0


def many(count: int, joined: list[tuple[int, int]]) -> Rulebook:
    rows = [row(str(a), RelationType.EXCLUSIVE, str(b)) for a, b in joined]
    return rulebook(*(own(str(n), n + 1) for n in range(count)), relations=rows)


#: So many measures on one parcel: the most that anybody has asked take seconds.
MANY = [120, pytest.param(500, marks=pytest.mark.soak)]


@pytest.mark.parametrize("count", MANY)
def test_hundreds_of_measures_that_do_not_bear_on_each_other_add_up(count: int) -> None:
    land = parcel("P1", 1, *(f"m{n}" for n in range(count)))
    assert award(ask(farm(land), many(count, []))).total == count * (count + 1) // 2 * 100


@pytest.mark.parametrize("count", [50, pytest.param(100, marks=pytest.mark.soak)])
def test_of_many_measures_that_all_exclude_each_other_the_best_is_paid(count: int) -> None:
    land = parcel("P1", 1, *(f"m{n}" for n in range(count)))
    pairs = [(a, b) for a in range(count) for b in range(a)]
    found = award(ask(farm(land), many(count, pairs)))
    assert found.total == count * 100
    assert found.not_chosen[0].lost_to == f"province.x.{count - 1}#p"


@pytest.mark.parametrize("count", MANY)
def test_hundreds_of_measures_in_a_chain_of_exclusions_are_refused_by_the_name_of_the_parcel(
    count: int,
) -> None:
    land = parcel("P7", 1, *(f"m{n}" for n in range(count)))
    with pytest.raises(TooManyStacksError) as refused:
        award(ask(farm(land), many(count, [(n, n + 1) for n in range(count - 1)])))
    assert refused.value.place == "P7"


def test_more_payments_on_one_piece_than_can_be_held_against_each_other_are_refused_at_once() -> None:
    land = parcel("P7", 1, *(f"m{n}" for n in range(1_001)))
    with pytest.raises(TooManyStacksError) as refused:
        award(ask(farm(land), many(1_001, [])))
    assert refused.value.place == "P7"


ZERO = [
    limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 0}, payments=("province.x.a",)),
    limit("ha", LimitKind.QUANTITY_CAP, figures={"cap": 0}, payments=("province.x.a",)),
    limit("land", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 0}}, legal_bases=("aid",)),
    de_minimis(0, legal_bases=("aid",)),
]


@pytest.mark.parametrize("nothing", ZERO, ids=lambda x: str(x.kind))
def test_a_limit_of_zero_leaves_nothing_and_says_what_held_it_back(nothing: object) -> None:
    rules = rulebook(own("a", 100, legal_basis="aid"), own("b", 7), limits=[nothing])  # type: ignore[list-item]
    found = award(ask(farm(parcel("P1", 2, "ma", "mb")), rules))
    assert found.total == 14_00
    held = [x for x in found.not_chosen if x.scheme == "province.x.a"]
    assert [(x.because, x.lost_to) for x in held] == [("limit", nothing.id)]  # type: ignore[attr-defined]


def test_a_minimum_of_zero_holds_nothing_back() -> None:
    floor = limit("min", LimitKind.MINIMUM_TOTAL, figures={"minimum": 0}, payments=("province.x.a",))
    rules = rulebook(scheme("province.x.a", payment("p", figures={"rate": 3})), limits=[floor])
    assert award(ask(farm(parcel("P1", 1)), rules)).total == 3_00


def test_a_share_of_zero_and_a_cap_of_zero_between_payments_that_lie_apart() -> None:
    for type, total in ((RelationType.REDUCED, 100_00), (RelationType.SUM_CAPPED, 100_00)):
        made = replace(row("a", type, "b", level=Level.FARM), parameter=Decimal(0))  # type: ignore[type-var]
        rules = rulebook(own("a", 100), own("b", 60), relations=[made])  # type: ignore[list-item]
        found = award(ask(farm(parcel("P1", 1, "ma"), parcel("P2", 1, "mb")), rules))
        assert found.total == total
