"""Plans over the years that are not listed: found at the prices of the proof, and listed where they are worth more.

A block with new contracts may have thousands of plans, of which an optimum needs a few. The problem is solved with those that
are listed; at every multiplier vector of its proof the best of all plans of a block is a walk over the years. Where that is worth
more than every listed one, it is listed too, and the problem is solved again. Where none is, the proof bounds all plans. Where
none of those listed keeps the rows, the others are listed first where they are not many, else those that take least of the rows
at the multipliers which show that the listed ones do not: until one keeps them, or these multipliers show it of all plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from calculator.domain.problem import MULTIPLIER_SCALE, Block, Group, Option, Problem, Runs, Solution
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.runs import Path, along, count, paths_through
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.certificate import ProofError, proves_infeasible
from calculator.stacking.solving.optimum.ruled_out import Found
from calculator.stacking.solving.optimum.solver import solved

#: Times that plans are listed; what another would still bring shows as a gap.
_ROUNDS = 60
#: So many plans of one block are listed at most to prove what whole steps reach.
_MOST_LISTED = 256
#: What a plan must be worth more to be listed: a thousandth of a cent.
_MORE = 1_000 * MULTIPLIER_SCALE


@dataclass(frozen=True, slots=True)
class Solved:
    """The problem with all plans that are listed, its solution, how it was found, and which plans were added per block."""

    problem: Problem
    solution: Solution
    rounds: Found | None
    added: Mapping[int, tuple[Path, ...]]


def solved_over_years(problem: Problem, *, ties: bool = True, time: SearchTime | None = None) -> Solved:
    """As ``solved``, over all plans of every block.

    ``infeasible`` is said only where no plan keeps the rows; where that is not found out, it is ``time_limit`` without weights.
    """
    time = SearchTime() if time is None else time
    added: dict[int, tuple[Path, ...]] = {}
    open_ = [b for b, block in enumerate(problem.blocks) if not all_listed(block)]
    solution, rounds = solved(problem, ties=ties, time=time)
    for _ in range(_ROUNDS if open_ else 0):
        found = _further(problem, solution, open_)
        if not found:
            break
        added |= {b: (*added.get(b, ()), *paths) for b, paths in found.items()}
        problem = _listing(problem, found)
        solution, rounds = solved(problem, ties=ties, time=time)
    if open_ and solution.status == "infeasible" and not _shown(problem, solution):
        solution = replace(solution, status="time_limit")
    return Solved(problem, solution, rounds, added)


def _further(problem: Problem, solution: Solution, open_: Sequence[int]) -> dict[int, tuple[Path, ...]]:
    """Plans to list beside those of a solution: all that may be better, or with which the rows may be kept after all."""
    if solution.status == "optimal":
        return _better(problem, solution, open_)
    if solution.status != "infeasible" or _shown(problem, solution):
        return {}
    few = {b: every for b in open_ if (every := _unlisted(problem.blocks[b]))}
    return few or _better(problem, solution, open_, gains=False)


def _shown(problem: Problem, solution: Solution) -> bool:
    """Whether the proof shows of all plans, listed or not, that none keeps the rows."""
    try:
        return proves_infeasible(problem, solution.proof)
    except ProofError:
        return False


def _unlisted(block: Block) -> tuple[Path, ...] | None:
    """All plans that are not listed; None where they are too many to list."""
    assert block.runs is not None
    every = tuple(islice(paths_through(block.runs.layers), _MOST_LISTED + 1))
    if len(every) > _MOST_LISTED:
        return None
    # Two plans may offer the same: each that is listed stands for one.
    listed, found = list(block.groups), list[Path]()
    for path in every:
        plan = along(block.runs, path)
        if plan in listed:
            listed.remove(plan)
        else:
            found.append(path)
    return tuple(found)


def with_every_plan(block: Block) -> Block | None:
    """The block with all its plans listed; None where they are too many to list."""
    if all_listed(block):
        return block
    paths = _unlisted(block)
    if paths is None:
        return None
    assert block.runs is not None
    return replace(block, groups=(*block.groups, *(along(block.runs, path) for path in paths)))


def all_listed(block: Block) -> bool:
    """Whether the groups of a block are all its plans."""
    return block.runs is None or count(block.runs.layers) == len(block.groups)


def with_all_listed(built: Built) -> Built | None:
    """What was built with all plans listed; None where they are listed already, or too many."""
    added: dict[int, tuple[Path, ...]] = {}
    for b, block in enumerate(built.problem.blocks):
        if not all_listed(block):
            every = _unlisted(block)
            if every is None:
                return None
            added[b] = every
    return listing(built, added) if added else None


def listing(built: Built, added: Mapping[int, tuple[Path, ...]]) -> Built:
    """What was built, with more plans listed."""
    if not added:
        return built
    meanings = list(built.meanings)
    for b, paths in added.items():
        draft = meanings[b].draft
        assert draft.course is not None
        groups = (*draft.groups, *(draft.course.group(path) for path in paths))
        meanings[b] = replace(meanings[b], draft=replace(draft, groups=groups, paths=(*draft.paths, *paths)))
    return replace(built, problem=_listing(built.problem, added), meanings=tuple(meanings))


def _listing(problem: Problem, found: Mapping[int, tuple[Path, ...]]) -> Problem:
    blocks = list(problem.blocks)
    for b, paths in found.items():
        runs = blocks[b].runs
        assert runs is not None
        blocks[b] = replace(blocks[b], groups=(*blocks[b].groups, *(along(runs, path) for path in paths)))
    return Problem(tuple(blocks), problem.rows, problem.constant)


def _better(
    problem: Problem, solution: Solution, open_: Sequence[int], *, gains: bool = True
) -> dict[int, tuple[Path, ...]]:
    """Per block the plans that some multipliers of the proof make worth more than all that are listed.

    Without gains: that take less of the rows, by multipliers which show that nothing that is listed keeps them.
    """
    found: dict[int, tuple[Path, ...]] = {}
    scale = MULTIPLIER_SCALE if gains else 0
    for b in open_:
        block, paths = problem.blocks[b], dict[Path, None]()
        assert block.runs is not None
        for prices in _prices(solution, b):
            worth, path = best_path(block.runs, prices, scale)
            listed = max([_of_group(group, prices, scale) for group in block.groups])
            if worth > listed + (_MORE if gains else 0):
                paths[path] = None
        if paths:
            found[b] = tuple(paths)
    return found


def _prices(solution: Solution, block: int) -> Iterator[Mapping[int, int]]:
    """Every multiplier vector under which the proof bounds the block."""
    home = next((p for p in solution.proof.partitions if block in p.blocks), None)
    if home is None or not home.multipliers:
        home = next((p for p in solution.proof.partitions if not p.blocks), None)
    if home is None:
        yield {}
        return
    for vector in home.multipliers:
        yield dict(vector)


def _worth(option: Option, prices: Mapping[int, int], scale: int) -> int:
    return option.gain * scale - sum([prices[row] * n for row, n in option.uses if row in prices])


def _of_group(group: Group, prices: Mapping[int, int], scale: int) -> int:
    return sum([max([_worth(o, prices, scale) for o in cell.options]) for cell in group.cells])


def best_path(runs: Runs, prices: Mapping[int, int], scale: int = MULTIPLIER_SCALE) -> tuple[int, Path]:
    """The plan that is worth most at these prices, and what it is worth (gains count ``scale`` times); of equals the first in
    written order.
    """
    of_cells = [max([_worth(o, prices, scale) for o in cell.options]) for cell in runs.cells]
    worth: list[int] = []
    came: list[list[int]] = []
    for number, layer in enumerate(runs.layers):
        now, back = list[int](), list[int]()
        for step in layer:
            before = max(step.before, key=worth.__getitem__) if number else 0
            back.append(before)
            now.append((worth[before] if number else 0) + sum([of_cells[cell] for cell in step.cells]))
        worth = now
        came.append(back)
    at = max(range(len(worth)), key=worth.__getitem__)
    best, path = worth[at], [at]
    for back in reversed(came[1:]):
        path.append(back[path[-1]])
    return best, tuple(reversed(path))
