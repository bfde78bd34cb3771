"""The options beside a farm: their defaults, and what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from calculator.services.award import options as award_options
from calculator.services.errors import InputProblems
from tests.services.farms import rulebook

TODAY = date(2026, 11, 24)


def test_absent_options_are_today_one_year_as_managed() -> None:
    made = award_options.read(rulebook(), on=None, years=None, mode=None, today=TODAY)
    assert made == award_options.Options(TODAY, 1, "managed")


@pytest.mark.parametrize(
    ("options", "where", "dutch"),
    [
        ({"on": "2026-02-30"}, "--on", "geen datum"),
        ({"on": "20261124"}, "--on", "geen datum"),
        ({"on": "1999-12-31"}, "--on", "Op 31 december 1999 geldt geen enkele regel"),
        ({"on": "9990-01-01", "years": "30"}, "--on", "1 januari 9990 ligt te ver vooruit"),
        ({"years": "0"}, "--years", "1 tot 30"),
        ({"years": "31"}, "--years", "1 tot 30"),
        ({"years": "een"}, "--years", "1 tot 30"),
        ({"mode": "best"}, "--mode", "managed of advise"),
    ],
)
def test_a_wrong_option_is_said_with_its_place(options: dict[str, str], where: str, dutch: str) -> None:
    asked: dict[str, str | None] = {"on": None, "years": None, "mode": None, **options}
    with pytest.raises(InputProblems) as caught:
        award_options.read(rulebook(), today=TODAY, **asked)
    (problem,) = caught.value.problems
    assert problem.pointer == where
    assert dutch in f"{problem.message.nl} {problem.remedy.nl}"


def test_all_wrong_options_are_told_at_once() -> None:
    with pytest.raises(InputProblems) as caught:
        award_options.read(rulebook(), on="x", years="x", mode="x", today=TODAY)
    assert [p.pointer for p in caught.value.problems] == ["--on", "--years", "--mode"]


def test_what_was_typed_is_not_repeated_at_length() -> None:
    with pytest.raises(InputProblems) as caught:
        award_options.read(rulebook(), on="1" * 400, years="1" * 400, mode="1" * 400, today=TODAY)
    assert len(caught.value.problems) == 3
    assert all(len(p.message.nl) < 130 and len(p.message.en) < 130 for p in caught.value.problems)
