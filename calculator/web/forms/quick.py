"""The quick estimate: a few answers that become a profile. What is not asked stays unknown, and so does not count.

Each land use becomes one parcel, called by its name. A measure lies on the land that suits it and is large enough, beside the
others as long as there is room; where on it, nobody said, so that measures that together are larger than the land may overlap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from calculator.domain.rulebook import Code, Rulebook
from calculator.services.errors import InputProblem
from calculator.web.forms import numbers
from calculator.web.forms.tree import Tree

#: Where a draft began that came from here.
ABOUT = "quick"
#: Asked of the farm as a whole, by the pointer of the profile.
ON_FARM = (
    "/farm/province",
    "/farm/municipality",
    "/farm/collective",
    "/farm/type",
    "/farm/organic",
    "/supply/dairy",
    "/herd/milk_kg_year",
)
_LANDS = ("permanent_grassland", "temporary_grassland", "arable", "permanent_crop")
_SUITS = {"grassland": _LANDS[:2], "arable": _LANDS[2:], "any": _LANDS}
_SCHEME = "eco-regeling"


@dataclass(frozen=True, slots=True)
class Made:
    """The fields of a profile, and which answer each of its pointers came from."""

    tree: Tree
    asked: Mapping[str, str]

    def back(self, pointer: str) -> str:
        """The field of the estimate that the pointer of a problem is about; the pointer itself where there is none."""
        found = [known for known in self.asked if pointer == known or pointer.startswith(f"{known}/")]
        return self.asked[max(found, key=len)] if found else pointer


def lands(rulebook: Rulebook, language: str) -> list[tuple[str, str]]:
    """The uses of land that are asked for, with their names."""
    known = rulebook.codelists.get("land_uses", {})
    return [(use, known[use].name[language] if use in known else use) for use in _LANDS]


def standing(tree: Tree, rulebook: Rulebook) -> frozenset[str]:
    """The names of the parcels that an estimate made of hectares and of which nobody said since where they lie."""
    made = {name for language in ("nl", "en") for _, name in lands(rulebook, language)}
    listed = tree.get("parcels")
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    return frozenset(
        str(row["id"])
        for row in rows
        if row.get("id") in made and not row.get("geometry") and not row.get("crop_code")
    )


def measures(rulebook: Rulebook, on: date) -> dict[str, list[Code]]:
    """The measures of the scheme that holds everywhere, under the land that suits them."""
    paid = {
        code
        for scheme in rulebook.schemes_on(on)
        if scheme.id.rpartition(".")[2] == _SCHEME
        for payment in scheme.payments
        for code in payment.measures
    }
    listed = [code for code in rulebook.codelists.get("measures", {}).values() if code.code in paid]
    return {land: [code for code in listed if code.columns.get("land") == land] for land in _SUITS}


def build(sent: Mapping[str, str], rulebook: Rulebook, on: date, language: str) -> Made:
    """The profile that the answers say, as they were written."""
    builder = _Builder(sent, language)
    for pointer in ON_FARM:
        builder.farm(pointer)
    for use, name in lands(rulebook, language):
        builder.parcel(use, name)
    for land, codes in measures(rulebook, on).items():
        for code in codes:
            builder.measure(code.code, _SUITS[land])
    builder.part()
    builder.element(rulebook)
    return Made({"year": str(on.year), **builder.tree}, builder.asked)


@dataclass(slots=True)
class _Builder:
    sent: Mapping[str, str]
    language: str
    tree: Tree = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    areas: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    parcels: list[Tree] = field(default_factory=list)
    #: How much of a parcel no measure lies on yet that lies beside the others.
    free: dict[int, Decimal] = field(default_factory=dict)
    beside: dict[int, list[Tree]] = field(default_factory=dict)

    def said(self, name: str) -> str:
        return self.sent.get(name, "").strip()

    def farm(self, pointer: str) -> None:
        top, key = pointer[1:].split("/")
        if self.said(pointer):
            held = self.tree.setdefault(top, {})
            assert isinstance(held, dict), "groups of the farm are objects"
            held[key] = self.said(pointer)
            self.asked[pointer] = pointer

    def parcel(self, use: str, name: str) -> None:
        written = self.said(f"/land/{use}")
        if not written:
            return
        index = len(self.parcels)
        row: Tree = {"id": name, "area_ha": written, "land_use": use, "measures": []}
        row.update({key: self.said(f"/{key}") for key in ("soil", "eco_region") if self.said(f"/{key}")})
        self.parcels.append(row)
        self.tree["parcels"] = self.parcels
        self.areas[use] = index, self._size(written)
        self.free[index] = self.areas[use][1]
        self.asked |= {
            f"/parcels/{index}": f"/land/{use}",
            f"/parcels/{index}/soil": "/soil",
            f"/parcels/{index}/eco_region": "/eco_region",
        }

    def measure(self, code: str, suits: tuple[str, ...]) -> None:
        written = self.said(f"/measure/{code}")
        if not written:
            return
        here = [self.areas[use] for use in suits if use in self.areas] or list(self.areas.values())
        if not here:
            return
        size = self._size(written)
        roomy = [index for index, _ in here if 0 < size <= self.free[index]]
        wide = roomy or [index for index, area in here if area >= size]
        index = wide[0] if wide else max(here, key=lambda place: place[1])[0]
        rows = self.parcels[index]["measures"]
        assert isinstance(rows, list), "a parcel lists its measures"
        self.asked[f"/parcels/{index}/measures/{len(rows)}"] = f"/measure/{code}"
        row: Tree = {"code": code, "area_ha": written}
        # What is done on all of a parcel lies beneath the others.
        if roomy and (index, size) not in here:
            self.beside.setdefault(index, []).append(row)
            self.free[index] -= size
        rows.append(row)

    def part(self) -> None:
        """What lies beside each other is on parts of its own."""
        for rows in self.beside.values():
            for number, row in enumerate(rows if len(rows) > 1 else (), start=1):
                row["part"] = str(number)

    def element(self, rulebook: Rulebook) -> None:
        kind, code = self.said("/element/kind"), self.said("/element/measure")
        sizes = {key: self.said(f"/element/{key}") for key in ("length_m", "count")}
        if not any((kind, code, *sizes.values())):
            return
        row: Tree = {"id": "E1", "kind": kind, **sizes}
        if code:
            known = rulebook.code("measures", code)
            key = "count" if known and known.columns.get("unit") == "piece" else "length_m"
            row["measures"] = [{"code": code, key: sizes[key]}]
        self.tree["elements"] = [row]
        self.asked |= {"/elements/0": "/element/kind", "/elements/0/measures/0": "/element/measure"}
        # The measure is as long as the element: one answer, told once.
        at = ("/elements/0", "/elements/0/measures/0")
        self.asked |= {f"{row}/{key}": f"/element/{key}" for row in at for key in sizes}

    def _size(self, written: str) -> Decimal:
        # What cannot be read is told later, with its place; here it only fits nowhere.
        read = numbers.number(written, "")
        return Decimal(-1) if isinstance(read, InputProblem) else Decimal(read)
