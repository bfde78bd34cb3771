"""A table of parcels against those in the form: what is new, what differs and what is gone. Nothing that was filled in is lost.

Of a parcel that is there, only what the table says changes; its measures stay, and one that lay on the whole parcel stays on the
whole. A crop of an earlier year goes to the history of that year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from calculator.services.errors import InputProblem
from calculator.web.forms import numbers, outlines
from calculator.web.forms.parcel_table import Row
from calculator.web.forms.tree import Tree


@dataclass(frozen=True, slots=True)
class Change:
    """One parcel: ``kind`` is ``new``, ``changed`` or ``gone``; ``values`` are (field, before as it was written, after)."""

    kind: str
    name: str
    values: tuple[tuple[str, str, str], ...] = ()

    @property
    def key(self) -> str:
        """What a box on the page sends when it is ticked."""
        return f"{self.kind}:{self.name}"


def diff(tree: Tree, rows: Sequence[Row]) -> list[Change]:
    """What the table would change, in its order; parcels that it does not name come last.

    A table that is only of another year says nothing of which parcels there are now.
    """
    known = {_name(parcel): parcel for parcel in _parcels(tree)}
    listed = {row.id.casefold() for row in rows}
    found = []
    for row in rows:
        parcel = known.get(row.id.casefold())
        if parcel is None:
            found.append(Change("new", row.id, tuple((k, "", v) for k, _, v in _values(tree, {}, row))))
        elif values := _values(tree, parcel, row):
            found.append(Change("changed", row.id, values))
    if rows and all(_of_another_year(tree, row) for row in rows):
        return found
    gone = [str(p.get("id", "")) for name, p in known.items() if name and name not in listed]
    return found + [Change("gone", name) for name in gone]


def apply(tree: Tree, rows: Sequence[Row], picked: Sequence[str], language: str = "nl") -> int:
    """Make the picked changes, with areas as the language writes them; answers how many were made."""
    by_name = {row.id.casefold(): row for row in rows}
    changes = {change.key: change for change in diff(tree, rows)}
    chosen = [changes[key] for key in dict.fromkeys(picked) if key in changes]
    parcels = list(_parcels(tree))
    for change in chosen:
        name = change.name.casefold()
        if change.kind == "gone":
            parcels = [parcel for parcel in parcels if _name(parcel) != name]
            continue
        if change.kind == "new":
            parcels = [*(p for p in parcels if _name(p) or p.get("area_ha")), {"id": change.name}]
        parcel = next(p for p in parcels if _name(p) == name)
        for field, before, after in _values(tree, parcel, by_name[name]):
            number = field == "area_ha" or field.startswith("facts/")
            _set(parcel, field, before, numbers.localised(after, language) if number else after)
    tree["parcels"] = parcels
    return len(chosen)


def _values(tree: Tree, parcel: Tree, row: Row) -> tuple[tuple[str, str, str], ...]:
    now = {"area_ha": row.area_ha, "land_use": row.land_use, "geometry": row.geometry}
    now |= {f"facts/{code}": answer for code, answer in row.facts}
    if _of_another_year(tree, row):
        # A table of another year says what grew then, and nothing of now.
        crop = {f"crop_history/{row.year}": row.crop_code}
        said = crop if parcel else {**now, **crop}
    else:
        said = {**now, "crop_code": row.crop_code}
    return tuple(
        (field, before, after)
        for field, after in said.items()
        if after and _differs(field, before := _held(parcel, field), after)
    )


def _of_another_year(tree: Tree, row: Row) -> bool:
    return bool(row.year) and row.year != str(tree.get("year", ""))


def _held(parcel: Tree, field: str) -> str:
    key, _, year = field.partition("/")
    held = parcel.get(key, "")
    if year:
        held = cast("Tree", held or {}).get(year, "")
    return str(held or "")


def _set(parcel: Tree, field: str, before: str, after: str) -> None:
    key, _, year = field.partition("/")
    if year:
        parcel[key] = {**cast("Tree", parcel.get(key) or {}), year: after}
        return
    parcel[key] = after
    if key == "area_ha" and before:
        for measure in cast("list[Tree]", parcel.get("measures") or []):
            if measure.get("area_ha") == before:
                measure["area_ha"] = after


def _differs(field: str, before: str, after: str) -> bool:
    if field == "geometry":
        return outlines.held(before) != outlines.held(after)
    if field != "area_ha" and not field.startswith("facts/"):
        return before != after
    read = numbers.number(before, "") if before else ""
    if isinstance(read, InputProblem) or not read or not after.lstrip("-").replace(".", "", 1).isdecimal():
        return before != after
    return Decimal(read) != Decimal(after)


def _parcels(tree: Tree) -> list[Tree]:
    return cast("list[Tree]", tree.get("parcels") or [])


def _name(parcel: Tree) -> str:
    return str(parcel.get("id", "")).strip().casefold()
