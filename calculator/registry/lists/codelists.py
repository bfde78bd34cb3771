"""Codelists (``rules/codelists/*.csv``): the words that profiles and rules may use, with their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.place_fact import FactKind
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Code, LegalBasis
from calculator.domain.scheme import Text
from calculator.domain.source import Confidence
from calculator.registry.files import tables
from calculator.registry.files.problem import Findings, nearest
from calculator.registry.files.shapes import parse_day, parse_flag

_BASE = ("code", "nl", "en")
_SOURCE = ("source_title", "source_url", "seen", "confidence")
_DIRECTIONS = ("higher", "lower")
#: How a legal rule works here: in a limit, a relation, the engine, the data of schemes, or only as a text.
_WORKS = ("limit", "relation", "engine", "data", "not_modelled")
#: The crop groups by which Regulation 2022/2472, article 34(15), sets what may be paid per hectare.
ABER_CLASSES = ("annual_crop", "specialised_perennial", "other_land_use")

#: The columns that each list must have beside code, nl and en; a list may have more.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "measures": ("unit", "land", "implies"),
    "crops": ("class",),
    "indicators": ("unit", "direction", "path"),
    "place_facts": (
        "kind",
        "unit",
        "direction",
        "on",
        "low",
        "high",
        "classes",
        "classes_nl",
        "classes_en",
    ),
    "payers": ("public",),
    "layers": (),
    "legal_bases": ("public", "ends_on", "article"),
    "services": ("cices",),
    "provinces": (),
    "water_boards": (),
    "municipalities": ("province", "water_board"),
    "collectives": ("provinces",),
    "goals": (),
    "eco_regions": ("parts", *_SOURCE),
    "land_uses": ("aber_class",),
    "element_kinds": (),
    "kpi_sets": ("keeper", "sector", "complete", *_SOURCE),
    "kpis": (
        "kpi_set",
        "indicator",
        "unit",
        "direction",
        "target",
        "target_year",
        "computed",
        "paid_by",
        *_SOURCE,
    ),
    "legal_rules": ("article", "works", "rules", *_SOURCE),
    "eco_overlaps": ("measure", "year", "on_buffer_strip", "on_non_productive", *_SOURCE),
}
#: Cells that hold codes of a list (several codes stand with a space between them), and may be empty.
REFERENCES: Mapping[tuple[str, str], str] = {
    ("measures", "implies"): "measures",
    ("measures", "elements"): "element_kinds",
    ("municipalities", "province"): "provinces",
    ("municipalities", "water_board"): "water_boards",
    ("collectives", "provinces"): "provinces",
    ("water_boards", "provinces"): "provinces",
    ("kpis", "kpi_set"): "kpi_sets",
    ("kpis", "indicator"): "indicators",
    ("eco_overlaps", "measure"): "measures",
}
#: Shares that the profile itself gives; a KPI without one is entered under its indicator, or measured elsewhere.
COMPUTED = ("landscape_share", "permanent_grassland_share", "herb_rich_share")
#: How much of a hectare counts as herb-rich grassland: productive with herbs, and extensive (docs/indicators.md).
HERB_WEIGHTS = ("0.4", "1")
_FLAGS = {("payers", "public"), ("legal_bases", "public"), ("kpi_sets", "complete")}
_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("measures", "unit"): tuple(Unit),
    ("measures", "herb_rich"): HERB_WEIGHTS,
    ("crops", "class"): ABER_CLASSES,
    ("land_uses", "aber_class"): ABER_CLASSES,
    ("indicators", "direction"): _DIRECTIONS,
    ("place_facts", "direction"): _DIRECTIONS,
    ("place_facts", "kind"): tuple(FactKind),
    ("place_facts", "on"): ("parcel", "element", "both"),
    ("kpis", "direction"): _DIRECTIONS,
    ("kpis", "computed"): COMPUTED,
    ("kpis", "confidence"): tuple(Confidence),
    ("kpi_sets", "confidence"): tuple(Confidence),
    ("legal_rules", "confidence"): tuple(Confidence),
    ("legal_rules", "works"): _WORKS,
    ("eco_overlaps", "on_buffer_strip"): ("yes", "no"),
    ("eco_overlaps", "on_non_productive"): ("yes", "no"),
}


@dataclass(frozen=True, slots=True)
class Codelist:
    """One list: its codes, and the rows behind them for the checks."""

    name: str
    file: str
    codes: Mapping[str, Code]
    records: Mapping[str, tables.Record]


def read(name: str, data: bytes, found: Findings) -> Codelist:
    """One list, with what is wrong in its cells noted."""
    own = COLUMNS.get(name, ())
    codes: dict[str, Code] = {}
    records: dict[str, tables.Record] = {}
    for record in tables.read(data, (*_BASE, *own), None, found):
        code = record.cells["code"]
        if not code or " " in code:
            tables.cell_problem(
                found, record, "code", Text(nl="een code zonder spaties", en="a code without spaces")
            )
            continue
        if code in codes:
            first = records[code].line
            new = Text(nl=f"nieuw (hij staat ook op regel {first})", en=f"new (it is also on line {first})")
            remedy = Text(nl="laat er één staan", en="keep one of them")
            tables.cell_problem(found, record, "code", new, remedy)
            continue
        _cells(name, record, found)
        columns = {c: v for c, v in record.cells.items() if c not in _BASE}
        codes[code] = Code(code, Text(record.cells["nl"], record.cells["en"]), columns)
        records[code] = record
    return Codelist(name, found.file, codes, records)


def restored(name: str, codes: Mapping[str, Code]) -> Codelist:
    """A list of a rulebook as it was read, but for the lines and columns of its cells."""
    cells = {
        code: {"code": code, **held.columns, "nl": held.name.nl, "en": held.name.en}
        for code, held in codes.items()
    }
    records = {code: tables.Record(1, told, 1) for code, told in cells.items()}
    return Codelist(name, f"codelists/{name}.csv", codes, records)


def _cells(name: str, record: tables.Record, found: Findings) -> None:
    for language in ("nl", "en"):
        if not record.cells[language]:
            tables.cell_problem(found, record, language, Text(nl="een naam", en="a name"))
    for column, written in record.cells.items():
        if (name, column) in _FLAGS and parse_flag(written) is None:
            tables.cell_problem(found, record, column, Text(nl="`yes` of `no`", en="`yes` or `no`"))
        words = _WORDS.get((name, column))
        if words and written and written not in words:
            wanted = Text(nl="een bekend woord", en="a known word")
            tables.cell_problem(found, record, column, wanted, nearest(written, words))
    ends = record.cells.get("ends_on", "") if name == "legal_bases" else ""
    if ends and parse_day(ends) is None:
        wanted = Text(nl="een datum als 2026-01-31 (of leeg)", en="a date like 2026-01-31 (or empty)")
        tables.cell_problem(found, record, "ends_on", wanted)


def legal_bases(codelist: Codelist | None) -> Mapping[str, LegalBasis]:
    """The legal bases of the list; rows with a wrong cell have been noted and count as public."""
    if codelist is None:
        return {}
    return {
        code: LegalBasis(
            code=code,
            name=row.name,
            public=parse_flag(row.columns["public"]) is not False,
            ends_on=parse_day(row.columns["ends_on"]),
            article=row.columns["article"],
        )
        for code, row in codelist.codes.items()
    }
