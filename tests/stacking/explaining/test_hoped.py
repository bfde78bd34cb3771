"""A class premium that waits adds to what could be paid only in years in which its figures are published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from calculator.domain.period import Period
from calculator.domain.scheme import PaymentKind
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, parcel, payment, rulebook, scheme


def test_a_year_without_a_published_rate_stays_open_without_a_sum() -> None:
    rate = replace(figure({"brons": 60}), period=Period(date(2000, 1, 1), date(2027, 1, 1)))
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={"entry": {"1.klimaat": 1}, "threshold": {"brons": 60}, "rate": rate},
    )  # fmt: skip
    grass = payment(
        "gras", measures=["gras"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 91}
    )
    rules = rulebook(scheme("national.rvo.eco", grass, premium))
    found = award(ask(farm(parcel("P1", 10, "gras")), rules, years=2))
    assert (found.total, found.high) == (600_00, 600_00)
    assert [(o.year, o.payment, o.could_pay_cents) for o in found.open] == [(2027, "premie", None)]
