"""Rules from a folder: kept in a cache of the user's own, refused with file and line, counted with their examples."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from calculator import resources
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.registry import rulebooks, rules_text

SCHEME = "schemes/national/rvo/basisinkomenssteun/2023-01-01.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our own rules, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Path(shutil.copytree(resources.rules_dir(), tmp_path / "rules"))


def test_a_sound_folder_is_loaded_and_kept(folder: Path) -> None:
    first = rulebooks.load(folder)
    assert first.schemes_on(date(2026, 7, 1))
    assert any((folder.parent / "cache" / "stapelwijzer").iterdir())
    assert rulebooks.load(folder).digest == first.digest
    assert rulebooks.given(folder).digest == first.digest


def test_a_folder_with_an_unknown_relation_is_refused_by_file_and_line(folder: Path) -> None:
    table = sorted((folder / "relations").glob("*.csv"))[0]
    lines = table.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[3], "befriends", 1)
    table.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(rulebooks.RulesRefused) as refused:
        rulebooks.load(folder)
    assert (f"relations/{table.name}", 2) in {(p.file, p.line) for p in refused.value.problems}
    with pytest.raises(InputProblems) as wrong:
        rulebooks.given(folder)
    assert f"relations/{table.name}:2" in {p.pointer for p in wrong.value.problems}
    with pytest.raises(InputProblems):
        rulebooks.checked(folder)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as wrong:
        rulebooks.given(tmp_path)
    assert wrong.value.problems


def test_a_check_tells_of_schemes_without_examples(folder: Path) -> None:
    for cases in (folder / "schemes" / "province").rglob("cases"):
        shutil.rmtree(cases)
    report = rulebooks.checked(folder)
    assert report.rulebook is not None
    found = rulebooks.coverage(report.rulebook, folder)
    assert found.cases > 0
    assert found.schemes > len(found.without)
    text = rules_text.checked(report.rulebook, found, report.notes, "en")
    assert f"{found.schemes} schemes" in text
    assert f"{found.cases} with {found.schemes - len(found.without)} of" in text
    assert "no case stands beside this scheme" in text


def test_rule_files_are_those_that_the_rulebook_was_read_from(folder: Path) -> None:
    digest = rulebooks.load(folder).digest
    assert SCHEME in rulebooks.rule_files(digest, folder)
    (folder / SCHEME).write_bytes((folder / SCHEME).read_bytes() + b"# later\n")
    with pytest.raises(CannotComplete):
        rulebooks.rule_files(digest, folder)


def test_publishing_adds_each_file_once(folder: Path) -> None:
    added = rulebooks.publish(folder, date(2026, 11, 24))
    listed = (folder / "published.csv").read_text("utf-8")
    assert all(path in listed for path in added)
    assert SCHEME in listed
    assert rulebooks.publish(folder, date(2026, 11, 25)) == ()
    (folder / SCHEME).write_bytes((folder / SCHEME).read_bytes() + b"# edited\n")
    with pytest.raises(InputProblems) as wrong:
        rulebooks.publish(folder, date(2026, 11, 25))
    assert SCHEME in wrong.value.problems[0].pointer


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/stapelwijzer")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, Path("/h/.cache/stapelwijzer")),
        ({"HOME": "/h"}, Path("/h/.cache/stapelwijzer")),
        ({}, None),
    ],
)
def test_the_cache_lies_where_the_user_keeps_caches(environ: dict[str, str], expected: Path | None) -> None:
    assert rulebooks.cache_dir(environ) == expected
