"""Farm problems for the tests of solver and certificate, and oracles that share nothing with either."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import strategies as st
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from calculator.domain.problem import MICRO, Block, Cell, Group, Option, Problem, Row, Solution

EURO = 100 * MICRO


def whole(name: str, *alternatives: tuple[int, dict[int, int]]) -> Block:
    """All or nothing: each alternative gains euros and takes from rows."""
    return Block(name, tuple(Group((one(*each),)) for each in alternatives), whole=True)


def divisible(name: str, *alternatives: tuple[int, dict[int, int]]) -> Block:
    """One cell to divide over the alternatives (euros, uses)."""
    return Block(name, (Group((Cell(tuple(option(*each) for each in alternatives)),)),))


def option(euros: int, uses: dict[int, int]) -> Option:
    return Option(euros * EURO, tuple(sorted(uses.items())))


def one(euros: int, uses: dict[int, int]) -> Cell:
    return Cell((option(euros, uses),))


@st.composite
def problems(draw: st.DrawFn, *, all_whole: bool = False, blocks: int = 5) -> Problem:
    """Small problems: negative uses and bounds, ties, empty groups, rows nobody uses."""
    rows = draw(st.integers(0, 4))
    amounts = st.sampled_from([-5, -3, 1, 5, 7, 10])
    uses = st.dictionaries(st.integers(0, rows - 1), amounts, max_size=3) if rows else st.just({})
    gains = st.one_of(st.sampled_from([0, 10, 20, 50, 100]), st.integers(-30, 300)).map(
        lambda euros: euros * EURO
    )
    options = st.builds(lambda gain, use: Option(gain, tuple(use.items())), gains, uses)
    cells = st.lists(options, min_size=1, max_size=1 if all_whole else 3).map(lambda o: Cell(tuple(o)))
    groups = st.lists(cells, min_size=0, max_size=2).map(lambda c: Group(tuple(c)))
    made = []
    for index in range(draw(st.integers(0, blocks))):
        plans = tuple(draw(st.lists(groups, min_size=1, max_size=3)))
        made.append(Block(f"block {index}", plans, all_whole or draw(st.booleans())))
    bounds = [draw(st.sampled_from([-5, 0, 5, 9, 10, 17, 30])) for _ in range(rows)]
    limits = tuple(Row(f"row {index}", bound) for index, bound in enumerate(bounds))
    return Problem(tuple(made), limits, draw(st.sampled_from([0, 7 * EURO])))


def random_problem(seed: int, *, all_whole: bool = False) -> Problem:
    """As ``problems``, with rows tight enough that most bind."""
    dice = random.Random(seed)
    rows = dice.randint(1, 4)

    def cell() -> Cell:
        count = 1 if all_whole else dice.randint(1, 3)
        uses = [
            {row: dice.choice([-3, 1, 5, 7, 10]) for row in range(rows) if dice.random() < 0.5}
            for _ in range(count)
        ]
        return Cell(tuple(option(dice.randint(0, 300), use) for use in uses))

    blocks = tuple(
        Block(
            f"block {index}",
            tuple(Group(tuple(cell() for _ in range(dice.randint(1, 2)))) for _ in range(dice.randint(2, 3))),
            all_whole or dice.random() < 0.5,
        )
        for index in range(dice.randint(2, 6))
    )
    return Problem(blocks, tuple(Row(f"row {index}", dice.randint(5, 25)) for index in range(rows)))


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same content with blocks, rows, groups, options and uses in another order."""
    dice = random.Random(seed)
    order = dice.sample(range(len(problem.rows)), len(problem.rows))
    place = {row: index for index, row in enumerate(order)}

    def mixed(items: tuple) -> tuple:
        return tuple(dice.sample(items, len(items)))

    def renamed(each: Option) -> Option:
        return replace(each, uses=mixed(tuple((place[row], amount) for row, amount in each.uses)))

    def turned(group: Group) -> Group:
        return Group(
            tuple(Cell(mixed(tuple(renamed(each) for each in cell.options))) for cell in group.cells)
        )

    blocks = tuple(replace(b, groups=mixed(tuple(turned(g) for g in b.groups))) for b in problem.blocks)
    return Problem(mixed(blocks), tuple(problem.rows[row] for row in order), problem.constant)


def chosen(problem: Problem, solution: Solution) -> list[tuple[str, int, int, int, tuple, float]]:
    """What the answer takes, told by content: block, group's cells, cell, gain, uses by row id, weight."""
    told: dict[tuple, float] = {}
    for block, divided in zip(problem.blocks, solution.weights, strict=True):
        for group, cells in zip(block.groups, divided, strict=True):
            for place, (cell, weights) in enumerate(zip(group.cells, cells, strict=True)):
                for each, weight in zip(cell.options, weights, strict=True):
                    uses = tuple(sorted((problem.rows[row].id, amount) for row, amount in each.uses))
                    key = (block.id, len(group.cells), place, each.gain, uses)
                    told[key] = told.get(key, 0.0) + weight
    return sorted((*key, round(weight, 6)) for key, weight in told.items() if weight > 1e-7)


def value(problem: Problem, solution: Solution) -> float:
    """Micro-cents that the answer gains."""
    total = float(problem.constant)
    for block, divided in zip(problem.blocks, solution.weights, strict=True):
        for group, cells in zip(block.groups, divided, strict=True):
            for cell, weights in zip(group.cells, cells, strict=True):
                total += sum(each.gain * weight for each, weight in zip(cell.options, weights, strict=True))
    return total


def assert_lawful(problem: Problem, solution: Solution) -> None:
    """Weights divide every block and cell, whole blocks are whole, and every row is kept."""
    used = [0.0] * len(problem.rows)
    for block, shares, divided in zip(problem.blocks, solution.group_weights, solution.weights, strict=True):
        assert abs(sum(shares) - 1) < 1e-9
        assert not block.whole or set(shares) <= {0.0, 1.0}
        for group, share, cells in zip(block.groups, shares, divided, strict=True):
            for cell, weights in zip(group.cells, cells, strict=True):
                assert min(weights) >= 0
                assert abs(sum(weights) - share) < 1e-9
                for each, weight in zip(cell.options, weights, strict=True):
                    for row, amount in each.uses:
                        used[row] += amount * weight
    for row, total in zip(problem.rows, used, strict=True):
        assert total <= row.bound + 1e-6 * max(1, abs(row.bound)), row


def by_brute_force(problem: Problem) -> int | None:
    """The optimum in micro-cents where every cell has one option and every block is whole."""
    best: int | None = None
    for groups in product(*(block.groups for block in problem.blocks)):
        options = [cell.options[0] for group in groups for cell in group.cells]
        used = [0] * len(problem.rows)
        for each in options:
            for row, amount in each.uses:
                used[row] += amount
        if all(total <= row.bound for total, row in zip(used, problem.rows, strict=True)):
            total = problem.constant + sum(each.gain for each in options)
            best = total if best is None else max(best, total)
    return best


def by_scip(problem: Problem) -> float | None:
    """The optimum in micro-cents from SCIP, written down straight from the definition."""
    solver = pywraplp.Solver.CreateSolver("SCIP")
    used: list[list] = [[] for _ in problem.rows]
    gained = []
    for block in problem.blocks:
        shares = []
        for group in block.groups:
            share = solver.BoolVar("") if block.whole else solver.NumVar(0, 1, "")
            shares.append(share)
            for cell in group.cells:
                weights = [solver.NumVar(0, 1, "") for _ in cell.options]
                solver.Add(sum(weights) == share)
                for each, weight in zip(cell.options, weights, strict=True):
                    gained.append(each.gain / EURO * weight)
                    for row, amount in each.uses:
                        used[row].append(amount * weight)
        solver.Add(sum(shares) == 1)
    for row, terms in zip(problem.rows, used, strict=True):
        if terms:
            solver.Add(sum(terms) <= row.bound)
        elif row.bound < 0:
            return None
    solver.Maximize(sum(gained) if gained else 0)
    exactly = pywraplp.MPSolverParameters()
    exactly.SetDoubleParam(pywraplp.MPSolverParameters.RELATIVE_MIP_GAP, 0.0)  # its own default is 1e-4
    status = solver.Solve(exactly)
    if status == pywraplp.Solver.INFEASIBLE:
        return None
    assert status == pywraplp.Solver.OPTIMAL
    return solver.Objective().Value() * EURO + problem.constant


def by_cp_sat(problem: Problem, grains: int = 1) -> int | None:
    """The optimum in micro-cents when every weight is a whole number of grains; exact for whole blocks."""
    model = cp_model.CpModel()
    used: list[list] = [[] for _ in problem.rows]
    gained = []
    for block in problem.blocks:
        shares = []
        for group in block.groups:
            share = grains * model.new_bool_var("") if block.whole else model.new_int_var(0, grains, "")
            shares.append(share)
            for cell in group.cells:
                weights = [model.new_int_var(0, grains, "") for _ in cell.options]
                model.add(sum(weights) == share)
                for each, weight in zip(cell.options, weights, strict=True):
                    gained.append(each.gain // EURO * weight)
                    for row, amount in each.uses:
                        used[row].append(amount * weight)
        model.add(sum(shares) == grains)
    for row, terms in zip(problem.rows, used, strict=True):
        if terms:
            model.add(sum(terms) <= row.bound * grains)
        elif row.bound < 0:
            return None
    model.maximize(sum(gained) if gained else 0)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return round(solver.objective_value) * EURO // grains + problem.constant


def grants(seed: int, count: int = 40, years: int = 10) -> Problem:
    """Grants of EUR 2,000 to 20,000 that gain what they take, EUR 50,000 over any three years, to the cent."""
    dice = random.Random(seed)
    made = []
    for index in range(count):
        year, cents = index % years, dice.randint(200_000, 2_000_000)
        windows = tuple((window, cents) for window in range(max(0, year - 2), year + 1))
        taken = Group((Cell((Option(cents * MICRO, windows),)),))
        made.append(Block(f"grant {index:02}", (Group((Cell((Option(0),)),)), taken), whole=True))
    return Problem(tuple(made), tuple(Row(f"window {year}", 5_000_000, 100) for year in range(years)))


def divided(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide a total over places."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in divided(total - first, places - 1))
