"""Where a class is reached on a part of a square metre alone, the farm is paid what it can reach on whole ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.problem import Solution
from calculator.services.registry import rulebooks
from calculator.stacking import certified
from calculator.stacking.awarding import Question, award, total
from calculator.stacking.problem import search_time
from calculator.stacking.problem.built import Built
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.steps import elsewhere
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.solving.steps.parts import InWholeSteps
from tests.builders import ask, farm, parcel
from tests.properties import test_across_properties as across
from tests.properties import test_horizon_properties as horizon


def reached_on_a_quarter() -> Question:
    """Climate asks cover on at least 18,140.25 square metres of it, biodiversity on at most as many."""
    arable = parcel("P3", "2.4187", "groenbedekking", "strokenteelt", land_use="arable", soil="clay")
    facts = {"farm.province": "noord-brabant", "farm.organic": "none"}
    rules = rulebooks.current()
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
    monkeypatch.setattr(certified, "in_whole_steps", _nothing)
    assert total(question) == proven > 0


def test_where_nothing_that_is_tried_settles_there_is_an_award_with_its_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A search that ends empty-handed left a farm without an award, though claiming nothing is lawful."""
    question = reached_on_a_quarter()
    proven = total(question)
    monkeypatch.setattr(certified, "in_whole_steps", _nothing)
    monkeypatch.setattr(elsewhere, "_DEEP", 0)
    assert 0 < total(question) <= proven
    monkeypatch.setattr(elsewhere, "any_in_steps", lambda _: None)
    result = award(question)
    assert 0 < result.total <= proven
    assert result.certificate.status == "not_proven"
    assert result.certificate.gap > 0


def test_a_farm_without_contracts_never_goes_without_an_award(monkeypatch: pytest.MonkeyPatch) -> None:
    """Relations from afar, grants over windows and caps: what takes least of everything keeps every row of them."""
    monkeypatch.setattr(certified, "settle_shares", _never)
    monkeypatch.setattr(certified, "in_whole_steps", _nothing)
    monkeypatch.setattr(elsewhere, "any_in_steps", lambda _: None)
    monkeypatch.setattr(elsewhere, "_DEEP", 0)
    for seed in range(6):
        case = horizon.drawn(seed)
        assert award(horizon.question(replace(case, years=1))).total >= 0
        apart = across.drawn(seed)
        land = [
            parcel(f"P{i}", Decimal(size) / across.HA, *(f"m{n}" for n in names))
            for i, (size, names) in enumerate(apart.parcels)
        ]
        assert award(ask(farm(*land), across.book(apart))).total >= 0


def test_plans_are_left_out_in_the_time_of_the_award(monkeypatch: pytest.MonkeyPatch) -> None:
    """With tens of grants that are taken whole it went on for hours, plan after plan, though the ten seconds were over."""
    case = replace(horizon.drawn(9_400_045), years=3)
    tried: list[object] = []
    solve = elsewhere.solve
    monkeypatch.setattr(elsewhere, "solve", lambda *of, **by: tried.append(of) or solve(*of, **by))
    monkeypatch.setattr(elsewhere, "settle_shares", _never)
    monkeypatch.setattr(certified, "in_whole_steps", _nothing)
    monkeypatch.setattr(certified, "settle_shares", _never)
    monkeypatch.setattr(search_time, "SECONDS", 0.0)
    assert total(horizon.question(case)) > 0
    assert 0 < len(tried) <= elsewhere._AT_LEAST


def _never(*_: object) -> None:
    raise UnsettledError


def _nothing(built: Built, solution: Solution, *_: object) -> InWholeSteps:
    """Whole steps that tell nothing."""
    return InWholeSteps(None, Fraction(Bounds(built.problem, solution.proof).total))
