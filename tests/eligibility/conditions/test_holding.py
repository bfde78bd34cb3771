"""Conditions that hold others: what of them is asked, and what is presumed."""

from __future__ import annotations

from datetime import date

from calculator.domain.scheme import Condition, Presence
from calculator.eligibility.conditions.kinds import evaluate
from calculator.eligibility.conditions.outcomes import Outcome, Setting
from tests.builders import farm, text


def said(name: str, absent: Presence = Presence.ASK) -> Condition:
    return Condition("declared", {"path": f"declared.{name}"}, absent, text(name), ())


def holding(kind: str, *held: Condition) -> Condition:
    return Condition(kind, {"conditions": held}, Presence.ASK, text(kind), ())


def found(condition: Condition, **answers: object) -> Outcome:
    facts = {f"declared.{name}": value for name, value in answers.items()}
    return evaluate(condition, Setting(farm(facts=facts), date(2026, 7, 1), {}))


def test_after_a_no_to_one_way_the_other_is_asked_and_not_presumed() -> None:
    other = said("c", Presence.PRESUME)
    straight = holding("any_of", said("a"), other)
    within = holding("any_of", holding("all_of", said("a"), said("b")), other)
    for condition in (straight, within):
        assert found(condition).presumed(condition)
        denied = found(condition, a="no")
        assert (denied.met, denied.presumed(condition), denied.missing) == (None, False, ("declared.c",))


def test_of_what_belongs_together_what_would_be_presumed_is_not_asked_beside_what_is() -> None:
    both = holding("all_of", said("b"), said("c", Presence.PRESUME))
    assert (found(both).missing, found(both).presumed(both)) == (("declared.b",), False)
    assert (found(both, b="yes").missing, found(both, b="yes").presumed(both)) == (("declared.c",), True)
    assert found(both, b="yes", c="no").met is False
    assert found(both, b="yes", c="yes").met is True
