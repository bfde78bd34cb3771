"""The turns of grants are looked at apart only where that is less than looking at them together."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from calculator.stacking.problem.decisions.plans import MOST_PLANS
from calculator.stacking.problem.drafts.turned_apart import FEW, too_many, turns_of
from calculator.stacking.problem.drafts.turned_apart import apart as cells_of
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.compatible import MOST_TURNS
from calculator.stacking.problem.weights import BEGUN, CONTINUED, EXTENDED

BOTH = (BEGUN, CONTINUED)
NOBODY = Stack((), (), (), ())


def apart(sets: Sequence[Sequence[int]], turned: int) -> bool:
    """Of grants that may stand in these sets, of which the first so many may begin or go on and the others only begin."""
    grants = sorted({at for of in sets for at in of})
    turns = {at: BOTH if at < turned else (BEGUN,) for at in grants}
    return too_many([(tuple(of), NOBODY) for of in sets], turns)


def chain(count: int) -> list[range]:
    """Grants that each rest on the one before."""
    return [range(n) for n in range(count + 1)]


def test_a_chain_of_grants_is_looked_at_apart_and_a_short_one_is_not() -> None:
    assert apart(chain(5), turned=5)
    assert not apart(chain(4), turned=4)


def test_grants_of_which_each_keeps_out_all_others_are_no_fewer_apart() -> None:
    some = [[n] for n in range(MOST_TURNS)]
    assert not apart(some, turned=MOST_TURNS)
    assert apart([[n] for n in range(MOST_PLANS)], turned=MOST_PLANS)


def test_a_long_chain_of_which_few_may_go_on_is_not_refused_for_its_length() -> None:
    assert not apart(chain(36), turned=1)


def singles(count: int) -> list[list[int]]:
    """Grants of which each keeps out all others."""
    return [[n] for n in range(count)]


def test_few_ways_are_looked_at_together_and_one_more_apart() -> None:
    assert FEW == 2**5
    assert not apart([range(5)], turned=5)
    assert apart([range(5), [5]], turned=5)


def test_some_grants_that_only_begin_do_not_keep_others_from_being_looked_at_apart() -> None:
    assert apart(chain(8), turned=6)


def test_grants_that_only_begin_have_no_turns_to_look_at_however_many_they_are() -> None:
    assert not apart(singles(MOST_PLANS + 1), turned=0)


def test_many_ways_are_looked_at_apart_from_the_first_that_is_too_many() -> None:
    assert not apart(singles(MOST_PLANS // 2), turned=MOST_PLANS)
    assert apart(singles(MOST_PLANS // 2 + 1), turned=MOST_PLANS)


def test_of_many_stacks_of_few_grants_turns_are_looked_at_together() -> None:
    twice = [*chain(6), *singles(5)]
    assert apart(twice, turned=6)
    assert not apart([*twice, [0]], turned=6)


def test_turns_that_are_as_many_apart_are_looked_at_together() -> None:
    assert not apart([[n, n + 1] for n in range(10)], turned=11)


def test_no_more_turns_stand_beside_each_other_than_a_programme_takes() -> None:
    threes = [range(n, n + 3) for n in range(MOST_TURNS // 6)]
    assert apart(threes, turned=MOST_TURNS)
    assert not apart([*threes, [0, 1, 2]], turned=MOST_TURNS)


def test_a_grant_takes_the_turn_of_its_plan_or_every_turn_of_its_own() -> None:
    placed = [SimpleNamespace(turns=()) for _ in range(3)] + [SimpleNamespace(turns=BOTH)]
    members = SimpleNamespace(placements=placed)
    found = turns_of(members, (0, 1, 2, 3), (frozenset({0}), frozenset({1})))  # type: ignore[arg-type]
    assert found == {0: (BEGUN,), 1: (EXTENDED,), 2: ("",), 3: BOTH}


def test_a_stack_has_a_cell_for_each_grant_with_an_option_for_each_of_its_turns() -> None:
    def made(picks: tuple[int, ...], _: Stack, turned: tuple[str, ...], only: int | None = None) -> object:
        return picks, turned, only

    picked = [((), NOBODY), ((4, 7), NOBODY)]
    found = cells_of(picked, {4: BOTH, 7: (BEGUN,)}, made)  # type: ignore[arg-type]
    assert found == [
        ((((), (), None),),),
        (
            (((4, 7), (BEGUN, BEGUN), 0), ((4, 7), (CONTINUED, CONTINUED), 0)),
            (((4, 7), (BEGUN, BEGUN), 1),),
        ),
    ]
