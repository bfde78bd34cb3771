"""A payment for the farm that begins after a first part: so many units, or a share of the farm's land."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, PaymentKind, Presence, Text, Tier
from calculator.domain.source import Status
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import ask, farm, figure, parcel, payment, rulebook, scheme
from tests.stacking.columns.test_evaluation import same
from tests.stacking.columns.test_explained import ON
from tests.stacking.columns.test_explained import same as said

FALLOW = "declared.braak_ha"


def paying(share_of: str | None = None, **figures: object) -> Rulebook:
    made = payment(
        "p", quantity=FALLOW, unit=Unit.HECTARE, share_of=share_of, figures={"rate": 100, **figures}
    )
    return rulebook(scheme("province.x.a", made))


ABOVE = paying("arable_ha", free_share=5)


def fallow(hectares: object, arable: object = 40) -> FarmProfile:
    facts: dict[str, object] = {} if hectares is None else {FALLOW: Decimal(str(hectares))}
    return farm(parcel("P1", arable, land_use="arable"), parcel("P2", 9), facts=facts)


@pytest.mark.parametrize(("hectares", "paid"), [(2, 0), ("2.01", 1_00), (5, 300_00), (0, 0)])
def test_only_what_lies_above_a_share_of_the_land_is_paid(hectares: object, paid: int) -> None:
    assert award(ask(fallow(hectares), ABOVE)).total == paid


def test_what_lies_within_the_free_part_is_refused_with_what_is_short() -> None:
    (refused,) = award(ask(fallow("1.5"), ABOVE)).refusals
    assert refused.shortfall == Text(
        "1,5 waar meer dan 2 nodig is (0,5 te weinig)", "1.5 where more than 2 is needed (0.5 too little)"
    )


LEVEL = Condition(
    "fact_at_most",
    {"path": "declared.waterpeil_cm", "value": Decimal(40)},
    Presence.ASK,
    Text("peil", "level"),
    ("S1",),
)


def asking(**figures: object) -> Rulebook:
    made = payment(
        "p", quantity=FALLOW, unit=Unit.HECTARE, figures={"rate": 100, **figures}, conditions=(LEVEL,)
    )
    return rulebook(scheme("province.x.a", made))


@pytest.mark.parametrize(("hectares", "asked"), [(2, False), ("2.01", True), ("0.5", False), (None, True)])
def test_what_lies_within_the_free_part_is_asked_nothing(hectares: object, asked: bool) -> None:
    """No answer can make it pay."""
    found = award(ask(fallow(hectares), asking(free=2)))
    assert (bool(found.open), bool(found.refusals)) == (asked, not asked)


def test_what_lies_within_the_free_part_needs_no_published_rate() -> None:
    found = award(ask(fallow(1), asking(free=2, rate=figure(100, status=Status.UNKNOWN))))
    assert (len(found.open), len(found.refusals)) == (0, 1)


@pytest.mark.parametrize(
    ("hectares", "cap", "short"),
    [
        ("4.99", None, "€299 where at least €300 is needed"),
        ("4.99", 50, "€299 where at least €300 is needed"),
        (5, None, None),
        (5, 50, None),
        ("1.5", 50, "1.5 where more than 2 is needed (0.5 too little)"),
    ],
)
def test_what_stays_below_the_least_amount_at_its_best_is_asked_nothing(
    hectares: object, cap: int | None, short: str | None
) -> None:
    """Above 2 hectares EUR 100 each where a result is reached, and nothing below EUR 300; at most EUR 50 for each cow."""
    figures = {"rate": 100, "threshold": 4, "free": 2, "min_amount": 300, **({"cap": cap} if cap else {})}
    made = payment(
        "p",
        kind=PaymentKind.KPI_BINARY,
        quantity=FALLOW,
        unit=Unit.HECTARE,
        indicator="indicators.k",
        figures=figures,
        cap_per="herd.dairy_cows" if cap else None,
    )
    found = award(ask(fallow(hectares), rulebook(scheme("province.x.a", made))))
    assert [x.shortfall and x.shortfall.en for x in found.refusals] == ([short] if short else [])
    assert bool(found.open) == (short is None)


def test_the_sum_says_what_was_taken_off() -> None:
    (line,) = award(ask(fallow(5), ABOVE)).years[0].lines
    assert line.claim.formula == "3 ha x EUR 100 (5 - 2 ha)"


@pytest.mark.parametrize(("hectares", "paid"), [(4, 50_00), (6, 150_00), (2, 0)])
def test_a_step_is_reached_by_what_comes_after_the_first_units(hectares: int, paid: int) -> None:
    tiers = (Tier("klein", at_least=Decimal(1)), Tier("groot", at_least=Decimal(3)))
    made = payment(
        "p",
        kind=PaymentKind.STEP_AREA,
        quantity=FALLOW,
        tiers=tiers,
        figures={"free": 3, "klein": 50, "groot": 150},
    )
    assert award(ask(fallow(hectares), rulebook(scheme("province.x.a", made)))).total == paid


@pytest.mark.parametrize(
    ("kind", "figures", "hectares", "short"),
    [
        (PaymentKind.STEP_AREA, {"klein": 50, "groot": 150}, "3.5", "3.5 where at least 4 is needed (0.5 too little)"),
        (PaymentKind.STEP_AREA, {"klein": 50, "groot": 150}, 3, "3 where at least 4 is needed (1 too little)"),
        (PaymentKind.STEP_AREA, {"klein": 50, "groot": 150}, 1, "1 where at least 4 is needed (3 too little)"),
        (PaymentKind.BANDED, {"klein": 50, "groot": 150}, "3.5", "3.5 where more than 4 is needed (0.5 too little)"),
        (PaymentKind.FLAT, {"rate": 50, "min_quantity": 2}, 4, "4 where at least 5 is needed (1 too little)"),
        (PaymentKind.FLAT, {"rate": 50, "min_quantity": 2}, 1, "1 where at least 5 is needed (4 too little)"),
    ],
)  # fmt: skip
def test_what_is_short_of_the_first_step_is_told_of_all_there_is(
    kind: PaymentKind, figures: dict[str, object], hectares: object, short: str
) -> None:
    steps = (Tier("klein", at_least=Decimal(1)), Tier("groot", at_least=Decimal(3)))
    tiers = steps if "klein" in figures else ()
    made = payment("p", kind=kind, quantity=FALLOW, tiers=tiers, figures={"free": 3, **figures})
    (refused,) = award(ask(fallow(hectares), rulebook(scheme("province.x.a", made)))).refusals
    assert refused.shortfall is not None
    assert refused.shortfall.en == short


def test_a_contract_pays_for_all_that_it_says_and_that_is_an_assumption() -> None:
    line = ContractLine("p", "farm", Decimal(10))
    contract = Contract("province.x.a", date(2025, 1, 1), date(2030, 12, 31), (line,))
    found = award(ask(replace(fallow(10), contracts=(contract,)), paying(free=2)))
    assert found.total == 1_000_00
    assert [t.en for t in found.assumptions if "a first part" in t.en] == [
        "Assumed: the contract province.x.a (p) says how much is paid for: a first part that is not paid is not in it."
    ]


@pytest.mark.parametrize(
    "rules",
    [ABOVE, asking(free=2), paying(free=2), paying("parcel_ha", free_share=1, free=1, max_quantity=2)],
)
def test_columns_pay_and_say_the_same(rules: Rulebook) -> None:
    farms = [fallow(*of) for of in ((2,), (5,), ("0.5",), (3, 3), (None,), (0,), ("2.25", 11))]
    assert same(rules, farms).left() == {}
    assert said(rules, encode(farms, Vocabulary()), ON, 2).left == {}
