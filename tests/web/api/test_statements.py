"""Statements over the API: issued by the farmer, drafted by the adviser, and the very file again later."""

import hashlib
import itertools
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.services.account.rights import Role
from calculator.services.statement import statements
from calculator.store.accounts.users import User
from calculator.store.farms import farms
from calculator.store.farms.farms import FarmSummary
from tests.store import people
from tests.web import visitors

SCOPES = ("farms:read", "farms:write", "statements:write")
_COUNT = itertools.count()


class Person:
    """Somebody with an account and a token of the API."""

    def __init__(self, app: Flask, role: Role = Role.FARMER, scopes: tuple[str, ...] = SCOPES) -> None:
        self.email = f"s{next(_COUNT)}@voorbeeld.nl"
        self.user: User = visitors.person(app, self.email, role)
        self.headers = {"Authorization": f"Bearer {visitors.api_token(app, self.email, *scopes)}"}


def kept(app: Flask, owner: Person, document: dict[str, Any]) -> FarmSummary:
    with visitors.database(app).transaction() as unit:
        return farms.add(unit, owner.user.id, "Vlietlanden", document, people.NOW)


def ask(client: FlaskClient, person: Person, body: dict[str, Any], key: str | None = None) -> Any:
    headers = person.headers | ({"Idempotency-Key": key} if key else {})
    return client.post("/api/v1/statements", json=body, headers=headers)


def test_a_farmer_issues_a_statement_and_gets_the_same_file_again(
    app: Flask, client: FlaskClient, example: dict[str, Any]
) -> None:
    farmer = Person(app)
    farm = kept(app, farmer, example)
    body = {"farm": farm.public_id, "on": "2026-11-24", "years": 2, "language": "en"}
    made = ask(client, farmer, body, "first")
    assert made.status_code == 201, made.json
    assert (made.json["state"], made.json["issued_on"]) == ("issued", "2026-11-24")
    again = ask(client, farmer, body, "first")
    assert (again.status_code, again.json) == (200, made.json)
    file = client.get(made.json["pdf"], headers=farmer.headers)
    assert file.mimetype == "application/pdf"
    assert hashlib.sha256(file.data).hexdigest() == made.json["sha256"]
    verdict = statements.verify(file.data)
    assert verdict.ok, verdict.text.en
    assert verdict.verdict.told is not None
    assert verdict.verdict.told.number == made.json["number"]
    listed = client.get(f"/api/v1/statements?farm={farm.public_id}", headers=farmer.headers)
    assert listed.json == [made.json]
    checked = client.post("/controle", data={"code": made.json["check_code"]})
    assert checked.status_code == 200


def test_a_statement_for_a_bank_is_checked_by_code_and_its_farmer_proves_what_it_withholds(
    app: Flask, client: FlaskClient, example: dict[str, Any]
) -> None:
    farmer = Person(app)
    farm = kept(app, farmer, example)
    body = {"farm": farm.public_id, "on": "2026-11-24", "recipient": "Rabobank", "purpose": "bank"}
    made = ask(client, farmer, body).json
    assert (made["state"], made["recipient"], made["purpose"]) == ("issued", "Rabobank", "bank")
    checked = client.post("/controle", data={"code": made["check_code"]})
    assert checked.status_code == 200
    assert "deels nagerekend" in checked.text
    proof = client.get(made["openings"], headers=farmer.headers)
    assert (proof.status_code, proof.headers["Cache-Control"]) == (200, "no-store")
    file = client.get(made["pdf"], headers=farmer.headers).data
    verdict = statements.verify(file, proof.json)
    assert "Proven" in verdict.text.en
    assert verdict.verdict.state.value == "recomputed_in_part"
    whole = ask(client, farmer, {"farm": farm.public_id, "on": "2026-11-24"}).json
    assert whole["openings"] is None
    absent = client.get(f"/api/v1/statements/{whole['id']}.openings.json", headers=farmer.headers)
    assert absent.status_code == 404
    reader = visitors.api_token(app, farmer.email, "farms:read")
    refused = client.get(made["openings"], headers={"Authorization": f"Bearer {reader}"})
    assert refused.status_code == 403


def test_an_adviser_drafts_and_the_farmer_approves(
    app: Flask, client: FlaskClient, example: dict[str, Any]
) -> None:
    farmer, adviser = Person(app), Person(app, Role.ADVISER)
    farm = kept(app, farmer, example)
    store = visitors.database(app)
    people.mandate(
        store,
        people.firm(store, adviser.user),
        farmer.user,
        farm,
        start=date(2026, 1, 1),
        end=date(2027, 1, 1),
    )
    made = ask(client, adviser, {"farm": farm.public_id, "on": "2026-11-24"})
    assert (made.status_code, made.json["state"], made.json["number"]) == (201, "draft", None)
    path = f"/api/v1/statements/{made.json['id']}"
    assert client.post(f"{path}/issue", headers=adviser.headers).status_code == 409
    assert client.post(f"{path}/approve", headers=adviser.headers).status_code == 403
    assert client.post(f"{path}/approve", headers=farmer.headers).json["state"] == "approved"
    assert client.post(f"{path}/withdraw", json={"reason": ""}, headers=farmer.headers).status_code == 422
    gone = client.post(f"{path}/withdraw", json={"reason": "verkocht"}, headers=farmer.headers)
    assert (gone.json["state"], gone.json["reason"]) == ("withdrawn", "verkocht")
    assert client.post(f"{path}/issue", headers=adviser.headers).status_code == 409


def test_nobody_else_sees_a_statement_and_nobody_unknown_asks(
    app: Flask, client: FlaskClient, example: dict[str, Any]
) -> None:
    farmer, other, reader = Person(app), Person(app), Person(app, scopes=("farms:read",))
    farm = kept(app, farmer, example)
    assert ask(client, other, {"farm": farm.public_id}).status_code == 404
    own = kept(app, reader, example)
    assert ask(client, reader, {"farm": own.public_id}).status_code == 403
    assert client.get(f"/api/v1/statements?farm={farm.public_id}").status_code == 401
    assert client.get("/api/v1/statements/x.pdf", headers=other.headers).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"farm": 3}, "/farm"),
        ({"farm": ""}, "/farm"),
        ({"years": "2"}, "/years"),
        ({"years": True}, "/years"),
        ({"years": 31}, "/years"),
        ({"on": "24-11-2026"}, "/on"),
        ({"language": "fy"}, "/language"),
        ({"extra": 1}, "/extra"),
        ({"purpose": "bank"}, "/recipient"),
        ({"purpose": "friend", "recipient": "x"}, "/purpose"),
        ({"recipient": 5}, "/recipient"),
        ({"supersedes": "nothing"}, "/supersedes"),
    ],
)
def test_what_is_wrong_in_a_request_is_pointed_at(
    app: Flask, client: FlaskClient, example: dict[str, Any], change: dict[str, Any], pointer: str
) -> None:
    farmer = Person(app)
    farm = kept(app, farmer, example)
    answer = ask(client, farmer, {"farm": farm.public_id, "on": "2026-11-24"} | change)
    assert answer.status_code == 422
    assert pointer in [problem["pointer"] for problem in answer.json["problems"]]


def test_a_body_that_is_no_object_is_wrong(app: Flask, client: FlaskClient) -> None:
    farmer = Person(app)
    assert client.post("/api/v1/statements", json=[1], headers=farmer.headers).status_code == 422
    assert client.post("/api/v1/statements", data="x", headers=farmer.headers).status_code == 415
