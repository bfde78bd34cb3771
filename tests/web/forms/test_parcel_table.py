"""A table of parcels: how it is read, what is wrong with it, and what it would change of the profile."""

import json
from typing import Any

import pytest

from calculator.services.errors import InputProblems
from calculator.services.registry import rulebooks
from calculator.web.forms import own_facts
from calculator.web.forms.parcel_diff import apply, diff
from calculator.web.forms.parcel_table import MOST_BYTES, Row, carried, read

OWN = "kenmerk;oppervlakte;gewascode;gebruik\nP1;19,25;266;\nQ 7;3,5000;233;Bouwland\n"
BRP = (
    "category,gewas,gewascode,jaar,perceel,GEOMETRIE_Area\nGrasland,Grasland blijvend,265,2024,P1,184000.4\n"
)


def problems(content: bytes) -> list[str]:
    with pytest.raises(InputProblems) as wrong:
        read(content)
    return [problem.message.nl for problem in wrong.value.problems]


def test_a_table_is_read_in_dutch_and_machine_form_and_by_the_names_of_the_brp() -> None:
    assert read(OWN.encode()) == [
        Row("P1", "19.25", "temporary_grassland", "266"),
        Row("Q 7", "3.5000", "arable", "233"),
    ]
    assert read(BRP.encode()) == [Row("P1", "18.4000", "permanent_grassland", "265", "2024")]
    assert read(b"\xef\xbb\xbfid\tarea_ha\r\nA\t1.5\r\n") == [Row("A", "1.5")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Er staat geen perceel in."),
        (b"kenmerk;ha\n", "Er staat geen perceel in."),
        (b"naam;ha\nx;1\n", "Geen kolom met het kenmerk"),
        (b"kenmerk;ha\nP1;1.234\n", '"1.234" kan 1234 zijn of 1,234.'),
        (b"kenmerk;ha\nP1;veel\n", "is geen getal"),
        (b'kenmerk;ha\n=HYPERLINK("x");1\n', "Regel 2 bevat een formule"),
        (b"kenmerk;gewascode\nP1;@SUM(1)\n", "Regel 2 bevat een formule"),
        (b"kenmerk;ha\n;1\n", "Regel 2 heeft geen kenmerk."),
        (b"kenmerk;ha\nP1;1\np1;2\n", "Perceel P1 staat er 2 keer in."),
        (b"kenmerk;gewascode\nP1;gras\n", '"gras" is geen gewascode.'),
        ("kenmerk;ha\nPerceel één;1\n".encode("cp1252"), "Regel 2 is geen UTF-8."),
        ("kenmerk;ha\nA;1\n".encode("utf-16"), "is geen UTF-8."),
        (b"%PDF-1.7 rest", "Dit is een PDF, geen tabel in CSV."),
        (b"\xff\xd8\xff\xe0 rest", "Dit is een foto, geen tabel in CSV."),
        (b"\x89PNG\r\n\x1a\n rest", "Dit is een plaatje, geen tabel in CSV."),
        (b"kenmerk;ha\n" + b"x" * MOST_BYTES, "Het bestand is groter dan 2 MB."),
        (b"kenmerk\n" + b"".join(b"P%d\n" % n for n in range(2_100)), "meer dan 2000 percelen"),
        (b'kenmerk;ha\n"' + b"x" * 20_000, "Regel"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(content: bytes, said: str) -> None:
    assert any(said in message for message in problems(content)), problems(content)


def tree() -> dict[str, Any]:
    return {
        "year": "2026",
        "parcels": [
            {"id": "P1", "area_ha": "18,40", "land_use": "permanent_grassland", "soil": "peat",
             "measures": [{"code": "langjarig-grasland", "area_ha": "18,40"}, {"code": "ruige-mest", "area_ha": "2"}]},
            {"id": "P2", "area_ha": "9", "land_use": "arable"},
        ],
    }  # fmt: skip


def test_a_name_that_stands_there_many_times_is_told_once_with_how_often() -> None:
    rows = b"".join(b"Weiland;1,%02d\n" % n for n in range(40))
    with pytest.raises(InputProblems) as wrong:
        read(b"kenmerk;ha\n" + rows + b"Dijk;2\n")
    assert [p.message.nl for p in wrong.value.problems] == ["Perceel Weiland staat er 40 keer in."]


def test_the_edits_of_a_parcel_survive_a_new_table() -> None:
    form = tree()
    rows = read(OWN.encode())
    assert [(c.kind, c.name) for c in diff(form, rows)] == [("changed", "P1"), ("new", "Q 7"), ("gone", "P2")]
    assert apply(form, rows, ["changed:P1", "new:Q 7"]) == 2
    first, second, third = form["parcels"]
    assert (first["area_ha"], first["crop_code"], first["soil"]) == ("19,25", "266", "peat")
    assert [m["area_ha"] for m in first["measures"]] == ["19,25", "2"], "what lay on all of it still does"
    assert (second["id"], third) == (
        "P2",
        {"id": "Q 7", "area_ha": "3,5000", "land_use": "arable", "crop_code": "233"},
    )
    assert [c.kind for c in diff(form, rows)] == ["gone"], "the same table again changes nothing"


def test_a_table_of_an_earlier_year_fills_the_history_only() -> None:
    form = tree()
    rows = read(BRP.encode())
    assert apply(form, rows, [change.key for change in diff(form, rows) if change.kind != "gone"]) == 1
    assert form["parcels"][0]["crop_history"] == {"2024": "265"}
    assert form["parcels"][0]["area_ha"] == "18,40"
    assert "crop_code" not in form["parcels"][0]


def test_only_what_was_ticked_is_removed() -> None:
    form = tree()
    rows = read(b"kenmerk\nP1\n")
    assert [change.key for change in diff(form, rows)] == ["gone:P2"]
    assert apply(form, rows, []) == 0
    assert apply(form, rows, ["gone:P2", "gone:P2", "gone:niets"]) == 1
    assert [parcel["id"] for parcel in form["parcels"]] == ["P1"]


FACTS = own_facts.columns(rulebooks.current())


def test_what_a_parcel_answers_itself_is_read_from_columns_of_its_code_or_name() -> None:
    written = (
        "kenmerk;waterpeil_cm;In een grondwaterbeschermingsgebied;kensoorten;iets\nP1;-3,5;Ja;;x\nP2;;;7;y\n"
    )
    rows = read(written.encode(), FACTS)
    assert [row.facts for row in rows] == [
        (("waterpeil_cm", "-3.5"), ("grondwaterbeschermingsgebied", "yes")),
        (("kensoorten", "7"),),
    ]
    assert read(written.encode()) == [Row("P1"), Row("P2")]
    assert carried([row.data() for row in rows]) == rows
    assert carried(json.loads(json.dumps([row.data() for row in rows]))) == rows
    form = tree()
    assert [change.values for change in diff(form, rows)] == [
        (("facts/waterpeil_cm", "", "-3.5"), ("facts/grondwaterbeschermingsgebied", "", "yes")),
        (("facts/kensoorten", "", "7"),),
    ]
    assert apply(form, rows, ["changed:P1"]) == 1
    assert form["parcels"][0]["facts"] == {"waterpeil_cm": "-3,5", "grondwaterbeschermingsgebied": "yes"}
    assert [change.key for change in diff(form, rows)] == ["changed:P2"]


def test_an_answer_of_a_parcel_that_is_no_number_is_told_with_its_line() -> None:
    with pytest.raises(InputProblems) as wrong:
        read(b"kenmerk;waterpeil_cm\nP1;laag\n", FACTS)
    assert "is geen getal" in wrong.value.problems[0].message.nl


def test_what_comes_back_from_the_page_is_read_with_care() -> None:
    assert carried([{"id": "A", "area_ha": "1", "x": "y"}, {"area_ha": "2"}, "niets", None]) == [
        Row("A", "1")
    ]
    assert carried({"id": "A"}) == []
