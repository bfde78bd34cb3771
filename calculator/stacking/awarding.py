"""The main route of the core: assess, build, solve, settle, certify, explain. Pure: no clock, file or database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import partial

from calculator.domain.award import Award, Certificate, Line, Receipt, YearAward
from calculator.domain.claim import Assessment, Claim, OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.domain.money import settle
from calculator.domain.problem import MICRO, Problem
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.candidates import yearly_costs
from calculator.eligibility.contracts import split
from calculator.eligibility.indicators import indicators, landscape_definition, landscape_share
from calculator.eligibility.units import pieces
from calculator.stacking.explaining import answer, explanation
from calculator.stacking.explaining.hoped import hoped
from calculator.stacking.explaining.unplaced import refusal, shortages
from calculator.stacking.explaining.unpublished import unpublished
from calculator.stacking.law import contract_aid
from calculator.stacking.limits.cautions import cautions
from calculator.stacking.limits.ledger import limit_uses
from calculator.stacking.limits.unknown_aid import hold_back
from calculator.stacking.problem.alike import Alike, alike
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError, Task, build
from calculator.stacking.proof import certificate
from calculator.stacking.solving import lines
from calculator.stacking.solving.bounds import free_choice
from calculator.stacking.solving.outcome import Outcome, gained
from calculator.stacking.solving.settlement import objective, rounding, settle_shares
from calculator.stacking.solving.repeating import repeated
from calculator.stacking.solving.solver import solve, solved

_MOST_YEARS = 30
TOO_LONG = Text(
    nl="Binnen de rekentijd is geen toekenning gevonden; kies minder jaren of minder keuzes.",
    en="No award was found within the time allowed; choose fewer years or fewer options.",
)


class NoLawfulAwardError(ValueError):
    """The running commitments cannot be placed lawfully together; ``reason`` says so to a person."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class UncertifiedError(RuntimeError):
    """The certificate does not hold: the answer is never shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a farm, the rules, the reference date, how many years, and what pins the receipt."""

    profile: FarmProfile
    rulebook: Rulebook
    on: date
    years: int
    engine: str
    input_sha256: str
    mode: str = "managed"
    wish: Mapping[str, object] = field(default_factory=dict)


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


def value(problem: Problem) -> Fraction | None:
    """The optimum of a problem in micro-cents as the solver found it, or None where nothing is lawful."""
    solution = solve(problem, ties=False)
    if solution.status == "infeasible" or not solution.weights:
        return None
    return gained(problem, solution)


def optimum(task: Task, years: Alike | None = None) -> tuple[Outcome, Certificate]:
    """The settled optimum of a task with its certificate; raises NoLawfulAwardError and UncertifiedError.

    ``years`` are those of its claims that read alike, where they are known.
    """
    found, certified = _first_years(task, None, years)
    settled = tuple(sorted(found.years.lines(found.lines), key=lines.order))
    total = sum(x.amount for x in settled)
    above = settle(max(Fraction(0), found.bounds.total - found.objective) / MICRO)
    return replace(found, lines=settled), Certificate(*certified, total, total + above)


def _later(task: Task, first: Outcome) -> tuple[Line, ...]:
    """The lines of years after those solved first, which take the answer of one of these where they read the same."""
    years = alike(task.claims, task.rulebook, task.on, task.without)
    found = repeated(task, years, first)
    if found is None:
        return optimum(task, years)[0].lines
    other: tuple[Line, ...] = ()
    if found.rest.claims:
        apart, _ = optimum(replace(task, claims=found.rest.claims), found.rest)
        if apart.rounds is not None or free_choice(apart.built.problem).drawn:
            # Years under rows that bind may share decisions, whose names choose among equals: together they are asked anew.
            return optimum(task, years)[0].lines
        other = apart.lines
    return tuple(sorted((*found.lines, *other), key=lines.order))


def _first_years(
    task: Task, like: Outcome | None, years: Alike | None = None
) -> tuple[Outcome, tuple[str, str]]:
    """As ``optimum``, with the lines of the first years alone; beside it the status and the kind of proof.

    ``like`` is the outcome of another reading of the same claims.
    """
    if years is None:
        years = alike(task.claims, task.rulebook, task.on, task.without) if like is None else like.years
    try:
        task_of_years = replace(task, claims=years.claims, times=years.times)
        built = build(task_of_years, None if like is None else like.built)
    except ContradictoryCommitmentsError as clash:
        raise NoLawfulAwardError(refusal(shortages(task))) from clash
    solution, rounds = solved(built.problem)
    if solution.status == "infeasible":
        raise NoLawfulAwardError(refusal(shortages(task)))
    if solution.status == "time_limit" and not solution.weights:
        raise NoLawfulAwardError(TOO_LONG)
    shares = settle_shares(built, solution)
    gain = objective(built.problem, shares)
    bounds = certificate.Bounds(built.problem, solution.proof)
    bound = Fraction(bounds.total)
    if gain > bound + len(shares):
        raise UncertifiedError(f"settled {gain} above the proven bound {bound}")
    taken = lines.taken(built, shares)
    status = solution.status
    if status == "optimal" and bound - gain > rounding(built, shares):
        status = "not_proven"
    settled = lines.lines(built, shares, taken)
    found = Outcome(built, bounds, solution, shares, gain, taken, settled, years, rounds)
    return found, (status, solution.proof.kind)


def _reading_total(task: Task, expected: Outcome, reading: str) -> int:
    """The optimum under another reading; the same as expected where no claim or pair reads differently."""
    spread = any(not c.rate.is_exact for c in task.claims)
    unknown = reading == "high" and expected.built.unknown
    if not spread and not unknown:
        return sum(x.amount for x in expected.lines)
    other, _ = _first_years(replace(task, reading=reading), expected)
    times = other.years.times
    return sum(x.amount * times.get(x.claim.year, 1) for x in other.lines)


def _assessed(question: Question) -> tuple[tuple[Assessment, ...], tuple[Text, ...]]:
    """What the farm can claim as it is managed, per year, and what was assumed when its land was cut."""
    land, assumed = pieces(question.profile, with_candidates=False)
    land = split(land, question.profile, question.rulebook)
    years = range(question.on.year, question.on.year + question.years)
    return assess(question.profile, question.rulebook, land, years, question.on), assumed


def _task(question: Question, claims: Sequence[Claim]) -> Task:
    now = tuple(c for c in claims if not c.continuation)
    return Task(question.profile, question.rulebook, now, question.on)


def total(question: Question) -> int:
    """Cents of the settled optimum alone, without its explanation; raises as ``award``."""
    found, _ = _assessed(question)
    claims = hold_back(question.profile, question.rulebook, (c for a in found for c in a.claims), [])
    outcome, _ = optimum(_task(question, claims))
    return sum(x.amount for x in outcome.lines)


def award(question: Question, chosen: Chosen | None = None) -> Award:
    """The certified award of a question; raises NoLawfulAwardError, UncertifiedError and the assembly's refusals.

    ``chosen`` is the proof of the measures of the farm, where these were chosen too.
    """
    if not 1 <= question.years <= _MOST_YEARS:
        raise ValueError(f"a horizon is 1 to {_MOST_YEARS} years")
    found, assumed = _assessed(question)
    open_ = [o for a in found for o in a.open]
    claims = hold_back(question.profile, question.rulebook, (c for a in found for c in a.claims), open_)
    later = tuple(c for c in claims if c.continuation)
    first, task = question.on.year, _task(question, claims)
    outcome, proof = optimum(task)
    after = _later(replace(task, claims=later), outcome)
    years = answer.by_year(first, question.years, outcome.lines, after)
    if chosen is not None:
        proof = _net_of_costs(chosen, proof, outcome)
    waits, could_add = hoped(open_, claims, (*outcome.lines, *after))
    return _answer(question, found, waits, could_add, task, outcome, proof, after, years, assumed, chosen)


def _net_of_costs(chosen: Chosen, proof: Certificate, outcome: Outcome) -> Certificate:
    """The certificate of the whole choice: what is left, and how much more any other choice could leave."""
    left = outcome.objective - chosen.cost * MICRO
    if left > chosen.bound + len(outcome.shares):
        raise UncertifiedError(f"the plan leaves {left}, above the proven bound {chosen.bound}")
    net = proof.objective - chosen.cost
    kinds, statuses = (proof.proof, chosen.kind), (proof.status, chosen.status)
    status = next((s for s in statuses if s != "optimal"), "optimal")
    if status == "optimal" and chosen.bound - left > rounding(outcome.built, outcome.shares):
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


def _price_of(task: Task, outcome: Outcome, limit: str) -> int | None:
    """Cents that the optimum would gain without the limit; None where that could not be found out."""
    free = alike(task.claims, task.rulebook, task.on, limit)
    best = value(build(replace(task, without=limit, claims=free.claims, times=free.times)).problem)
    return None if best is None else settle((best - outcome.objective) / MICRO)


def _assumptions(
    question: Question, found: Sequence[Assessment], assumed: tuple[Text, ...]
) -> tuple[Text, ...]:
    """What was assumed of the land, of running contracts, and by the conditions of schemes."""
    aid = contract_aid.assumed(question.profile, question.rulebook)
    return answer.unique((*assumed, *aid, *(t for a in found for t in a.assumptions)))


def _answer(
    question: Question,
    found: Sequence[Assessment],
    open_: Sequence[OpenQuestion],
    could_add: int,
    task: Task,
    outcome: Outcome,
    proof: Certificate,
    after: Sequence[Line],
    years: tuple[YearAward, ...],
    assumed: tuple[Text, ...],
    chosen: Chosen | None,
) -> Award:
    total = sum(y.total for y in years)
    price = chosen.price if chosen else partial(_price_of, task, outcome)
    claims = task.claims
    everything = (*claims, *(x.claim for x in after))
    missed, left_out = explanation.not_chosen(outcome, value)
    low, high = (_reading_total(task, outcome, r) for r in ("low", "high"))
    return Award(
        receipt=_receipt(question, everything),
        certificate=proof,
        total=total,
        net=_net(question.profile, question.years, total, chosen),
        low=min(low, total),
        high=max(high, total + could_add),
        present_value=answer.present_value(years),
        continuation=sum(x.amount for x in after),
        years=years,
        classes=outcome.years.classes(lines.classes(outcome.built, outcome.shares, outcome.years.claims)),
        refusals=tuple(r for a in found for r in a.refusals),
        open=(*open_, *unpublished(outcome)),
        not_chosen=missed,
        limits=limit_uses(outcome, claims, question.on, price),
        indicators=indicators(question.profile, question.rulebook),
        landscape_share=landscape_share(question.profile),
        landscape_definition=landscape_definition(),
        contingent=answer.unique(t for a in found for t in a.contingent),
        assumptions=_assumptions(question, found, assumed),
        not_modelled=answer.not_modelled(question.rulebook, question.on, claims),
        caveats=(
            *(chosen.caveats if chosen else ()),
            *answer.caveats(question.profile.year, question.on, outcome.lines, after),
            *cautions(outcome, missed),
            *answer.not_worked_out(left_out),
        ),
        activities=outcome.years.activities(lines.activities(outcome.taken)),
    )
