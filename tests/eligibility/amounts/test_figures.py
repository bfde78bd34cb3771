"""What a payment rests on beside its tariff: the thresholds of the conditions that it met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.claim import Certainty, Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Condition, Payment, PaymentKind, Presence, Text
from calculator.domain.source import Status
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from tests.builders import farm, figure, parcel, payment, rulebook, scheme

MORE = Text("meer dan 3 ha", "more than 3 ha")
SAID = "The threshold of this condition is not published for this year but assumed: more than 3 ha."


def least(status: Status) -> dict[str, object]:
    return {"least": figure(3, status=status, origin="2023" if status is Status.ASSUMED else None)}


def asks(kind: str, **arguments: object) -> Condition:
    return Condition(kind, {"figure": "least", **arguments}, Presence.ASK, MORE, ())


def claimed(profile: FarmProfile, *payments: Payment) -> list[Claim]:
    rules = rulebook(scheme("province.x.s", *payments))
    (year,) = assess(profile, rules, pieces(profile)[0], range(2026, 2027), date(2026, 7, 1))
    return list(year.claims)


def of_the_farm(status: Status) -> list[Claim]:
    asked = asks("fact_above", path="herd.grazing_hours_year")
    paid = payment("p", figures={"rate": 100, **least(status)}, conditions=(asked,))
    return claimed(farm(parcel("P1", 5), facts={"herd.grazing_hours_year": Decimal(20)}), paid)


def on_land(status: Status) -> list[Claim]:
    figures = {"rate": 100, **least(status)}
    paid = payment("p", measures=["m"], figures=figures, conditions=(asks("quantity_at_least"),))
    return claimed(farm(parcel("P1", 5, "m"), parcel("P2", 6, "m")), paid)


def of_an_activity(status: Status) -> list[Claim]:
    figures = {"points": {"water": 1}, "value": 60, **least(status)}
    paid = payment(
        "p",
        measures=["m"],
        kind=PaymentKind.ACTIVITY,
        figures=figures,
        conditions=(asks("quantity_at_least"),),
    )
    return claimed(farm(parcel("P1", 5, "m")), paid)


def of_a_class(status: Status) -> list[Claim]:
    asked = asks("fact_above", path="herd.grazing_hours_year")
    act = payment(
        "a", measures=["m"], kind=PaymentKind.ACTIVITY, figures={"points": {"water": 1}, "value": 60}
    )
    figures = {
        "entry": {"1.water": 1},
        "threshold": {"brons": 60},
        "rate": {"brons": 60},
        **least(status),
    }
    premium = payment(
        "p",
        kind=PaymentKind.CLASS_PREMIUM,
        quantity="subsidiable_ha",
        figures=figures,
        conditions=(asked,),
    )
    profile = farm(parcel("P1", 5, "m"), facts={"herd.grazing_hours_year": Decimal(20)})
    return [c for c in claimed(profile, act, premium) if c.class_name]


OF = [of_the_farm, on_land, of_an_activity, of_a_class]


@pytest.mark.parametrize("of", OF)
def test_what_met_an_assumed_threshold_is_assumed_and_says_of_which_condition(
    of: Callable[[Status], list[Claim]],
) -> None:
    found = of(Status.ASSUMED)
    assert found
    for claim in found:
        assert (claim.status, claim.terms.certainty) == (Status.ASSUMED, Certainty.ASSUMED)
        assert [c.en for c in claim.caveats] == [SAID]


@pytest.mark.parametrize("of", OF)
def test_what_met_a_published_threshold_needs_no_caution(of: Callable[[Status], list[Claim]]) -> None:
    found = of(Status.DEFINITIVE)
    assert found
    for claim in found:
        assert (claim.status, claim.caveats) == (Status.DEFINITIVE, ())
