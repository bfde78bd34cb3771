"""The list of published files only grows, and what stands in it is never edited."""

from datetime import date
from pathlib import Path

from calculator import registry
from calculator.registry.lists import published
from tests.registry.builders import ECO, SCHEME, SCHEME_TEXT, documents, edited, rule_folder

DAY = date(2026, 2, 1)
MEASURES = "codelists/measures.csv"


def listed(root: Path) -> tuple[published.Published, ...]:
    found, problems = published.read_list((root / "published.csv").read_bytes())
    assert problems == ()
    return found


def test_publishing_adds_every_new_file_once(tmp_path: Path) -> None:
    root = rule_folder(tmp_path)
    added, problems = published.publish(root, DAY)
    assert problems == ()
    assert set(added) == set(documents())
    assert published.publish(root, date(2026, 3, 1)) == ((), ())
    assert {entry.recorded_on for entry in listed(root)} == {DAY}
    rulebook = registry.check(root).rulebook
    assert rulebook is not None
    assert published.is_published(rulebook.files, listed(root)) == ()


def test_a_published_file_that_was_edited_is_a_problem_and_stops_publishing(tmp_path: Path) -> None:
    root = rule_folder(tmp_path)
    published.publish(root, DAY)
    (root / SCHEME).write_text(edited(SCHEME_TEXT, "1200.50", "1250"))
    before = (root / "published.csv").read_bytes()
    added, problems = published.publish(root, date(2026, 3, 1))
    assert added == ()
    assert [p.file for p in problems] == [SCHEME]
    assert "gepubliceerd bestand is gewijzigd" in problems[0].message.nl
    assert "published file edited" in problems[0].message.en
    assert (root / "published.csv").read_bytes() == before
    report = registry.check(root)
    assert report.rulebook is None
    assert report.problems == problems


def test_a_file_that_says_it_was_recorded_later_than_today_is_not_published(tmp_path: Path) -> None:
    root = rule_folder(
        tmp_path, {SCHEME: edited(SCHEME_TEXT, "recorded_on: 2026-01-15", "recorded_on: 2026-09-15")}
    )
    added, problems = published.publish(root, DAY)
    assert added == ()
    assert [(p.file, "ligt na vandaag" in p.message.nl) for p in problems] == [(SCHEME, True)]
    assert not (root / "published.csv").exists()


def test_a_published_file_that_was_removed_is_a_problem(tmp_path: Path) -> None:
    root = rule_folder(tmp_path)
    published.publish(root, DAY)
    (root / ECO).unlink()
    problems = registry.check(root).problems
    assert (ECO, 1) in {(p.file, p.line) for p in problems}


def test_a_codelist_may_grow_and_keeps_its_older_hashes(tmp_path: Path) -> None:
    root = rule_folder(tmp_path)
    published.publish(root, DAY)
    with (root / MEASURES).open("a") as table:
        table.write("sloot,Sloot,Ditch,m,element,\n")
    assert registry.check(root).problems == ()
    assert published.publish(root, date(2026, 3, 1)) == ((MEASURES,), ())
    assert len([e for e in listed(root) if e.path == MEASURES]) == 2


def test_a_forged_rule_is_not_published(tmp_path: Path) -> None:
    root = rule_folder(tmp_path)
    published.publish(root, DAY)
    forged = {**documents(), SCHEME: edited(SCHEME_TEXT, "1200.50", "5000").encode()}
    rulebook, problems = registry.from_documents(forged)
    assert problems == ()
    assert rulebook is not None
    assert [p.file for p in published.is_published(rulebook.files, listed(root))] == [SCHEME]


def test_a_wrong_line_of_the_list_is_told_with_its_line(tmp_path: Path) -> None:
    root = rule_folder(tmp_path, {"published.csv": "path,sha256,recorded_on\nREADME.md,abc,vandaag\n"})
    problems = registry.check(root).problems
    assert {(p.file, p.line) for p in problems} == {("published.csv", 2)}
    assert len(problems) == 3


def test_a_newly_recorded_file_is_still_the_published_one_on_an_earlier_day(tmp_path: Path) -> None:
    root = rule_folder(tmp_path)
    published.publish(root, DAY)
    rulebook, problems = registry.load(root, cache_dir=tmp_path / "c", as_known_on=date(2026, 1, 20))
    assert problems == ()
    assert rulebook is not None
