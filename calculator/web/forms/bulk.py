"""Many parcels changed at once: the same use, soil or crop, the same measure, or the measures of another parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from calculator.web.forms.tree import Tree, is_index

MOST_BUNDLES = 20
#: Fields of a parcel that can be set on many at once.
SET = ("land_use", "soil", "eco_region", "crop_code", "natura2000", "glmc9")


def apply(tree: Tree, picked: Sequence[str], sent: Mapping[str, str]) -> int:
    """Change the picked parcels; what was left empty stays as it was. Answers how many were changed."""
    parcels = cast("list[Tree]", tree.get("parcels") or [])
    chosen = [
        parcels[int(index)]
        for index in dict.fromkeys(picked)
        if is_index(index) and int(index) < len(parcels)
    ]
    bundle = _like(tree, parcels, sent.get("/bulk/like", ""))
    if code := sent.get("/bulk/measure", ""):
        bundle = [*bundle, {"code": code}]
    given = {key: sent[f"/bulk/{key}"].strip() for key in SET if sent.get(f"/bulk/{key}", "").strip()}
    year, crop = sent.get("/bulk/crop_year", ""), sent.get("/bulk/earlier_crop", "").strip()
    if not (given or bundle or (year and crop)):
        return 0
    for parcel in chosen:
        parcel.update(given)
        if year and crop:
            parcel["crop_history"] = {**cast("Tree", parcel.get("crop_history") or {}), year: crop}
        _add(parcel, bundle)
    return len(chosen)


def _like(tree: Tree, parcels: Sequence[Tree], source: str) -> list[Tree]:
    """The measures of a bundle (``b`` and its number) or of another parcel (its number)."""
    kept = bundles(tree)
    if source.startswith("b") and is_index(source[1:]) and int(source[1:]) < len(kept):
        codes = cast("list[str]", kept[int(source[1:])].get("measures") or [])
        return [{"code": code} for code in codes]
    return _bundle(parcels[int(source)]) if is_index(source) and int(source) < len(parcels) else []


def bundles(tree: Tree) -> list[Tree]:
    """The bundles that were saved."""
    return cast("list[Tree]", tree.get("bundles") or [])


def save_bundle(tree: Tree, picked: Sequence[str], name: str) -> bool:
    """Save what is done on all of the first picked parcel under a name; one of that name is replaced."""
    parcels = cast("list[Tree]", tree.get("parcels") or [])
    first = next((int(index) for index in picked if is_index(index) and int(index) < len(parcels)), None)
    codes = [row["code"] for row in _bundle(parcels[first])] if first is not None else []
    if not name or not codes:
        return False
    others = [held for held in bundles(tree) if str(held.get("name", "")).casefold() != name.casefold()]
    tree["bundles"] = [*others, {"name": name, "measures": codes}][-MOST_BUNDLES:]
    return True


def drop_bundle(tree: Tree, index: str) -> None:
    """Forget a bundle; what it was used for stays."""
    tree["bundles"] = [held for at, held in enumerate(bundles(tree)) if str(at) != index]


def _bundle(parcel: Tree) -> list[Tree]:
    """What is done on all of a parcel: a measure on a part of it says nothing about another parcel."""
    area = str(parcel.get("area_ha", ""))
    rows = cast("list[Tree]", parcel.get("measures") or [])
    return [{"code": row["code"]} for row in rows if row.get("code") and row.get("area_ha") == area]


def _add(parcel: Tree, bundle: Sequence[Tree]) -> None:
    rows = cast("list[Tree]", parcel.setdefault("measures", []))
    known = {row.get("code") for row in rows}
    rows[:] = [row for row in rows if row.get("code")]
    rows += [{**new, "area_ha": str(parcel.get("area_ha", ""))} for new in bundle if new["code"] not in known]


def delete(tree: Tree, picked: Sequence[str]) -> int:
    """Remove the picked parcels; answers how many."""
    parcels = cast("list[Tree]", tree.get("parcels") or [])
    gone = {int(index) for index in picked if is_index(index) and int(index) < len(parcels)}
    tree["parcels"] = [parcel for index, parcel in enumerate(parcels) if index not in gone]
    return len(gone)
