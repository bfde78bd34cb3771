"""Value on whole parcels that an answer leaves unclaimed, though nothing there takes it: no class needs it, but it is told."""

from __future__ import annotations

from fractions import Fraction

from calculator.stacking.problem.built import Built
from calculator.stacking.problem.joining.whole_parcels import TAKEN
from calculator.stacking.problem.weights import KEPT
from calculator.stacking.solving.steps.settlement import WHOLE, Share

#: The group of a choice about a parcel under which all value is kept.
_KEPT = 1


def with_value_kept(built: Built, shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The shares, with the value of activities wherever nothing on their parcel takes it; they gain as much."""
    taken = {
        row: Fraction(0) for row, meaning in enumerate(built.rows.meaning) if meaning[0] in (KEPT, TAKEN)
    }
    if not taken:
        return shares
    for s in shares:
        for row, use in built.problem.blocks[s.block].groups[s.group].cells[s.cell].options[s.option].uses:
            if row in taken and s.block < len(built.meanings):
                taken[row] += use * s.share
    free, turned = set[int](), set[int]()
    for s in shares:
        eased = _eased(built, s.block) if s.block >= len(built.meanings) else None
        if eased is None:
            continue
        lost, kept = eased
        if s.group == _KEPT or not any(taken[row] for row in lost):
            free.update(kept)
            turned.add(s.block)
    if not free:
        return shares
    parts: dict[tuple[int, int, int, int], Fraction] = {}
    for s in shares:
        group, option = (_KEPT, s.option) if s.block in turned else (s.group, _keeping(built, s, free))
        at = s.block, group, s.cell, option
        parts[at] = parts.get(at, Fraction(0)) + s.share
    return tuple([Share(*at, WHOLE if share == 1 else share) for at, share in parts.items()])


def _eased(built: Built, block: int) -> list[list[int]] | None:
    """The rows that each group of a choice about a parcel eases; None of any other block."""
    groups = built.problem.blocks[block].groups
    eased = [[row for row, _ in group.cells[0].options[0].uses] for group in groups]
    about = eased[0] and built.rows.meaning[eased[0][0]][0] == TAKEN
    return eased if about else None


def _keeping(built: Built, share: Share, free: set[int]) -> int:
    """The option of the same claims that has most value, where the rows of that are free."""
    if share.block >= len(built.meanings):
        return share.option
    options = built.problem.blocks[share.block].groups[share.group].cells[share.cell].options
    drafted = built.meanings[share.block].draft.groups[share.group][share.cell]
    mine, held = drafted[share.option], free.union(row for row, _ in options[share.option].uses)
    alike = [
        at
        for at, other in enumerate(drafted)
        if (other.picks, other.turns) == (mine.picks, mine.turns)
        and all(row in held for row, _ in options[at].uses if built.rows.meaning[row][0] == KEPT)
    ]
    return max(alike, key=lambda at: (sum(drafted[at].model.value), at == share.option))
