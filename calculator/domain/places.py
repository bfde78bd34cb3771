"""Parcels and elements as they are named in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from calculator.domain.scheme import Text
from calculator.domain.sentences import listed

#: So many places are named behind one name; the rest is counted.
MOST_NAMED = 12


def by_number(place: str) -> list[tuple[int, str]]:
    """By this the numbers in names stand as numbers: P9 before P10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", place)]


def with_places(found: Iterable[tuple[Text, str]]) -> Text:
    """Names with the places at which they were found, each name once: ``Gras/klaver (P2, P10), Natte teelt (P3)``."""
    at: dict[Text, set[str]] = {}
    for name, place in found:
        at.setdefault(name, set()).add(place)
    said = [(name, listed(sorted(places, key=by_number), MOST_NAMED)) for name, places in at.items()]
    return Text(
        nl=", ".join(f"{name.nl} ({places.nl})" for name, places in said),
        en=", ".join(f"{name.en} ({places.en})" for name, places in said),
    )
