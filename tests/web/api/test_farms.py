"""``/api/v1/farms`` with a token: keep, read, save without overwriting anybody, remove."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.services.account import api_tokens
from calculator.services.account.rights import Actor
from calculator.store.accounts import users
from calculator.web.identity import moment
from tests.store.people import PASSWORD
from tests.web.visitors import Browser, api_token, database, person, signed_in

FARMS = "/api/v1/farms"


@pytest.fixture
def reader(app: Flask) -> dict[str, str]:
    """The header of somebody new with every scope."""
    name = f"api-{moment().timestamp()}@voorbeeld.nl"
    person(app, name)
    return {"Authorization": f"Bearer {api_token(app, name, 'farms:read', 'farms:write')}"}


def test_a_farm_is_kept_read_saved_and_removed(
    client: FlaskClient, reader: dict[str, str], example: dict[str, Any]
) -> None:
    made = client.post(FARMS, json=example, headers=reader)
    assert made.status_code == 201
    assert made.headers["ETag"] == '"1"'
    address = made.headers["Location"]
    read = client.get(address, headers=reader)
    assert (read.json, read.headers["ETag"]) == (example, '"1"')
    assert [farm["id"] for farm in client.get(FARMS, headers=reader).json] == [made.json["id"]]
    example["year"] = 2027
    saved = client.put(address, json=example, headers={**reader, "If-Match": '"1"'})
    assert (saved.status_code, saved.headers["ETag"]) == (200, '"2"')
    assert client.delete(address, headers={**reader, "If-Match": '"2"'}).status_code == 204
    assert client.get(address, headers=reader).status_code == 404


def test_the_second_saver_is_told_and_overwrites_nothing(
    client: FlaskClient, reader: dict[str, str], example: dict[str, Any]
) -> None:
    address = client.post(FARMS, json=example, headers=reader).headers["Location"]
    mine, other = {**example, "year": 2027}, {**example, "year": 2028}
    assert client.put(address, json=other, headers={**reader, "If-Match": '"1"'}).status_code == 200
    refused = client.put(address, json=mine, headers={**reader, "If-Match": '"1"'})
    assert (refused.status_code, refused.headers["ETag"]) == (412, '"2"')
    assert refused.content_type == "application/problem+json"
    assert client.delete(address, headers={**reader, "If-Match": '"1"'}).status_code == 412
    assert client.get(address, headers=reader).json["year"] == 2028


@pytest.mark.parametrize("shown", ["", "*", '"x"', "-1", '"99999999999"', "²"])
def test_a_version_that_is_none_saves_nothing(
    client: FlaskClient, reader: dict[str, str], example: dict[str, Any], shown: str
) -> None:
    address = client.post(FARMS, json=example, headers=reader).headers["Location"]
    headers = {**reader, "If-Match": shown.encode("utf-8").decode("latin-1")}
    assert client.put(address, json=example, headers=headers).status_code == 412


def test_without_a_version_nothing_is_saved_or_removed(
    client: FlaskClient, reader: dict[str, str], example: dict[str, Any]
) -> None:
    address = client.post(FARMS, json=example, headers=reader).headers["Location"]
    assert client.put(address, json=example, headers=reader).status_code == 428
    assert client.delete(address, headers=reader).status_code == 428


def test_a_profile_that_is_wrong_is_not_kept(client: FlaskClient, reader: dict[str, str]) -> None:
    answer = client.post(FARMS, json={"profile": "stapelwijzer-farm-1"}, headers=reader)
    assert answer.status_code == 422
    assert {problem["pointer"] for problem in answer.json["problems"]} >= {"/year", "/parcels"}
    assert client.get(FARMS, headers=reader).json == []


def test_a_token_does_what_its_scopes_say(app: Flask, client: FlaskClient, example: dict[str, Any]) -> None:
    person(app, "bereik@voorbeeld.nl")
    may_read = {"Authorization": f"Bearer {api_token(app, 'bereik@voorbeeld.nl', 'farms:read')}"}
    may_write = {"Authorization": f"Bearer {api_token(app, 'bereik@voorbeeld.nl', 'farms:write')}"}
    assert client.post(FARMS, json=example, headers=may_read).status_code == 403
    address = client.post(FARMS, json=example, headers=may_write).headers["Location"]
    assert client.get(address, headers=may_write).status_code == 403
    assert client.get(FARMS, headers=may_write).status_code == 403
    assert client.get(address, headers=may_read).status_code == 200
    refused = client.delete(address, headers={**may_read, "If-Match": '"1"'})
    assert refused.status_code == 403
    assert "farms:write" in refused.json["title"]


def test_a_token_ends_on_its_day_when_withdrawn_and_with_a_new_password(
    app: Flask, client: FlaskClient
) -> None:
    browser = signed_in(app, "sleutel@voorbeeld.nl")
    secret = api_token(app, "sleutel@voorbeeld.nl", "farms:read")
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get(FARMS, headers=headers).status_code == 200
    store = database(app)
    assert api_tokens.actor(store, secret, moment() + timedelta(days=29))
    assert api_tokens.actor(store, secret, moment() + timedelta(days=31)) is None
    with store.transaction() as unit:
        user = users.by_email(unit, "sleutel@voorbeeld.nl")
    assert user
    (token,) = api_tokens.listed(store, Actor(user))
    browser.post("/mijn/account", {"action": f"withdraw:{token.public_id}"})
    assert client.get(FARMS, headers=headers).status_code == 401
    again = {"Authorization": f"Bearer {api_token(app, 'sleutel@voorbeeld.nl', 'farms:read')}"}
    assert client.get(FARMS, headers=again).status_code == 200
    change = {"action": "password", "/password": PASSWORD, "/new_password": "een heel ander wachtwoord"}
    browser.post("/mijn/account", change)
    assert client.get(FARMS, headers=again).status_code == 401


def test_nobody_withdraws_the_token_of_somebody_else(app: Flask, client: FlaskClient) -> None:
    user = person(app, "eigen-sleutel@voorbeeld.nl")
    headers = {"Authorization": f"Bearer {api_token(app, user.email, 'farms:read')}"}
    (token,) = api_tokens.listed(database(app), Actor(user))
    signed_in(app, "grijper@voorbeeld.nl").post("/mijn/account", {"action": f"withdraw:{token.public_id}"})
    assert client.get(FARMS, headers=headers).status_code == 200


@pytest.mark.parametrize("shown", ["Bearer x", "Bearer ", "Bearer sw_é", "Basic YTpi", "Token x"])
def test_a_token_that_is_none_is_401_and_never_falls_back_on_a_cookie(app: Flask, shown: str) -> None:
    browser = signed_in(app, f"terug-{abs(hash(shown))}@voorbeeld.nl")
    header = {"Authorization": shown.encode("utf-8").decode("latin-1")}
    expected = 401 if shown.startswith("Bearer") else 200
    assert browser.client.get(FARMS, headers=header).status_code == expected


def test_a_token_opens_the_api_and_no_page(app: Flask, client: FlaskClient) -> None:
    person(app, "pagina@voorbeeld.nl")
    headers = {"Authorization": f"Bearer {api_token(app, 'pagina@voorbeeld.nl', 'farms:read')}"}
    assert client.get("/mijn/bedrijven", headers=headers).status_code == 303


def test_a_browser_changes_something_only_with_the_token_of_its_session(
    app: Flask, example: dict[str, Any]
) -> None:
    browser = signed_in(app, "kop@voorbeeld.nl")
    page = browser.get("/mijn/bedrijven").text
    assert 'hx-headers=\'{"X-CSRFToken": "' in page
    token = page.partition('"X-CSRFToken": "')[2].partition('"')[0]
    assert browser.client.post(FARMS, json=example).status_code == 400
    assert browser.client.post(FARMS, json=example, headers={"X-CSRFToken": "x"}).status_code == 400
    other = Browser(app).token()
    assert browser.client.post(FARMS, json=example, headers={"X-CSRFToken": other}).status_code == 400
    assert browser.client.post(FARMS, json=example, headers={"X-CSRFToken": token}).status_code == 201
