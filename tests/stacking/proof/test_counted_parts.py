"""Parts that share a few rows are counted out one by one: what comes above a claim is found, and held against all answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, product

import numpy as np
import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row, Runs
from calculator.stacking.proof.certificate import ProofError
from calculator.stacking.proof.counted_parts import CountedParts, Parts
from calculator.stacking.proof.in_steps import Place
from calculator.stacking.proof.step_ways import FINE, TooManyError
from calculator.stacking.proof.work import Work
from tests.stacking.farm_problems import divided

#: Rows of the first part and one of the second, and one that both share.
_OWN, _SHARED, _MOST = ((0, 3), (1,)), 2, 1_000_000
PRICE = 10**9


def _land(name: str, size: int, *options: tuple[int, tuple[tuple[int, int], ...]]) -> Block:
    """Gains and uses of one step each."""
    made = [Option(gain * size, tuple((row, n * size) for row, n in uses)) for gain, uses in options]
    return Block(name, (Group((Cell(tuple(made)),)),))


#: Nine trees at 700 each or none, and nine at 400, under 1,850 in all.
TREES = Problem(
    (_land("a", 9, (0, ()), (700, ((0, 700),))), _land("b", 9, (0, ()), (400, ((0, 400),)))),
    (Row("limit", 1850),),
)
APART = Parts(((0,), (1,)), ((), ()))


def _prices(*euros: int) -> np.ndarray:
    return np.array(euros, dtype=np.int64) * FINE


def test_the_best_in_whole_trees_is_found_and_nothing_comes_above_it() -> None:
    counted = CountedParts(TREES, (9, 9), APART, Work(_MOST))
    found = counted.count(_prices(100), 1_500)
    assert found.bound == 1_800
    assert found.steps is not None
    assert 700 * found.steps.get((0, 0, 0, 1), 0) + 400 * found.steps.get((1, 0, 0, 1), 0) == 1_800
    again = counted.count(_prices(100), 1_800)
    assert (again.bound, again.steps) == (1_800, None)


def test_where_only_the_likeliest_go_on_an_answer_is_told_and_no_bound() -> None:
    """Of the dear trees only the most that fit go on at this price; beside two of these one cheap one fits."""
    counted = CountedParts(TREES, (9, 9), APART, Work(_MOST))
    found = counted.count(_prices(99), 1_000, likeliest=1)
    assert found.bound is None
    assert found.steps is not None
    assert (found.steps.get((0, 0, 0, 1), 0), found.steps.get((1, 0, 0, 1), 0)) == (2, 1)
    none = counted.count(_prices(99), 1_800, likeliest=1)
    assert (none.bound, none.steps) == (None, None)


def test_where_a_part_begins_with_a_choice_of_plans_the_better_counts() -> None:
    """A barn of 600 for 1,000, or none, beside nine trees at 400 under 1,850."""
    plans = Group((Cell((Option(0),)),)), Group((Cell((Option(1_000, ((0, 600),)),)),))
    counted = CountedParts(
        Problem((Block("barn", plans, whole=True), TREES.blocks[1]), TREES.rows), (1, 9), APART, Work(_MOST)
    )
    assert counted.count(_prices(200), 1_900).bound == 2_200


def test_of_every_part_the_best_under_prices_is_told() -> None:
    """A hundred of the limit at 50 halves what a tree is worth."""
    counted = CountedParts(TREES, (9, 9), Parts(((0,), (1,)), ((), ())), Work(_MOST))
    told = [(a.worth, a.gain, a.uses) for a in counted.best(_prices(50)) if a is not None]
    assert told == [(3_150 * FINE, 6_300 * FINE, (63,)), (1_800 * FINE, 3_600 * FINE, (36,))]


def test_a_part_in_which_nothing_keeps_its_own_rows_has_no_answer() -> None:
    short = Problem((*TREES.blocks, _land("c", 1, (5, ((0, 100), (1, 3))))), (*TREES.rows, Row("never", 2)))
    counted = CountedParts(short, (9, 9, 1), Parts(((0,), (1,), (2,)), ((), (), ())), Work(_MOST))
    assert counted.best(counted.shared * 0)[2] is None
    assert counted.count(counted.shared * 0, 10).bound == 10


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(Parts(((0,),), ((),)), id="a block is left out"),
        pytest.param(Parts(((0, 1), (1,)), ((), ())), id="a block stands in two parts"),
        pytest.param(Parts(((0, 1), ()), ((), ())), id="a part has none"),
        pytest.param(Parts(((0,),), ((((1,), ((),)),),)), id="steps divided at will"),
    ],
)
def test_parts_that_do_not_cover_the_problem_are_refused(parts: Parts) -> None:
    with pytest.raises(ProofError):
        CountedParts(TREES, (9, 9), parts, Work(_MOST))


def test_what_is_divided_at_will_is_not_counted_in_steps() -> None:
    with pytest.raises(ProofError):
        CountedParts(TREES, (9, 0), APART, Work(_MOST))


@pytest.mark.parametrize("vectors", [(), (((0, -1),),), (((1, 1),),)])
def test_multipliers_that_prove_nothing_are_refused(vectors: tuple) -> None:
    unpaid = Block("~cap", (Group((Cell((Option(0), Option(-1000, ((0, -1000),)))),)),))
    with pytest.raises(ProofError):
        CountedParts(
            Problem((*TREES.blocks, unpaid), TREES.rows),
            (9, 9, 0),
            Parts(((0, 1),), ((((2,), vectors),),)),
            Work(_MOST),
        )


def test_what_is_divided_at_will_and_told_apart_is_joined_by_no_row() -> None:
    """Nor is a row priced that it does not use: what others leave of it then may be less than nothing."""
    unpaid = [Block(n, (Group((Cell((Option(0), Option(-1000, ((0, -1000),)))),)),)) for n in ("~a", "~b")]
    rows = *TREES.rows, Row("other", 0)
    for apart in ([(2,), (3,)], ((), ())), ([(2, 3)], (((1, 1),),)):
        loose = tuple((bs, (vector,)) for bs, vector in zip(*apart, strict=True))
        with pytest.raises(ProofError):
            CountedParts(
                Problem((*TREES.blocks, *unpaid), rows), (9, 9, 0, 0), Parts(((0, 1),), (loose,)), Work(_MOST)
            )


def test_prices_below_zero_and_plans_that_are_not_listed_are_refused() -> None:
    counted = CountedParts(TREES, (9, 9), APART, Work(_MOST))
    with pytest.raises(ProofError):
        counted.count(counted.shared * 0 - 1, 0)
    unlisted = Block("c", TREES.blocks[0].groups, runs=Runs((), ()))
    with pytest.raises(ProofError):
        CountedParts(Problem((TREES.blocks[0], unlisted), TREES.rows), (9, 9), APART, Work(_MOST))


def test_what_is_divided_at_will_under_a_row_of_several_parts_is_not_counted() -> None:
    unpaid = Block("~cap", (Group((Cell((Option(0), Option(-1000, ((0, -1000),)))),)),))
    with pytest.raises(TooManyError):
        CountedParts(
            Problem((*TREES.blocks, unpaid), TREES.rows),
            (9, 9, 0),
            Parts(((0,), (1,)), ((((2,), ((),)),), ())),
            Work(_MOST),
        )


def test_more_entries_than_may_be_looked_at_are_not_looked_at() -> None:
    with pytest.raises(TooManyError):
        CountedParts(TREES, (9, 9), APART, Work(3))
    counted = CountedParts(TREES, (9, 9), APART, Work(10_000))
    with pytest.raises(TooManyError):
        counted.count(counted.shared * 0, 0)


def test_sums_that_may_not_fit_prove_nothing() -> None:
    """Of the limit there are 18 units, and all trees use 99."""
    counted = CountedParts(TREES, (9, 9), APART, Work(_MOST))
    with pytest.raises(TooManyError):
        counted.count(counted.shared * 0 + 2**61 // (4 * 117) + 1, 0)
    assert counted.count(counted.shared * 0 + 2**61 // (4 * 117) - 10**6, 5).bound >= 5
    many = Problem((_land("a", 9, (0, ()), (2**46, ((0, 1),))), *TREES.blocks[1:]), TREES.rows)
    counted = CountedParts(many, (9, 9), APART, Work(_MOST))
    with pytest.raises(TooManyError):
        counted.count(counted.shared * 0, 0)
    large = Problem((_land("a", 1, (2**60, ((0, 1),))), *TREES.blocks[1:]), TREES.rows)
    with pytest.raises(TooManyError):
        CountedParts(large, (1, 9), APART, Work(_MOST))


def _answers(b: int, block: Block, size: int) -> Iterator[dict[Place, int]]:
    """Every way to take all steps of a block."""
    sums = divided(size, len(block.groups))
    for counts in (c for c in sums if not block.whole or max(c) == size):
        found: list[dict[Place, int]] = [{}]
        for g, count in enumerate(counts):
            for c, cell in enumerate(block.groups[g].cells):
                each = list(divided(count, len(cell.options)))
                found = [x | {(b, g, c, o): n for o, n in enumerate(e)} for x in found for e in each]
        yield from found


def _worth(problem: Problem, sizes: tuple[int, ...], steps: dict[Place, int]) -> Fraction | None:
    """What these steps come to, the block of each row of a part divided as finely as pays; None if a row is not kept."""
    gain, used = Fraction(problem.constant), [Fraction(0)] * len(problem.rows)
    for (b, g, c, o), count in steps.items():
        option = problem.blocks[b].groups[g].cells[c].options[o]
        gain += Fraction(option.gain * count, sizes[b])
        for row, amount in option.uses:
            used[row] += Fraction(amount * count, sizes[b])
    if used[_SHARED] > problem.rows[_SHARED].bound:
        return None
    for row, block in zip(chain(*_OWN), problem.blocks[-3:], strict=True):
        cut = block.groups[0].cells[0].options[1]
        part = max(Fraction(0), used[row] - problem.rows[row].bound) / -cut.uses[0][1]
        if part > 1:
            return None
        gain += part * cut.gain
    return gain


def _drawn(dice: random.Random) -> tuple[Problem, tuple[int, ...], Parts]:
    """Two parts of one or two blocks; what passes a row of a part may stay unpaid."""
    blocks, sizes, parts = list[Block](), list[int](), list[tuple[int, ...]]()
    for part in range(2):
        parts.append(())
        for _ in range(dice.randint(1, 2)):
            size = dice.randint(1, 2)

            def option(part: int = part, size: int = size) -> Option:
                uses = [(row, dice.choice((-200, 300, 301, 600))) for row in _OWN[part]]
                uses.append((_SHARED, dice.choice((100, 250, 400))))
                return Option(
                    size * dice.randint(0, 900), tuple((r, size * n) for r, n in uses if dice.random() < 0.7)
                )

            groups = tuple(
                Group(
                    tuple(
                        Cell(tuple(option() for _ in range(dice.randint(1, 2))))
                        for _ in range(dice.randint(1, 2))
                    )
                )
                for _ in range(dice.randint(1, 2))
            )
            parts[-1] += (len(blocks),)
            blocks.append(Block(f"b{len(blocks)}", groups, whole=dice.random() < 0.4))
            sizes.append(size)
    cuts = tuple(
        Block(f"~cap {row}", (Group((Cell((Option(0), Option(-1_000, ((row, -1_000),)))),)),))
        for row in chain(*_OWN)
    )
    bounds = (dice.randint(0, 900), dice.randint(0, 900), dice.randint(0, 1_800), dice.randint(0, 900))
    rows = tuple(Row(f"r{n}", bound) for n, bound in enumerate(bounds))
    cut = iter(range(len(blocks), len(blocks) + 3))
    free = tuple(tuple(((next(cut),), (((row, PRICE),), ())) for row in of) for of in _OWN)
    return (
        Problem((*blocks, *cuts), rows, dice.choice((0, 700))),
        (*sizes, 0, 0, 0),
        Parts(tuple(parts), free),
    )


def _best(problem: Problem, sizes: tuple[int, ...]) -> Fraction | None:
    each = [[*_answers(b, problem.blocks[b], size)] for b, size in enumerate(sizes) if size]
    worths = (
        _worth(problem, sizes, {place: n for x in answers for place, n in x.items()})
        for answers in product(*each)
    )
    return max((n for n in worths if n is not None), default=None)


def test_no_answer_comes_above_what_is_counted_and_the_steps_told_come_to_it() -> None:
    """Under any prices of the shared row."""
    dice, told = random.Random(5), 0
    for _ in range(25):
        problem, sizes, parts = _drawn(dice)
        best, claimed = _best(problem, sizes), dice.randint(-1_000, 1_500)
        counted = CountedParts(problem, sizes, parts, Work(_MOST))
        prices = np.array([dice.randint(0, 300) * FINE for _ in counted.shared], dtype=np.int64)
        found = counted.count(prices, claimed)
        assert found.bound == (claimed if best is None else max(claimed, best))
        if found.steps is not None:
            told += 1
            steps = {place: n for place, n in found.steps.items() if place[2] >= 0}
            assert _worth(problem, sizes, steps) == best
            for b, size in enumerate(sizes[:-3]):
                assert sum(n for (of, _, c, _), n in found.steps.items() if of == b and c < 0) == size
    assert told > 8
