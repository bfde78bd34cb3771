"""Parcels that are written plainly, and in which nothing is wrong, read at once.

Most parcels say no more than their name, size and kind, and which measures lie on how much of them. Such a parcel is read
here without a thought of where anything stands. Whatever is written otherwise, or may be wrong, is left to ``land``, which
reads it with care and says what is wrong where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeGuard

from calculator.domain.farm import Measure, Parcel
from calculator.domain.memory import Answers
from calculator.services.profile import bounds
from calculator.services.profile.codes import Codes
from calculator.services.profile.kinds_of_land import ATTRIBUTES, Kind, kind
from calculator.services.profile.values import Fields, Findings, Place

_KEYS = frozenset({"id", "area_ha", "measures", *ATTRIBUTES})
_MEASURE_KEYS = frozenset({"code", "area_ha", "part"})
_HECTARES = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
_ZERO = Decimal(0)
#: Kinds of land by the words that say so.
_KINDS: Answers[object, Kind] = Answers("kinds of land", 1_000)
_SAID = frozenset({str, int, bool, type(None)})


def parcel(value: object, codes: Codes, taken: Mapping[str, str]) -> Parcel | None:
    """The parcel, or None where it must be read with care; ``taken`` are the ids so far."""
    if type(value) is not dict or not value.keys() <= _KEYS:
        return None
    name, area = value.get("id"), _hectares(value.get("area_ha"))
    if area is None or not _is_text(name) or name in taken:
        return None
    listed = value.get("measures", ())
    if type(listed) is not list and listed != ():
        return None
    measures = _measures(listed, value.get("area_ha"), area, codes)
    if measures is None:
        return None
    sort = _kind(value, codes)
    if sort is None:
        return None
    return Parcel(
        name, area, sort.land_use, measures, sort.crop_code, sort.soil, sort.eco_region, sort.natura2000, sort.glmc9
    )  # fmt: skip


def _kind(value: Mapping[str, object], codes: Codes) -> Kind | None:
    """What sort of land it is, read once for all that say so in the same words; None where something is wrong."""
    said = tuple([value.get(name) for name in ATTRIBUTES])
    types = tuple(map(type, said))
    if not _SAID.issuperset(types):
        return None
    known = codes.rulebook.memory.of(_KINDS)
    # True and 1 are equal and do not mean the same.
    found = known.get((said, types))
    if found is None:
        findings = Findings()
        place = Place({name: value[name] for name in ATTRIBUTES if name in value}, "", findings)
        found = kind(Fields(place, ATTRIBUTES))
        if findings.problems:
            return None
        known[said, types] = found
    return found


def _measures(
    listed: list[object] | tuple[()], written: object, area: Decimal, codes: Codes
) -> tuple[Measure, ...] | None:
    """The measures, all of which lie on so much ground, as it is ``written``; None where one is written otherwise, or does not
    fit.
    """
    if len(listed) > bounds.MOST_MEASURES:
        return None
    found: list[Measure] = []
    parts: dict[str, Decimal] = {}
    seen = set[tuple[object, object]]()
    for each in listed:
        if type(each) is not dict or not each.keys() <= _MEASURE_KEYS:
            return None
        code, part = each.get("code"), each.get("part")
        size = each.get("area_ha")
        quantity = area if type(size) is str and size == written else _hectares(size)
        if quantity is None or quantity > area or type(code) is not str or code not in codes.on_parcels:
            return None
        if part is not None:
            if not _is_text(part):
                return None
            parts[part] = max(quantity, parts.get(part, _ZERO))
        seen.add((code, part))
        found.append(Measure(code, quantity, "ha", part))
    if len(seen) < len(found) or (len(parts) > 1 and sum(parts.values(), _ZERO) > area):
        return None
    return tuple(found)


def _hectares(value: object) -> Decimal | None:
    """A number of hectares in machine form, above zero and to the square metre."""
    if type(value) is Decimal and abs(value.adjusted()) < 40:
        value = format(value, "f")
    if type(value) is not str or not _HECTARES.fullmatch(value):
        return None
    found = Decimal(value)
    return found if _ZERO < found <= bounds.PARCEL.high else None


def _is_text(value: object) -> TypeGuard[str]:
    return (
        type(value) is str
        and 0 < len(value) <= 64
        and value.isprintable()
        and value[0] != " "
        and value[-1] != " "
        and value == value.strip()
    )
