"""The registry for whoever reads it: every scheme and limit of a day as JSON-ready data, with every figure's source.

Nothing is left out and nothing is computed: figures that are not published are there and say so, and relations are
listed from both sides, so that a reader of either scheme sees what it does to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from calculator.domain.lasting import Extension, Notice
from calculator.domain.limit import Limit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, NotModelled, Payment, Scheme
from calculator.domain.source import Series, Source
from calculator.registry.words import lasting_words, names, remarks, staleness
from calculator.services.catalogue import state as registry_state
from calculator.services.catalogue.meets import meets
from calculator.services.catalogue.relations import binds, relation, touches
from calculator.services.catalogue.search import Search, find
from calculator.services.catalogue.state import Looks, conflict_data
from calculator.services.catalogue.summary import basis_name, code_name, summary
from calculator.services.catalogue.values import Data, figure_data, number, period, source, words


def schemes(
    rulebook: Rulebook,
    on: date,
    language: str | None = None,
    search: Search | None = None,
    looks: Looks | None = None,
) -> list[Data]:
    """One short entry per scheme in force on the day, by layer and name; texts in one language or in both.

    ``looks`` are those of the folder the rulebook was read from; our own where none are given.
    """
    asked, seen = search or Search(), looks or registry_state.looks()
    order = {code: index for index, code in enumerate(rulebook.codelists.get("layers", {}))}
    found = sorted(
        find(rulebook, on, asked), key=lambda s: (order.get(s.layer, len(order)), s.payer, s.name.nl, s.id)
    )
    entries = [summary(scheme, rulebook, on, seen, language) for scheme in found]
    return matching(entries, asked.q) if asked.q else entries


def scheme(
    rulebook: Rulebook,
    scheme_id: str,
    on: date,
    language: str | None = None,
    looks: Looks | None = None,
) -> Data | None:
    """Everything the rules say of one scheme on the day, or None where it is not in force then."""
    seen = looks or registry_state.looks()
    found = rulebook.scheme_on(scheme_id, on)
    if found is None:
        return None
    return {
        **summary(found, rulebook, on, seen, language),
        "on": on.isoformat(),
        "recorded_on": found.recorded_on.isoformat(),
        "corrects": found.corrects,
        "sha256": found.digest,
        "state_resources": found.state_resources,
        "conditions": [_condition(c, language) for c in found.conditions],
        "payments": [_payment(p, found, rulebook, seen, language) for p in found.payments],
        "meets": meets(found, rulebook, on, language),
        "relations": [
            relation(r, found, rulebook, language) for r in rulebook.relations_on(on) if touches(r, found)
        ],
        "limits": [_limit_reference(x, language) for x in rulebook.limits_on(on) if binds(x, found)],
        "sources": [source(s) for s in found.sources.values()],
        "conflicts": [conflict_data(c, language) for c in seen.conflicting(found.path)],
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
            "share_of": limit.share_of,
            "cap_per": limit.cap_per,
            "figures": [
                {**figure, "label": words(names.limit_figure(limit, str(figure["name"])), language)}
                for figure in _figures(limit.figures, limit.sources, rulebook, language)
            ],
            "sources": [source(s) for s in limit.sources.values()],
            "not_modelled": [_not_modelled(n, language) for n in limit.not_modelled],
            "sha256": limit.digest,
        }
        for limit in rulebook.limits_on(on)
    ]


def _payment(
    payment: Payment, scheme: Scheme, rulebook: Rulebook, looks: Looks, language: str | None
) -> Data:
    basis = payment.legal_basis or scheme.legal_basis
    return {
        "id": payment.id,
        "name": words(payment.name, language),
        "kind": payment.kind.value,
        "level": payment.level.value,
        "unit": payment.unit.value,
        "quantity": payment.quantity,
        "measures": [
            {"code": c, "name": code_name(rulebook, "measures", c, language)} for c in payment.measures
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
        "legal_basis_name": basis_name(rulebook, basis, language),
        **_lasting(payment, language),
        "grant": payment.grant.decision,
        "reward": {
            "service": payment.reward.service,
            "service_name": code_name(rulebook, "services", payment.reward.service, language),
            "indicator": words(remarks.told(payment.reward.indicator, rulebook), language),
            "quantity": words(remarks.told(payment.reward.quantity, rulebook), language),
            "term": words(remarks.told(payment.reward.term, rulebook), language),
        },
        "conditions": [_condition(c, language) for c in payment.conditions],
        "figures": [
            {
                **figure,
                "label": words(names.figure_text(payment, str(figure["name"])), language),
                "last_checked_on": _checked(payment, scheme, figure, looks),
            }
            for figure in _figures(payment.figures, scheme.sources, rulebook, language)
        ],
        "sources": list(payment.sources),
        "note": words(payment.note, language),
    }


def _lasting(payment: Payment, language: str | None) -> Data:
    """For how long a contract is entered, how it goes on, and how it is ended."""
    return {
        "term_years": payment.term_years,
        "extension": _extension(payment.extension, language),
        "notice": _notice(payment.notice, language),
    }


def _extension(rule: Extension | None, language: str | None) -> Data | None:
    if rule is None:
        return None
    until = None if rule.until is None else rule.until.isoformat()
    said = words(lasting_words.extension(rule), language)
    return {"years": rule.years, "times": rule.times, "until": until, "silent": rule.silent, "text": said}


def _notice(rule: Notice | None, language: str | None) -> Data | None:
    if rule is None:
        return None
    return {"months": rule.months, "by": rule.day, "text": words(lasting_words.notice(rule), language)}


def _figures(
    figures: Mapping[str, Series], sources: Mapping[str, Source], rulebook: Rulebook, language: str | None
) -> list[Data]:
    return [
        {"name": name, **figure_data(figure, sources, rulebook, language)}
        for name, series in figures.items()
        for figure in series.figures
    ]


def _checked(payment: Payment, scheme: Scheme, figure: Data, looks: Looks) -> str | None:
    """When somebody last looked at the source of the figure."""
    cited = cast("list[Data]", figure["sources"])
    sources = (scheme.sources[str(s["id"])] for s in cited if str(s["id"]) in scheme.sources)
    place = f"{payment.id}.{figure['name']}"
    found = staleness.last_checked(looks.rechecks, scheme.path, place, sources, date.max)
    return found.isoformat() if found else None


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


def matching(entries: Iterable[Data], query: str) -> list[Data]:
    """The short entries that hold every word of the query in their id, name, payer, territory, services or measures."""
    asked = query.casefold().split()
    return [entry for entry in entries if all(word in _haystack(entry) for word in asked)]


def _haystack(entry: Data) -> str:
    fields = (
        "id", "name", "payer_name", "layer_name", "legal_basis_name", "territory_names", "services", "measures"
    )  # fmt: skip
    return " ".join(str(entry[field]) for field in fields).casefold()
