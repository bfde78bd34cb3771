"""Two statements compared: every cent of the difference has its cause, or it is said that causes cannot be told apart."""

from collections.abc import Mapping
from typing import Any

import pytest

from calculator.domain.scheme import Text
from calculator.statements.checking.comparison import Cause, Comparison, Side, compare, flat
from calculator.statements.checking.verdict import CannotRecomputeError


def award(engine: str = "e1", **amounts: str) -> dict[str, Any]:
    """One year; a payment's name is that of its scheme and payer too."""
    lines = [
        {"scheme": name, "payment": "p", "payer": name, "payer_name": name.title(), "amount_eur": amount}
        for name, amount in amounts.items()
    ]
    return {"receipt": {"engine": engine}, "years": [{"year": 2026, "lines": lines}]}


def rule(amount: str) -> Mapping[str, bytes]:
    return {"schemes/a.yaml": amount.encode()}


def computed(profile: dict[str, Any], rules: Mapping[str, bytes], options: dict[str, Any]) -> dict[str, Any]:
    """A law of one line: the rate in the rules, times the hectares, times the years asked for; ten euros for a gate."""
    rate, hectares, years = int(rules["schemes/a.yaml"]), int(profile["ha"]), int(options["years"])
    paid = {"anlb": f"{rate * hectares * years}.00"}
    if hectares >= 10:
        paid["bank"] = "10.00"
    return award("e2", **paid)


def side(ha: int, rate: str, years: int, given: dict[str, Any] | None = None) -> Side:
    profile, options = {"ha": ha}, {"on": "2026-07-01", "years": years, "mode": "managed", "language": "nl"}
    return Side(given or computed(profile, rule(rate), options), profile, rule(rate), options)


def causes(found: Comparison) -> dict[str, int]:
    return {cause.value: cents for cause, cents in found.by_cause().items()}


def test_each_cause_gets_its_own_euros_and_together_they_are_the_difference() -> None:
    old, new = side(9, "100", 1), side(10, "120", 2)
    found = compare(old, new, computed, "nl")
    assert (found.before, found.after) == (90_000, 241_000)
    assert causes(found) == {"rules": 18_000, "asked": 108_000, "input": 25_000}
    assert sum(found.by_cause().values()) == found.after - found.before
    for change in found.payments:
        assert sum(change.by.values()) == change.difference


def test_a_cause_that_did_not_change_is_not_named() -> None:
    found = compare(side(9, "100", 1), side(12, "100", 1), computed, "nl")
    assert causes(found) == {"input": 31_000}
    assert (found.rules, found.asked) == ((), ())
    assert [(change.place, change.before, change.after) for change in found.input] == [("/ha", "9", "12")]


def test_the_same_statement_twice_has_no_difference() -> None:
    found = compare(side(9, "100", 1), side(9, "100", 1), computed, "nl")
    assert causes(found) == {}
    assert all(change.difference == 0 for change in found.payments)


def test_an_older_engine_that_said_otherwise_is_a_cause_of_its_own() -> None:
    old = side(9, "100", 1, award("e0", anlb="899.00"))
    found = compare(old, side(9, "110", 1), computed, "nl")
    assert causes(found) == {"engine": 100, "rules": 9_000}
    assert found.engines == ("e0", "e2")


def test_what_cannot_be_recomputed_is_not_split() -> None:
    def refuse(*_: object) -> dict[str, Any]:
        raise CannotRecomputeError(Text("te oud", "too old"))

    found = compare(side(9, "100", 1), side(10, "100", 1), refuse, "nl")
    assert causes(found) == {Cause.TOGETHER.value: 11_000}
    assert found.unsplit == Text("te oud", "too old")


def test_a_payment_that_comes_and_goes_within_one_cause_is_not_named() -> None:
    def passing(
        profile: dict[str, Any], rules: Mapping[str, bytes], options: dict[str, Any]
    ) -> dict[str, Any]:
        return award("e2", anlb="1200.00", other="5.00")

    found = compare(side(12, "100", 1), side(12, "100", 1), passing, "nl")
    assert "other" not in {change.payer for change in found.payments}
    assert causes(found) == {}


@pytest.mark.parametrize(
    ("document", "places"),
    [
        ({"parcels": [{"id": "P2", "a": 1}, {"id": "P1", "a": None}]}, ["/parcels/P2/id", "/parcels/P2/a", "/parcels/P1/id"]),
        ({"x": [{"code": "a"}, {"code": "a"}]}, ["/x/a/code", "/x/a (2)/code"]),
        ({"m": ["b", "c"], "n": []}, ["/m/1", "/m/2"]),
    ],
)  # fmt: skip
def test_every_value_of_a_profile_has_a_place_of_its_own(document: object, places: list[str]) -> None:
    assert [place for place, _ in flat(document)] == places
