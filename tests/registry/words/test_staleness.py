"""A figure is out of date when nobody looked at its source for a year, or when it ended and nothing followed."""

from datetime import date

from calculator import registry
from calculator.domain.rulebook import Rulebook
from calculator.registry.files.problem import Findings
from calculator.registry.lists import rechecks
from calculator.registry.words import staleness
from calculator.registry.words.staleness import Stale, Why
from tests.registry.builders import CHECKS_TEXT, SCHEME, documents

LOOKS = rechecks.read(CHECKS_TEXT.encode(), Findings("checks.csv"))


def rulebook() -> Rulebook:
    found, _ = registry.from_documents(documents())
    assert found is not None
    return found


def stale(day: date, why: Why, looks: tuple[rechecks.Recheck, ...] = ()) -> list[tuple[str, str]]:
    found: tuple[Stale, ...] = staleness.stale(rulebook(), looks, day)
    return [(entry.subject, entry.figure) for entry in found if entry.why is why]


def test_nothing_is_stale_within_a_year_of_reading() -> None:
    assert stale(date(2026, 12, 31), Why.UNCHECKED) == []


def test_a_year_after_reading_every_figure_in_force_is_listed() -> None:
    found = stale(date(2027, 1, 11), Why.UNCHECKED)
    assert ("national.rvo.eco", "rustgewas.value") in found
    assert ("de-minimis", "ceiling") in found
    assert not any(subject == "province.utrecht.botanisch" for subject, _ in found)  # it has ended


def test_a_later_look_keeps_a_figure_current() -> None:
    text = CHECKS_TEXT + "limits/de-minimis/2023-01-01.yaml,,2026-06-01,unchanged,\n"
    looks = rechecks.read(text.encode(), Findings("checks.csv"))
    assert ("de-minimis", "ceiling") not in stale(date(2027, 1, 11), Why.UNCHECKED, looks)


def test_a_look_that_did_not_reach_the_source_keeps_nothing_current() -> None:
    text = CHECKS_TEXT + "limits/de-minimis/2023-01-01.yaml,,2026-06-01,unreachable,\n"
    looks = rechecks.read(text.encode(), Findings("checks.csv"))
    assert ("de-minimis", "ceiling") in stale(date(2027, 1, 11), Why.UNCHECKED, looks)


def test_a_figure_or_scheme_that_ended_without_a_successor_is_listed_first() -> None:
    day = date(2027, 1, 11)
    assert ("national.rvo.eco", "klasse.rate") in stale(day, Why.ENDED)
    assert ("province.utrecht.botanisch", "") in stale(day, Why.ENDED)
    kinds = [entry.why for entry in staleness.stale(rulebook(), (), day)]
    assert kinds == sorted(kinds, key=lambda why: why is not Why.ENDED)


def test_the_day_of_last_checking_counts_only_looks_before_the_day_that_is_asked() -> None:
    scheme = next(s for s in rulebook().schemes if s.path == SCHEME)
    assert staleness.scheme_checked(scheme, LOOKS, date(2026, 12, 1)) == date(2026, 5, 1)
    assert staleness.scheme_checked(scheme, LOOKS, date(2026, 3, 1)) == date(2026, 1, 10)
