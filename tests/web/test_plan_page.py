"""What a farmer sets for a plan on the result page, and the matrix of what may be stacked per parcel."""

import json
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.test_farm_page import hidden


def advised(
    client: FlaskClient, example: dict[str, Any], change: dict[str, str] | None = None
) -> TestResponse:
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "1", "action": "compute"}
    result = client.post("/bedrijf", data=sent, follow_redirects=True)
    draft = result.request.path.replace("/uitkomst", "")
    return client.post(draft, data={"action": "mode:advise", **(change or {})}, follow_redirects=True)


def total(answer: TestResponse) -> str:
    found = re.search(r'class="answer__total">.*?<strong>([^<]*)<', answer.text, re.DOTALL)
    assert found
    return found[1]


CANDIDATE = "bufferstrook-met-kruiden-langs-grasland@P3"


def test_a_measure_is_locked_and_ruled_out_and_the_statement_follows(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    free = advised(client, example)
    assert f'name="/choice/{CANDIDATE}"' in free.text
    locked = advised(client, example, {f"/choice/{CANDIDATE}": "lock"})
    without = advised(client, example, {f"/choice/{CANDIDATE}": "forbid"})
    assert hidden(locked, "lock") == hidden(without, "forbid") == CANDIDATE
    assert "u sloot het uit" in without.text
    sent = {name: hidden(locked, name) for name in ("document", "on", "years", "mode", "lock")}
    award = json.loads(client.post("/meenemen", data={**sent, "form": "json"}).data)
    assert award["receipt"]["lock"] == [CANDIDATE]
    assert {v["name"] for v in award["variants"]} >= {"now", "best", "own"}


def test_an_effort_is_read_as_the_page_writes_it_and_too_little_is_explained(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    most = advised(client, example, {"/effort": "1.500"})
    assert hidden(most, "effort") == "1500"
    tight = advised(client, example, {"/effort": "1", f"/choice/{CANDIDATE}": "lock"})
    assert "Zo kan het plan niet" in tight.text
    assert total(tight) == total(advised(client, example))
    assert 'name="effort"' not in tight.text, "what could not be kept is not in the statement either"


def test_nonsense_in_what_is_set_is_told_and_changes_nothing(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    told = advised(client, example, {"/effort": "veel", "/choice/bestaat-niet@P1": "lock"})
    assert told.status_code == 200
    assert "is geen bedrag" in told.text


def test_each_parcel_shows_what_may_be_stacked_and_why_not(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    text = advised(client, example).text
    section = text[text.index('id="stapelen"') :]
    section = section[: section.index("</section>")]
    places = re.findall(r'<h3 class="utrecht-heading-3">([^<]*)</h3>', section)
    assert "P2" in places
    for symbol in re.findall(r'class="cell cell--(\w+)"', section):
        assert symbol in ("may", "partly", "may_not", "unknown")
    assert "cell--may_not" in section
    assert re.search(r"Sluit elkaar uit.*?class=\"source\"", section, re.DOTALL)


def considered(client: FlaskClient, farm: dict[str, Any], sent: dict[str, Any]) -> TestResponse:
    """The result of a farm without candidates, and what comes of weighing measures beside it."""
    plain = json.loads(json.dumps(farm))
    for place in (*plain["parcels"], *plain["elements"]):
        place["measures"] = [m for m in place.get("measures", []) if m.get("status") != "candidate"]
    shown = client.post(
        "/bedrijf",
        data={"document": json.dumps(plain), "on": "2026-05-15", "years": "1", "action": "compute"},
        follow_redirects=True,
    )
    assert "Wat zou u nog kunnen doen?" in shown.text
    draft = shown.request.path.replace("/uitkomst", "")
    return client.post(draft, data={"action": "consider", **sent}, follow_redirects=True)


def test_a_farm_without_candidates_gets_plans_side_by_side_for_what_was_ticked(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    answer = considered(
        client, example, {"consider": "grasland-met-kruiden", "/consider/grasland-met-kruiden/cost": "120"}
    )
    assert answer.status_code == 200
    for title in ("zoals nu", "licht", "beste"):
        assert re.search(rf'<th scope="row">{title}', answer.text), title
    choice = re.search(r'name="/choice/(grasland-met-kruiden@\w+)"', answer.text)
    assert choice
    draft = answer.request.path.replace("/uitkomst", "")
    forbidden = client.post(
        draft, data={"action": "mode:advise", f"/choice/{choice[1]}": "forbid"}, follow_redirects=True
    )
    assert "eigen keuze" in forbidden.text
    assert "u sloot het uit" in forbidden.text


def test_what_is_wrong_with_a_measure_to_weigh_is_told_and_nothing_is_added(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    for sent, told in (
        ({}, "Er is geen maatregel aangevinkt."),
        (
            {"consider": "grasland-met-kruiden", "/consider/grasland-met-kruiden/area": "900"},
            "past op geen perceel",
        ),
        (
            {"consider": "grasland-met-kruiden", "/consider/grasland-met-kruiden/cost": "veel"},
            "is geen getal",
        ),
    ):
        answer = considered(client, example, sent)
        assert answer.status_code == 422
        assert told in answer.text
        assert '<th scope="row">licht' not in answer.text
