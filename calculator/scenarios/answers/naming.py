"""What payers, schemes, measures and groups of farms are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text

_SCHEMES: Answers[str, Text] = Answers("scheme names")

_ALL = Text("alle bedrijven", "all farms")
DIMENSION: Mapping[str, Text] = {
    "*": Text("alle", "all"),
    "province": Text("provincie", "province"),
    "farm_type": Text("bedrijfstype", "farm type"),
    "size_class": Text("grootte", "size"),
    "year": Text("jaar", "year"),
    "payer": Text("betaler", "payer"),
}
_WORDS: Mapping[str, Text] = {
    "dairy": Text("melkvee", "dairy"),
    "arable": Text("akkerbouw", "arable"),
    "mixed": Text("gemengd", "mixed"),
    "other_grazing": Text("overig graasvee", "other grazing livestock"),
    "goats": Text("geiten", "goats"),
    "pigs": Text("varkens", "pigs"),
    "poultry": Text("pluimvee", "poultry"),
    "horticulture": Text("tuinbouw", "horticulture"),
    "permanent_crop": Text("blijvende teelt", "permanent crops"),
    "under_5_ha": Text("tot 5 ha", "under 5 ha"),
    "5_to_10_ha": Text("5 tot 10 ha", "5 to 10 ha"),
    "10_to_30_ha": Text("10 tot 30 ha", "10 to 30 ha"),
    "30_to_50_ha": Text("30 tot 50 ha", "30 to 50 ha"),
    "50_to_100_ha": Text("50 tot 100 ha", "50 to 100 ha"),
    "over_100_ha": Text("100 ha en meer", "100 ha and more"),
    "?": Text("niet bekend", "not known"),
}


_SIZES = [code for code in _WORDS if code.endswith("_ha")]


def in_order(cells: pd.DataFrame) -> Iterator[pd.Series]:
    """The rows as they stand, but for groups by size, which go from small to large and not by the letter."""

    def together(row: pd.Series) -> tuple[str, str]:
        return str(row["dimension"]), str(row.get("node"))

    for (dimension, _), own in groupby((row for _, row in cells.iterrows()), together):
        if dimension != "size_class":
            yield from own
            continue
        yield from sorted(
            own, key=lambda row: _SIZES.index(row["group"]) if row["group"] in _SIZES else len(_SIZES)
        )


@dataclass(frozen=True, slots=True)
class Names:
    """Names out of the rules of a run; what has none is called by its code."""

    rules: Rulebook

    def group(self, dimension: str, code: str) -> Text:
        """A group of farms."""
        if dimension == "*":
            return _ALL
        if dimension == "payer":
            return self.payer(code)
        return (self._listed("provinces", code) if dimension == "province" else None) or _WORDS.get(
            code, Text(code, code)
        )

    def payer(self, code: str) -> Text:
        """Who pays."""
        return self._listed("payers", code) or Text(code, code)

    def layer(self, code: str) -> Text:
        """At which level of government (or the market) somebody pays."""
        return self._listed("layers", code) or Text(code, code)

    def measure(self, code: str) -> Text:
        """A measure."""
        return self._listed("measures", code) or Text(code, code)

    def indicator(self, code: str) -> Text:
        """An indicator."""
        return self._listed("indicators", code) or Text(code, code)

    def scheme(self, scheme_id: str) -> Text:
        """A scheme, by its newest version."""
        known = self.rules.memory.of(_SCHEMES)
        if not known:
            known.update({s.id: s.name for s in self.rules.schemes})
        return known.get(
            scheme_id, Text("diverse", "various") if scheme_id == "?" else Text(scheme_id, scheme_id)
        )

    def _listed(self, codelist: str, code: str) -> Text | None:
        found = self.rules.code(codelist, code)
        return found.name if found else None
