"""An award as JSON data in the shape of the contract; ``docs/award.md`` says what each key means.

Amounts and quantities are decimal strings. Codes stay codes under the contract's keys; beside them stands a
name to read, in the language asked for. ``unit`` is the id of a parcel or element, or ``farm``.
"""

from __future__ import annotations

from functools import partial

from calculator.domain import amount_words
from calculator.domain import award as given
from calculator.domain.amount_words import euros
from calculator.domain.claim import Refusal
from calculator.domain.limit_use import CapCount, LimitUse
from calculator.domain.money import eur
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.conditions.code_words import CLASS_LABELS
from calculator.registry.words.names import one_counted
from calculator.services.award import advice_json, notices_json, open_json
from calculator.services.award.lines_json import activity, line, number
from calculator.services.award.names import Json, Names
from calculator.services.profile import fact_names
from calculator.statements.award.formulas import spoken
from calculator.statements.award.voice import Voice


def to_json(award: given.Award, rulebook: Rulebook, *, language: str = "nl") -> Json:
    """The award in the contract's shape, its texts in ``nl`` or ``en``."""
    first = next((year.year for year in award.years if year.lines), 0)
    names = Names.of(rulebook, language, first)
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
        "classes": [class_json(result, names) for result in award.classes],
        "refusals": [refusal_json(refusal, names) for refusal in award.refusals],
        "open": open_json.to_json(award.open, names, award.receipt.on),
        "not_chosen": [not_chosen_json(lost, names) for lost in award.not_chosen],
        "limits": [_limit(use, names) for use in award.limits],
        "tiers": [advice_json.tier(found, names) for found in award.tiers],
        **advice_json.to_json(award, names),
        "indicators": dict(award.indicators),
        "landscape_share": {
            "value": None if award.landscape_share is None else number(award.landscape_share),
            "definition": award.landscape_definition[language],
        },
        "activities": [activity(use, names) for use in award.activities],
        "contingent": [text[language] for text in award.contingent],
        "assumptions": [text[language] for text in award.assumptions],
        "not_modelled": [_not_modelled(rule, text[language], names) for rule, text in award.not_modelled],
        "caveats": [text[language] for text in award.caveats],
        **({"notices": notices_json.to_json(award.notices, names)} if award.notices else {}),
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
        "lines": [line(each, names) for each in year.lines],
        "continuation": [line(each, names) for each in year.continuation],
    }


def class_json(result: given.ClassResult, names: Names) -> Json:
    """One of ``classes``."""
    scheme = names.scheme(result.scheme, result.year)
    to_next: Json | None = None
    if result.next_name is not None:
        short = result.next_short_per_ha
        to_next = {
            "class": result.next_name,
            "class_name": class_name(result.next_name, names.language),
            "value_per_ha": None if short is None else number(short),
            "points": {
                goal: {"name": names.code("goals", goal), "short": number(points)}
                for goal, points in result.next_short_points.items()
            },
            "brings_eur": None if result.next_brings is None else eur(result.next_brings),
        }
    return {
        "scheme": result.scheme,
        "scheme_name": scheme.name[names.language] if scheme else result.scheme,
        "year": result.year,
        "class": result.name,
        "class_name": class_name(result.name, names.language),
        "points": {
            goal: {"name": names.code("goals", goal), "scored": number(scored), "needed": number(needed)}
            for goal, (scored, needed) in result.points.items()
        },
        "value_per_ha": number(result.value_per_ha),
        "to_next": to_next,
        "note": names.text(result.note),
    }


def class_name(code: str | None, language: str) -> str | None:
    """What a class is called; a class that has no word here is called by its code."""
    if code is None:
        return None
    found = CLASS_LABELS.get(code)
    return found[language] if found else code


def refusal_json(refusal: Refusal, names: Names) -> Json:
    """One of ``refusals``."""
    return {
        **names.both(refusal.scheme, refusal.payment, refusal.year),
        "unit": refusal.place,
        "year": refusal.year,
        "reason": reason(refusal, names.language, names.rulebook),
        "shortfall": names.text(refusal.shortfall),
        "remedy": names.text(refusal.remedy),
        "source": names.source(refusal.source),
    }


def reason(refusal: Refusal, language: str, rulebook: Rulebook) -> str:
    """Why it is refused; the sum by which a payment comes to nothing is put into words."""
    told = refusal.reason[language]
    if not refusal.formula:
        return told
    voice = Voice("en" if language == "en" else "nl")
    named = partial(fact_names.name, language=language, rulebook=rulebook)
    return f"{told}: {spoken(refusal.formula, voice, named)}"


def not_chosen_json(lost: given.NotChosen, names: Names) -> Json:
    """One of ``not_chosen``."""
    return {
        **names.both(lost.scheme, lost.payment, lost.year),
        "unit": lost.place,
        "year": lost.year,
        "years": list(lost.years) or [lost.year],
        "because": lost.because,
        "relation": lost.relation.value if lost.relation else None,
        "lost_to": lost.lost_to,
        "lost_to_name": names.lost_to(lost.lost_to, lost.year),
        "under_contract": lost.under_contract,
        "article": lost.article,
        "source": names.source(lost.source),
        "difference_eur": _eur(lost.difference),
        "worked_out": lost.worked_out,
    }


def _limit(use: LimitUse, names: Names) -> Json:
    return {
        "limit": use.limit,
        "name": use.name[names.language],
        "kind": use.kind.value,
        "scope": use.scope,
        "year": use.year,
        "used_eur": eur(use.used),
        "ceiling_eur": eur(use.ceiling),
        "per_hectare_eur": _eur(use.per_hectare),
        **({} if use.counts is None else {"counts": _counts(use.counts, names)}),
        "window": use.window,
        "grants": [
            {"grant_date": day.isoformat(), "amount_eur": eur(cents), "from": giver}
            for day, cents, giver in use.grants
        ],
        "filled_by": [
            names.both(scheme, payment, use.year)
            for scheme, _, payment in (ref.partition("#") for ref in use.filled_by)
        ],
        "binding": use.binding,
        "price_eur": _eur(use.price),
        "largest_grant_that_fits_eur": _eur(use.largest_grant_that_fits),
        "article": use.article,
        "source": names.source(use.source),
    }


def _counts(count: CapCount, names: Names) -> Json:
    each, told = one_counted(count.of), euros(count.each)[names.language]
    number_ = amount_words.number(count.number, names.language)
    name = each[names.language] if each else fact_names.name(count.of, names.language, names.rulebook)
    return {
        "of": count.of,
        "name": name,
        "each_eur": plain(count.each),
        "number": plain(count.number),
        "text": f"{told} per {name} × {number_}" if each else f"{told} × {number_} ({name})",
    }


def _eur(cents: int | None) -> str | None:
    return None if cents is None else eur(cents)
