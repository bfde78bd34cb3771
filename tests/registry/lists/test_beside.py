"""What stands beside the rules is checked too: a wrong re-check, conflict or case keeps a folder from serving."""

from datetime import date
from pathlib import Path

import pytest

from calculator import registry
from calculator.registry import cases
from calculator.registry.files.problem import Findings
from calculator.registry.lists import beside, conflicts, rechecks
from calculator.services.registry import rulebooks
from tests.registry.broken import CASES, Broken
from tests.registry.builders import (
    CASE,
    CASE_TEXT,
    CHECKS_TEXT,
    CONFLICTS_TEXT,
    SCHEME,
    WINDOWS_TEXT,
    edited,
    rule_folder,
)

WRONG = {
    "a re-check of a file that is not there": (
        beside.CHECKS, edited(CHECKS_TEXT, SCHEME, "schemes/x.yaml"), 2, "cel A2, kolom `path`"
    ),
    "a re-check of a figure that is not there": (
        beside.CHECKS, edited(CHECKS_TEXT, "strook.rate", "strook.tarief"), 2, "cel B2, kolom `figure`"
    ),
    "a re-check without a day": (beside.CHECKS, edited(CHECKS_TEXT, "2026-05-01", ""), 2, "cel C2, kolom `checked_on`"),
    "a re-check with an unknown outcome": (
        beside.CHECKS, edited(CHECKS_TEXT, "unchanged", "klopt"), 2, "cel D2, kolom `outcome`"
    ),
    "a conflict of which the reason is not told": (
        beside.CONFLICTS, edited(CONFLICTS_TEXT, "de folder is ouder", ""), 2, "kolom `reason_nl`: leeg"
    ),
    "a conflict without a source": (
        beside.CONFLICTS, edited(CONFLICTS_TEXT, "https://example.org/folder", "folder"), 2, "kolom `source_url`"
    ),
    "a conflict about nothing": (
        beside.CONFLICTS, edited(CONFLICTS_TEXT, "strook.rate", "rand"), 2, "kolom `figure`"
    ),
    "a window of a scheme that is not there": (
        beside.WINDOWS, edited(WINDOWS_TEXT, "province.utrecht.botanisch", "province.utrecht.gras"), 2, "kolom `schemes`"
    ),
    "a window without any day": (
        beside.WINDOWS, edited(WINDOWS_TEXT, "2026-03-01,2026-05-15", ","), 2, "kolom `closes`: leeg"
    ),
    "a window that closes before it opens": (
        beside.WINDOWS, edited(WINDOWS_TEXT, "2026-03-01,2026-05-15", "2026-06-01,2026-05-15"), 2, "kolom `closes`"
    ),
    "a window without a source": (
        beside.WINDOWS, edited(WINDOWS_TEXT, "https://example.org/loket", "loket"), 2, "kolom `source_url`"
    ),
    "two windows for one year": (
        beside.WINDOWS, WINDOWS_TEXT + WINDOWS_TEXT.splitlines()[1] + "\n", 3, "kolom `year`"
    ),
    "a case without a day": (CASE, edited(CASE_TEXT, "on: 2024-05-15\n", ""), 1, "`on` ontbreekt"),
    "a case that expects nothing": (
        CASE, CASE_TEXT.partition("expect:")[0] + "expect: {}\n", 10, "verwacht niets"
    ),
    "a case that compares what nobody compares": (
        CASE, edited(CASE_TEXT, "  lines:", "  regels:"), 11, "`regels` is geen bekende sleutel"
    ),
    "a case of a scheme that is not there": (
        CASE, edited(CASE_TEXT, "scheme: province.utrecht.botanisch", "scheme: province.utrecht.gras"), 1,
        "er is geen regeling `province.utrecht.gras`",
    ),
    "a case that would not be read": (CASE.replace(".yaml", ".yml"), CASE_TEXT, 1, "wordt niet gelezen"),
}  # fmt: skip


def test_a_folder_with_sound_tables_beside_it_serves(tmp_path: Path) -> None:
    sound = {beside.CHECKS: CHECKS_TEXT, beside.CONFLICTS: CONFLICTS_TEXT, CASE: CASE_TEXT}
    report = registry.check(rule_folder(tmp_path, {**sound, beside.WINDOWS: WINDOWS_TEXT}))
    assert report.problems == ()
    assert report.rulebook is not None
    assert [window.closes for window in report.rulebook.windows] == [date(2026, 5, 15)]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_table_or_case_is_told_by_file_and_line_and_never_serves(tmp_path: Path, name: str) -> None:
    file, text, line, says = WRONG[name]
    root = rule_folder(tmp_path, {file: text})
    problems = registry.check(root).problems
    assert [(p.file, p.line) for p in problems if says in p.message.nl] == [(file, line)], problems
    with pytest.raises(rulebooks.RulesRefused):
        rulebooks.load(root)


@pytest.mark.parametrize("broken", CASES[::6], ids=lambda broken: broken.name)
def test_a_registry_with_any_problem_never_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Broken
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = rule_folder(tmp_path)
    assert rulebooks.load(root).schemes  # sound, and now in the cache
    (root / broken.file).write_text(broken.text, "utf-8")
    with pytest.raises(rulebooks.RulesRefused) as refused:
        rulebooks.load(root)
    assert broken.file in {p.file for p in refused.value.problems}


def test_the_last_look_at_a_figure_is_the_newest_that_saw_its_source() -> None:
    text = CHECKS_TEXT + f"{SCHEME},,2026-07-01,changed,\n{SCHEME},strook,2026-08-01,unreachable,\n"
    looks = rechecks.read(text.encode(), Findings("checks.csv"))
    found = rechecks.last(looks, SCHEME, "strook.rate", date(2026, 9, 1))
    assert found is not None
    assert found.checked_on == date(2026, 7, 1)
    earlier = rechecks.last(looks, SCHEME, "strook.rate", date(2026, 6, 1))
    assert earlier is not None
    assert earlier.checked_on == date(2026, 5, 1)
    assert rechecks.last(looks, SCHEME, "strook.rate", date(2026, 4, 1)) is None


def test_a_conflict_keeps_both_sources_and_the_reason() -> None:
    (found,) = conflicts.read(CONFLICTS_TEXT.encode(), Findings("conflicts.csv"))
    assert (found.path, found.figure, found.says) == (SCHEME, "strook.rate", "EUR 1100 per ha")
    assert found.reason.en == "the leaflet is older"
    assert found.source.title == "Folder"


def test_a_case_knows_its_scheme_and_whether_the_payer_published_it() -> None:
    found = cases.read(CASE, CASE_TEXT.encode(), Findings(CASE))
    assert found is not None
    assert found.scheme == "province.utrecht.botanisch"
    assert found.published
    assert found.expected("lines")[0]["amount_eur"] == "1200.50"
