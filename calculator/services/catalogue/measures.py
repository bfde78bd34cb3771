"""Per measure who pays for it: the payments that it triggers, with what each pays on the day."""

from __future__ import annotations

from collections import Counter
from datetime import date

from calculator.domain.rulebook import Code, Rulebook
from calculator.services.award.pair_outcomes import outcomes
from calculator.services.catalogue.meets import between_data
from calculator.services.catalogue.summary import code_name, pays
from calculator.services.catalogue.values import Data, period, words


def measures(rulebook: Rulebook, on: date, language: str | None = None) -> list[Data]:
    """Every measure of the codelist, with how many payments and payers of the day pay for it."""
    payments: Counter[str] = Counter()
    payers: dict[str, set[str]] = {}
    for scheme in rulebook.schemes_on(on):
        for payment in scheme.payments:
            payments.update(payment.measures)
            for code in payment.measures:
                payers.setdefault(code, set()).add(scheme.payer)
    return [
        {
            **_measure(code, language),
            "payments": payments[code.code],
            "payers": len(payers.get(code.code, ())),
        }
        for code in rulebook.codelists.get("measures", {}).values()
    ]


def measure(rulebook: Rulebook, code: str, on: date, language: str | None = None) -> Data | None:
    """Who pays for one measure on the day, and how those payments meet each other; None for an unknown code."""
    found = rulebook.code("measures", code)
    if found is None:
        return None
    known = outcomes(rulebook, on)
    triggered = [(s, p) for s in rulebook.schemes_on(on) for p in s.payments if code in p.measures]
    sides = [known.sides[f"{scheme.id}#{payment.id}"] for scheme, payment in triggered]
    return {
        **_measure(found, language),
        "on": on.isoformat(),
        "paid_by": [
            {
                "scheme": scheme.id,
                "scheme_name": words(scheme.name, language),
                "payer": scheme.payer,
                "payer_name": code_name(rulebook, "payers", scheme.payer, language),
                "payment": payment.id,
                "payment_name": words(payment.name, language),
                "kind": payment.kind.value,
                "service_name": code_name(rulebook, "services", payment.reward.service, language),
                "territory_names": [
                    code_name(rulebook, kind, place, language)
                    for kind, places in scheme.territory.items()
                    for place in places
                ],
                **period(scheme.validity),
                "pays": list(pays(payment, scheme, rulebook, on, language)),
            }
            for scheme, payment in triggered
        ],
        "together": [
            {"a": a.ref, "b": b.ref, "a_name": words(a.payment.name, language),
             "b_name": words(b.payment.name, language), **between_data(between, rulebook, language)}
            for i, a in enumerate(sides)
            for b in sides[i + 1 :]
            if (between := known.schemes((a,), (b,))) is not None
        ],
    }  # fmt: skip


def _measure(code: Code, language: str | None) -> Data:
    return {
        "code": code.code,
        "name": words(code.name, language),
        "unit": code.columns["unit"],
        "land": code.columns["land"],
    }
