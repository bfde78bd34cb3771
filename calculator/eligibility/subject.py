"""One payment at one place: the tests it passes, and the claim, refusal or open question that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Certainty, Claim, OpenQuestion, Refusal, Terms
from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Presence, Scheme, Text
from calculator.domain.source import Source, Status
from calculator.eligibility.amounts import Amount
from calculator.eligibility.conditions import Outcome, Setting, evaluate
from calculator.eligibility.figures import FactMissingError, Reading
from calculator.eligibility.territory import SCOPE_PATHS
from calculator.eligibility.units import Piece


@dataclass(slots=True)
class Findings:
    """What assessing gathers; frozen into an Assessment at the end."""

    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    open: list[OpenQuestion] = field(default_factory=list)
    assumptions: dict[str, Text] = field(default_factory=dict)
    contingent: dict[str, Text] = field(default_factory=dict)
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """One payment of one scheme, tested for one place in one year."""

    profile: FarmProfile
    rulebook: Rulebook
    scheme: Scheme
    payment: Payment
    day: date
    piece: Piece | None = None
    measure: Measure | None = None

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
        if self.payment.keyed_by is None or self.piece is None or self.piece.parcel is None:
            return ""
        found = getattr(self.piece.parcel, self.payment.keyed_by, None)
        if found is None:
            raise FactMissingError(f"{self.place}.{self.payment.keyed_by}")
        return str(found)


def in_unit(quantity: Decimal, measure: Measure | None, unit: Unit, given: str) -> Decimal:
    """A measured quantity in the payment's unit: hectares to m2, or a strip to metres by its width."""
    if given == unit or unit not in (Unit.METRE, Unit.SQUARE_METRE, Unit.HECTARE):
        return quantity
    width = measure.width_m if measure else None
    if given == "ha" and unit is Unit.SQUARE_METRE:
        return quantity * M2_PER_HA
    if given == "m2" and unit is Unit.HECTARE:
        return quantity / M2_PER_HA
    if width is None:
        raise FactMissingError("width_m")
    return quantity * M2_PER_HA / width if given == "ha" else quantity * width / M2_PER_HA


def try_conditions(
    subject: Subject, quantity: Decimal | None, found: Findings
) -> tuple[list[tuple[Condition, Outcome]], bool]:
    """Failed and undecided conditions, and whether a failed one means that the scheme is simply not this farm's."""
    setting = Setting(
        subject.profile,
        subject.day,
        subject.payment.figures,
        subject.piece,
        quantity,
        subject.measure.width_m if subject.measure else None,
    )
    trouble: list[tuple[Condition, Outcome]] = []
    for condition in (*subject.scheme.conditions, *subject.payment.conditions):
        outcome = evaluate(condition, setting)
        if outcome.met:
            continue
        if outcome.met is None and condition.absent is Presence.PRESUME:
            text = Text(nl=f"Aangenomen: {condition.text.nl}", en=f"Assumed: {condition.text.en}")
            found.assumptions[text.nl] = text
            continue
        if outcome.met is False and subject.piece is None and condition.arguments.get("path") in SCOPE_PATHS:
            return [], True
        trouble.append((condition, outcome))
    return trouble, False


def refuse(subject: Subject, condition: Condition, outcome: Outcome, found: Findings) -> None:
    """Record the failed condition with its shortfall and remedy."""
    found.refusals.append(
        Refusal(
            subject.scheme.id,
            subject.payment.id,
            subject.place,
            subject.day.year,
            condition.text,
            outcome.shortfall,
            condition.remedy,
            subject.source(condition.sources),
        )
    )


def leave_open(
    subject: Subject, texts: list[Text], paths: list[str], could_pay: int | None, found: Findings
) -> None:
    """Record what is missing and what it could pay at most (cents)."""
    found.open.append(
        OpenQuestion(
            subject.scheme.id,
            subject.payment.id,
            subject.place,
            subject.day.year,
            tuple(texts),
            tuple(dict.fromkeys(paths)),
            could_pay,
        )
    )


def not_published(name: str) -> Text:
    """What an unpublished figure reads as."""
    return Text(nl=f"bedrag niet gepubliceerd ({name})", en=f"amount not published ({name})")


def missing_fact(path: str) -> Text:
    """What an absent fact reads as."""
    return Text(nl=f"niet ingevuld: {path}", en=f"not filled in: {path}")


def certainty_of(subject: Subject, status: Status) -> Certainty:
    """The label of an amount that no contract fixes."""
    if status is Status.ASSUMED:
        return Certainty.ASSUMED
    if subject.scheme.budget_depends:
        return Certainty.BUDGET
    return Certainty.EXPECTED


def legal_basis_of(subject: Subject) -> str:
    """The payment's basis; an unknown one of a payer without State resources is private (no State aid, 2023/2831 recital 14)."""
    basis = subject.payment.legal_basis or subject.scheme.legal_basis
    if basis == "unknown" and not (subject.scheme.payer_is_public or subject.scheme.state_resources):
        return "private"
    return basis


def _has_ended(subject: Subject, basis: str) -> bool:
    known = subject.rulebook.legal_bases.get(basis)
    return known is not None and known.ends_on is not None and subject.day > known.ends_on


@dataclass(frozen=True, slots=True)
class Scores:
    """What an activity scores per unit, or what a class needs of the whole farm's activities."""

    points: Mapping[str, Fraction] = field(default_factory=dict)
    value: Fraction | None = None
    class_name: str | None = None
    needs_points: Mapping[str, Fraction] | None = None
    needs_value: Fraction | None = None


_NO_SCORES = Scores()
#: Terms remembered per rulebook; beyond this they are forgotten and made anew.
_MOST_TERMS = 20_000


def make_claim(subject: Subject, worked: Amount, reading: Reading, scores: Scores = _NO_SCORES) -> Claim:
    """A claim of the worked amount, with everything that settling and explaining needs."""
    month_day = subject.payment.grant.month_day
    granted = date(subject.day.year, *month_day) if month_day else subject.day
    return Claim(
        terms=_terms(subject, worked, reading, scores),
        place=subject.place,
        piece=subject.piece.id if subject.piece else "farm",
        year=subject.day.year,
        quantity=worked.quantity,
        formula=worked.formula,
        grant_date=granted,
    )


def _terms(subject: Subject, worked: Amount, reading: Reading, scores: Scores) -> Terms:
    """The terms of a claim on land are the same object for every piece and farm that meets them."""
    basis = legal_basis_of(subject)
    ended = _has_ended(subject, basis)
    parcel = subject.piece.parcel if subject.piece else None
    use = subject.rulebook.code("land_uses", parcel.land_use) if parcel else None
    land_class = use.columns.get("aber_class") if use else None
    if subject.piece is None:
        return _made(subject, worked, reading, scores, basis, ended, land_class)
    known: dict[tuple[object, ...], tuple[object, Terms]] = subject.rulebook.memory.setdefault("terms", {})
    measure = subject.measure.code if subject.measure else None
    rate, value = worked.rate, scores.value
    key = (
        id(subject.payment), tuple([id(f) for f in reading.used]), reading.key, measure, land_class, ended, worked.unit,
        rate.low, rate.expected, rate.high, value,
    )  # fmt: skip
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_TERMS:
            known.clear()
        made = _made(subject, worked, reading, scores, basis, ended, land_class)
        # The payment and figures are kept beside it, so that no other object can come to bear their identity.
        found = known[key] = ((subject.payment, tuple(reading.used)), made)
    return found[1]


def _made(
    subject: Subject,
    worked: Amount,
    reading: Reading,
    scores: Scores,
    basis: str,
    ended: bool,
    land_class: str | None,
) -> Terms:
    status, scheme, payment = reading.status(), subject.scheme, subject.payment
    ids = reading.source_ids() or payment.sources
    most = reading.optional("max_quantity", "")
    return Terms(
        scheme=scheme.id,
        payment=payment.id,
        level=payment.level,
        unit=worked.unit,
        rate=worked.rate,
        legal_basis=basis,
        status=status,
        confidence=reading.confidence(),
        certainty=certainty_of(subject, status),
        sources=tuple(scheme.sources[i] for i in ids if i in scheme.sources),
        points=scores.points,
        value=scores.value,
        measures=(subject.measure.code,) if subject.measure else (),
        multi_year=payment.term_years is not None and payment.term_years > 1,
        continuation=ended,
        groups=payment.groups,
        cost_components=payment.cost_components,
        public=scheme.payer_is_public or scheme.state_resources,
        class_name=scores.class_name,
        needs_points=scores.needs_points,
        needs_value=scores.needs_value,
        land_class=land_class,
        max_quantity=None if most is None else Decimal(most.low.numerator) / Decimal(most.low.denominator),
        at_once_years=payment.term_years if payment.grant.decision == "multi_year" else None,
    )


def codes_of(rulebook: Rulebook, code: str) -> frozenset[str]:
    """The measure's own code and those of the measures that it implies."""
    known = rulebook.code("measures", code)
    implied = known.columns.get("implies", "").split() if known else []
    return frozenset((code, *implied))


def triggers(subject_piece: Piece, payment: Payment, rulebook: Rulebook) -> Measure | None:
    """The first measure on the piece that the payment pays for (also by implication), or None."""
    wanted = set(payment.measures)
    for measure in subject_piece.measures:
        if measure.code in wanted:
            return measure
    for measure in subject_piece.measures:
        if codes_of(rulebook, measure.code) & wanted:
            return measure
    return None
