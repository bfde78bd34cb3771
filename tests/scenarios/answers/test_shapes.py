"""Amounts in pictures read as everywhere else in their language."""

from __future__ import annotations

import pytest

from calculator.scenarios.answers.shapes import money
from calculator.scenarios.answers.spread import ranges


@pytest.mark.parametrize(("language", "said"), [("nl", "-€\u00a02.007.655"), ("en", "-€2,007,655")])
def test_an_amount_has_its_sign_as_its_language_writes_it(language: str, said: str) -> None:
    assert money(-200_765_500, language) == said


def test_a_range_of_differences_has_one_sign_of_the_euro_in_each_language() -> None:
    names = ranges()
    assert {name.nl.count("€\u00a0") for name in names} == {0, 1}
    assert {name.en.count("€") for name in names} == {0, 1}
    assert not any("€\u00a0" in name.en for name in names)
