"""A payment for the farm that begins after a first part: so many units, or a share of the farm's land."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind, Text, Tier
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import ask, farm, parcel, payment, rulebook, scheme
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
    "rules", [ABOVE, paying(free=2), paying("parcel_ha", free_share=1, free=1, max_quantity=2)]
)
def test_columns_pay_and_say_the_same(rules: Rulebook) -> None:
    farms = [fallow(*of) for of in ((2,), (5,), ("0.5",), (3, 3), (None,), (0,), ("2.25", 11))]
    assert same(rules, farms).left() == {}
    assert said(rules, encode(farms, Vocabulary()), ON, 2).left == {}
