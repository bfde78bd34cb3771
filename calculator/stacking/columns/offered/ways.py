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
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.decisions.runs import count
from calculator.stacking.problem.drafts import Drafting
from calculator.stacking.problem.drafts.draft import DraftOption, Members
from calculator.stacking.problem.joining.rows import Placement
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.problem.weights import Weight

#: More choices than this in one decision are not kept; more than so many are not looked through for those that none beats.
MOST_WAYS, _MOST_CHOICES = 256, 1_024

#: A scheme, a year and a goal, or no goal for the value.
Score = tuple[str, int, str]
#: What a claim may weigh in on some farm.
_Slot = tuple[str, str, int, str]
_SCORE, _WINDOW, _MOST, _CAP = "score", "window", "most", "cap"


@dataclass(frozen=True, slots=True)
class Way:
    """One choice: a plan with a stack in each of its cells.

    ``gain`` is in micro-cents over the years, ``scores`` are points per goal and value in millionths.
    """

    stacks: tuple[Stack, ...]
    gain: Fraction
    scores: Mapping[Score, Fraction]


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
    """The choices that none beats, the one with most money first (of equals that with most points); raises TooManyPlansError and
    TooManyStacksError.

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
    options = {id(option): option for group in draft.groups for cell in group for option in cell}
    amounts = _Amounts.of(list(options.values()), claims, list(slots))
    kept = _unbeaten([amounts.added(taken) for group in draft.groups for taken in product(*group)])
    if len(kept) > MOST_WAYS:
        raise TooManyPlansError.of(decision)
    return amounts.ways(kept)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice in whole numbers: ``takes`` is what it takes from whatever may run out or be filled on a farm."""

    options: tuple[DraftOption, ...]
    gain: int
    takes: list[int]


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What options bring and take, over one denominator (``under``): worked out once per option, since choices share them.

    By option (identity) ``stacks``, ``gains`` and what it ``takes`` by place in ``slots``, those that some option takes from.
    """

    under: int
    slots: list[_Slot]
    stacks: dict[int, Stack]
    gains: dict[int, int]
    takes: dict[int, list[tuple[int, int]]]

    @classmethod
    def of(cls, options: Sequence[DraftOption], claims: Sequence[Claim], slots: Sequence[_Slot]) -> _Amounts:
        under = lcm(*(o.gain[1] for o in options), *(bottom for o in options for _, _, bottom in o.uses))
        places = {
            slot: at for at, slot in enumerate(sorted({slot for o in options for slot, _, _ in o.uses}))
        }
        return cls(
            under,
            [slots[slot] for slot in places],
            {id(o): o.model.of(tuple([claims[at] for at in o.picks])) for o in options},
            {id(o): o.gain[0] * (under // o.gain[1]) for o in options},
            {
                id(o): [(places[slot], top * (under // bottom)) for slot, top, bottom in o.uses]
                for o in options
            },
        )

    def added(self, options: tuple[DraftOption, ...]) -> _Choice:
        """One of these from each cell."""
        gain, takes = 0, [0] * len(self.slots)
        for option in options:
            gain += self.gains[id(option)]
            for at, much in self.takes[id(option)]:
                takes[at] += much
        return _Choice(options, gain, takes)

    def ways(self, found: Sequence[_Choice]) -> list[Way]:
        """These choices, the one with most money first, of equals that with most points."""
        scores = [(at, slot[1:]) for at, slot in enumerate(self.slots) if slot[0] == _SCORE]
        # What scores is taken below nothing; many choices score the same.
        points = {id(one): sum([one.takes[at] for at, _ in scores]) for one in found}
        amounts = {of for one in found for of in (one.gain, *[-one.takes[at] for at, _ in scores])}
        ratios = {amount: Fraction(amount, self.under) for amount in amounts}
        return [
            Way(
                tuple([self.stacks[id(option)] for option in one.options]),
                ratios[one.gain],
                {name: ratios[-one.takes[at]] for at, name in scores if one.takes[at]},
            )
            for one in sorted(found, key=lambda one: (-one.gain, points[id(one)]))
        ]


def _unbeaten(found: Sequence[_Choice]) -> list[_Choice]:
    """Without those that another beats: no less money, no more of anything; of equals the first stays."""
    kept: list[_Choice] = []
    # Those that are kept bring no less money than the next.
    for one in sorted(found, key=lambda choice: -choice.gain):
        if not any(all(map(le, other.takes, one.takes)) for other in kept):
            kept = [o for o in kept if o.gain > one.gain or not all(map(le, one.takes, o.takes))]
            kept.append(one)
    return kept
