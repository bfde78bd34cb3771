from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from calculator.store import Database
from calculator.store.records import audit
from tests.store.people import NOW


@pytest.fixture
def kept(migrated: Database) -> Database:
    return migrated


def write(database: Database, actor: str = "someone", **about: str) -> audit.Entry:
    with database.transaction() as unit:
        return audit.append(unit, at=NOW, actor=actor, action="farm.edit", **about)


def test_an_entry_seals_everything_before_it(kept: Database) -> None:
    first, second = write(kept, farm="a"), write(kept, farm="b")
    assert (first.sequence, first.previous) == (1, audit.GENESIS)
    assert (second.sequence, second.previous) == (2, first.seal())
    with kept.transaction() as unit:
        assert audit.head(unit) == (2, second.seal())
        assert [(entry, seal) for entry, seal in audit.sealed(unit)] == [
            (first, first.seal()),
            (second, second.seal()),
        ]


def test_writers_at_the_same_time_make_one_chain(kept: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(kept, str(number)), range(40)))
    with kept.transaction() as unit:
        entries = list(audit.sealed(unit))
    assert [entry.sequence for entry, _ in entries] == list(range(1, 41))
    assert all(
        entry.previous == before for (entry, _), (_, before) in zip(entries[1:], entries, strict=False)
    )


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"])
def test_the_database_refuses_to_change_or_remove_an_entry(kept: Database, statement: str) -> None:
    entry = write(kept)
    with pytest.raises(DBAPIError, match="append-only"), kept.transaction() as unit:
        unit.execute(text(statement))
    with kept.transaction() as unit:
        assert [found for found, _ in audit.sealed(unit)] == [entry]


def test_what_did_not_happen_is_not_in_the_log(kept: Database) -> None:
    def fail() -> None:
        with kept.transaction() as unit:
            audit.append(unit, at=NOW, actor="someone", action="farm.edit")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with kept.transaction() as unit:
        assert audit.head(unit) == (0, audit.GENESIS)
        assert list(audit.sealed(unit)) == []


def test_the_log_of_a_farm_is_its_own_newest_first(kept: Database) -> None:
    write(kept, farm="a")
    last = write(kept, farm="a", mandate="m")
    write(kept, farm="b")
    with kept.transaction() as unit:
        assert [entry.sequence for entry in audit.of_farm(unit, "a")] == [last.sequence, 1]
