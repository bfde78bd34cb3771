"""Parcels from a table (CSV), with the names that the BRP, RVO and we ourselves give to columns.

Only values are read: a cell that holds a formula is refused, since whoever made the file may not be whoever uses it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from calculator.domain.place_fact import PlaceFact
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.web.forms import numbers, table_text
from calculator.web.forms import parcel_table_words as words

_NO_FACTS: Mapping[str, PlaceFact] = {}
#: How the key of a column begins that holds what a parcel answers itself.
_FACT = "facts/"
MOST_BYTES = 2_000_000
MOST_ROWS = 2_000
_LONGEST = 64

#: What a column may be called, in small letters.
COLUMNS = {
    "id": (
        "kenmerk",
        "id",
        "perceel",
        "perceelnummer",
        "perceel_id",
        "reference",
        "parcel",
        "cropfielddesignator",
        "cropfieldid",
    ),
    "area_ha": ("oppervlakte", "area_ha", "oppervlakte_ha", "oppervlakte (ha)", "ha", "area"),
    "area_m2": ("oppervlakte_m2", "oppervlakte (m2)", "area_m2", "geometrie_area", "shape_area"),
    "crop_code": ("gewascode", "crop_code", "gws_gewascode", "croptypecode"),
    "category": ("category", "categorie", "cat_gewascategorie", "gebruik", "land_use"),
    "year": ("jaar", "year"),
}
_USES = {
    "grasland": "", "blijvend grasland": "permanent_grassland", "permanent_grassland": "permanent_grassland",
    "tijdelijk grasland": "temporary_grassland", "temporary_grassland": "temporary_grassland", "bouwland": "arable",
    "arable": "arable", "blijvende teelt": "permanent_crop", "permanent_crop": "permanent_crop",
    "natuurterrein": "nature", "nature": "nature", "overige": "other", "other": "other",
}  # fmt: skip
#: RVO's codes for grassland say how long it lies there.
_GRASS = {"265": "permanent_grassland", "266": "temporary_grassland"}


@dataclass(frozen=True, slots=True)
class Row:
    """One parcel of the table, as text in machine form; what the table does not say is empty."""

    id: str
    area_ha: str = ""
    land_use: str = ""
    crop_code: str = ""
    year: str = ""
    #: The outline as the text of its field (``outlines.text``).
    geometry: str = ""
    #: What the parcel answers itself: code and answer.
    facts: tuple[tuple[str, str], ...] = ()

    def data(self) -> dict[str, object]:
        """The row as it is kept between two pages."""
        return asdict(self)


def read(content: bytes, facts: Mapping[str, PlaceFact] = _NO_FACTS) -> list[Row]:
    """The parcels of a table; raises InputProblems with every line that is wrong.

    ``facts`` are what a parcel may answer itself, by what a column is called in small letters.
    """
    lines = _lines(_text(content))
    header = [name.strip().strip("\ufeff").casefold() for name in next(lines, [])]
    places = {key: header.index(name) for key, name in columns(header, facts).items()}
    if "id" not in places:
        raise InputProblems(
            [words.wrong("no_column", cell=", ".join(words.shown(name) for name in header[:8]) or "–")]
        )
    rows: list[Row] = []
    problems: list[InputProblem] = []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            problems.append(words.wrong("too_many", most=MOST_ROWS))
            break
        said = {k: cells[at].strip() for k, at in places.items() if at < len(cells)}
        found = row(words.line(number), said, problems, facts)
        if found is not None:
            rows.append(found)
    problems += doubles(rows)
    if not rows and not problems:
        problems.append(words.wrong("nothing"))
    if problems:
        raise InputProblems(problems[:50])
    return rows


def carried(values: object) -> list[Row]:
    """The rows as they were kept while a page showed them; what is not ours is left out."""
    if not isinstance(values, list):
        return []
    known = Row.__dataclass_fields__.keys() - {"facts"}
    return [
        Row(**{k: str(v) for k, v in item.items() if k in known}, facts=_pairs(item.get("facts")))
        for item in values[:MOST_ROWS]
        if isinstance(item, dict) and item.get("id")
    ]


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    listed = value if isinstance(value, list | tuple) else ()
    return tuple((str(pair[0]), str(pair[1])) for pair in listed if len(pair) == 2)


def _text(content: bytes) -> str:
    if not content.strip():
        raise InputProblems([words.wrong("nothing")])
    if len(content) > MOST_BYTES:
        raise InputProblems([words.wrong("too_large", most=MOST_BYTES // 1_000_000)])
    return table_text.read(content)


def _lines(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    csv.field_size_limit(10_000)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as fault:
        raise InputProblems([words.wrong("unreadable", line=reader.line_num)]) from fault


def columns(header: Sequence[str], facts: Mapping[str, PlaceFact] = _NO_FACTS) -> dict[str, str]:
    """What each column that we know is called in a header (in small letters)."""
    found = {key: name for key, names in COLUMNS.items() for name in reversed(names) if name in header}
    taken = set(found.values())
    return found | {
        _FACT + fact.code: name for name, fact in facts.items() if name in header and name not in taken
    }


def row(
    place: Text,
    cells: Mapping[str, str],
    problems: list[InputProblem],
    facts: Mapping[str, PlaceFact] = _NO_FACTS,
) -> Row | None:
    """A parcel from its cells by our own names; None, with a problem more, where it cannot be used."""
    wrong = [cell for key, cell in cells.items() if _formula(key, cell)]
    if wrong:
        problems.append(words.wrong("formula", place=place, cell=words.shown(wrong[0])))
        return None
    name = cells.get("id", "")
    if not name or len(name) > _LONGEST or not name.isprintable():
        problems.append(words.wrong("no_name", place=place))
        return None
    area = _area(place, cells, problems)
    crop = cells.get("crop_code", "")
    if crop and not (crop.isdecimal() and crop.isascii() and len(crop) <= 4):
        problems.append(words.wrong("no_crop", place=place, cell=words.shown(crop)))
        crop = ""
    use = _USES.get(cells.get("category", "").casefold(), "") or _GRASS.get(crop, "")
    year = cells.get("year", "")
    told = tuple(_answers(place, cells, facts, problems))
    return Row(name, area, use, crop, year if year.isdecimal() and len(year) == 4 else "", facts=told)


def _answers(
    place: Text, cells: Mapping[str, str], facts: Mapping[str, PlaceFact], problems: list[InputProblem]
) -> Iterator[tuple[str, str]]:
    """What the parcel answers itself, as its fields hold it; whether that can be is told once the profile is read."""
    for fact in {fact.code: fact for fact in facts.values()}.values():
        written = cells.get(_FACT + fact.code, "")
        if not written:
            continue
        if fact.is_number:
            read = numbers.number(written, words.at(place))
            if isinstance(read, InputProblem):
                problems.append(read)
            else:
                yield fact.code, read
            continue
        said = {
            name.casefold(): code for code, text in fact.words.items() for name in (code, text.nl, text.en)
        }
        yield fact.code, said.get(written.casefold(), written)


def _formula(key: str, cell: str) -> bool:
    return cell.startswith(("=", "@", "+")) or (cell.startswith("-") and not key.startswith(("area_", _FACT)))


def _area(place: Text, cells: Mapping[str, str], problems: list[InputProblem]) -> str:
    key = "area_ha" if cells.get("area_ha") else "area_m2"
    written = cells.get(key, "")
    if not written:
        return ""
    read = numbers.number(written, words.at(place))
    if isinstance(read, InputProblem):
        problems.append(read)
        return ""
    return read if key == "area_ha" else hectares(read)


def hectares(square_metres: str) -> str:
    """To the square metre, which is the fourth decimal of a hectare."""
    whole = int(square_metres.partition(".")[0])
    return f"{whole // 10_000}.{whole % 10_000:04d}" if whole >= 0 else square_metres


def doubles(rows: list[Row]) -> Iterator[InputProblem]:
    """A problem for each parcel that stands there more than once for one year, with how often."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.id.casefold(), row.year), []).append(row)
    for same in found.values():
        if len(same) > 1:
            yield words.wrong("twice", cell=words.shown(same[0].id), most=len(same))
