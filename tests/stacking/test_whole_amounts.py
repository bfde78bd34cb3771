"""An amount that is worked out once for a parcel is paid for the part of its ground that is left to it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.scheme import PaymentKind, Tier
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, parcel, payment, pays, relation, rulebook, scheme


@pytest.mark.parametrize(
    ("kind", "figures", "each"),
    [
        (PaymentKind.FIXED_PLUS_VARIABLE, {"fixed": 100, "rate": 300}, Decimal(350)),
        (PaymentKind.BANDED, {"first": 177, "further": 692}, Decimal("434.5")),
    ],
)
def test_a_cap_that_divides_the_ground_leaves_an_amount_for_the_parcel_its_part(
    kind: PaymentKind, figures: dict[str, int], each: Decimal
) -> None:
    """EUR 700 and 869 for two hectares, of which a cap leaves EUR 286; what else may lie there pays EUR 307 a hectare.

    No award was given: a part of one amount is no amount.
    """
    tiers = (Tier("first", Decimal(0)), Tier("further", Decimal(1))) if kind is PaymentKind.BANDED else ()
    one = scheme("province.x.one", payment("p", measures=["m1"], kind=kind, tiers=tiers, figures=figures))
    rules = rulebook(
        one,
        pays("two", "m2", 307),
        relations=[relation(one.id, RelationType.EXCLUSIVE, "province.x.two")],
        limits=[limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 286}, payments=(one.id,))],
    )
    found = award(ask(farm(parcel("P1", 2, "m1", "m2")), rules))
    ground = Decimal(286) / each
    assert abs(found.total - 100 * (286 + (2 - ground) * 307)) <= 2
    assert [line.quantity.quantize(Decimal("0.001")) for line in found.years[0].lines] == [
        ground.quantize(Decimal("0.001")),
        (2 - ground).quantize(Decimal("0.001")),
    ]
