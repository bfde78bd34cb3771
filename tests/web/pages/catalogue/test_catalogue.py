"""The public catalogue: found by measure, payer, place and crop, and the same on the page and in the API."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from calculator.web.api.schemas import EDITORS, load

ON = "on=2026-05-15"
ECO = "national.rvo.eco-regeling"


def ids(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/api/v1/schemes?{ON}&{query}")
    assert answer.status_code == 200, answer.text
    return [entry["id"] for entry in answer.json]


def main(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("measure=grasland-met-kruiden", ECO, "national.rvo.basisinkomenssteun"),
        ("payer=rvo", ECO, "national.anlb.midden-delfland"),
        ("place=provinces/utrecht", "national.anlb.utrecht-oost", "national.anlb.zeeland"),
        (
            "place=municipalities/midden-delfland",
            "water_board.delfland.prestaties-kringlooplandbouw",
            "national.anlb.zeeland",
        ),
        (
            "place=water_boards/delfland",
            "water_board.delfland.prestaties-kringlooplandbouw",
            "water_board.de-dommel.agrarisch-waterbeheer",
        ),
        ("crop=265", "national.anlb.midden-delfland", "dairy.frieslandcampina.planetproof"),
        ("crop=233", ECO, "national.anlb.midden-delfland"),
        ("layer=dairy", "dairy.frieslandcampina.planetproof", ECO),
        ("q=weidevogels midden-delfland", "national.anlb.midden-delfland", ECO),
    ],
)
def test_a_scheme_is_found_by_measure_payer_place_crop_and_words(
    client: FlaskClient, query: str, there: str, not_there: str
) -> None:
    found = ids(client, query)
    assert there in found
    assert not_there not in found
    text = main(client, f"/regelingen?{ON}&{query}")
    assert f"/regelingen/{there}?" in text
    assert f"/regelingen/{not_there}?" not in text


def test_a_code_that_is_in_no_list_is_told_with_the_nearest_one(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/schemes?{ON}&place=provinces/utrect&crop=x")
    assert answer.status_code == 422
    problems = {p["pointer"]: p["remedy"] for p in answer.get_json(force=True)["problems"]}
    assert "provinces/utrecht" in problems["?place"]
    assert "?crop" in problems
    page = client.get("/regelingen?place=provinces/utrect")
    assert page.status_code == 422
    assert "utrect" in page.text


def test_the_list_and_every_scheme_validate_against_their_published_schema(client: FlaskClient) -> None:
    listed = client.get(f"/api/v1/schemes?{ON}").json
    assert [error.message for error in Draft202012Validator(load("schemes")).iter_errors(listed)] == []
    validator = Draft202012Validator(load("scheme"))
    for entry in listed:
        scheme = client.get(f"/api/v1/schemes/{entry['id']}?{ON}").json
        assert [(e.json_path, e.message) for e in validator.iter_errors(scheme)] == [], entry["id"]


def test_an_entry_says_what_it_pays_where_until_when_how_sure_and_what_it_meets(client: FlaskClient) -> None:
    listed = {entry["id"]: entry for entry in client.get(f"/api/v1/schemes?{ON}").json}
    basis = listed["national.rvo.basisinkomenssteun"]
    assert basis["pays"][0]["text"]["nl"] == "€\u00a0158 per ha"
    assert basis["certainty"]["status"] == "assumed"
    assert basis["certainty"]["last_checked_on"] >= "2026-11-23"
    assert basis["articles"][0]["article"]
    assert basis["valid_from"] == "2023-01-01"
    assert "national.anlb.midden-delfland" in listed[ECO]["stacking"]["unknown"]


def test_the_page_of_a_scheme_tells_the_outcomes_with_article_and_date(client: FlaskClient) -> None:
    text = main(client, f"/regelingen/national.anlb.zeeland?{ON}")
    for word in ("Betaalt", "Voor", "Gebied", "Geldt", "Aanvragen", "Hoe zeker", "nagekeken op"):
        assert word in text
    assert "outcome--unknown" in text
    assert "outcome--may" in text
    english = main(client, f"/en/schemes/{ECO}?{ON}")
    assert "may be stacked" in english
    assert "Where" not in english or "Waar" not in english


def test_the_value_of_an_eco_activity_is_never_shown_as_what_the_scheme_pays(client: FlaskClient) -> None:
    eco = client.get(f"/api/v1/schemes/{ECO}?{ON}").json
    assert [pay["payment"] for pay in eco["pays"]] == ["eco-premie"]
    assert any(p["kind"] == "activity" for p in eco["payments"])
    text = main(client, f"/maatregelen/grasland-met-kruiden?{ON}")
    assert "wordt zelf niet betaald" in text


def test_a_measure_tells_who_pays_for_it(client: FlaskClient) -> None:
    text = main(client, f"/maatregelen/rustperiode-1-apr-15-jun?{ON}")
    assert "national.anlb.midden-delfland" in text
    assert "€\u00a0623,72 per ha" in text
    assert client.get("/maatregelen/bestaat-niet").status_code == 404
    assert "/maatregelen/grasland-met-kruiden" in main(client, f"/maatregelen?{ON}")


def test_the_matrix_shows_an_outcome_for_every_pair_and_where_it_stands(client: FlaskClient) -> None:
    text = main(client, f"/stapelmatrix?{ON}&rows={ECO}&columns={ECO}")
    for kind in ("may", "partly", "may_not", "unknown"):
        assert f"cell--{kind}" in text, kind
    assert 'id="default-eco-eco"' in text
    assert 'href="#default-eco-eco"' in text
    by_measure = main(
        client, f"/stapelmatrix?{ON}&rows=measures&columns=schemes&place=municipalities/midden-delfland"
    )
    assert "Grasland met kruiden" in by_measure
    assert client.get("/stapelmatrix?rows=bestaat.niet.x").status_code == 422


def test_coverage_tells_every_province_and_what_is_missing(client: FlaskClient) -> None:
    text = main(client, f"/dekking?{ON}")
    for province in ("Groningen", "Fryslân", "Zeeland", "Limburg"):
        assert province in text
    assert "Wat ontbreekt" in text
    assert "niets bekend" in text


def test_what_ended_and_what_nobody_checked_is_listed(client: FlaskClient) -> None:
    assert "er is geen opvolger" in main(client, "/nakijken")
    assert "voor het laatst nagekeken op" in main(client, "/nakijken?on=2027-12-01")


def test_changes_are_told_in_plain_words_and_for_whom(client: FlaskClient) -> None:
    text = main(client, "/en/changes?before=2023-07-01&after=2024-07-01")
    assert (
        "from €213.28 per ha (definitive) to €200.48 per ha (definitive): €12.80 per ha lower (-6 %)" in text
    )
    assert "For whom: farms in the whole country" in text
    assert client.get("/wijzigingen?before=gisteren").status_code == 422


def test_a_set_of_indicators_tells_the_farm_how_it_stands_and_keeps_nothing(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    assert "/indicatoren/bmm" in main(client, "/indicatoren")
    empty = main(client, "/indicatoren/bmm")
    assert "Dit bedrijf" not in empty
    data = json.dumps(example).encode()
    head = b'--X\r\nContent-Disposition: form-data; name="profile"; filename="farm.json"\r\n\r\n'
    sent = {"data": head + data + b"\r\n--X--\r\n", "content_type": "multipart/form-data; boundary=X"}
    answer = client.post("/indicatoren/bmm", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert "81,95 %" in answer.text
    assert "berekend uit het profiel" in answer.text
    assert client.post("/indicatoren/bmm").status_code == 200
    assert client.get("/indicatoren/bestaat-niet").status_code == 404


@pytest.mark.parametrize("name", EDITORS)
def test_the_schemas_for_editors_are_served(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/v1/schemas/{name}")
    assert answer.status_code == 200
    Draft202012Validator.check_schema(answer.get_json(force=True))


def test_a_window_that_nobody_published_is_said_to_be_unknown_with_the_year_it_is_about(
    client: FlaskClient,
) -> None:
    late = main(client, f"/regelingen/{ECO}?on=2026-11-24")
    assert "aanvraagperiode 2027 niet gepubliceerd" in late
    assert "Voor 2026:" in late
    never = main(client, f"/en/schemes/national.anlb.zeeland?{ON}")
    assert "window for applying not published" in never
