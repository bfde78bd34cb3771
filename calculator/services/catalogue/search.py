"""Searching the catalogue: by words, measure, payer, place and crop; a scheme is found when it meets all that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Payment, Scheme, Text
from calculator.registry.files.problem import nearest
from calculator.registry.words.where import KINDS, Atlas
from calculator.services.errors import InputProblem, InputProblems

#: In which land use a crop of each ABER class stands; grassland is ``other_land_use``.
_LAND_USES = {
    "annual_crop": frozenset({"arable"}),
    "specialised_perennial": frozenset({"permanent_crop"}),
    "other_land_use": frozenset({"permanent_grassland", "temporary_grassland"}),
}
#: On which land a measure is done (``measures.csv``, column ``land``), as the classes of crops that stand there.
_MEASURE_LAND = {
    "arable": frozenset({"annual_crop", "specialised_perennial"}),
    "grassland": frozenset({"other_land_use"}),
}


#: Quantities of a farm that are land, with the classes of crops that stand on it; others are paid for no crop.
_FARM_LAND = {
    "subsidiable_ha": frozenset(_LAND_USES),
    "parcel_ha": frozenset(_LAND_USES),
    "arable_ha": frozenset({"annual_crop"}),
    "grassland_ha": frozenset({"other_land_use"}),
}


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked; empty asks nothing. ``place`` is ``kind/code``, as ``provinces/utrecht``."""

    q: str = ""
    measure: str = ""
    payer: str = ""
    place: str = ""
    crop: str = ""
    layer: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked beside words."""
        return any(getattr(self, f.name) for f in fields(self) if f.name != "q")


def read(rulebook: Rulebook, asked: Mapping[str, str], prefix: str = "") -> Search:
    """The search of a query; raises InputProblems with every code that is in no list."""
    problems: list[InputProblem] = []
    found = {f.name: asked.get(f.name, "").strip()[:200] for f in fields(Search)}
    for name, codelist in (
        ("measure", "measures"),
        ("payer", "payers"),
        ("crop", "crops"),
        ("layer", "layers"),
    ):
        if found[name] and rulebook.code(codelist, found[name]) is None:
            problems.append(_unknown(f"{prefix}{name}", found[name], rulebook.codelists.get(codelist, {})))
    kind, _, code = found["place"].partition("/")
    if found["place"] and (kind not in KINDS or rulebook.code(kind, code) is None):
        known = [f"{k}/{c}" for k in KINDS for c in rulebook.codelists.get(k, {})]
        problems.append(_unknown(f"{prefix}place", found["place"], known))
    if problems:
        raise InputProblems(problems)
    return Search(**found)


def find(rulebook: Rulebook, on: date, search: Search) -> tuple[Scheme, ...]:
    """The schemes in force on the day that meet the search, its words left out (``catalogue.matching`` reads those)."""
    atlas = Atlas.of(rulebook) if search.place else None
    kind, _, code = search.place.partition("/")
    return tuple(
        scheme
        for scheme in rulebook.schemes_on(on)
        if (not search.layer or scheme.layer == search.layer)
        and (not search.payer or scheme.payer == search.payer)
        and (not search.measure or pays_for(scheme, search.measure))
        and (atlas is None or atlas.reaches(scheme, kind, code))
        and (not search.crop or any(fits(p, scheme, search.crop, rulebook) for p in scheme.payments))
    )


def pays_for(scheme: Scheme, measure: str) -> bool:
    """Whether a payment of the scheme is triggered by the measure."""
    return any(measure in payment.measures for payment in scheme.payments)


def fits(payment: Payment, scheme: Scheme, crop: str, rulebook: Rulebook) -> bool:
    """Whether the payment may be had on a parcel with the crop: its measures are done there, no condition forbids it."""
    if payment.level is Level.FARM and payment.quantity not in _FARM_LAND:
        return False
    known = rulebook.code("crops", crop)
    aber = known.columns["class"] if known else ""
    lands = [rulebook.code("measures", m) for m in payment.measures]
    grounds = [_MEASURE_LAND.get(land.columns["land"], frozenset({aber})) for land in lands if land]
    on_elements = bool(lands) and all(land and land.columns["land"] == "element" for land in lands)
    if aber not in _FARM_LAND.get(payment.quantity, frozenset({aber})):
        return False
    if on_elements or (grounds and not any(aber in ground for ground in grounds)):
        return False
    return all(_allows(c, crop, aber) for c in _each((*scheme.conditions, *payment.conditions)))


def _each(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    """The conditions that must all be met; one of ``any_of`` is enough, so its parts are not asked."""
    for condition in conditions:
        held = condition.arguments.get("conditions") if condition.kind == "all_of" else None
        if isinstance(held, tuple):
            yield from _each(held)
        elif condition.kind != "any_of":
            yield condition


def _allows(condition: Condition, crop: str, aber: str) -> bool:
    named = condition.arguments.get("one_of", ())
    codes = {str(code) for code in named} if isinstance(named, tuple) else set()
    if condition.kind != "parcel_is" or not codes:
        return True
    if condition.arguments.get("attribute") == "crop_code":
        return crop in codes
    return condition.arguments.get("attribute") != "land_use" or bool(codes & _LAND_USES.get(aber, codes))


def _unknown(where: str, written: str, known: Iterable[str]) -> InputProblem:
    said = Text(f'"{written}" is niet bekend.', f'"{written}" is not known.')
    return InputProblem(where, said, nearest(written, known))
