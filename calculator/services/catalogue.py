"""The registry for whoever reads it: every scheme and limit of a day as JSON-ready data, with every figure's source.

Nothing is left out and nothing is computed: figures that are not published are there and say so, and relations are
listed from both sides, so that a reader of either scheme sees what it does to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from calculator.domain.limit import Limit
from calculator.domain.period import Period
from calculator.domain.quantity import plain
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, NotModelled, Payment, Scheme, Text
from calculator.domain.source import Figure, Series, Source

Data = dict[str, object]


def schemes(rulebook: Rulebook, on: date, language: str | None = None) -> list[Data]:
    """One short entry per scheme in force on the day, ordered by layer and name; texts in one language or in both."""
    order = {code: index for index, code in enumerate(rulebook.codelists.get("layers", {}))}
    found = sorted(
        rulebook.schemes_on(on), key=lambda s: (order.get(s.layer, len(order)), s.payer, s.name.nl, s.id)
    )
    return [_summary(scheme, rulebook, language) for scheme in found]


def scheme(rulebook: Rulebook, scheme_id: str, on: date, language: str | None = None) -> Data | None:
    """Everything the rules say of one scheme on the day, or None where it is not in force then."""
    found = next((s for s in rulebook.schemes_on(on) if s.id == scheme_id), None)
    if found is None:
        return None
    return {
        **_summary(found, rulebook, language),
        "on": on.isoformat(),
        "recorded_on": found.recorded_on.isoformat(),
        "corrects": found.corrects,
        "sha256": found.digest,
        "state_resources": found.state_resources,
        "budget_depends": found.budget_depends,
        "apply": _words(found.apply, language),
        "conditions": [_condition(c, language) for c in found.conditions],
        "payments": [_payment(p, found, rulebook, language) for p in found.payments],
        "relations": [
            _relation(r, found, rulebook, language) for r in rulebook.relations_on(on) if _touches(r, found)
        ],
        "limits": [_limit_reference(x, language) for x in rulebook.limits_on(on) if _limits(x, found)],
        "sources": [_source(s) for s in found.sources.values()],
        "not_modelled": [_not_modelled(n, language) for n in found.not_modelled],
        "versions": versions(rulebook, scheme_id),
    }


def versions(rulebook: Rulebook, scheme_id: str) -> list[Data]:
    """Every version of a scheme through time, also those not in force on a given day; empty where it is unknown."""
    return [
        {**_period(s.validity), "recorded_on": s.recorded_on.isoformat(), "sha256": s.digest}
        for s in rulebook.schemes
        if s.id == scheme_id
    ]


def limits(rulebook: Rulebook, on: date, language: str | None = None) -> list[Data]:
    """Every limit in force on the day."""
    return [
        {
            **_limit_reference(limit, language),
            **_period(limit.validity),
            "article": limit.article,
            "payments": list(limit.payments),
            "legal_bases": list(limit.legal_bases),
            "counts": list(limit.counts),
            "all_or_nothing": limit.all_or_nothing,
            "window": limit.window,
            "window_years": limit.window_years,
            "keyed_by": limit.keyed_by,
            "figures": _figures(limit.figures, limit.sources),
            "sources": [_source(s) for s in limit.sources.values()],
            "not_modelled": [_not_modelled(n, language) for n in limit.not_modelled],
            "sha256": limit.digest,
        }
        for limit in rulebook.limits_on(on)
    ]


def _summary(scheme: Scheme, rulebook: Rulebook, language: str | None) -> Data:
    services = {p.reward.service for p in scheme.payments}
    return {
        "id": scheme.id,
        "name": _words(scheme.name, language),
        "layer": scheme.layer,
        "layer_name": _code_name(rulebook, "layers", scheme.layer, language),
        "payer": scheme.payer,
        "payer_name": _code_name(rulebook, "payers", scheme.payer, language),
        "payer_is_public": scheme.payer_is_public,
        "legal_basis": scheme.legal_basis,
        "legal_basis_name": _basis_name(rulebook, scheme.legal_basis, language),
        **_period(scheme.validity),
        "territory": {key: list(codes) for key, codes in scheme.territory.items()},
        "territory_names": [
            _code_name(rulebook, key, code, language)
            for key, codes in scheme.territory.items()
            for code in codes
        ],
        "services": [_code_name(rulebook, "services", code, language) for code in sorted(services)],
        "payment_count": len(scheme.payments),
        "publishes_amounts": any(_computes(p) for p in scheme.payments),
        "blocked": any(not n.accepted for n in scheme.not_modelled),
    }


def _payment(payment: Payment, scheme: Scheme, rulebook: Rulebook, language: str | None) -> Data:
    basis = payment.legal_basis or scheme.legal_basis
    return {
        "id": payment.id,
        "name": _words(payment.name, language),
        "kind": payment.kind.value,
        "level": payment.level.value,
        "unit": payment.unit.value,
        "quantity": payment.quantity,
        "measures": [
            {"code": c, "name": _code_name(rulebook, "measures", c, language)} for c in payment.measures
        ],
        "indicator": payment.indicator,
        "tiers": [
            {"figure": t.figure, "at_least": _number(t.at_least), "at_most": _number(t.at_most)}
            for t in payment.tiers
        ],
        "keyed_by": payment.keyed_by,
        "groups": list(payment.groups),
        "cost_components": list(payment.cost_components),
        "legal_basis": basis,
        "legal_basis_name": _basis_name(rulebook, basis, language),
        "term_years": payment.term_years,
        "grant": payment.grant.decision,
        "reward": {
            "service": payment.reward.service,
            "service_name": _code_name(rulebook, "services", payment.reward.service, language),
            "indicator": payment.reward.indicator,
            "quantity": payment.reward.quantity,
            "term": payment.reward.term,
        },
        "conditions": [_condition(c, language) for c in payment.conditions],
        "figures": _figures(payment.figures, scheme.sources),
        "sources": list(payment.sources),
        "note": _words(payment.note, language),
    }


def _figures(figures: Mapping[str, Series], sources: Mapping[str, Source]) -> list[Data]:
    return [
        {"name": name, **_figure(figure, sources)}
        for name, series in figures.items()
        for figure in series.figures
    ]


def _figure(figure: Figure, sources: Mapping[str, Source]) -> Data:
    return {
        **_period(figure.period),
        "values": _numbers(figure.values),
        "low": _numbers(figure.low),
        "high": _numbers(figure.high),
        "status": figure.status.value,
        "confidence": figure.confidence.value,
        "computes": figure.computes,
        "origin": figure.origin,
        "note": figure.note,
        "sources": [_source(sources[s]) if s in sources else {"id": s} for s in figure.sources],
    }


def _relation(relation: Relation, scheme: Scheme, rulebook: Rulebook, language: str | None) -> Data:
    own_side = "a" if _selects(relation.a, scheme) else "b"
    other = relation.b if own_side == "a" else relation.a
    return {
        "id": relation.id,
        "a": relation.a,
        "b": relation.b,
        "own_side": own_side,
        "other": other,
        "other_name": _selector_name(other, rulebook, language),
        "other_scheme": _scheme_of(other, rulebook),
        "type": relation.type.value,
        "quantity": relation.quantity.value,
        "level": relation.level.value,
        "parameter": _number(relation.parameter),
        **_period(relation.validity),
        "article": relation.source.article,
        "source": _source(relation.source),
        "confidence": relation.confidence.value,
        "note": relation.note,
    }


def _touches(relation: Relation, scheme: Scheme) -> bool:
    return _selects(relation.a, scheme) or _selects(relation.b, scheme)


def _limits(limit: Limit, scheme: Scheme) -> bool:
    bases = {p.legal_basis or scheme.legal_basis for p in scheme.payments} | {scheme.legal_basis}
    by_basis = bases & {*limit.legal_bases, *limit.counts}
    return bool(by_basis) or any(_selects(s, scheme) for s in (*limit.payments, *limit.counts))


def _selects(selector: str, scheme: Scheme) -> bool:
    """Whether ``scheme#payment``, ``scheme`` or ``@group`` names any payment of the scheme."""
    if selector.startswith("@"):
        return any(selector[1:] in p.groups for p in scheme.payments)
    return selector.partition("#")[0] == scheme.id


def _selector_name(selector: str, rulebook: Rulebook, language: str | None) -> object:
    scheme_id, _, payment_id = selector.partition("#")
    found = next((s for s in reversed(rulebook.schemes) if s.id == scheme_id), None)
    if found is None:
        return selector
    payment = found.payment(payment_id) if payment_id else None
    if payment is None:
        return _words(found.name, language)
    both = Text(f"{found.name.nl}: {payment.name.nl}", f"{found.name.en}: {payment.name.en}")
    return _words(both, language)


def _scheme_of(selector: str, rulebook: Rulebook) -> str | None:
    scheme_id = selector.partition("#")[0]
    return scheme_id if any(s.id == scheme_id for s in rulebook.schemes) else None


def _limit_reference(limit: Limit, language: str | None) -> Data:
    return {"id": limit.id, "name": _words(limit.name, language), "kind": limit.kind.value}


def _condition(condition: Condition, language: str | None) -> Data:
    return {
        "kind": condition.kind,
        "text": _words(condition.text, language),
        "absent": condition.absent.value,
        "remedy": _words(condition.remedy, language),
        "sources": list(condition.sources),
    }


def _not_modelled(entry: NotModelled, language: str | None) -> Data:
    return {"text": _words(entry.text, language), "accepted": entry.accepted, "sources": list(entry.sources)}


def _source(source: Source) -> Data:
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "article": source.article,
        "seen": source.seen.isoformat(),
        "published": source.published,
    }


def _computes(payment: Payment) -> bool:
    return any(figure.computes for series in payment.figures.values() for figure in series.figures)


def _period(period: Period) -> Data:
    return {
        "valid_from": period.start.isoformat(),
        "valid_until": period.end.isoformat() if period.end else None,
    }


def _code_name(rulebook: Rulebook, codelist: str, code: str, language: str | None) -> object:
    found = rulebook.code(codelist, code)
    return code if found is None else _words(found.name, language)


def _basis_name(rulebook: Rulebook, code: str, language: str | None) -> object:
    found = rulebook.legal_bases.get(code)
    return code if found is None else _words(found.name, language)


def _words(text: Text | None, language: str | None) -> object:
    if text is None:
        return None
    return text[language] if language else {"nl": text.nl, "en": text.en}


def _numbers(values: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: plain(value) for key, value in values.items()}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def matching(entries: Iterable[Data], query: str) -> list[Data]:
    """The short entries that hold every word of the query in their id, name, payer, territory or services."""
    words = query.casefold().split()
    return [entry for entry in entries if all(word in _haystack(entry) for word in words)]


def _haystack(entry: Data) -> str:
    fields = ("id", "name", "payer_name", "layer_name", "legal_basis_name", "territory_names", "services")
    return " ".join(str(entry[field]) for field in fields).casefold()
