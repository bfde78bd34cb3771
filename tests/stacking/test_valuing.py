"""What other choices would be worth, where a step of land is worth more than cents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from calculator.domain.farm import LandscapeElement
from calculator.domain.limit import LimitKind
from calculator.domain.problem import MICRO, Problem
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking import valuing
from calculator.stacking.awarding import award
from calculator.stacking.certified import over_years
from calculator.stacking.problem.assembly import Task, build
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.optimum.over_years import Solved, solved_over_years
from calculator.stacking.solving.search.relaxation import LostError
from calculator.stacking.solving.steps.parts import InWholeSteps, in_whole_steps
from calculator.stacking.valuing import value, value_in_steps
from tests.builders import ask, farm, limit, measure, payment, relation, rulebook, scheme

ON = date(2026, 7, 1)


def per_tree(name: str, rate: int) -> Scheme:
    made = payment("p", measures=["knot"], figures={"rate": rate}, unit=Unit.PIECE)
    return scheme(f"province.x.{name}", made)


def test_what_choosing_a_payment_costs_is_told_in_whole_trees() -> None:
    """Of EUR 250 two trees of EUR 100 are paid; a programme divides the third."""
    schemes = [per_tree("a", 100), per_tree("b", 90), per_tree("c", 85)]
    rules = rulebook(
        *schemes,
        relations=[
            relation(f"province.x.{x}", RelationType.EXCLUSIVE, f"province.x.{y}")
            for x, y in ("ab", "ac", "bc")
        ],
        limits=[limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.a",))],
    )
    rows = tuple(
        LandscapeElement(
            f"E{n}", "knotbomen", count=Decimal(10), measures=(measure("knot", 10, unit="piece"),)
        )
        for n in (1, 2)
    )
    found = award(ask(farm(elements=rows), rules))
    assert found.total == 2 * 100_00 + 18 * 90_00
    forced = 10 * 85_00 + 2 * 100_00 + 8 * 90_00
    assert {x.place: x.difference for x in found.not_chosen if x.scheme == "province.x.c"} == {
        "E1": forced - found.total, "E2": forced - found.total,
    }  # fmt: skip
    assert all(x.worked_out for x in found.not_chosen)


def trees(cap: int) -> Rulebook:
    return rulebook(
        per_tree("a", 100),
        per_tree("b", 90),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
        limits=[limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": cap}, payments=("province.x.a",))],
    )


#: Of EUR 250 two trees of EUR 100 are paid and three of EUR 90; a programme divides the third tree.
TREES = trees(250)
IN_STEPS, DIVIDED = 470_00 * MICRO, 475_00 * MICRO


def five_trees(rules: Rulebook = TREES) -> Built:
    row = LandscapeElement("E1", "knotbomen", count=Decimal(5), measures=(measure("knot", 5, unit="piece"),))
    profile = farm(elements=(row,))
    found = assess(profile, rules, pieces(profile, with_candidates=False)[0], range(2026, 2027), ON)
    asked = Task(profile, rules, tuple(c for each in found for c in each.claims if not c.continuation), ON)
    first, years = over_years(asked)
    return build(replace(first, claims=years.claims, times=years.times))


def in_steps(built: Built, problem: Problem | None = None) -> tuple[Fraction | None, bool]:
    return value_in_steps(built, problem or built.problem, SearchTime())


def test_what_is_settled_in_whole_trees_is_worth_less_than_what_a_programme_divides() -> None:
    built = five_trees()
    assert value(built.problem) == (DIVIDED, True)
    assert in_steps(built) == (IN_STEPS, True)
    assert value_in_steps(built, built.problem, SearchTime(0.5)) == (IN_STEPS, True)


def test_what_a_programme_leaves_whole_is_not_searched_for_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of EUR 300 three trees are paid: nothing is divided, so that no answer in steps gains more."""

    def asked(*_: object) -> None:
        raise LostError

    monkeypatch.setattr(valuing, "in_whole_steps", asked)
    assert in_steps(five_trees(trees(300))) == (480_00 * MICRO, True)
    assert in_steps(five_trees()) == (None, False)


@pytest.mark.parametrize(("status", "known"), [("infeasible", True), ("time_limit", False)])
def test_what_no_choice_can_keep_is_known_to_be_unlawful_and_what_time_ended_is_not_known(
    monkeypatch: pytest.MonkeyPatch, status: str, known: bool
) -> None:
    def ended(*given: Any, **more: Any) -> Solved:
        found = solved_over_years(*given, **more)
        return replace(found, solution=replace(found.solution, status=status))

    built = five_trees()
    monkeypatch.setattr(valuing, "solved_over_years", ended)
    assert value(built.problem) == (None, known)
    assert in_steps(built) == (None, known)


def test_when_no_time_is_left_nothing_is_worked_out_and_nothing_said_to_be_known() -> None:
    built = five_trees()
    assert value(built.problem, SearchTime(0.0)) == (None, False)
    assert value_in_steps(built, built.problem, SearchTime(0.0)) == (None, False)


@pytest.mark.parametrize("way", ["solved_over_years", "in_whole_steps"])
def test_where_the_solver_loses_its_way_no_worth_in_whole_steps_is_known(
    monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise LostError

    monkeypatch.setattr(valuing, way, nowhere)
    built = five_trees()
    assert in_steps(built) == (None, False)
    if way == "solved_over_years":
        assert value(built.problem) == (None, False)


def test_an_answer_in_whole_steps_that_is_not_proven_is_no_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither none at all, nor one that stays more than cents below what could be."""
    built, found = five_trees(), list[InWholeSteps]()

    def noted(*given: Any) -> InWholeSteps:
        found.append(in_whole_steps(*given))
        return found[-1]

    monkeypatch.setattr(valuing, "in_whole_steps", noted)
    assert in_steps(built) == (IN_STEPS, True)
    (answer,) = found
    assert answer.shares
    monkeypatch.setattr(
        valuing, "in_whole_steps", lambda *_: replace(answer, bound=answer.bound + 100 * MICRO)
    )
    assert in_steps(built) == (None, False)
    monkeypatch.setattr(valuing, "in_whole_steps", lambda *_: replace(answer, shares=None))
    assert in_steps(built) == (None, False)
