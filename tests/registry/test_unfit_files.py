"""What lies among the rules and is no file that can hold them: refused at once, and never waited for or passed over."""

import os
from pathlib import Path

import pytest

from calculator import registry
from calculator.registry.files import documents
from calculator.services.errors import InputProblems
from calculator.services.registry import rulebooks
from tests.registry.broken import APART, ASKED_FURTHER, ASKS
from tests.registry.builders import LIMIT, RELATION_HEADER, RELATIONS, SCHEME, rule_folder

IN_ITS_PLACE = {
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a pipe that nobody writes into": os.mkfifo,
    "a link to a folder": lambda path: path.symlink_to(path.parent),
    "a file of five megabytes": lambda path: path.write_bytes(b"#" * 5_000_000),
}


def said_of(root: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(InputProblems) as refused:
        rulebooks.checked(root)
    return [(p.pointer.removeprefix(f"{root}/"), p.message.en, p.remedy.en) for p in refused.value.problems]


@pytest.mark.parametrize("put", IN_ITS_PLACE)
@pytest.mark.parametrize("file", [SCHEME, LIMIT, "checks.csv", "published.csv"])
def test_what_cannot_hold_rules_is_refused_by_its_name_with_a_remedy(
    tmp_path: Path, file: str, put: str
) -> None:
    root = rule_folder(tmp_path)
    (root / file).unlink(missing_ok=True)
    IN_ITS_PLACE[put](root / file)
    found = said_of(root)
    assert file in {where.split(":")[0] for where, _, _ in found}
    assert all(remedy for _, _, remedy in found)


def test_an_award_under_such_rules_is_refused_as_the_check_is(tmp_path: Path) -> None:
    root = rule_folder(tmp_path)
    (root / "relations" / "later.csv").symlink_to("/dev/zero")
    with pytest.raises(InputProblems) as refused:
        rulebooks.given(root)
    (problem,) = refused.value.problems
    assert problem.message.en == "Cannot be read: this is no plain file (but a device, pipe or folder)."
    assert (
        problem.message.nl
        == "Kan niet worden gelezen: dit is geen gewoon bestand (maar een apparaat, pijp of map)."
    )


def test_files_that_are_too_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = rule_folder(tmp_path)
    monkeypatch.setattr(documents, "MAX_TOGETHER", 1_000)
    ((_, message, _),) = said_of(root)
    assert "with the other files" in message


@pytest.mark.parametrize("name", ["2025-01-01.yaml", "oud.csv"])
def test_a_folder_with_the_name_of_a_file_is_told(tmp_path: Path, name: str) -> None:
    root, path = rule_folder(tmp_path), f"schemes/province/utrecht/botanisch/{name}"
    (root / path).mkdir()
    problems = registry.check(root).problems
    assert [(p.file, p.line) for p in problems] == [(path, 1)]
    assert "folder with the name of a file" in problems[0].message.en


def test_a_link_to_a_folder_is_told_since_its_rules_are_not_read(tmp_path: Path) -> None:
    root, elsewhere = rule_folder(tmp_path), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "schemes" / "province" / "gelderland").symlink_to(elsewhere)
    assert [p.file for p in registry.check(root).problems] == ["schemes/province/gelderland"]


def test_a_file_where_the_folder_of_limits_belongs_is_told(tmp_path: Path) -> None:
    root = rule_folder(tmp_path, {LIMIT: None})
    (root / "limits").write_text("limit: de-minimis\n")
    assert "limits" in {p.file for p in registry.check(root).problems}


def test_more_folders_than_any_rulebook_has_are_refused_though_they_are_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = rule_folder(tmp_path)
    (root / "schemes" / Path(*"d" * 40)).mkdir(parents=True)
    assert registry.check(root).problems == ()
    monkeypatch.setattr(documents, "MAX_FILES", 30)
    ((_, message, _),) = said_of(root)
    assert "this is no rules folder" in message


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ASKS.replace(",unit,", ",farm,"), "asked of the farm, kept apart on the same ground"),
        (ASKS.replace("2024-01-01,2027-01-01", "2024-01-01,2025-01-01"), "asked before it is kept apart"),
    ],
)
def test_what_is_asked_may_be_kept_apart_elsewhere_or_later(tmp_path: Path, row: str, why: str) -> None:
    apart = ASKS.replace("asks,", "apart,").replace(",requires,", ",exclusive,")
    apart = apart.replace("2024-01-01,2027-01-01", "2025-01-01,2027-01-01")
    assert registry.check(rule_folder(tmp_path, {RELATIONS: RELATION_HEADER + apart + row})).problems == (), (
        why
    )


def test_what_is_asked_on_the_same_ground_may_not_be_kept_apart_on_the_whole_farm(tmp_path: Path) -> None:
    apart = ASKS.replace("asks,", "apart,").replace(",requires,all,unit,", ",exclusive,all,farm,")
    problems = registry.check(rule_folder(tmp_path, {RELATIONS: RELATION_HEADER + apart + ASKS})).problems
    assert [(p.file, p.line) for p in problems] == [(RELATIONS, 3)]


@pytest.mark.parametrize(
    ("further", "apart", "why"),
    [
        (ASKED_FURTHER.replace(",unit,", ",farm,"), APART, "it may lie elsewhere"),
        (ASKED_FURTHER.replace("2024-01-01,2027-01-01", "2024-01-01,2025-01-01"),
         APART.replace("2024-01-01,2027-01-01", "2025-01-01,2027-01-01"), "it is asked in other years"),
        (ASKED_FURTHER, APART.replace(",exclusive,all,", ",zero,value,"), "both may be claimed"),
        (ASKED_FURTHER.replace("#klasse", ""), APART.replace("#klasse", ""), "the break crop is of that scheme itself"),
    ],
    ids=lambda x: x if " " in x else "",
)  # fmt: skip
def test_what_is_asked_through_another_may_be_kept_apart_elsewhere_or_later(
    tmp_path: Path, further: str, apart: str, why: str
) -> None:
    rows = RELATION_HEADER + ASKS + further + apart
    assert registry.check(rule_folder(tmp_path, {RELATIONS: rows})).problems == (), why
