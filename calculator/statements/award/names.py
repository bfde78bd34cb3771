"""What codes are called: from the award itself where it says so, else from the embedded codelists, else the code.

A statement must be readable without this service, and the same in ten years: names come from what it carries.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from calculator.domain.place_fact import LIST, classes
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj, objects, text

_LISTS = "codelists/"
_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
#: Award lists whose objects may carry a name beside the id of a scheme, payment or limit.
_NAMED = ("refusals", "open", "not_chosen", "classes", "activities", "limits", "not_modelled", "notices")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by kind and code, in one language."""

    language: str
    known: Mapping[tuple[str, str], str]

    def of(self, kind: str, code: str) -> str:
        """The name of a code; a code without a name is shown readable."""
        return self.known.get((kind, code)) or _readable(code)

    def unit(self, indicator: str) -> str:
        """The unit of an indicator; empty where it only counts."""
        return unit_of(self.known.get(("units", indicator), ""), self.language)

    def scheme(self, scheme: str) -> str:
        """The name of a scheme id ``layer.payer.scheme``."""
        return self.known.get(("scheme", scheme)) or _readable(scheme.rpartition(".")[2])

    def payment(self, scheme: str, payment: str) -> str:
        """The name of a payment; its scheme's where the payment has none of its own."""
        if not payment:
            return self.scheme(scheme)
        return self.known.get(("payment", f"{scheme}#{payment}")) or _readable(payment)

    def ref(self, ref: str) -> str:
        """The name of ``scheme#payment``, of a limit, a legal basis or a scheme; other words as they are."""
        scheme, mark, payment = ref.partition("#")
        if mark:
            return f"{self.payment(scheme, payment)} ({self.scheme(scheme)})"
        if named := self.known.get(("limits", ref)) or self.known.get(("legal_bases", ref)):
            return named
        return self.scheme(ref) if ref.count(".") >= 2 and " " not in ref else ref


def names_of(award: Obj, rule_files: Mapping[str, bytes], language: str) -> Names:
    """Every name that the award and the codelists beside it give."""
    known: dict[tuple[str, str], str] = {}
    for path, raw in rule_files.items():
        inside = path.removeprefix("rules/")
        if inside.startswith(_LISTS) and inside.endswith(".csv"):
            known.update(_codelist(inside.removeprefix(_LISTS).removesuffix(".csv"), raw, language))
    for line in _carriers(award):
        scheme, payment = text(line, "scheme"), text(line, "payment")
        found = {
            ("scheme", scheme): text(line, "scheme_name", language),
            ("payment", f"{scheme}#{payment}"): text(line, "payment_name", language),
            ("payers", text(line, "payer")): text(line, "payer_name", language),
            ("limits", text(line, "limit")): text(line, "name", language),
        }
        known.update({key: name for key, name in found.items() if key[1] and name})
    return Names(language, known)


def _carriers(award: Obj) -> list[Obj]:
    found = [line for key in _NAMED for line in objects(award, key)]
    for year in objects(award, "years"):
        found += [*objects(year, "lines"), *objects(year, "continuation")]
    return found


def unit_of(written: str, language: str) -> str:
    """A unit as a codelist writes it, in words; empty where it only counts."""
    if written in _COUNTS:
        return ""
    words = (_UNIT_WORDS.get(word, Text(word, word))[language] for word in re.split(r"([ /])", written))
    return "".join(words)


def unit_of_path(path: str, rulebook: Rulebook, language: str) -> str:
    """The unit in which a profile says an indicator, or a fact of a place; empty where it only counts."""
    code = rulebook.code(LIST if ".facts." in path else "indicators", path.rpartition(".")[2])
    return unit_of(code.columns.get("unit") or "" if code else "", language)


@lru_cache(maxsize=128)
def _codelist(name: str, raw: bytes, language: str) -> Mapping[tuple[str, str], str]:
    """The names of a list; kept, for one statement after another has the same lists."""
    rows = [
        row
        for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig", errors="replace")))
        if row.get("code")
    ]
    found = {(name, row["code"]): row.get(language) or row.get("nl") or row["code"] for row in rows}
    if name in ("indicators", LIST):
        found |= {("units", row["code"]): row.get("unit") or "" for row in rows}
    if name == LIST:
        found |= {
            ("classes", f"{row['code']}.{code}"): said[language]
            for row in rows
            for code, said in classes({key: value or "" for key, value in row.items()}).items()
        }
    return found


def _readable(code: str) -> str:
    """An id as words; what is no id (a name as somebody wrote it) stays as it was written."""
    if not _ID.fullmatch(code):
        return code
    spaced = code.replace("_", " ").replace("-", " ").strip()
    return spaced[:1].upper() + spaced[1:]


#: Units that say no more than that something is counted.
_COUNTS = ("aantal", "index", "number")
#: The words in units of indicators that are not the same everywhere.
_UNIT_WORDS = {
    "punten": Text("punten", "points"),
    "maanden": Text("maanden", "months"),
    "uren": Text("uren", "hours"),
    "jaar": Text("jaar", "year"),
    "GVE": Text("GVE", "LU"),
    "ds": Text("ds", "dry matter"),
}
#: Words for the short closed lists of the contract.
CERTAINTY = {
    "contracted": Text("vastgelegd", "contracted"),
    "expected": Text("verwacht", "expected"),
    "budget": Text("hangt af van budget", "depends on budget"),
    "assumed": Text("aangenomen", "assumed"),
}
CERTAINTY_MEANS = {
    "contracted": Text(
        "staat in een lopend contract of een genomen besluit",
        "stands in a running contract or a decision already taken",
    ),
    "expected": Text(
        "volgt uit een bekend tarief; u moet het nog aanvragen of de voorwaarden nog waarmaken",
        "follows from a known rate; you still have to apply or meet the conditions",
    ),
    "budget": Text(
        "wordt alleen betaald als het budget van de betaler toereikend is",
        "is paid only if the payer's budget is sufficient",
    ),
    "assumed": Text(
        "rust op een tarief of drempel die niet voor dat jaar is gepubliceerd maar is aangenomen",
        "rests on a rate or threshold that is not published for that year but assumed",
    ),
}
STATUS = {
    "definitive": Text("definitief", "definitive"),
    "provisional": Text("voorlopig", "provisional"),
    "announced": Text("aangekondigd", "announced"),
    "assumed": Text("aangenomen", "assumed"),
    "historic": Text("historisch", "historic"),
}
UNIT = {
    "ha": Text("ha", "ha"),
    "m": Text("m", "m"),
    "m2": Text("m²", "m²"),
    "piece": Text("stuks", "pieces"),
    "nest": Text("nesten", "nests"),
    "tree": Text("bomen", "trees"),
    "tonne_product": Text("ton product", "tonnes of product"),
    "tonne_co2": Text("ton CO₂", "tonnes of CO₂"),
    "livestock_unit": Text("grootvee-eenheden", "livestock units"),
    "100kg_milk": Text("× 100 kg melk", "× 100 kg of milk"),
    "point": Text("punten", "points"),
    "eur": Text("euro", "euros"),
    "farm": Text("bedrijf", "farm"),
}
PER_UNIT = {
    "ha": Text("per ha", "per ha"),
    "m": Text("per m", "per m"),
    "m2": Text("per m²", "per m²"),
    "piece": Text("per stuk", "per piece"),
    "nest": Text("per nest", "per nest"),
    "tree": Text("per boom", "per tree"),
    "tonne_product": Text("per ton product", "per tonne of product"),
    "tonne_co2": Text("per ton CO₂", "per tonne of CO₂"),
    "livestock_unit": Text("per grootvee-eenheid", "per livestock unit"),
    "100kg_milk": Text("per 100 kg melk", "per 100 kg of milk"),
    "point": Text("per punt", "per point"),
    "eur": Text("per euro", "per euro"),
    "farm": Text("per bedrijf", "per farm"),
}
