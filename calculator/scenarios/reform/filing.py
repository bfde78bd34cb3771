"""A scenario file as plain data and back, so that a form can change one thing in it. Comments do not come along."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from calculator.domain.rulebook import Rulebook

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Data = dict[str, Any]


def data_of(text: str) -> Data:
    """The keys of a file that was read without problems, every scalar as text."""
    found = yaml.load(text, Loader=_LOADER)  # noqa: S506  resolves nothing: every scalar stays text  # nosec B506
    if not isinstance(found, dict):
        raise TypeError("a scenario that was kept is a mapping")
    return found


def text_of(data: Mapping[str, Any]) -> str:
    """The file of such data."""
    kept = {key: value for key, value in data.items() if value not in (None, "", {}) or key == "changes"}
    return str(yaml.dump(kept, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110))


def flat_scheme(
    rulebook: Rulebook,
    *,
    code: str,
    name: tuple[str, str],
    payer: str,
    layer: str,
    basis: str,
    measure: str,
    rate: str,
    service: str,
    provinces: list[str],
    on: date,
) -> Data:
    """The rule of a draft scheme that pays a flat amount per hectare (or other unit) of one measure."""
    public = rulebook.codelists["payers"][payer].columns.get("public") == "yes"
    start = f"{on.year}-01-01"
    payment = _flat_payment(rulebook, measure, rate, service, start)
    where = f"https://scenario.invalid/{code}-{hashlib.sha256(repr(name).encode()).hexdigest()[:8]}"
    return {
        "scheme": f"{layer}.{payer}.{code}",
        "name": {"nl": name[0], "en": name[1]},
        "layer": layer,
        "payer": payer,
        "payer_is_public": "yes" if public else "no",
        "state_resources": "yes" if public else "no",
        "legal_basis": basis,
        "valid_from": start,
        "recorded_on": on.isoformat(),
        "budget_depends": "no",
        "territory": {"provinces": provinces} if provinces else {},
        "sources": {"scenario": {"title": f"Scenario: {name[0]}", "url": where, "seen": on.isoformat()}},
        "payments": [payment],
    }


def _flat_payment(rulebook: Rulebook, measure: str, rate: str, service: str, start: str) -> Data:
    row = rulebook.codelists["measures"][measure]
    unit = row.columns.get("unit") or "ha"
    figure = {
        "from": start, "value": rate, "unit": f"EUR/{unit}", "status": "assumed", "confidence": "low",
        "origin": "scenario: geen gepubliceerd getal", "sources": ["scenario"],
    }  # fmt: skip
    return {
        "id": measure,
        "name": {"nl": row.name.nl, "en": row.name.en},
        "kind": "flat",
        "level": "unit",
        "unit": unit,
        "measures": [measure],
        "cost_components": ["additional_cost", "income_foregone"],
        "reward": {
            "service": service,
            "indicator": row.name.nl,
            "quantity": unit,
            "term": "een kalenderjaar",
        },
        "sources": ["scenario"],
        "figures": {"rate": [figure]},
    }
