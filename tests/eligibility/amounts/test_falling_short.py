"""What a measured result or a quantity falls short by is said, and what is not known yet is asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Level, Payment, PaymentKind, Tier
from calculator.domain.source import Status
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, parcel, payment, rulebook, scheme

PATH = "indicators.kruiden"


def result(kind: PaymentKind, tiers: tuple[Tier, ...] = (), **figures: object) -> Payment:
    return payment(
        "p", kind=kind, level=Level.FARM, unit=Unit.HECTARE, quantity="parcel_ha", indicator=PATH,
        tiers=tiers, figures=figures,
    )  # fmt: skip


def asked(paid: Payment, profile: FarmProfile, years: int = 1) -> Award:
    return award(ask(profile, rulebook(scheme("province.x.a", paid, legal_basis="private")), years=years))


def scored(number: object) -> FarmProfile:
    return farm(parcel("P1", 10), facts={PATH: Decimal(str(number))})


TIERS = (Tier("rate", at_least=Decimal(6)), Tier("more", at_least=Decimal(9)))
SHORT = {
    "a threshold": (
        result(PaymentKind.KPI_BINARY, rate=9, threshold=60),
        59,
        "59 where at least 60 is needed (1 too little)",
    ),
    "a result of at most": (
        result(PaymentKind.KPI_BINARY, rate=9, threshold_max=10),
        12,
        "12 where at most 10 is needed (2 too much)",
    ),
    "the first tier": (
        result(PaymentKind.TIERED, TIERS, rate=9, more=12),
        5,
        "5 where at least 6 is needed (1 too little)",
    ),
    "an amount below the least": (
        result(PaymentKind.TIERED, TIERS, rate=9, more=12, min_amount=100),
        8,
        "€90 where at least €100 is needed",
    ),
    "a tier that is not reached, below a least amount": (
        result(PaymentKind.TIERED, TIERS, rate=9, more=12, min_amount=100),
        5,
        "5 where at least 6 is needed (1 too little)",
    ),
    "the start of a ramp": (
        result(PaymentKind.RAMP, rate=9, ramp_from=10, ramp_to=20),
        8,
        "8 where more than 10 is needed (2 too little)",
    ),
    "a falling ramp": (
        result(PaymentKind.RAMP, rate=9, ramp_from=20, ramp_to=10),
        25,
        "25 where less than 20 is needed (5 too much)",
    ),
    "the first step of area": (
        result(PaymentKind.STEP_AREA, (Tier("rate", at_least=Decimal(12)),), rate=900),
        1,
        "10 where at least 12 is needed (2 too little)",
    ),
    "a least quantity": (
        result(PaymentKind.FLAT, rate=9, min_quantity=11),
        1,
        "10 where at least 11 is needed (1 too little)",
    ),
}


@pytest.mark.parametrize(("paid", "score", "words"), SHORT.values(), ids=SHORT)
def test_a_payment_that_pays_nothing_says_how_much_it_is_short(paid: Payment, score: int, words: str) -> None:
    (refused,) = asked(paid, scored(score)).refusals
    assert refused.shortfall is not None
    assert refused.shortfall.en == words


def best(**threshold: object) -> Payment:
    return result(PaymentKind.BEST_N, rate=15, n=2, m=3, **threshold)


def grown(by_year: Mapping[int, int], now: object = None) -> FarmProfile:
    history = {"kruiden": {year: Decimal(n) for year, n in by_year.items()}}
    facts = {} if now is None else {PATH: Decimal(str(now))}
    return farm(parcel("P1", 10), indicator_history=history, facts=facts)


def test_two_good_years_of_three_are_enough_whatever_the_third_was() -> None:
    assert asked(best(threshold=20), grown({2024: 25, 2026: 21})).total == 150_00


def test_a_year_that_decides_and_is_not_filled_in_leaves_the_payment_open() -> None:
    (waits,) = asked(best(threshold=20), grown({2024: 25, 2026: 12})).open
    assert waits.paths == ("indicator_history.kruiden.2025",)
    assert waits.could_pay_cents == 150_00


def test_too_few_good_years_are_refused_with_how_many_there_were() -> None:
    found = asked(best(threshold=20), grown({2024: 25, 2025: 10, 2026: 12}))
    (refused,) = found.refusals
    assert refused.shortfall is not None
    assert refused.shortfall.en == "1 of 3 years reached (2024) where 2 are needed (1 too few)"
    assert not found.open


def test_a_result_that_should_be_low_has_its_best_years_too() -> None:
    assert asked(best(threshold_max=20), grown({2024: 25, 2025: 10, 2026: 12})).total == 150_00


def test_the_year_that_is_described_counts_by_its_indicator_and_later_years_are_as_that_one() -> None:
    found = asked(best(threshold=20), grown({2024: 25, 2025: 10}, now=30), years=3)
    assert [y.total for y in found.years] == [150_00, 150_00, 150_00]


@pytest.mark.parametrize(("hectares", "cents"), [(4, 40_00), (5, 50_00), (500, 50_00)])
def test_a_payment_for_the_farm_ends_at_its_largest_quantity(hectares: int, cents: int) -> None:
    paid = result(PaymentKind.FLAT, rate=10, max_quantity=5)
    assert asked(paid, farm(parcel("P1", hectares))).total == cents


RISING = (Tier("none", Decimal(5)), Tier("low", Decimal(9)), Tier("none", Decimal(30)))
LINE = (Tier("low", Decimal(5)), Tier("top", Decimal(10)), Tier("none", Decimal(20)))


@pytest.mark.parametrize(
    ("found", "points", "short"),
    [
        (25, LINE, "25 waar minder dan 20 nodig is (5 te veel)"),
        (20, LINE, "20 waar minder dan 20 nodig is"),
        (3, RISING, "3 waar meer dan 5 nodig is (2 te weinig)"),
    ],
)  # fmt: skip
def test_a_line_that_has_come_to_nothing_says_where_it_leaves_it(
    found: int, points: tuple[Tier, ...], short: str
) -> None:
    paid = result(PaymentKind.INTERPOLATED, points, low=7, top=15, none=0)
    (refused,) = asked(paid, farm(parcel("P1", 1), facts={PATH: Decimal(found)})).refusals
    assert refused.shortfall is not None
    assert refused.shortfall.nl == short


MOST = {
    "a threshold": (result(PaymentKind.KPI_BINARY, rate=9, threshold=60), 90_00),
    "tiers": (result(PaymentKind.TIERED, TIERS, rate=9, more=12), 120_00),
    "a line": (result(PaymentKind.INTERPOLATED, LINE, low=7, top=15, none=0), 150_00),
    "a ramp": (result(PaymentKind.RAMP, rate=(7, 9), ramp_from=10, ramp_to=20), 90_00),
    "points behind a gate": (result(PaymentKind.GATE_POINTS, base=1, per_point=2, max_points=8), 170_00),
    "points without an end": (result(PaymentKind.POINTS, rate=3), None),
    "points up to a cap": (result(PaymentKind.POINTS, rate=3, cap=500), 500_00),
}


@pytest.mark.parametrize(("paid", "cents"), MOST.values(), ids=MOST)
def test_a_result_that_is_not_filled_in_could_pay_what_the_best_result_pays(
    paid: Payment, cents: int | None
) -> None:
    (waits,) = asked(paid, farm(parcel("P1", 10))).open
    assert (waits.paths, waits.could_pay_cents) == ((PATH,), cents)


def test_what_at_best_stays_below_the_least_amount_is_refused_and_asked_nothing() -> None:
    (waits,) = asked(
        result(PaymentKind.TIERED, TIERS, rate=9, more=12, min_amount=120), farm(parcel("P1", 10))
    ).open
    assert waits.could_pay_cents == 120_00
    found = asked(result(PaymentKind.TIERED, TIERS, rate=9, more=12, min_amount=121), farm(parcel("P1", 10)))
    assert found.open == ()
    assert [x.shortfall and x.shortfall.en for x in found.refusals] == ["€120 where at least €121 is needed"]


def test_while_a_tier_is_not_published_what_could_be_paid_at_best_is_not_known_to_be_too_little() -> None:
    tiers = (*TIERS, Tier("most", at_least=Decimal(9)))
    paid = result(
        PaymentKind.TIERED, tiers, rate=9, more=12, min_amount=121, most=figure(99, status=Status.UNKNOWN)
    )
    assert len(asked(paid, farm(parcel("P1", 10))).open) == 1
