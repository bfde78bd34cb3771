"""Every broken folder is refused, with the file, the line and words that a policy officer understands."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator import registry
from tests.registry.broken import CASES, WHOLE, Broken
from tests.registry.builders import (
    ECO,
    LIMIT,
    SCHEME,
    SCHEME_TEXT,
    documents,
    edited,
    rule_folder,
)
from tests.samples import cases


def test_the_sound_folder_has_no_problems(tmp_path: Path) -> None:
    report = registry.check(rule_folder(tmp_path))
    assert report.problems == ()
    assert report.rulebook is not None


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: broken.name)
def test_a_broken_folder_is_refused_with_file_line_and_words(broken: Broken) -> None:
    rulebook, problems = registry.from_documents(documents({broken.file: broken.text}))
    assert rulebook is None
    places = {(p.file, p.line) for p in problems if broken.says in p.message.nl}
    assert (broken.file, broken.line) in places, "\n".join(map(str, problems))


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: broken.name)
def test_one_mistake_gives_few_problems_each_with_a_remedy_in_two_languages(broken: Broken) -> None:
    _, problems = registry.from_documents(documents({broken.file: broken.text}))
    assert 1 <= len(problems) <= 4, "\n".join(map(str, problems))
    assert all(text for p in problems for text in (p.message.nl, p.message.en, p.remedy.nl, p.remedy.en))


def test_names_of_broken_folders_are_unique() -> None:
    assert len({broken.name for broken in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("name", WHOLE)
def test_a_folder_that_is_wrong_as_a_whole_is_refused(name: str) -> None:
    changes, file, line, says = WHOLE[name]
    rulebook, problems = registry.from_documents(documents(changes))
    assert rulebook is None
    found = {(p.file, p.line) for p in problems if says in p.message.nl}
    assert (file, line) in found, "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("name", "written"), [("x.yml", "x"), ("2024-01-01.YAML", "x"), ("tarief.xlsx", "x")]
)
def test_a_file_that_would_not_be_read_is_told(tmp_path: Path, name: str, written: str) -> None:
    path = f"schemes/province/utrecht/botanisch/{name}"
    problems = registry.check(rule_folder(tmp_path, {path: written})).problems
    assert [(p.file, p.line) for p in problems] == [(path, 1)]


def test_all_problems_of_all_files_are_told_at_once() -> None:
    changes = {
        b.file: b.text
        for b in CASES
        if b.name in ("an unknown goal", "an unknown measure", "a window without years")
    }
    _, problems = registry.from_documents(documents(changes))
    assert {p.file for p in problems} == {SCHEME, ECO, LIMIT}


def test_a_file_that_cannot_be_read_makes_no_orphans_elsewhere() -> None:
    _, problems = registry.from_documents(documents({SCHEME: edited(SCHEME_TEXT, "layer: ", "laag: ")}))
    assert {p.file for p in problems} == {SCHEME}


def test_the_remedy_names_the_nearest_known_word() -> None:
    _, problems = registry.from_documents(documents({SCHEME: edited(SCHEME_TEXT, "[utrecht]", "[utrect]")}))
    assert [p.remedy.nl for p in problems] == ["bedoelt u `utrecht`?"]


def test_a_problem_prints_as_file_line_message_and_remedy() -> None:
    _, problems = registry.from_documents(documents({SCHEME: edited(SCHEME_TEXT, "[utrecht]", "[utrect]")}))
    assert re.match(r"\S+\.yaml:11: `utrect` .*\n    bedoelt u", str(problems[0]))
    assert problems[0].text("en").endswith("did you mean `utrecht`?")


FILES = sorted(documents())
BITS = (
    "",
    "\n",
    "  ",
    ":",
    "- ",
    "{",
    "]",
    '"',
    ",",
    "nl",
    "[]",
    "{}",
    "0",
    "-1",
    "é",
    "\t",
    "#",
    "&a",
    "2024-01-01",
    "kind: any_of",
)


@settings(max_examples=cases(50, 120), deadline=None, derandomize=True)
@given(st.data())
def test_no_slip_of_the_keyboard_makes_it_fall_over(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    text = documents()[path].decode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.sampled_from(BITS)) + text[end:]
    rulebook, problems = registry.from_documents(documents({path: text}))
    assert (rulebook is None) == bool(problems)
    assert all(problem.line >= 1 for problem in problems)
