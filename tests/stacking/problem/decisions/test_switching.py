"""What takes the value of an activity anywhere on a parcel, and whose years are one plan of its land."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, PaymentKind
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.law.pairs import Relations
from calculator.stacking.problem.decisions.switching import binds_years, switches
from tests.builders import ask, farm, parcel, payment, pays, relation, rulebook, scheme

ECO, OTHER = "national.rvo.eco", "province.x.a"


def claims(term: int | None = None) -> dict[str, Claim]:
    """Of an activity, of a payment on its land, for a term or not, and of one for the farm, by scheme."""
    points = {"points": {"klimaat": 1}, "value": 10}
    activity = payment("e", kind=PaymentKind.ACTIVITY, measures=["m"], figures=points)
    land = payment("p", measures=["m"], figures={"rate": 1}, term_years=term)
    rules = rulebook(
        scheme(ECO, activity), scheme(OTHER, land), pays("b", "m", 2),
        scheme("province.x.farm", payment("p", figures={"rate": 1}, term_years=term)),
    )  # fmt: skip
    asked = ask(farm(parcel("P1", 1, "m")), rules)
    (found,) = assess(
        asked.profile, rules, pieces(asked.profile, with_candidates=False)[0], asked.horizon, asked.on
    )
    return {c.scheme: c for c in found.claims}


def takes(**changes: object) -> Relation:
    return relation(
        ECO, RelationType.ZERO, OTHER, **{"quantity": Quantity.VALUE, "level": Level.PARCEL, **changes}
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([takes()], {f"{OTHER}#p"}),
        ([takes(level=Level.UNIT)], set()),
        ([relation("province.x.b", RelationType.EXCLUSIVE, OTHER), takes()], {f"{OTHER}#p"}),
        ([], set()),
    ],
)
def test_a_payment_that_takes_value_on_the_whole_parcel_is_a_switch(
    rows: list[Relation], found: set[str]
) -> None:
    assert switches(list(claims().values()), Relations(tuple(rows))) == found


def test_only_a_contract_on_land_that_is_still_to_be_chosen_binds_its_years() -> None:
    assert {name: binds_years(c) for name, c in claims(5).items()} == {
        ECO: False, OTHER: True, "province.x.b": False, "province.x.farm": False,
    }  # fmt: skip
    assert not any(map(binds_years, claims().values()))
    running = replace(claims(5)[OTHER], demand=Decimal(1))
    assert (running.forced, binds_years(running)) == (True, False)
