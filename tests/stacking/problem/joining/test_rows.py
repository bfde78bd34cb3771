"""Rows of the farm problem: what they hold back under another reading of the same claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from calculator.stacking.columns import evaluate
from tests.builders import (
    ask,
    de_minimis,
    farm,
    figure,
    limit,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
)

AID = "de_minimis_agri_1408_2013"


@pytest.mark.parametrize("low", [0, 500])
def test_at_the_top_of_a_range_a_grant_fills_a_ceiling_with_what_its_cap_leaves_of_it(low: int) -> None:
    """EUR 1,000 is granted as the EUR 600 of its cap, which fit under a ceiling of EUR 700."""
    grant = scheme(
        "province.x.a",
        payment("p", figures={"rate": (low, 1_000)}),
        legal_basis=AID,
    )
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 600}, payments=("province.x.a",))
    found = award(ask(farm(parcel("P1", 1)), rulebook(grant, limits=[cap, de_minimis(700)])))
    assert (found.total, found.high) == (low * 100, 60_000)


@pytest.mark.parametrize(("room", "granted"), [(499, 0), (500, 500)])
@pytest.mark.parametrize(("type", "parameter"), [(RelationType.REDUCED, "0.5"), (RelationType.NET_OF, None)])
def test_a_grant_that_another_payment_lessens_fills_a_ceiling_with_all_that_its_cap_leaves(
    type: RelationType, parameter: str | None, room: int, granted: int
) -> None:
    """Of EUR 1,000 the other leaves 500, which is no more than the cap: all of it is granted."""
    grant = scheme("province.x.a", payment("p", figures={"rate": 1_000}), legal_basis=AID)
    other = scheme("province.x.b", payment("p", figures={"rate": 500}), legal_basis="private")
    row = relation(grant.id, type, other.id, parameter=parameter and Decimal(parameter))
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=(grant.id,))
    rules = rulebook(grant, other, relations=[row], limits=[cap, de_minimis(room)])
    found = award(ask(farm(parcel("P1", 1)), rules))
    assert {line.claim.scheme: line.amount for line in found.years[0].lines} == (
        {other.id: 500_00} | ({grant.id: granted * 100} if granted else {})
    )


@pytest.mark.parametrize(("room", "high"), [(565, 100_00), (566, 200_00)])
def test_at_the_top_of_a_range_every_year_of_a_grant_over_years_counts_at_that_rate(
    room: int, high: int
) -> None:
    """Three years at EUR 200 are worth EUR 565.72 on the day on which they are granted, and at EUR 100 half of it."""
    paid = payment("p", figures={"rate": (100, 200)}, term_years=3, grant=GrantRule("multi_year", (7, 1)))
    rules = rulebook(scheme("province.x.a", paid, legal_basis=AID), limits=[de_minimis(room)])
    for years in (1, 2):
        found = award(ask(farm(parcel("P1", 1)), rules, years=years))
        assert (found.total, found.high) == (years * 100_00, years * high)


@pytest.mark.parametrize(
    ("on", "total"), [("2026-07-15", 300_00), ("2026-10-01", 500_00), ("2027-02-01", 500_00)]
)
@pytest.mark.parametrize(
    ("kind", "each"), [(LimitKind.AMOUNT_CAP, 100), (LimitKind.QUANTITY_CAP, 1)], ids=["euros", "hectares"]
)
def test_a_cap_is_read_on_the_day_on_which_rules_are_read(
    kind: LimitKind, each: int, on: str, total: int
) -> None:
    """It begins on 10 July, and leaves more from August on."""
    begin, turn = date(2026, 7, 10), date(2026, 8, 1)
    first = figure(3 * each, period=Period(begin, turn))
    series = Series((first, figure(5 * each, period=Period(turn))))
    cap = limit("cap", kind, figures={"cap": series}, payments=("province.x.a",), validity=Period(begin))
    rules, land = rulebook(pays("a", "m", 100), limits=[cap]), farm(parcel("P1", 10, "m"))
    found = award(ask(land, rules, on))
    assert (found.total, [(use.used, use.ceiling) for use in found.limits]) == (total, [(total, total)])
    assert evaluate(rules, [land], on=date.fromisoformat(on), years=1).total.tolist() == [total]
