"""The outline of a parcel as the text of a field: GeoJSON in WGS84 with plain numbers, the same text for the same outline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import cast

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile.parse import parse


def text(geometry: object) -> str:
    """The outline as text; empty where there is none."""
    if not isinstance(geometry, Mapping):
        return ""
    try:
        return json.dumps(_numbers(geometry), sort_keys=True, separators=(",", ":"))
    except (InvalidOperation, ValueError, TypeError):
        # Not an outline that could be drawn; the profile says what is wrong with it.
        return json.dumps(geometry, sort_keys=True, separators=(",", ":"), default=str)


def value(written: str, pointer: str) -> object | InputProblem:
    """The outline as it stands in a profile, with decimals; or what is wrong with the text."""
    try:
        return parse(written)
    except InputProblems:
        return InputProblem(
            pointer,
            Text("De ligging is niet te lezen.", "The location cannot be read."),
            Text(
                "Lees het perceel opnieuw in, of teken het op de kaart.",
                "Read the parcel anew, or draw it on the map.",
            ),
        )


def held(written: object) -> dict[str, object] | None:
    """The outline in a field with plain numbers, for a map; None where there is none."""
    try:
        found = json.loads(written) if isinstance(written, str) and written else None
    except ValueError:
        # The field tells of it where it is checked; there is nothing to draw.
        return None
    areas = isinstance(found, dict) and found.get("type") in ("Polygon", "MultiPolygon")
    return cast("dict[str, object]", found) if areas else None


def _numbers(node: object) -> object:
    if isinstance(node, Mapping):
        return {
            str(key): _numbers(inner) if key in ("coordinates", "geometries") else inner
            for key, inner in node.items()
        }
    if isinstance(node, list):
        return [_numbers(inner) for inner in node]
    if isinstance(node, str | Decimal | int | float):
        return float(Decimal(str(node)))
    raise TypeError(type(node).__name__)
