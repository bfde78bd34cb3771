"""The main route of the core: assess, build, solve, settle, certify, explain. Pure: no clock, file or database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import chain, filterfalse
from operator import attrgetter

from calculator.domain.award import Award, Certificate, ClassResult, Line, NotChosen, Receipt, YearAward
from calculator.domain.claim import Assessment, Claim, OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.candidates import yearly_costs
from calculator.eligibility.contracts import outlasting, part_years
from calculator.eligibility.contracts.commitments import split
from calculator.eligibility.contracts.going_on import assumed as unended
from calculator.eligibility.contracts.going_on import gone_on
from calculator.eligibility.indicators import indicators, landscape_definition, landscape_share
from calculator.eligibility.units import pieces
from calculator.stacking.certified import UncertifiedError, later_lines, optimum
from calculator.stacking.continuing import beside_total
from calculator.stacking.explaining import answer, explanation
from calculator.stacking.explaining.assumed_figures import on_assumed
from calculator.stacking.explaining.hoped import not_paid
from calculator.stacking.explaining.lapsed import lapsed
from calculator.stacking.explaining.notices import due
from calculator.stacking.explaining.unpublished import unpublished
from calculator.stacking.explaining.unsubtracted import unsubtracted
from calculator.stacking.interval import interval
from calculator.stacking.law import contract_aid
from calculator.stacking.law.coming import clear
from calculator.stacking.lessening import TAKEN_OFF
from calculator.stacking.limits.cautions import cautions
from calculator.stacking.limits.held_back import asked_together, hold_back
from calculator.stacking.pricing import priced
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.easing import hopes_of
from calculator.stacking.problem.joining.bare import bare
from calculator.stacking.solving.classes import classes
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps import lines
from calculator.stacking.solving.steps.settlement import allowance
from calculator.stacking.valuing import worth_of

_MOST_YEARS = 30
_CONTINUES = attrgetter("terms.continuation")

#: What a farm can claim per year, is refused or cannot know, and what was assumed when its land was cut.
Assessed = tuple[tuple[Assessment, ...], tuple[Text, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a farm, the rules, the reference date, how many years, and what pins the receipt.

    Of contracts that extend themselves the farm is as it stands on that date. Raises ValueError for no years, or too many.
    """

    profile: FarmProfile
    rulebook: Rulebook
    on: date
    years: int
    engine: str
    input_sha256: str
    mode: str = "managed"
    wish: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.years <= _MOST_YEARS:
            raise ValueError(f"a horizon is 1 to {_MOST_YEARS} years")
        object.__setattr__(self, "profile", gone_on(self.profile, self.rulebook, self.on))

    @property
    def horizon(self) -> range:
        """The years that are asked of."""
        return range(self.on.year, self.on.year + self.years)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Proof that the measures of a farm were chosen best: ``bound`` is the most (micro-cents, net of costs) that any choice
    leaves over the horizon, ``cost`` (cents) what this one costs, ``net_known`` whether that is all of it.

    ``price`` is what leaving out a limit would bring (cents), over all choices.
    """

    bound: Fraction
    cost: int
    net_known: bool
    kind: str
    status: str
    price: Callable[[str], int | None]
    caveats: tuple[Text, ...] = ()


def assessed(question: Question) -> Assessed:
    """What the farm can claim as it is managed."""
    land, assumed = pieces(question.profile, with_candidates=False)
    land = split(land, question.profile, question.rulebook)
    found = assess(question.profile, question.rulebook, land, question.horizon, question.on)
    return clear(question.profile, question.rulebook, land, question.horizon, question.on, found), assumed


def _claims(found: Sequence[Assessment]) -> Iterator[Claim]:
    return chain.from_iterable([a.claims for a in found])


def _task(question: Question, claims: Sequence[Claim]) -> Task:
    now = tuple(filterfalse(_CONTINUES, claims))
    empty = bare(now, question.horizon, question.rulebook, question.on)
    return Task(question.profile, question.rulebook, now, question.on, bare=empty)


def outcome(question: Question) -> tuple[Outcome, Certificate]:
    """The settled optimum alone, without its explanation; raises as ``award``."""
    found, _ = assessed(question)
    claims = hold_back(question.profile, question.rulebook, _claims(found), [], question.on)
    return optimum(_task(question, claims))


def held_back(
    question: Question, found: Sequence[Assessment]
) -> tuple[list[OpenQuestion], tuple[Claim, ...]]:
    """All that is open of what was found, and the claims that can be decided."""
    profile, rulebook = question.profile, question.rulebook
    open_ = asked_together(profile, rulebook, chain.from_iterable([a.open for a in found]), question.on)
    return open_, hold_back(profile, rulebook, _claims(found), open_, question.on)


def high(question: Question, known: Assessed) -> tuple[Outcome, int | None]:
    """The same with the total of its high reading, None where that is not proven; ``known`` is what the farm can claim."""
    claims = hold_back(question.profile, question.rulebook, _claims(known[0]), [], question.on)
    task = _task(question, claims)
    found, _ = optimum(task)
    _, most, unsure = interval(task, found, hopes_of(known[0]))
    return found, None if unsure else most


def total(question: Question) -> int:
    """Cents of the settled optimum; raises as ``award``."""
    return sum(x.amount for x in outcome(question)[0].lines)


def award(question: Question, chosen: Chosen | None = None, known: Assessed | None = None) -> Award:
    """The certified award of a question; raises NoLawfulAwardError, UncertifiedError and the assembly's refusals.

    ``chosen`` is the proof of the measures of the farm, where these were chosen too; ``known`` what it can claim, where that
    was found before.
    """
    found, assumed = assessed(question) if known is None else known
    open_, claims = held_back(question, found)
    later = tuple(filter(_CONTINUES, claims))
    first, task = question.on.year, _task(question, claims)
    outcome, proof = optimum(task)
    later, paid = beside_total(task, later, outcome)
    after, proven = later_lines(replace(task, claims=later), outcome)
    after, less = paid.taken_off(after)
    years = answer.by_year(first, question.years, outcome.lines, after)
    if chosen is not None:
        proof = _net_of_costs(chosen, proof, outcome)
    unpaid = not_paid(open_, claims, (*outcome.lines, *after))
    made = _answer(question, found, unpaid, task, outcome, proof, after, years, assumed, chosen)
    more = on_assumed(question.rulebook, made)
    more = more if proven else (*more, answer.LATER_NOT_PROVEN)
    more = (*more, TAKEN_OFF) if less else more
    return replace(made, caveats=(*made.caveats, *more)) if more else made


def _net_of_costs(chosen: Chosen, proof: Certificate, outcome: Outcome) -> Certificate:
    """The certificate of the whole choice: what is left, and how much more any other choice could leave."""
    left = outcome.objective - chosen.cost * MICRO
    if left > chosen.bound + len(outcome.shares):
        raise UncertifiedError(f"the plan leaves {left}, above the proven bound {chosen.bound}")
    net = proof.objective - chosen.cost
    kinds, statuses = (proof.proof, chosen.kind), (proof.status, chosen.status)
    status = next((s for s in statuses if s != "optimal"), "optimal")
    if status == "optimal" and chosen.bound - left > allowance(len(outcome.lines)):
        status = "not_proven"
    return Certificate(
        status,
        "solver" if "solver" in kinds else "dual",
        net,
        net + settle(max(Fraction(0), chosen.bound - left) / MICRO),
    )


def _receipt(question: Question, claims: Sequence[Claim]) -> Receipt:
    return Receipt(
        engine=question.engine,
        rulebook_digest=question.rulebook.digest,
        on=question.on,
        input_sha256=question.input_sha256,
        rules=answer.rules_used(question.rulebook, claims, question.on),
        years=question.years,
        mode=question.mode,
        wish=question.wish,
    )


def _net(profile: FarmProfile, years: int, total: int, chosen: Chosen | None) -> int | None:
    """The total less costs: of the choice, or where every measure that is done has its cost filled in."""
    if chosen is not None:
        return total - chosen.cost if chosen.net_known else None
    costs = yearly_costs(profile)
    return None if costs is None else total - years * costs


def _of_costs(profile: FarmProfile, chosen: Chosen | None) -> Iterator[Text]:
    """What to know of the choice of measures, and of costs that are not subtracted from what is left."""
    if chosen is not None:
        yield from chosen.caveats
    if chosen is not None or yearly_costs(profile) is not None:
        yield from unsubtracted(profile, left=chosen is None or chosen.net_known)


def _not_paid(
    task: Task, outcome: Outcome
) -> tuple[tuple[ClassResult, ...], Set[explanation.Reached], tuple[NotChosen, ...], int]:
    """The classes, those that are reached and not paid, all that is not paid, and of how much of it the cost is unknown."""
    scored = classes(outcome, task.time)
    reached = frozenset((x.scheme, x.year, x.reached) for x in scored if x.reached is not None)
    worth = worth_of(outcome, task.time)
    return scored, reached, *explanation.not_chosen(outcome, worth, task.time, reached)


def _assumptions(
    question: Question,
    found: Sequence[Assessment],
    assumed: tuple[Text, ...],
    outcome: Outcome,
    claims: Sequence[Claim],
) -> tuple[Text, ...]:
    """What was assumed of the land, of running contracts, and by the conditions of schemes."""
    aid = contract_aid.assumed(question.profile, question.rulebook)
    on = unended(question.profile, question.rulebook)
    parts = part_years.assumed(question.profile, question.rulebook, question.on, question.years)
    outlast = outlasting.assumed(question.profile, question.rulebook, question.on, question.years)
    begun = answer.begun(question.rulebook, question.on, question.years, outcome, claims)
    return answer.unique(
        (*assumed, *on, *parts, *outlast, *aid, *(t for a in found for t in a.assumptions), *begun)
    )


def _answer(
    question: Question,
    found: Sequence[Assessment],
    open_: Sequence[OpenQuestion],
    task: Task,
    outcome: Outcome,
    proof: Certificate,
    after: Sequence[Line],
    years: tuple[YearAward, ...],
    assumed: tuple[Text, ...],
    chosen: Chosen | None,
) -> Award:
    claims, total = task.claims, sum(y.total for y in years)
    receipt = _receipt(question, (*claims, *(x.claim for x in after)))
    low, high, unsure = interval(task, outcome, hopes_of(found))
    scored, reached, missed, left_out = _not_paid(task, outcome)
    limits, unpriced = priced(task, outcome, question.on, chosen.price if chosen else None)
    return Award(
        receipt=receipt,
        certificate=proof,
        total=total,
        net=_net(question.profile, question.years, total, chosen),
        low=low,
        high=high,
        present_value=answer.present_value(years),
        continuation=sum(x.amount for x in after),
        years=years,
        classes=outcome.years.classes(scored),
        refusals=tuple(r for a in found for r in a.refusals),
        open=(*open_, *unpublished(outcome, reached)),
        not_chosen=missed,
        limits=limits,
        indicators=indicators(question.profile, question.rulebook),
        landscape_share=landscape_share(question.profile),
        landscape_definition=landscape_definition(),
        contingent=answer.unique(t for a in found for t in a.contingent),
        assumptions=_assumptions(question, found, assumed, outcome, claims),
        not_modelled=answer.not_modelled(question.rulebook, question.on, claims, receipt.rules),
        caveats=(
            *answer.unproven(proof),
            *_of_costs(question.profile, chosen),
            *answer.caveats(question.profile.year, question.on, outcome.lines, after),
            *cautions(outcome, missed),
            *answer.not_worked_out(left_out),
            *unpriced,
            *unsure,
        ),
        activities=outcome.years.activities(tuple(lapsed(outcome, lines.activities(outcome.taken)))),
        notices=due(question.profile, question.rulebook, question.on, years),
    )
