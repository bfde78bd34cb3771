"""What the next class of a premium brings is told where it is just the premium, and left unsaid where more hangs on it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, parcel, payment, relation, rulebook, scheme
from tests.stacking.test_awarding import eco

PREMIUM = "national.rvo.eco#eco-premie"
OTHER = "national.rvo.basis"


@pytest.mark.parametrize(
    ("value", "reached", "following", "more"),
    [
        (0, None, "brons", 60),
        (60, "brons", "zilver", 100),
        (100, "zilver", "goud", 200),
        (200, "goud", None, 0),
    ],
)
def test_it_brings_what_the_award_gains_where_activities_are_worth_that_much_more(
    value: int, reached: str | None, following: str | None, more: int
) -> None:
    land = farm(parcel("P1", "7.35", "gras"))
    found = award(ask(land, rulebook(eco(("gras", "gras", 5, value)))))
    better = award(ask(land, rulebook(eco(("gras", "gras", 5, more)))))
    (told,) = found.classes
    assert (told.name, told.next_name) == (reached, following)
    assert told.next_brings == (better.total - found.total if following else None)


@pytest.mark.parametrize(("basic", "hectares", "brings"), [(300, 2, 120_00), (100, 2, None), (0, 9, 540_00)])
def test_below_the_minimum_of_direct_payments_it_is_told_where_the_premium_is_paid_all_the_same(
    basic: int, hectares: int, brings: int | None
) -> None:
    minimum = limit("min", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=(PREMIUM, OTHER))
    basis = scheme(OTHER, payment("p", figures={"rate": basic * hectares}))
    rules = rulebook(eco(("gras", "gras", 5, 50)), basis, limits=[minimum])
    (told,) = award(ask(farm(parcel("P1", hectares, "gras")), rules)).classes
    assert (told.name, told.next_name, told.next_brings) == (None, "brons", brings)


def test_where_a_cap_or_a_relation_bears_on_the_premium_nothing_is_told() -> None:
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=(PREMIUM,))
    row = relation(PREMIUM, RelationType.HIGHEST, OTHER)
    other = scheme(OTHER, payment("p", figures={"rate": 100}))
    land = farm(parcel("P1", Decimal(10), "gras"))
    for rules in (
        rulebook(eco(("gras", "gras", 5, 70)), limits=[cap]),
        rulebook(eco(("gras", "gras", 5, 70)), other, relations=[row]),
    ):
        (told,) = award(ask(land, rules)).classes
        assert (told.name, told.next_brings) == ("brons", None)
