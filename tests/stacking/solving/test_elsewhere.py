"""Where a class is reached on a part of a square metre alone, the farm is paid what it can reach on whole ones."""

from __future__ import annotations

from datetime import date

import pytest

from calculator.services.registry import rulebooks
from calculator.stacking import certified
from calculator.stacking.awarding import Question, award, total
from tests.builders import farm, parcel


def reached_on_a_quarter() -> Question:
    """Climate asks cover on at least 18,140.25 square metres of it, biodiversity on at most as many."""
    arable = parcel("P3", "2.4187", "groenbedekking", "strokenteelt", land_use="arable", soil="clay")
    facts = {"farm.province": "noord-brabant", "farm.organic": "none"}
    rules = rulebooks.load(None)
    return Question(farm(arable, facts=facts), rules, date(2023, 7, 1), 1, "test", "sha256:test")


def test_a_class_that_no_whole_square_metre_reaches_is_not_paid_and_the_rest_is() -> None:
    result = award(reached_on_a_quarter())
    refs = {line.claim.ref for year in result.years for line in year.lines}
    assert "national.rvo.basisinkomenssteun#basis" in refs
    assert "national.rvo.eco-regeling#eco-premie" not in refs
    assert [c.name for c in result.classes] == [None]
    assert result.certificate.status == "optimal"
    assert result.total == result.certificate.objective == result.certificate.upper_bound


def test_where_whole_steps_tell_nothing_leaving_plans_out_comes_to_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    question = reached_on_a_quarter()
    proven = total(question)
    monkeypatch.setattr(certified, "in_whole_steps", lambda *_: (None, None))
    assert total(question) == proven > 0
