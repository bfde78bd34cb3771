"""What a payment hangs on, on one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.period import Period
from calculator.domain.scheme import PaymentKind
from calculator.domain.source import Series
from calculator.eligibility.reads import facts_on
from calculator.stacking.awarding import award
from calculator.stacking.columns import evaluate
from tests.builders import ask, farm, figure, payment, rulebook, scheme

SCORE = "indicators.punten"
KINDS = {
    PaymentKind.RAMP: {"rate": 10, "ramp_from": 0, "ramp_to": 100},
    PaymentKind.POINTS: {"rate": 10},
    PaymentKind.GATE_POINTS: {"base": 100, "per_point": 2, "max_points": 60},
    PaymentKind.KPI_BINARY: {"rate": 10, "threshold": 50},
}
EVERY = [(kind, name) for kind, figures in KINDS.items() for name in figures if name != "threshold"]


def later(value: object) -> Series:
    """A figure that is published from 2027."""
    return Series((replace(figure(value), period=Period(date(2027, 1, 1))),))


@pytest.mark.parametrize(("kind", "late"), EVERY)
def test_while_a_figure_is_not_published_a_payment_does_not_hang_on_what_was_measured(
    kind: PaymentKind, late: str
) -> None:
    given = payment("p", kind=kind, indicator=SCORE, figures=KINDS[kind])
    made = replace(given, figures={**given.figures, late: later(KINDS[kind][late])})
    one = scheme("dairy.x.a", made)
    rules = rulebook(one)
    read = [[path for path, _ in facts_on(rules, one, made, date(year, 7, 1))] for year in (2026, 2027)]
    assert read == [[], [SCORE]]
    farms = [farm(facts=facts) for facts in ({}, *({SCORE: Decimal(n)} for n in (20, 50, 70)))]
    found = evaluate(rules, farms, on=date(2026, 7, 1), years=2)
    awards = [award(ask(each, rules, years=2)) for each in farms]
    assert found.total.tolist() == [each.total for each in awards]
    assert sorted(found.open.at[0].tolist()) == [at for at, each in enumerate(awards) if each.open]
