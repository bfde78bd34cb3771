"""Several payments that rest on the dearest measure are cut to its costs: who reads that is told of the other measure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, measure, parcel, payment, rulebook, scheme
from tests.scenarios.bench import shipped

ABER = "aber_art34_aecc"


@pytest.mark.parametrize(
    ("second", "measures", "says"),
    [
        (["ma", "mb"], ("ma", "mb"), True),
        (["ma", "mb"], ("mb",), False),  # nothing else lies there
        (["mc"], ("ma", "mb", "mc"), False),  # the other payment fills other costs
    ],
)
def test_where_payments_share_the_costs_of_the_dearest_measure_the_other_is_named(
    second: list[str], measures: tuple[str, ...], says: bool
) -> None:
    costs = {"ma": 40, "mb": 80, "mc": 70}
    laid = [measure(m, 1, cost_eur=Decimal(costs[m]), income_forgone_eur=Decimal(0)) for m in measures]
    given = [
        scheme(f"province.x.{name}", payment("p", measures=codes, figures={"rate": 100}), legal_basis=ABER)
        for name, codes in (("a", ["ma", "mb"]), ("b", second))
    ]
    most = limit("costs", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,))
    found = award(ask(farm(parcel("P1", 1, *laid)), rulebook(*given, limits=[most])))
    assert (
        any(
            "assumed to pay for the dearest measure" in c.en and "resting on ma" in c.en
            for c in found.caveats
        )
        is says
    )


def test_no_shipped_payment_with_a_published_amount_can_rest_on_two_measures_under_the_costs() -> None:
    """So nothing is lost by not dividing them: the day a rule changes that, this says by which."""
    book = shipped()
    limited = {basis for x in book.limits if x.kind is LimitKind.COST_SHARE for basis in x.legal_bases}
    able = [
        f"{s.id}#{p.id}"
        for s in book.schemes
        for p in s.payments
        if p.level is Level.UNIT and (p.legal_basis or s.legal_basis) in limited and len(p.measures) > 1
        if any(figure.computes for figures in p.figures.values() for figure in figures.figures)
    ]
    assert able == []
