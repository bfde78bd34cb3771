"""A later year in which nothing is paid on land: told from a solved year that has its claims, and others beside them.

After a legal basis ends what was paid on land goes, and what the total holds keeps more off its ground. What stands is paid for
the farm: premiums, and the class that activities score for. Then nothing need be solved. A class that asks more of one row than
all that stands can give, is in no answer. Of what is left no answer pays more than each decision for the farm by itself; where
each has one choice that pays most, no other answer pays as much. So these are the answer if land scores enough for them in *some*
way. One is looked at: everywhere what helps most in the rows that fall short, exchanged while a row is broken.
Where that does not mend it the year is solved.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from calculator.domain.award import Line
from calculator.domain.problem import Block, Cell, Option
from calculator.stacking.problem.assembly import block_without
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.proof.worth import group_leasts
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps import lines
from calculator.stacking.solving.steps.settlement import WHOLE, Share

#: Integers for the whole of what a row falls short by.
_FINE = 1_000_000_000
#: Exchanges that are looked at; where more are asked the year is solved.
_MOST_TRIED = 2_000_000


def paid_without(first: Outcome, standing: Container[int]) -> Sequence[Line] | None:
    """The lines of a later year on the claims of the solved one (by identity) for which one stands there.

    None where something may be paid on land, or these may not be the whole answer. Every row of the solved problem binds that
    year alone, and each of its blocks is a decision.
    """
    built = first.built
    stands = _that_stands(built, standing)
    if stands is None or any(key[0] == "amount_cap" for key in built.rows.meaning):
        return None
    paid, scoring, bounds = stands
    leasts = {at: _leasts(block) for at, block in paid.items()}
    room = list(bounds)
    for of in (*leasts.values(), *map(_leasts, scoring)):
        _take(room, of.items())
    taken: dict[int, Option] = {}
    shares = list[Share]()
    for at, block in paid.items():
        most = _most_paid(block, leasts[at], room)
        if most is None:
            return None
        taken[at] = block.groups[most].cells[0].options[0]
        shares.append(Share(at, most, 0, 0, WHOLE))
    if not _scored(bounds, taken.values(), scoring):
        return None
    return lines.lines(built, tuple(shares), lines.taken(built, shares))


def _that_stands(
    built: Built, standing: Container[int]
) -> tuple[dict[int, Block], list[Block], list[int]] | None:
    """The decisions for the farm that pay, by their place, and of what is left of all others those with a choice; last what rows
    have beside those without. None where others may pay.
    """
    paid: dict[int, Block] = {}
    scoring: list[Block] = []
    bounds = [row.bound for row in built.problem.rows]
    for at, (block, decision) in enumerate(zip(built.problem.blocks, built.decisions, strict=True)):
        (claims,) = decision.claims.values()
        left = tuple([place for place, claim in enumerate(claims) if id(claim) in standing])
        if any(claims[place].terms.rate.reading(built.site.reading) for place in left):
            if len(left) < len(claims) or not _for_the_farm(block, decision):
                return None
            paid[at] = block
        elif left:
            # A decision of one year lists every plan that it has, also where contracts are held after it.
            rest = block if len(left) == len(claims) else _left(built, at, left)
            if rest is None:
                return None
            if len(rest.groups) == 1 and all(len(cell.options) == 1 for cell in rest.groups[0].cells):
                for cell in rest.groups[0].cells:
                    _take(bounds, cell.options[0].uses)
            else:
                scoring.append(rest)
    return paid, scoring, bounds


def _for_the_farm(block: Block, decision: Decision) -> bool:
    """Whether it is a decision for the farm, which is whole, of which every choice is one option."""
    one = all(len(group.cells) == 1 and len(group.cells[0].options) == 1 for group in block.groups)
    return one and decision.id.startswith("farm:")


def paid_by_gain(built: Built) -> bool:
    """Whether all that pays in a year is one decision for the farm of which no two choices gain the same: then what is gained
    says what is paid, whatever names choose among equals on land.
    """
    years: set[int] = set()
    for block, decision in zip(built.problem.blocks, built.decisions, strict=False):
        rates = {
            y for y, of in decision.claims.items() for c in of if c.terms.rate.reading(built.site.reading)
        }
        if rates:
            gains = [cell.options[0].gain for group in block.groups for cell in group.cells]
            if not _for_the_farm(block, decision) or len(set(gains)) < len(gains) or rates & years:
                return False
            years |= rates
    return len(built.problem.blocks) == len(built.decisions)


def _left(built: Built, home: int, left: tuple[int, ...]) -> Block | None:
    """What may be chosen with what is left of a decision; None under a rule for whole parcels.

    What such a rule joins may fall apart once a payment is gone. A plan over years is one here as in the year solved by
    itself: a year into which one goes on is not told from another (``repeating``).
    """
    return None if built.decisions[home].switches else block_without(built, home, left)


def _leasts(block: Block) -> Mapping[int, int]:
    """The least that a block takes of every row that it names."""
    of = [group_leasts(block, place) for place in range(len(block.groups))]
    if len(of) == 1:
        return of[0]
    return {row: min([each.get(row, 0) for each in of]) for row in {row for each in of for row in each}}


def _most_paid(block: Block, least: Mapping[int, int], room: Sequence[int]) -> int | None:
    """The one group of a decision for the farm that gains most of those that fit where all others take the least; None where
    it may be another.

    ``room`` is what is left where this block takes its ``least`` too.
    """
    options = [group.cells[0].options[0] for group in block.groups]
    fits = [
        at
        for at, option in enumerate(options)
        if all(use <= room[row] + least[row] for row, use in option.uses)
    ]
    top = max([options[at].gain for at in fits], default=0)
    most = [at for at in fits if options[at].gain == top]
    return most[0] if len(most) == 1 else None


def _scored(bounds: Sequence[int], taken: Iterable[Option], scoring: Sequence[Block]) -> bool:
    """Whether every row is kept where each block takes what helps most in those that fall short of what is ``taken``."""
    room = list(bounds)
    for option in taken:
        _take(room, option.uses)
    short = {row: _FINE // -each + 1 for row, each in enumerate(room) if each < 0}
    chosen: list[tuple[Cell, Option]] = []
    for block in scoring:
        plans = [[_helping(cell, short) for cell in group.cells] for group in block.groups]
        helps = [_helped(plan) for plan in plans]
        at = helps.index(max(helps))
        options = [option for _, option in plans[at]]
        chosen += zip(block.groups[at].cells, options, strict=True)
        for option in options:
            _take(room, option.uses)
    return _mended(room, chosen, short)


def _mended(room: list[int], taken: list[tuple[Cell, Option]], short: Mapping[int, int]) -> bool:
    """Whether every row is kept once options are exchanged, one by one, as long as the rows come nearer to being kept.

    Not known after so many exchanges that were looked at: then it is not told so either.
    """
    missing, left = _missing(room, short), _MOST_TRIED
    while missing:
        best: tuple[int, int, Option] | None = None
        for at, (cell, option) in enumerate(taken):
            for other in cell.options:
                if other is not option:
                    more = _farther(room, option, other, short)
                    if more < (best[0] if best is not None else 0):
                        best = more, at, other
            left -= len(cell.options)
        if best is None or left < 0:
            return False
        more, at, other = best
        _take(room, other.uses)
        _take(room, [(row, -use) for row, use in taken[at][1].uses])
        missing, taken[at] = missing + more, (taken[at][0], other)
    return True


def _farther(room: Sequence[int], option: Option, other: Option, short: Mapping[int, int]) -> int:
    """How much farther the rows are from being kept with the other in the place of an option."""
    moved = dict(other.uses)
    for row, use in option.uses:
        moved[row] = moved.get(row, 0) - use
    found = 0
    for row, use in moved.items():
        before = room[row]
        if before < 0 or before < use:
            found += (min(before, 0) - min(before - use, 0)) * short.get(row, _FINE)
    return found


def _missing(room: Sequence[int], short: Mapping[int, int]) -> int:
    """How far rows are from being kept, each in parts of what it fell short by."""
    return sum([-each * short.get(row, _FINE) for row, each in enumerate(room) if each < 0])


def _helping(cell: Cell, short: Mapping[int, int]) -> tuple[int, Option]:
    """How much the option of a cell helps that helps most, and which that is."""
    helps = [-sum([short.get(row, 0) * use for row, use in option.uses]) for option in cell.options]
    most = max(helps)
    return most, cell.options[helps.index(most)]


def _helped(plan: Sequence[tuple[int, Option]]) -> int:
    return sum([helps for helps, _ in plan])


def _take(room: list[int], uses: Iterable[tuple[int, int]]) -> None:
    for row, use in uses:
        room[row] -= use
