"""Sets of key performance indicators: what each measures, who pays on it, and how a farm stands where its profile says.

Shares come from one definition each (``docs/indicators.md``); what the profile does not give is entered by the farmer
under ``indicators``, and stays unknown where it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.indicators import indicators, landscape_share
from calculator.services.catalogue.values import Data, words


@dataclass(frozen=True, slots=True)
class Value:
    """How a farm stands on an indicator: ``computed`` from the profile or ``entered`` in it."""

    value: Decimal
    origin: str


def sets(rulebook: Rulebook, language: str | None = None) -> list[Data]:
    """Every set with how many indicators it has and how many of those a profile gives by itself."""
    kpis = rulebook.codelists.get("kpis", {}).values()
    return [
        {
            **_set(row, language),
            "indicators": sum(kpi.columns["kpi_set"] == row.code for kpi in kpis),
            "computed": sum(
                kpi.columns["kpi_set"] == row.code and bool(kpi.columns["computed"]) for kpi in kpis
            ),
        }
        for row in rulebook.codelists.get("kpi_sets", {}).values()
    ]


def one(
    rulebook: Rulebook, code: str, on: date, language: str | None = None, profile: FarmProfile | None = None
) -> Data | None:
    """One set with its indicators, and with a profile how the farm stands; None for an unknown set."""
    found = rulebook.code("kpi_sets", code)
    if found is None:
        return None
    values = standing(profile, rulebook) if profile else {}
    rows = [kpi for kpi in rulebook.codelists.get("kpis", {}).values() if kpi.columns["kpi_set"] == code]
    return {
        **_set(found, language),
        "on": on.isoformat(),
        "kpis": [_kpi(kpi, rulebook, on, values, language) for kpi in rows],
    }


def standing(profile: FarmProfile, rulebook: Rulebook) -> dict[str, Value]:
    """What the profile gives, by the name of a computed share or by the code of an entered indicator."""
    given = indicators(profile, rulebook)
    shares = {
        "landscape_share": landscape_share(profile),
        "permanent_grassland_share": _share(given, "aandeel_blijvend_grasland_pct"),
        "herb_rich_share": _share(given, "aandeel_kruidenrijk_grasland_pct"),
    }
    found = {name: Value(value, "computed") for name, value in shares.items() if value is not None}
    for code in rulebook.codelists.get("indicators", {}):
        entered = profile.fact(f"indicators.{code}")
        if isinstance(entered, Decimal):
            found[code] = Value(entered, "entered")
    return found


def _share(given: Mapping[str, str], name: str) -> Decimal | None:
    return Decimal(given[name]) if name in given else None


def _set(row: Code, language: str | None) -> Data:
    return {
        "code": row.code,
        "name": words(row.name, language),
        "keeper": row.columns["keeper"],
        "sector": row.columns["sector"],
        "complete": row.columns["complete"] == "yes",
        **_source(row, language),
    }


def _source(row: Code, language: str | None) -> Data:
    columns = row.columns
    return {
        "source": {
            "title": columns["source_title"],
            "url": columns["source_url"],
            "article": None,
            "seen": columns["seen"],
        },
        "confidence": columns["confidence"],
        "note": _pair(columns.get("note_nl", ""), columns.get("note_en", ""), language),
    }


def _pair(nl: str, en: str, language: str | None) -> object:
    return words(Text(nl, en or nl), language) if nl else None


def _kpi(kpi: Code, rulebook: Rulebook, on: date, values: Mapping[str, Value], language: str | None) -> Data:
    columns = kpi.columns
    stands = values.get(columns["computed"]) or values.get(columns["indicator"])
    paying = columns["paid_by"].split()
    in_force = {scheme.id: scheme for scheme in rulebook.schemes_on(on)}
    return {
        "code": kpi.code,
        "name": words(kpi.name, language),
        "indicator": columns["indicator"] or None,
        "unit": columns["unit"] or None,
        "direction": columns["direction"] or None,
        "target": columns["target"] or None,
        "target_year": columns["target_year"] or None,
        "computed": columns["computed"] or None,
        "measured": _pair(columns.get("measured_nl", ""), columns.get("measured_en", ""), language),
        "paid_by": [
            {
                "scheme": s,
                "name": words(in_force[s].name, language) if s in in_force else s,
                "in_force": s in in_force,
            }
            for s in paying
        ],
        **_source(kpi, language),
        "value": plain(stands.value) if stands else None,
        "origin": stands.origin if stands else None,
        "reached": _reached(stands, columns),
    }


def _reached(stands: Value | None, columns: Mapping[str, str]) -> bool | None:
    """Whether the farm meets the target; None where there is no target or the farm's value is unknown."""
    if stands is None or not columns["target"]:
        return None
    target = Decimal(columns["target"])
    return stands.value <= target if columns["direction"] == "lower" else stands.value >= target
