"""A row that somebody else holds: whoever wants it is told to come back, on either database."""

import pytest
from sqlalchemy import text

from calculator.store import Database, StoreUnavailable
from calculator.store import database as databases


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "PATIENCE", 1)


@pytest.mark.usefixtures("hurried")
def test_whoever_waits_for_what_another_holds_is_told_so_and_can_go_on_after(migrated: Database) -> None:
    add = text("INSERT INTO workers (name, seen_at) VALUES ('one', CURRENT_TIMESTAMP)")
    change = text("UPDATE workers SET seen_at = CURRENT_TIMESTAMP WHERE name = 'one'")
    with migrated.transaction() as unit:
        unit.execute(add)
    with migrated.transaction() as holder:
        holder.execute(change)
        with pytest.raises(StoreUnavailable), migrated.transaction() as waits:
            waits.execute(change)
    with migrated.transaction() as unit:
        assert unit.execute(change).rowcount == 1  # type: ignore[attr-defined]
