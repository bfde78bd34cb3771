"""Which limit stops a claim, where several bear on it or it is only just stopped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award, outcome
from calculator.stacking.explaining.limiting import broken_most
from tests.builders import ask, farm, limit, parcel, payment, pays, relation, rulebook, scheme

BOTH = ("province.x.a", "province.x.b")


def told(found: Award) -> list[tuple[tuple[int, ...], str, str | None]]:
    return [(x.years, x.scheme, x.lost_to) for x in found.not_chosen]


def test_of_rows_that_are_broken_only_a_limit_is_named_whichever_breaks_most() -> None:
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", level=Level.FARM)
    caps = [
        limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 1}, payments=BOTH),
        limit("euros", LimitKind.AMOUNT_CAP, figures={"cap": 90}, payments=BOTH),
    ]
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 80), relations=[row], limits=caps)
    found, _ = outcome(ask(farm(parcel("P1", 2, "m1"), parcel("P2", 2, "m2")), rules))
    rows = found.built.rows
    limits = {key[1]: at for at, key in enumerate(rows.meaning) if key[1] in ("hectares", "euros")}
    others = [at for at in range(len(rows.rows)) if at not in limits.values()]
    assert others
    much = {at: Fraction(1000 * rows.rows[at].scale) for at in others}
    for more, less in (("hectares", "euros"), ("euros", "hectares")):
        by = {limits[name]: Fraction(n * rows.rows[limits[name]].scale) for name, n in ((more, 2), (less, 1))}
        cause = broken_most(found, {**much, **by})
        assert cause is not None
        assert cause.lost_to == more
    assert broken_most(found, much) is None


@pytest.mark.parametrize(("asked", "stops"), [("499.99", "least"), ("500", "province.x.b#p")])
def test_a_minimum_stops_what_comes_to_a_cent_less(asked: str, stops: str) -> None:
    least = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("province.x.a",))
    rules = rulebook(
        scheme("province.x.a", payment("p", figures={"rate": Decimal(asked)})),
        scheme("province.x.b", payment("p", figures={"rate": 600})),
        relations=[relation("province.x.a", RelationType.HIGHEST, "province.x.b")],
        limits=[least],
    )
    assert told(award(ask(farm(), rules))) == [((2026,), "province.x.a", stops)]


def test_the_most_that_a_payment_pays_for_is_told_for_all_years_together() -> None:
    """Another payment begins in the second, so that the years are told one by one."""
    paid = payment("p", measures=["m"], figures={"rate": 100, "max_quantity": 3})
    later = pays("b", "m", 80, validity=Period(date(2027, 1, 1)))
    found = award(ask(farm(parcel("P1", 5, "m")), rulebook(scheme("province.x.a", paid), later), years=3))
    assert told(found) == [((2026, 2027, 2028), "province.x.a", "province.x.a#p")]


@pytest.mark.parametrize(("last", "stops"), [(40, ["per-hectare"]), (39, [])])
def test_a_ceiling_per_hectare_is_full_by_all_that_is_taken_below_it(last: int, stops: list[str]) -> None:
    """Three payments come to EUR 450 together, and leave a fourth nothing; at a euro less that is paid in part.

    It needs a payment for the farm, so that at nothing it is left out of what is chosen.
    """
    ceiling = limit(
        "per-hectare", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 450}},
        legal_bases=("aber_art34_aecc",), counts=("cap_aecc_art70",),
    )  # fmt: skip
    counted = [
        pays(n, "m", rate, legal_basis="cap_aecc_art70") for n, rate in (("b", 200), ("c", 210), ("d", last))
    ]
    cut = pays("a", "m", 100, legal_basis="aber_art34_aecc")
    base = scheme("province.x.base", payment("p", figures={"rate": 10}))
    row = relation("province.x.a", RelationType.REQUIRES, "province.x.base")
    found = award(
        ask(farm(parcel("P1", 1, "m")), rulebook(cut, base, *counted, relations=[row], limits=[ceiling]))
    )
    assert found.total == 460_00
    assert [lost for _, _, lost in told(found)] == stops


@pytest.mark.parametrize("asked", [10, 4])
def test_a_cap_on_hectares_does_not_keep_out_a_payment_for_the_farm_that_it_would_pay_in_part(
    asked: int,
) -> None:
    """What it leaves would be paid: what is paid in its place is named."""
    whole = payment("p", figures={"rate": 100}, quantity="parcel_ha")
    cap = limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 4}, payments=("province.x.a",))
    rules = rulebook(
        scheme("province.x.a", whole), scheme("province.x.b", payment("p", figures={"rate": 5_000})),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")], limits=[cap],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", asked)), rules))
    assert told(found) == [((2026,), "province.x.a", "province.x.b#p")]
