"""The process in the background: what breaks in it is told without its words, and one that ends is started again."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from calculator import logs
from calculator.services.background import worker
from calculator.services.statement.workers import Pool
from calculator.store import Database, StoreUnavailable
from tests.store.people import NOW
from tests.store.statements import desk


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    kept, level = list(root.handlers), root.level
    heard = io.StringIO()
    logs.configure(heard)
    yield heard
    root.handlers[:] = kept
    root.setLevel(level)


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'app.sqlite3'}")
    made.migrate()
    yield made
    made.close()


@pytest.mark.parametrize("fault", [RuntimeError("Geheimeweide"), StoreUnavailable("Geheimeweide")])
def test_what_breaks_is_told_without_its_words_and_the_next_look_comes(
    migrated: Database, said: io.StringIO, fault: Exception
) -> None:
    asked = iter([fault, fault])

    def now() -> datetime:
        if broken := next(asked, None):
            raise broken
        return NOW

    looks: list[float] = []
    at = replace(desk(migrated), now=now)
    worker.work(at, Pool(), go_on=lambda: len(looks) < 2, pause=looks.append)
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert len(lines) == len(looks) == 2
    assert type(fault).__name__ in lines[0]["error"][0]
    assert "Geheimeweide" not in said.getvalue()


def test_one_that_ends_is_started_again_and_stopped_with_the_server(
    tmp_path: Path, said: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    monkeypatch.setattr(worker, "LOOK", 0.01)
    begun = tmp_path / "begun"
    program = f"open({str(begun)!r}, 'a').write('x')"
    with worker.beside("sqlite://", (sys.executable, "-S", "-c", program)):
        waited = threading.Event()
        for _ in range(3000):
            if begun.exists() and len(begun.read_text()) > 2:
                break
            waited.wait(0.02)
    assert len(begun.read_text()) > 2
    assert "started again" in said.getvalue()
    assert "background" not in {thread.name for thread in threading.enumerate()}
