"""The commands of whoever keeps the service: is the log whole, and who is administrator."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from calculator import cli
from calculator.store import Database
from calculator.store.accounts import users
from calculator.store.records import audit
from tests.store.people import NOW, person


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    address = f"sqlite:///{tmp_path / 'app.sqlite3'}"
    monkeypatch.setenv("DATABASE_URL", address)
    database = Database(address)
    database.migrate()
    with database.transaction() as unit:
        audit.append(unit, at=NOW, actor="someone", action="farm.edit")
    database.close()
    return database


def test_a_whole_log_ends_with_0_and_its_end_can_be_checked_later(
    kept: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["audit", "verify", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "The log is whole: 1 entries" in said
    end = said.split()[-1]
    assert cli.main(["audit", "verify", "--noted", end]) == 0
    assert cli.main(["audit", "verify", "--noted", f"1:{'0' * 64}"]) == 4
    assert cli.main(["audit", "verify", "--noted", "nonsense"]) == 2


def test_a_log_that_was_changed_ends_with_4_and_says_where(
    kept: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with kept.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_log_no_update"))
        connection.execute(text("UPDATE audit_log SET actor = 'x'"))
    assert cli.main(["audit", "verify", "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["broken_at"] == 1
    kept.close()


def test_the_first_administrator_is_made_on_the_machine_itself(kept: Database) -> None:
    person(kept, "eerste@voorbeeld.nl")
    assert cli.main(["people", "role", "Eerste@voorbeeld.nl", "administrator"]) == 0
    with kept.transaction() as unit:
        found = users.by_email(unit, "eerste@voorbeeld.nl")
    assert found
    assert found.role == "administrator"
    assert cli.main(["people", "role", "niemand@voorbeeld.nl", "farmer"]) == 2
    assert cli.main(["people", "role", "eerste@voorbeeld.nl", "koning"]) == 2
    kept.close()
