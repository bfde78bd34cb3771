"""Values made quickly are the frozen values that they look like."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from calculator.domain.quickly import in_rows, made_quickly


@made_quickly
@dataclass(frozen=True, slots=True)
class Grant:
    """A value as the domain has them."""

    payer: str
    cents: int = 0
    notes: dict[str, str] = field(default_factory=dict, compare=False)


def test_a_value_made_quickly_stays_frozen_equal_and_hashed_by_its_content() -> None:
    one = Grant("province", cents=5)
    with pytest.raises(FrozenInstanceError):
        one.cents = 6  # type: ignore[misc]
    assert one == Grant("province", 5)
    assert hash(one) == hash(Grant("province", 5))
    assert one != replace(one, cents=6)
    assert type(one) is Grant
    assert repr(one) == "Grant(payer='province', cents=5, notes={})"


def test_each_value_has_defaults_of_its_own() -> None:
    assert Grant("province").notes is not Grant("province").notes


def test_a_value_made_quickly_survives_being_copied_and_sent_to_another_process() -> None:
    one = Grant("province", 5, {"why": "meadow birds"})
    assert copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert pickle.loads(pickle.dumps(one)).notes == one.notes


def test_a_field_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="payer"):
        Grant()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="amount"):
        Grant("province", amount=1)  # type: ignore[call-arg]


def test_a_class_that_does_more_when_it_is_made_is_refused() -> None:
    with pytest.raises(TypeError, match="more than"):

        @made_quickly
        @dataclass(frozen=True, slots=True)
        class Counted:
            cents: int
            seen: int = field(init=False, default=0)


def test_values_made_by_the_row_are_those_made_one_by_one_and_each_goes_where_its_row_says() -> None:
    made: tuple[list[Grant], ...] = ([], [])
    notes = {"why": "meadow birds"}
    in_rows(Grant, "cents")([(1, 5), (0, 6), (1, 7)], [m.append for m in made], payer="province", notes=notes)
    assert made == ([Grant("province", 6)], [Grant("province", 5), Grant("province", 7)])
    assert all(g.notes is notes for of in made for g in of)
    with pytest.raises(FrozenInstanceError):
        made[0][0].cents = 7  # type: ignore[misc]


def test_a_value_that_may_be_left_out_of_rows_is_what_it_is_by_default() -> None:
    made: list[Grant] = []
    in_rows(Grant, "payer")([(0, "province")], [made.append], notes={})
    assert made == [Grant("province", 0, {})]
