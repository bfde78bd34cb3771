"""The quick estimate: a few answers, a result, and from there a profile."""

import html
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.pages.farm.test_filling import hidden

ANSWERS = {
    "/land/permanent_grassland": "30",
    "/land/arable": "12,5",
    "/eco_region": "2",
    "/farm/province": "zuid-holland",
    "/farm/type": "dairy",
    "/measure/langjarig-grasland": "30",
    "/measure/rustgewas": "4",
    "/element/kind": "sloot",
    "/element/length_m": "1.200,5",
    "/element/measure": "ecologisch-slootschonen",
}


def profile(client: FlaskClient, change: dict[str, str] | None = None) -> dict[str, Any]:
    answer = client.post("/schatting", data={**ANSWERS, **(change or {})}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return dict(json.loads(hidden(answer, "document")))


def test_a_size_that_cannot_be_read_is_told_once_and_not_as_one_that_is_missing(client: FlaskClient) -> None:
    answer = client.post("/schatting", data={**ANSWERS, "/element/length_m": "1.200"})
    assert answer.status_code == 422
    assert "Eén ding klopt nog niet" in answer.text
    assert "Dit element zegt niet hoe groot het is." not in answer.text


def test_a_few_answers_become_a_profile_of_one_parcel_per_use(client: FlaskClient) -> None:
    made = profile(client)
    grass, arable = made["parcels"]
    assert (grass["land_use"], grass["area_ha"], grass["eco_region"]) == ("permanent_grassland", "30", "2")
    assert grass["measures"] == [{"code": "langjarig-grasland", "area_ha": "30"}]
    assert (arable["area_ha"], arable["measures"]) == ("12.5", [{"code": "rustgewas", "area_ha": "4"}])
    assert made["elements"][0]["measures"] == [{"code": "ecologisch-slootschonen", "length_m": "1200.5"}]
    assert "herd" not in made, "what is not asked stays unknown"


def test_measures_that_fit_on_the_land_lie_beside_each_other_and_what_does_not_fit_may_overlap(
    client: FlaskClient,
) -> None:
    change = {
        "/measure/rustgewas": "4",
        "/measure/verlengde-teelt": "5",
        "/measure/strokenteelt": "3",
        "/measure/groenbedekking": "8",
    }
    laid = [(m["code"], m.get("part")) for m in profile(client, change)["parcels"][1]["measures"]]
    assert laid == [
        ("rustgewas", "1"),
        ("verlengde-teelt", "2"),
        ("strokenteelt", "3"),
        ("groenbedekking", None),
    ]


def test_two_measures_that_fit_beside_each_other_both_count(client: FlaskClient) -> None:
    change = {
        "/land/arable": "30",
        "/measure/rustgewas": "",
        "/measure/verlengde-teelt": "10",
        "/measure/strokenteelt": "10",
    }
    award = client.post("/api/v1/awards?on=2026-11-24&years=1", json=profile(client, change)).json
    assert {use["payment"] for use in award["activities"]} >= {"verlengde-teelt", "strokenteelt"}


def test_the_estimate_pays_what_the_api_pays_for_the_same_profile(client: FlaskClient) -> None:
    answer = client.post("/en/estimate", data=ANSWERS, follow_redirects=True)
    award = client.post(
        "/api/v1/awards?on=2026-11-24&years=1", json=json.loads(hidden(answer, "document"))
    ).json
    assert f"€{float(award['total_eur']):,.2f}" in answer.text
    assert "quick estimate" in answer.text


def test_a_measure_lies_where_it_fits(client: FlaskClient) -> None:
    change = {"/land/temporary_grassland": "40", "/measure/gras-klaver": "35"}
    parcels = {p["land_use"]: p for p in profile(client, change)["parcels"]}
    assert {"code": "gras-klaver", "area_ha": "35"} in parcels["temporary_grassland"]["measures"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"/land/permanent_grassland": "veel"}, "land-permanent_grassland", "is geen getal"),
        ({"/measure/rustgewas": "400"}, "measure-rustgewas", "meer dan"),
        ({"/element/kind": ""}, "element-kind", "ontbreekt"),
        (
            {"/land/permanent_grassland": "", "/land/arable": ""},
            "land-permanent_grassland",
            "geen land ingevuld",
        ),
    ],
)
def test_what_is_wrong_is_told_at_the_question_it_came_from(
    client: FlaskClient, change: dict[str, str], field: str, said: str
) -> None:
    answer = client.post("/schatting", data={**ANSWERS, **change})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert f'id="f-{field}-fout"' in answer.text
    assert said in answer.text
    assert 'value="1.200,5"' in answer.text, "nothing that was filled in is lost"


def test_the_estimate_becomes_a_profile_to_work_on(client: FlaskClient) -> None:
    result = client.post("/schatting", data=ANSWERS, follow_redirects=True)
    tasks = client.get(result.request.path.replace("/uitkomst", "/delen"))
    assert tasks.status_code == 200
    assert result.request.path.replace("/uitkomst", "/delen") in result.text
    assert "Percelen en maatregelen" in tasks.text


def test_places_are_listed_by_their_names(client: FlaskClient) -> None:
    page = client.get("/schatting").text
    listed = re.search(r'name="/farm/collective".*?</select>', page, re.DOTALL)
    assert listed
    names = [html.unescape(name).casefold() for name in re.findall(r"<option [^>]*>([^<]+)<", listed[0])[1:]]
    assert len(names) > 20
    assert names == sorted(names)


def test_where_the_farm_lies_is_asked_while_open_schemes_may_lie_elsewhere(client: FlaskClient) -> None:
    def above(change: dict[str, str]) -> str:
        page = client.post("/schatting", data={**ANSWERS, **change}, follow_redirects=True).text
        return page[: page.index('class="answer"')]

    assert ">Provincie</a>" in above({"/farm/province": ""})
    assert ">Gemeente</a>" in above({})
    known = above({"/farm/province": "limburg", "/farm/municipality": "eijsden-margraten"})
    assert "niet te zeggen of" not in known
