"""What holds for all tests: passwords are hashed quickly, and the files that take longest begin first."""

import pytest
from argon2 import PasswordHasher

from calculator.services import passwords

#: Hashing is slow on purpose, which tests/services/test_passwords.py looks at; everywhere else people only sign in.
SLOWLY = pytest.StashKey[PasswordHasher]()

#: Files that take longest, so that no worker is left alone with one of them at the end (``--no-loadscope-reorder``).
LONGEST = (
    "tests/fuzz/test_description.py",
    "tests/store/test_kills.py",
    "tests/store/test_unwritable.py",
    "tests/scenarios/runs/test_cluster.py",
    "tests/scenarios/runs/test_columns_of_populations.py",
    "tests/statements/test_memory.py",
    "tests/architecture/test_packaging.py",
    "tests/web/test_serve.py",
)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SLOWLY] = passwords._HASHER
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)))


@pytest.fixture
def slowly(request: pytest.FixtureRequest) -> PasswordHasher:
    """How passwords are hashed for people."""
    return request.config.stash[SLOWLY]
