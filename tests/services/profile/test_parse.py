"""Documents in which nothing is wrong are passed at once; whatever is wrong is found wherever it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from calculator.services.profile.parse import DEEPEST, structural_problems


def nested(levels: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(levels):
        made = [made]
    return made


def among_others(value: object) -> dict[str, Any]:
    return {"a": [1, "x", {"b": [Decimal("2.5"), value, None]}], "c": True, "d": [[], {}, 0.5]}


def where(document: object) -> list[str]:
    return [problem.pointer for problem in structural_problems(document)]


@pytest.mark.parametrize(
    "value", ["tekst", 3, False, None, 2.5, Decimal("1e3"), [], {}, {"e": ["f"]}, nested(DEEPEST - 5)]
)
def test_nothing_is_wrong_with_what_json_can_say(value: object) -> None:
    assert where(among_others(value)) == []


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("-Infinity"),
        "a\0b",
        "\ud800",
        object(),
        (1, 2),
        {3},
        b"x",
    ],
)
def test_what_cannot_be_kept_is_found_among_others(value: object) -> None:
    assert where(among_others(value)) == ["/a/2/b/1"]


@pytest.mark.parametrize("key", ["\0", "\udfff", 3])
def test_a_key_that_cannot_be_written_is_found(key: object) -> None:
    assert len(where(among_others({key: 1}))) == 1


def test_what_is_nested_too_deep_is_found() -> None:
    assert where(nested(DEEPEST - 1)) == []
    assert len(where(nested(DEEPEST))) == 1
