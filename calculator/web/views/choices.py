"""What can be chosen in the search of the catalogue, as (code, name) in the order of the names."""

from __future__ import annotations

from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.registry.words.where import KINDS

Choice = tuple[str, str]


def measures(rulebook: Rulebook, on: date, language: str) -> list[Choice]:
    """The measures that something pays for on the day."""
    paid = {m for s in rulebook.schemes_on(on) for p in s.payments for m in p.measures}
    return _named(rulebook, "measures", language, paid)


def payers(rulebook: Rulebook, on: date, language: str) -> list[Choice]:
    """The payers with a scheme in force on the day."""
    return _named(rulebook, "payers", language, {s.payer for s in rulebook.schemes_on(on)})


def crops(rulebook: Rulebook, language: str) -> list[Choice]:
    """The crops."""
    return _named(rulebook, "crops", language)


def places(rulebook: Rulebook, language: str) -> list[tuple[str, list[Choice]]]:
    """The places by kind; a place is chosen as ``kind/code``."""
    return [
        (kind, [(f"{kind}/{code}", name) for code, name in _named(rulebook, kind, language)])
        for kind in KINDS
    ]


def schemes(rulebook: Rulebook, on: date, language: str) -> list[Choice]:
    """The schemes in force on the day."""
    return sorted(((s.id, s.name[language]) for s in rulebook.schemes_on(on)), key=lambda c: c[1].casefold())


def _named(rulebook: Rulebook, codelist: str, language: str, only: set[str] | None = None) -> list[Choice]:
    rows = rulebook.codelists.get(codelist, {})
    found = [(code, row.name[language]) for code, row in rows.items() if only is None or code in only]
    return sorted(found, key=lambda choice: choice[1].casefold())
