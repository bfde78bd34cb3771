"""One farm by the ordinary engine, without its explanation, as rows: for what the columns cannot express exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from calculator.domain.award import Award, Line
from calculator.domain.claim import Assessment, Claim, OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.money import settle
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.assessment import assess
from calculator.eligibility.contracts.commitments import split
from calculator.eligibility.contracts.going_on import gone_on
from calculator.eligibility.units import pieces
from calculator.stacking.awarding import Question, award
from calculator.stacking.certified import NoLawfulAwardError, optimum, posed
from calculator.stacking.columns.answer import STATUSES, Gathering, rows
from calculator.stacking.columns.case import Touched
from calculator.stacking.columns.holding import Held, kept
from calculator.stacking.law.coming import clear
from calculator.stacking.limits.cuts import cuts
from calculator.stacking.limits.held_back import asked_together, hold_back
from calculator.stacking.limits.ledger import limit_uses
from calculator.stacking.pricing import above, best_without
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.alike import Alike
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.joining.bare import bare
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps.mending import UnsettledError

#: One farm without an answer does not take those of all others with it: it is counted as such.
NO_ANSWER = (NoLawfulAwardError, TooManyStacksError, TooManyPlansError, UnsettledError)
#: Premiums of a farm by scheme and year.
Scored = frozenset[tuple[str, int]]
_ON_LAND = frozenset({LimitKind.PER_HECTARE, LimitKind.COST_SHARE})


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules, the day on which they are read in each year, and the years."""

    rulebook: Rulebook
    on: date
    years: range


def settle_farm(
    asked: Asked,
    profile: FarmProfile,
    farm: int,
    reason: str,
    into: Gathering,
    stands: Held | None = None,
    found: Sequence[Assessment] | None = None,
) -> None:
    """Add the rows of one farm, left to the ordinary engine for that reason; of what ``stands`` alone where that is said.

    ``found`` is what was found of it, where that is known.
    """
    why = into.reasons.of(reason)
    profile = gone_on(profile, asked.rulebook, asked.on)
    try:
        claims, open_ = claims_of(asked, profile, found)
        claims = claims if stands is None else kept(profile, claims, stands)
        task = _task(asked, profile, claims)
        outcome, proof = optimum(task)
    except NO_ANSWER:
        into.farms.append(rows([(farm, STATUSES.index("none"), 0, why)], 4))
        return
    gap = proof.upper_bound - proof.objective
    into.farms.append(rows([(farm, STATUSES.index(proof.status), gap, why)], 4))
    into.paid.append(rows(_paid(outcome, farm, into), 4))
    into.reached.append(rows(_reached(outcome, farm, into), 4))
    into.binding.append(rows(_binding(task, outcome, farm, into), 3))
    offered = {c.ref for c in claims if c.class_name is not None}
    asking = sorted({f"{o.scheme}#{o.payment}" for o in open_} - offered)
    into.open.append(rows([(farm, into.payments.of(ref), 0) for ref in asking], 3))


def settled(
    asked: Asked, profile: FarmProfile, claims: tuple[Claim, ...], beside: int, scored: Scored
) -> Touched | None:
    """What these claims of a farm come to, with so many lines ``beside`` them; raises what is in ``NO_ANSWER``.

    ``scored`` are the premiums of the farm by scheme and year: of equals what scores more comes first, as on the whole farm. None
    where names may choose for years together that the whole farm has apart, or where whole steps were looked for: of answers
    that are as near to their bound the first that is found stands, which hangs on all that is looked through.
    """
    task = replace(_task(asked, profile, claims), beside=beside, scored=scored)
    outcome, proof = optimum(task)
    if outcome.stepped is not None:
        return None
    if any(c.value is not None for c in claims) and not _as_on_the_farm(outcome, scored):
        return None
    found, cut = _held_back(task, outcome), _taken_off(outcome)
    binding = {limit: withheld for limit, withheld in found.items() if limit not in cut}
    return Touched(_cents(outcome), proof.status, proof.upper_bound - proof.objective, binding, cut)


def _as_on_the_farm(outcome: Outcome, scored: Scored) -> bool:
    """Whether each year by itself would be answered so: together they are told apart by the name of the first of them."""
    together = [of for of in outcome.years.years.values() if len(of) > 1]
    if not together:
        return True
    same = all(len({frozenset(s for s, y in scored if y == year) for year in of}) == 1 for of in together)
    return same and not _names_chose(outcome)


def _names_chose(outcome: Outcome) -> bool:
    rounds = outcome.rounds
    return (rounds is not None and rounds.tied) or free_choice(outcome.built.problem).drawn


def problem_of(asked: Asked, profile: FarmProfile, claims: tuple[Claim, ...]) -> tuple[Built, Alike]:
    """The problem that these claims of a farm pose, with its years that read alike; raises what is in ``NO_ANSWER``."""
    return posed(_task(asked, profile, claims))


def taken(asked: Asked, profile: FarmProfile) -> tuple[Line, ...]:
    """The lines of a farm by the ordinary engine; none where it has no answer."""
    profile = gone_on(profile, asked.rulebook, asked.on)
    try:
        return optimum(_task(asked, profile, claims_of(asked, profile)[0]))[0].lines
    except NO_ANSWER:
        return ()


def _task(asked: Asked, profile: FarmProfile, claims: tuple[Claim, ...]) -> Task:
    empty = bare(claims, asked.years, asked.rulebook, asked.on)
    return Task(profile, asked.rulebook, claims, asked.on, bare=empty)


def own_award(rulebook: Rulebook, on: date, years: int, profile: FarmProfile) -> Award | None:
    """The whole award of a farm by the ordinary engine; None where it has no answer."""
    try:
        return award(Question(profile, rulebook, on, years, "", ""))
    except NO_ANSWER:
        return None


def claims_of(
    asked: Asked, profile: FarmProfile, found: Sequence[Assessment] | None = None
) -> tuple[tuple[Claim, ...], list[OpenQuestion]]:
    """What a farm can claim before a legal basis ends, and what is open; ``found`` of it, where that is known."""
    profile = gone_on(profile, asked.rulebook, asked.on)
    if found is None:
        land = split(pieces(profile)[0], profile, asked.rulebook)
        found = assess(profile, asked.rulebook, land, asked.years, asked.on)
        found = clear(profile, asked.rulebook, land, asked.years, asked.on, found)
    open_ = asked_together(profile, asked.rulebook, (o for a in found for o in a.open), asked.on)
    held = hold_back(profile, asked.rulebook, (c for a in found for c in a.claims), open_, asked.on)
    return tuple(c for c in held if not c.continuation), open_


def _paid(outcome: Outcome, farm: int, into: Gathering) -> Iterator[tuple[int, int, int, int]]:
    for (ref, year), cents in _cents(outcome).items():
        yield farm, into.payments.of(ref), year, cents


def _cents(outcome: Outcome) -> dict[tuple[str, int], int]:
    total: dict[tuple[str, int], int] = {}
    for line in outcome.lines:
        key = (line.claim.ref, line.claim.year)
        total[key] = total.get(key, 0) + line.amount
    return total


def _reached(outcome: Outcome, farm: int, into: Gathering) -> Iterator[tuple[int, int, int, int]]:
    for line in outcome.lines:
        name = line.claim.class_name
        if name is not None:
            yield farm, into.payments.of(line.claim.ref), line.claim.year, into.classes.of(name)


def _binding(task: Task, outcome: Outcome, farm: int, into: Gathering) -> Iterator[tuple[int, int, int]]:
    found = _held_back(task, outcome) | {n: settle(lost) for n, lost in _taken_off(outcome).items()}
    for limit, cents in found.items():
        yield farm, into.limits.of(limit), cents


def _held_back(task: Task, outcome: Outcome) -> dict[str, int]:
    """The limits that hold the farm back, in cents; what a ceiling on land took is in the stacks, and its price is not asked."""

    def price(limit: str) -> int | None:
        if kinds[limit] in _ON_LAND or outcome.out_of_time:
            return None
        best, _ = best_without(task, outcome.built, limit)
        return None if best is None else above(outcome, best)

    kinds = {x.id: x.kind for x in task.rulebook.limits}
    found: dict[str, int] = {}
    for use in limit_uses(outcome, task.claims, task.on, price):
        if use.binding:
            found[use.limit] = max(found.get(use.limit, 0), use.price or 0)
    return found


def _taken_off(outcome: Outcome) -> dict[str, Fraction]:
    """Cents that ceilings within a stack took, over all years."""
    lost: dict[str, Fraction] = {}
    for cut in cuts(outcome):
        years = len(outcome.years.years[cut.claim.year])
        lost[cut.limit] = lost.get(cut.limit, Fraction(0)) + cut.lost * cut.quantity * years
    return lost
