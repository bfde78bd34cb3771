"""What caps leave of payments on the same ground where one gives way to another, and that one to a third."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.relation import RelationType
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, relation, rulebook, scheme


def test_a_payment_is_capped_by_what_is_left_of_the_one_that_it_gives_way_to() -> None:
    """Beside c there is 50 left for a, and beside those 50 all of b."""
    rules = rulebook(
        *(scheme(f"province.x.{n}", payment("p", measures=["m1"], figures={"rate": 100})) for n in "abc"),
        relations=[
            relation(f"province.x.{one}", RelationType.SUM_CAPPED, f"province.x.{other}", parameter=Decimal(150))
            for one, other in ("ca", "ab")
        ],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 1, "m1")), rules))
    assert {x.claim.scheme[-1]: x.amount for x in found.years[0].lines} == {
        "a": 50_00,
        "b": 100_00,
        "c": 100_00,
    }
