"""The calendar holds the days that rules, award and profile name, each with its source, and not one day more."""

from dataclasses import replace
from datetime import date

import icalendar

from calculator.domain.period import Period
from calculator.domain.rulebook import LegalBasis, Rulebook
from calculator.domain.scheme import GrantRule, Text
from calculator.domain.source import Confidence, Source
from calculator.domain.window import Step, Window
from calculator.statements.content.paper import Paper, paper_of
from calculator.statements.outputs.calendar import calendar
from calculator.statements.outputs.dates import KnownDate, known_dates, unpublished, without_day
from tests import builders as rules
from tests.statements import builders

SCHEME = "national.rvo.basisinkomenssteun"


def paper(**changes: object) -> Paper:
    award = builders.award() | {"limits": [], "receipt": {"rulebook": {"on": "2026-07-01"}}}
    profile = builders.profile() | {"contracts": []}
    award |= {key: changes[key] for key in changes.keys() & {"limits", "notices"}}
    profile |= {key: changes[key] for key in changes.keys() & {"contracts"}}
    return paper_of(award, profile, {}, "nl", builders.ISSUE)


def book(*, end: date | None = None, month_day: tuple[int, int] | None = None) -> Rulebook:
    payment = replace(rules.payment("per-hectare"), grant=GrantRule("annual", month_day))
    scheme = replace(rules.scheme(SCHEME, payment), validity=Period(date(2023, 1, 1), end))
    return replace(rules.rulebook(scheme), legal_bases={})


def kinds(found: tuple[KnownDate, ...]) -> list[tuple[date, str]]:
    return [(entry.day, entry.kind) for entry in found]


def test_rules_that_name_no_day_give_no_day() -> None:
    assert known_dates(paper(), book()) == ()
    assert any("Bedrag per hectare" in name for name in without_day(paper(), book()))


def test_a_day_of_granting_comes_back_in_every_year_of_the_term() -> None:
    found = known_dates(paper(), book(month_day=(12, 1)))
    assert kinds(found) == [(date(year, 12, 1), "granted") for year in (2026, 2027, 2028)]
    assert all(entry.source for entry in found)


def test_the_last_day_of_a_scheme_is_the_day_before_it_no_longer_holds() -> None:
    assert kinds(known_dates(paper(), book(end=date(2028, 1, 1)))) == [(date(2027, 12, 31), "scheme_ends")]


def test_a_published_window_for_applying_gives_its_days_and_one_of_another_year_none() -> None:
    source = Source("", "Loket", "https://x.example/", date(2026, 11, 1))
    then, coming = (
        Window(
            (SCHEME, "x.y.z"), year, Step.APPLY, date(year, 3, 1), date(year, 5, 15), source, Confidence.HIGH
        )
        for year in (2026, 2027)
    )
    assert known_dates(paper(), replace(book(), windows=(then,))) == ()
    silent = unpublished(paper(), replace(book(), windows=(then,)))
    assert [found.last for found in silent if found.last] == [then]
    found = known_dates(paper(), replace(book(), windows=(then, coming)))
    assert kinds(found) == [(date(2027, 3, 1), "window_opens"), (date(2027, 5, 15), "window_apply")]
    assert found[1].title.startswith("Laatste dag om aan te vragen: ")
    assert found[1].source == "Loket"
    assert then not in [x.last for x in unpublished(paper(), replace(book(), windows=(then, coming)))]


def test_a_legal_basis_ends_on_its_own_last_day() -> None:
    basis = LegalBasis("cap_direct_payment_art21", Text("GLB", "CAP"), True, date(2027, 12, 31), "artikel 21")
    found = known_dates(paper(), replace(book(), legal_bases={basis.code: basis}))
    assert kinds(found) == [(date(2027, 12, 31), "legal_basis_ends")]
    assert found[0].where == "artikel 21"


def test_aid_room_is_freed_the_day_after_the_boundary_day_of_its_window() -> None:
    limit = {
        "limit": "x",
        "name": "De-minimissteun",
        "window": "rolling 3",
        "year": 2026,
        "article": "3(2)",
        "grants": [{"grant_date": "2024-02-29", "amount_eur": "18000.00", "from": "Provincie"}],
        "source": builders.source("bis"),
    }
    found = known_dates(paper(limits=[limit, limit | {"year": 2027}]), book())
    assert kinds(found) == [(date(2027, 3, 1), "room_freed")]
    assert "18.000,00" in found[0].title
    assert "29\u00a0februari\u00a02024" in found[0].detail


def test_a_fiscal_window_and_a_day_that_is_none_free_nothing() -> None:
    grants = [{"grant_date": "2024-02-30", "amount_eur": "1.00", "from": "x"}]
    limits = [
        {"limit": "x", "name": "x", "window": "rolling 3", "year": 2026, "grants": grants},
        {"limit": "y", "name": "y", "window": "fiscal_years 3", "year": 2026, "grants": grants},
    ]
    assert known_dates(paper(limits=limits), book()) == ()


def test_a_contract_ends_on_the_day_the_farmer_gave() -> None:
    contracts = [
        {"scheme": SCHEME, "until": "2028-12-31"},
        {"scheme": SCHEME},
        {"scheme": "x", "until": "soon"},
    ]
    assert kinds(known_dates(paper(contracts=contracts), book())) == [(date(2028, 12, 31), "contract_ends")]


def test_the_last_day_of_notice_is_a_day_and_a_contract_that_went_on_ends_later() -> None:
    lines = [{"package": "per-hectare", "unit": "P1"}]
    due = {"scheme": SCHEME, "payment": "per-hectare", "unit": "P1", "text": "Zeg op.", "running": True}
    dates = {"ends_on": "2027-12-31", "notice_by": "2027-06-30"}
    found = known_dates(
        paper(contracts=[{"scheme": SCHEME, "until": "2026-12-31", "lines": lines}], notices=[due | dates]),
        book(),
    )
    assert kinds(found) == [(date(2027, 6, 30), "notice"), (date(2027, 12, 31), "contract_ends")]
    assert (found[0].title[:27], found[0].detail) == ("Laatste dag om op te zeggen", "Zeg op.")
    assert found[1].title.startswith("Laatste dag van het contract")
    goes_on = due | dates | {"extends_itself_years": 1}
    found = known_dates(
        paper(contracts=[{"scheme": SCHEME, "until": "2027-12-31"}], notices=[goes_on]), book()
    )
    assert "verlengt zichzelf na vandaag, tenzij het is opgezegd" in found[1].title
    unknown = due | dates | {"notice_by": None, "running": False}
    assert known_dates(paper(notices=[unknown]), book()) == ()


def made(farm: str = "Hoeve", *entries: KnownDate) -> icalendar.Calendar:
    raw = calendar(entries, ("x",), (), farm=farm, identity="1", language="nl", made_on=date(2026, 11, 24))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    return icalendar.Calendar.from_ical(raw)


def test_an_event_is_a_whole_day_with_its_source() -> None:
    entry = KnownDate(
        date(2027, 12, 31), "scheme_ends", "a", "Einde; x, y", "", "Bron", "art. 1", "https://x.example/"
    )
    (event,) = made("Hoeve", entry).walk("VEVENT")
    assert event["dtstart"].dt == date(2027, 12, 31)
    assert event["dtend"].dt == date(2028, 1, 1)
    assert event["summary"] == "Einde; x, y"
    assert "Bron · art. 1 · https://x.example/" in event["description"]


def test_a_later_file_updates_the_same_event() -> None:
    entry = KnownDate(date(2027, 12, 31), "scheme_ends", "a", "t", "", "", "", "")
    uids = {str(made(farm, entry).walk("VEVENT")[0]["uid"]) for farm in ("Hoeve", "Andere naam")}
    assert len(uids) == 1


def test_a_hostile_name_adds_no_line_to_the_file() -> None:
    entry = KnownDate(
        date(2027, 1, 1), "k", "r", "x\r\nEND:VEVENT\r\nBEGIN:VALARM", "", "", "", "javascript:x"
    )
    opened = made("a\r\nBEGIN:VEVENT\0\ud800", entry)
    (event,) = opened.walk("VEVENT")
    assert "url" not in event
    assert list(opened.walk("VALARM")) == []
