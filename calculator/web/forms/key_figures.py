"""Key figures from a file: the output (XML) of the KringloopWijzer, or a table (CSV) or XML by the names of our list.

What the file does not say stays unknown, and what it says that we do not know is told and left out.
``docs/key-figures.md`` has the form of both files.
"""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET  # nosec B405  # a file with a DOCTYPE is refused before it is parsed
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.web.forms import kringloopwijzer, numbers, table_text
from calculator.web.forms import parcel_table_words as words
from calculator.web.forms.tree import Tree

MOST_BYTES = 4_000_000
_MOST_ROWS = 500
_NAME = ("kengetal", "naam", "name", "indicator", "key_figure")
_VALUE = ("waarde", "value")
_UNIT = ("eenheid", "unit")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that we know: its code and its value in machine form."""

    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a file says: figures, the names that are not in our list, and those without a value.

    ``year`` is the year that an output of the KringloopWijzer is about; None for other files.
    """

    figures: tuple[Figure, ...]
    unknown: tuple[str, ...]
    empty: tuple[str, ...]
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    place: Text
    name: str
    value: str
    unit: str


def read(content: bytes, rulebook: Rulebook) -> Figures:
    """The figures of a file; raises InputProblems with every row that is wrong."""
    if len(content) > MOST_BYTES:
        raise InputProblems([words.wrong("too_large_figures", most=MOST_BYTES // 1_000_000)])
    text = table_text.read(content, "other_figures")
    root = _parsed(text) if text.lstrip().startswith("<") else None
    if root is not None and kringloopwijzer.is_output(root):
        return _output(root)
    rows = list(_table(text) if root is None else _xml(root))
    if not rows:
        raise InputProblems([_nothing()])
    return _known(rows[:_MOST_ROWS], rulebook)


def _output(root: ET.Element) -> Figures:
    """What an output of the KringloopWijzer says; its thousands of other fields are none of ours."""
    said = list(kringloopwijzer.figures(root))
    if not said:
        raise InputProblems([_nothing()])
    return Figures(
        tuple(Figure(code, value) for code, value, _ in said if value),
        (),
        tuple(field for _, value, field in said if not value),
        kringloopwijzer.year(root),
    )


def changes(tree: Tree, found: Figures) -> list[tuple[str, str, str]]:
    """Code, what is filled in now and what the file says, where those differ."""
    held = tree.get("indicators")
    now = held if isinstance(held, Mapping) else {}
    return [
        (figure.code, before, figure.value)
        for figure in found.figures
        if _machine(before := str(now.get(figure.code) or "")) != figure.value
    ]


def apply(tree: Tree, taken: Mapping[str, str]) -> int:
    """Fill the figures in; answers how many."""
    held = tree.get("indicators")
    tree["indicators"] = {**(held if isinstance(held, Mapping) else {}), **taken}
    return len(taken)


def _machine(written: str) -> str:
    read = numbers.number(written, "") if written else ""
    return written if isinstance(read, InputProblem) else read


def _table(text: str) -> Iterator[_Said]:
    first = text.partition("\n")[0]
    csv.field_size_limit(10_000)
    reader = csv.reader(io.StringIO(text), delimiter=max(";\t,", key=first.count))
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        name, value, unit = (_column(header, known) for known in (_NAME, _VALUE, _UNIT))
        if name is None or value is None:
            raise InputProblems([_no_column(header)])
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield _Said(words.line(number), _cell(cells, name), _cell(cells, value), _cell(cells, unit))
    except csv.Error as fault:
        raise InputProblems([words.wrong("unreadable", line=reader.line_num)]) from fault


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _parsed(text: str) -> ET.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputProblems([_entities()])
    try:
        return ET.fromstring(text)  # noqa: S314  # nosec B314  # no entities: that is refused above
    except ET.ParseError as fault:
        raise InputProblems([words.wrong("unreadable", line=fault.position[0])]) from fault


def _xml(root: ET.Element) -> Iterator[_Said]:
    found = [node for node in root.iter() if node.tag.rpartition("}")[2].casefold() in _NAME]
    for number, node in enumerate(found, start=1):
        named = {key.casefold(): value for key, value in node.attrib.items()}
        name = next((named[key] for key in ("code", "naam", "name") if named.get(key)), "")
        value = named.get("waarde") or named.get("value") or (node.text or "")
        unit = named.get("eenheid") or named.get("unit") or ""
        yield _Said(Text(f"Kengetal {number}", f"Figure {number}"), name.strip(), value.strip(), unit.strip())


def _known(rows: list[_Said], rulebook: Rulebook) -> Figures:
    listed = rulebook.codelists.get("indicators", {}).values()
    codes = {field: code for code, fields in kringloopwijzer.FIELDS.items() for field in fields}
    codes |= {name.casefold(): c.code for c in listed for name in (c.code, c.name.nl, c.name.en)}
    units = {code.code: code.columns.get("unit", "") for code in listed}
    figures: dict[str, str] = {}
    unknown, empty, problems = [], [], []
    for said in rows:
        code = codes.get(said.name.casefold())
        if said.value.startswith(("=", "@", "+")) or said.name.startswith(("=", "@", "+", "-")):
            problems.append(
                words.wrong("formula", place=said.place, cell=words.shown(said.value or said.name))
            )
        elif code is None:
            unknown.append(words.shown(said.name) or said.place.nl)
        elif not said.value:
            empty.append(words.shown(said.name))
        elif said.unit and _plain(said.unit) != _plain(units[code]):
            problems.append(_other_unit(said, units[code]))
        elif isinstance(read := numbers.number(said.value, words.at(said.place)), InputProblem):
            problems.append(read)
        elif figures.setdefault(code, read) != read:
            problems.append(_twice(said))
    if problems:
        raise InputProblems(problems[:50])
    return Figures(
        tuple(Figure(code, value) for code, value in figures.items()), tuple(unknown), tuple(empty)
    )


def _plain(unit: str) -> str:
    return unit.casefold().replace(" ", "").replace("€", "eur").replace("²", "2")


def _problem(place: str, nl: str, en: str, remedy_nl: str, remedy_en: str) -> InputProblem:
    return InputProblem(place, Text(nl, en), Text(remedy_nl, remedy_en))


def _nothing() -> InputProblem:
    return _problem(
        "/file", "Er staat geen kengetal in.", "There is no key figure in it.",
        "Kies het bestand met uw kengetallen.", "Choose the file with your key figures.",
    )  # fmt: skip


def _no_column(header: list[str]) -> InputProblem:
    listed = ", ".join(words.shown(name) for name in header[:8]) or "–"
    return _problem(
        "/file", f"Geen kolommen kengetal en waarde; gevonden: {listed}.", f"No columns name and value; found: {listed}.",
        "Noem op de eerste regel de kolommen: kengetal, waarde, eenheid.",
        "Name the columns on the first line: name, value, unit.",
    )  # fmt: skip


def _entities() -> InputProblem:
    return _problem(
        "/file", "De XML heeft een DOCTYPE of ENTITY; die kan elders iets ophalen en wordt niet gelezen.",
        "The XML has a DOCTYPE or ENTITY; that can fetch things from elsewhere and is not read.",
        "Haal die regels weg, of gebruik een tabel (CSV).", "Remove those lines, or use a table (CSV).",
    )  # fmt: skip


def _other_unit(said: _Said, unit: str) -> InputProblem:
    return _problem(
        words.at(said.place),
        f"{said.place.nl}: {words.shown(said.name)} staat in {words.shown(said.unit)}; hier telt {unit}.",
        f"{said.place.en}: {words.shown(said.name)} is in {words.shown(said.unit)}; here it counts in {unit}.",
        f"Reken het om naar {unit}, of laat de regel weg.", f"Convert it to {unit}, or leave the row out.",
    )  # fmt: skip


def _twice(said: _Said) -> InputProblem:
    return _problem(
        words.at(said.place),
        f"{words.shown(said.name)} staat er twee keer in met een andere waarde.",
        f"{words.shown(said.name)} stands in it twice with another value.",
        "Laat de waarde van het jaar dat u beschrijft staan.", "Keep the value of the year that you describe.",
    )  # fmt: skip
