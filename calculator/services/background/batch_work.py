"""The worker's side of batches: take one, do it a few farms at a time, and hear between them whether to go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from calculator.domain.scheme import Text
from calculator.services.advice import result_batch
from calculator.services.statement import batch as statement_batch
from calculator.services.statement.batch_life import Turn
from calculator.services.statement.life import Desk
from calculator.services.statement.workers import Workers
from calculator.store.background import batches
from calculator.store.background import workers as seen
from calculator.store.background.batches import Batch, BatchKind, BatchState

#: Farms between two moments at which progress is kept and a cancel is heard.
CHUNK = 8

#: How each farm ended, by the item's key: a statement, nothing, or why it failed.
Ends = Mapping[int, str | Text | None]
#: What a kind does with a few farms: how they ended, and what it has begun for those that come after them.
Chunk = Callable[[Desk, Workers, Batch, Turn], tuple[Ends, object]]

KINDS: Mapping[BatchKind, Chunk] = {
    BatchKind.STATEMENTS: statement_batch.chunk,
    BatchKind.RESULTS: result_batch.chunk,
}


def work(desk: Desk, workers: Workers, worker: str, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Take the next batch that nobody works on and finish it; False where there is none. Raises StoreUnavailable.

    Where ``go_on`` says no, it stops after the farms under way and gives the rest back to whoever works next.
    """
    with desk.database.transaction() as unit:
        batch = batches.claim(unit, worker, desk.now())
    if batch is None:
        return False
    with desk.database.transaction() as unit:
        waiting = batches.items(unit, batch, waiting=True)
    begun: object = None
    for start in range(0, len(waiting), CHUNK):
        if not go_on():
            with desk.database.transaction() as unit:
                batches.give_back(unit, batch, worker)
            return True
        if not _alive(desk, batch, worker):
            return True
        after = start + CHUNK
        turn = Turn(waiting[start:after], waiting[after : after + CHUNK], begun)
        begun = _chunk(desk, workers, batch, turn)
    with desk.database.transaction() as unit:
        batches.end(unit, batch, BatchState.DONE, desk.now())
    return True


def _alive(desk: Desk, batch: Batch, worker: str) -> bool:
    with desk.database.transaction() as unit:
        seen.seen(unit, worker, desk.now())
        return batches.still_mine(unit, batch, worker, desk.now())


def _chunk(desk: Desk, workers: Workers, batch: Batch, turn: Turn) -> object:
    """Do a few farms and keep how each of them ended; what was begun for the next ones."""
    ends, begun = KINDS[batch.kind](desk, workers, batch, turn)
    with desk.database.transaction() as unit:
        for item in turn.items:
            ended = ends[item.id]
            if isinstance(ended, Text):
                batches.settle(unit, item, reason=ended)
            else:
                batches.settle(unit, item, statement=ended)
    return begun
