"""The plans of an award as JSON data: variants side by side, the best next step, every candidate weighed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from calculator.domain.award import Award, NextStep, PlannedMeasure, TierDistance, Variant, WeighedCandidate
from calculator.domain.money import eur
from calculator.domain.quantity import plain
from calculator.domain.scheme import Text
from calculator.services.award import open_json
from calculator.services.award.names import Json, Names
from calculator.services.profile import fact_names

#: The name of a measure by its code.
Name = Callable[[str], str]

TITLES = {
    "now": Text("zoals nu", "as now"),
    "light": Text("licht", "light"),
    "best": Text("beste", "best"),
    "own": Text("eigen keuze", "own choice"),
}


def to_json(award: Award, names: Names) -> Json:
    """The keys ``variants``, ``next_step`` and ``candidates``."""
    language = names.language

    def name(code: str) -> str:
        return names.code("measures", code)

    now = award.variants[0].net if award.variants else None
    shown = award.variants[-1].name if award.variants and award.variants[-1].name == "own" else "best"
    return {
        "variants": [_variant(v, now, shown, name, language) for v in award.variants],
        "next_step": None if award.next_step is None else _step(award.next_step, name),
        "candidates": [_weighed(c, name, names, award.receipt.on) for c in award.candidates],
    }


def tier(found: TierDistance, names: Names) -> Json:
    """One distance to the next tier, with the names of its scheme, payment and indicator."""
    return {
        **names.both(found.scheme, found.payment, found.year),
        "indicator": found.indicator,
        "indicator_name": _measured(found.indicator, names),
        "now": plain(found.now),
        "next_at": plain(found.at),
        "short": plain(abs(found.at - found.now)),
        "brings_eur": eur(found.brings),
    }


def _measured(path: str, names: Names) -> str:
    """What an indicator is called; one of a parcel or element with its place."""
    if ".facts." in path:
        return fact_names.name(path, names.language, names.rulebook)
    return names.code("indicators", path.rpartition(".")[2])


def _eur(cents: int | None) -> str | None:
    return None if cents is None else eur(cents)


def _measure(measure: PlannedMeasure, name: Name) -> Json:
    return {
        "code": measure.code,
        "name": name(measure.code),
        "unit": measure.place,
        "quantity": plain(measure.quantity),
        "unit_of_measure": measure.unit,
        "effort_eur_per_year": _eur(measure.effort),
    }


def _variant(variant: Variant, now: int | None, shown: str, name: Name, language: str) -> Json:
    difference = None if variant.net is None or now is None else variant.net - now
    return {
        "name": variant.name,
        "title": TITLES[variant.name][language],
        "shown": variant.name == shown,
        "total_eur": eur(variant.total),
        "cost_eur": eur(variant.cost),
        "net_eur": _eur(variant.net),
        "difference_eur": _eur(difference),
        "effort_eur_per_year": _eur(variant.effort),
        "measures": [_measure(m, name) for m in variant.measures],
        "displaced": [
            {
                "code": code,
                "name": name(code),
                "unit": place,
                "quantity": plain(much),
                "unit_of_measure": unit,
            }
            for place, code, much, unit in variant.displaced
        ],
    }


def _step(step: NextStep, name: Name) -> Json:
    return {
        **_measure(step.measure, name),
        "brings_eur": eur(step.brings),
        "net_eur": _eur(step.net),
    }


def _weighed(candidate: WeighedCandidate, name: Name, names: Names, on: date) -> Json:
    return {
        **_measure(candidate.measure, name),
        "taken": candidate.taken,
        "because": candidate.because,
        "difference_eur": _eur(candidate.difference),
        "worth_up_to_eur_per_unit_year": _eur(candidate.worth),
        "open": open_json.over_years(candidate.unanswered, names, on),
    }
