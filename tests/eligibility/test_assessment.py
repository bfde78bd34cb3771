"""Land that is assessed beside a farm that was assessed already."""

from __future__ import annotations

from datetime import date

from calculator.domain.claim import Assessment
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from tests.builders import farm, parcel, payment, rulebook, scheme

ON = date(2026, 7, 1)


def rules() -> Rulebook:
    return rulebook(
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("dairy.x.farm", payment("vast", figures={"rate": 700}), payment("open", quantity="herd.milk")),
    )


def found(beside: frozenset[str] | None) -> tuple[Assessment, ...]:
    profile = farm(parcel("P1", 3, "m1"), parcel("P2", 2))
    return assess(profile, rules(), pieces(profile)[0], range(2026, 2029), ON, beside)


def test_beside_a_farm_that_was_assessed_only_land_is_told_of() -> None:
    of_all, of_land = found(None), found(frozenset())
    assert {c.place for year in of_all for c in year.claims} == {"P1", "farm"}
    assert any(year.open for year in of_all)
    for whole, land in zip(of_all, of_land, strict=True):
        assert land.claims == tuple(c for c in whole.claims if c.place == "P1")
        assert not land.open


def test_a_premium_is_told_beside_a_farm_that_had_none_of_it() -> None:
    eco = scheme(
        "national.x.eco",
        payment("act", measures=["m1"], kind=PaymentKind.ACTIVITY, figures={"value": 60, "points": {"water": 1}}),
        payment("premium", kind=PaymentKind.CLASS_PREMIUM, figures={"rate": 100}),
    )  # fmt: skip
    profile, book = farm(parcel("P1", 3, "m1")), rulebook(eco)

    def of_the_farm(beside: frozenset[str]) -> bool:
        (year,) = assess(profile, book, pieces(profile)[0], range(2026, 2027), ON, beside)
        return any(o.payment == "premium" for o in year.open) or any(c.class_name for c in year.claims)

    assert of_the_farm(frozenset())
    assert not of_the_farm(frozenset({"national.x.eco"}))
