"""The log says what happened, and nothing of people: no name, no address, no farm, no secret, wherever it may come from."""

import io
import json
import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from gunicorn.http.errors import InvalidRequestLine
from gunicorn.workers.base import Worker

from calculator import logs
from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.wiring import Services
from tests.web.visitors import Browser, Letterbox, database, person

#: What must never be seen: in a name, an address, a farm, a password, a link, a header.
SECRETS = (
    "Geheimenaar",
    "geheim.adres",
    "Geheimeweide",
    "geheimwoord",
    "GEHEIMLINK",
    "geheimkop",
    "203.0.113.77",
)


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything that this process logs."""
    root = logging.getLogger()
    kept, level = list(root.handlers), root.level
    heard = io.StringIO()
    logs.configure(heard, logging.DEBUG)
    root.setLevel(logging.DEBUG)
    yield heard
    root.handlers[:] = kept
    root.setLevel(level)


@pytest.fixture
def loud(tmp_path: Path, services: Services) -> Iterator[Flask]:
    """An application of which one job fails with the profile in its mouth."""

    def fails(_rulebook: object, document: object, **_asked: object) -> Any:
        raise RuntimeError(f"cannot compute {document}") from ValueError("Geheimeweide")

    settings = Settings(
        f"sqlite:///{tmp_path / 'app.sqlite3'}", api_rate="", sign_in_rate="", trusted_proxies=1
    )
    app = create_app(settings, replace(services, compute=fails, outbox=Letterbox()))
    database(app).migrate()
    yield app
    database(app).close()


def lines(said: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_nothing_of_people_is_in_the_log_whatever_they_send(
    loud: Flask, said: io.StringIO, example: dict[str, Any]
) -> None:
    example["farm"]["name"] = "Geheimeweide"
    person(loud, "geheim.adres@voorbeeld.nl")
    browser = Browser(loud)
    headers = {"X-Forwarded-For": "203.0.113.77", "User-Agent": "geheimkop", "X-Forwarded-Proto": "http"}
    browser.post(
        "/inloggen", {"/email": "geheim.adres@voorbeeld.nl", "/password": "geheimwoord"}, headers=headers
    )
    browser.sign_in("geheim.adres@voorbeeld.nl")
    browser.post("/mijn/account", {"action": "profile", "/name": "Geheimenaar", "/language": "nl"})
    browser.get("/wachtwoord/GEHEIMLINK", headers=headers)
    browser.get("/regelingen?zoek=Geheimenaar", headers=headers)
    browser.get("/nergens/Geheimenaar")
    browser.post("/bewaren", {"document": json.dumps(example)})
    client = loud.test_client()
    assert (
        client.post(
            "/api/v1/awards", data=b'{"farm": "Geheimeweide", ', content_type="application/json"
        ).status_code
        == 400
    )
    loud.testing = False
    assert client.post("/api/v1/awards", json=example, headers=headers).status_code == 500
    client.get(
        "/api/v1/farms", headers={"Authorization": "Bearer GEHEIMLINK", "Idempotency-Key": "Geheimenaar"}
    )
    logging.getLogger("elders").warning("put together: Geheimenaar")
    logging.getLogger("elders").warning("filled in: %s", "geheim.adres@voorbeeld.nl")
    try:
        raise KeyError("Geheimeweide")
    except KeyError:
        logging.getLogger("elders").exception("went wrong for %s", "Geheimenaar")
    told = said.getvalue()
    assert [word for word in SECRETS if word.lower() in told.lower()] == []
    assert len([line for line in lines(said) if line["event"] == "request"]) >= 10


def test_what_the_server_could_not_read_is_not_quoted_nor_where_it_came_from(said: io.StringIO) -> None:
    class Told:
        log = logging.getLogger("gunicorn.error")

    line = InvalidRequestLine("GET /wachtwoord/GEHEIMLINK?x=Geheimenaar")
    with socket.socket() as closed:
        Worker.handle_error(Told, None, closed, ("203.0.113.77", 1), line)  # type: ignore[arg-type]
    assert lines(said)[0]["event"] == "Invalid request"
    assert [word for word in SECRETS if word.lower() in said.getvalue().lower()] == []


@pytest.mark.parametrize(
    "thread", ["", "import threading; made = threading.Thread(target=breaks); made.start(); made.join(); "]
)
def test_what_nobody_caught_is_told_without_its_words(thread: str) -> None:
    program = (
        "from calculator import logs; logs.configure(); logs.cover()\n"
        "def breaks(): raise RuntimeError('Geheimenaar')\n"
        f"{thread or 'breaks()'}"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300
    )
    (line,) = ended.stderr.splitlines()
    assert json.loads(line)["error"] == ["builtins.RuntimeError"]
    assert "Geheimenaar" not in ended.stderr


def test_a_method_that_a_client_makes_up_is_told_as_another(app: Flask, said: io.StringIO) -> None:
    for method in ("GEHEIMENAAR", "TRACE"):
        app.test_client().open("/", method=method)
    assert [line["method"] for line in lines(said) if line["event"] == "request"] == ["other", "other"]


def test_a_fault_says_where_and_of_which_request_and_not_what_it_was_about(
    loud: Flask, said: io.StringIO, example: dict[str, Any]
) -> None:
    answer = loud.test_client().post(
        "/api/v1/awards", json=example, headers={"X-Request-ID": "from-the-proxy-1"}
    )
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] == "from-the-proxy-1"
    (fault,) = [line for line in lines(said) if line["event"] == "fault"]
    assert fault["request"] == "from-the-proxy-1"
    assert fault["error"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert any("calculator/web/api/awards.py" in place for place in fault["places"])
    (request,) = [line for line in lines(said) if line["event"] == "request"]
    assert (request["status"], request["route"], request["method"]) == (500, "awards.compute", "POST")


def test_an_id_that_a_client_makes_up_is_not_taken_over(app: Flask, said: io.StringIO) -> None:
    first, second = (
        app.test_client().get("/healthz", headers={"X-Request-ID": "made-up-by-a-client"}) for _ in range(2)
    )
    ids = {first.headers["X-Request-ID"], second.headers["X-Request-ID"]}
    assert len(ids) == 2
    assert "made-up-by-a-client" not in ids
    assert {line["request"] for line in lines(said) if line["event"] == "request"} == ids


@pytest.mark.parametrize(
    ("message", "filled_in", "told"),
    [
        ("Booting worker with pid: %s", (321,), "Booting worker with pid: 321"),
        ("Error handling request %s", ("/wachtwoord/GEHEIMLINK",), "Error handling request …"),
    ],
)
def test_of_the_server_itself_numbers_are_told_and_words_are_not(
    said: io.StringIO, message: str, filled_in: tuple[object, ...], told: str
) -> None:
    logging.getLogger("gunicorn.error").warning(message, *filled_in)
    assert [line["event"] for line in lines(said)] == [told]
