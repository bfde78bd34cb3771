"""What a scheme meets: the other schemes of a day by the four outcomes, with article and date of what says so."""

from __future__ import annotations

from datetime import date

from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.registry.words import remarks
from calculator.services.award.pair_outcomes import Between, Kind, outcomes
from calculator.services.catalogue.values import Data, number, period, source, words


def meets(scheme: Scheme, rulebook: Rulebook, on: date, language: str | None) -> dict[str, list[Data]]:
    """By outcome the other schemes of the day, those that somebody recorded first; ``rows`` are what is recorded."""
    known = outcomes(rulebook, on)
    found: dict[str, list[Data]] = {kind.value: [] for kind in Kind}
    for other in rulebook.schemes_on(on):
        between = known.two(scheme.id, other.id) if other.id != scheme.id else None
        if between is not None:
            found[between.kind.value].append(
                {
                    "scheme": other.id,
                    "name": words(other.name, language),
                    **between_data(between, rulebook, language),
                }
            )
    for entries in found.values():
        entries.sort(key=lambda entry: (not entry["rows"], str(entry["scheme"])))
    return found


def between_data(between: Between, rulebook: Rulebook, language: str | None) -> Data:
    """An outcome with how many pairs of payments have which, and the rows that say so."""
    return {
        "kind": between.kind.value,
        "counts": {kind.value: between.counts[kind] for kind in Kind if between.counts.get(kind)},
        "recorded": any(row.type != "unknown" for row in between.rows),
        "rows": [row_data(row, rulebook, language) for row in between.rows],
    }


def row_data(row: Relation, rulebook: Rulebook, language: str | None) -> Data:
    """One row of a relation table."""
    return {
        "id": row.id,
        "a": row.a,
        "b": row.b,
        "type": row.type.value,
        "quantity": row.quantity.value,
        "level": row.level.value,
        "parameter": number(row.parameter),
        **period(row.validity),
        "source": source(row.source),
        "confidence": row.confidence.value,
        "note": words(remarks.told(row.note, rulebook), language),
    }
