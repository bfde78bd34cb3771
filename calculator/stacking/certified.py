"""A task solved, settled and certified: its optimum, that of another reading, and the years after a legal basis ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from calculator.domain.award import Certificate, Line
from calculator.domain.money import settle
from calculator.domain.problem import MICRO, Solution
from calculator.domain.scheme import Text
from calculator.stacking.explaining.unplaced import refusal, shortages
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError, Task, build
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.alike import Alike, alike
from calculator.stacking.problem.easing import Hopes, eased, told_apart
from calculator.stacking.proof import certificate
from calculator.stacking.proof import settled as answer
from calculator.stacking.solving.doing_without import paid_by_gain
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.optimum.multiples import in_multiples
from calculator.stacking.solving.optimum.over_years import (
    Solved,
    all_listed,
    listing,
    solved_over_years,
    with_all_listed,
)
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.repeating import repeated
from calculator.stacking.solving.steps import lines
from calculator.stacking.solving.steps.elsewhere import settled_elsewhere
from calculator.stacking.solving.steps.keeping_value import with_value_kept
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.solving.steps.no_poor_answer import no_poor_answer
from calculator.stacking.solving.steps.parts import in_whole_steps
from calculator.stacking.solving.steps.searching import searched_whole
from calculator.stacking.solving.steps.settlement import Share, allowance, objective, settle_shares

TOO_LONG = Text(
    nl="Binnen de rekentijd is geen toekenning gevonden; kies minder jaren of minder keuzes.",
    en="No award was found within the time allowed; choose fewer years or fewer options.",
)


class NoLawfulAwardError(ValueError):
    """The running commitments cannot be placed lawfully together; ``reason`` says so to a person."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class NotInTimeError(NoLawfulAwardError):
    """There may be lawful awards, of which none was found within the time allowed."""

    def __init__(self) -> None:
        super().__init__(TOO_LONG)


#: Of no year is anything to be told.
_NOTHING: Mapping[int, Any] = MappingProxyType({})
#: The status of what is proven the best.
OPTIMAL = "optimal"
#: What searching a small problem may take of the time.
_SEARCHED = 0.5
#: Shares, what no answer in whole steps exceeds (None: not looked for), and whether that is taken on the word of floats.
_Settled = tuple[tuple[Share, ...] | None, Fraction | None, bool]


class UncertifiedError(RuntimeError):
    """The certificate does not hold: the answer is never shown."""


def optimum(task: Task, years: Alike | None = None) -> tuple[Outcome, Certificate]:
    """The settled optimum of a task with its certificate; raises NoLawfulAwardError and UncertifiedError.

    ``years`` are those of its claims that read alike, where they are known.
    """
    found, certified = first_years(task, years)
    settled = tuple(sorted(found.years.lines(found.lines), key=lines.order))
    total = sum(x.amount for x in settled)
    above = settle(max(Fraction(0), found.bound - found.objective) / MICRO)
    return replace(found, lines=settled), Certificate(*certified, total, total + above)


def posed(task: Task) -> tuple[Built, Alike]:
    """The problem of a task, unsolved, with its years that read alike; raises NoLawfulAwardError."""
    task, years = over_years(task)
    return _built(task, years), years


def reading_total(task: Task, like: Outcome, hopes: Hopes = _NOTHING) -> tuple[int, bool]:
    """Cents of the settled optimum of another reading of the same claims, and whether it is proven; raises as ``optimum``.

    ``like`` is the outcome of the claims as they were read before; ``hopes`` is what activities that wait could score.
    """
    apart = told_apart(like.years, hopes) if hopes else {}
    if apart:
        task, years = over_years(task, apart)
        built = _built(task, years)
    else:
        task, years = replace(task, anew=like.built.rows.anew), like.years
        built = like.built if task.reading == like.built.site.reading else _built(task, years, like.built)
    free = lines.unhindered(built)
    if free is None and hopes:
        built = eased(built, hopes)
        free = lines.unhindered(built)
    if free is not None:
        return lines.whole_cents(built, free, years.times), True
    found, (status, _) = _certified(task, built, years)
    return sum(x.amount * years.times.get(x.claim.year, 1) for x in found.lines), status == OPTIMAL


def unheld(task: Task, hopes: Hopes) -> bool:
    """Whether the free choice of a task keeps every row, with ``hopes`` as in ``reading_total``."""
    first = over_years(task)
    apart = told_apart(first[1], hopes)
    task, years = over_years(task, apart) if apart else first
    return lines.unhindered(eased(_built(task, years), hopes)) is not None


def first_years(task: Task, years: Alike | None = None) -> tuple[Outcome, tuple[str, str]]:
    """As ``optimum``, with the lines of the first years alone; beside it the status and the kind of proof."""
    if years is None:
        task, years = over_years(task)
    return _certified(task, _built(task, years), years)


def over_years(task: Task, apart: Mapping[int, int] = _NOTHING) -> tuple[Task, Alike]:
    """The task with its years that read alike; where they do not and contracts may begin, every year by itself.

    ``apart`` tells years apart that would read alike. Where all years read alike, what is best in one is best in all: no
    contract gains by beginning later or ending.
    """
    years = alike(task.claims, task.rulebook, task.on, task.without, apart)
    if (len(years.years) < 2 and not task.bare) or not any(c.begins_contract for c in years.claims):
        return task, years
    every = sorted({c.year for c in task.claims})
    return replace(task, anew=True), Alike({year: (year,) for year in every}, task.claims, {})


def _built(task: Task, years: Alike, like: Built | None = None) -> Built:
    """The problem of the first years, where the running commitments can be placed at all."""
    try:
        return build(replace(task, claims=years.claims, times=years.times), like)
    except ContradictoryCommitmentsError as clash:
        raise NoLawfulAwardError(refusal(shortages(task))) from clash


def _certified(task: Task, built: Built, years: Alike) -> tuple[Outcome, tuple[str, str]]:
    """A problem solved, settled and certified; where commitments fit on parts of square metres alone, the nearest that does."""
    try:
        return _proven(task, built, years)
    except UnsettledError as unsettled:
        short = shortages(task, in_steps=True)
        if not short:
            raise
        raise NoLawfulAwardError(refusal(short, in_steps=True)) from unsettled


def _proven(task: Task, built: Built, years: Alike) -> tuple[Outcome, tuple[str, str]]:
    built = replace(built, problem=in_multiples(built.problem))
    over = _searched(task, built)
    solution, rounds, built = over.solution, over.rounds, listing(built, over.added)
    if solution.status == "infeasible":
        raise NoLawfulAwardError(refusal(shortages(task)))
    if solution.status == "time_limit" and not solution.weights:
        raise NotInTimeError
    bounds = certificate.Bounds(built.problem, solution.proof)
    shares, stepped, by_word = _settled(task, built, solution, bounds, years)
    if shares is None or (stepped is None and not _near(task, built, shares, bounds, years)):
        # What whole steps reach is proven with every plan over the years in sight.
        every = with_all_listed(built)
        if every is not None:
            return _proven(task, every, years)
        shares = shares or settled_elsewhere(built, solution, task.time)
    shares = with_value_kept(built, shares)
    gain, bound = objective(built.problem, shares), stepped if stepped is not None else Fraction(bounds.total)
    if gain > bound + len(shares):
        raise UncertifiedError(f"settled {gain} above the proven bound {bound}")
    status = solution.status
    taken, settled = _held(built, shares, gain, years)
    near = bound - gain <= allowance(_in_all(task, settled, years))
    if status == OPTIMAL and not near:
        status = "not_proven"
    elif status == "time_limit" and near:
        # No programme was solved to its end, but the steps were.
        status, solution = OPTIMAL, replace(solution, status=OPTIMAL)
    found = Outcome(built, bounds, solution, shares, gain, taken, settled, years, rounds, stepped)
    return found, (status, "solver" if by_word else solution.proof.kind)


def _held(
    built: Built, shares: tuple[Share, ...], gain: Fraction, years: Alike
) -> tuple[dict[int, list[lines.Taken]], tuple[Line, ...]]:
    """What shares take, and their lines; raises UncertifiedError where they are no lawful choice of the problem, or lines do not
    pay what they gain.
    """
    taken = lines.taken(built, shares)
    settled = lines.lines(built, shares, taken)
    try:
        less = answer.check_choice(built.problem, shares, gain)
        answer.check_lines(gain, settled, lines.due(taken), years.times, less=less)
    except answer.ProofError as wrong:
        raise UncertifiedError(f"what was settled does not hold: {wrong}") from wrong
    return taken, settled


def _searched(task: Task, built: Built) -> Solved:
    """The problem solved. Of the time for a small one some is left to look at it in whole steps: a programme may divide a
    relation that carries all of a payment, which no step does, and would have to fork on it in every year.
    """
    part = _SEARCHED if searched_whole(built.problem) else 1.0
    with task.time.within(part * task.time.left) as some:
        return solved_over_years(built.problem, time=some)


def _in_all(task: Task, settled: Sequence[Line], years: Alike) -> int:
    """Lines of the farm in all years, those that read alike included."""
    return task.beside + sum(years.times.get(line.claim.year, 1) for line in settled)


def _settled(
    task: Task, built: Built, solution: Solution, bounds: certificate.Bounds, years: Alike
) -> _Settled:
    """The shares, the bound on answers in whole steps where the programme's own is farther than rounding to cents goes, and
    whether that is taken on the word of floats.

    Where plans over the years are not all listed, that bound is not looked for, and no shares may be found.
    """
    shares: tuple[Share, ...] | None = None
    with suppress(UnsettledError):
        shares = settle_shares(built, solution)

    def allowed(given: tuple[Share, ...]) -> Fraction:
        return allowance(_in_all(task, lines.lines(built, given, lines.taken(built, given)), years))

    if shares is not None:
        short = bounds.total - objective(built.problem, shares)
        if short <= allowance(0) or short <= allowed(shares):
            return shares, None, False
    shares = no_poor_answer(built, shares, bounds.total, solution.proof, task.time)
    if not all(map(all_listed, built.problem.blocks)):
        return shares, None, False
    found = in_whole_steps(built, solution, shares, allowed, task.time)
    shares = found.shares if found.shares is not None else settled_elsewhere(built, solution, task.time)
    return shares, found.bound, found.by_word


def _near(
    task: Task, built: Built, shares: tuple[Share, ...], bounds: certificate.Bounds, years: Alike
) -> bool:
    """Whether the shares lie no farther from the bound than rounding to cents goes; always where all plans are listed."""
    if all(map(all_listed, built.problem.blocks)):
        return True
    settled = _in_all(task, lines.lines(built, shares, lines.taken(built, shares)), years)
    return bounds.total - objective(built.problem, shares) <= allowance(settled)


def later_lines(task: Task, first: Outcome) -> tuple[tuple[Line, ...], bool]:
    """The lines of years after those solved first, which take the answer of one of these where they read the same; and
    whether what was solved for them is proven.
    """
    if not task.claims:
        return (), True
    years = alike(task.claims, task.rulebook, task.on, task.without)
    found = repeated(task, years, first) if first.stepped is None else None
    if found is None:
        return _apart(task, years)[:2]
    other, proven = tuple[Line, ...](), True
    if found.rest.claims:
        other, proven, drawn = _apart(replace(task, claims=found.rest.claims), found.rest)
        if drawn:
            # Years may share decisions, whose names choose among equals: together they are asked anew.
            return _apart(task, years)[:2]
    return tuple(sorted((*found.lines, *other), key=lines.order)), proven


def _apart(task: Task, years: Alike) -> tuple[tuple[Line, ...], bool, bool]:
    """The lines of years that are solved apart, whether these are proven the best, and whether names chose among equals that pay
    otherwise.

    Where no row holds the free choice back it is the best as it stands.
    """
    built = _built(task, years)
    free = lines.unhindered(built)
    if free is not None:
        settled = _held(built, free, objective(built.problem, free), years)[1]
        proven, drawn = True, free_choice(built.problem).drawn
    else:
        found, (status, _) = _certified(task, built, years)
        settled, proven = found.lines, status == OPTIMAL
        drawn = free_choice(found.built.problem).drawn or (found.rounds is not None and found.rounds.tied)
    drawn = drawn and not paid_by_gain(built)
    return tuple(sorted(years.lines(settled), key=lines.order)), proven, drawn
