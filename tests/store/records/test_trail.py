"""The log tells whether it is whole, whatever was done to it behind our back."""

import pytest
from sqlalchemy import text

from calculator.services.account import trail
from calculator.store import Database
from calculator.store.records import audit
from tests.store.people import NOW


@pytest.fixture
def kept(migrated: Database) -> Database:
    for number in range(1, 6):
        with migrated.transaction() as unit:
            audit.append(unit, at=NOW, actor=f"actor-{number}", action="farm.edit", farm="a")
    return migrated


def tamper(database: Database, *statements: str) -> None:
    """As somebody with every right on the database."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_log_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only"))
        for statement in statements:
            connection.execute(text(statement))


def test_a_log_nobody_touched_is_whole(kept: Database) -> None:
    found = trail.verify(kept)
    assert found.whole
    assert found.entries == 5


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_log SET actor = 'x' WHERE sequence = 3", 3),
        ("UPDATE audit_log SET detail = '{\"a\": 1}' WHERE sequence = 1", 1),
        ("UPDATE audit_log SET mandate = 'm' WHERE sequence = 5", 5),
        ("DELETE FROM audit_log WHERE sequence = 2", 2),
        ("DELETE FROM audit_log WHERE sequence = 5", 5),
        ("DELETE FROM audit_log", 1),
        ("UPDATE audit_head SET hash = 'x'", 6),
        ("UPDATE audit_head SET sequence = 9", 6),
    ],
)
def test_what_was_changed_or_removed_is_found_at_its_place(
    kept: Database, statement: str, broken_at: int
) -> None:
    tamper(kept, statement)
    found = trail.verify(kept)
    assert not found.whole
    assert found.broken_at == broken_at


def test_a_log_rewritten_from_the_start_does_not_hold_an_end_that_was_noted(kept: Database) -> None:
    noted = (5, trail.verify(kept).head)
    assert trail.verify(kept, noted).whole
    with kept.transaction() as unit:
        entries = [entry for entry, _ in audit.sealed(unit)]
    tamper(kept, "DELETE FROM audit_log", f"UPDATE audit_head SET sequence = 0, hash = '{audit.GENESIS}'")
    for entry in entries:
        with kept.transaction() as unit:
            audit.append(unit, at=NOW, actor="forged", action=entry.action, farm=entry.farm)
    assert trail.verify(kept).whole
    assert trail.verify(kept, noted).broken_at == 5


def test_a_log_cut_short_and_mended_does_not_hold_an_end_that_was_noted(kept: Database) -> None:
    noted = (5, trail.verify(kept).head)
    with kept.transaction() as unit:
        seals = [seal for _, seal in audit.sealed(unit)]
    tamper(
        kept,
        "DELETE FROM audit_log WHERE sequence > 3",
        f"UPDATE audit_head SET sequence = 3, hash = '{seals[2]}'",
    )
    assert trail.verify(kept).whole
    assert not trail.verify(kept, noted).whole
