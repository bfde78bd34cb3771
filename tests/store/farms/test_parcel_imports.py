"""Map files read in the background: stopped at once, taken up after a kill, given up at last, and kept no longer than needed."""

import json
import multiprocessing
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import pytest
from sqlalchemy import text

from calculator.geography import process, reader
from calculator.geography.process import Hear, Stopped
from calculator.services.account import drafts
from calculator.services.background import parcel_imports, taking
from calculator.services.errors import InputProblems
from calculator.store import Database
from calculator.store.farms import imports
from calculator.store.farms.imports import ImportState, KeptImport
from tests.store.people import NOW

FORK = multiprocessing.get_context("fork")
SECRET = "of this browser"
RING = [[5.38, 52.15], [5.39, 52.15], [5.39, 52.16], [5.38, 52.15]]
OUTLINE = {"type": "Polygon", "coordinates": [RING]}
FIELD = {"type": "Feature", "properties": {"kenmerk": "Kamp"}, "geometry": OUTLINE}
MAP = json.dumps({"type": "FeatureCollection", "features": [FIELD]}).encode()
#: A name that text may hold and a database's own JSON may not.
ASKED = process.question(["kenmerk"], 2_000, {"P\x001": OUTLINE})


def here(sent: bytes, hear: Hear) -> dict[str, Any]:
    """In this process, with every step told to whoever listens."""
    return reader.answered(sent, lambda step: None if hear(1 + step) else _stop())


def _stop() -> None:
    raise Stopped


@dataclass
class Clock:
    at: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.at

    def after_silence(self) -> None:
        self.at += 2 * imports.SILENCE


@pytest.fixture
def clock() -> Clock:
    return Clock()


def sent(database: Database, draft: str = "d" * 22, file: bytes = MAP) -> KeptImport:
    return parcel_imports.begin(database, SECRET, draft, file, ASKED, NOW)


def now(database: Database, kept: KeptImport) -> KeptImport:
    found = parcel_imports.found(database, SECRET, kept.public_id)
    assert found is not None
    return found


def files(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(file) FROM parcel_imports")) or 0)


def test_what_was_in_a_file_is_told_to_its_browser_alone_and_the_file_goes(
    migrated: Database, clock: Clock
) -> None:
    kept = sent(migrated)
    assert (now(migrated, kept).state, files(migrated)) == (ImportState.WAITING, 1)
    assert parcel_imports.work(migrated, "w", clock, read=here)
    done = now(migrated, kept)
    assert (done.state, done.step, files(migrated)) == (ImportState.DONE, process.STEPS, 0)
    found = process.told(parcel_imports.answer(migrated, done) or {})
    assert [(p.cells["kenmerk"], p.same) for p in found.parcels] == [("Kamp", "P\x001")]
    assert parcel_imports.found(migrated, "of another", kept.public_id) is None
    assert not parcel_imports.work(migrated, "w", clock, read=here), "nothing is read twice"
    parcel_imports.forget(migrated, SECRET, kept.public_id)
    assert parcel_imports.found(migrated, SECRET, kept.public_id) is None


def test_why_a_file_is_refused_is_an_answer_too(migrated: Database, clock: Clock) -> None:
    kept = sent(migrated, file=b"PK\x03\x04broken")
    parcel_imports.work(migrated, "w", clock, read=here)
    assert parcel_imports.answer(migrated, now(migrated, kept)) == {"refused": "broken_zip", "said": ""}


def test_stopping_is_heard_while_the_file_is_read(migrated: Database, clock: Clock) -> None:
    kept, steps = sent(migrated), []

    def stopped_meanwhile(sent: bytes, hear: Hear) -> dict[str, Any]:
        def listening(step: int) -> bool:
            steps.append(step)
            if step == 3:
                parcel_imports.cancel(migrated, SECRET, kept.public_id)
            return hear(step)

        return here(sent, listening)

    assert parcel_imports.work(migrated, "w", clock, read=stopped_meanwhile)
    assert (now(migrated, kept).state, files(migrated)) == (ImportState.CANCELLED, 0)
    assert steps == [2, 3], "nothing was done after it"
    assert not parcel_imports.work(migrated, "w", clock, read=here)


def test_a_reader_beside_is_stopped_as_soon_as_nobody_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "EVERY_S", 0.01)
    kind_of = json.dumps({**ASKED, "drivers": ["GeoJSON"]}).encode() + b"\n" + MAP
    with pytest.raises(Stopped):
        process.beside(kind_of, lambda _step: False)
    steps: list[int] = []
    found = process.beside(kind_of, lambda step: steps.append(step) or True)  # type: ignore[func-returns-value]
    assert [parcel["cells"] for parcel in found["parcels"]] == [{"kenmerk": "Kamp"}]
    assert steps == sorted(steps)


def wait_for_ever(url: str, started: Connection) -> None:
    def never(_sent: bytes, hear: Hear) -> dict[str, Any]:
        assert hear(3)
        started.send(1)
        time.sleep(600)
        return {}

    parcel_imports.work(Database(url), "killed", Clock(), read=never)


def kill_a_worker(database: Database) -> None:
    """A worker takes the file, says that it is at the third step, and is killed with signal 9."""
    url = database.url.render_as_string(hide_password=False)
    database.close()
    heard, said = FORK.Pipe(duplex=False)
    worker = FORK.Process(target=wait_for_ever, args=(url, said), daemon=True)
    worker.start()
    said.close()
    heard.recv()
    worker.kill()
    worker.join()
    heard.close()


def test_a_file_whose_worker_is_killed_is_read_by_the_next(migrated: Database, clock: Clock) -> None:
    kept = sent(migrated)
    kill_a_worker(migrated)
    left = now(migrated, kept)
    assert (left.state, left.step, files(migrated)) == (ImportState.RUNNING, 3, 1)
    assert not parcel_imports.work(migrated, "too soon", clock, read=here)
    clock.after_silence()
    assert parcel_imports.work(migrated, "next", clock, read=here)
    assert (now(migrated, kept).state, now(migrated, kept).tries) == (ImportState.DONE, 2)


def test_a_file_that_keeps_breaking_off_is_given_up(migrated: Database, clock: Clock) -> None:
    kept = sent(migrated)
    for _ in range(taking.MOST_TRIES):
        with migrated.transaction() as unit:
            assert imports.claim(unit, "dies", clock()) is not None
        clock.after_silence()
    assert parcel_imports.work(migrated, "last", clock, read=here)
    assert (now(migrated, kept).state, files(migrated)) == (ImportState.FAILED, 0)
    assert not parcel_imports.work(migrated, "last", clock, read=here)


def test_a_fault_of_ours_is_told_of_that_file_and_stops_nobody(migrated: Database, clock: Clock) -> None:
    first, second = sent(migrated, "a" * 22), sent(migrated, "b" * 22)

    def fails(_sent: bytes, _hear: Hear) -> dict[str, Any]:
        raise RuntimeError("a line of a fault")

    assert parcel_imports.work(migrated, "w", clock, read=fails)
    assert parcel_imports.work(migrated, "w", clock, read=here)
    assert now(migrated, first).state is ImportState.FAILED
    assert now(migrated, second).state is ImportState.DONE


def test_a_worker_that_is_told_to_end_gives_the_file_back(migrated: Database, clock: Clock) -> None:
    kept = sent(migrated)
    assert parcel_imports.work(migrated, "first", clock, go_on=lambda: False, read=here)
    assert now(migrated, kept).state is ImportState.WAITING
    assert parcel_imports.work(migrated, "second", clock, read=here)
    assert now(migrated, kept).state is ImportState.DONE


def test_two_workers_never_read_the_same_file(migrated: Database, clock: Clock) -> None:
    sent(migrated)
    with migrated.transaction() as unit:
        assert imports.claim(unit, "one", clock()) is not None
    with migrated.transaction() as unit:
        assert imports.claim(unit, "two", clock()) is None


def test_who_sends_it_waits_for_a_worker_that_was_quicker(migrated: Database, clock: Clock) -> None:
    kept = sent(migrated)
    with migrated.transaction() as unit:
        assert imports.claim(unit, "quicker", clock()) is not None
    after = parcel_imports.here(migrated, SECRET, kept, clock, 0.15)
    assert after is not None
    assert after.state is ImportState.RUNNING


def test_a_new_file_for_a_form_takes_the_place_of_the_one_before(migrated: Database, clock: Clock) -> None:
    old, other = sent(migrated), sent(migrated, "e" * 22)
    with migrated.transaction() as unit:
        claimed = imports.claim(unit, "w", clock())
    assert claimed is not None
    new = sent(migrated)
    with migrated.transaction() as unit:
        assert not imports.still_mine(unit, claimed, "w", clock(), step=2), "who reads the old one hears it"
    assert parcel_imports.found(migrated, SECRET, old.public_id) is None
    assert {now(migrated, kept).state for kept in (new, other)} == {ImportState.WAITING}


def test_no_more_is_kept_than_there_is_room_for(migrated: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel_imports, "MOST_HELD", 2 * len(MAP) + 1)
    sent(migrated, "a" * 22)
    sent(migrated, "b" * 22)
    with pytest.raises(InputProblems) as refused:
        sent(migrated, "c" * 22)
    assert refused.value.problems[0].remedy.en == "Try again in a few minutes."


def test_what_nobody_fetches_is_gone_after_an_hour(migrated: Database) -> None:
    kept, away = sent(migrated), parcel_imports.LIFE + timedelta(minutes=1)
    asked = iter([True, False])
    parcel_imports.keep_on(migrated, "w", lambda: NOW + away, lambda: next(asked))
    assert parcel_imports.found(migrated, SECRET, kept.public_id) is None


def test_who_signs_out_or_throws_a_form_away_leaves_no_file(migrated: Database) -> None:
    one, other = sent(migrated, "a" * 22), sent(migrated, "b" * 22)
    drafts.forget(migrated, SECRET, "a" * 22)
    assert parcel_imports.found(migrated, SECRET, one.public_id) is None
    assert parcel_imports.found(migrated, SECRET, other.public_id) is not None
    drafts.forget(migrated, SECRET)
    assert files(migrated) == 0


def test_a_file_that_waits_stands_in_the_way_of_no_migration(migrated: Database) -> None:
    sent(migrated)
    migrated.migrate("0018")
    migrated.migrate()
    assert files(migrated) == 0
    sent(migrated)
    assert files(migrated) == 1
