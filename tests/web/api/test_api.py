import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calculator.domain.scheme import Text
from calculator.services.errors import CannotComplete
from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.wiring import Services

AWARDS = "/api/v1/awards"


def problems(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.content_type == "application/problem+json"
    body = answer.get_json(force=True)
    assert body["status"] == answer.status_code
    assert {"type", "title", "detail", "problems"} <= set(body)
    return body["problems"]


def test_the_process_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json["migrations"] == "current"
    assert ready.json["rulebook"]["digest"].startswith("sha256:")
    assert ready.json["rulebook"]["since"] is not None


def test_a_database_without_tables_is_not_ready(tmp_path: Any, services: Services) -> None:
    empty = create_app(Settings(f"sqlite:///{tmp_path / 'empty.sqlite3'}"), services)
    answer = empty.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["migrations"] == "behind"


def test_a_database_that_is_gone_is_503_with_a_time_to_try_again(tmp_path: Any, services: Services) -> None:
    gone = create_app(Settings(f"sqlite:///{tmp_path}"), services).test_client()
    answer = gone.get("/readyz")
    assert answer.status_code == 503
    assert problems(answer) == []
    assert answer.headers["Retry-After"] == "30"
    page = gone.get("/")
    assert page.status_code == 503
    assert "niets verloren" in page.text


def test_advice_comes_back_with_its_plans_and_keeps_what_is_set(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    code = "bufferstrook-met-kruiden-langs-grasland"
    answer = client.post(f"{AWARDS}?on=2026-05-15&mode=advise&lock={code}@P3&effort=500", json=example)
    assert answer.status_code == 200
    assert [v["name"] for v in answer.json["variants"]] == ["now", "light", "best", "own"]
    (shown,) = (v for v in answer.json["variants"] if v["shown"])
    assert [m["code"] for m in shown["measures"]] == [code]
    assert answer.json["net_eur"] == shown["net_eur"] == answer.json["certificate"]["objective_eur"]


def test_what_is_set_wrong_points_at_its_option(client: FlaskClient, example: dict[str, Any]) -> None:
    asked = f"{AWARDS}?on=2026-05-15&mode=advise&effort=veel&lock=a&forbid=a"
    answer = client.post(asked, json=example)
    assert answer.status_code == 422
    assert {p["pointer"] for p in problems(answer)} == {"?effort", "?lock"}
    unknown = client.post(f"{AWARDS}?on=2026-05-15&mode=advise&forbid=a", json=example)
    assert {p["pointer"] for p in problems(unknown)} == {"?forbid"}


def test_an_award_comes_back_and_adds_up(client: FlaskClient, example: dict[str, Any]) -> None:
    answer = client.post(f"{AWARDS}?on=2026-05-15&years=2", json=example)
    assert answer.status_code == 200
    award = answer.json
    assert [year["year"] for year in award["years"]] == [2026, 2027]
    cents = sum(round(float(line["amount_eur"]) * 100) for year in award["years"] for line in year["lines"])
    assert cents == round(float(award["total_eur"]) * 100)
    assert award["receipt"]["rulebook"]["on"] == "2026-05-15"


def test_the_award_speaks_the_language_that_is_asked_for(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    dutch = client.post(AWARDS, json=example)
    english = client.post(AWARDS, json=example, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert (dutch.headers["Content-Language"], english.headers["Content-Language"]) == ("nl", "en")
    assert dutch.json["landscape_share"]["definition"] != english.json["landscape_share"]["definition"]
    assert dutch.json["total_eur"] == english.json["total_eur"]
    assert "Accept-Language" in dutch.headers["Vary"]


def test_every_problem_of_a_profile_is_told_at_once(client: FlaskClient, example: dict[str, Any]) -> None:
    example["parcels"][0]["area_ha"] = "-1"
    example["parcels"][1]["measures"][0]["code"] = "bestaat-niet"
    example["onbekend"] = 1
    answer = client.post(AWARDS, json=example, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    found = problems(answer)
    assert {"/parcels/0/area_ha", "/parcels/1/measures/0/code", "/onbekend"} <= {p["pointer"] for p in found}
    assert all(p["message"] and p["remedy"] for p in found)


def test_every_wrong_option_is_told_at_once(client: FlaskClient, example: dict[str, Any]) -> None:
    answer = client.post(f"{AWARDS}?on=2026-02-30&years=0&mode=dream&x=1", json=example)
    assert answer.status_code == 422
    assert {p["pointer"] for p in problems(answer)} == {"?on", "?years", "?mode", "?x"}


@pytest.mark.parametrize("body", [b"", b"{", b"[1,", b"\xff\xfe", b'{"a": 1} 2', b"nonsense"])
def test_what_is_no_json_is_400(client: FlaskClient, body: bytes) -> None:
    answer = client.post(AWARDS, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert problems(answer)[0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        "null",
        "[]",
        "1",
        '"text"',
        "{}",
        '{"a": 1, "a": 2}',
        '{"year": NaN}',
        '{"year": 1e999}',
        "[" * 100_000,
    ],
)
def test_json_that_is_no_profile_is_422(client: FlaskClient, body: str) -> None:
    answer = client.post(AWARDS, data=body, content_type="application/json")
    assert answer.status_code == 422
    assert problems(answer)


def test_a_body_of_more_than_two_megabytes_is_413(client: FlaskClient) -> None:
    answer = client.post(AWARDS, data=b" " * 2_000_001, content_type="application/json")
    assert answer.status_code == 413
    problems(answer)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_that_is_not_declared_as_json_is_415(client: FlaskClient, kind: str | None) -> None:
    answer = client.post(AWARDS, data="{}", content_type=kind)
    assert answer.status_code == 415
    problems(answer)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_405_and_says_which_are_allowed(client: FlaskClient, method: str) -> None:
    answer = client.open(AWARDS, method=method)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    problems(answer)


@pytest.mark.parametrize(
    "path", ["/api/v1/x", "/api/v1/schemes/no.such.scheme", "/api/v1/schemas/x", "/api/v1/schemas/../app"]
)
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    problems(answer)


def test_a_calculation_that_cannot_be_completed_says_why(
    settings: Settings, services: Services, example: dict[str, Any]
) -> None:
    def stop(*_given: object, **_options: object) -> object:
        raise CannotComplete(Text("het kan niet", "it cannot be done"))

    app = create_app(settings, replace(services, compute=stop))
    answer = app.test_client().post(AWARDS, json=example, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert problems(answer)[0]["message"] == "it cannot be done"


def test_every_scheme_of_the_list_can_be_read(client: FlaskClient) -> None:
    listed = client.get("/api/v1/schemes?on=2026-05-15").json
    assert len(listed) > 40
    for entry in listed:
        scheme = client.get(f"/api/v1/schemes/{entry['id']}?on=2026-05-15").json
        assert scheme["id"] == entry["id"]
        for payment in scheme["payments"]:
            for figure in payment["figures"]:
                assert figure["sources"], (entry["id"], payment["id"], figure["name"])
                assert {"status", "confidence", "valid_from", "unit"} <= set(figure)


def test_a_relation_is_seen_from_both_sides(client: FlaskClient) -> None:
    eco = client.get("/api/v1/schemes/national.rvo.eco-regeling?on=2026-05-15").json

    shared = [r for r in eco["relations"] if r["other_scheme"] not in (None, eco["id"])]
    assert shared
    for relation in shared:
        seen = client.get(f"/api/v1/schemes/{relation['other_scheme']}?on=2026-05-15").json
        assert relation["id"] in {r["id"] for r in seen["relations"]}


def test_a_scheme_on_a_day_before_it_began_is_404(client: FlaskClient) -> None:
    before = client.get("/api/v1/schemes/national.rvo.eco-regeling?on=2001-01-01")
    assert before.status_code in (404, 422)


def test_limits_have_figures_with_sources(client: FlaskClient) -> None:
    limits = {limit["id"]: limit for limit in client.get("/api/v1/limits?on=2026-05-15").json}
    assert any(limit["kind"] == "de_minimis" for limit in limits.values())
    assert all(figure["sources"] for limit in limits.values() for figure in limit["figures"])


def test_nothing_is_kept(client: FlaskClient, app: Any, example: dict[str, Any]) -> None:
    from calculator.store import Examples

    database = app.extensions["stapelwijzer"].database
    before = [farm.public_id for farm in Examples(database).all()]
    example["farm"]["name"] = "Geheim bedrijf"
    assert client.post(AWARDS, json=example).status_code == 200
    assert [farm.public_id for farm in Examples(database).all()] == before
    assert "Geheim" not in json.dumps([dict(farm.document) for farm in Examples(database).all()])
