"""The lines and activities of an award as JSON data: what those on the same terms say alike is put into words once.

Lines of one award share the lists and objects in them. What is said of terms that the rules keep is kept with them for the
next award; each award has lists and objects of its own.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from calculator.domain import award as given
from calculator.domain.claim import Claim, Terms
from calculator.domain.money import eur
from calculator.domain.quantity import plain
from calculator.eligibility.claiming import of_the_rules
from calculator.registry.words.remarks import told
from calculator.services.award.names import Json, Names, Phrase

_SIX_PLACES = Decimal("0.000001")
#: Terms of which it is remembered what is said; beyond this all are forgotten.
_MOST_TERMS = 10_000


def line(line: given.Line, names: Names) -> Json:
    """One settled line."""
    claim = line.claim
    both = names.both(claim.terms.scheme, claim.terms.payment, claim.year)
    known = names.lines.get((id(claim.terms), id(both)))
    if known is None:
        known = names.lines[id(claim.terms), id(both)] = _blank_line(claim, both, names)
    said = known.copy()
    amount = eur(line.amount)
    said["unit"] = claim.place
    said["piece"] = claim.piece
    said["quantity"] = plain(line.quantity)
    said["amount_eur"] = amount
    said["low_eur"] = amount if line.low == line.amount else eur(line.low)
    said["high_eur"] = amount if line.high == line.amount else eur(line.high)
    said["formula"] = line.formula or claim.formula
    said["grant_date"] = claim.grant_date.isoformat()
    contract = _contract(line, names.first) if claim.terms.multi_year else None
    if contract is not None:
        said["contract"] = contract
    if line.caveats:
        said["caveats"] = [text[names.language] for text in (*claim.terms.caveats, *line.caveats)]
    return said


def _contract(line: given.Line, first: int) -> Json | None:
    """From and up to which year a new contract on land runs; ``first`` is the first year in which an award pays anything."""
    years = line.contract_years(first)
    if years is None:
        return None
    said: Json = {"from": years[0], "until": years[1]}
    return said if line.extended is None else {**said, "extended_from": line.extended}


def _blank_line(claim: Claim, both: Json, names: Names) -> Json:
    """All that every line on the same terms under one version of a scheme says alike, with room for the rest."""
    terms = claim.terms
    return {
        **both,
        **_said_of_terms(claim, both, names),
        "unit": None,
        "piece": None,
        "quantity": None,
        "amount_eur": None,
        "low_eur": None,
        "high_eur": None,
        "formula": None,
        "measures": list(terms.measures),
        "grant_date": None,
        "sources": [names.source(source) for source in terms.sources],
        "caveats": [text[names.language] for text in terms.caveats],
    }


def _said_of_terms(claim: Claim, both: Json, names: Names) -> Json:
    """Who pays, how much per unit, on what basis and how surely."""
    terms = claim.terms
    found = names.phrases.get((id(terms), id(both)))
    if found is None:
        basis = names.rulebook.legal_bases.get(terms.legal_basis)
        said: Json = {
            **_who(claim, names),
            "unit_of_measure": terms.unit.value,
            "rate_eur": rate(terms.rate.expected),
            "legal_basis": terms.legal_basis,
            "legal_basis_name": basis.name[names.language] if basis else terms.legal_basis,
            "basis_until": basis.ends_on.isoformat() if basis and basis.ends_on else None,
            "status": terms.status.value,
            "certainty": terms.certainty.value,
            "confidence": terms.confidence.value,
        }
        found = _kept((id(terms), id(both)), (terms, both, said), names)
    return found[2]


def _kept(key: tuple[int, int], phrase: Phrase, names: Names) -> Phrase:
    """What is said of terms, kept for the next award where the rules keep the terms."""
    if of_the_rules(names.rulebook, phrase[0]):
        if len(names.phrases) >= _MOST_TERMS:
            names.phrases.clear()
        # Terms and names are kept beside what is said, so that no others can come to bear their identity.
        names.phrases[key] = phrase
    return phrase


def _who(claim: Claim, names: Names) -> Json:
    """Who pays, in which layer, for which ecosystem service, measured how, for how long."""
    scheme = names.scheme(claim.scheme, claim.year)
    key = (id(scheme), claim.payment, claim.public)
    said = names.payers.get(key)
    if said is not None:
        return said
    payment = names.payment(scheme, claim.payment)
    payer, layer = (scheme.payer, scheme.layer) if scheme else ("", "")
    service = payment.reward.service if payment else ""
    said = {
        "payer": payer,
        "payer_name": names.code("payers", payer),
        "public": claim.public,
        "layer": layer,
        "layer_name": names.code("layers", layer),
        "service": service,
        "service_name": names.code("services", service),
        "indicator": names.text(told(payment.reward.indicator, names.rulebook)) if payment else None,
        "term": names.text(told(payment.reward.term, names.rulebook)) if payment else None,
    }
    if scheme is not None:
        names.payers[key] = said
    return said


def activity(use: given.ActivityUse, names: Names) -> Json:
    """One eco-activity that counts in a year."""
    claim = use.claim
    both = names.both(claim.terms.scheme, claim.terms.payment, claim.year)
    known = names.activities.get((id(claim.terms), id(both)))
    if known is None:
        known = names.activities[id(claim.terms), id(both)] = _blank_activity(claim.terms, both)
    said = known.copy()
    said["unit"] = claim.place
    said["year"] = claim.year
    said["quantity"] = plain(use.quantity)
    said["value_counts"] = use.value_counts
    said["because"] = names.text(use.because)
    return said


def _blank_activity(terms: Terms, both: Json) -> Json:
    return {
        **both,
        "unit": None,
        "year": None,
        "quantity": None,
        "unit_of_measure": terms.unit.value,
        "points_per_unit": {goal: number(_decimal(points)) for goal, points in terms.points.items()},
        "value_per_unit_eur": None if terms.value is None else number(_decimal(terms.value)),
        "value_counts": None,
        "because": None,
    }


def rate(cents_per_unit: Fraction) -> str:
    """Euros per unit: two decimals where that is exact, else as many as it has, at most six."""
    euros = _decimal(cents_per_unit / 100).quantize(_SIX_PLACES)
    cents = euros.quantize(Decimal("0.01"))
    return format(cents, "f") if cents == euros else plain(euros)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def number(value: Decimal) -> str:
    """A number to six decimals at most."""
    return plain(value.quantize(_SIX_PLACES))
