"""gunicorn around the application: its workers, their turns, the process beside each that draws, and what they count."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from calculator.domain.rulebook import Rulebook
from calculator.services.catalogue import unknown_sample
from calculator.services.catalogue.unknown_sample import Sample
from calculator.services.registry import rulebooks
from calculator.services.scenario.explained import opened_beside
from calculator.services.scenario.explained.opening import Opening
from calculator.services.statement.drawing import Failed
from calculator.services.statement.drawing_room import DrawingRoom
from calculator.services.statement.workers import Pool
from calculator.settings import Settings
from calculator.web import create_app, metrics, telling
from calculator.web.gate import Gate
from calculator.web.turns import MOST_ASIDE, MOST_WAITING, Turns
from calculator.web.wiring import AwardResult, Services, Verdict, live

#: Nobody waits for what is drawn beforehand.
_GENTLE = 10
#: A request that works longer than this has its worker stopped, and another started.
LONGEST = 60
#: Those that wait, that stand aside, that work; and some to tell the rest that it is busy.
THREADS = MOST_WAITING + MOST_ASIDE + 8


class Worker(ThreadWorker):
    """A worker that stops saying it lives while a request keeps its turn for too long, and that waits for no line forever."""

    def handle(self, conn: Any) -> Any:  # the stubs do not know it
        """One request of a connection, in a thread."""
        with cast("Gate", self.wsgi).lines.held(conn.sock):
            return super().handle(conn)

    def notify(self) -> None:
        gate = getattr(self, "wsgi", None)
        if isinstance(gate, Gate):
            gate.lines.cut()
        if not isinstance(gate, Gate) or gate.turns.held_for() < LONGEST:
            super().notify()


class Log(Logger):
    """What gunicorn says goes where everything goes, a line of JSON each."""

    def setup(self, cfg: Any) -> None:
        """Leave the handlers as ``logs.configure`` set them."""
        super().setup(cfg)
        for kept in (self.error_log, self.access_log):
            kept.handlers[:], kept.propagate = [], True


class Server(BaseApplication):
    """gunicorn, set up here and not by a file."""

    def __init__(self, gate: Gate, options: dict[str, Any]) -> None:
        self._gate, self._options = gate, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # the stubs ask for a wider type of application
        return self._gate


def run(settings: Settings) -> None:
    """Serve until stopped. The rules are read already, so that every worker shares them, and the key of the sessions."""
    with _counted_together():
        turns, room = Turns(), DrawingRoom()
        app = create_app(settings, services(live(), turns, room))
        gate = Gate(
            app.wsgi_app,
            turns,
            most_body=settings.most_statement_bytes,
            told=lambda environ: telling.turned_away(app, environ),
        )
        # All that is there now stays: no worker need look through it for garbage, or copy it by doing so.
        gc.collect()
        gc.freeze()
        Server(gate, options(settings, room)).run()


def services(plain: Services, turns: Turns, room: DrawingRoom) -> Services:
    """The jobs as a server does them: files are drawn and checked beside, and whoever waits for one steps aside."""

    def render(result: AwardResult, document: object, *, language: str, issued_on: Any) -> bytes:
        with turns.aside():
            return room.render(result.award, document, language=language, issued_on=issued_on)

    def verify(pdf: bytes) -> Verdict:
        with turns.aside():
            return cast("Verdict", room.verify(pdf))

    def open_farm(asked: Opening) -> Mapping[str, object]:
        with turns.aside():
            (said,) = room.each(opened_beside.tell, [asked])
        return opened_beside.award_of(said)

    return replace(
        plain, render=render, verify=verify, draw_all=room.draw_all, aside=turns.aside, open_farm=open_farm
    )


def options(settings: Settings, room: DrawingRoom) -> dict[str, Any]:
    """How gunicorn is set up."""
    return {
        "bind": settings.listen,
        "workers": settings.workers,
        "worker_class": Worker,
        "logger_class": Log,
        "threads": THREADS,
        "worker_connections": 1000,
        "preload_app": True,
        "timeout": LONGEST,
        "graceful_timeout": 20,
        "keepalive": 15,
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "limit_request_line": 8190,
        "control_socket_disable": True,
        "post_worker_init": lambda _worker: _warm(room),
        "worker_exit": lambda _server, _worker: room.close(),
        "child_exit": _forget,
    }


def _warm(room: DrawingRoom) -> None:
    room.warm()
    threading.Thread(target=hold_sample, args=(rulebooks.current(), live().today().year), daemon=True).start()


def hold_sample(rulebook: Rulebook, year: int) -> None:
    """Have the sample of farms drawn by a process that ends with it, so that no page waits for it and no library stays."""
    with Pool(1, _GENTLE) as beside:
        (made,) = beside.each(_sampled, [year])
    if isinstance(made, Sample):
        unknown_sample.hold(rulebook, year, made)


def _sampled(year: int) -> Sample | Failed:
    return unknown_sample.of_year(rulebooks.current(), year)


@contextmanager
def _counted_together() -> Iterator[None]:
    """A folder in which the workers count, unless one is named; it must be empty at the start."""
    if os.environ.get(metrics.SHARED):
        yield
        return
    folder = tempfile.mkdtemp(prefix="stapelwijzer-")
    os.environ[metrics.SHARED] = folder
    owner = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


def _forget(_server: object, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
