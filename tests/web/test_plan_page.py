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
