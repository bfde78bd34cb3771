"""Batches over the API: asked for at once, followed, stopped, and taken along."""

import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.services.background import batch_work
from calculator.services.statement import desks
from calculator.services.statement.drawing import Drawing, Drawn
from tests.web import visitors
from tests.web.api.test_statements import Person, kept


class OneAfterTheOther:
    """Workers without processes and without drawing."""

    def each(self, function: Any, tasks: Any) -> Any:
        for task in tasks:
            yield Drawn(b"%PDF-x", "AAAA-BBBB-CCCC-0000") if isinstance(task, Drawing) else function(task)


def test_a_portfolio_is_asked_for_followed_and_taken_along(
    app: Flask, client: FlaskClient, example: dict[str, Any]
) -> None:
    farmer, other = Person(app), Person(app)
    farm = kept(app, farmer, example)
    body = {
        "farms": [farm.public_id],
        "on": "2026-11-24",
        "years": 1,
        "language": "en",
        "recipient": "Rabobank",
        "purpose": "bank",
    }
    made = client.post("/api/v1/batches", json=body, headers=farmer.headers)
    assert made.status_code == 202, made.json
    path = made.headers["Location"]
    assert (made.json["state"], made.json["counts"]) == ("waiting", {"waiting": 1, "done": 0, "failed": 0})
    while batch_work.work(desks.live(visitors.database(app)), OneAfterTheOther(), "w"):
        continue
    found = client.get(path, headers=farmer.headers).json
    assert (found["state"], found["counts"]["done"]) == ("done", 1)
    (item,) = found["items"]
    assert (item["farm"], item["state"], item["reason"]) == (farm.public_id, "done", None)
    statement = client.get(f"/api/v1/statements/{item['statement']}", headers=farmer.headers).json
    assert (statement["recipient"], statement["purpose"]) == ("Rabobank", "bank")
    packed = client.get(found["zip"], headers={**farmer.headers, "Accept-Language": "en"})
    assert packed.headers["Cache-Control"] == "no-store"
    assert zipfile.ZipFile(io.BytesIO(packed.data)).namelist() == ["0001-vlietlanden.pdf", "index.xlsx"]
    listed = client.get("/api/v1/batches", headers=farmer.headers).json
    assert [batch["id"] for batch in listed] == [found["id"]]
    for address in (path, found["zip"]):
        assert client.get(address, headers=other.headers).status_code == 404
    assert client.get("/api/v1/batches", headers=other.headers).json == []


def test_a_batch_is_stopped_once_and_by_whoever_may_issue(
    app: Flask, client: FlaskClient, example: dict[str, Any]
) -> None:
    farmer = Person(app)
    body = {"farms": [kept(app, farmer, example).public_id], "on": "2026-11-24"}
    path = client.post("/api/v1/batches", json=body, headers=farmer.headers).headers["Location"]
    reader = {"Authorization": f"Bearer {visitors.api_token(app, farmer.email, 'farms:read')}"}
    assert client.get(path, headers=reader).status_code == 200
    assert client.post(f"{path}/cancel", headers=reader).status_code == 403
    assert client.post("/api/v1/batches", json=body, headers=reader).status_code == 422
    writer = {"Authorization": f"Bearer {visitors.api_token(app, farmer.email, 'statements:write')}"}
    assert client.get(path, headers=writer).status_code == 403
    for _ in range(2):
        assert client.post(f"{path}/cancel", headers=farmer.headers).json["state"] == "cancelled"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/farms"),
        ({"farms": []}, "/farms"),
        ({"farms": "x"}, "/farms"),
        ({"farms": [1]}, "/farms"),
        ({"farms": ["x"]}, "/farms/0"),
        ({"farms": ["x"], "years": "2"}, "/years"),
        ({"farms": ["x"], "farm": "x"}, "/farm"),
        ({"farms": ["x"], "purpose": "bank"}, "/recipient"),
    ],
)
def test_what_is_wrong_in_a_batch_is_pointed_at(
    app: Flask, client: FlaskClient, body: dict[str, Any], pointer: str
) -> None:
    farmer = Person(app)
    answer = client.post("/api/v1/batches", json=body, headers=farmer.headers)
    assert answer.status_code == 422
    assert pointer in [problem["pointer"] for problem in answer.json["problems"]]
    assert client.get("/api/v1/batches", headers=farmer.headers).json == []
