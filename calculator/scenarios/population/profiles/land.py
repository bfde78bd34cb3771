"""The land of neighbouring farms: parcels, elements, and what is done on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import repeat

from calculator.domain.farm import OF_PLACE, LandscapeElement, Measure, Parcel
from calculator.scenarios.population.profiles.slices import Slice, micro, scaled

Measured = Mapping[str, list[Measure]]

#: Tens by which the smallest step of a unit is smaller than the unit.
_STEPS = {"ha": -4, "m": -2, "piece": 0, "m2": 0}
_NO_HISTORY: Mapping[int, str] = {}
#: What places of a farm answer themselves, by their name and then by path.
Told = Mapping[str, Mapping[str, object]]
_NOTHING: Mapping[str, object] = {}
_NO_FACTS: Told = {}
_YES_NO = {"yes": True, "no": False}


def measures(rows: Slice) -> list[dict[str, list[Measure]]]:
    """Per farm, what is done on each place."""
    cells = zip(
        rows("place_id"), rows("code"), rows("quantity"), rows("unit"), rows("part"), rows("candidate"),
        rows("width_cm"), rows("cost_microeur"), rows("forgone_microeur"), strict=True,
    )  # fmt: skip
    found: list[dict[str, list[Measure]]] = []
    for begin, end in zip(rows.at, rows.at[1:], strict=False):
        here: dict[str, list[Measure]] = {}
        for _ in range(end - begin):
            place, code, quantity, unit, part, candidate, width, cost, forgone = next(cells)
            made = Measure(
                code, scaled(quantity, _STEPS[unit]), unit, part, bool(candidate),
                None if width is None else scaled(width, -2), micro(cost), micro(forgone),
            )  # fmt: skip
            here.setdefault(place, []).append(made)
        found.append(here)
    return found


def histories(rows: Slice) -> list[dict[str, dict[int, str]]]:
    """Per farm, the crops of earlier years of each parcel."""
    cells = list(zip(rows("parcel_id"), rows("year"), rows("crop_code"), strict=True))
    found: list[dict[str, dict[int, str]]] = []
    for begin, end in zip(rows.at, rows.at[1:], strict=False):
        here: dict[str, dict[int, str]] = {}
        for parcel, year, crop in cells[begin:end]:
            here.setdefault(parcel, {})[year] = crop
        found.append(here)
    return found


def facts(rows: Slice) -> list[Told]:
    """Per farm, what each of its places answers itself."""
    cells = list(zip(rows("place_id"), rows("fact"), rows("value_micro"), rows("word"), strict=True))
    found: list[Told] = []
    for begin, end in zip(rows.at, rows.at[1:], strict=False):
        here: dict[str, dict[str, object]] = {}
        for place, code, value, word in cells[begin:end]:
            answer = _YES_NO.get(word, word) if value is None else scaled(value, -6)
            here.setdefault(place, {})[OF_PLACE + code] = answer
        found.append(here)
    return found


def parcels(
    rows: Slice,
    measures: Sequence[Measured],
    histories: Sequence[Mapping[str, Mapping[int, str]]],
    told: Sequence[Told] | None = None,
) -> list[tuple[Parcel, ...]]:
    """Per farm, its parcels; ``told`` is what its places answer themselves."""
    cells = list(zip(
        rows("parcel_id"), rows("area_m2"), rows("land_use"), rows("crop_code"), rows("soil"), rows("eco_region"),
        rows("natura2000"), rows("glmc9"), rows("glmc8_m2"), rows("mandatory_strip_m2"), strict=True,
    ))  # fmt: skip
    return [
        tuple(
            Parcel(
                name, scaled(area, -4), use, tuple(here.get(name, ())), crop, soil, region, natura, glmc9,
                None if glmc8 is None else scaled(glmc8, -4),
                None if strip is None else Decimal(strip), grown.get(name, _NO_HISTORY), None, own.get(name, _NOTHING),
            )
            for name, area, use, crop, soil, region, natura, glmc9, glmc8, strip in cells[begin:end]
        )
        for begin, end, here, grown, own
        in zip(rows.at, rows.at[1:], measures, histories, told or repeat(_NO_FACTS), strict=False)
    ]  # fmt: skip


def elements(
    rows: Slice, measures: Sequence[Measured], told: Sequence[Told] | None = None
) -> list[tuple[LandscapeElement, ...]]:
    """Per farm, its landscape elements; ``told`` as of parcels."""
    cells = list(zip(
        rows("element_id"), rows("kind"), rows("length_cm"), rows("pieces"), rows("area_m2"), rows("width_cm"),
        rows("diameter_cm"), rows("parcel_id"), strict=True,
    ))  # fmt: skip
    return [
        tuple(
            LandscapeElement(
                name, kind,
                None if length is None else scaled(length, -2),
                None if pieces is None else Decimal(pieces),
                None if area is None else Decimal(area),
                None if width is None else scaled(width, -2),
                diameter, parcel, tuple(here.get(name, ())), own.get(name, _NOTHING),
            )
            for name, kind, length, pieces, area, width, diameter, parcel in cells[begin:end]
        )
        for begin, end, here, own in zip(rows.at, rows.at[1:], measures, told or repeat(_NO_FACTS), strict=False)
    ]  # fmt: skip
