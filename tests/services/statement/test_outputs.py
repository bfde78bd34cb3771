"""One award in every form that people take away, chosen by the end of the file's name."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import icalendar
import openpyxl
import pytest

from calculator import cli
from calculator.services.errors import InputProblems
from calculator.services.registry import rulebooks
from calculator.services.statement.outputs import form_of
from tests.services.farms import farm, rulebook


@pytest.fixture(autouse=True)
def small_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebooks, "load", lambda folder=None, as_recorded=None: rulebook())
    monkeypatch.setattr(rulebooks, "rule_files", lambda digest, folder=None: {})


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "farm.json"
    path.write_text(json.dumps(farm()), "utf-8")
    return path


def made(profile: Path, name: str, *more: str) -> bytes:
    target = profile.with_name(name)
    arguments = ["statement", str(profile), "-o", str(target), "--on", "2026-07-01", "--years", "2", *more]
    assert cli.main(arguments) == 0
    return target.read_bytes()


def test_every_form_holds_the_same_total(profile: Path) -> None:
    total = Decimal(json.loads(made(profile, "a.json"))["total_eur"])
    book = openpyxl.load_workbook(io.BytesIO(made(profile, "a.xlsx")))
    assert Decimal(str(list(book["Jaren"].iter_rows(values_only=True))[-1][-1])) == total
    rows = csv.DictReader(io.StringIO(made(profile, "a.CSV", "--csv", "machine").decode()))
    assert sum(Decimal(row["amount_eur"]) for row in rows if row["outside_total"] == "false") == total
    dutch = made(profile, "b.csv", "--table", "schedule").decode("utf-8-sig").splitlines()
    assert dutch[-1].split(";")[-1] == str(total).replace(".", ",")


def test_the_json_form_is_the_award_of_the_contract(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = json.loads(made(profile, "a.json"))
    assert cli.main(["award", str(profile), "--on", "2026-07-01", "--years", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == file


def test_a_calendar_says_what_it_does_not_know(profile: Path) -> None:
    found = icalendar.Calendar.from_ical(made(profile, "a.ics", "--lang", "en"))
    assert "name no day of granting or paying: a01c (anlb)" in str(found["x-wr-caldesc"])
    assert all(event["dtstart"].dt >= date(2026, 7, 1) for event in found.walk("VEVENT"))


@pytest.mark.parametrize("name", ["a", "a.docx", "a.pdf.exe", ".csv", ""])
def test_a_name_that_says_no_form_is_wrong_input(name: str) -> None:
    with pytest.raises(InputProblems) as wrong:
        form_of(name)
    assert ".xlsx" in wrong.value.problems[0].remedy.en


def test_a_table_that_does_not_exist_is_wrong_input(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["statement", str(profile), "-o", str(profile.with_name("a.csv")), "--on", "2026-07-01"]
    assert cli.main([*asked, "--table", "x\x1b[31m", "--lang", "en"]) == 2
    assert "schedule" in capsys.readouterr().err
    assert not profile.with_name("a.csv").exists()
