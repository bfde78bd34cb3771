"""Parcels from a map file: their outline, the area that it encloses, and the attributes that the BRP and RVO give them.

A parcel without a name of its own gets the name of the parcel of the form that lies there, or the first free one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from calculator.domain.place_fact import PlaceFact
from calculator.domain.scheme import Text
from calculator.geography import process
from calculator.geography.kinds import Refused
from calculator.geography.process import Drawn, LeftOut, MapFile
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile import bounds
from calculator.web.forms import outlines, parcel_map_words, parcel_table
from calculator.web.forms import parcel_table_words as words
from calculator.web.forms.parcel_table import Row
from calculator.web.forms.tree import Tree

#: What a parcel may answer itself, by what an attribute is called in small letters.
Facts = Mapping[str, PlaceFact]
_NO_FACTS: Facts = {}
#: What a map may call the name of a parcel besides what a table may.
_NAMES = ("name", "naam", "perceelnaam", "label")
_MOST_NOTICES = 20
#: Every outline is thinned by so much, which nobody sees; more is told.
ALWAYS_THINNED_M = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """The parcels of a file, what to know of them, and which not to take over unless somebody says so."""

    rows: tuple[Row, ...]
    notices: tuple[InputProblem, ...] = ()
    doubtful: frozenset[str] = frozenset()

    def remarks(self) -> dict[str, object]:
        """What to know of them, as it is kept between two pages."""
        said = [[n.pointer, n.message.nl, n.message.en, n.remedy.nl, n.remedy.en] for n in self.notices]
        return {"notices": said, "doubtful": sorted(self.doubtful)}


def carried(rows: object, remarks: Mapping[str, object]) -> Found:
    """The parcels and what to know of them, as they were kept."""
    said = cast("list[list[str]]", remarks.get("notices") or [])
    return Found(
        tuple(parcel_table.carried(rows)),
        tuple(InputProblem(at, Text(nl, en), Text(do_nl, do_en)) for at, nl, en, do_nl, do_en in said),
        frozenset(cast("list[str]", remarks.get("doubtful") or [])),
    )


def read(content: bytes, tree: Tree) -> Found:
    """The parcels of a map file; raises InputProblems where it cannot be used."""
    return found(process.answered(content, question(tree), process.beside), tree)


def question(tree: Tree, facts: Iterable[str] = ()) -> dict[str, object]:
    """What the reader of a map file is asked for a form; ``facts`` are attributes that a parcel may answer itself."""
    return process.question(_wanted(facts), parcel_table.MOST_ROWS, _held(tree))


def found(answer: Mapping[str, Any], tree: Tree, facts: Facts = _NO_FACTS) -> Found:
    """The parcels in what the reader answered; raises InputProblems where the file cannot be used."""
    try:
        file = process.told(answer)
    except Refused as refused:
        raise InputProblems([parcel_map_words.refused(refused.why, refused.said)]) from refused
    if not file.parcels:
        raise InputProblems([_left_out(left) for left in file.left_out[:_MOST_NOTICES]])
    problems: list[InputProblem] = []
    named = dict(_named(file, tree))
    rows = [_row(parcel, named[parcel.number], problems, facts) for parcel in file.parcels]
    kept = [row for row in rows if row is not None]
    problems += parcel_table.doubles(kept)
    if problems:
        raise InputProblems(problems[:50])
    twice = frozenset(named[overlap.other] for overlap in file.overlaps)
    return Found(tuple(kept), tuple(_notices(file, named))[:_MOST_NOTICES], twice)


def drawn(file: bytes, name: str, tree: Tree, *, measured: bool) -> Row:
    """The one parcel of a drawn file, under a name; its area only where it is wanted. Raises InputProblems."""
    drawn = read(file, {}).rows[0]
    problems: list[InputProblem] = []
    row = parcel_table.row(words.shape(1), {"id": name or next(_free(_taken(tree)))}, problems)
    if row is None:
        raise InputProblems(problems)
    if Decimal(drawn.area_ha) > bounds.PARCEL.high:
        # Drawn on a map of a whole province; the size that was known stays.
        raise InputProblems([parcel_map_words.far_off(Decimal(drawn.area_ha))])
    return replace(drawn, id=row.id, area_ha=drawn.area_ha if measured else "")


def _wanted(facts: Iterable[str]) -> set[str]:
    return {name for names in parcel_table.COLUMNS.values() for name in names} | set(_NAMES) | set(facts)


def _held(tree: Tree) -> dict[str, object]:
    parcels = cast("list[Tree]", tree.get("parcels") or [])
    held = {str(parcel.get("id", "")): outlines.held(parcel.get("geometry")) for parcel in parcels}
    return {name: outline for name, outline in held.items() if name and outline}


def _own(cells: Mapping[str, str]) -> str:
    known = parcel_table.columns([name for name, cell in cells.items() if cell])
    return cells[known["id"]] if "id" in known else next((cells[n] for n in _NAMES if cells.get(n)), "")


def _named(file: MapFile, tree: Tree) -> Iterator[tuple[int, str]]:
    """Each parcel by number with its name."""
    own = {parcel.number: _own(parcel.cells) or parcel.same for parcel in file.parcels}
    free = _free(_taken(tree) | {name.casefold() for name in own.values()})
    for at, name in own.items():
        yield at, name or next(free)


def _taken(tree: Tree) -> set[str]:
    return {str(parcel.get("id", "")).casefold() for parcel in cast("list[Tree]", tree.get("parcels") or [])}


def _free(taken: set[str]) -> Iterator[str]:
    return (f"P{number}" for number in itertools.count(1) if f"p{number}" not in taken)


def _row(parcel: Drawn, name: str, problems: list[InputProblem], facts: Facts) -> Row | None:
    known = parcel_table.columns(list(parcel.cells), facts)
    cells = {key: parcel.cells[column] for key, column in known.items() if key not in ("area_ha", "area_m2")}
    made = parcel_table.row(words.shape(parcel.number), {**cells, "id": name}, problems, facts)
    if made is None:
        return None
    return replace(
        made, area_ha=parcel_table.hectares(str(parcel.area_m2)), geometry=outlines.text(parcel.geometry)
    )


def _notices(file: MapFile, named: Mapping[int, str]) -> Iterator[InputProblem]:
    if file.assumed:
        yield parcel_map_words.assumed(file.system)
    if file.thinned_m > ALWAYS_THINNED_M:
        yield parcel_map_words.thinned(file.thinned_m)
    for left in file.left_out:
        yield _left_out(left)
    for overlap in file.overlaps:
        yield parcel_map_words.overlap(named[overlap.one], named[overlap.other], overlap.area_m2)


def _left_out(left: LeftOut) -> InputProblem:
    name = _own(left.cells)
    called = Text(f"Perceel {name}", f"Parcel {name}") if name else words.shape(left.number)
    return parcel_map_words.left_out(called, left.why, left.at)
