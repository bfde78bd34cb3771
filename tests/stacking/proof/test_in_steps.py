"""A search through whole steps proves what no answer exceeds: recomputed from its tree, and held against all answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.proof.certificate import ProofError
from calculator.stacking.proof.in_steps import Fork, InSteps, Leaf, Place, UnderPrices, bound_in_steps
from calculator.stacking.proof.merged import merged
from tests.stacking.farm_problems import divided

PRICE = 10**9


def _trees(name: str, gain: int, *uses: tuple[int, int]) -> Block:
    return Block(name, (Group((Cell((Option(0), Option(gain, uses))),)),))


#: Nine trees at 700 each or none, and nine at 400, under 1,850: 1,850 as fine as one likes, and 1,800 in whole trees.
TREES = Problem((_trees("a", 6300, (0, 6300)), _trees("b", 3600, (0, 3600))), (Row("limit", 1850),))
A, B = (0, 0, 0, 1), (1, 0, 0, 1)
FREE, PRICED = 0, 1
VECTORS = ((), ((0, PRICE),))


def test_forks_bring_the_bound_down_to_whole_trees() -> None:
    """None of the first sort and four of the other, or one and two, or two and one."""
    assert bound_in_steps(TREES, (9, 9), InSteps(VECTORS, (Leaf(PRICED),))) == 1850
    over = Leaf(PRICED, impossible=True)
    nodes = (
        *(Fork(A, 0, 1, 2), Fork(B, 4, 3, 4), Fork(A, 1, 5, 6), Leaf(FREE), over),
        *(Fork(B, 2, 7, 8), Fork(A, 2, 9, 10), Leaf(FREE), over, Fork(B, 1, 11, 12), over, Leaf(FREE), over),
    )
    assert bound_in_steps(TREES, (9, 9), InSteps(VECTORS, nodes)) == 2 * 700 + 400


def test_where_no_number_of_trees_keeps_the_rows_nothing_is_the_bound() -> None:
    none = InSteps(VECTORS, (Leaf(PRICED, impossible=True),))
    assert bound_in_steps(Problem(TREES.blocks, (Row("limit", -1),)), (9, 9), none) is None


def test_what_no_step_decides_counts_in_the_bound() -> None:
    more = replace(TREES, constant=50)
    assert bound_in_steps(more, (9, 9), InSteps(VECTORS, (Leaf(PRICED),))) == 1850 + 50


def test_that_nothing_keeps_a_row_is_told_at_whatever_small_price_and_whatever_is_gained() -> None:
    """No tree gives anything to the row, so that the least price shows it."""
    grown = Problem((_trees("a", 10**6),), (Row("limit", -1),))
    assert bound_in_steps(grown, (9,), InSteps((((0, 1),),), (Leaf(0, impossible=True),))) is None


def test_of_plans_of_which_one_is_taken_whole_a_step_of_one_leaves_nothing_of_the_others() -> None:
    grown = (Group((Cell((Option(900),)),)), Group((Cell((Option(100),)),)))
    once = Problem((Block("tree", grown, whole=True),), ())
    some = InSteps(((),), (Fork((0, 1, -1, -1), 0, 1, 2), Leaf(0), Leaf(0)))
    least = InSteps(((),), (Fork((0, 1, -1, -1), 0, 1, 2), Leaf(0, impossible=True), Leaf(0)))
    assert bound_in_steps(once, (9,), some) == 900
    with pytest.raises(ProofError):
        bound_in_steps(once, (9,), least)
    only = UnderPrices(once, (9,), ())
    assert [only.bound({(0, 1, -1, -1): box}) for box in ((0, 0), (1, 9), (1, 8))] == [900, 100, None]
    mixed = UnderPrices(replace(once, blocks=(Block("land", grown),)), (9,), ())
    assert mixed.bound({(0, 1, -1, -1): (3, 9)}) == Fraction(6 * 900 + 3 * 100, 9)


def test_a_box_that_no_division_of_the_land_fits_holds_nothing() -> None:
    """More at least than at most, or than there are steps: of one option, of a cell, or of plans together."""
    plan = Group((Cell((Option(0), Option(80))),))
    land = UnderPrices(Problem((Block("land", (plan, plan)),), ()), (4,), ())
    for box in (
        {(0, 0, 0, 1): (3, 2)},
        {(0, 0, 0, 0): (3, 4), (0, 0, 0, 1): (3, 4)},
        {(0, 0, -1, -1): (3, 4), (0, 1, -1, -1): (3, 4)},
        {(0, 0, -1, -1): (0, 1), (0, 1, -1, -1): (0, 1)},
    ):
        assert land.bound(box) is None


def test_steps_of_one_plan_are_as_many_in_all_of_its_cells() -> None:
    """Of four steps at least three take the better option of the first cell, and of the second none."""
    plan = Group((Cell((Option(0), Option(80))), Cell((Option(0), Option(40)))))
    land = UnderPrices(Problem((Block("land", (plan, Group((Cell((Option(200),)),)))),), ()), (4,), ())
    assert land.bound({(0, 0, 0, 1): (3, 4)}) == Fraction(3 * (80 + 40) + 200, 4)


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(InSteps(((),), (Fork(A, 2, 1, 1), Leaf(0))), id="a half of the answers is left out"),
        pytest.param(InSteps(((),), (Fork(A, 2, 0, 1), Leaf(0))), id="a fork leads back to itself"),
        pytest.param(InSteps(((),), (Fork(A, 2, 1, 5), Leaf(0))), id="a fork leads nowhere"),
        pytest.param(InSteps(((),), (Leaf(1),)), id="a vector is missing"),
        pytest.param(InSteps((((0, -1),),), (Leaf(0),)), id="a price below zero"),
        pytest.param(InSteps((((1, 1),),), (Leaf(0),)), id="a price of no row"),
        pytest.param(InSteps((((0, PRICE),),), (Leaf(0, True),)), id="said to hold nothing"),
        pytest.param(InSteps(((),), (Fork((0, 0, 0, 2), 2, 1, 2), Leaf(0), Leaf(0))), id="no such option"),
        pytest.param(InSteps(((),), (Fork((0, 1, -1, -1), 2, 1, 2), Leaf(0), Leaf(0))), id="no such plan"),
        pytest.param(InSteps(((),), (Fork((0, 0, 1, 0), 2, 1, 2), Leaf(0), Leaf(0))), id="no such cell"),
        pytest.param(InSteps(((),), (Fork((2, 0, 0, 1), 2, 1, 2), Leaf(0), Leaf(0))), id="no such block"),
    ],
)
def test_a_spoiled_tree_is_caught(spoiled: InSteps) -> None:
    with pytest.raises(ProofError):
        bound_in_steps(TREES, (9, 9), spoiled)


def test_what_does_not_come_in_steps_is_not_forked() -> None:
    with pytest.raises(ProofError):
        bound_in_steps(TREES, (0, 9), InSteps(((),), (Fork(A, 2, 1, 2), Leaf(0), Leaf(0))))


Steps = dict[Place, int]


def _of_block(block: Block, b: int, size: int) -> Iterator[Steps]:
    for plans in divided(size, len(block.groups)):
        if block.whole and size not in plans:
            continue
        cells = [(g, c) for g, group in enumerate(block.groups) for c in range(len(group.cells))]
        ways = [divided(plans[g], len(block.groups[g].cells[c].options)) for g, c in cells]
        for chosen in product(*map(list, ways)):
            steps: Steps = {(b, g, -1, -1): count for g, count in enumerate(plans)}
            for (g, c), counts in zip(cells, chosen, strict=True):
                steps |= {(b, g, c, o): n for o, n in enumerate(counts)}
            yield steps


def _best(problem: Problem, sizes: tuple[int, ...]) -> Fraction | None:
    """The most that an answer in whole steps gains, of all of them."""
    best = None
    for chosen in product(*(list(_of_block(b, n, sizes[n])) for n, b in enumerate(problem.blocks))):
        gain, totals = Fraction(0), [Fraction(0)] * len(problem.rows)
        for (b, g, c, o), count in ((p, n) for steps in chosen for p, n in steps.items() if p[2] >= 0):
            option = problem.blocks[b].groups[g].cells[c].options[o]
            gain += Fraction(option.gain * count, sizes[b])
            for row, use in option.uses:
                totals[row] += Fraction(use * count, sizes[b])
        if all(t <= r.bound for t, r in zip(totals, problem.rows, strict=True)):
            best = gain if best is None or gain > best else best
    return best


def _option(draw: random.Random) -> Option:
    return Option(draw.randint(0, 50), tuple((row, draw.randint(-6, 12)) for row in range(2)))


def _problem(draw: random.Random) -> tuple[Problem, tuple[int, ...]]:
    blocks = tuple(
        Block(
            str(b),
            tuple(
                Group(
                    tuple(
                        Cell(tuple(_option(draw) for _ in range(draw.randint(1, 2))))
                        for _ in range(draw.randint(1, 2))
                    )
                )
                for _ in range(draw.randint(1, 2))
            ),
            whole=draw.random() < 0.3,
        )
        for b in range(2)
    )
    rows = tuple(Row(str(r), draw.randint(-2, 15)) for r in range(2))
    if draw.random() < 0.3:
        return Problem((blocks[0], replace(blocks[0], id="alike")), rows), (2, 2)
    return Problem(blocks, rows), (draw.randint(1, 3), draw.randint(1, 2))


def _tree(draw: random.Random, problem: Problem, sizes: tuple[int, ...]) -> InSteps:
    together = merged(problem, sizes)
    problem, sizes = together.problem, together.sizes
    vectors = ((), *(tuple((r, draw.randint(0, 9) * PRICE) for r in range(2)) for _ in range(3)))
    nodes: list[Leaf | Fork] = [Leaf(0)]
    for _ in range(draw.randint(0, 5)):
        at = draw.choice([n for n, node in enumerate(nodes) if isinstance(node, Leaf)])
        b = draw.randrange(len(problem.blocks))
        g = draw.randrange(len(problem.blocks[b].groups))
        c = draw.randrange(-1, len(problem.blocks[b].groups[g].cells))
        o = -1 if c < 0 else draw.randrange(len(problem.blocks[b].groups[g].cells[c].options))
        nodes[at] = Fork((b, g, c, o), draw.randint(0, sizes[b]), len(nodes), len(nodes) + 1)
        nodes += [Leaf(draw.randrange(4), draw.random() < 0.2) for _ in range(2)]
    return InSteps(vectors, tuple(nodes))


def test_no_answer_in_whole_steps_exceeds_what_is_proven() -> None:
    draw, tight, refused = random.Random(7), 0, 0
    for _ in range(60):
        problem, sizes = _problem(draw)
        best = _best(problem, sizes)
        for _ in range(6):
            try:
                bound = bound_in_steps(problem, sizes, _tree(draw, problem, sizes))
            except ProofError:
                refused += 1
                continue
            assert best is None or (bound is not None and bound >= best), (problem, sizes)
            tight += best is not None and bound == best
    assert tight > 5
    assert refused > 10
