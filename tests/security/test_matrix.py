"""Every route x every role x one's own, a mandated, an expired-mandate and a foreign farm, from the application's own map."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from calculator.services.rights import MANDATABLE, WITH_VIEW, Role
from calculator.settings import Settings
from calculator.store import farms
from calculator.store.farms import FarmSummary
from calculator.web import create_app
from tests.security.conftest import RELATIONS, World
from tests.security.routes import ROUTES, Known, OnFarm, Open
from tests.web.visitors import Browser

APP = create_app(Settings("sqlite://"))
ROLES: tuple[Role | None, ...] = (None, *Role)

#: Every route as (endpoint, method); HEAD and OPTIONS come with GET.
MAP = sorted(
    (rule.endpoint, method)
    for rule in APP.url_map.iter_rules()
    for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
)


def name(endpoint: str) -> str:
    """A page has one line for its two languages."""
    return endpoint.partition(":")[0]


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    missing = sorted({(name(endpoint), method) for endpoint, method in MAP} - set(ROUTES))
    assert missing == [], "say in tests/security/routes.py who may do this"
    assert set(ROUTES) - {(name(endpoint), method) for endpoint, method in MAP} == set()


LISTED = [(endpoint, method) for endpoint, method in MAP if (name(endpoint), method) in ROUTES]
#: Signing out has a case of its own below: here the browsers stay signed in.
PLAIN = [
    route
    for route in LISTED
    if not isinstance(ROUTES[name(route[0]), route[1]], OnFarm) and name(route[0]) != "sign_out"
]
FARMS = [route for route in LISTED if isinstance(ROUTES[name(route[0]), route[1]], OnFarm)]


def send(
    world: World,
    role: Role | None,
    endpoint: str,
    method: str,
    values: Any,
    data: Any,
    *,
    token: bool = True,
) -> TestResponse:
    """As a browser of somebody of that role would, from a page of ours (or, without ``token``, from elsewhere)."""
    with world.app.test_request_context():
        path = world.app.url_for(endpoint, **values)
    client = world.browsers[role].client
    headers = {"X-CSRFToken": world.tokens[role]} if token else {}
    if method in ("PUT", "DELETE"):
        headers["If-Match"] = '"1"'
    sent = {"json": data or None} if path.startswith("/api/") else {"data": dict(data)}
    answer = client.open(path, method=method, headers=headers, **sent)
    assert answer.data is not None
    answer.close()
    return answer


def about(world: World, expected: OnFarm, farm: FarmSummary) -> tuple[dict[str, str], dict[str, object]]:
    """What stands in the address, and what is sent."""
    data = {key: farm.public_id if value == "{farm}" else value for key, value in expected.data.items()}
    if expected.statement is not None:
        return {"statement_id": world.statement(farm, expected.statement)}, data
    if expected.query:
        return {"farm": farm.public_id}, data
    return ({} if "{farm}" in expected.data.values() else {"farm_id": farm.public_id}), data


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("endpoint", "method"), PLAIN)
def test_a_route_without_a_farm_is_for_whom_it_says(
    world: World, endpoint: str, method: str, role: Role | None
) -> None:
    expected = ROUTES[name(endpoint), method]
    assert isinstance(expected, Open | Known)
    answer = send(world, role, endpoint, method, expected.values, expected.data)
    if isinstance(expected, Open):
        # A password form that is signed in may differ in look, never in answer; JSON that is missing is 415.
        assert answer.status_code == expected.ok or (answer.status_code, endpoint) == (415, "awards.compute")
    elif role is None:
        if expected.anonymous is not None:
            assert answer.status_code == expected.anonymous
        else:
            assert_sent_away(answer)
    elif role in expected.roles:
        assert answer.status_code == expected.ok
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("endpoint", "method"), FARMS)
def test_a_farm_opens_for_whom_the_rights_say(
    world: World, endpoint: str, method: str, role: Role | None, relation: str
) -> None:
    expected = ROUTES[name(endpoint), method]
    assert isinstance(expected, OnFarm)
    farm = world.farm(role, relation)
    answer = send(world, role, endpoint, method, *about(world, expected, farm))
    allowed = relation == "own" or (
        relation == "mandated" and role is Role.ADVISER and expected.action in (*MANDATABLE, *WITH_VIEW)
    )
    if role is None:
        assert_sent_away(answer)
    elif allowed:
        assert answer.status_code == expected.ok, answer.text
    elif role is Role.ADVISER and relation in ("mandated", "expired"):
        assert answer.status_code == 403
    else:
        assert answer.status_code == 404
        assert "Stille Weide" not in answer.text
    if role is None or not allowed:
        with world.database.transaction() as unit:
            assert farms.find(unit, farm.public_id) == farm


@pytest.mark.parametrize(("endpoint", "method"), [route for route in LISTED if route[1] != "GET"])
def test_a_request_from_another_site_changes_nothing(world: World, endpoint: str, method: str) -> None:
    expected = ROUTES[name(endpoint), method]
    farm = world.farm(Role.FARMER, "own")
    values, data = (
        about(world, expected, farm) if isinstance(expected, OnFarm) else (expected.values, expected.data)
    )
    answer = send(world, Role.FARMER, endpoint, method, values, data, token=False)
    if isinstance(expected, Open) and not expected.token:
        assert answer.status_code in (expected.ok, 415)
        return
    assert answer.status_code == 400
    with world.database.transaction() as unit:
        assert farms.find(unit, farm.public_id) == farm


@pytest.mark.parametrize("path", ["/uitloggen", "/en/sign-out"])
def test_signing_out_is_for_everybody(world: World, path: str) -> None:
    leaving = Browser(world.app)
    assert leaving.post(path).status_code == 303
    leaving.sign_in(world.people[Role.FARMER].email)
    assert leaving.post(path).status_code == 303
    assert_sent_away(leaving.get("/mijn/bedrijven"))


def assert_sent_away(answer: TestResponse) -> None:
    """Nobody in particular is sent to the sign-in page, or told by the API to say who they are."""
    if answer.request.path.startswith("/api/"):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    else:
        assert answer.status_code == 303
        assert answer.location.partition("?")[0] in ("/inloggen", "/en/sign-in")
