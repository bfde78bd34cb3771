"""Nobody is refused without being told what can be done."""

from __future__ import annotations

from calculator.domain.scheme import Condition, Presence, Text
from calculator.eligibility.conditions.remedies import remedy_of
from calculator.services.registry import rulebooks

ASKED = Text("het bedrijf is een akkerbouwbedrijf", "the farm is an arable farm")


def test_every_shipped_condition_has_a_remedy_in_both_languages() -> None:
    conditions = [
        condition
        for scheme in rulebooks.current().schemes
        for condition in (*scheme.conditions, *(c for p in scheme.payments for c in p.conditions))
    ]
    assert len(conditions) > 300
    for condition in conditions:
        remedy = remedy_of(condition)
        assert remedy is not None, condition
        assert remedy.nl, condition
        assert remedy.en, condition


def test_the_remedy_of_the_rule_itself_comes_first() -> None:
    own = Text("word akkerbouwer", "become an arable farmer")
    condition = Condition("fact_is", {"path": "farm.type", "one_of": ("arable",)}, Presence.ASK, ASKED, ())
    told = remedy_of(condition)
    assert told is not None
    assert told.en == "If this changes or is not right, change the profile."
    assert remedy_of(Condition("fact_is", condition.arguments, Presence.ASK, ASKED, (), own)) is own
