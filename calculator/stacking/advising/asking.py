"""One farm under one wish: its candidates, the problem over all their arrangements, and what is asked of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.award import Award
from calculator.domain.claim import Claim
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.domain.scheme import Text
from calculator.eligibility.candidates import (
    Arrangement,
    Candidate,
    Place,
    arranged,
    arrangements,
    as_now,
    candidates,
    known_costs,
    planned,
)
from calculator.stacking import awarding
from calculator.stacking.advising.advice import Choices, Plan, choices
from calculator.stacking.advising.idle import Idle, idle
from calculator.stacking.advising.smallest import smallest
from calculator.stacking.advising.tied import TooManyPlansTogetherError
from calculator.stacking.advising.turning import Turning
from calculator.stacking.advising.wish import NO_WISH, Wish
from calculator.stacking.awarding import Assessed, Chosen, Question
from calculator.stacking.certified import NotInTimeError, optimum
from calculator.stacking.interval import nothing_held_back
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.easing import hopes_of
from calculator.stacking.problem.joining.bare import bare

#: Arrangements of all places together; more are refused.
MOST_TOGETHER = 4096

#: How every place with candidates lies under a plan.
Laid = Mapping[str, Arrangement]


@dataclass(frozen=True, slots=True)
class Advice:
    """One farm under one wish: its candidates, and the problem over all their arrangements.

    ``known`` are the totals (cents) of plans that were settled so far; ``idle`` candidates stand in no arrangement.
    """

    question: Question
    wish: Wish
    candidates: tuple[Candidate, ...]
    choices: Choices
    idle: Idle = field(default_factory=dict)
    known: list[tuple[Laid, int]] = field(default_factory=list)
    _turning: list[Turning] = field(default_factory=list)

    @classmethod
    def of(cls, question: Question, wish: Wish = NO_WISH, now: Assessed | None = None) -> Advice:
        """Raises TooManyCandidatesError, TooManyPlansTogetherError and what ``advice.choices`` raises.

        ``now`` is what was found of the farm as it is, where that is known; never where the wish gives up what is done.
        """
        question = replace(question, profile=wish.given_up(question.profile))
        every = candidates(question.profile, question.rulebook)
        spare = idle(question, every, wish, now)
        offered = tuple(_offered(question, [c for c in every if (c.place, c.index) not in spare]))
        return cls(question, wish, every, choices(question, offered, now=now), spare)

    def best(self, of: Choices | None = None) -> Plan:
        """The plan that leaves most under the wish, ``of`` fewer choices than all where given; raises NoPlanError."""
        asked, most = self.choices if of is None else of, self.wish.max_effort
        turning = self.turning if of is None else Turning(of, most)
        return smallest(asked, asked.best(self.keeps, most), self.keeps, turning)

    @property
    def turning(self) -> Turning:
        """What is asked of other arrangements under the wish, one question beginning where the last one ended."""
        if not self._turning:
            self._turning.append(Turning(self.choices, self.wish.max_effort))
        return self._turning[0]

    def most_left(self, plan: Plan) -> Fraction:
        """Micro-cents that no plan leaves more than, all known costs paid: those of measures elsewhere too."""
        if plan.settled is not None:
            return plan.settled
        elsewhere = known_costs(self.question.profile, except_on=frozenset(plan.arrangements))
        # Every candidate taken costs a micro-cent in the problem, so that of equal plans the smallest is found.
        return plan.bound - elsewhere * self.question.years * MICRO + len(self.candidates)

    def within(self, max_effort: int) -> Laid:
        """How the plan lies that leaves most within so much effort, whatever is wished; raises NoPlanError."""
        return self.choices.laid(lambda a: NO_WISH.keeps(a, self.candidates), max_effort)

    def with_one_step(self) -> Laid:
        """How the plan lies that leaves most under the wish with one candidate at most; raises NoPlanError."""
        return self.choices.laid(self.keeps, self.wish.max_effort, max_steps=1)

    def keeps(self, arrangement: Arrangement) -> bool:
        """Whether the arrangement keeps the wish."""
        return self.wish.keeps(arrangement, self.candidates)

    @property
    def as_now(self) -> Laid:
        """The farm as it is: every place as it lies now, which is the first that it is offered."""
        return {of[0].place: of[0] for of in self.choices.places}

    def taken(self, plan: Laid) -> tuple[Candidate, ...]:
        """The candidates that a plan takes."""
        return tuple(c for c in self.candidates if c.index in taken_on(plan, c.place))

    def farm(self, plan: Laid) -> Question:
        """The question about the farm as the plan has it: every measure managed."""
        return replace(self.question, profile=planned(self.question.profile, plan))

    def award(self, plan: Plan) -> Award:
        """The award of the farm as the plan has it, with the proof of the plan; raises as ``awarding.award``."""
        laid = plan.arrangements
        return awarding.award(
            self.farm(laid), self.chosen(plan), self.choices.claimed.assessed if laid == self.as_now else None
        )

    def with_idle(self, candidate: Candidate, laid: Arrangement) -> Arrangement | None:
        """The arrangement with an idle candidate of its place besides; None where it does not fit beside what is taken."""
        place = self._place(candidate.place)
        beside = [c for c in self.candidates if c.place == place.id and c.index in laid.taken]
        return arranged(place, sorted([*beside, candidate], key=written), self.question.rulebook)

    def as_it_lies(self, place: str) -> Arrangement:
        """A place with none of its candidates."""
        return as_now(self._place(place))

    def _place(self, place: str) -> Place:
        return next(p for p in self.question.profile.places if p.id == place)

    def total(self, plan: Laid) -> int:
        """Cents of the settled optimum of the farm as the plan has it, worked out once."""
        for settled, total in self.known:
            if settled == plan:
                return total
        farm = self.farm(plan)
        total = self._now(farm) if plan == self.as_now else awarding.total(farm)
        self.known.append((plan, total))
        return total

    def _now(self, farm: Question) -> int:
        """The total of the farm as it is: its claims are known where no share of its land counts what it considers."""
        if self.choices.claimed.assessed is None:
            return awarding.total(farm)
        outcome, _ = optimum(_task(farm, self.choices.claimed.now))
        return sum(x.amount for x in outcome.lines)

    def unhindered(self, plan: Laid) -> bool:
        """Whether nothing holds the high reading of a plan back, whose classes are all that could be paid under any: every
        decision has there what gains most. Not said where more may be claimed elsewhere with a candidate than without.
        """
        claimed, farm = self.choices.claimed, self.farm(plan)
        if claimed.assessed is None:
            return False
        found, _ = claimed.assessed if plan == self.as_now else awarding.assessed(farm)
        _, claims = awarding.held_back(farm, found)
        now = tuple(c for c in claims if not c.continuation)
        classes = _classes(claimed.claims) <= _classes(now)
        return classes and nothing_held_back(_task(farm, now), hopes_of(found))

    def cost(self, plan: Laid) -> int:
        """Cents over the horizon of everything in the plan, as far as cost and lost income are given."""
        planned_here = sum(a.cost for a in plan.values())
        elsewhere = known_costs(self.question.profile, except_on=frozenset(plan))
        return (planned_here + elsewhere) * self.question.years

    def chosen(self, plan: Plan) -> Chosen:
        """The proof of the plan for the award of its farm."""
        missing = [c for c in self.taken(plan.arrangements) if c.effort is None]

        def price(limit: str) -> int | None:
            offered, claimed = self.choices.places, self.choices.claimed
            # Where an arrangement was left out, the others have other numbers than when they were assessed.
            all_offered = sum(map(len, offered)) == len(claimed.places)
            free = choices(self.question, offered, limit, claimed if all_offered else None)
            if plan.status == "time_limit":
                return None
            try:
                best = free.best(self.keeps, self.wish.max_effort)
            except NotInTimeError:
                return None
            return None if best.status == "time_limit" else settle((best.value - plan.value) / MICRO)

        return Chosen(
            self.most_left(plan),
            self.cost(plan.arrangements),
            not missing,
            plan.kind,
            plan.status,
            price,
            tuple(_caveats(self.candidates, self.taken(plan.arrangements))),
        )


def taken_on(plan: Laid, place: str) -> frozenset[int]:
    """The candidates that a plan takes on a place, by their index."""
    return plan[place].taken if place in plan else frozenset()


def _task(farm: Question, now: tuple[Claim, ...]) -> Task:
    """The task of what a farm can claim before its legal bases end."""
    empty = bare(now, farm.horizon, farm.rulebook, farm.on)
    return Task(farm.profile, farm.rulebook, now, farm.on, bare=empty)


def _classes(claims: Iterable[Claim]) -> set[tuple[str, str, int]]:
    """The classes of premiums among claims, by year."""
    return {(c.ref, c.class_name, c.year) for c in claims if c.class_name is not None}


def _offered(question: Question, every: Sequence[Candidate]) -> Iterator[tuple[Arrangement, ...]]:
    """The arrangements of every place with candidates; raises TooManyPlansTogetherError at the first that is one too many."""
    together = 0
    # However they stand in the profile, so that the problem is one and the same, and of equal plans the same is found.
    for place in sorted(question.profile.places, key=lambda place: place.id):
        here = sorted((c for c in every if c.place == place.id and c.fits), key=written)
        if here:
            offered = arrangements(place, question.rulebook, here)
            together += len(offered)
            if together > MOST_TOGETHER:
                raise TooManyPlansTogetherError
            yield offered


def written(candidate: Candidate) -> tuple[object, ...]:
    """What puts candidates in an order that is the same wherever they stand in the profile."""
    measure = candidate.measure
    return candidate.place, measure.code, measure.part or "", measure.quantity, candidate.index


def _caveats(every: tuple[Candidate, ...], taken: tuple[Candidate, ...]) -> Iterator[Text]:
    unknown = sorted({f"{c.measure.code}@{c.place}" for c in taken if c.effort is None})
    if unknown:
        named = ", ".join(unknown)
        yield Text(
            nl=f"De kosten van {named} zijn niet ingevuld: wat netto overblijft is onbekend. Het plan is gekozen op "
            "het bruto bedrag, min de kosten die wel bekend zijn.",
            en=f"The costs of {named} are not filled in: what is left net is unknown. The plan was chosen on the gross "
            "amount, less the costs that are known.",
        )
    if any(c.measure.part is None for c in taken):
        yield Text(
            nl="Een nieuwe maatregel zonder opgegeven deel is gelegd op grond die nog vrij is van zijn soort, en pas daarna in "
            "de plaats van wat er ligt.",
            en="A new measure for which no part is given was laid on ground that is still free of its kind, and only then in the "
            "place of what lies there.",
        )
