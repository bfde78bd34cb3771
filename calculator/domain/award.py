"""The berekende toekenning: what the best lawful stack pays, why, and on what it rests. Amounts in whole cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from calculator.domain.claim import Claim, OpenQuestion, Refusal
from calculator.domain.lasting import NoticeDue
from calculator.domain.limit_use import LimitUse
from calculator.domain.quickly import made_quickly
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import RuleRef
from calculator.domain.scheme import Text
from calculator.domain.source import Source


@made_quickly
@dataclass(frozen=True, slots=True)
class Line:
    """One settled payment line of one year; ``amount`` is the expected reading.

    ``formula`` is the sum as paid where that is not the claim's own: a part of the quantity, or a rate that was cut.
    ``caveats`` are what to know of this line beside those of the claim. ``since`` is the year in which the term of a new
    contract began, ``extended`` that in which its present extension began.
    """

    claim: Claim
    quantity: Decimal
    amount: int
    low: int
    high: int
    formula: str | None = None
    caveats: tuple[Text, ...] = ()
    since: int | None = None
    extended: int | None = None

    def contract_years(self, first: int) -> tuple[int, int] | None:
        """From and up to which year a new contract runs, its present extension included; None where it is none.

        A grant to the farm is one where it is for several years at once. ``first`` is the first year in which an award pays
        anything.
        """
        claim, terms = self.claim, self.claim.terms
        years = terms.term_years
        if years is None or not terms.multi_year or not claim.begins_contract or terms.continuation:
            return None
        since = self.since if self.since is not None else claim.year - (claim.year - first) % years
        if self.extended is not None and terms.extension is not None:
            return since, self.extended + terms.extension.years - 1
        return since, since + years - 1

    def of(self, claim: Claim) -> Line:
        """The same line of another claim."""
        return Line(claim, self.quantity, self.amount, self.low, self.high, self.formula, self.caveats)


@made_quickly
@dataclass(frozen=True, slots=True)
class ActivityUse:
    """An eco-activity that counts in a year: its points always, its value unless a rule takes it away (``because``)."""

    claim: Claim
    quantity: Decimal
    value_counts: bool
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class YearAward:
    """The lines of one year; ``total`` is the sum of their amounts, continuation lines apart."""

    year: int
    total: int
    lines: tuple[Line, ...]
    continuation: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ClassResult:
    """The class paid in a year, the highest above it that is ``reached``, points per goal (scored, needed), and what the next
    class is short of: EUR per ha (None where it asks for none) and points. ``next_brings`` is what its premium pays above what is
    paid (cents), where that is known so.
    """

    scheme: str
    year: int
    name: str | None
    points: Mapping[str, tuple[Decimal, Decimal]]
    value_per_ha: Decimal
    next_name: str | None
    next_short_per_ha: Decimal | None
    note: Text | None = None
    next_short_points: Mapping[str, Decimal] = field(default_factory=dict)
    next_brings: int | None = None
    reached: str | None = None


@made_quickly
@dataclass(frozen=True, slots=True)
class NotChosen:
    """A claim that qualified and is not paid (or not in full): why, to what it lost, and what forcing it in would cost.

    ``because`` is ``relation`` (of the sort ``relation``; of ``requires``, ``lost_to`` is what is needed and not paid),
    ``limit`` (``lost_to`` is a payment, mostly itself, where that pays for so much and no more) or ``better_total``. ``year``
    is the first of ``years`` in which it is not taken. ``difference`` is cents over the horizon when it is forced in in all of
    them, None where that is impossible, or was not ``worked_out``. ``under_contract`` says that what it lost to is paid under a
    running contract.
    """

    scheme: str
    payment: str
    place: str
    year: int
    because: str
    lost_to: str | None
    source: Source | None
    article: str | None
    difference: int | None
    years: tuple[int, ...] = ()
    relation: RelationType | None = None
    worked_out: bool = True
    under_contract: bool = False

    @property
    def limit(self) -> str | None:
        """The limit of the rules that it gave way to; None where there is none, or it is the most that a payment pays for."""
        return self.lost_to if self.because == "limit" and "#" not in (self.lost_to or "") else None


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof in figures (cents): status, how proven, objective, upper bound; ``gap`` is their difference."""

    status: str
    proof: str
    objective: int
    upper_bound: int

    @property
    def gap(self) -> int:
        """Upper bound less objective, in cents, at least zero."""
        return max(0, self.upper_bound - self.objective)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What pins the award: engine, rulebook digest, reference date, input hash, and every rule it rests on.

    ``wish`` is what was set for the plan, as it was typed.
    """

    engine: str
    rulebook_digest: str
    on: date
    input_sha256: str
    rules: tuple[RuleRef, ...]
    years: int
    mode: str
    wish: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PresentValue:
    """The value of all lines at the reference date (cents), with the yearly rate and where that rate comes from."""

    cents: int
    rate: Decimal
    source: Text


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A candidate on its place; ``effort`` is cents per year (cost and lost income), None where no cost is given."""

    code: str
    place: str
    quantity: Decimal
    unit: str
    effort: int | None


@dataclass(frozen=True, slots=True)
class Variant:
    """One plan beside the others: ``now``, ``light``, ``best`` or ``own``; amounts in cents over the horizon.

    ``cost`` is what is known of costs, ``net`` the total less costs (None where one is not known), ``effort`` cents per
    year of the candidates taken. ``displaced`` are places, codes, quantities and units of what gives way.
    """

    name: str
    total: int
    cost: int
    net: int | None
    effort: int | None
    measures: tuple[PlannedMeasure, ...]
    displaced: tuple[tuple[str, str, Decimal, str], ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one candidate that adds most to the farm as it is: gross and net (cents over the horizon)."""

    measure: PlannedMeasure
    brings: int
    net: int | None


@dataclass(frozen=True, slots=True)
class WeighedCandidate:
    """A candidate in or out of the plan: because ``chosen``, ``less_left``, ``open``, ``no_fit``, ``forbidden`` or ``cannot``.

    ``difference`` is what the plan would lose or gain (cents over the horizon) with it turned round, ``worth`` the highest yearly
    cost per unit (cents) at which it still leaves as much; None where not worked out. Of an ``open`` one ``unanswered`` is what
    keeps it from being weighed, beyond what is open of the plan.
    """

    measure: PlannedMeasure
    taken: bool
    because: str
    difference: int | None = None
    worth: int | None = None
    unanswered: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class TierDistance:
    """The next tier of a payment: the indicator now, ``at`` which value it starts, what the whole award gains there (cents)."""

    scheme: str
    payment: str
    year: int
    indicator: str
    now: Decimal
    at: Decimal
    brings: int


@made_quickly
@dataclass(frozen=True, slots=True)
class Award:
    """The whole answer. ``net`` is None where costs are unknown; ``low`` and ``high`` are optima of their own reading."""

    receipt: Receipt
    certificate: Certificate
    total: int
    net: int | None
    low: int
    high: int
    present_value: PresentValue
    continuation: int
    years: tuple[YearAward, ...]
    classes: tuple[ClassResult, ...]
    refusals: tuple[Refusal, ...]
    open: tuple[OpenQuestion, ...]
    not_chosen: tuple[NotChosen, ...]
    limits: tuple[LimitUse, ...]
    indicators: Mapping[str, str]
    landscape_share: Decimal | None
    landscape_definition: Text
    contingent: tuple[Text, ...]
    assumptions: tuple[Text, ...]
    not_modelled: tuple[tuple[str, Text], ...]
    caveats: tuple[Text, ...]
    activities: tuple[ActivityUse, ...] = ()
    variants: tuple[Variant, ...] = ()
    next_step: NextStep | None = None
    candidates: tuple[WeighedCandidate, ...] = ()
    tiers: tuple[TierDistance, ...] = ()
    notices: tuple[NoticeDue, ...] = ()
