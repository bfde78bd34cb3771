"""The state of the registry for everyone: unknown pairs, the matrix as data and as a table, and what was recorded when."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from calculator.store.accounts import users
from calculator.web.api.schemas import load
from tests.services.catalogue.test_unknown_pairs import PAIR, both
from tests.store.people import farm
from tests.web.visitors import database, signed_in
from tests.web.visitors import person as somebody

ON = "on=2026-07-01"
ECO = "national.rvo.eco-regeling"


def main(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return str(answer.text.partition("<main")[2].partition("</main")[0])


def errors(name: str, document: object) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(load(name)).iter_errors(document)]


def test_unknown_pairs_are_shown_with_the_farms_that_hang_on_each(client: FlaskClient) -> None:
    text = main(client, f"/onbekend?{ON}")
    assert "Geteld over 4 bedrijven" in text
    assert "Veenbedrijf van 32 hectare" in text
    assert "niet gepubliceerd" in text
    assert "twee overheden betalen dezelfde kosten" in text
    assert "250 verzonnen bedrijven" in text
    assert "van 250" in text
    assert "What nobody has published" in main(client, f"/en/unknown?{ON}")
    assert client.get("/onbekend?on=gisteren").status_code == 422


def test_unknown_pairs_over_the_api_say_the_same_and_hold_to_their_schema(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/unknown-pairs?{ON}").json
    assert errors("unknown-pairs", found) == []
    assert found["farms"] == 4
    assert found["sample"] == 250
    assert max(pair["sampled"] for pair in found["hanging"]) > 10
    assert found["payment_pairs"] == sum(entry["unknown"] for entry in found["schemes"])
    assert {rule for entry in found["schemes"] for rule in entry["rules"]} <= {
        rule["id"] for rule in found["rules"]
    }
    assert client.get("/api/v1/unknown-pairs?year=2026").status_code == 422


def test_whoever_is_signed_in_also_counts_their_own_farms(app: Flask) -> None:
    browser = signed_in(app, "teller@voorbeeld.nl")
    other = somebody(app, "ander@voorbeeld.nl")
    farm(database(app), other, "Van een ander", both())
    assert "Geteld over 4 bedrijven" in main(browser, f"/onbekend?{ON}")
    with database(app).transaction() as unit:
        own = users.by_email(unit, "teller@voorbeeld.nl")
    assert own
    farm(database(app), own, "Mijn land", both())
    text = main(browser, f"/onbekend?{ON}")
    assert "Geteld over 5 bedrijven" in text
    assert "Mijn land" in text
    assert "Van een ander" not in text
    found = browser.get(f"/api/v1/unknown-pairs?{ON}").json
    assert ["Mijn land"] in [pair["farms"] for pair in found["hanging"] if (pair["a"], pair["b"]) == PAIR]


@pytest.mark.parametrize(
    "axes",
    [
        f"rows={ECO}&columns={ECO}",
        "rows=schemes&columns=schemes&place=provinces/utrecht",
        f"rows=measures&columns={ECO}",
    ],
)
def test_the_matrix_over_the_api_is_a_table_under_a_schema(client: FlaskClient, axes: str) -> None:
    found = client.get(f"/api/v1/matrix?{ON}&{axes}").json
    assert errors("matrix", found) == []
    places = {place for line in found["cells"] for place in line if place is not None}
    assert places == set(range(len(found["outcomes"])))
    assert [len(line) for line in found["cells"]] == [len(found["columns"])] * len(found["rows"])
    answer = client.get(f"/api/v1/matrix?{ON}&{axes}&format=csv")
    assert answer.mimetype == "text/csv"
    head, *lines = csv.reader(io.StringIO(answer.text))
    assert head[1:] == [column["code"] for column in found["columns"]]
    kinds = [outcome["kind"] for outcome in found["outcomes"]]
    for row, cells, line in zip(found["rows"], found["cells"], lines, strict=True):
        assert line == [row["code"], *("" if place is None else kinds[place] for place in cells)]


def test_a_cell_of_the_page_is_that_of_the_api(client: FlaskClient) -> None:
    axes = f"rows={ECO}&columns=national.anlb.midden-delfland"
    text = main(client, f"/stapelmatrix?{ON}&{axes}")
    found = client.get(f"/api/v1/matrix?{ON}&{axes}").json
    drawn = [found["outcomes"][place]["kind"] for line in found["cells"] for place in line]
    for kind in ("may", "partly", "may_not", "unknown"):
        assert text.count(f'"cell cell--{kind}"') == drawn.count(kind), kind


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ("rows=bestaat.niet", "?rows"),
        ("columns=x", "?columns"),
        ("place=provinces/x", "?place"),
        ("format=xml", "?format"),
        ("kolommen=x", "?kolommen"),
        ("recorded=gisteren", "?recorded"),
    ],
)
def test_a_wrong_question_to_the_matrix_is_told_where(client: FlaskClient, asked: str, pointer: str) -> None:
    answer = client.get(f"/api/v1/matrix?{ON}&{asked}")
    assert answer.status_code == 422
    assert pointer in [p["pointer"] for p in answer.get_json(force=True)["problems"]]


def test_what_was_recorded_on_an_earlier_day_is_shown_as_it_was(client: FlaskClient) -> None:
    then = client.get(f"/api/v1/schemes/{ECO}?{ON}&recorded=2026-11-24").json
    now = client.get(f"/api/v1/schemes/{ECO}?{ON}").json
    assert date.fromisoformat(then["recorded_on"]) <= date(2026, 11, 24)
    assert errors("scheme", then) == []
    listed = client.get(f"/api/v1/schemes?{ON}&recorded=2026-11-24").json
    assert {entry["id"] for entry in listed} < {e["id"] for e in client.get(f"/api/v1/schemes?{ON}").json}
    assert now["id"] == then["id"]
    text = main(client, f"/regelingen/{ECO}?{ON}&recorded=2026-11-24")
    assert "Zoals het register het op 24 november 2026 zei." in text
    assert 'name="recorded" value="2026-11-24"' in text


def test_before_anything_was_recorded_the_reader_is_told_from_which_day(client: FlaskClient) -> None:
    answer = client.get("/api/v1/limits?recorded=2020-01-01")
    assert answer.status_code == 422
    assert "2026-11-24" in answer.get_json(force=True)["problems"][0]["remedy"]
    assert "Kies een dag vanaf 2026-11-24" in main(client, f"/regelingen/{ECO}?recorded=2020-01-01", 422)


def test_a_scheme_that_was_recorded_later_is_not_there_yet(client: FlaskClient) -> None:
    listed = {e["id"] for e in client.get(f"/api/v1/schemes?{ON}").json}
    then = {e["id"] for e in client.get(f"/api/v1/schemes?{ON}&recorded=2026-11-24").json}
    later = sorted(listed - then)[0]
    assert client.get(f"/api/v1/schemes/{later}?{ON}&recorded=2026-11-24").status_code == 404
    assert "Toon wat nu is vastgelegd" in main(client, f"/regelingen/{later}?{ON}&recorded=2026-11-24", 404)


def test_remarks_stand_in_the_language_of_the_page(client: FlaskClient) -> None:
    axes = f"/stapelmatrix?{ON}&rows={ECO}&columns={ECO}"
    dutch, english = main(client, axes), main(client, axes.replace("/stapelmatrix", "/en/stacking-matrix"))
    remark = "the table of pairs (annex 2 D) was not found"
    assert remark in english
    assert remark not in dutch
    assert "de tabel met combinaties (bijlage 2 D) is niet gevonden" in dutch
    scheme = main(client, f"/regelingen/{ECO}?{ON}")
    assert "bedrag niet gevonden" in scheme
    assert "figure not found" not in scheme


def test_coverage_shows_names_and_days_as_people_write_them(client: FlaskClient) -> None:
    text = main(client, "/dekking?on=2026-05-15")
    assert "2026-05-15" not in text.replace('value="2026-05-15"', "").replace("on=2026-05-15", "")
    assert ">national." not in text
    assert ">province." not in text


def test_coverage_leaves_no_scheme_without_its_provinces_and_counts_what_is_nationwide(
    client: FlaskClient,
) -> None:
    text = main(client, "/dekking?on=2026-11-26")
    assert "niet vastgelegd in welke provincie" not in text
    assert "alleen landelijk: 8" in text, "eight dairy schemes pay in every province"
