"""Where an answer lies far below its bound, or there is none, whole decisions are walked and land is divided beside them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from calculator.domain.problem import MULTIPLIER_SCALE, Partition, Proof
from calculator.stacking.awarding import Question, outcome
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps import no_poor_answer as poor
from calculator.stacking.solving.steps.settlement import Share, keeps, objective
from tests.stacking.test_out_of_time import chain, chain_with_land

NOTHING = Proof("dual")
QUESTIONS = [chain(2, 3, 9_000), chain_with_land(1, 2, 9_000), chain_with_land(2, 3, 9_000)]


def bettered(found: Outcome, shares: tuple[Share, ...] | None, bound: Fraction) -> tuple[Share, ...] | None:
    """``bound`` in what the award comes to."""
    most = int(bound * found.objective)
    return poor.no_poor_answer(found.built, shares, most, NOTHING, SearchTime(5.0))


@pytest.mark.parametrize("question", QUESTIONS, ids=["grants", "a grant and land", "grants and land"])
def test_without_an_answer_small_problems_come_to_what_a_search_finds(question: Question) -> None:
    found, _ = outcome(question)
    shares = bettered(found, None, Fraction(2))
    assert shares is not None
    assert keeps(found.built.problem, shares)
    assert objective(found.built.problem, shares) == found.objective


def test_an_answer_that_comes_to_99_in_100_of_its_bound_stays_and_is_not_walked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, _ = outcome(QUESTIONS[0])
    asked: list[object] = []
    monkeypatch.setattr(poor.Walk, "of", lambda *given: asked.append(given))
    assert bettered(found, found.shares, Fraction(100, 99)) is found.shares
    assert asked == []
    # Where nothing can be walked the answer stays too.
    assert bettered(found, found.shares, Fraction(102, 100)) is found.shares
    assert asked


def test_a_poor_answer_gives_way_to_a_better_one_and_to_no_worse_one() -> None:
    found, _ = outcome(QUESTIONS[2])
    problem = found.built.problem
    least = tuple(
        Share(b, 0, c, len(cell.options) - 1, Fraction(1))
        for b, block in enumerate(problem.blocks)
        for c, cell in enumerate(block.groups[0].cells)
    )
    assert objective(problem, least) < found.objective
    better = bettered(found, least, Fraction(2))
    assert better is not None
    assert objective(problem, better) == found.objective
    assert bettered(found, found.shares, Fraction(2)) is found.shares


def test_what_a_row_is_worth_is_nothing_and_then_what_the_proof_says_where_it_began() -> None:
    first, began = ((1, MULTIPLIER_SCALE),), ((3, MULTIPLIER_SCALE // 2), (4, 2 * MULTIPLIER_SCALE))
    told = Proof(
        "dual", (Partition((0,), (first, began)), Partition((1,), (first,)), Partition((2,), (first, began)))
    )
    assert poor._prices(NOTHING) == [{}]
    assert poor._prices(told) == [{}, {3: 0.5, 4: 2.0}]
