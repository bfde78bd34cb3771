"""A measure that implies another counts where a condition counts the other."""

from __future__ import annotations

from calculator.domain.rulebook import Code
from calculator.domain.scheme import Condition, Presence
from calculator.registry.implying import counting, implying
from tests.builders import payment, scheme, text


def share(*measures: str) -> Condition:
    arguments = {"of": {"measures": measures}, "in": "parcel_ha", "value": "0.5"}
    return Condition("share_at_least", arguments, Presence.ASK, text("share"), ())


LISTED = implying({
    code: Code(code, text(code), {"implies": lesser})
    for code, lesser in {"juni": "", "juli": "juni", "augustus": "juli juni", "hooi": ""}.items()
})  # fmt: skip


def counted(condition: Condition) -> object:
    return condition.arguments["of"]["measures"]  # type: ignore[index]


def test_what_asks_more_counts_beside_what_is_named_also_within_another_condition() -> None:
    either = Condition("any_of", {"conditions": (share("juli"), share("hooi"))}, Presence.ASK, text("e"), ())
    given = scheme("province.x.a", payment("p", conditions=(share("juni", "augustus"), either)))
    asked, of_two = counting(given, LISTED).payments[0].conditions
    assert counted(asked) == ("juni", "augustus", "juli")
    assert [counted(c) for c in of_two.arguments["conditions"]] == [("juli", "augustus"), ("hooi",)]  # type: ignore[attr-defined]


def test_a_scheme_that_counts_nothing_of_the_kind_is_the_same_object() -> None:
    given = scheme("province.x.a", payment("p", conditions=(share("hooi"),)))
    assert counting(given, LISTED) is given
