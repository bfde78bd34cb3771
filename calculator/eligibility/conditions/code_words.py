"""What a fact was and what it should be, in words instead of codes: "nu: akkerbouw; nodig: melkvee"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.farm import OF_PLACE
from calculator.domain.place_fact import place_facts
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text


@dataclass(frozen=True, slots=True)
class Codes:
    """A fact that is not among those wanted: its path or attribute, what was found (nothing: it is not named)."""

    of: str
    wanted: tuple[str, ...]
    found: str | None = None


SOIL: Mapping[str, Text] = {
    "sand": Text("zand", "sand"),
    "clay": Text("klei", "clay"),
    "peat": Text("veen", "peat"),
    "peaty": Text("moerig", "peaty"),
    "loess": Text("löss", "loess"),
    "reclaimed_peat": Text("dalgrond", "reclaimed peat"),
    "other": Text("anders", "other"),
}
#: Classes of a premium.
CLASS_LABELS: Mapping[str, Text] = {
    "brons": Text("brons", "bronze"),
    "zilver": Text("zilver", "silver"),
    "goud": Text("goud", "gold"),
}
CLOSED: Mapping[str, Mapping[str, Text]] = {
    "soil": SOIL,
    "farm.type": {
        "dairy": Text("melkvee", "dairy"),
        "arable": Text("akkerbouw", "arable"),
        "mixed": Text("gemengd", "mixed"),
        "beef": Text("vleesvee", "beef cattle"),
        "sheep": Text("schapen of geiten", "sheep or goats"),
        "horticulture": Text("tuinbouw of fruit", "horticulture or fruit"),
        "fruit": Text("fruit", "fruit"),
    },
    "farm.organic": {
        "none": Text("niet biologisch", "not organic"),
        "partly": Text("deels biologisch", "partly organic"),
        "in_conversion": Text("in omschakeling", "in conversion"),
        "certified": Text("biologisch", "organic"),
    },
}
_LISTED = {
    "land_use": "land_uses",
    "kind": "element_kinds",
    "farm.collective": "collectives",
    "farm.province": "provinces",
    "farm.municipality": "municipalities",
    "farm.water_board": "water_boards",
    "supply.dairy": "payers",
    "supply.processor": "payers",
}
_YES_NO = {"yes": Text("ja", "yes"), "no": Text("nee", "no")}
_NOT_NAMED = Text("het profiel noemt dit niet", "the profile does not name this")


def named_class(code: str | None) -> Text:
    """What a class is called; a class that has no word here is called by its code."""
    return CLASS_LABELS.get(code or "", Text(code or "", code or ""))


def shortfall(codes: Codes, rulebook: Rulebook) -> Text:
    """What is short, in words; a code without a name is said as it is."""
    if codes.found is None:
        return _NOT_NAMED
    now = _called(codes.of, codes.found, rulebook)
    wanted = [_called(codes.of, code, rulebook) for code in codes.wanted]
    return Text(
        nl=f"nu: {now.nl}; nodig: {' of '.join(text.nl for text in wanted)}",
        en=f"now: {now.en}; needed: {' or '.join(text.en for text in wanted)}",
    )


def _called(of: str, code: str, rulebook: Rulebook) -> Text:
    named = CLOSED.get(of, _YES_NO).get(code)
    if named is not None:
        return named
    if of.startswith(OF_PLACE):
        fact = place_facts(rulebook).get(of)
        return fact.words.get(code, Text(code, code)) if fact else Text(code, code)
    listed = rulebook.code(_LISTED[of], code) if of in _LISTED else None
    if listed is None:
        return Text(code, code)
    return listed.name if of != "land_use" else Text(listed.name.nl.lower(), listed.name.en.lower())
