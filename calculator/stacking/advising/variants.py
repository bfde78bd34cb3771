"""Plans side by side (as now, light, best, the farmer's own), the best single next step, and every candidate weighed.

Each figure is an optimum of its own: nothing is derived from another plan by leaving something out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from calculator.domain.award import Award, NextStep, PlannedMeasure, Variant, WeighedCandidate
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.domain.scheme import Text
from calculator.eligibility.candidates import Arrangement, Candidate, TooManyCandidatesError, planned
from calculator.stacking import awarding
from calculator.stacking.advising.advice import Keeps, NoPlanError, Plan
from calculator.stacking.advising.asking import Advice, Laid, taken_on, written
from calculator.stacking.advising.settled import best_settled, most_paid
from calculator.stacking.advising.tied import TooManyPlansTogetherError
from calculator.stacking.advising.tiers import distances
from calculator.stacking.advising.turning import Turning
from calculator.stacking.advising.waiting import Waiting
from calculator.stacking.advising.wish import NO_WISH, Named, Wish
from calculator.stacking.awarding import Question
from calculator.stacking.certified import NotInTimeError
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.stacks.compatible import TooManyStacksError

_Found = TypeVar("_Found")
#: The light plan asks at most this share of the yearly effort of the best plan.
LIGHT = Fraction(1, 4)
#: More candidates than this are not weighed one by one.
MOST_WEIGHED = 60


def award(question: Question, wish: Wish = NO_WISH) -> Award:
    """The award of the best plan, with how far its results are from the next tiers; raises as ``_planned``."""
    shown, farm = _planned(question, wish)
    return replace(shown, tiers=tuple(distances(farm, shown.total)))


def _planned(question: Question, wish: Wish) -> tuple[Award, Question]:
    """The award of the best plan under the wish, beside the other plans; raises NoPlanError and as ``Advice.of``.

    In mode ``managed`` the award is that of the farm as it is, with the best next step of its candidates.
    Beside it the question about the farm that it is of.
    """
    if question.mode == "managed":
        return _with_next_step(question), question
    try:
        free = Advice.of(question)
        mine = free if wish.empty else Advice.of(question, wish)
        plan = mine.best()
    except (NoPlanError, ContradictoryCommitmentsError):
        # Where the commitments of the farm as it is cannot be placed, that is what there is to say.
        awarding.total(replace(question, profile=planned(question.profile, {})))
        raise
    shown = mine.award(plan)
    if shown.certificate.status == "not_proven":
        plan = best_settled(mine, plan)
        shown = mine.award(plan)
    if mine is free:
        free.known.append((plan.arrangements, shown.total))
    best = plan if mine is free else free.best()
    light, step = _in_time(lambda: _light(free, best)), _in_time(lambda: (_next_step(free, best),))
    shown = replace(
        shown,
        variants=tuple(_variants(free, mine, plan, shown, best, light)),
        next_step=step[0] if step else None,
        caveats=shown.caveats if light is not None and step else (*shown.caveats, _NOT_BESIDE),
        candidates=tuple(_asked(_weighed(mine, plan), Waiting(mine, plan.arrangements, shown))),
    )
    return shown, mine.farm(plan.arrangements)


def _with_next_step(question: Question) -> Award:
    """The award of a farm as it is managed, with the best next step; a farm with too many of them is told so."""
    assessed = awarding.assessed(question)
    now = awarding.award(question, known=assessed)
    if not any(m.candidate for place in question.profile.places for m in place.measures):
        return now
    try:
        advice = Advice.of(question, now=assessed)
        advice.known.append((advice.as_now, now.total))
        return replace(now, next_step=_next_step(advice, None))
    except (
        TooManyCandidatesError, TooManyPlansTogetherError, TooManyPlansError, TooManyStacksError, NotInTimeError,
    ):  # fmt: skip
        text = Text(
            nl="Er zijn meer combinaties van kandidaat-maatregelen dan doorgerekend kunnen worden; een volgende stap "
            "is niet gezocht.",
            en="There are more combinations of candidate measures than can be worked out; no next step was looked for.",
        )
        return replace(now, caveats=(*now.caveats, text))


def _in_time(ask: Callable[[], _Found]) -> _Found | None:
    """What is found beside a plan; None where no plan is found in time."""
    try:
        return ask()
    except NotInTimeError:
        return None


_NOT_BESIDE = Text(
    nl="Het lichte plan of de beste volgende stap is binnen de rekentijd niet gevonden, en staat er niet bij.",
    en="The light plan or the best next step was not found in time, and is not told.",
)


def _variants(
    free: Advice, mine: Advice, plan: Plan, shown: Award, best: Plan, light: Laid | None
) -> Iterator[Variant]:
    yield _variant("now", free, free.as_now, free.total(free.as_now))
    if light is not None:
        yield _variant("light", free, light, free.total(light))
    yield _variant("best", free, best.arrangements, free.total(best.arrangements))
    if mine is not free:
        yield _variant("own", mine, plan.arrangements, shown.total)


def _light(free: Advice, best: Plan) -> Laid:
    """What leaves most within a share of the effort of the best; not looked for where there is nothing to gain or within it."""
    most = int(sum(c.effort or 0 for c in free.taken(best.arrangements)) * LIGHT)
    within = [
        a for of in free.choices.places for a in of if a.taken and a.effort is not None and a.effort <= most
    ]
    if best.status == "optimal" and (not within or not free.taken(best.arrangements)):
        return free.as_now
    found = most_paid(free, lambda a: NO_WISH.keeps(a, free.candidates), most) if free.choices.wide else None
    return free.within(most) if found is None else found[0]


def _variant(name: str, advice: Advice, plan: Laid, total: int) -> Variant:
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
            for place, arrangement in plan.items()
            for code, quantity in arrangement.displaced
        ),
    )


def _measure(candidate: Candidate) -> PlannedMeasure:
    m = candidate.measure
    return PlannedMeasure(m.code, candidate.place, m.quantity, m.unit, candidate.effort)


def _next_step(advice: Advice, best: Plan | None) -> NextStep | None:
    """The one candidate that leaves most beside the farm as it is, or None where none leaves more.

    ``best`` is the best plan of all, where it is known: where it takes one candidate or none, that is the answer.
    """
    if best is None or best.status != "optimal" or len(advice.taken(best.arrangements)) > 1:
        found = most_paid(advice, advice.keeps, advice.wish.max_effort, 1) if advice.choices.wide else None
        plan = advice.with_one_step() if found is None else found[0]
    else:
        plan = best.arrangements
    taken = advice.taken(plan)
    if not taken:
        return None
    candidate = taken[0]
    brings = advice.total(plan) - advice.total(advice.as_now)
    cost = advice.cost(plan) - advice.cost(advice.as_now)
    return NextStep(_measure(candidate), brings, None if candidate.effort is None else brings - cost)


def _weighed(advice: Advice, plan: Plan) -> Iterator[WeighedCandidate]:
    """Every candidate in or out of the plan, with what the plan leaves the other way round.

    They are asked by place and code: of the few questions that may be put to the whole problem none hangs on what stands first.
    """
    one_by_one = len(advice.candidates) <= MOST_WEIGHED
    turning = advice.turning
    told = dict[int, WeighedCandidate]()
    for at, candidate in sorted(enumerate(advice.candidates), key=lambda of: written(of[1])):
        measure, here = _measure(candidate), Named(candidate.measure.code, candidate.place)
        taken = candidate.index in taken_on(plan.arrangements, candidate.place)
        if not candidate.fits:
            told[at] = WeighedCandidate(measure, False, "no_fit")
        elif any(n.names(here.code, candidate.place) for n in advice.wish.forbid):
            told[at] = WeighedCandidate(measure, False, "forbidden")
        elif (candidate.place, candidate.index) in advice.idle:
            told[at] = _beside(advice, plan, candidate, one_by_one=one_by_one)
        elif not one_by_one:
            told[at] = WeighedCandidate(measure, taken, "chosen" if taken else "less_left")
        else:
            told[at] = _turned(advice, plan, candidate, turning, taken=taken)
    yield from (told[at] for at in range(len(told)))


def _asked(weighed: Iterable[WeighedCandidate], waiting: Waiting) -> Iterator[WeighedCandidate]:
    """The same, those that are left and may yet pay for themselves as open: what is unknown is not weighed as nothing."""
    for found, candidate in zip(weighed, waiting.advice.candidates, strict=True):
        open_ = waiting.on(candidate, found.difference) if found.because == "less_left" else ()
        yield WeighedCandidate(found.measure, False, "open", unanswered=open_) if open_ else found


def _differs(advice: Advice, plan: Plan, turning: Turning, keeps: Keeps) -> int | None:
    """Cents that the best of what is kept leaves more than the plan; None where that is not known."""
    if advice.choices.wide:
        found, laid = most_paid(advice, keeps, turning.max_effort), plan.arrangements
        return None if found is None else found[1] - advice.total(laid) + advice.cost(laid)
    turned = turning.worth(keeps)
    return None if turned is None else settle((turned - plan.value) / MICRO)


def _turned(
    advice: Advice, plan: Plan, candidate: Candidate, turning: Turning, *, taken: bool
) -> WeighedCandidate:
    """The candidate weighed by turning it round: out where it is in, in where it is out."""
    wish = advice.wish

    def keeps(arrangement: Arrangement) -> bool:
        inside = candidate.index in arrangement.taken
        other = arrangement.place != candidate.place or inside is not taken
        locked = tuple(n for n in wish.lock if not n.names(candidate.measure.code, candidate.place))
        return other and replace(wish, lock=locked).keeps(arrangement, advice.candidates)

    try:
        difference = _in_time(lambda: _differs(advice, plan, turning, keeps))
    except NoPlanError:
        return WeighedCandidate(_measure(candidate), taken, "chosen" if taken else "cannot")
    return _weighing(advice, candidate, difference, taken=taken)


def _beside(advice: Advice, plan: Plan, candidate: Candidate, *, one_by_one: bool) -> WeighedCandidate:
    """An idle candidate weighed: beside the plan it costs what it asks, or else the best that it goes with is looked for."""
    measure, effort, most = _measure(candidate), candidate.effort, advice.wish.max_effort
    left = None if most is None or effort is None else most - effort
    if most is not None and (left is None or left < 0):
        return WeighedCandidate(measure, False, "cannot")
    spent = sum(c.effort or 0 for c in advice.taken(plan.arrangements))
    here = plan.arrangements.get(candidate.place)
    costs = -candidate.asks * advice.question.years
    goes = here is None or advice.with_idle(candidate, here) is not None
    if goes and (left is None or spent <= left):
        return _weighing(advice, candidate, costs, taken=False)
    if not one_by_one:
        return WeighedCandidate(measure, False, "less_left")

    def keeps(arrangement: Arrangement) -> bool:
        other = arrangement.place != candidate.place
        return (other or advice.with_idle(candidate, arrangement) is not None) and advice.keeps(arrangement)

    turning = Turning(advice.choices, left)
    try:
        difference = _in_time(lambda: _differs(advice, plan, turning, keeps))
    except NoPlanError:
        return WeighedCandidate(measure, False, "cannot")
    return _weighing(advice, candidate, None if difference is None else difference + costs, taken=False)


def _weighing(
    advice: Advice, candidate: Candidate, difference: int | None, *, taken: bool
) -> WeighedCandidate:
    """What is told of a candidate whose turning round makes such a difference (cents; None: not known)."""
    measure = _measure(candidate)
    if difference is None:
        return WeighedCandidate(measure, taken, "chosen" if taken else "less_left")
    with_it = -difference if taken else difference
    if not candidate.measure.quantity:
        return WeighedCandidate(measure, taken, "chosen" if taken else "less_left", difference)
    spread = Fraction(candidate.measure.quantity) * advice.question.years
    worth = Fraction(with_it) / spread + Fraction(candidate.asks) / Fraction(candidate.measure.quantity)
    return WeighedCandidate(
        measure, taken, "chosen" if taken else "less_left", difference, max(0, int(worth // 1))
    )
