"""The main route of the core: assess, build, solve, settle, certify, explain. Pure: no clock, file or database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.award import Award, Certificate, Line, PresentValue, Receipt, YearAward
from calculator.domain.claim import Assessment, Claim, OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.money import settle
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO, Problem
from calculator.domain.rulebook import Rulebook, RuleRef
from calculator.domain.scheme import Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.contracts import split
from calculator.eligibility.indicators import indicators, landscape_definition, landscape_share
from calculator.eligibility.units import pieces
from calculator.stacking import certificate, explanation, lines
from calculator.stacking.assembly import Task, build
from calculator.stacking.rows import limit_binds
from calculator.stacking.settlement import objective, settle_shares
from calculator.stacking.solver import solve

#: The yearly rate of the present value: a stated assumption, printed with every award.
PRESENT_VALUE_RATE = Decimal("0.03")
_MOST_YEARS = 30


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


def _value(problem: Problem) -> Fraction | None:
    """The optimum of a problem in micro-cents by its own certificate, or None where nothing is lawful."""
    solution = solve(problem)
    if solution.status == "infeasible":
        return None
    return Fraction(certificate.upper_bound(problem, solution.proof))


def optimum(task: Task) -> tuple[explanation.Outcome, Certificate]:
    """The settled optimum of a task with its certificate; raises NoLawfulAwardError and UncertifiedError."""
    built = build(task)
    solution = solve(built.problem)
    if solution.status == "infeasible":
        raise NoLawfulAwardError(
            Text(
                nl="De lopende verplichtingen passen niet samen binnen de wettelijke grenzen.",
                en="The running commitments do not fit together within the legal limits.",
            )
        )
    shares = settle_shares(built, solution)
    gained = objective(built.problem, shares)
    bound = Fraction(certificate.upper_bound(built.problem, solution.proof))
    if gained > bound + len(shares):
        raise UncertifiedError(f"settled {gained} above the proven bound {bound}")
    settled = lines.lines(built, shares)
    status = "optimal" if solution.status == "optimal" else solution.status
    total = sum(x.amount for x in settled)
    above = settle(max(Fraction(0), bound - gained) / MICRO)
    found = explanation.Outcome(built, shares, gained, settled)
    return found, Certificate(status, solution.proof.kind, total, total + above)


def _reading_total(task: Task, expected: explanation.Outcome, reading: str) -> int:
    """The optimum under another reading; the same as expected where no claim or pair reads differently."""
    spread = any(not c.rate.is_exact for c in task.claims)
    unknown = reading == "high" and any(
        task_pair.unknown
        for rules in expected.built.rules.values()
        for a in task.claims
        for b in task.claims
        if a is not b and a.piece == b.piece and a.year == b.year
        for task_pair in (rules.relations.between(a, b),)
    )
    if not spread and not unknown:
        return sum(x.amount for x in expected.lines)
    other, _ = optimum(replace(task, reading=reading))
    return sum(x.amount for x in other.lines)


def _hold_back(question: Question, claims: Iterable[Claim], open_: list[OpenQuestion]) -> tuple[Claim, ...]:
    """Unknown is never zero: where aid received is not filled in, de minimis claims stay open."""
    known = question.profile.undertaking.aid_received is not None
    kept: list[Claim] = []
    for claim in claims:
        limits = question.rulebook.limits_on(same_day_in(claim.year, question.on))
        limited = any(x.kind is LimitKind.DE_MINIMIS and limit_binds(x, claim) for x in limits)
        if known or not limited or claim.demand is not None:
            kept.append(claim)
            continue
        text = Text(
            nl="ontvangen de-minimissteun is niet ingevuld (`undertaking.aid_received`; geen steun is een lege lijst)",
            en="de minimis aid received is not filled in (`undertaking.aid_received`; none is an empty list)",
        )
        open_.append(
            OpenQuestion(
                claim.scheme, claim.payment, claim.place, claim.year, (text,), ("undertaking.aid_received",),
                settle(claim.rate.high * Fraction(claim.quantity)),
            )
        )  # fmt: skip
    return tuple(kept)


def _years(first: int, count: int, settled: Sequence[Line], later: Sequence[Line]) -> tuple[YearAward, ...]:
    found = []
    for year in range(first, first + count):
        mine = tuple(x for x in settled if x.claim.year == year)
        after = tuple(x for x in later if x.claim.year == year)
        found.append(YearAward(year, sum(x.amount for x in mine), mine, after))
    return tuple(found)


def _present_value(years: tuple[YearAward, ...]) -> PresentValue:
    growth = 1 + Fraction(PRESENT_VALUE_RATE)
    total = sum((Fraction(y.total) / growth**n for n, y in enumerate(years)), Fraction(0))
    source = Text(
        nl="aanname: 3 % per jaar, eerste jaar niet verdisconteerd",
        en="assumption: 3 % a year, first year not discounted",
    )
    return PresentValue(settle(total), PRESENT_VALUE_RATE, source)


def _rules_used(
    rulebook: Rulebook, settled: Sequence[Line], claims: Sequence[Claim], on: date
) -> tuple[RuleRef, ...]:
    refs: dict[tuple[str, date], RuleRef] = {}
    for year in sorted({c.year for c in claims}):
        day = same_day_in(year, on)
        names = {c.scheme for c in claims if c.year == year}
        for scheme in rulebook.schemes_on(day):
            if scheme.id in names:
                refs[scheme.id, scheme.validity.start] = RuleRef(
                    scheme.id, scheme.validity.start, scheme.digest
                )
        for limit in rulebook.limits_on(day):
            if any(limit_binds(limit, c) for c in claims if c.year == year):
                refs[limit.id, limit.validity.start] = RuleRef(limit.id, limit.validity.start, limit.digest)
    return tuple(refs[key] for key in sorted(refs))


def award(question: Question) -> Award:
    """The certified award of a question; raises NoLawfulAwardError, UncertifiedError and the assembly's refusals."""
    if not 1 <= question.years <= _MOST_YEARS:
        raise ValueError(f"a horizon is 1 to {_MOST_YEARS} years")
    land, assumed = pieces(question.profile, with_candidates=False)
    land = split(land, question.profile, question.rulebook)
    first = question.on.year
    found = [
        assess(question.profile, question.rulebook, land, year, question.on)
        for year in range(first, first + question.years)
    ]
    open_ = [o for a in found for o in a.open]
    claims = _hold_back(question, (c for a in found for c in a.claims), open_)
    now = tuple(c for c in claims if not c.continuation)
    later = tuple(c for c in claims if c.continuation)
    task = Task(question.profile, question.rulebook, now, question.on)
    outcome, proof = optimum(task)
    after, _ = optimum(replace(task, claims=later))
    years = _years(first, question.years, outcome.lines, after.lines)
    return _answer(question, found, open_, task, outcome, proof, after, years, assumed)


def _answer(
    question: Question,
    found: list[Assessment],
    open_: list[OpenQuestion],
    task: Task,
    outcome: explanation.Outcome,
    proof: Certificate,
    after: explanation.Outcome,
    years: tuple[YearAward, ...],
    assumed: tuple[Text, ...],
) -> Award:
    total = sum(y.total for y in years)

    def price(limit: str) -> int | None:
        without, _ = optimum(replace(task, without=limit))
        return settle((without.objective - outcome.objective) / MICRO)

    claims = task.claims
    everything = (*claims, *(x.claim for x in after.lines))
    low, high = (_reading_total(task, outcome, r) for r in ("low", "high"))
    return Award(
        receipt=Receipt(
            engine=question.engine,
            rulebook_digest=question.rulebook.digest,
            on=question.on,
            input_sha256=question.input_sha256,
            rules=_rules_used(question.rulebook, outcome.lines, everything, question.on),
            years=question.years,
            mode=question.mode,
        ),
        certificate=proof,
        total=total,
        net=None,
        low=min(low, total),
        high=max(high, total),
        present_value=_present_value(years),
        continuation=sum(x.amount for x in after.lines),
        years=years,
        classes=lines.classes(outcome.built, outcome.shares, claims),
        refusals=tuple(r for a in found for r in a.refusals),
        open=tuple(open_),
        not_chosen=explanation.not_chosen(outcome, claims, _value),
        limits=explanation.limit_uses(outcome, claims, question.on, price),
        indicators=indicators(question.profile),
        landscape_share=landscape_share(question.profile),
        landscape_definition=landscape_definition(),
        contingent=_unique(t for a in found for t in a.contingent),
        assumptions=_unique((*assumed, *(t for a in found for t in a.assumptions))),
        not_modelled=_not_modelled(question, claims),
        caveats=_caveats(question, outcome, after),
        activities=lines.activities(outcome.built, outcome.shares),
    )


def _unique(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple({t.nl: t for t in texts}.values())


def _not_modelled(question: Question, claims: Sequence[Claim]) -> tuple[tuple[str, Text], ...]:
    names = {(c.scheme, c.year) for c in claims}
    found: dict[tuple[str, str], Text] = {}
    for scheme, year in sorted(names):
        for version in question.rulebook.schemes_on(same_day_in(year, question.on)):
            if version.id == scheme:
                found |= {(scheme, n.text.nl): n.text for n in version.not_modelled}
    return tuple((scheme, text) for (scheme, _), text in found.items())


def _caveats(
    question: Question, outcome: explanation.Outcome, after: explanation.Outcome
) -> tuple[Text, ...]:
    found: list[Text] = []
    if question.profile.year != question.on.year:
        found.append(
            Text(
                nl=f"Het profiel beschrijft {question.profile.year}; gerekend is vanaf {question.on.year}.",
                en=f"The profile describes {question.profile.year}; the calculation starts in {question.on.year}.",
            )
        )
    if any(x.claim.legal_basis == "unknown" for x in outcome.lines):
        found.append(
            Text(
                nl="Van een of meer publieke betalingen is de grondslag onbekend; zij tellen mee onder de-minimis en het plafond per hectare.",
                en="The legal basis of one or more public payments is unknown; they count under de minimis and the ceiling per hectare.",
            )
        )
    if after.lines:
        found.append(
            Text(
                nl="Bedragen na het einde van een grondslag staan als voortzetting buiten het totaal.",
                en="Amounts after the end of a legal basis stand outside the total as continuation.",
            )
        )
    found.append(
        Text(
            nl="De toets aan 100 % van de kosten is niet doorgerekend waar kosten ontbreken.",
            en="The test against 100 % of costs is not modelled where costs are absent.",
        )
    )
    return tuple(found)
