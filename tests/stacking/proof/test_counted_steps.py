"""Answers in whole steps are counted out: what comes above a claim is found, and held against all answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest

from calculator.domain.problem import Block, Cell, Group, Multipliers, Option, Problem, Row, Runs
from calculator.stacking.proof import counted_steps, step_trail
from calculator.stacking.proof.certificate import ProofError
from calculator.stacking.proof.counted_steps import Counted, count_steps
from calculator.stacking.proof.in_steps import Place
from tests.stacking.farm_problems import divided

PRICE = 10**9


def _land(name: str, size: int, *options: tuple[int, tuple[tuple[int, int], ...]]) -> Block:
    """Gains and uses of one step each."""
    made = [Option(gain * size, tuple((row, n * size) for row, n in uses)) for gain, uses in options]
    return Block(name, (Group((Cell(tuple(made)),)),))


#: Nine trees at 700 each or none, and nine at 400, under 1,850: 1,850 as fine as one likes, and 1,800 in whole trees.
TREES = Problem(
    (_land("a", 9, (0, ()), (700, ((0, 700),))), _land("b", 9, (0, ()), (400, ((0, 400),)))),
    (Row("limit", 1850),),
)
VECTORS: tuple[Multipliers, ...] = (((0, PRICE),),)


def test_the_best_in_whole_trees_is_found() -> None:
    found = count_steps(TREES, (9, 9), VECTORS, 1_500)
    assert found.bound == 1_800
    assert found.steps is not None
    assert 700 * found.steps.get((0, 0, 0, 1), 0) + 400 * found.steps.get((1, 0, 0, 1), 0) == 1_800


def test_nothing_comes_above_what_is_the_best() -> None:
    found = count_steps(TREES, (9, 9), VECTORS, 1_800)
    assert (found.bound, found.steps) == (1_800, None)


def test_what_may_be_left_unpaid_in_any_part_is_weighed_against_a_step_more() -> None:
    """A third of the first sort passes the limit by 250, of which all is lost; five of the other by 150."""
    unpaid = Block("~cap", (Group((Cell((Option(0), Option(-1000, ((0, -1000),)))),)),))
    eased = Problem((*TREES.blocks, unpaid), TREES.rows)
    both = (*VECTORS, ())
    found = count_steps(eased, (9, 9, 0), both, 1_800)
    assert (found.bound, found.steps is None) == (1_850, False)


@pytest.mark.parametrize("spoiled", [(), (((0, -1),),), (((1, 1),),)])
def test_multipliers_that_prove_nothing_are_refused(spoiled: tuple[Multipliers, ...]) -> None:
    with pytest.raises(ProofError):
        count_steps(TREES, (9, 9), spoiled, 0)


def test_plans_that_are_not_listed_are_not_counted_whatever_stands_beside_them() -> None:
    unlisted = Block("c", TREES.blocks[0].groups, runs=Runs((), ()))
    with pytest.raises(ProofError):
        count_steps(Problem((*TREES.blocks, unlisted), TREES.rows), (9, 9, 9), VECTORS, 0)


def test_a_price_of_nothing_is_a_price() -> None:
    assert count_steps(TREES, (9, 9), (((0, 0),), *VECTORS), 1_800).bound == 1_800


LARGE = 2**51 - 1


@pytest.mark.parametrize(
    ("at_will", "constant", "bound", "claimed"),
    [
        pytest.param(LARGE, 0, 1850, -(2**45), id="what is divided at will is worth a lot"),
        pytest.param(0, -LARGE, 1850, 10 * LARGE, id="what is claimed lies far above"),
        pytest.param(0, 0, 1850, -10 * LARGE, id="what is claimed lies far below"),
        pytest.param(0, 0, 100 * 2**61, 0, id="there is much of a row"),
        pytest.param(0, 0, 100 * LARGE, 0, id="there is much of a row that has a price"),
    ],
)
def test_sums_that_may_not_fit_prove_nothing(at_will: int, constant: int, bound: int, claimed: int) -> None:
    beside = Block("w", (Group((Cell((Option(at_will),)),)),))
    problem = Problem((*TREES.blocks, beside), (Row("limit", bound),), constant)
    assert count_steps(problem, (9, 9, 0), VECTORS, claimed).bound is None


@pytest.mark.parametrize(("name", "most"), [("_MOST_STEPS", 18), ("_MOST_WAYS", 2)])
def test_more_steps_or_ways_than_are_counted_are_not_begun(
    name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eighteen trees, each planted or not; what is divided at will may be so in many ways."""
    many = Block("w", (Group((Cell((Option(0), Option(0), Option(0))),)),))
    problem = Problem((*TREES.blocks, many), TREES.rows)
    monkeypatch.setattr(counted_steps, name, most)
    assert count_steps(problem, (9, 9, 0), VECTORS, 1_500).bound == 1_800
    monkeypatch.setattr(counted_steps, name, most - 1)
    assert count_steps(problem, (9, 9, 0), VECTORS, 1_500) == Counted(None, None, 0)


def test_the_block_with_most_ways_says_whether_counting_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trees in two ways, and shrubs in three."""
    shrubs = _land("c", 1, (0, ()), (50, ((0, 50),)), (60, ((0, 60),)))
    problem = Problem((*TREES.blocks, shrubs), TREES.rows)
    monkeypatch.setattr(counted_steps, "_MOST_WAYS", 3)
    assert count_steps(problem, (9, 9, 1), VECTORS, 1_500).bound == 1_850
    monkeypatch.setattr(counted_steps, "_MOST_WAYS", 2)
    assert count_steps(problem, (9, 9, 1), VECTORS, 1_500) == Counted(None, None, 0)


def test_where_all_is_divided_at_will_that_is_the_bound() -> None:
    assert count_steps(TREES, (0, 0), VECTORS, 1_500).bound == 1_850


def test_as_many_ways_as_it_takes_are_enough() -> None:
    found = count_steps(TREES, (9, 9), VECTORS, 1_500)
    assert count_steps(TREES, (9, 9), VECTORS, 1_500, found.tried) == found
    assert count_steps(TREES, (9, 9), VECTORS, 1_500, found.tried - 1).bound is None


def test_what_is_too_much_to_count_has_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_trail, "_MOST_STATES", 3)
    assert count_steps(TREES, (9, 9), ((),), 0).bound is None


def test_ways_that_were_never_tried_take_no_time_of_the_award() -> None:
    most = 10
    found = count_steps(TREES, (9, 9), ((),), 0, most)
    assert found.bound is None
    assert found.tried <= most


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
    """What these steps come to, the last block divided as finely as pays (it eases the first row); None if a row is not kept."""
    cut = problem.blocks[-1].groups[0].cells[0].options[1]
    gain, used = Fraction(problem.constant), [Fraction(0)] * len(problem.rows)
    for (b, g, c, o), count in steps.items():
        if c >= 0:
            option = problem.blocks[b].groups[g].cells[c].options[o]
            gain += Fraction(option.gain * count, sizes[b])
            for row, amount in option.uses:
                used[row] += Fraction(amount * count, sizes[b])
    part = max(Fraction(0), used[0] - problem.rows[0].bound) / -cut.uses[0][1]
    kept = all(n <= row.bound for n, row in zip(used[1:], problem.rows[1:], strict=True))
    return gain + part * cut.gain if part <= 1 and kept else None


def _best(problem: Problem, sizes: tuple[int, ...]) -> Fraction | None:
    """The most of all answers in whole steps."""
    answers: list[dict[Place, int]] = [{}]
    for b, size in enumerate(sizes):
        if size:
            answers = [x | y for x in answers for y in _answers(b, problem.blocks[b], size)]
    return max((n for n in (_worth(problem, sizes, x) for x in answers) if n is not None), default=None)


def _drawn(dice: random.Random, *, evenly: bool = False) -> tuple[Problem, tuple[int, ...]]:
    """With ``evenly`` a step is a whole number of everything, and a cent that is cut eases the first row by one."""
    blocks, sizes = list[Block](), list[int]()
    for number in range(dice.randint(1, 2)):
        size = dice.randint(1, 3)
        times = size if evenly else 1
        groups = [
            Group(
                tuple(
                    Cell(
                        tuple(
                            Option(
                                times * dice.randint(0, 900),
                                tuple(
                                    (r, times * dice.choice((-200, 300, 301, 600)))
                                    for r in range(2)
                                    if dice.random() < 0.6
                                ),
                            )
                            for _ in range(dice.randint(1, 2))
                        )
                    )
                    for _ in range(dice.randint(1, 2))
                )
            )
            for _ in range(dice.randint(1, 2))
        ]
        blocks.append(Block(f"b{number}", tuple(groups), whole=dice.random() < 0.3))
        sizes.append(size)
    cut = Option(-10_000, ((0, -10_000),)) if evenly else Option(-1_000, ((0, -dice.choice((700, 1_000))),))
    blocks.append(Block("~cap", (Group((Cell((Option(0), cut)),)),)))
    rows = (Row("r0", dice.randint(0, 900)), Row("r1", dice.randint(0, 900)))
    return Problem(tuple(blocks), rows, dice.choice((0, 7))), (*sizes, 0)


def test_no_answer_comes_above_what_is_counted() -> None:
    """Of plans, cells and steps that do not divide evenly: what is rounded is a micro-cent a step, and never below the best."""
    dice = random.Random(3)
    above = 0
    for _ in range(60):
        problem, sizes = _drawn(dice)
        cost = 10**9 * 1_000 // -problem.blocks[-1].groups[0].cells[0].options[1].uses[0][1]
        vectors = [
            tuple((r, p) for r, p in enumerate((price, other)) if p)
            for price in (0, cost)
            for other in (0, dice.randint(0, 3 * PRICE))
        ]
        best, claimed = _best(problem, sizes), dice.randint(-1_000, 1_500)
        found = count_steps(problem, sizes, vectors, claimed)
        assert found.bound is not None
        if best is None or best <= claimed:
            assert claimed <= found.bound <= claimed + sum(sizes) + 2
            continue
        above += 1
        assert best <= found.bound <= best + sum(sizes) + 2
        assert found.steps is not None
    assert above > 10


def test_the_steps_that_are_told_keep_every_row_and_come_to_the_bound() -> None:
    """Where steps divide evenly nothing is rounded: the bound is the best of all answers, and the steps are one of these."""
    dice = random.Random(8)
    told = 0
    for _ in range(60):
        problem, sizes = _drawn(dice, evenly=True)
        vectors = [((0, PRICE), (1, dice.randint(1, 3 * PRICE))), ((0, PRICE),), ((1, PRICE),), ()]
        best, claimed = _best(problem, sizes), dice.randint(-1_000, 1_500)
        found = count_steps(problem, sizes, vectors, claimed)
        assert found.bound == (claimed if best is None else max(claimed, best))
        if found.steps is not None:
            told += 1
            assert _worth(problem, sizes, dict(found.steps)) == best
            for b, size in enumerate(sizes[:-1]):
                plans = {g: n for (of, g, c, _), n in found.steps.items() if of == b and c < 0}
                assert sum(plans.values()) == size
                assert all(
                    n == sum(m for (of, h, d, _), m in found.steps.items() if (of, h, d) == (b, g, c))
                    for g, n in plans.items()
                    for c in range(len(problem.blocks[b].groups[g].cells))
                )
    assert told > 30
