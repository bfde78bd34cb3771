"""A desk for runs of scenarios, on both databases."""

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.registry import rulebooks
from calculator.services.statement.life import Desk
from calculator.store import Database
from tests.store.bench import bench


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebooks.current()


@pytest.fixture
def at(migrated: Database, rules: Rulebook) -> Desk:
    return bench(migrated, rules)
