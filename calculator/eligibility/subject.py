"""One payment at one place: the tests it passes, and the claim, refusal or open question that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Claim, OpenQuestion, Refusal
from calculator.domain.farm import OF_PLACE, FarmProfile, Measure, told, where_told
from calculator.domain.hope import Hope
from calculator.domain.memory import Answers
from calculator.domain.quickly import made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme, Text
from calculator.domain.source import Source
from calculator.eligibility.amounts.figures import NO_ELEMENT, FactMissingError
from calculator.eligibility.conditions.code_words import shortfall
from calculator.eligibility.conditions.kinds import evaluate
from calculator.eligibility.conditions.outcomes import HOLDING, Outcome, Setting, as_text, place_asked
from calculator.eligibility.conditions.remedies import remedy_of
from calculator.eligibility.conditions.territory import SCOPE_PATHS
from calculator.eligibility.measured import in_unit
from calculator.eligibility.units import Piece, cut

#: Codes of measures that are listed.
_CODES: Answers[str, frozenset[str]] = Answers("codes of measures")
#: By the measures that a payment names.
_PAID_FOR: Answers[tuple[str, ...], frozenset[str]] = Answers("codes that are paid for", 10_000)


@dataclass(slots=True)
class Findings:
    """What assessing gathers; frozen into an Assessment at the end.

    ``answers`` are the outcomes of conditions that look at the farm alone, by the identity of the condition. What is ``waiting``
    in all years of a span stands at least in its first.
    """

    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    open: list[OpenQuestion] = field(default_factory=list)
    assumptions: dict[str, Text] = field(default_factory=dict)
    contingent: dict[str, Text] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    answers: dict[int, Outcome] = field(default_factory=dict)
    hopes: dict[str, Hope] = field(default_factory=dict)

    def add(self, other: Findings) -> None:
        """Everything that another gathered."""
        self.claims += other.claims
        self.refusals += other.refusals
        self.open += other.open
        self.add_common(other)

    def add_common(self, other: Findings) -> None:
        """What another gathered that is the same in every year."""
        self.assumptions.update(other.assumptions)
        self.contingent.update(other.contingent)
        self.waiting += other.waiting

    def assume(self, text: Text) -> None:
        """That a condition was presumed to be met."""
        said = f"Aangenomen: {text.nl}"
        if said not in self.assumptions:
            self.assumptions[said] = Text(nl=said, en=f"Assumed: {text.en}")

    def outcome(self, condition: Condition, setting: Setting) -> Outcome:
        """The outcome of a condition; one that looks at the farm alone is tested once."""
        if condition.kind not in OF_THE_FARM:
            return evaluate(condition, setting)
        known = self.answers.get(id(condition))
        if known is None:
            known = evaluate(condition, setting)
            if setting.piece is None or place_asked(condition) is None:
                self.answers[id(condition)] = known
        return known


#: Conditions whose outcome depends on facts of the farm alone: not on the place, the day or the payment's figures. Those that
#: name an answer of a place (``place_asked``) are none of them.
OF_THE_FARM = frozenset({"declared", "fact_is", "fact_includes"})
#: Conditions that look at how much there is, or may.
_OF_EXTENT = frozenset({"quantity_at_least", "quantity_at_most", *HOLDING})


@made_quickly
@dataclass(frozen=True, slots=True)
class Subject:
    """One payment of one scheme, tested for one place in one year.

    ``claimed`` is what others can pay in that year, for a payment that looks at contracts. ``supposed`` picks from keyed figures,
    whatever the place says.
    """

    profile: FarmProfile
    rulebook: Rulebook
    scheme: Scheme
    payment: Payment
    day: date
    piece: Piece | None = None
    measure: Measure | None = None
    claimed: tuple[Claim, ...] = ()
    supposed: str | None = None

    @property
    def place(self) -> str:
        """The parcel or element, or ``farm``."""
        return self.piece.place if self.piece else "farm"

    def source(self, ids: tuple[str, ...]) -> Source | None:
        """The first of the sources by id, or the payment's, or the scheme's first."""
        for name in (*ids, *self.payment.sources, *self.scheme.sources):
            if name in self.scheme.sources:
                return self.scheme.sources[name]
        return None

    def region(self) -> str:
        """The key that picks from keyed figures; raises FactMissingError where the parcel does not give it."""
        if self.supposed is not None:
            return self.supposed
        if self.payment.keyed_by is None or self.piece is None:
            return ""
        if self.payment.keyed_by == "kind" and self.piece.element is not None:
            return self.piece.element.kind
        of_any = self.payment.keyed_by.startswith(OF_PLACE)
        place = self.piece.parcel or (self.piece.element if of_any else None)
        if place is None:
            return ""
        if self.payment.keyed_by == "kind":
            raise FactMissingError(NO_ELEMENT)
        found = told(place, self.payment.keyed_by)
        if found is None:
            raise FactMissingError(where_told(self.place, self.payment.keyed_by))
        return as_text(found)


@made_quickly
@dataclass(frozen=True, slots=True)
class Waiting:
    """An activity that is open on one piece: its hectares, points and value per hectare, each None where unknown."""

    scheme: str
    name: Text
    place: str
    hectares: Decimal | None
    points: Mapping[str, Fraction] | None
    value: Fraction | None
    paths: tuple[str, ...]


def extent(subject: Subject) -> Decimal | None:
    """How much there is at the place, in all its parts, of the measure that is paid for, in the unit of the payment.

    Other measures may cut it into pieces, which makes it no smaller. None for the farm, and where its width is not known.
    """
    piece, measure = subject.piece, subject.measure
    if piece is None or measure is None:
        return None
    place = piece.whole
    same = [m for m in place.measures if m.code == measure.code and not m.candidate] if place else []
    there = sum((m.quantity for m in same), Decimal(0))
    if place and len(same) > 1:
        # A part of it and what has no part may lie on the same ground.
        there = sum(
            (p.quantity for p in cut(place) if any(m.code == measure.code for m in p.measures)), Decimal(0)
        )
    given = "ha" if piece.parcel else measure.unit
    try:
        return in_unit(max(there, piece.quantity), measure, subject.payment.unit, given)
    except FactMissingError:
        return None


def try_conditions(subject: Subject, found: Findings) -> tuple[list[tuple[Condition, Outcome]], bool]:
    """Failed and undecided conditions, and whether a failed one means that the scheme is simply not this farm's."""
    conditions = (*subject.scheme.conditions, *subject.payment.conditions)
    # Bounds with keys are figures of the payment, which its own conditions name.
    keyed = subject.payment.keyed_by is not None and subject.payment.conditions
    key, key_asked = _key(subject) if keyed else ("", ())
    setting = Setting(
        subject.profile,
        subject.day,
        subject.payment.figures,
        subject.piece,
        extent(subject) if any(c.kind in _OF_EXTENT for c in conditions) else None,
        subject.measure.width_m if subject.measure else None,
        subject.claimed,
        subject.rulebook.relations_on(subject.day) if subject.claimed else (),
        key,
        key_asked,
    )
    trouble: list[tuple[Condition, Outcome]] = []
    presumed: list[Condition] = []
    for condition in conditions:
        outcome = found.outcome(condition, setting)
        if outcome.met:
            continue
        if outcome.presumed(condition):
            presumed.append(condition)
            continue
        if outcome.met is False and subject.piece is None and condition.arguments.get("path") in SCOPE_PATHS:
            return [], True
        trouble.append((condition, outcome))
    # What is refused or asked rests on no assumption: nothing is claimed.
    for condition in () if trouble else presumed:
        found.assume(condition.text)
    return trouble, False


def _key(subject: Subject) -> tuple[str | None, tuple[str, ...]]:
    """What picks from keyed bounds, and where the place does not say it what is missing."""
    try:
        return subject.region(), ()
    except FactMissingError as missing:
        return None, missing.paths


def refuse(subject: Subject, condition: Condition, outcome: Outcome, found: Findings) -> None:
    """Record the failed condition with its shortfall and remedy."""
    said = shortfall(outcome.codes, subject.rulebook) if outcome.codes else outcome.shortfall
    found.refusals.append(
        Refusal(
            subject.scheme.id,
            subject.payment.id,
            subject.place,
            subject.day.year,
            not_met(condition.text),
            said,
            remedy_of(condition),
            subject.source(condition.sources),
        )
    )


def leave_open(
    subject: Subject, texts: list[Text], paths: list[str], could_pay: int | None, found: Findings
) -> None:
    """Record what is missing and what it could pay at most (cents)."""
    asked = subject.scheme.id, subject.payment.id, subject.place, subject.day.year
    found.open.append(OpenQuestion(*asked, tuple(texts), tuple(dict.fromkeys(paths)), could_pay))


def not_met(condition: Text) -> Text:
    """What a failed condition reads as; rule files word conditions as they hold when met."""
    return Text(nl=f"voorwaarde niet vervuld: {condition.nl}", en=f"condition not met: {condition.en}")


def codes_of(rulebook: Rulebook, code: str) -> frozenset[str]:
    """The measure's own code and those of the measures that it implies."""
    known = rulebook.memory.of(_CODES)
    found = known.get(code)
    if found is None:
        listed = rulebook.code("measures", code)
        found = frozenset((code, *(listed.columns.get("implies", "").split() if listed else ())))
        if listed:
            known[code] = found
    return found


def contenders(piece: Piece, payment: Payment, rulebook: Rulebook) -> list[Measure]:
    """The measures on the piece that the payment would pay for: those that are named themselves, then those that imply such.

    Among these by code: in which order a farmer wrote them down says nothing.
    """
    paid = _paid_for(rulebook, payment)
    found = [m for m in piece.measures if m.code in paid]
    if len(found) > 1:
        found.sort(key=lambda m: (m.code not in payment.measures, m.code))
    return found


def _paid_for(rulebook: Rulebook, payment: Payment) -> frozenset[str]:
    """The codes that a payment names, and those of all listed measures that imply one of these."""
    known = rulebook.memory.of(_PAID_FOR)
    found = known.get(payment.measures)
    if found is None:
        wanted = frozenset(payment.measures)
        listed = rulebook.codelists.get("measures", {})
        implying = [code for code in listed if not codes_of(rulebook, code).isdisjoint(wanted)]
        found = known[payment.measures] = wanted.union(implying)
    return found


def triggers(subject_piece: Piece, payment: Payment, rulebook: Rulebook) -> Measure | None:
    """The first of the measures on the piece that the payment would pay for, or None; ``earning`` has which it is paid for."""
    found = contenders(subject_piece, payment, rulebook)
    return found[0] if found else None
