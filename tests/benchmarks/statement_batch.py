"""A portfolio of statements on one worker and on two, in processes that are warm."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from calculator.services.account.rights import Actor
from calculator.services.background import batch_work
from calculator.services.registry import rulebooks
from calculator.services.statement import batch as statement_batch
from calculator.services.statement import desks
from calculator.services.statement import drawing as statement_drawing
from calculator.services.statement.drawing import Drawing
from calculator.services.statement.life import Desk
from calculator.services.statement.requests import Request
from calculator.services.statement.workers import Pool, Question, compute
from calculator.store import Database
from calculator.store.accounts import users
from calculator.store.background import batches
from calculator.store.background.batches import ItemState
from calculator.store.farms import farms
from tests.benchmarks.farms import many_farms

FARMS = 12
YEARS = 3
ON = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def batch_of_statements() -> dict[str, float]:
    """Seconds for the whole portfolio: awards, drawing, numbering and keeping."""
    rulebooks.current()
    documents = many_farms(FARMS, seed=11)
    one, two = (_portfolio(documents, workers) for workers in (1, 2))
    return {"one_worker_s": one, "two_workers_s": two, "times": one / two, "farms": float(FARMS)}


def _portfolio(documents: list[dict[str, object]], workers: int) -> float:
    with tempfile.TemporaryDirectory() as folder, Pool(workers) as pool:
        database = Database(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        database.migrate()
        desk = replace(desks.live(database), now=lambda: NOW, today=lambda: ON)
        with database.transaction() as unit:
            user = users.add(unit, email="a@b.nl", name="a", role="farmer", language="nl", now=NOW)
            ids = [
                farms.add(unit, user.id, f"Hoeve {place}", document, NOW).public_id
                for place, document in enumerate(documents)
            ]
        _warm(pool, documents[0], workers)
        asked = Request("", on=ON.isoformat(), years=str(YEARS))
        made = statement_batch.begin(desk, Actor(user), ids, asked)
        start = time.perf_counter()
        batch_work.work(desk, pool, "bench")
        spent = time.perf_counter() - start
        _complete(desk, made.public_id)
        database.close()
        return spent


def _warm(pool: Pool, document: dict[str, object], workers: int) -> None:
    questions = [Question(document, ON, YEARS, "managed", "nl")] * workers * 2
    awards = [answer.award for answer in pool.each(compute, questions) if hasattr(answer, "award")]
    drawings = [Drawing(award, document, "nl", ON, None) for award in awards]
    list(pool.each(statement_drawing.tried, drawings))


def _complete(desk: Desk, public_id: str) -> None:
    with desk.database.transaction() as unit:
        found = batches.find(unit, public_id)
        if found is None or found.counts[ItemState.DONE] != FARMS:
            raise RuntimeError(f"not every statement was made: {found}")
