"""The turns of grants are looked at apart only where that is less than looking at them together."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.stacking.problem.plans import MOST_PLANS
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.turned_apart import MOST_APART, too_many
from calculator.stacking.problem.weights import BEGUN, CONTINUED

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
    some = [[n] for n in range(MOST_APART)]
    assert not apart(some, turned=MOST_APART)
    assert apart([[n] for n in range(MOST_PLANS)], turned=MOST_PLANS)


def test_a_long_chain_of_which_few_may_go_on_is_not_refused_for_its_length() -> None:
    assert not apart(chain(36), turned=1)
