"""Every route x every role x one's own, a mandated, an expired-mandate and a foreign farm, from the application's own map."""

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from calculator.services.account.rights import MANDATABLE, WITH_VIEW, Role
from calculator.settings import Settings
from calculator.store.farms import farms
from calculator.store.farms.farms import FarmSummary
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


def test_both_languages_of_a_page_are_one_view() -> None:
    """So that what one of them refuses, the other refuses too: below, each case is asked in one of the two."""
    views: dict[str, set[object]] = {}
    for endpoint, _ in MAP:
        views.setdefault(name(endpoint), set()).add(APP.view_functions[endpoint])
    assert [page for page, found in views.items() if len(found) > 1] == []


LISTED = [(endpoint, method) for endpoint, method in MAP if (name(endpoint), method) in ROUTES]
ONCE = sorted({(name(endpoint), method) for endpoint, method in LISTED})
#: Signing out has a case of its own below: here the browsers stay signed in.
PLAIN = [route for route in ONCE if not isinstance(ROUTES[route], OnFarm) and route[0] != "sign_out"]
FARMS = [route for route in ONCE if isinstance(ROUTES[route], OnFarm)]


def spoken(page: str, case: int) -> str:
    """A page in one of its languages, so that half of the cases are in each; anything else as it is."""
    endpoints = [endpoint for endpoint, _ in MAP if name(endpoint) == page]
    return endpoints[case % len(endpoints)]


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


@pytest.mark.parametrize(("page", "method"), PLAIN)
def test_a_route_without_a_farm_is_for_whom_it_says(world: World, page: str, method: str) -> None:
    expected = ROUTES[page, method]
    assert isinstance(expected, Open | Known)
    wrong = {}
    for number, role in enumerate(ROLES):
        endpoint = spoken(page, number)
        answer = send(world, role, endpoint, method, expected.values, expected.data)
        # A password form that is signed in may differ in look, never in answer; JSON that is missing is 415.
        if not (isinstance(expected, Open) and (answer.status_code, endpoint) == (415, "awards.compute")):
            wrong[f"{role}, {endpoint}"] = differs(answer, without_a_farm(expected, role))
    assert {who: said for who, said in wrong.items() if said} == {}


def without_a_farm(expected: Open | Known, role: Role | None) -> int | None:
    """What somebody of that role is answered; None where they are sent away."""
    if isinstance(expected, Open):
        return expected.ok
    if role is None:
        return expected.anonymous
    return expected.ok if role in expected.roles else 403


@pytest.mark.parametrize(("page", "method"), FARMS)
def test_a_farm_opens_for_whom_the_rights_say(world: World, page: str, method: str) -> None:
    expected = ROUTES[page, method]
    assert isinstance(expected, OnFarm)
    wrong = {}
    for (one, role), (two, relation) in itertools.product(enumerate(ROLES), enumerate(RELATIONS)):
        endpoint = spoken(page, one + two)
        refused = refusal(expected, role, relation)
        # Looking, and what is refused, leaves a farm as it is; whatever is allowed more gets one of its own.
        farm = world.farm(role, relation, kept=method == "GET" or refused is not None)
        answer = send(world, role, endpoint, method, *about(world, expected, farm))
        if refused is None:
            said = differs(answer, expected.ok)
        else:
            said = differs(answer, refused.status) or untouched(world, farm, answer, refused)
        wrong[f"{role}, {relation}, {endpoint}"] = said
    assert {who: said for who, said in wrong.items() if said} == {}


@dataclass(frozen=True)
class Refused:
    """How somebody is turned away: ``status`` None is the way to the sign-in page."""

    status: int | None


def refusal(expected: OnFarm, role: Role | None, relation: str) -> Refused | None:
    """How somebody of that role and that relation to the farm is turned away, or None where they are not."""
    if role is None:
        return Refused(None)
    by_mandate = role is Role.ADVISER and expected.action in (*MANDATABLE, *WITH_VIEW)
    if relation == "own" or (relation == "mandated" and by_mandate):
        return None
    return Refused(403 if role is Role.ADVISER and relation in ("mandated", "expired") else 404)


def differs(answer: TestResponse, status: int | None) -> str:
    """What is wrong with the status of an answer, or nothing; None stands for being sent away."""
    if status is None:
        return "" if is_sent_away(answer) else f"{answer.status} and not asked to sign in"
    return "" if answer.status_code == status else f"{answer.status} and not {status}: {answer.text[:2000]}"


def untouched(world: World, farm: FarmSummary, answer: TestResponse, refused: Refused) -> str:
    """What is wrong with a refusal besides its status, or nothing."""
    if refused.status == 404 and "Stille Weide" in answer.text:
        return "tells the name of a farm that is none of theirs"
    with world.database.transaction() as unit:
        return "" if farms.find(unit, farm.public_id) == farm else "changed the farm"


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
    assert is_sent_away(leaving.get("/mijn/bedrijven"))


def is_sent_away(answer: TestResponse) -> bool:
    """Nobody in particular is sent to the sign-in page, or told by the API to say who they are."""
    if answer.request.path.startswith("/api/"):
        return (answer.status_code, answer.headers.get("WWW-Authenticate")) == (401, "Bearer")
    return answer.status_code == 303 and answer.location.partition("?")[0] in ("/inloggen", "/en/sign-in")
