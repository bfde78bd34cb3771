"""What passes a cap is claimed and not paid, also of a claim that no better choice holds."""

from __future__ import annotations

from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, parcel, payment, relation, rulebook, scheme


def test_a_claim_that_is_forced_in_is_cut_by_its_cap_like_any_other() -> None:
    """Nothing that is worth choosing passes the cap: `large` alone does, which the others beat on money and on room."""
    paid = {"small": 1_400, "large": 1_990, "beside": 890}
    made = [scheme(f"province.x.{n}", payment("p", figures={"rate": rate})) for n, rate in paid.items()]
    rows = [
        relation("province.x.large", type, f"province.x.{other}", level=Level.FARM)
        for other, type in (("small", RelationType.EXCLUSIVE), ("beside", RelationType.EXCLUSIVE))
    ]
    cap = limit(
        "cap", LimitKind.AMOUNT_CAP, figures={"cap": 1_500}, payments=("province.x.small", "province.x.large")
    )
    found = award(ask(farm(parcel("P1", 1)), rulebook(*made, relations=rows, limits=[cap])))
    assert found.total == 229_000
    (kept_out,) = found.not_chosen
    assert (kept_out.scheme, kept_out.difference) == ("province.x.large", 150_000 - 229_000)
