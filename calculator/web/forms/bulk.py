"""Many parcels changed at once: the same use, soil or crop, the same measure, or the measures of another parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from calculator.web.forms.tree import Tree, is_index

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
    source = sent.get("/bulk/like", "")
    bundle = _bundle(parcels[int(source)]) if is_index(source) and int(source) < len(parcels) else []
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
