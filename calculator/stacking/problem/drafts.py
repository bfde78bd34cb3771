"""A decision worked out per unit of its quantity, before it is known whose land it is.

What a block offers (its plans, their cells, the stacks in each, and what every stack gains and takes per unit) follows
from the terms of its claims, from the regime of each year, and from which rows the claims weigh in. So it is drafted once
and found again for every piece of the same type, on this farm and on the next; ``assembly`` then only multiplies with the
quantity. Farm-level decisions have amounts of their own and are remembered within one farm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import lcm, prod

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.domain.quickly import made_quickly
from calculator.stacking.law.pairs import selects
from calculator.stacking.problem.ground import Decision
from calculator.stacking.problem.plans import MOST_PLANS, Key, TooManyPlansError, key_of, plan_keys, plans
from calculator.stacking.problem.regime import Regime
from calculator.stacking.problem.rows import Placement
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.tables import joined, table
from calculator.stacking.problem.weights import Weight

#: A fraction as numerator and denominator, not always in lowest terms.
_Ratio = tuple[int, int]
_ZERO: _Ratio = (0, 1)


@made_quickly
@dataclass(frozen=True, slots=True)
class DraftOption:
    """One stack: gain in micro-cents and use of each slot, as numerator and denominator, per unit of the base quantity.

    ``fixed`` are uses that do not grow with the quantity. ``picks`` are the members that the stack takes.
    """

    gain: tuple[int, int]
    uses: tuple[tuple[int, int, int], ...]
    fixed: tuple[tuple[int, int], ...]
    picks: tuple[int, ...]
    model: Stack


DraftCell = tuple[DraftOption, ...]
#: An option with its rows: what it gains per unit (as a ratio), the member whose year says how often, what it takes per unit of
#: each row (as a ratio), and at once.
Cast = tuple[int, int, int | None, tuple[tuple[int, int, int], ...], tuple[tuple[int, int], ...]]
Mould = tuple[tuple[tuple[Cast, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """Groups of cells of options; no groups where nothing can be chosen. ``unknown``: an unpublished pair is among it.

    ``plain`` drafts are the same under every reading. ``moulds`` are the options with the rows of a problem in their slots
    (``assembly.py``), by these rows: never part of the value.
    """

    groups: tuple[tuple[DraftCell, ...], ...]
    unknown: bool
    plain: bool
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

    def size(self, at: int) -> _Ratio:
        """How many base units the member's quantity is."""
        return (1, 1) if self.even else self.claims[at].quantity.as_integer_ratio()


@dataclass(slots=True)
class Drafting:
    """Works out one decision. ``wanted`` are members that must be taken; ``unknown`` turns true when a pair is so."""

    decision: Decision
    members: Members
    rules: Mapping[int, Regime]
    reading: str
    wanted: frozenset[int]
    freed: Mapping[int, frozenset[str]]
    unknown: bool = False
    _place: dict[int, int] = field(default_factory=dict)
    _made: dict[tuple[int, ...], DraftCell] = field(default_factory=dict)
    _shares: dict[tuple[int, int, int, int], tuple[_Ratio, list[tuple[int, Weight, _Ratio]], Stack]] = field(
        default_factory=dict
    )

    def run(self) -> Draft:
        """The draft; raises TooManyPlansError."""
        self._place = {id(c): at for at, c in enumerate(self.members.claims)}
        decision, groups = self.decision, list[tuple[DraftCell, ...]]()
        keys = plan_keys(decision)
        possible, unknown = plans(decision, keys, self.rules, self.reading)
        self.unknown = unknown
        for plan in possible:
            cells = tuple(self._cells(frozenset(keys), plan))
            if not all(cells):
                continue
            cells = cells or ((DraftOption((0, 1), (), (), (), Stack((), (), (), ())),),)
            groups += self._whole(cells) if decision.whole and not decision.switches else [cells]
        plain = not self.unknown and all(c.terms.rate.is_exact for c in self.members.claims)
        return Draft(tuple(groups), self.unknown, plain)

    def _whole(self, cells: Sequence[DraftCell]) -> list[tuple[DraftCell, ...]]:
        """A group for every choice of one option in each cell: nothing of a farm's decision can be divided."""
        if prod(len(cell) for cell in cells) > MOST_PLANS:
            raise TooManyPlansError(self.decision.id)
        return [tuple((option,) for option in chosen) for chosen in product(*cells)]

    def _cells(self, switched: frozenset[Key], plan: frozenset[Key]) -> Iterator[DraftCell]:
        """The cells of one plan: per year, piece and part what may be chosen; an empty one where nothing may."""
        decision = self.decision
        for year, members in decision.claims.items():
            key = {id(c): key_of(c, decision) for c in members}
            if any(self._place[id(c)] in self.wanted and key[id(c)] in switched - plan for c in members):
                yield ()
                return
            on = [c for c in members if key[id(c)] not in switched or key[id(c)] in plan]
            away = [c for c in on if c.ref in decision.switches]
            for piece in sorted({c.piece for c in members}):
                here = tuple(c for c in on if c.piece == piece)
                elsewhere = tuple(c for c in away if c.piece != piece)
                must = {
                    self._place[id(c)]
                    for c in here
                    if ((k := key[id(c)]) is not None and k in plan and (k[0] or c.commitment is None))
                    or self._place[id(c)] in self.wanted
                }
                for part in joined(here, self.rules[year], farm=piece == "farm"):
                    yield self._cell(tuple(here[i] for i in part), elsewhere, must, year)

    def _cell(
        self, claims: tuple[Claim, ...], elsewhere: tuple[Claim, ...], must: set[int], year: int
    ) -> DraftCell:
        places = tuple(self._place[id(c)] for c in claims)
        key = (*places, -1, *(self._place[id(c)] for c in elsewhere))
        if key not in self._made:
            freed = self.freed.get(year, frozenset())
            found = table(
                claims, self.rules[year], self.reading, elsewhere, freed, farm=claims[0].piece == "farm"
            )
            self.unknown = self.unknown or found.unknown
            needed = must & set(places)
            options = [
                self._option(tuple(places[at] for at in entry.picks), entry.model)
                for entry in found.entries
                if needed <= {places[at] for at in entry.picks}
            ]
            self._made[key] = pareto(options)
        return self._made[key]

    def _option(self, picks: tuple[int, ...], model: Stack) -> DraftOption:
        gain: _Ratio = (0, 1)
        uses, fixed = dict[int, _Ratio](), dict[int, int]()
        for nth, at in enumerate(picks):
            paid, taken = self._taken(at, model, nth)
            gain = _sum(gain, paid)
            for slot, weight, amount in taken:
                if weight.unless and _beside(model.claims, nth, weight.unless):
                    continue
                if weight.fixed:
                    fixed[slot] = fixed.get(slot, 0) + weight.fixed
                else:
                    uses[slot] = _sum(uses[slot], amount) if slot in uses else amount
        return DraftOption(
            (gain[0] * MICRO, gain[1]),
            tuple([(slot, *amount) for slot, amount in sorted(uses.items()) if amount[0]]),
            tuple([(slot, amount) for slot, amount in sorted(fixed.items()) if amount]),
            picks,
            model,
        )

    def _taken(self, at: int, model: Stack, nth: int) -> tuple[_Ratio, list[tuple[int, Weight, _Ratio]]]:
        """What a member is paid in a stack and takes from its slots, in all; the same where it is paid and counts the same."""
        money, points, value = model.money[nth], model.points[nth], model.value[nth]
        key = (at, id(money), id(points), id(value))
        found = self._shares.get(key)
        if found is None:
            size, weights = self.members.size(at), self.members.placements[at].weights
            taken = [
                (slot, w, _ZERO if w.fixed else _times(w.per_unit(money, points, value), size))
                for slot, w in zip(self.members.slots[at], weights, strict=True)
            ]
            # The model is kept beside it, so that nothing else can come to bear the identity of what it holds.
            found = self._shares[key] = (_times(money, size), taken, model)
        return found[0], found[1]


def _times(share: Fraction, size: _Ratio) -> _Ratio:
    return share.numerator * size[0], share.denominator * size[1]


def _sum(one: _Ratio, other: _Ratio) -> _Ratio:
    """The sum of two ratios; not in lowest terms."""
    if not one[0]:
        return other
    if one[1] == other[1]:
        return one[0] + other[0], one[1]
    common = lcm(one[1], other[1])
    return one[0] * (common // one[1]) + other[0] * (common // other[1]), common


def _beside(claims: Sequence[Claim], nth: int, selector: str) -> bool:
    """Whether the stack holds another claim that the selector names."""
    return any(selects(selector, c.ref, c.scheme, c.groups) for place, c in enumerate(claims) if place != nth)


def pareto(options: Sequence[DraftOption]) -> DraftCell:
    """The options that no other beats on gain and every row; of equals the first (fullest) stays."""
    if len(options) < 2:
        return tuple(options)
    gains = _level([o.gain for o in options])
    uses: list[dict[int, int]] = [{} for _ in options]
    taken = [
        dict([*((s, (n, d)) for s, n, d in o.uses), *((s, (n, 1)) for s, n in o.fixed)]) for o in options
    ]
    for slot in {slot for each in taken for slot in each}:
        for at, amount in enumerate(_level([each.get(slot, (0, 1)) for each in taken])):
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
