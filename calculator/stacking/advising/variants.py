"""Plans side by side (as now, light, best, the farmer's own), the best single next step, and every candidate weighed.

Each figure is an optimum of its own: nothing is derived from another plan by leaving something out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.award import Award, NextStep, PlannedMeasure, Variant, WeighedCandidate
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.domain.scheme import Text
from calculator.eligibility.candidates import (
    Arrangement,
    Candidate,
    TooManyCandidatesError,
    arrangements,
    candidates,
    known_costs,
    planned,
)
from calculator.stacking import awarding
from calculator.stacking.advising.advice import Choices, NoPlanError, Plan, TooManyPlansTogetherError, choices
from calculator.stacking.advising.tiers import distances
from calculator.stacking.advising.turning import Turning
from calculator.stacking.advising.wish import NO_WISH, Named, Wish
from calculator.stacking.awarding import Chosen, Question
from calculator.stacking.problem.compatible import TooManyStacksError
from calculator.stacking.problem.plans import TooManyPlansError

#: The light plan asks at most this share of the yearly effort of the best plan.
LIGHT = Fraction(1, 4)
#: More candidates than this are not weighed one by one.
MOST_WEIGHED = 60


@dataclass(frozen=True, slots=True)
class Advice:
    """One farm under one wish: its candidates, and the problem over all their arrangements.

    ``known`` are the totals (cents) of plans that were settled so far.
    """

    question: Question
    wish: Wish
    candidates: tuple[Candidate, ...]
    choices: Choices
    known: list[tuple[Mapping[str, Arrangement], int]] = field(default_factory=list)

    @classmethod
    def of(cls, question: Question, wish: Wish = NO_WISH) -> Advice:
        """Raises TooManyCandidatesError and what ``advice.choices`` raises."""
        question = replace(question, profile=wish.given_up(question.profile))
        every = candidates(question.profile, question.rulebook)
        return cls(question, wish, every, choices(question, tuple(_offered(question, every))))

    def best(self, wish: Wish | None = None, max_steps: int | None = None) -> Plan:
        """The plan that leaves most under the wish (its own, unless another is given); raises NoPlanError."""
        asked = self.wish if wish is None else wish
        return self.choices.best(
            lambda a: asked.keeps(a, self.candidates), asked.max_effort, max_steps=max_steps
        )

    def taken(self, plan: Plan) -> tuple[Candidate, ...]:
        """The candidates that a plan takes."""
        return tuple(c for c in self.candidates if c.index in _taken(plan, c.place))

    def farm(self, plan: Plan) -> Question:
        """The question about the farm as the plan has it: every measure managed."""
        return replace(self.question, profile=planned(self.question.profile, plan.arrangements))

    def total(self, plan: Plan) -> int:
        """Cents of the settled optimum of the farm as the plan has it, worked out once."""
        for settled, total in self.known:
            if settled == plan.arrangements:
                return total
        total = awarding.total(self.farm(plan))
        self.known.append((plan.arrangements, total))
        return total

    def cost(self, plan: Plan) -> int:
        """Cents over the horizon of everything in the plan whose cost is known."""
        planned_here = sum(a.cost for a in plan.arrangements.values())
        elsewhere = known_costs(self.question.profile, except_on=frozenset(plan.arrangements))
        return (planned_here + elsewhere) * self.question.years

    def chosen(self, plan: Plan) -> Chosen:
        """The proof of the plan for the award of its farm."""
        years = self.question.years
        elsewhere = known_costs(self.question.profile, except_on=frozenset(plan.arrangements)) * years
        missing = [c for c in self.taken(plan) if c.effort is None]

        def price(limit: str) -> int | None:
            free = choices(self.question, self.choices.places, limit)
            keeps = self.wish.keeps
            best = free.best(lambda a: keeps(a, self.candidates), self.wish.max_effort)
            return settle((best.value - plan.value) / MICRO)

        return Chosen(
            # Every candidate taken costs a micro-cent in the problem, so that of equal plans the smallest is found.
            plan.bound - elsewhere * MICRO + len(self.candidates),
            self.cost(plan),
            not missing,
            plan.kind,
            plan.status,
            price,
            tuple(_caveats(self.candidates, self.taken(plan))),
        )


def _taken(plan: Plan, place: str) -> frozenset[int]:
    return plan.arrangements[place].taken if place in plan.arrangements else frozenset()


def _offered(question: Question, every: tuple[Candidate, ...]) -> Iterator[tuple[Arrangement, ...]]:
    for place in question.profile.places:
        here = [c for c in every if c.place == place.id and c.fits]
        if here:
            yield arrangements(place, question.rulebook, here)


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
    bare = sorted(
        {
            f"{c.measure.code}@{c.place}"
            for c in taken
            if c.effort is not None and c.measure.income_forgone_eur is None
        }
    )
    if bare:
        yield Text(
            nl=f"Gederfde inkomsten van {', '.join(bare)} zijn niet ingevuld en niet afgetrokken.",
            en=f"Income forgone of {', '.join(bare)} is not filled in and not subtracted.",
        )
    if any(c.measure.part is None for c in taken):
        yield Text(
            nl="Een nieuwe maatregel zonder `part` is gelegd op grond die nog vrij is van zijn soort, en pas daarna in "
            "de plaats van wat er ligt.",
            en="A new measure without a `part` was laid on ground that is still free of its kind, and only then in the "
            "place of what lies there.",
        )


def award(question: Question, wish: Wish = NO_WISH) -> Award:
    """The award of the best plan, with how far its results are from the next tiers; raises as ``_planned``."""
    shown, farm = _planned(question, wish)
    return replace(shown, tiers=tuple(distances(farm, shown.total)))


def _planned(question: Question, wish: Wish) -> tuple[Award, Question]:
    """The award of the best plan under the wish, beside the other plans; raises NoPlanError and as ``Advice.of``.

    In mode ``managed`` the award is that of the farm as it is, with the best next step of its candidates.
    Beside it the question about the farm that it is of.
    """
    # The farm as it is comes first: where its own commitments cannot be placed, nothing can be advised.
    if question.mode == "managed":
        return _with_next_step(question, awarding.award(question)), question
    nothing = awarding.total(replace(question, profile=planned(question.profile, {})))
    free = Advice.of(question)
    mine = free if wish.empty else Advice.of(question, wish)
    plan = mine.best()
    shown = awarding.award(mine.farm(plan), mine.chosen(plan))
    as_now = free.best(max_steps=0)
    free.known.append((as_now.arrangements, nothing))
    if mine is free:
        free.known.append((plan.arrangements, shown.total))
    shown = replace(
        shown,
        variants=tuple(_variants(free, mine, plan, shown, as_now)),
        next_step=_next_step(free, as_now, nothing),
        candidates=tuple(_weighed(mine, plan)),
    )
    return shown, mine.farm(plan)


def _with_next_step(question: Question, now: Award) -> Award:
    """The award of a farm as it is managed, with the best next step; a farm with too many of them is told so."""
    if not any(m.candidate for place in question.profile.places for m in place.measures):
        return now
    try:
        advice = Advice.of(question)
        return replace(now, next_step=_next_step(advice, advice.best(max_steps=0), now.total))
    except (TooManyCandidatesError, TooManyPlansTogetherError, TooManyPlansError, TooManyStacksError):
        text = Text(
            nl="Er zijn meer combinaties van kandidaat-maatregelen dan doorgerekend kunnen worden; een volgende stap "
            "is niet gezocht.",
            en="There are more combinations of candidate measures than can be worked out; no next step was looked for.",
        )
        return replace(now, caveats=(*now.caveats, text))


def _variants(free: Advice, mine: Advice, plan: Plan, shown: Award, as_now: Plan) -> Iterator[Variant]:
    yield _variant("now", free, as_now, free.total(as_now))
    best = plan if mine is free else free.best()
    most = sum(c.effort or 0 for c in free.taken(best))
    light = free.best(Wish(max_effort=int(most * LIGHT)))
    yield _variant("light", free, light, free.total(light))
    yield _variant("best", free, best, free.total(best))
    if mine is not free:
        yield _variant("own", mine, plan, shown.total)


def _variant(name: str, advice: Advice, plan: Plan, total: int) -> Variant:
    taken = advice.taken(plan)
    cost, efforts = advice.cost(plan), [c.effort for c in taken]
    known = [e for e in efforts if e is not None]
    whole = len(known) == len(efforts)
    units = {(p.id, m.code): m.unit for p in advice.question.profile.places for m in p.measures}
    return Variant(
        name,
        total,
        cost,
        total - cost if whole else None,
        sum(known) if whole else None,
        tuple(_measure(c) for c in taken),
        tuple(
            (place, code, quantity, units[place, code])
            for place, arrangement in plan.arrangements.items()
            for code, quantity in arrangement.displaced
        ),
    )


def _measure(candidate: Candidate) -> PlannedMeasure:
    m = candidate.measure
    return PlannedMeasure(m.code, candidate.place, m.quantity, m.unit, candidate.effort)


def _next_step(advice: Advice, as_now: Plan, now: int) -> NextStep | None:
    """The one candidate that leaves most beside the farm as it is, or None where none leaves more."""
    plan = advice.best(max_steps=1)
    taken = advice.taken(plan)
    if not taken:
        return None
    candidate = taken[0]
    brings = advice.total(plan) - now
    cost = advice.cost(plan) - advice.cost(as_now)
    return NextStep(_measure(candidate), brings, None if candidate.effort is None else brings - cost)


def _weighed(advice: Advice, plan: Plan) -> Iterator[WeighedCandidate]:
    """Every candidate in or out of the plan, with what the plan leaves the other way round."""
    one_by_one = len(advice.candidates) <= MOST_WEIGHED
    turning = Turning(advice.choices, advice.wish.max_effort)
    for candidate in advice.candidates:
        measure, here = _measure(candidate), Named(candidate.measure.code, candidate.place)
        taken = candidate.index in _taken(plan, candidate.place)
        if not candidate.fits:
            yield WeighedCandidate(measure, False, "no_fit")
        elif any(n.names(here.code, candidate.place) for n in advice.wish.forbid):
            yield WeighedCandidate(measure, False, "forbidden")
        elif not one_by_one:
            yield WeighedCandidate(measure, taken, "chosen" if taken else "less_left")
        else:
            yield _turned(advice, plan, candidate, turning, taken=taken)


def _turned(
    advice: Advice, plan: Plan, candidate: Candidate, turning: Turning, *, taken: bool
) -> WeighedCandidate:
    """The candidate weighed by turning it round: out where it is in, in where it is out."""
    measure, wish = _measure(candidate), advice.wish

    def keeps(arrangement: Arrangement) -> bool:
        inside = candidate.index in arrangement.taken
        other = arrangement.place != candidate.place or inside is not taken
        locked = tuple(n for n in wish.lock if not n.names(candidate.measure.code, candidate.place))
        return other and replace(wish, lock=locked).keeps(arrangement, advice.candidates)

    try:
        turned = turning.worth(keeps)
    except NoPlanError:
        return WeighedCandidate(measure, taken, "chosen" if taken else "cannot")
    difference = settle((turned - plan.value) / MICRO)
    with_it = -difference if taken else difference
    if not candidate.measure.quantity:
        return WeighedCandidate(measure, taken, "chosen" if taken else "less_left", difference)
    spread = Fraction(candidate.measure.quantity) * advice.question.years
    worth = Fraction(with_it) / spread + Fraction(candidate.effort or 0) / Fraction(
        candidate.measure.quantity
    )
    return WeighedCandidate(
        measure, taken, "chosen" if taken else "less_left", difference, max(0, int(worth // 1))
    )
