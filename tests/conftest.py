"""What holds for all tests: passwords are hashed quickly, and the files that take longest begin first."""

import os
from sqlite3 import Connection as SqliteConnection

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import event

from calculator.services.account import passwords
from calculator.store import database
from tests.samples import LONG

# Two processes that test have two cores. Where each lets a sum be worked out by two threads, these wait for each other in loops
# that take up to eleven times the processor. It is read when numpy is imported, and by the processes that are started from here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The same cases at every run, so that a change is told by its own fault; `make soak` draws new ones each time.
settings.register_profile("same", derandomize=True)
settings.register_profile("new")
settings.load_profile("new" if LONG else "same")

#: Hashing is slow on purpose, which tests/services/account/test_passwords.py looks at; everywhere else people only sign in.
#: It is said here and not in a hook: the folders below hash their first password as they are imported.
SLOWLY = passwords._HASHER
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


@event.listens_for(database.Engine, "connect")
def _without_a_disk(connection: object, _record: object) -> None:
    """Nobody pulls the plug here, and what a killed process wrote outlives it all the same: no write waits for a disk.

    Said after ``store.database`` has said its own, so that this holds.
    """
    if isinstance(connection, SqliteConnection):
        connection.execute("PRAGMA synchronous=OFF")


#: Files that take longest, so that no worker is left alone with one of them at the end (``--no-loadscope-reorder``). The
#: first and the third compile the columns, which takes a minute and a half in a fresh clone: the first worker takes both, as
#: the first has one test alone, and the files that need what they compile come later, so that nothing is compiled twice.
LONGEST = (
    "tests/scenarios/runs/test_columns_of_populations.py",
    "tests/store/test_kills.py",
    "tests/stacking/columns/test_advised.py",
    "tests/browser/test_every_page.py",
    "tests/fuzz/test_description.py",
    "tests/store/test_unwritable.py",
    "tests/statements/test_memory.py",
    "tests/architecture/test_packaging.py",
    "tests/web/test_serve.py",
    "tests/scenarios/runs/test_cluster.py",
)


def pytest_itemcollected(item: pytest.Item) -> None:
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker(pytest.mark.drawn)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)))


@pytest.fixture
def slowly() -> PasswordHasher:
    """How passwords are hashed for people."""
    return SLOWLY
