"""The registry for whoever reads it: every scheme and limit of a day as JSON-ready data, with every figure's source.

Nothing is left out and nothing is computed: figures that are not published are there and say so, and relations are
listed from both sides, so that a reader of either scheme sees what it does to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from calculator.domain.limit import Limit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, NotModelled, Payment, Scheme
from calculator.domain.source import Figure, Series, Source
from calculator.services.catalogue_relations import binds, relation, touches
from calculator.services.catalogue_values import Data, number, numbers, period, source, words


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
        "apply": words(found.apply, language),
        "conditions": [_condition(c, language) for c in found.conditions],
        "payments": [_payment(p, found, rulebook, language) for p in found.payments],
        "relations": [
            relation(r, found, rulebook, language) for r in rulebook.relations_on(on) if touches(r, found)
        ],
        "limits": [_limit_reference(x, language) for x in rulebook.limits_on(on) if binds(x, found)],
        "sources": [source(s) for s in found.sources.values()],
        "not_modelled": [_not_modelled(n, language) for n in found.not_modelled],
        "versions": versions(rulebook, scheme_id),
    }


def versions(rulebook: Rulebook, scheme_id: str) -> list[Data]:
    """Every version of a scheme through time, also those not in force on a given day; empty where it is unknown."""
    return [
        {**period(s.validity), "recorded_on": s.recorded_on.isoformat(), "sha256": s.digest}
        for s in rulebook.schemes
        if s.id == scheme_id
    ]


def limits(rulebook: Rulebook, on: date, language: str | None = None) -> list[Data]:
    """Every limit in force on the day."""
    return [
        {
            **_limit_reference(limit, language),
            **period(limit.validity),
            "article": limit.article,
            "payments": list(limit.payments),
            "legal_bases": list(limit.legal_bases),
            "counts": list(limit.counts),
            "all_or_nothing": limit.all_or_nothing,
            "window": limit.window,
            "window_years": limit.window_years,
            "keyed_by": limit.keyed_by,
            "figures": _figures(limit.figures, limit.sources),
            "sources": [source(s) for s in limit.sources.values()],
            "not_modelled": [_not_modelled(n, language) for n in limit.not_modelled],
            "sha256": limit.digest,
        }
        for limit in rulebook.limits_on(on)
    ]


def _summary(scheme: Scheme, rulebook: Rulebook, language: str | None) -> Data:
    services = {p.reward.service for p in scheme.payments}
    return {
        "id": scheme.id,
        "name": words(scheme.name, language),
        "layer": scheme.layer,
        "layer_name": _code_name(rulebook, "layers", scheme.layer, language),
        "payer": scheme.payer,
        "payer_name": _code_name(rulebook, "payers", scheme.payer, language),
        "payer_is_public": scheme.payer_is_public,
        "legal_basis": scheme.legal_basis,
        "legal_basis_name": _basis_name(rulebook, scheme.legal_basis, language),
        **period(scheme.validity),
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
        "name": words(payment.name, language),
        "kind": payment.kind.value,
        "level": payment.level.value,
        "unit": payment.unit.value,
        "quantity": payment.quantity,
        "measures": [
            {"code": c, "name": _code_name(rulebook, "measures", c, language)} for c in payment.measures
        ],
        "indicator": payment.indicator,
        "tiers": [
            {
                "figure": t.figure,
                "at_least": number(t.at_least),
                "at_most": number(t.at_most),
                "rate": t.rate,
            }
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
        "note": words(payment.note, language),
    }


def _figures(figures: Mapping[str, Series], sources: Mapping[str, Source]) -> list[Data]:
    return [
        {"name": name, **_figure(figure, sources)}
        for name, series in figures.items()
        for figure in series.figures
    ]


def _figure(figure: Figure, sources: Mapping[str, Source]) -> Data:
    return {
        **period(figure.period),
        "unit": figure.unit,
        "values": numbers(figure.values),
        "low": numbers(figure.low),
        "high": numbers(figure.high),
        "status": figure.status.value,
        "confidence": figure.confidence.value,
        "computes": figure.computes,
        "origin": figure.origin,
        "note": figure.note,
        "sources": [source(sources[s]) if s in sources else {"id": s} for s in figure.sources],
    }


def _limit_reference(limit: Limit, language: str | None) -> Data:
    return {"id": limit.id, "name": words(limit.name, language), "kind": limit.kind.value}


def _condition(condition: Condition, language: str | None) -> Data:
    return {
        "kind": condition.kind,
        "text": words(condition.text, language),
        "absent": condition.absent.value,
        "remedy": words(condition.remedy, language),
        "sources": list(condition.sources),
    }


def _not_modelled(entry: NotModelled, language: str | None) -> Data:
    return {"text": words(entry.text, language), "accepted": entry.accepted, "sources": list(entry.sources)}


def _computes(payment: Payment) -> bool:
    return any(figure.computes for series in payment.figures.values() for figure in series.figures)


def _code_name(rulebook: Rulebook, codelist: str, code: str, language: str | None) -> object:
    found = rulebook.code(codelist, code)
    return code if found is None else words(found.name, language)


def _basis_name(rulebook: Rulebook, code: str, language: str | None) -> object:
    found = rulebook.legal_bases.get(code)
    return code if found is None else words(found.name, language)


def matching(entries: Iterable[Data], query: str) -> list[Data]:
    """The short entries that hold every word of the query in their id, name, payer, territory or services."""
    asked = query.casefold().split()
    return [entry for entry in entries if all(word in _haystack(entry) for word in asked)]


def _haystack(entry: Data) -> str:
    fields = ("id", "name", "payer_name", "layer_name", "legal_basis_name", "territory_names", "services")
    return " ".join(str(entry[field]) for field in fields).casefold()
