"""Running commitments: every line of every contract is a claim, or one of several, that must be placed in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.amount_words import euros, one_of
from calculator.domain.claim import Certainty, Claim, Terms
from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.memory import Answers
from calculator.domain.money import ZERO, Range, settle
from calculator.domain.quantity import dutch, plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.source import Confidence, Source, Status
from calculator.eligibility.amounts.basis import decimal
from calculator.eligibility.amounts.contract_years import changes_by_year, year_of
from calculator.eligibility.amounts.figures import FactMissingError, Reading
from calculator.eligibility.amounts.kinds import Amount
from calculator.eligibility.claiming import make_claim
from calculator.eligibility.contracts.added_up import added_up
from calculator.eligibility.contracts.lapsing import granted
from calculator.eligibility.contracts.placing import Committed, Placed, lies_under, line_path, placed, split
from calculator.eligibility.contracts.rates import PLAIN, Rates, scheme_of
from calculator.eligibility.questions import missing_fact, rate_of_contract
from calculator.eligibility.subject import (
    Findings,
    Subject,
    contenders,
    leave_open,
)
from calculator.eligibility.units import Piece

__all__ = ["placed", "running", "split"]

#: Figures by which a payment leaves out a first part of its quantity.
_FIRST_PART = ("free", "free_share")
#: What lines on land pay, and published terms under a contract.
_MOST_TERMS = 20_000
_ON_LAND: Answers[object, _Paying] = Answers("contracted on land", _MOST_TERMS)
_CONTRACTED: Answers[tuple[int, bool], tuple[Terms, Terms]] = Answers("contracted terms", _MOST_TERMS)


def running(
    profile: FarmProfile, rulebook: Rulebook, lying: tuple[Placed, ...], day: date, found: Findings
) -> list[Claim]:
    """The claims of all contract lines (``placed``) that run on the day; one that nobody can price pays nothing and is open."""
    runs = (x for x in lying if x.committed.contract.start <= day <= x.committed.contract.until)
    return added_up((one, claim) for one in runs for claim in _claims(profile, rulebook, one, day, found))


def _claims(
    profile: FarmProfile, rulebook: Rulebook, one: Placed, day: date, found: Findings
) -> Iterator[Claim]:
    line = one.committed
    scheme = scheme_of(rulebook, line, day)
    payment = scheme.payment(line.line.package) or line.payment
    if not one.spots:
        subject = Subject(profile, rulebook, scheme, payment, day)
        yield from granted(subject, line, _contracted(subject, line, line.quantity, found))
    for nth, spot in enumerate(one.spots):
        measure = lies_under(line, spot.piece, rulebook)
        if nth == 0 and measure is not None:
            _assume_measure(line, spot.piece, measure, rulebook, found)
        subject = Subject(profile, rulebook, scheme, payment, day, spot.piece, measure)
        own = found if nth == 0 else Findings()
        yield from granted(subject, line, _contracted(subject, line, spot.room, own, certain=one.certain))


def _assume_measure(
    one: Committed, piece: Piece, measure: Measure, rulebook: Rulebook, found: Findings
) -> None:
    """Which of several measures a line is for the profile does not say; where it makes no difference nothing is assumed."""
    differ = {(m.width_m, m.cost_eur, m.income_forgone_eur) for m in contenders(piece, one.payment, rulebook)}
    if len(differ) < 2:
        return
    listed = rulebook.code("measures", measure.code)
    name = listed.name if listed is not None else Text(measure.code, measure.code)
    what, where, much = one.payment.name, one.line.unit, f"{one.payment.unit}"
    found.assume(
        Text(
            nl=f"{what.nl} ({where}) is gecontracteerd voor de maatregel {name.nl}: daarbij past {dutch(one.quantity)} {much} "
            "het best.",
            en=f"{what.en} ({where}) is contracted for the measure {name.en}: it fits {plain(one.quantity)} {much} best.",
        )
    )


#: Terms, the formula after the quantity, and costs.
_Paying = tuple[Terms, str, tuple[tuple[str, Fraction], ...]]


def _contracted(
    subject: Subject, one: Committed, quantity: Decimal, found: Findings, *, certain: bool = True
) -> Claim:
    """The claim of a line; one that is not ``certain`` may lie on several pieces, so that it is part of the plan."""
    line, piece = one.line, subject.piece
    terms, said, costs = _paying(subject, one, quantity, found, certain=certain)
    return Claim(
        terms,
        subject.place,
        piece.id if piece else "farm",
        subject.day.year,
        quantity,
        plain(quantity) + said,
        line.grant_date or one.contract.start,
        quantity if certain else one.quantity,
        costs,
        None if certain else one.id,
    )


def _paying(
    subject: Subject, one: Committed, quantity: Decimal, found: Findings, *, certain: bool
) -> _Paying:
    """What a line pays; remembered where it follows from the rules and the sort of land alone."""
    key = _follows_from(subject, one, certain=certain)
    if key is None:
        return _worked_out(subject, one, quantity, found, certain=certain)
    known = subject.rulebook.memory.of(_ON_LAND)
    paying = known.get(key)
    if paying is None:
        before = len(found.open)
        paying = _worked_out(subject, one, quantity, found, certain=certain)
        if len(found.open) == before:
            known[key] = paying
    return paying


def _worked_out(
    subject: Subject, one: Committed, quantity: Decimal, found: Findings, *, certain: bool
) -> _Paying:
    """What a line pays; where nobody can tell, nothing, and it is open."""
    line, contract = one.line, one.contract
    reading, unit = Reading.of(subject.payment, subject.day), subject.payment.unit
    rates = Rates(subject.profile, subject.rulebook, one)
    known: Range | None = None
    try:
        known = rates.on(subject.day, reading)
        if known is None:
            path = line_path(one.id, "rate_eur")
            leave_open(subject, [rate_of_contract(path)], [path], None, found)
    except FactMissingError as missing:
        texts = [missing_fact(path) for path in missing.paths]
        leave_open(subject, texts, [*missing.paths], _at_best(rates, subject.day), found)
    rate = known or ZERO
    said = f" {unit} x EUR {decimal(rate.low)}"
    claim = make_claim(subject, Amount(quantity, unit, rate.times(100), plain(quantity) + said), reading)
    if line.rate_eur is not None:
        title = f"Contract {subject.scheme.name.nl}: {subject.payment.name.nl}"
        source = Source("contract", title, "", contract.start, None, str(contract.start))
        rated = replace(claim.terms, status=Status.DEFINITIVE, confidence=Confidence.HIGH, sources=(source,))
        terms = _under_contract(rated, spread=not certain)
    else:
        terms = _published(subject, claim.terms, spread=not certain)
    if not subject.payment.figures.keys().isdisjoint(_FIRST_PART):
        _assume_all_paid(subject, found)
    if known is not None and subject.day.year > contract.start.year and rates.since() is not None:
        terms = replace(terms, status=Status.ASSUMED)
        _assume_indexation(subject, one, found)
    return terms, said, claim.costs


def _at_best(rates: Rates, day: date) -> int | None:
    """Cents that the whole line pays at the best result; None where that hangs on what else the farm does not say."""
    try:
        most = replace(rates, at_best=True, endless=True).on(day)
    except FactMissingError:
        return None
    return None if most is None else settle(most.high * 100 * Fraction(rates.one.quantity))


def _follows_from(subject: Subject, one: Committed, *, certain: bool) -> tuple[object, ...] | None:
    """All that the terms and the formula of a line on land follow from; None where its contract or its costs are in them."""
    piece, measure, line = subject.piece, subject.measure, one.line
    if piece is None or line.rate_eur is not None or line.indexation or subject.payment.kind not in PLAIN:
        return None
    if measure is not None and measure.income_forgone_eur is not None:
        return None
    if subject.payment.keyed_by is not None:
        return None
    use = piece.parcel.land_use if piece.parcel else None
    year = year_of(one.contract.start, subject.day) if changes_by_year(subject.payment) else None
    return id(subject.payment), subject.day, measure.code if measure else None, use, certain, year


def _under_contract(terms: Terms, *, spread: bool) -> Terms:
    return replace(terms, multi_year=spread, continuation=False, certainty=Certainty.CONTRACTED)


def _published(subject: Subject, terms: Terms, *, spread: bool) -> Terms:
    """Terms at a published rate under a contract: on land the same object for every contract that meets them."""
    if subject.piece is None:
        return _under_contract(terms, spread=spread)
    known = subject.rulebook.memory.of(_CONTRACTED)
    found = known.get((id(terms), spread))
    if found is None:
        # The terms are kept beside it, so that no others can come to bear their identity.
        found = known[id(terms), spread] = (terms, _under_contract(terms, spread=spread))
    return found[1]


def _assume_indexation(subject: Subject, one: Committed, found: Findings) -> None:
    year, scheme, payment = one.contract.start.year, subject.scheme.name, subject.payment
    share, own = (one.line.indexation or Decimal(0)) * 100, one.line.rate_eur
    pays = Text(nl=f"het tarief van {year}", en=f"the rate of {year}")
    if own is not None:
        said, unit = euros(own), one_of(payment.unit)
        pays = Text(nl=f"{said.nl} per {unit.nl} in {year}", en=f"{said.en} per {unit.en} in {year}")
    found.assume(
        Text(
            nl=f"het contract {scheme.nl} ({payment.name.nl}) betaalt {pays.nl}, en ieder jaar daarna {dutch(share)} % meer.",
            en=f"the contract {scheme.en} ({payment.name.en}) pays {pays.en}, and {plain(share)} % more every year after it.",
        )
    )


def _assume_all_paid(subject: Subject, found: Findings) -> None:
    """A grant says for how much it pays: a first part taken off it would be taken off twice, and off every line once more."""
    scheme, payment = subject.scheme.name, subject.payment.name
    found.assume(
        Text(
            nl=f"het contract {scheme.nl} ({payment.nl}) noemt hoeveel er wordt betaald: een eerste deel dat niet wordt betaald "
            "zit daar niet in.",
            en=f"the contract {scheme.en} ({payment.en}) says how much is paid for: a first part that is not paid is not in it.",
        )
    )
