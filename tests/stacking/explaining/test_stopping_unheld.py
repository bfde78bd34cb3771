"""What nobody holds keeps nothing out: a payment that comes to nothing is no winner over one that is not paid."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.relation import RelationType
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, pays, relation, rulebook, scheme


def test_a_claim_loses_to_what_is_paid_on_its_ground_and_not_to_a_grant_that_another_leaves_nothing() -> None:
    """The smaller grant would take a share of b and come to nothing beside the larger one, so nobody holds it."""
    rules = rulebook(
        pays("b", "m", 100),
        pays("e", "m", 400),
        scheme("province.x.g", payment("p", figures={"rate": 600})),
        scheme("province.x.h", payment("p", figures={"rate": 700})),
        relations=[
            relation("province.x.h", RelationType.HIGHEST, "province.x.g"),
            relation("province.x.g", RelationType.REDUCED, "province.x.b", parameter=Decimal("0.8")),
            relation("province.x.b", RelationType.ZERO, "province.x.e"),
        ],
    )
    found = award(ask(farm(parcel("P1", 1, "m")), rules))
    assert {(n.scheme, n.lost_to) for n in found.not_chosen} == {
        ("province.x.b", "province.x.e#p"),
        ("province.x.g", "province.x.h#p"),
    }
