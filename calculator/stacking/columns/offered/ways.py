"""The choices of one decision on land that none other beats, per unit of its piece, from the ordinary engine's own draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from math import lcm, prod
from operator import le

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.stacking.law.counting import binding
from calculator.stacking.law.windows import versions
from calculator.stacking.problem.draft import DraftOption, Members
from calculator.stacking.problem.drafts import Drafting
from calculator.stacking.problem.ground import Decision
from calculator.stacking.problem.plans import TooManyPlansError
from calculator.stacking.problem.regime import Regime
from calculator.stacking.problem.rows import Placement
from calculator.stacking.problem.runs import count
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.weights import Weight

#: More choices than this in one decision are not kept; more than so many are not looked through for those that none beats.
MOST_WAYS, _MOST_CHOICES = 256, 1_024

#: A scheme, a year and a goal, or no goal for the value.
Score = tuple[str, int, str]
#: What a claim may weigh in on some farm.
_Slot = tuple[str, str, int, str]
#: Numerator and denominator.
_Ratio = tuple[int, int]

_SCORE, _WINDOW, _MOST, _CAP = "score", "window", "most", "cap"


@dataclass(frozen=True, slots=True)
class Way:
    """One choice: a plan with a stack in each of its cells. ``gain`` in micro-cents over the years.

    ``takes`` is what it takes from whatever may run out or be filled on a farm.
    """

    stacks: tuple[Stack, ...]
    gain: Fraction
    takes: Mapping[_Slot, Fraction]

    @property
    def scores(self) -> dict[Score, Fraction]:
        """Points per goal and value, in millionths."""
        return {slot[1:]: -amount for slot, amount in self.takes.items() if slot[0] == _SCORE}


@dataclass(frozen=True, slots=True)
class Weighing:
    """What claims may weigh in, under one rulebook; ``premiums`` are the schemes with a class premium."""

    rulebook: Rulebook
    on: date
    premiums: frozenset[str]

    def windowed(self, claim: Claim) -> tuple[str, ...]:
        """The limits over years that count the claim."""
        return tuple(dict.fromkeys(x.id for x in binding(self.rulebook, versions(self.rulebook), claim)))

    def capped(self, claim: Claim) -> Iterator[Limit]:
        """The caps on euros and on quantities that count the claim."""
        limits = self.rulebook.limits_on(same_day_in(claim.year, self.on))
        for limit in binding(self.rulebook, limits, claim):
            if limit.kind in (LimitKind.AMOUNT_CAP, LimitKind.QUANTITY_CAP):
                yield limit

    def of(self, claim: Claim) -> Iterator[tuple[_Slot, Weight]]:
        """Everything that the claim may weigh in, and how heavily."""
        terms, year = claim.terms, claim.year
        if terms.scheme in self.premiums:
            for goal in terms.points:
                yield (_SCORE, terms.scheme, year, goal), Weight("points", goal)
            if terms.value:
                yield (_SCORE, terms.scheme, year, ""), Weight("value")
        for name in self.windowed(claim):
            yield (_WINDOW, name, year, ""), Weight("money", factor=Fraction(MICRO))
        if terms.max_quantity is not None:
            yield (_MOST, terms.ref, year, ""), Weight("quantity")
        for limit in self.capped(claim):
            money = Weight("money", factor=Fraction(MICRO))
            yield (
                (_CAP, limit.id, year, ""),
                money if limit.kind is LimitKind.AMOUNT_CAP else Weight("quantity"),
            )


def ways(
    decision: Decision,
    rules: Mapping[int, Regime],
    weighing: Weighing,
    wanted: frozenset[int] = frozenset(),
    *,
    anew: bool = False,
    reading: str = "expected",
) -> list[Way]:
    """The choices that none beats, in written order; raises TooManyPlansError and TooManyStacksError.

    ``wanted`` are claims (by identity) that must be taken: then only of choices that hold them. With ``anew`` contracts may begin
    in any year, and end after a term.
    """
    claims = tuple(c for members in decision.claims.values() for c in members)
    slots: dict[_Slot, int] = {}
    weighed = [tuple(weighing.of(c)) for c in claims]
    numbered = tuple(tuple(slots.setdefault(key, len(slots)) for key, _ in each) for each in weighed)
    placed = tuple(Placement((), tuple(weight for _, weight in each)) for each in weighed)
    must = frozenset(at for at, c in enumerate(claims) if id(c) in wanted)
    members = Members(claims, placed, numbered, False)
    draft = Drafting(decision, members, rules, reading, must, {}, anew, _MOST_CHOICES).run()
    if draft.course is not None and count(draft.course.layers) > len(draft.groups):
        raise TooManyPlansError.of(decision)
    if sum(prod(len(cell) for cell in group) for group in draft.groups) > _MOST_CHOICES:
        raise TooManyPlansError.of(decision)
    names = {slot: key for key, slot in slots.items()}
    found = _unbeaten([_way(options, claims, names) for group in draft.groups for options in product(*group)])
    if len(found) > MOST_WAYS:
        raise TooManyPlansError.of(decision)
    return found


def _way(options: Sequence[DraftOption], claims: tuple[Claim, ...], names: Mapping[int, _Slot]) -> Way:
    gain, takes = (0, 1), dict[int, _Ratio]()
    for option in options:
        gain = _plus(gain, option.gain)
        for slot, top, bottom in option.uses:
            takes[slot] = _plus(takes.get(slot, (0, 1)), (top, bottom))
    stacks = tuple(option.model.of(tuple(claims[at] for at in option.picks)) for option in options)
    return Way(stacks, Fraction(*gain), {names[slot]: Fraction(*much) for slot, much in takes.items()})


def _plus(one: _Ratio, other: _Ratio) -> _Ratio:
    """The sum of two ratios, brought to lowest terms once all is added."""
    if one[1] == other[1]:
        return one[0] + other[0], one[1]
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]


def _unbeaten(found: Sequence[Way]) -> list[Way]:
    """Without those that another beats: no less money, no more of anything; of equals the first stays."""
    if len(found) == 1:
        return list(found)
    slots, zero = list(dict.fromkeys(slot for way in found for slot in way.takes)), Fraction(0)
    # Compared as whole numbers over one denominator.
    under = lcm(*(much.denominator for way in found for much in way.takes.values()))
    each = {
        id(way): [
            much.numerator * (under // much.denominator) for much in (way.takes.get(s, zero) for s in slots)
        ]
        for way in found
    }
    kept: list[Way] = []
    # Those that are kept bring no less money than the next.
    for way in sorted(found, key=lambda w: -w.gain):
        mine = each[id(way)]
        if not any(all(map(le, each[id(other)], mine)) for other in kept):
            kept = [o for o in kept if o.gain > way.gain or not all(map(le, mine, each[id(o)]))]
            kept.append(way)
    return kept
