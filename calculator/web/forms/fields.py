"""What the fields of a form offer that stands in no codelist: its own parcels, earlier years, declarations that are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask_babel import gettext

from calculator.domain.rulebook import Rulebook
from calculator.services.profile import fact_names
from calculator.web.forms.shape import CROP_YEARS, HERD
from calculator.web.forms.tree import Tree
from calculator.web.naming import codes
from calculator.web.wiring import rows, string

Option = tuple[str, str]

_UNITS = {"eur": "€", "ha": "ha", "m2": "m²", "ton": "t", "pct": "%"}

#: The first fields of ``HERD`` stand on the page; the rest is folded away.
_COMMON = 4
#: As many years of crops as rules look back.
_EARLIER = 6


def units(tree: Tree, language: str) -> list[Option]:
    """What a contract can be about: the parcels and elements by their own id, and the whole farm."""
    found = [
        (string(row["id"]), fact_names.name(f"/{key}/{index}", language, None, tree))
        for key in ("parcels", "elements")
        for index, row in enumerate(rows(tree.get(key)))
        if row.get("id")
    ]
    return [*found, ("farm", gettext("Het hele bedrijf"))]


def crop_years(tree: Tree, otherwise: int) -> list[int]:
    """The years before the one described, newest first."""
    year = string(tree.get("year"))
    described = int(year) if year.isdecimal() and len(year) == 4 else otherwise
    return [year for year in range(described - 1, described - 1 - _EARLIER, -1) if year in CROP_YEARS]


def other_animals(tree: Tree, language: str) -> list[tuple[str, str, str]]:
    """Pointer, name and value of the kinds of animals that few farms have."""
    herd = tree.get("herd")
    held = herd if isinstance(herd, Mapping) else {}
    return [
        (f"/herd/{key}", fact_names.name(f"/herd/{key}", language), string(held.get(key)))
        for key in HERD[_COMMON:]
    ]


def declarations(
    tree: Tree, rulebook: Rulebook, language: str, asked: frozenset[str] = frozenset()
) -> list[tuple[str, str, str]]:
    """Code, words and kind of what is declared already and of what is asked now.

    The kind is ``flag``, or of a number its unit, which its code ends on (``""`` where it is a count).
    """
    held = tree.get("declared")
    answered = {code for code, value in held.items() if value} if isinstance(held, Mapping) else set()
    known = fact_names.declared(rulebook)
    return [
        (
            code,
            fact_names.name(f"declared.{code}", language, rulebook),
            _UNITS.get(code.rpartition("_")[2], "") if number else "flag",
        )
        for code, number in known.items()
        if code in answered or code in asked
    ]


def bundles(tree: Tree) -> list[Option]:
    """Bundles that were saved, and parcels whose measures another can take over: of those with the same the first."""
    found: dict[tuple[str, ...], Option] = {}
    for index, parcel in enumerate(cast("list[Tree]", tree.get("parcels") or [])):
        area = string(parcel.get("area_ha"))
        done = tuple(
            sorted(
                string(m.get("code"))
                for m in rows(parcel.get("measures"))
                if m.get("code") and m.get("area_ha") == area
            )
        )
        if done:
            found.setdefault(done, (str(index), string(parcel.get("id") or index + 1)))
    saved = [(f"b{at}", string(held.get("name"))) for at, held in enumerate(rows(tree.get("bundles")))]
    return [*saved, *found.values()]


def names_in_table(rulebook: Rulebook, soils: list[Option], language: str) -> dict[str, dict[str, str]]:
    """What codes in the table of parcels are called."""
    return {
        "land_uses": dict(codes(rulebook, "land_uses", language)),
        "measures": dict(codes(rulebook, "measures", language)),
        "soils": dict(soils),
    }
