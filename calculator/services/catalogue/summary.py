"""One scheme in short: what it pays, for what, where, until when, how sure that is, where to apply, and what it meets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme, Text
from calculator.domain.source import STATUS_RANK, Confidence, Figure
from calculator.registry.words import listing, staleness, wording
from calculator.services.award.pair_outcomes import Kind, outcomes
from calculator.services.catalogue.state import Looks
from calculator.services.catalogue.values import Data, figure_data, period, source, words

_CONFIDENCE = {confidence: rank for rank, confidence in enumerate(Confidence)}


def summary(scheme: Scheme, rulebook: Rulebook, on: date, looks: Looks, language: str | None) -> Data:
    """The short entry; texts in one language, or in both where none is asked for."""
    services = {p.reward.service for p in scheme.payments}
    measures = dict.fromkeys(m for p in scheme.payments for m in p.measures)
    return {
        "id": scheme.id,
        "name": words(scheme.name, language),
        "layer": scheme.layer,
        "layer_name": code_name(rulebook, "layers", scheme.layer, language),
        "payer": scheme.payer,
        "payer_name": code_name(rulebook, "payers", scheme.payer, language),
        "payer_is_public": scheme.payer_is_public,
        "legal_basis": scheme.legal_basis,
        "legal_basis_name": basis_name(rulebook, scheme.legal_basis, language),
        **period(scheme.validity),
        "territory": {key: list(codes) for key, codes in scheme.territory.items()},
        "territory_names": [
            code_name(rulebook, key, code, language)
            for key, codes in scheme.territory.items()
            for code in codes
        ],
        "services": [code_name(rulebook, "services", code, language) for code in sorted(services)],
        "measures": [{"code": m, "name": code_name(rulebook, "measures", m, language)} for m in measures],
        "apply": words(scheme.apply, language),
        "budget_depends": scheme.budget_depends,
        "payment_count": len(listing.paying(scheme)),
        "pays": [
            pay for payment in listing.paying(scheme) for pay in pays(payment, scheme, rulebook, on, language)
        ],
        "publishes_amounts": any(_computes(p) for p in listing.paying(scheme)),
        "blocked": any(not n.accepted for n in scheme.not_modelled),
        "certainty": _certainty(scheme, on, looks),
        "articles": [source(s) for s in scheme.sources.values()],
        "stacking": _stacking(scheme, rulebook, on),
    }


def pays(
    payment: Payment, scheme: Scheme, rulebook: Rulebook, on: date, language: str | None
) -> Iterator[Data]:
    """The figure that says what a payment pays on the day; nothing where none is recorded for it."""
    found = listing.main_figure(payment, on)
    name = next((n for n, series in payment.figures.items() if found in series.figures), "")
    if found is not None:
        yield {
            "payment": payment.id,
            "name": words(payment.name, language),
            "kind": payment.kind.value,
            "figure": name,
            "text": words(Text(wording.figure(found, "nl"), wording.figure(found, "en")), language),
            **figure_data(found, scheme.sources, rulebook, language),
        }


def code_name(rulebook: Rulebook, codelist: str, code: str, language: str | None) -> object:
    """The name of a code; the code itself where the list does not have it."""
    found = rulebook.code(codelist, code)
    return code if found is None else words(found.name, language)


def basis_name(rulebook: Rulebook, code: str, language: str | None) -> object:
    """The name of a legal basis."""
    found = rulebook.legal_bases.get(code)
    return code if found is None else words(found.name, language)


def _certainty(scheme: Scheme, on: date, looks: Looks) -> Data:
    """The least firm status and confidence among the main figures of the day, and when they were last looked at."""
    figures = [f for p in listing.paying(scheme) if (f := listing.main_figure(p, on)) is not None]
    # The reference date reads the rules; when somebody looked is what is known now.
    checked = staleness.scheme_checked(scheme, looks.rechecks, date.max)
    return {
        "status": max((f.status for f in figures), key=STATUS_RANK.__getitem__).value if figures else None,
        "firmest": min((f.status for f in figures), key=STATUS_RANK.__getitem__).value if figures else None,
        "confidence": _least_sure(figures),
        "last_checked_on": checked.isoformat() if checked else None,
    }


def _least_sure(figures: list[Figure]) -> str | None:
    return max((f.confidence for f in figures), key=_CONFIDENCE.__getitem__).value if figures else None


def _stacking(scheme: Scheme, rulebook: Rulebook, on: date) -> Data:
    """Schemes of the day by outcome; those that are not named may be stacked with it."""
    known = outcomes(rulebook, on)
    found: dict[str, list[str]] = {kind.value: [] for kind in (Kind.PARTLY, Kind.MAY_NOT, Kind.UNKNOWN)}
    for other in rulebook.schemes_on(on):
        between = known.two(scheme.id, other.id)
        if between is not None and between.kind is not Kind.MAY:
            found[between.kind.value].append(other.id)
    return dict(found)


def _computes(payment: Payment) -> bool:
    return any(figure.computes for series in payment.figures.values() for figure in series.figures)
