"""A class, and a payment under a limit, that rest on figures nobody published for their year say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.scheme import PaymentKind
from calculator.domain.source import Status
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, limit, parcel, payment, pays, rulebook, scheme, text


def said(found: Award) -> list[str]:
    return [c.en for c in found.caveats if "assumed" in c.en]


def assumed(value: object, *, really: bool) -> object:
    return replace(figure(value), status=Status.ASSUMED, origin="2023") if really else value


def eco(*, values: bool, tariff: bool) -> Award:
    grass = payment(
        "gras",
        measures=["gras"],
        kind=PaymentKind.ACTIVITY,
        figures={"points": {"klimaat": 4}, "value": assumed(91, really=values)},
    )
    premium = payment(
        "premie",
        kind=PaymentKind.CLASS_PREMIUM,
        quantity="subsidiable_ha",
        figures={
            "entry": {"1.klimaat": 1},
            "threshold": {"brons": 60},
            "rate": assumed({"brons": 60}, really=tariff),
        },
    )
    rules = rulebook(scheme("national.rvo.eco", grass, premium))
    return award(ask(farm(parcel("P1", 10, "gras")), rules, years=2))


def test_a_class_that_rests_on_assumed_values_says_of_which_activities_and_years() -> None:
    (told,) = said(eco(values=True, tariff=False))
    assert told == (
        "premie (national.rvo.eco), 2026-2027: the class rests on points and values that are not published for that year but "
        "assumed: gras (national.rvo.eco)."
    )


@pytest.mark.parametrize("values", [True, False])
def test_a_class_of_which_the_tariff_itself_is_assumed_shows_that_by_its_status(*, values: bool) -> None:
    found = eco(values=values, tariff=True)
    assert {x.claim.status for y in found.years for x in y.lines} == {Status.ASSUMED}
    assert said(found) == []


def test_published_points_and_values_need_no_caution() -> None:
    assert said(eco(values=False, tariff=False)) == []


@pytest.mark.parametrize("really", [True, False])
def test_a_limit_of_which_the_height_is_assumed_says_so_beside_what_it_counts(*, really: bool) -> None:
    cap = limit(
        "z", LimitKind.AMOUNT_CAP, figures={"cap": assumed(50, really=really)}, payments=("province.x.a",)
    )
    other = replace(cap, id="y", name=text("y"), payments=("province.x.b",))
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 100), limits=[cap, other])
    told = ["The height of the limit z is not published for 2026 but assumed."]
    assert said(award(ask(farm(parcel("P1", 1, "m1")), rules))) == (told if really else [])
