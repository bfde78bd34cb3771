"""An award as JSON data in the shape of the contract; ``docs/award.md`` says what each key means.

Amounts and quantities are decimal strings. Codes stay codes under the contract's keys; beside them stands a
name to read, in the language asked for. ``unit`` is the id of a parcel or element, or ``farm``.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from calculator.domain import award as given
from calculator.domain.claim import Claim, Refusal
from calculator.domain.money import eur
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.code_words import CLASS_LABELS
from calculator.registry.remarks import told
from calculator.services.award import advice_json, open_json
from calculator.services.award.names import Json, Names

_SIX_PLACES = Decimal("0.000001")


def to_json(award: given.Award, rulebook: Rulebook, *, language: str = "nl") -> Json:
    """The award in the contract's shape, its texts in ``nl`` or ``en``."""
    names = Names.of(rulebook, language)
    return {
        "receipt": _receipt(award.receipt),
        "certificate": {
            "status": award.certificate.status,
            "proof": award.certificate.proof,
            "objective_eur": eur(award.certificate.objective),
            "upper_bound_eur": eur(award.certificate.upper_bound),
            "gap_eur": eur(award.certificate.gap),
        },
        "total_eur": eur(award.total),
        "net_eur": _eur(award.net),
        "range": {"low": eur(award.low), "expected": eur(award.total), "high": eur(award.high)},
        "present_value": {
            "eur": eur(award.present_value.cents),
            "rate": plain(award.present_value.rate),
            "source": award.present_value.source[language],
        },
        "continuation_eur": eur(award.continuation),
        "years": [_year(year, names) for year in award.years],
        "classes": [_class(result, names) for result in award.classes],
        "refusals": [_refusal(refusal, names) for refusal in award.refusals],
        "open": open_json.to_json(award.open, names),
        "not_chosen": [_not_chosen(lost, names) for lost in award.not_chosen],
        "limits": [_limit(use, names) for use in award.limits],
        "tiers": [advice_json.tier(found, names) for found in award.tiers],
        **advice_json.to_json(award, lambda code: names.code("measures", code), language),
        "indicators": dict(award.indicators),
        "landscape_share": {
            "value": None if award.landscape_share is None else _number(award.landscape_share),
            "definition": award.landscape_definition[language],
        },
        "activities": [_activity(use, names) for use in award.activities],
        "contingent": [text[language] for text in award.contingent],
        "assumptions": [text[language] for text in award.assumptions],
        "not_modelled": [_not_modelled(rule, text[language], names) for rule, text in award.not_modelled],
        "caveats": [text[language] for text in award.caveats],
    }


def _not_modelled(rule: str, text: str, names: Names) -> Json:
    """What the text of a scheme or of a limit asks and is not computed; a limit is named, since it need not bind."""
    limit = next((x for x in names.rulebook.limits if x.id == rule), None)
    if limit is None:
        return {"scheme": rule, "limit": None, "name": None, "text": text}
    return {"scheme": None, "limit": rule, "name": limit.name[names.language], "text": text}


def _receipt(receipt: given.Receipt) -> Json:
    return {
        "engine": receipt.engine,
        "rulebook": {"digest": receipt.rulebook_digest, "on": receipt.on.isoformat()},
        "input": receipt.input_sha256,
        "years": receipt.years,
        "mode": receipt.mode,
        **receipt.wish,
        "rules": [
            {"id": rule.id, "valid_from": rule.valid_from.isoformat(), "sha256": rule.sha256}
            for rule in receipt.rules
        ],
    }


def _year(year: given.YearAward, names: Names) -> Json:
    return {
        "year": year.year,
        "total_eur": eur(year.total),
        "lines": [_line(line, names) for line in year.lines],
        "continuation": [_line(line, names) for line in year.continuation],
    }


def _line(line: given.Line, names: Names) -> Json:
    claim = line.claim
    said = names.known.get((id(claim.terms), claim.year))
    if said is None:
        said = names.known[id(claim.terms), claim.year] = _said_of_terms(claim, names)
    return {
        **names.both(claim.scheme, claim.payment, claim.year),
        **said,
        "unit": claim.place,
        "piece": claim.piece,
        "quantity": plain(line.quantity),
        "amount_eur": eur(line.amount),
        "low_eur": eur(line.low),
        "high_eur": eur(line.high),
        "formula": line.formula or claim.formula,
        "measures": list(claim.measures),
        "grant_date": claim.grant_date.isoformat(),
        "sources": [names.source(source) for source in claim.sources],
        "caveats": [text[names.language] for text in (*claim.caveats, *line.caveats)],
    }


def _said_of_terms(claim: Claim, names: Names) -> Json:
    """What every line on the same terms in a year says alike."""
    terms = claim.terms
    paid = names.known.get((id(terms), "paid"))
    if paid is None:
        basis = names.rulebook.legal_bases.get(terms.legal_basis)
        paid = names.known[id(terms), "paid"] = {
            "unit_of_measure": terms.unit.value,
            "rate_eur": _rate(terms.rate.expected),
            "legal_basis": terms.legal_basis,
            "legal_basis_name": basis.name[names.language] if basis else terms.legal_basis,
            "status": terms.status.value,
            "certainty": terms.certainty.value,
            "confidence": terms.confidence.value,
        }
    return {**_who(claim, names), **paid}


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


def _class(result: given.ClassResult, names: Names) -> Json:
    scheme = names.scheme(result.scheme, result.year)
    to_next: Json | None = None
    if result.next_name is not None:
        short = result.next_short_per_ha
        to_next = {
            "class": result.next_name,
            "class_name": class_name(result.next_name, names.language),
            "value_per_ha": None if short is None else _number(short),
            "points": {
                goal: {"name": names.code("goals", goal), "short": _number(points)}
                for goal, points in result.next_short_points.items()
            },
        }
    return {
        "scheme": result.scheme,
        "scheme_name": scheme.name[names.language] if scheme else result.scheme,
        "year": result.year,
        "class": result.name,
        "class_name": class_name(result.name, names.language),
        "points": {
            goal: {"name": names.code("goals", goal), "scored": _number(scored), "needed": _number(needed)}
            for goal, (scored, needed) in result.points.items()
        },
        "value_per_ha": _number(result.value_per_ha),
        "to_next": to_next,
        "note": names.text(result.note),
    }


def class_name(code: str | None, language: str) -> str | None:
    """What a class is called; a class that has no word here is called by its code."""
    if code is None:
        return None
    found = CLASS_LABELS.get(code)
    return found[language] if found else code


def _refusal(refusal: Refusal, names: Names) -> Json:
    return {
        **names.both(refusal.scheme, refusal.payment, refusal.year),
        "unit": refusal.place,
        "year": refusal.year,
        "reason": refusal.reason[names.language],
        "shortfall": names.text(refusal.shortfall),
        "remedy": names.text(refusal.remedy),
        "source": names.source(refusal.source),
    }


def _not_chosen(lost: given.NotChosen, names: Names) -> Json:
    return {
        **names.both(lost.scheme, lost.payment, lost.year),
        "unit": lost.place,
        "year": lost.year,
        "because": lost.because,
        "relation": lost.relation.value if lost.relation else None,
        "lost_to": lost.lost_to,
        "article": lost.article,
        "source": names.source(lost.source),
        "difference_eur": _eur(lost.difference),
    }


def _limit(use: given.LimitUse, names: Names) -> Json:
    return {
        "limit": use.limit,
        "name": use.name[names.language],
        "kind": use.kind.value,
        "scope": use.scope,
        "year": use.year,
        "used_eur": eur(use.used),
        "ceiling_eur": eur(use.ceiling),
        "per_hectare_eur": _eur(use.per_hectare),
        "window": use.window,
        "grants": [
            {"grant_date": day.isoformat(), "amount_eur": eur(cents), "from": giver}
            for day, cents, giver in use.grants
        ],
        "binding": use.binding,
        "price_eur": _eur(use.price),
        "largest_grant_that_fits_eur": _eur(use.largest_grant_that_fits),
        "article": use.article,
        "source": names.source(use.source),
    }


def _activity(use: given.ActivityUse, names: Names) -> Json:
    claim = use.claim
    said = names.known.get(id(claim.terms))
    if said is None:
        said = names.known[id(claim.terms)] = {
            goal: _number(_decimal(points)) for goal, points in claim.points.items()
        }
    return {
        **names.both(claim.scheme, claim.payment, claim.year),
        "unit": claim.place,
        "year": claim.year,
        "quantity": plain(use.quantity),
        "unit_of_measure": claim.unit.value,
        "points_per_unit": dict(said),
        "value_per_unit_eur": None if claim.value is None else _number(_decimal(claim.value)),
        "value_counts": use.value_counts,
        "because": names.text(use.because),
    }


def _eur(cents: int | None) -> str | None:
    return None if cents is None else eur(cents)


def _rate(cents_per_unit: Fraction) -> str:
    """Euros per unit: two decimals where that is exact, else as many as it has, at most six."""
    euros = _decimal(cents_per_unit / 100).quantize(_SIX_PLACES)
    cents = euros.quantize(Decimal("0.01"))
    return format(cents, "f") if cents == euros else plain(euros)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _number(value: Decimal) -> str:
    return plain(value.quantize(_SIX_PLACES))
