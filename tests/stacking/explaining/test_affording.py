"""What forcing a claim costs is told as long as there is time for it; what is light is told in any case."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from calculator.domain.award import Award
from calculator.domain.problem import Block, Cell, Group, Option, Problem
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import award
from calculator.stacking.explaining import affording
from calculator.stacking.explaining.affording import affords
from calculator.stacking.problem import search_time
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.search import counting
from tests.builders import ask, farm, parcel, payment, pays, relation, rulebook, scheme
from tests.stacking.explaining import test_forcing


def problem(choices: int) -> Problem:
    """One decision with so many choices, and one with a single choice."""
    many = Block("many", tuple(Group((Cell((Option(n),)),)) for n in range(choices)), whole=True)
    return Problem((many, Block("one", (Group((Cell((Option(1),)),)),))), ())


def test_a_decision_with_thousands_of_choices_is_asked_for_as_long_as_time_is_left() -> None:
    time = SearchTime(0.3)
    asked = [affords(problem(4_000), [0], time) for _ in range(4)]
    assert asked == [True, True, False, False]


def test_a_decision_with_few_choices_is_asked_for_when_no_time_is_left_and_takes_none() -> None:
    assert affords(problem(4_000), [1], SearchTime(0.0))
    assert affords(problem(400), [0], time := SearchTime(1.0))
    assert time.left == 1.0


def test_a_decision_that_was_counted_out_is_asked_for_by_what_bounding_it_looks_at() -> None:
    time = SearchTime(0.3)
    asked = [affords(problem(4), [0], time, 400_000) for _ in range(3)]
    assert asked == [True, True, False]
    assert affords(problem(4), [0], time, 40_000)


def test_a_decision_of_few_choices_out_of_thousands_of_sets_is_asked_for_by_these_sets() -> None:
    time = SearchTime(0.3)
    asked = [affords(problem(4), [0], time, sets=1_000) for _ in range(3)]
    assert asked == [True, True, False]
    assert affords(problem(4), [0], time, sets=200)


def two_apart() -> Award:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m1", 90),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    return award(ask(farm(parcel("P1", 1, "m1")), rules))


@pytest.mark.parametrize(("light", "told"), [(0.05, [(True, -10_00)]), (-1.0, [(False, None)])])
def test_a_claim_that_is_not_asked_for_says_that_it_was_not_worked_out(
    monkeypatch: pytest.MonkeyPatch, light: float, told: list[tuple[bool, int | None]]
) -> None:
    monkeypatch.setattr(search_time, "SECONDS", 0.0)
    monkeypatch.setattr(affording, "_LIGHT", light)
    found = two_apart()
    assert (found.total, found.certificate.gap) == (100_00, 0)
    assert [(x.worked_out, x.difference) for x in found.not_chosen] == told
    assert any("not worked out" in c.en for c in found.caveats) is (light < 0)


def test_what_is_too_much_to_lay_out_is_searched_and_comes_to_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(test_forcing, "AMOUNTS", test_forcing.AMOUNTS[:7])
    counted = test_forcing.grants(1)
    monkeypatch.setattr(counting, "_MOST_LAID", 0)
    searched = test_forcing.grants(1)
    assert searched.total == counted.total
    assert searched.certificate.gap == counted.certificate.gap == 0


def test_what_two_grants_lose_to_each_other_is_told_beside_a_chain_of_many_others() -> None:
    """Thirteen that take a share of the next rest together in 8,192 ways, which forcing one of a pair does not look through."""
    yearly = GrantRule("annual", (7, 1))
    chain = [
        scheme(f"province.x.g{n:02}", payment("p", figures={"rate": 1_000 + n}, grant=yearly))
        for n in range(13)
    ]
    rows = [
        relation(one.id, RelationType.REDUCED, other.id, parameter=Decimal("0.99"))
        for one, other in pairwise(chain)
    ]
    pairs = [
        [
            scheme(f"province.y.{name}{n:02}", payment("p", figures={"rate": rate}, grant=yearly))
            for name, rate in (("a", 100), ("b", 90))
        ]
        for n in range(30)
    ]
    rows += [relation(one.id, RelationType.EXCLUSIVE, other.id) for one, other in pairs]
    found = award(ask(farm(), rulebook(*chain, *(x for pair in pairs for x in pair), relations=rows)))
    assert [x.difference for x in found.not_chosen if x.worked_out] == [-10_00] * 30
