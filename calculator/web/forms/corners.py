"""The corners of a parcel as people write them: one on a line, in degrees (WGS84) or in metres (RD New), in either order.

In the Netherlands the two cannot be taken for each other: 50 to 54 degrees is north, and 300 to 640 kilometres too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems

POINTER = "/corners"
MOST = 500

_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
Corner = tuple[float, float]


def read(written: str) -> dict[str, object]:
    """A GeoJSON file with one parcel; raises InputProblems where a line is not a corner."""
    lines = [line for line in written.splitlines() if line.strip()]
    if not 3 <= len(lines) <= MOST:
        raise InputProblems([_count(len(lines))])
    corners, systems = [], set()
    for number, line in enumerate(lines, start=1):
        corner, system = _corner(number, line)
        corners.append(corner)
        systems.add(system)
    if len(systems) > 1:
        raise InputProblems([_mixed()])
    if corners[0] != corners[-1]:
        corners.append(corners[0])
    system = "urn:ogc:def:crs:EPSG::28992" if systems == {"rd"} else "urn:ogc:def:crs:OGC:1.3:CRS84"
    outline = {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": system}},
        "features": [{"type": "Feature", "properties": {}, "geometry": outline}],
    }


def shown(outline: Mapping[str, object] | None) -> str | None:
    """The corners of an outline, north first; None where it has more parts or a hole, which corners cannot say."""
    if outline is None:
        return ""
    rings = cast("list[list[list[float]]]", outline.get("coordinates") or [])
    if outline.get("type") != "Polygon" or len(rings) != 1 or len(rings[0]) - 1 > MOST:
        return None
    return "\n".join(f"{at[1]:.6f} {at[0]:.6f}" for at in rings[0][:-1])


def _corner(number: int, line: str) -> tuple[Corner, str]:
    found = [float(text.replace(",", ".")) for text in _NUMBER.findall(line)]
    if len(found) == 2:
        for first, second in (found, found[::-1]):
            if 3 <= first <= 8 and 50 <= second <= 54:
                return (first, second), "degrees"
            if -10_000 <= first <= 300_000 <= second <= 640_000:
                return (first, second), "rd"
    raise InputProblems([_no_corner(number, line)])


def _count(count: int) -> InputProblem:
    return InputProblem(
        POINTER,
        Text(f"Een perceel heeft 3 tot {MOST} hoeken; hier staan er {count}.",
             f"A parcel has 3 to {MOST} corners; here are {count}."),
        Text("Schrijf elke hoek op een eigen regel.", "Write each corner on a line of its own."),
    )  # fmt: skip


def _no_corner(number: int, line: str) -> InputProblem:
    text = "".join(c if c.isprintable() else "?" for c in line.strip()[:40])
    return InputProblem(
        POINTER,
        Text(f'Regel {number} is geen plaats in Nederland: "{text}".',
             f'Line {number} is no place in the Netherlands: "{text}".'),
        Text("Schrijf twee getallen met een spatie ertussen, zoals 52.15616 5.38764 of 155000 463000.",
             "Write two numbers with a space between them, such as 52.15616 5.38764 or 155000 463000."),
    )  # fmt: skip


def _mixed() -> InputProblem:
    return InputProblem(
        POINTER,
        Text(
            "Sommige hoeken zijn in graden en andere in meters.",
            "Some corners are in degrees and others in metres.",
        ),
        Text("Schrijf alle hoeken op dezelfde manier.", "Write all corners in the same way."),
    )
