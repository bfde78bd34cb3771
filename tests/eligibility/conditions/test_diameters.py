"""Trunks are paid by classes of thickness; a farmer fills in a class, or what was measured."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import LandscapeElement, Measure
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Condition, Presence
from calculator.stacking.awarding import award
from tests.builders import ask, farm, payment, rulebook, scheme, text

CLASSES = {"thin": "<20", "middle": "20-60", "thick": ">60"}


def pollard(diameter: str | None) -> Award:
    """Ten pollards, paid EUR 1, 2 or 3 a piece as they are thin, middling or thick."""
    payments = [
        payment(
            name,
            measures=["knotten"],
            figures={"rate": rate},
            unit=Unit.PIECE,
            quantity="count",
            conditions=(
                Condition(
                    "element_is",
                    {"attribute": "diameter_cm", "one_of": [of]},
                    Presence.ASK,
                    text(of),
                    ("S1",),
                ),
            ),
        )
        for rate, (name, of) in enumerate(CLASSES.items(), start=1)
    ]
    done = Measure("knotten", Decimal(10), "piece")
    element = LandscapeElement("K1", "knotboom", count=Decimal(10), diameter_cm=diameter, measures=(done,))
    return award(ask(farm(elements=(element,)), rulebook(scheme("province.x.bomen", *payments))))


@pytest.mark.parametrize(
    ("said", "paid"),
    [
        ("20-60", 20), ("<20", 10), (">60", 30), ("19.9", 10), ("20", 20), ("25", 20), ("60", 20), ("60,5", 30), ("25 cm", 20),
        ("30 - 40", 20), ("20\N{EN DASH}60", 20),
    ],
)  # fmt: skip
def test_a_trunk_is_paid_by_the_class_in_which_it_lies(said: str, paid: int) -> None:
    assert pollard(said).total == paid * 100


def test_trunks_that_lie_in_two_classes_are_refused_by_each() -> None:
    found = pollard("15-30")
    assert found.total == 0
    assert {r.payment for r in found.refusals} == {*CLASSES}


@pytest.mark.parametrize("said", ["dik", None])
def test_words_that_say_no_size_leave_it_open(said: str | None) -> None:
    found = pollard(said)
    assert {o.payment for o in found.open} == {*CLASSES}
    assert not found.refusals
