"""A partition checked again with fewer choices says the same as one checked anew, and never less than is possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from calculator.domain.problem import Block, Part, Partition, Problem, Row, Split
from calculator.stacking.proof.partition_check import PartitionCheck
from calculator.stacking.proof.recount import ProofError
from calculator.stacking.solving.optimum.solver import solve
from tests.stacking.farm_problems import by_scip, divisible, random_problem, whole

#: The oracle works in doubles, in micro-cents.
NEAR = 1_000


def check(problem: Problem, partition: Partition) -> PartitionCheck:
    touching: dict[int, list[int]] = {}
    for index, block in enumerate(problem.blocks):
        uses = {row for g in block.groups for c in g.cells for o in c.options for row, _ in o.uses}
        for row in uses:
            touching.setdefault(row, []).append(index)
    return PartitionCheck(problem, partition, touching)


def partitions(count: int) -> Iterator[tuple[Problem, Partition]]:
    """Of drawn problems that are proven by multipliers; every second one is of whole choices alone."""
    found, seed = 0, 0
    while found < count:
        problem = random_problem(seed, all_whole=seed % 2 == 0)
        for partition in solve(problem).proof.partitions:
            if partition.solver_bound is None:
                found += 1
                yield problem, partition
        seed += 1


def divided(partition: Partition) -> set[int]:
    """The blocks that a part divides or counts out."""
    counted = {block for node in partition.nodes if isinstance(node, Part) for block in node.order}
    return counted | {node.block for node in partition.nodes if isinstance(node, Split)}


def without_the_first_choice(problem: Problem, partition: Partition) -> dict[int, Block]:
    """The first blocks that no part divides, each without its first choice."""
    free = [index for index in partition.blocks if index not in divided(partition)]
    return {
        index: replace(problem.blocks[index], groups=problem.blocks[index].groups[1:]) for index in free[:2]
    }


def changed(problem: Problem, blocks: dict[int, Block]) -> Problem:
    return replace(problem, blocks=tuple(blocks.get(i, b) for i, b in enumerate(problem.blocks)))


def test_the_bound_with_fewer_choices_is_that_of_the_partition_checked_anew() -> None:
    asked = 0
    for problem, partition in partitions(150):
        blocks = without_the_first_choice(problem, partition)
        anew = check(changed(problem, blocks), partition)
        known = check(problem, partition)
        known.bound()
        asked += len(blocks)
        assert known.with_fewer(blocks) == known.of(blocks).bound() == anew.bound()
        assert sorted(known.parts_with_fewer(blocks), key=repr) == sorted(anew.parts(), key=repr)
    assert asked > 100


def test_no_part_with_fewer_choices_is_bounded_below_what_is_possible_in_it() -> None:
    for problem, partition in partitions(80):
        if sorted(partition.blocks) != [*range(len(problem.blocks))]:
            continue
        blocks = without_the_first_choice(problem, partition)
        fewer = changed(problem, blocks)
        most = by_scip(fewer)
        parts = check(problem, partition).parts_with_fewer(blocks)
        assert most is None or max(bound for _, bound in parts) + problem.constant >= most - NEAR


def test_blocks_of_another_partition_change_no_part() -> None:
    for problem, partition in partitions(40):
        others = [index for index in range(len(problem.blocks)) if index not in partition.blocks]
        blocks = {
            index: replace(problem.blocks[index], groups=problem.blocks[index].groups[:1]) for index in others
        }
        known = check(problem, partition)
        assert known.parts_with_fewer(blocks) == known.parts()


def odd_cycle() -> Problem:
    """Five actions of which each excludes the next: proven by dividing their choices."""
    blocks = [whole(f"action {i}", (0, {}), (100, {i: 10, (i + 1) % 5: 10})) for i in range(5)]
    rows = tuple(Row(f"pair {i}", 10) for i in range(5))
    return Problem((*blocks, divisible("land", (0, {}), (1, {0: 1}))), rows)


def test_a_choice_that_a_part_divides_cannot_be_left_fewer() -> None:
    """Its parts name choices by their number: of fewer they would name others."""
    problem = odd_cycle()
    (partition,) = solve(problem).proof.partitions
    splits = [node for node in partition.nodes if isinstance(node, Split)]
    assert splits, "nothing is divided, so that this says nothing"
    block = splits[0].block
    with pytest.raises(ProofError):
        check(problem, partition).with_fewer(
            {block: replace(problem.blocks[block], groups=problem.blocks[block].groups[:1])}
        )
