"""A table may be pasted from a sheet as it is; what cannot be read is told by the cell, as the sheet calls it."""

import pytest

from calculator import registry
from calculator.registry.files.problem import Findings
from calculator.registry.files.tables import Record, cell_name, read
from tests.registry.builders import RELATION_HEADER, RELATION_ROW, RELATIONS, documents

PLAIN = RELATION_HEADER + RELATION_ROW
SHEETS = {
    "a byte order mark": "\ufeff" + PLAIN,
    "Windows line ends": PLAIN.replace("\n", "\r\n"),
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "a line that announces the separator": "sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n"),
    "spaces and empty lines": "\n".join(f" {line} " for line in PLAIN.splitlines()).replace(",", " , ")
    + "\n\n",
    "empty columns at the end": PLAIN.replace("\n", ",,\n"),
    "everything at once": "\ufeff" + PLAIN.replace("\n", ",,\n").replace(",", ";").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_table_pasted_from_a_sheet_gives_the_same_relations(name: str) -> None:
    expected, _ = registry.from_documents(documents({RELATIONS: PLAIN}))
    found, problems = registry.from_documents(documents({RELATIONS: SHEETS[name]}))
    assert problems == ()
    assert found is not None
    assert expected is not None
    assert found.relations == expected.relations


@pytest.mark.parametrize(
    ("old", "new", "cell"),
    [
        (",zero,", ",nul,", "cel D2, kolom `type`: `nul`"),
        ("2024-01-01,2027-01-01", "1-1-2024,2027-01-01", "cel H2, kolom `valid_from`: `1-1-2024`"),
        ("botanisch#strook", "botanisch#rand", "cel C2, kolom `b`: er is geen"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_wrong_cell_is_named_by_file_row_and_column(old: str, new: str, cell: str, separator: str) -> None:
    text = PLAIN.replace(old, new, 1).replace(",", separator)
    _, problems = registry.from_documents(documents({RELATIONS: text}))
    assert [(p.file, p.line) for p in problems] == [(RELATIONS, 2)]
    assert cell in problems[0].message.nl


def test_a_row_below_a_cell_of_two_lines_is_named_by_its_line_and_by_its_number_in_the_sheet() -> None:
    found = Findings("x.csv")
    records = read(b'code,nl\na,"een\ntwee"\nb,x\n', ("code", "nl"), None, found)
    assert [(r.line, r.row) for r in records] == [(2, 2), (4, 3)]
    assert found.problems == []


def test_columns_beyond_z_are_named_as_a_sheet_does() -> None:
    record = Record(2, {str(n): "" for n in range(30)}, 2)
    assert [cell_name(record, str(n)) for n in (0, 25, 26, 29)] == ["A2", "Z2", "AA2", "AD2"]
