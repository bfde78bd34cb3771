"""Remarks are there in both languages, without a published file being edited."""

from datetime import date
from pathlib import Path

from calculator import registry, resources
from calculator.registry.files import documents as files
from calculator.registry.lists import recorded
from calculator.registry.words import show
from tests.registry.builders import (
    ECO,
    ECO_TEXT,
    RELATION_HEADER,
    RELATION_ROW,
    RELATIONS,
    documents,
    edited,
    rule_folder,
)

NOTED = edited(
    ECO_TEXT,
    "value: 60, unit: EUR/ha, status: definitive,",
    "value: 60, unit: EUR/ha, status: definitive, note: plan amount,",
)
REMARKS = "codelists/remarks.csv"
LISTED = "code,nl,en\nplan,planbedrag,plan amount\n"


def test_a_remark_in_one_language_is_refused_with_its_place() -> None:
    _, problems = registry.from_documents(documents({ECO: NOTED}))
    line = next(n for n, text in enumerate(NOTED.splitlines(), 1) if "plan amount" in text)
    assert [(p.file, p.line) for p in problems] == [(ECO, line)]
    assert "remarks.csv" in problems[0].remedy.nl
    row = RELATION_ROW.replace("high,\n", "high,only on top\n")
    _, problems = registry.from_documents(documents({RELATIONS: RELATION_HEADER + row}))
    assert ["cel O2, kolom `note`" in p.message.nl for p in problems] == [True]


def test_a_remark_reads_in_the_language_that_is_asked_whichever_it_was_written_in() -> None:
    for text in (NOTED, NOTED.replace("plan amount", "planbedrag")):
        found, problems = registry.from_documents(documents({ECO: text, REMARKS: LISTED}))
        assert problems == ()
        assert found is not None
        scheme = next(s for s in found.schemes if s.id == "national.rvo.eco")
        assert "      planbedrag" in show.lines(scheme, "nl", found)
        assert "      plan amount" in show.lines(scheme, "en", found)


def test_what_was_recorded_on_any_earlier_day_can_still_be_read() -> None:
    root = resources.rules_dir()
    days = recorded.days(files.read(root)[0])
    assert days[0] == date(2026, 11, 24)
    for day in days:
        rulebook, problems = registry.load(root, as_known_on=day)
        assert problems == (), day
        assert rulebook is not None
        assert max(s.recorded_on for s in rulebook.schemes) <= day


def test_the_days_of_the_registry_are_those_of_its_files_and_rows() -> None:
    head = RELATION_HEADER.rstrip("\n") + ",recorded_on\n"
    row = RELATION_ROW.rstrip("\n") + ",2026-03-01\n"
    assert recorded.days(documents({RELATIONS: head + row})) == (date(2026, 1, 15), date(2026, 3, 1))


def test_what_a_reward_is_measured_by_in_one_language_is_a_note(tmp_path: Path) -> None:
    def noted(lists: str) -> list[str]:
        found = registry.check(rule_folder(tmp_path / str(len(lists)), {REMARKS: lists}))
        assert found.problems == ()
        return [note.message.nl for note in found.notes if "in één taal" in note.message.nl]

    assert '`indicator`: "kruiden" staat er in één taal' in noted("code,nl,en\n")
    assert not any('"ha"' in told for told in noted("code,nl,en\n")), "a unit needs no words"
    listed = "code,nl,en\nherbs,kruiden,herbs\nyear,jaar,year\n"
    assert not any('"kruiden"' in told or '"jaar"' in told for told in noted(listed))


def test_every_reward_of_the_shipped_rules_reads_in_both_languages() -> None:
    assert [n for n in registry.check(resources.rules_dir()).notes if "in one language" in n.message.en] == []


def test_a_reward_is_told_in_the_language_that_is_asked() -> None:
    found, problems = registry.from_documents(
        documents({REMARKS: "code,nl,en\nherbs,kruiden,herbs\nyear,jaar,year\n"})
    )
    assert problems == ()
    assert found is not None
    scheme = next(s for s in found.schemes if s.id == "province.utrecht.botanisch")
    assert any("measured by: herbs; over: ha; term: year" in line for line in show.lines(scheme, "en", found))
    assert any("gemeten aan: kruiden; over: ha; looptijd: jaar" in x for x in show.lines(scheme, "nl", found))
