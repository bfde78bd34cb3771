"""Twenty minutes of people at work: what the server holds at the end is what it held when it was warm."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.benchmarks import load

MINUTES, PARTS = 20.0, 10
#: What is clicked while it warms: what draws holds most only after some dozens of files, so it warms until so many are drawn.
WARMING, WARM_FILES, ROUND = {"page": 30, "edit": 20, "award": 20, "statement": 30}, 150, 45.0
#: What may come on top: memory in MB (allocators keep what they were once given), threads and files by count.
ALLOWED = {"memory_mb": 60.0, "threads": 4.0, "files": 12.0, "processes": 0.0}


@contextmanager
def sampled(look: Callable[[], object], every: float) -> Iterator[None]:
    """Look again and again for as long as the block runs."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(every):
            look()

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()


def grown(minutes: float = MINUTES) -> dict[str, float]:
    """How much of each was held when it was warm and at the end, and what went wrong meanwhile."""
    with load.postgres() as database:
        people = load.settle(database, load.PEOPLE)
        with load.server(database.url.render_as_string(hide_password=False)) as run:
            # Every thread is started, every memory filled, and each process that draws has drawn large and small.
            drawn = 0
            while drawn < WARM_FILES:
                drawn += len(load.together(people, load.PEOPLE, ROUND, WARMING).taken["statement"])
            time.sleep(5)
            warm = load.held(run)
            curve = [warm]
            with sampled(lambda: curve.append(load.held(run)), minutes * 60 / PARTS):
                answers = load.together(people, load.PEOPLE, minutes * 60)
            time.sleep(5)
            end = load.held(run)
    found = {f"memory_mb_{at:02}": held["memory_mb"] for at, held in enumerate(curve)}
    found |= {f"warm_{name}": value for name, value in warm.items()}
    found |= {f"end_{name}": value for name, value in end.items()}
    found |= {f"more_{name}": end[name] - warm[name] for name in warm}
    return found | answers.figures()


if __name__ == "__main__":
    for name, value in grown(*(float(given) for given in sys.argv[1:])).items():
        print(f"{name:28} {value:12.1f}")
