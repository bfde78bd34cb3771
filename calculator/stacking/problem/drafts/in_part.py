"""What a cap on quantities leaves of payments for the farm: claimed whole, and paid for as much as the cap has room for.

A decision of the farm is taken or left. But a holder of more animals than a payer pays for is paid for the most that it pays.
So where a choice holds such a payment each of its payments is a cell of its own, and that of the payment is divided over being
paid and not being paid: what it excludes it excludes in both.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from math import lcm

from calculator.domain.claim import Claim
from calculator.domain.quantity import GRAIN
from calculator.stacking.problem.drafts.draft import Draft, DraftCell, DraftOption, Members, pareto
from calculator.stacking.problem.drafts.turned_apart import Making
from calculator.stacking.problem.stacks import Stack

_NOTHING = Stack((), (), (), ())


def unbeaten(
    options: Sequence[DraftOption], members: Members, wanted: Set[int], most: int | None
) -> DraftCell:
    """As ``pareto``, but of the farm (``most``) what a cap may divide is never dropped: another that pays as much as a whole
    may pay less where the cap cuts it.
    """
    if most is None:
        return pareto(options)
    divided = {id(o) for o in options if any(_capped(at, members, wanted) for at in o.picks)}
    kept = {id(o) for o in pareto([o for o in options if id(o) not in divided], most)}
    return tuple([o for o in options if id(o) in divided or id(o) in kept])


def in_part(
    cell: DraftCell, apart: Sequence[tuple[DraftCell, ...]], members: Members, wanted: Set[int], made: Making
) -> list[tuple[DraftCell, ...]]:
    """Per choice of a cell for the farm (or of those of its members ``apart``) the cells that it is divided over.

    That is one, or one for each of its members where a cap on quantities counts some of them. What is ``wanted`` is paid in full.
    """
    if apart:
        return [tuple([_with_turns(each, members, wanted) for each in way]) for way in apart]
    return [_by_member(option, members, wanted, made) for option in cell]


def _by_member(
    option: DraftOption, members: Members, wanted: Set[int], made: Making
) -> tuple[DraftCell, ...]:
    picks, turns = option.picks, dict(option.turns)
    if not any(_capped(at, members, wanted) for at in picks):
        return ((option,),)
    turned = tuple([turns.get(at, "") for at in picks])
    alone = [made(picks, option.model, turned, nth) for nth in range(len(picks))]
    return tuple([_beside_unpaid((each,), members, wanted) for each in alone])


def _with_turns(cell: DraftCell, members: Members, wanted: Set[int]) -> DraftCell:
    """A cell that holds the turns of a grant is never divided: a part of one turn would stand beside a part of another."""
    option, *others = cell
    return cell if others or option.turns else _beside_unpaid(cell, members, wanted)


def _beside_unpaid(cell: DraftCell, members: Members, wanted: Set[int]) -> DraftCell:
    """The options of one member, and beside it that it is claimed and not paid where a cap on quantities may cut it."""
    (option,) = cell
    if not any(_capped(at, members, wanted) for at in option.picks):
        return cell
    (at,) = option.picks
    weights = zip(members.slots[at], members.placements[at].weights, strict=True)
    by_amount = {slot for slot, w in weights if w.kind in ("money", "quantity") and not w.whole}
    uses = tuple([use for use in option.uses if use[0] not in by_amount])
    return option, DraftOption((0, 1), uses, option.fixed, (), _NOTHING, option.turns)


def steps(draft: Draft, claims: Sequence[Claim]) -> int:
    """In how many equal steps a decision of the farm may be divided: one, but for what is paid in part."""
    paid = {
        cell[0].picks[0]
        for group in draft.groups
        for cell in group
        if len(cell) > 1 and not all(option.picks for option in cell)
    }
    return lcm(*(int(claims[at].quantity / GRAIN[claims[at].unit]) or 1 for at in paid))


def _capped(at: int, members: Members, wanted: Set[int]) -> bool:
    return at not in wanted and any(weight.kind == "quantity" for weight in members.placements[at].weights)
