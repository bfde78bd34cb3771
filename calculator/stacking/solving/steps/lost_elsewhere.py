"""Points and value that activities lose to payments elsewhere on the parcel or the farm, as the rows of the problem count them.

A deduction of points costs nothing where no class rests on it, so what the answer deducts may be more than its rows ask. Here
it is the least that they ask, of what is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from calculator.stacking.problem.built import Built
from calculator.stacking.problem.joining.couplings import Extra, Key
from calculator.stacking.problem.weights import FINE
from calculator.stacking.solving.steps.settlement import Share

_ZERO = Fraction(0)
#: Rows that a class premium takes from, and activities fill.
FILLED = ("points", "value")

#: Points by goal, and value under None, of the activities of a scheme in a year.
Lost = dict[tuple[str, int], dict[str | None, Fraction]]


def lost_elsewhere(built: Built, shares: Sequence[Share]) -> Lost:
    """What is lost in all, by scheme and year: of two that are held against each other what the answer has lose."""
    extras = built.rows.across.joined.extras
    deductions = {_own(x): x for x in extras if not x.whole}
    if not any(_fills(x) for x in deductions.values()):
        return {}
    answered = {built.problem.blocks[s.block].id: s.group for s in shares if s.block >= len(built.meanings)}
    totals, lost = _claimed(built, shares), Lost()
    for choice in (x for x in extras if x.whole):
        ((_, eased),) = choice.groups[answered[choice.id]]
        for key in dict.fromkeys(key for ((_, uses),) in choice.groups for key, _ in uses):
            if key in deductions:
                asked = totals.get(key, _ZERO) + dict(eased).get(key, 0)
                _deduct(deductions[key], key, asked, totals, lost)
    return lost


def _claimed(built: Built, shares: Sequence[Share]) -> dict[Key, Fraction]:
    """What claims take of every row, by its name."""
    totals: dict[Key, Fraction] = {}
    for s in shares:
        if s.block < len(built.meanings):
            cell = built.problem.blocks[s.block].groups[s.group].cells[s.cell]
            for row, use in cell.options[s.option].uses:
                key = built.rows.meaning[row]
                totals[key] = totals.get(key, _ZERO) + use * s.share
    return totals


def _deduct(extra: Extra, key: Key, asked: Fraction, totals: dict[Key, Fraction], lost: Lost) -> None:
    """Take what a row asks, and note what premiums lose by it; later rows ask of what is left."""
    uses = _uses(extra)
    level = min(Fraction(1), max(_ZERO, asked) / -uses[key])
    for other, use in uses.items():
        totals[other] = totals.get(other, _ZERO) + use * level
        if other[0] in FILLED:
            _, scheme, year, *goal = other
            mine = lost.setdefault((str(scheme), int(str(year))), {})
            name = str(goal[0]) if goal else None
            mine[name] = mine.get(name, _ZERO) + use * level / FINE


def _uses(extra: Extra) -> dict[Key, int]:
    """What a deduction takes where it is made in full."""
    ((_, (_, uses)),) = extra.groups
    return dict(uses)


def _own(extra: Extra) -> Key:
    """The row that a deduction is for: the first that it gives back to."""
    return next(iter(_uses(extra)))


def _fills(extra: Extra) -> bool:
    return any(key[0] in FILLED for key in _uses(extra))
