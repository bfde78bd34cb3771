"""What other choices would be worth, where a step of land is worth more than cents."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.farm import LandscapeElement
from calculator.domain.limit import LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Scheme
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, measure, payment, relation, rulebook, scheme


def per_tree(name: str, rate: int) -> Scheme:
    made = payment("p", measures=["knot"], figures={"rate": rate}, unit=Unit.PIECE)
    return scheme(f"province.x.{name}", made)


def test_what_choosing_a_payment_costs_is_told_in_whole_trees() -> None:
    """Of EUR 250 two trees of EUR 100 are paid; a programme divides the third."""
    schemes = [per_tree("a", 100), per_tree("b", 90), per_tree("c", 85)]
    rules = rulebook(
        *schemes,
        relations=[
            relation(f"province.x.{x}", RelationType.EXCLUSIVE, f"province.x.{y}")
            for x, y in ("ab", "ac", "bc")
        ],
        limits=[limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.a",))],
    )
    rows = tuple(
        LandscapeElement(
            f"E{n}", "knotbomen", count=Decimal(10), measures=(measure("knot", 10, unit="piece"),)
        )
        for n in (1, 2)
    )
    found = award(ask(farm(elements=rows), rules))
    assert found.total == 2 * 100_00 + 18 * 90_00
    forced = 10 * 85_00 + 2 * 100_00 + 8 * 90_00
    assert {x.place: x.difference for x in found.not_chosen if x.scheme == "province.x.c"} == {
        "E1": forced - found.total, "E2": forced - found.total,
    }  # fmt: skip
    assert all(x.worked_out for x in found.not_chosen)
