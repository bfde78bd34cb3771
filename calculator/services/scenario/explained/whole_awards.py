"""What the awards of a made-up population say beside the usual tables, farm by farm by the engine of one farm.

activities    farm, year, unit, payment    an eco-activity that counts: quantity, points, value, and why its value lapses
limits_used   farm, year, limit            every limit, also one that does not bind: used, at most, what still fits
tiers         farm, payment                how far the next tier is and what it brings
remarks       farm                         what the award assumes, takes with caution, may come on top, or does not compute
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.explanations.cells import Cells, Numbers, Rows, Words
from calculator.scenarios.population.profiles import profile_of
from calculator.scenarios.population.tables import Population
from calculator.services.award import awards
from calculator.services.errors import CannotComplete

#: So many farms are told at a time: what they say takes memory.
AT_ONCE = 256

_PAYMENT = ("scheme", "scheme_name", "payment", "payment_name")
#: The columns of each table, as the award names them.
_TABLES: Mapping[str, tuple[str, ...]] = {
    "activities": (
        "farm_key", "year", "unit", *_PAYMENT, "quantity", "unit_of_measure", "points_per_unit", "value_per_unit_eur",
        "value_counts", "because",
    ),
    "limits_used": (
        "farm_key", "year", "limit", "name", "kind", "scope", "used_eur", "ceiling_eur", "binding", "price_eur",
        "largest_grant_that_fits_eur", "article",
    ),
    "tiers": ("farm_key", *_PAYMENT, "indicator", "indicator_name", "now", "next_at", "short", "brings_eur"),
    "remarks": ("farm_key", "sort", "rule", "text"),
}  # fmt: skip
#: Columns of numbers, with their decimals.
_PLACES = {
    "year": 0, "quantity": 6, "value_per_unit_eur": 6, "used_eur": 2, "ceiling_eur": 2, "price_eur": 2,
    "largest_grant_that_fits_eur": 2, "now": 6, "next_at": 6, "short": 6, "brings_eur": 2,
}  # fmt: skip
_REMARKS = {
    "assumptions": "assumption",
    "caveats": "caveat",
    "contingent": "contingent",
    "not_modelled": "not_modelled",
}

Said = Mapping[str, object]


def tables(
    population: Population, rulebook: Rulebook, *, on: date, years: int, language: str
) -> Iterator[dict[str, Rows]]:
    """The tables, some farms after others; a farm without an award has no rows."""
    keys = list(population.keys)
    for first in range(0, len(keys), AT_ONCE):
        found: dict[str, list[Said]] = {name: [] for name in _TABLES}
        for key in keys[first : first + AT_ONCE]:
            award = _award(population, rulebook, key, on, years, language)
            for name, rows in () if award is None else _told(award):
                found[name] += [{**row, "farm_key": key} for row in rows]
        yield {name: _columns(rows, _TABLES[name]) for name, rows in found.items()}


def _award(
    population: Population, rulebook: Rulebook, key: str, on: date, years: int, language: str
) -> dict[str, object] | None:
    try:
        return awards.of_profile(
            profile_of(population, key),
            rulebook,
            on=on,
            years=years,
            read_from=f"{population.digest}#{key}",
            language=language,
        )
    except CannotComplete:
        return None


def _told(award: Mapping[str, object]) -> Iterator[tuple[str, Iterable[Said]]]:
    yield "activities", map(_activity, _rows(award["activities"]))
    yield "limits_used", _rows(award["limits"])
    yield "tiers", _rows(award["tiers"])
    for key, sort in _REMARKS.items():
        yield "remarks", [_remark(sort, one) for one in _listed(award[key])]


def _activity(use: Said) -> Said:
    points = use["points_per_unit"]
    said = points.items() if isinstance(points, Mapping) else ()
    return {**use, "points_per_unit": " ".join(f"{goal}:{number}" for goal, number in said)}


def _remark(sort: str, said: object) -> Said:
    """A text, or one of a scheme or limit."""
    if isinstance(said, Mapping):
        return {"sort": sort, "rule": said.get("scheme") or said.get("limit"), "text": said["text"]}
    return {"sort": sort, "text": said}


def _rows(found: object) -> list[Said]:
    return [row for row in _listed(found) if isinstance(row, Mapping)]


def _listed(found: object) -> list[object]:
    return list(found) if isinstance(found, list | tuple) else []


def _columns(rows: list[Said], names: Iterable[str]) -> Rows:
    return {name: _cells([row.get(name) for row in rows], _PLACES.get(name)) for name in names}


def _cells(values: list[object], places: int | None) -> Cells:
    if places is None:
        words = [_word(value) for value in values]
        known = {word: number for number, word in enumerate(dict.fromkeys(words))}
        return Words(np.array([known[word] for word in words], dtype=np.int64), list(known))
    exact = [None if value is None else int(Decimal(str(value)).scaleb(places)) for value in values]
    return Numbers(
        np.array([number or 0 for number in exact], dtype=np.int64),
        places,
        2 if places == 2 else 0,
        np.array([number is not None for number in exact], dtype=np.bool_),
    )


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
