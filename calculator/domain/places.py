"""Parcels and elements as they are named in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from calculator.domain.scheme import Text
from calculator.domain.sentences import listed

#: So many places are named behind one name; the rest is counted.
MOST_NAMED = 12


def by_number(place: str) -> list[tuple[int, str]]:
    """By this the numbers in names stand as numbers: P9 before P10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", place)]


def with_places(found: Iterable[tuple[Text, str]]) -> Text:
    """Names with the places at which they were found, each name once: ``Gras/klaver (P2, P10), Natte teelt (P3)``."""
    nl: dict[str, set[str]] = {}
    en: dict[str, set[str]] = {}
    for name, place in found:
        nl.setdefault(name.nl, set()).add(place)
        en.setdefault(name.en, set()).add(place)
    return Text(*(_said(named, language) for named, language in ((nl, "nl"), (en, "en"))))


def _said(named: Mapping[str, set[str]], language: str) -> str:
    return ", ".join(
        f"{name} ({listed(sorted(at, key=by_number), MOST_NAMED)[language]})" for name, at in named.items()
    )
