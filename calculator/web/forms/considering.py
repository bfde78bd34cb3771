"""Measures that a farmer wants weighed, put on places that suit them as candidates: each on the largest that has fewest yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from calculator.domain.quantity import M2_PER_HA, plain
from calculator.domain.scheme import Text
from calculator.services.award.possible_measures import Extent, Possible
from calculator.services.errors import InputProblem
from calculator.web.forms import numbers
from calculator.web.forms.tree import Tree

#: More at once would give more combinations than can be worked out side by side.
MOST = 6
PICK = "consider"
#: What a number is called, per way of measuring.
_UNITS: Mapping[Extent, Text] = {
    Extent.AREA: Text("ha", "ha"),
    Extent.STRIP: Text("ha", "ha"),
    Extent.LENGTH: Text("m", "m"),
    Extent.COUNT: Text("stuks", "pieces"),
    Extent.SURFACE: Text("m2", "m2"),
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """``much`` is in the unit of the places, and nothing for a whole place; ``width`` is in metres."""

    possible: Possible
    much: Decimal | None
    width: str
    cost: str


@dataclass(frozen=True, slots=True)
class _Sent:
    """The fields as they were sent, and what is wrong with them so far."""

    fields: Mapping[str, str]
    language: str
    problems: list[InputProblem]

    def read(self, pointer: str, *, amount: bool = False) -> str:
        """The number of a field in machine form; empty where it has none, or one that is noted as wrong."""
        written = self.fields.get(pointer, "").strip()[:40]
        if not written:
            return ""
        read = numbers.amount(written, pointer, self.language) if amount else numbers.number(written, pointer)
        if isinstance(read, InputProblem):
            self.problems.append(read)
            return ""
        if Decimal(read) < 0:
            self.problems.append(_below_nothing(pointer, written))
            return ""
        return read


def add(
    tree: Tree, possible: Sequence[Possible], picked: Sequence[str], sent: Mapping[str, str], language: str
) -> list[InputProblem]:
    """Put the picked measures on places; where anything is wrong nothing is put, and everything wrong is told."""
    given = _Sent(sent, language, [])
    known = {found.code: found for found in possible}
    chosen = [known[code] for code in dict.fromkeys(picked) if code in known]
    if not chosen:
        given.problems.append(_nothing())
    if len(chosen) > MOST:
        given.problems.append(_too_many(len(chosen)))
    wanted = [_wanted(found, given) for found in chosen]
    if given.problems:
        return given.problems
    rows = {
        str(row.get("id")): row
        for key in ("parcels", "elements")
        for row in cast("list[Tree]", tree.get(key) or [])
    }
    taken: Counter[str] = Counter()
    for want in wanted:
        _put(want, rows, taken, language)
    return []


def _put(want: _Wanted, rows: Mapping[str, Tree], taken: Counter[str], language: str) -> None:
    needed = want.much or Decimal(0)
    roomy = [(name, size) for name, size in want.possible.places if name in rows and size >= needed]
    name, size = min(roomy, key=lambda place: (taken[place[0]], -place[1], place[0]))
    taken[name] += 1
    extent = want.possible.extent
    key = Extent.AREA if extent is Extent.STRIP else extent
    row: Tree = {"code": want.possible.code, key.value: numbers.localised(plain(want.much or size), language)}
    if want.width:
        row["width_m"] = numbers.localised(want.width, language)
    elif extent is Extent.LENGTH and rows[name].get("width_m"):
        row["width_m"] = rows[name]["width_m"]
    if want.cost:
        row["cost_eur_per_unit_year"] = numbers.localised(_per_unit(want), language)
    cast("list[Tree]", rows[name].setdefault("measures", [])).append({**row, "status": "candidate"})


def _per_unit(want: _Wanted) -> str:
    """The cost per unit of the profile: what a strip costs per metre is asked, and a profile has it per hectare."""
    if want.possible.extent is not Extent.STRIP:
        return want.cost
    return plain((Decimal(want.cost) * M2_PER_HA / Decimal(want.width)).quantize(Decimal("0.01")))


def _wanted(found: Possible, sent: _Sent) -> _Wanted:
    pointer = f"/consider/{found.code}"
    much, cost = sent.read(f"{pointer}/much"), sent.read(f"{pointer}/cost", amount=True)
    if found.extent is Extent.STRIP:
        return _strip(found, much, cost, sent)
    if much and not 0 < Decimal(much) <= found.places[0][1]:
        sent.problems.append(_does_not_fit(f"{pointer}/much", Decimal(much), found))
    return _Wanted(found, Decimal(much) if much else None, "", cost)


def _strip(found: Possible, metres: str, cost: str, sent: _Sent) -> _Wanted:
    """A strip is as large as it is long and wide: both must be there."""
    pointer, before = f"/consider/{found.code}", len(sent.problems)
    width = sent.read(f"{pointer}/width")
    for name, written in (("much", metres), ("width", width)):
        field = f"{pointer}/{name}"
        # What was no number has been said already.
        said = any(problem.pointer == field for problem in sent.problems)
        if not said and (not written or not Decimal(written)):
            sent.problems.append(_how_long(field))
    if len(sent.problems) > before or not metres or not width:
        return _Wanted(found, None, width, cost)
    area = (Decimal(metres) * Decimal(width) / M2_PER_HA).quantize(Decimal("0.0001"))
    if not 0 < area <= found.places[0][1]:
        sent.problems.append(_does_not_fit(f"{pointer}/much", area, found))
    return _Wanted(found, area, width, cost)


def _nothing() -> InputProblem:
    return InputProblem(
        "/consider",
        Text("Er is geen maatregel aangevinkt.", "No measure is ticked."),
        Text("Vink aan wat u wilt laten wegen.", "Tick what you want to have weighed."),
    )


def _too_many(count: int) -> InputProblem:
    return InputProblem(
        "/consider",
        Text(f"Er zijn {count} maatregelen aangevinkt.", f"{count} measures are ticked."),
        Text(
            f"Vink er hoogstens {MOST} tegelijk aan; daarna kunt u er meer bij zetten.",
            f"Tick at most {MOST} at once; you can add more afterwards.",
        ),
    )


def _below_nothing(pointer: str, written: str) -> InputProblem:
    return InputProblem(
        pointer,
        Text(f"{written} is minder dan niets.", f"{written} is less than nothing."),
        Text("Vul een getal vanaf 0 in, of laat het leeg.", "Fill in 0 or more, or leave it empty."),
    )


def _how_long(pointer: str) -> InputProblem:
    return InputProblem(
        pointer,
        Text(
            "Van een strook moet bekend zijn hoe lang en hoe breed.",
            "A strip needs its length and its width.",
        ),
        Text("Vul beide in meters in.", "Fill in both, in metres."),
    )


def _does_not_fit(pointer: str, much: Decimal, found: Possible) -> InputProblem:
    name, size = found.places[0]
    unit = _UNITS[found.extent]
    nl = [numbers.localised(plain(value), "nl") for value in (much, size)]
    place = "perceel" if found.extent in (Extent.AREA, Extent.STRIP) else "element"
    where = "parcel" if place == "perceel" else "element"
    return InputProblem(
        pointer,
        Text(
            f"Geen {place} heeft plaats voor {nl[0]} {unit.nl}; het grootste, {name}, heeft {nl[1]} {unit.nl}.",
            f"No {where} has room for {plain(much)} {unit.en}; the largest, {name}, has {plain(size)} {unit.en}.",
        ),
        Text("Vul minder in.", "Fill in less.")
        if found.extent is Extent.STRIP
        else Text(
            f"Vul minder in, of laat het leeg voor het hele {place}.",
            f"Fill in less, or leave it empty for the whole {where}.",
        ),
    )
