"""Under too much work some are told at once to come back, and everything that is taken in is answered."""

import io
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, EnvironBuilder, TestResponse
from werkzeug.wrappers import Request, Response

from calculator.web import metrics
from calculator.web.gate import Gate, too_busy
from calculator.web.lines import Lines
from calculator.web.turns import MOST_ASIDE, TooBusy, Turns


def gate(inner: Callable[..., Iterable[bytes]], turns: Turns, told: list[Any] | None = None) -> Gate:
    heard = [] if told is None else told
    return Gate(inner, turns, most_body=1000, told=heard.append)


def together(count: int, ask: Callable[[int], TestResponse]) -> list[TestResponse]:
    answers: list[TestResponse] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(ask(n))) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_works_a_few_wait_and_the_rest_is_told_to_come_back() -> None:
    working, most, told = [0], [0], []
    go = threading.Event()

    @Request.application
    def slow(_request: Request) -> Response:
        working[0] += 1
        most[0] = max(most[0], working[0])
        go.wait(10)
        working[0] -= 1
        return Response("done")

    door = gate(slow, Turns(most_waiting=3, patience=10), told)
    threading.Timer(0.5, go.set).start()
    answers = together(12, lambda _: Client(door).get("/en/farm"))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(503) == len(told) >= 8
    assert codes.count(200) == 12 - len(told)
    assert most == [1]
    shed = next(answer for answer in answers if answer.status_code == 503)
    assert (shed.headers["Retry-After"], shed.headers["Cache-Control"]) == ("5", "no-store")
    assert "default-src 'none'" in shed.headers["Content-Security-Policy"]
    assert "Try again" in shed.text
    # And it recovers by itself.
    assert Client(door).get("/").status_code == 200


def test_a_program_is_told_in_its_own_form_and_a_watcher_is_never_turned_away() -> None:
    turns = Turns(most_waiting=1, patience=0)
    assert turns.enter()
    door = gate(Request.application(lambda _: Response("done")), turns)
    answer = Client(door).get("/api/v1/farms", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.get_json(force=True)["title"] == "Too busy right now"
    for path in ("/healthz", "/metrics", "/static/site.css"):
        assert Client(door).get(path).status_code == 200
    turns.leave()
    assert Client(door).get("/api/v1/farms").status_code == 200


def test_whoever_waits_for_a_file_lets_others_go_first() -> None:
    turns, order = Turns(), []
    drawn = threading.Event()

    @Request.application
    def work(request: Request) -> Response:
        if request.path == "/file":
            with turns.aside():
                drawn.wait(10)
        order.append(request.path)
        return Response("done")

    door = gate(work, turns)
    waiting = threading.Thread(target=lambda: Client(door).get("/file"))
    waiting.start()
    time.sleep(0.1)
    assert Client(door).get("/page").status_code == 200
    drawn.set()
    waiting.join()
    assert order == ["/page", "/file"]


def test_only_so_many_stand_aside() -> None:
    turns, entered = Turns(), threading.Semaphore(0)
    go = threading.Event()

    def stand() -> None:
        turns.enter()
        with turns.aside():
            entered.release()
            go.wait(10)
        turns.leave()

    threads = [threading.Thread(target=stand) for _ in range(MOST_ASIDE)]
    for thread in threads:
        thread.start()
        assert entered.acquire(timeout=5)
    told: list[object] = []
    app = Flask(__name__)
    app.register_error_handler(TooBusy, too_busy)
    app.extensions[metrics.EXTENSION] = metrics.Metrics()

    @app.get("/en/file")
    def file() -> str:
        with turns.aside():
            return "drawn"

    answer = Client(gate(app.wsgi_app, turns, told)).get("/en/file")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Try again" in answer.text
    assert turns.held_for() == 0, "who is told to come back holds up nobody"
    go.set()
    for thread in threads:
        thread.join()
    assert turns.held_for() == 0
    assert Client(gate(app.wsgi_app, turns)).get("/en/file").text == "drawn"


def test_a_fault_gives_the_turn_back() -> None:
    def breaks(_environ: object, _start: object) -> Iterable[bytes]:
        raise RuntimeError

    turns = Turns()
    door = gate(breaks, turns)
    for _ in range(2):
        try:
            door(EnvironBuilder("/x").get_environ(), lambda *_: None)
        except RuntimeError:
            continue
    assert turns.enter()


@pytest.mark.parametrize("more", [{}, {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_slow_line_holds_up_nobody(more: dict[str, str]) -> None:
    turns, seen = Turns(), []

    class Line(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            seen.append(turns.held_for())
            return super().read(size)

    @Request.application
    def inner(request: Request) -> Response:
        return Response(request.get_data())

    def sent(body: bytes) -> bytes:
        environ = {**EnvironBuilder("/x", method="POST", data=body).get_environ(), **more}
        environ["wsgi.input"] = Line(body)
        return b"".join(gate(inner, turns)(environ, lambda *_: None))

    assert sent(b"body") == b"body"
    assert seen == [0.0]
    # Of what has no end no more is read than shows that it is too large.
    assert len(sent(b"x" * 5000)) == (1001 if more else 5000)


@pytest.mark.parametrize(("arriving", "answered", "came"), [(0, 60, False), (60, 0, True)])
def test_a_line_that_neither_sends_nor_takes_is_cut_off(arriving: float, answered: float, came: bool) -> None:
    lines, ours = Lines(arriving, answered), threading.Event()
    here, there = socket.socketpair()
    read: list[bytes] = []

    def wait() -> None:
        with lines.held(here):
            if came:
                lines.arrived()
            ours.set()
            read.append(here.recv(1))

    thread = threading.Thread(target=wait)
    thread.start()
    assert ours.wait(30)
    lines.cut()
    thread.join(30)
    assert read == [b""]
    lines.cut()
    assert there.recv(1) == b""
    for end in (here, there):
        end.close()


def test_a_line_in_time_is_left_alone() -> None:
    lines = Lines()
    here, there = socket.socketpair()
    with here, there, lines.held(here):
        lines.cut()
        there.send(b"x")
        assert here.recv(1) == b"x"
