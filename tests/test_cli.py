"""The command line: what it prints, and the exit code by which a script knows how it ended."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from calculator import cli
from calculator.domain.scheme import Text
from calculator.services.award import awards
from calculator.services.errors import CannotComplete
from calculator.services.registry import rulebooks
from calculator.services.statement import statements
from calculator.statements.issuing import Made
from tests.services.farms import farm, rulebook

HEAVY = ("weasyprint", "pikepdf", "pypdfium2", "pandas", "flask", "marshmallow", "sqlalchemy", "jinja2")


@pytest.fixture(autouse=True)
def small_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebooks, "load", lambda folder=None, as_recorded=None: rulebook())
    monkeypatch.delenv("STAPELWIJZER_DEBUG", raising=False)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "farm.json"
    path.write_text(json.dumps(farm()), "utf-8")
    return path


def test_award_prints_a_table_in_dutch_or_english(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["award", str(profile), "--on", "2026-07-01"]) == 0
    assert "Totaal: €\u00a03.971,38" in capsys.readouterr().out
    assert cli.main(["award", str(profile), "--on", "2026-07-01", "--lang", "en"]) == 0
    assert "Total: €3,971.38" in capsys.readouterr().out


def test_award_gives_the_contract_s_json(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["award", str(profile), "--on", "2026-07-01", "--years", "2", "--json"]) == 0
    award = json.loads(capsys.readouterr().out)
    assert [year["year"] for year in award["years"]] == [2026, 2027]
    lines = [line["amount_eur"] for year in award["years"] for line in year["lines"]]
    assert sum(round(float(amount) * 100) for amount in lines) == round(float(award["total_eur"]) * 100)


def test_award_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(farm()).encode())))
    assert cli.main(["award", "-", "--on", "2026-07-01"]) == 0
    assert "Totaal" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "mend"), [("nl", "Bedoelt u"), ("en", "Did you mean")])
def test_every_problem_of_farm_and_options_is_on_stderr(
    language: str, mend: str, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = farm() | {"parcel": []}
    wrong["parcels"][0]["area_ha"] = "-1"
    profile.write_text(json.dumps(wrong), "utf-8")
    assert cli.main(["award", str(profile), "--on", "1900-01-01", "--years", "99", "--lang", language]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["--on", "--years", "/parcel", "/parcels/0/area_ha"]
    assert all(" — " in line for line in lines)
    assert mend in told.err


def test_a_key_in_what_to_mend_has_its_word_on_screen_beside_it(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = farm()
    wrong["parcels"][0]["measures"][0]["quantity"] = "1"
    profile.write_text(json.dumps(wrong), "utf-8")
    assert cli.main(["award", str(profile), "--on", "2026-07-01"]) == 2
    told = capsys.readouterr().err
    assert 'Onbekende sleutel "quantity" (“Hoeveelheid”).' in told
    assert "bekend zijn: code, area_ha (“Oppervlakte”), length_m (“Lengte”), " in told


def test_json_that_is_none_is_told_with_its_line(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile.write_text('{\n"a": 1,\n"a": 2}', "utf-8")
    assert cli.main(["award", str(profile)]) == 2
    assert capsys.readouterr().err.startswith("/a: ")
    profile.write_text("{\n,}", "utf-8")
    assert cli.main(["award", str(profile)]) == 2
    assert "regel 2, kolom 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["award", "no-such-file.json"],
        ["award", "farm.json", "--rules", "no-such-folder"],
        ["verify", "no-such-file.pdf"],
        ["rules", "check", "no-such-folder"],
        ["rules", "show", "no.such.scheme"],
        ["rules", "diff", "yesterday", "2026-01-01"],
    ],
)
def test_what_is_not_there_is_wrong_input(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 2
    assert " — " in capsys.readouterr().err


def test_a_day_and_a_scheme_that_are_not_there_are_told_as_they_were_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["rules", "diff", "2025-01-01", "2026"]) == 2
    assert capsys.readouterr().err.startswith('DATE DATE: "2026" is geen datum.')
    assert cli.main(["rules", "show", "national.anlb.polder"]) == 2
    assert capsys.readouterr().err.startswith("national.anlb.polder: Er is geen regeling die zo heet.")


def test_arguments_that_argparse_refuses_are_wrong_input() -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["award"])
    assert stop.value.code == 2


def refuse(*_: object, **__: object) -> Any:
    raise CannotComplete(Text("het gaat niet", "it cannot be done"))


def fail(*_: object, **__: object) -> Any:
    raise ZeroDivisionError("nought")


def test_a_calculation_that_cannot_be_completed_ends_with_3(
    profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(awards, "compute", refuse)
    assert cli.main(["award", str(profile), "--lang", "en"]) == 3
    assert capsys.readouterr().err == "it cannot be done\n"


def test_a_fault_of_ours_ends_with_1_and_shows_its_trace_only_when_asked(
    profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(awards, "compute", fail)
    assert cli.main(["award", str(profile)]) == 1
    told = capsys.readouterr().err
    assert "nought" in told
    assert "Traceback" not in told
    monkeypatch.setenv("STAPELWIJZER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["award", str(profile)])


@dataclass(frozen=True)
class FakeVerdict:
    ok: bool
    state: str = "agrees"

    @property
    def text(self) -> Text:
        return Text("komt overeen", "agrees to the cent")


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 4)])
def test_verify_ends_with_0_only_when_the_statement_agrees(
    ok: bool, code: int, profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(statements, "verify", lambda pdf, openings: FakeVerdict(ok))
    assert cli.main(["verify", str(profile), "--lang", "en"]) == code
    assert "agrees to the cent" in capsys.readouterr().out
    assert cli.main(["verify", str(profile), "--json"]) == code
    assert json.loads(capsys.readouterr().out)["ok"] is ok


def test_a_file_of_300_mb_is_told_to_be_too_large_and_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(300_000_000)
    monkeypatch.setattr(statements, "verify", fail)
    tracemalloc.start()
    assert cli.main(["verify", str(huge), "--lang", "en"]) == 2
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "is larger than 20 MB" in capsys.readouterr().err
    assert taken < 60_000_000


def test_a_statement_is_written_whole_or_not_at_all(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "make", lambda *_, **__: Made(b"%PDF", "code", None))
    assert cli.main(["statement", str(profile), "-o", str(tmp_path / "s.pdf"), "--on", "2026-07-01"]) == 0
    assert (tmp_path / "s.pdf").read_bytes() == b"%PDF"
    assert (
        cli.main(["statement", str(profile), "-o", str(tmp_path / "none" / "s.pdf"), "--on", "2026-07-01"])
        == 2
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["farm.json", "s.pdf"]


def test_rules_list_show_and_diff_read_the_registry(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "list", "--on", "2026-07-01"]) == 0
    assert "national.anlb.midden-delfland" in capsys.readouterr().out
    assert cli.main(["rules", "show", "national.anlb.midden-delfland"]) == 0
    assert "a01c" in capsys.readouterr().out
    assert cli.main(["rules", "diff", "2025-01-01", "2026-01-01", "--lang", "en"]) == 0
    assert "Nothing changes" in capsys.readouterr().out
    for command in (
        ["list"],
        ["show", "national.anlb.midden-delfland"],
        ["diff", "2025-01-01", "2026-01-01"],
    ):
        assert cli.main(["rules", *command, "--json"]) == 0
        json.loads(capsys.readouterr().out)


def test_an_award_waits_for_no_heavy_library() -> None:
    ask = (
        "import sys; from calculator import cli; from calculator.services.award import as_text, awards;"
        "from calculator.services.profile import profiles;"
        "cli._parser();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_module_is_the_command_too() -> None:
    run = [sys.executable, "-m", "calculator.cli", "award", "no-such-file.json"]
    assert subprocess.run(run, capture_output=True, check=False).returncode == 2


def test_standard_output_holds_nothing_but_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "farm.json"
    path.write_text(json.dumps(farm()), "utf-8")
    ask = (
        "import sys; from calculator import cli; from calculator.services.registry import rulebooks;"
        "from tests.services.farms import rulebook; rulebooks.load = lambda folder=None, as_recorded=None: rulebook();"
        f"sys.exit(cli.main(['award', {str(path)!r}, '--on', '2026-07-01', '--json']))"
    )
    result = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert "total_eur" in json.loads(result.stdout)
    assert result.stderr == ""
