"""What a decision offers per unit of its quantity: plans of cells of options, and the members that they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from calculator.domain.claim import Claim
from calculator.domain.problem import Step
from calculator.domain.quickly import made_quickly
from calculator.stacking.law.pairs import selects
from calculator.stacking.problem.decisions.plans import Key
from calculator.stacking.problem.decisions.runs import Chart, Path, cells_along
from calculator.stacking.problem.drafts.unbeaten import MANY, unbeaten
from calculator.stacking.problem.joining.rows import Placement
from calculator.stacking.problem.stacks import Stack

#: A fraction as numerator and denominator, not always in lowest terms.
Ratio = tuple[int, int]


@made_quickly
@dataclass(frozen=True, slots=True)
class DraftOption:
    """One stack: gain in micro-cents and use of each slot, as numerator and denominator, per unit of the base quantity.

    ``fixed`` are uses that do not grow with the quantity. ``picks`` are the members that the stack takes, ``turns`` how grants to
    the farm among them are on in the year, by member.
    """

    gain: tuple[int, int]
    uses: tuple[tuple[int, int, int], ...]
    fixed: tuple[tuple[int, int], ...]
    picks: tuple[int, ...]
    model: Stack
    turns: tuple[tuple[int, str], ...] = ()


DraftCell = tuple[DraftOption, ...]
#: An option with its rows: what it gains per unit (as a ratio), the member whose year says how often, its rows, what it takes of
#: each per unit (less than nothing, in parts of a whole), how many parts a whole is, and what it takes at once.
Cast = tuple[int, int, int | None, tuple[int, ...], tuple[int, ...], int, tuple[tuple[int, int], ...]]
Mould = tuple[tuple[tuple[Cast, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Course:
    """Every plan over the years of a decision with new contracts: ``cells`` by number, and the chart of their steps.

    ``keyed`` are, per member, the key that switches it.
    """

    cells: tuple[DraftCell, ...]
    chart: Chart
    keyed: tuple[Key | None, ...]

    def group(self, path: Path) -> tuple[DraftCell, ...]:
        """The cells of one plan."""
        return tuple([self.cells[at] for at in cells_along(self.chart.layers, path)])

    @property
    def layers(self) -> tuple[tuple[Step, ...], ...]:
        """The steps per year."""
        return self.chart.layers


@dataclass(frozen=True, slots=True)
class Draft:
    """Groups of cells of options; no groups where nothing can be chosen. ``unknown``: an unpublished pair is among it.

    ``plain`` drafts are the same under every reading. With a ``course`` the groups are the plans along these ``paths``, and there
    may be more. ``moulds`` are the options with the rows of a problem in their slots (``assembly.py``), by these rows: never part
    of the value.
    """

    groups: tuple[tuple[DraftCell, ...], ...]
    unknown: bool
    plain: bool
    course: Course | None = None
    paths: tuple[Path, ...] = ()
    moulds: dict[tuple[int, ...], Mould] = field(init=False, default_factory=dict, compare=False, repr=False)


@made_quickly
@dataclass(frozen=True, slots=True)
class Members:
    """The claims of a decision in written order with what they weigh in.

    ``slots`` are, per member, the numbers of its rows among the rows of the whole decision. Where the quantities of all
    members are the same, and it is land, they are ``even`` and the draft is per unit; else quantities are part of the draft.
    """

    claims: tuple[Claim, ...]
    placements: tuple[Placement, ...]
    slots: tuple[tuple[int, ...], ...]
    even: bool

    def size(self, at: int) -> Ratio:
        """How many base units the member's quantity is."""
        return (1, 1) if self.even else self.claims[at].quantity.as_integer_ratio()


def pareto(options: Sequence[DraftOption], most: int | None = None) -> DraftCell:
    """The options that no other beats on gain and every row; of equals the first (fullest) stays.

    Where these are more than ``most``, so many and one.
    """
    if len(options) < 2:
        return tuple(options)
    gains = _level([o.gain for o in options])
    taken = [
        dict([*((s, (n, d)) for s, n, d in o.uses), *((s, (n, 1)) for s, n in o.fixed)]) for o in options
    ]
    slots = {slot for each in taken for slot in each}
    columns = {slot: _level([each.get(slot, (0, 1)) for each in taken]) for slot in slots}
    if len(options) >= MANY:
        return tuple([options[i] for i in unbeaten(gains, list(columns.values()), most)])
    uses: list[dict[int, int]] = [{} for _ in options]
    for slot, amounts in columns.items():
        for at, amount in enumerate(amounts):
            uses[at][slot] = amount
    kept: list[int] = []
    for i in sorted(range(len(options)), key=lambda i: (-gains[i], i)):
        if not any(_no_heavier(uses[j], uses[i]) for j in kept):
            kept = [j for j in kept if gains[j] > gains[i] or not _no_heavier(uses[i], uses[j])]
            kept.append(i)
    return tuple([options[i] for i in sorted(kept)])


def _level(shares: Sequence[tuple[int, int]]) -> list[int]:
    """Numerators over one denominator, so that exact numbers compare as whole ones."""
    common = lcm(*(d for _, d in shares))
    return [n * (common // d) for n, d in shares]


def _no_heavier(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    """Whether the one takes at most what the other takes, of every row."""
    return all(amount <= other[slot] for slot, amount in one.items())


def times(share: Fraction, size: Ratio) -> Ratio:
    """A share of a size; not in lowest terms."""
    return share.numerator * size[0], share.denominator * size[1]


def added(one: Ratio, other: Ratio) -> Ratio:
    """The sum of two ratios; not in lowest terms."""
    if not one[0]:
        return other
    if one[1] == other[1]:
        return one[0] + other[0], one[1]
    common = lcm(one[1], other[1])
    return one[0] * (common // one[1]) + other[0] * (common // other[1]), common


def beside(claims: Sequence[Claim], nth: int, selector: str) -> bool:
    """Whether the stack holds another claim that the selector names."""
    return any(selects(selector, c.ref, c.scheme, c.groups) for place, c in enumerate(claims) if place != nth)
