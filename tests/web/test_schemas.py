"""The published schemas say what is really read and really answered."""

import copy
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from calculator.web.api.schemas import NAMES, load
from calculator.web.serve import demo_farms


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_served_and_valid(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/v1/schemas/{name}")
    assert answer.content_type.startswith("application/schema+json")
    Draft202012Validator.check_schema(answer.get_json(force=True))
    assert answer.get_json(force=True)["$id"] == f"/api/v1/schemas/{name}"


def test_the_example_of_the_contract_and_every_demo_farm_validate(example: dict[str, Any]) -> None:
    validator = Draft202012Validator(load("farm-profile"))
    for document in (example, *demo_farms().values()):
        assert [error.message for error in validator.iter_errors(document)] == []


@pytest.mark.parametrize("on", ["2023-05-15", "2026-05-15"])
def test_awards_validate(client: FlaskClient, on: str) -> None:
    validator = Draft202012Validator(load("award"))
    for document in demo_farms().values():
        answer = client.post(f"/api/v1/awards?on={on}&years=3", json=document)
        assert answer.status_code == 200, answer.text
        assert [(error.json_path, error.message) for error in validator.iter_errors(answer.json)] == []


def test_problems_validate(client: FlaskClient) -> None:
    validator = Draft202012Validator(load("problem"))
    for answer in (client.get("/api/v1/x"), client.post("/api/v1/awards", json={})):
        assert [error.message for error in validator.iter_errors(answer.get_json(force=True))] == []


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "other"},
        {"parcels": None},
        {"year": 2022},
        {"year": "2022"},
        {"year": "2061"},
        {"year": "2026.5"},
        {"parcels": [{"id": "P1", "area_ha": "1,5", "land_use": "arable"}]},
        {"unknown": 1},
    ],
)
def test_what_the_service_refuses_the_schema_refuses(
    client: FlaskClient, example: dict[str, Any], change: dict[str, Any]
) -> None:
    document = copy.deepcopy(example) | change
    assert list(Draft202012Validator(load("farm-profile")).iter_errors(document))
    answer = client.post("/api/v1/awards", json=document)
    assert answer.status_code == 422
    if "year" in change:
        (problem,) = answer.json["problems"]
        assert problem["pointer"] == "/year"
        assert problem["remedy"]


@pytest.mark.parametrize("year", [2026, "2026"])
def test_a_year_is_a_number_or_the_same_text(
    client: FlaskClient, example: dict[str, Any], year: object
) -> None:
    document = example | {"year": year}
    assert not list(Draft202012Validator(load("farm-profile")).iter_errors(document))
    answer = client.post("/api/v1/awards?on=2026-05-15", json=document)
    assert answer.json["years"][0]["year"] == 2026


def test_the_description_holds_every_route_and_every_reference_leads_somewhere(client: FlaskClient) -> None:
    spec = client.get("/api/v1/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    assert set(spec["paths"]) == {
        "/healthz",
        "/readyz",
        "/api/v1/awards",
        "/api/v1/farms",
        "/api/v1/farms/{farm_id}",
        "/api/v1/statements",
        "/api/v1/statements/{statement_id}",
        "/api/v1/statements/{statement_id}.pdf",
        "/api/v1/statements/{statement_id}.openings.json",
        "/api/v1/batches",
        "/api/v1/batches/{batch_id}",
        "/api/v1/batches/{batch_id}.zip",
        "/api/v1/batches/{batch_id}/cancel",
        "/api/v1/scenarios",
        "/api/v1/scenarios/{scenario_id}",
        "/api/v1/scenarios/{scenario_id}/runs",
        "/api/v1/scenarios/{scenario_id}/drafts.zip",
        *(
            f"/api/v1/scenarios/runs/{{run_id}}{part}"
            for part in ("", "/answers", "/answers.{form}", "/cancel")
        ),
        *(f"/api/v1/populations{part}" for part in ("", "/tables", "/clients", "/{population_id}")),
        *(f"/api/v1/statements/{{statement_id}}/{step}" for step in ("approve", "issue", "withdraw")),
        "/api/v1/schemes",
        "/api/v1/schemes/{scheme_id}",
        "/api/v1/limits",
        "/api/v1/matrix",
        "/api/v1/unknown-pairs",
        "/api/v1/schemas/{name}",
    }
    for reference in references(spec):
        found: Any = spec
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
    assert (
        "application/problem+json" in spec["paths"]["/api/v1/awards"]["post"]["responses"]["422"]["content"]
    )


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in references(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in references(inner)]
    return []
