"""Aid after mergers and splits (Regulation 1408/2013, article 3(9) and 3(10)), and where unknown aid is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from calculator.domain.award import Award
from calculator.domain.scheme import GrantRule
from calculator.domain.undertaking import AidReceived, ControlLink, Merger, Split, Successor, Undertaking
from calculator.stacking.awarding import award
from calculator.stacking.law.deminimis import counted, how_to_know
from tests.builders import ask, de_minimis, farm, parcel, payment, rulebook, scheme
from tests.stacking.law.received import used

AGRI = "de_minimis_agri_1408_2013"
GENERAL = "de_minimis_general_2023_2831"
TODAY = date(2026, 7, 1)


def aid(who: str | None, amount: int, day: str = "2025-01-01", activity: str | None = None) -> AidReceived:
    return AidReceived(AGRI, date.fromisoformat(day), Decimal(amount), enterprise=who, activity=activity)


def euros(undertaking: Undertaking, day: date = TODAY) -> int:
    return used(de_minimis(), undertaking, day) // 100


def test_after_a_merger_the_aid_of_both_counts() -> None:
    received = (aid("A", 20_000), aid("B", 15_000), aid("C", 9_000))
    merged = Undertaking(("N",), received, events=(Merger(date(2026, 1, 1), ("A", "B"), "N"),))
    assert euros(merged) == 35_000


def test_a_takeover_brings_the_aid_of_the_one_taken_over() -> None:
    received = (aid("A", 20_000), aid("B", 15_000))
    taken = Undertaking(("A",), received, events=(Merger(date(2026, 1, 1), ("A", "B"), "A"),))
    assert euros(taken) == 35_000
    assert euros(taken, date(2025, 12, 31)) == 20_000


def test_aid_granted_to_a_name_after_it_merged_away_is_of_what_it_became() -> None:
    """One that was taken over may go on as a part of what took it over: its later aid fills the same ceiling."""
    received = (aid("B", 15_000, "2026-03-01"),)
    merged = Undertaking(("N",), received, events=(Merger(date(2026, 1, 1), ("A", "B"), "N"),))
    assert euros(merged) == 15_000
    assert euros(replace(merged, members=("Z",))) == 0


def test_a_name_that_an_enterprise_takes_up_again_receives_its_own_aid() -> None:
    events = (
        Merger(date(2024, 1, 1), ("A", "B"), "A"),
        Split(date(2025, 6, 1), "A", (Successor("A"), Successor("B"))),
    )
    received = (aid("B", 15_000, "2026-03-01"), aid("A", 7_000, "2026-03-01"))
    assert euros(Undertaking(("A",), received, events=events)) == 7_000


def test_aid_granted_to_a_name_after_it_was_split_counts_in_full_for_each_successor() -> None:
    """Activities and book values divide what was granted before the split; of what came after nobody said whose it is."""
    into = (Successor("B", (), Decimal(100_000)), Successor("C", (), Decimal(300_000)))
    received = (aid("A", 12_000, "2026-03-01"),)
    events = (Split(date(2026, 1, 1), "A", into), Merger(date(2026, 4, 1), ("C", "E"), "F"))
    for member, counts in (("B", 12_000), ("C", 12_000), ("F", 12_000), ("E", 12_000)):
        assert euros(Undertaking((member,), received, events=events)) == counts
    assert euros(Undertaking(("E",), received, events=events), date(2026, 3, 31)) == 0


def test_after_a_split_aid_follows_the_activity_it_was_used_for() -> None:
    split = Split(
        date(2026, 1, 1),
        "A",
        (
            Successor("B", ("melkvee",), Decimal(100_000)),
            Successor("C", ("akkerbouw",), Decimal(300_000)),
        ),
    )
    received = (aid("A", 12_000, activity="melkvee"), aid("A", 6_000, activity="akkerbouw"))
    assert euros(Undertaking(("B",), received, events=(split,))) == 12_000
    assert euros(Undertaking(("C",), received, events=(split,))) == 6_000


@pytest.mark.parametrize(("member", "expected"), [("B", 10_000), ("C", 30_000)])
def test_where_the_activity_does_not_tell_aid_is_divided_by_book_value(member: str, expected: int) -> None:
    into = (Successor("B", (), Decimal(100_000)), Successor("C", (), Decimal(300_000)))
    split = Split(date(2026, 1, 1), "A", into)
    assert euros(Undertaking((member,), (aid("A", 40_000),), events=(split,))) == expected


def test_an_activity_that_two_took_over_is_divided_between_those_two_alone() -> None:
    into = (
        Successor("B", ("melkvee",), Decimal(100_000)),
        Successor("C", ("melkvee",), Decimal(100_000)),
        Successor("D", ("akkerbouw",), Decimal(800_000)),
    )
    received = (aid("A", 40_000, activity="melkvee"),)
    events = (Split(date(2026, 1, 1), "A", into),)
    assert euros(Undertaking(("B",), received, events=events)) == 20_000
    assert euros(Undertaking(("D",), received, events=events)) == 0


def test_without_book_values_each_successor_counts_the_whole_and_no_more() -> None:
    split = Split(date(2026, 1, 1), "A", (Successor("B"), Successor("C", (), Decimal(1))))
    assert euros(Undertaking(("B",), (aid("A", 40_000),), events=(split,))) == 40_000
    both = Undertaking(("B",), (aid("A", 40_000),), (ControlLink("B", "C", Decimal(60)),), (split,))
    assert euros(both) == 40_000


def test_what_came_together_again_is_one_whole_that_a_later_split_divides() -> None:
    """Both successors held all of it, for want of book values: what they merge into holds it once."""
    events = (
        Split(date(2025, 2, 1), "A", (Successor("B"), Successor("C"))),
        Merger(date(2025, 6, 1), ("B", "C"), "D"),
        Split(date(2026, 1, 1), "D", (Successor("E", (), Decimal(1)), Successor("F", (), Decimal(1)))),
    )
    assert euros(Undertaking(("E",), (aid("A", 40_000),), events=events)) == 20_000


def test_successors_that_one_owner_still_controls_hold_all_of_it_together() -> None:
    into = (Successor("B", (), Decimal(1)), Successor("C", (), Decimal(2)))
    split = Split(date(2026, 1, 1), "A", into)
    linked = Undertaking(("B",), (aid("A", 30_000),), (ControlLink("B", "C", control=True),), (split,))
    assert euros(linked) == 30_000


def test_parts_are_rounded_up_to_the_cent() -> None:
    into = tuple(Successor(name, (), Decimal(1)) for name in "BCD")
    split = Undertaking(("B",), (aid("A", 100),), events=(Split(date(2026, 1, 1), "A", into),))
    assert [a.amount_eur for a in counted(split, (AGRI,))] == [Decimal("33.34")]


def test_a_split_after_a_merger_divides_what_the_merged_one_held() -> None:
    received = (aid("A", 20_000), aid("B", 10_000))
    events = (
        Split(date(2026, 3, 1), "N", (Successor("P", (), Decimal(1)), Successor("Q", (), Decimal(2)))),
        Merger(date(2026, 1, 1), ("A", "B"), "N"),
    )
    assert euros(Undertaking(("Q",), received, events=events)) == 20_000
    assert euros(Undertaking(("Q",), received, events=events), date(2026, 2, 1)) == 0


def test_aid_follows_hundreds_of_takeovers_of_one_day_that_are_given_the_last_first() -> None:
    names = [f"b{n}" for n in range(600)]
    chain = tuple(Merger(date(2025, 6, 1), (old, "own " + new), new) for old, new in pairwise(names))
    ended = Undertaking(members=(names[-1],), aid_received=(aid("b0", 100),), events=chain[::-1])
    assert ended.in_order == chain
    assert euros(ended) == 100


def test_aid_without_an_enterprise_is_the_only_members_own_and_follows_its_events() -> None:
    into = (Successor("B", (), Decimal(1)), Successor("C", (), Decimal(1)))
    moved = Undertaking(
        ("B",), (aid("A", 10_000), aid(None, 4_000)), events=(Split(date(2026, 1, 1), "A", into),)
    )
    assert euros(moved) == 9_000


@pytest.mark.parametrize("who", ["A", None, "B"])
def test_a_member_that_merged_into_a_new_name_keeps_its_aid_and_gets_that_of_the_other(
    who: str | None,
) -> None:
    """The members are often filled in as they were before the merger."""
    merged = Undertaking(("A",), (aid(who, 20_000),), events=(Merger(date(2026, 1, 1), ("A", "B"), "N"),))
    assert euros(merged) == 20_000
    assert euros(merged, date(2025, 12, 31)) == (0 if who == "B" else 20_000)


def test_a_member_that_was_split_into_new_names_counts_the_aid_of_all_of_them() -> None:
    into = (Successor("X", (), Decimal(1)), Successor("Y", (), Decimal(3)))
    split = Split(date(2026, 1, 1), "A", into)
    assert euros(Undertaking(("A",), (aid("A", 20_000),), events=(split,))) == 20_000
    assert euros(Undertaking(("X",), (aid("A", 20_000),), events=(split,))) == 5_000
    later = Merger(date(2026, 3, 1), ("X", "Z"), "N")
    assert euros(Undertaking(("A",), (aid("Z", 7_000),), events=(split, later))) == 7_000


def test_a_grant_that_fits_alone_does_not_fit_after_the_merger() -> None:
    made = payment("g", figures={"rate": 20_000})
    rules = rulebook(scheme("province.x.g", made, legal_basis=AGRI), limits=[de_minimis()])
    received = (aid("A", 20_000), aid("B", 15_000))
    alone = Undertaking(("A",), received)
    merged = Undertaking(("A",), received, events=(Merger(date(2026, 1, 1), ("A", "B"), "A"),))
    assert award(ask(farm(undertaking=alone), rules)).total == 20_000_00
    assert award(ask(farm(undertaking=merged), rules)).total == 0


def over_years(euros: int, of_the_other: int, years: int = 3) -> Award:
    """A farm that is granted so much a year on the first of July, and takes over B on 1 January 2027."""
    made = payment("g", figures={"rate": euros}, grant=GrantRule("annual", (7, 1)))
    rules = rulebook(scheme("province.x.g", made, legal_basis=AGRI), limits=[de_minimis()])
    other = AidReceived(AGRI, date(2026, 2, 1), Decimal(of_the_other), enterprise="B")
    merged = Undertaking(("A",), (other,), events=(Merger(date(2027, 1, 1), ("A", "B"), "A"),))
    return award(ask(farm(undertaking=merged), rules, years=years))


def test_a_grant_before_a_merger_stays_lawful_where_the_ceiling_is_passed_by_it() -> None:
    found = over_years(20_000, 45_000)
    assert [(y.year, y.total) for y in found.years] == [(2026, 20_000_00), (2027, 0), (2028, 0)]
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)
    # Both years after it are lost to the ceiling: what came together fills it, but nothing was granted on their days.
    (lost,) = found.not_chosen
    assert (lost.years, lost.because, lost.difference) == ((2027, 2028), "limit", None)
    filled = {x.year: (x.used, x.binding, x.largest_grant_that_fits) for x in found.limits}
    assert filled == {
        2026: (20_000_00, False, 30_000_00),
        2027: (65_000_00, True, 0),
        2028: (65_000_00, True, 0),
    }


def test_what_is_granted_after_a_merger_counts_with_all_that_came_together() -> None:
    """Two years of three: 35,000 of both in 2027 leave room for 10,000, but not for as much again in 2028."""
    found = over_years(10_000, 25_000)
    assert (found.total, found.certificate.gap) == (20_000_00, 0)


def test_once_the_aid_of_the_other_has_left_the_window_the_farm_is_granted_something_again() -> None:
    assert [y.total for y in over_years(20_000, 45_000, years=5).years] == [20_000_00, 0, 0, *[20_000_00] * 2]


def test_land_that_was_granted_something_before_a_merger_keeps_all_of_it() -> None:
    """After it only as many hectares as the ceiling still has room for."""
    grant = GrantRule("annual", (7, 1))
    made = payment("p", measures=["m1"], figures={"rate": 1_000}, grant=grant)
    rules = rulebook(scheme("province.x.g", made, legal_basis=AGRI), limits=[de_minimis()])
    other = AidReceived(AGRI, date(2026, 2, 1), Decimal(25_000), enterprise="B")
    merged = Undertaking(("A",), (other,), events=(Merger(date(2027, 1, 1), ("A", "B"), "A"),))
    found = award(ask(farm(parcel("P1", 40, "m1"), undertaking=merged), rules, years=2))
    assert [y.total for y in found.years] == [40_000_00, 0]
    few = award(ask(farm(parcel("P1", 20, "m1"), undertaking=merged), rules, years=2))
    assert (few.total, few.certificate.gap) == (25_000_00, 0)


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2026, 12, 31), "if there was none, say so"),
        (date(2027, 1, 1), "earlier aid you declare yourself"),
        (date(2029, 12, 31), "earlier aid you declare yourself"),
        (date(2030, 1, 1), "stands in the central register"),
    ],
)
def test_the_register_of_2027_changes_where_unknown_aid_is_found(day: date, where: str) -> None:
    assert where in how_to_know(day).en
    assert ("register" in how_to_know(day).nl) == (day >= date(2027, 1, 1))
    assert "`" not in how_to_know(day).nl + how_to_know(day).en


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2025, 12, 31), "if there was none, say so"),
        (date(2026, 1, 1), "general aid from 2026-01-01 on and agricultural aid from 2027-01-01 on"),
        (date(2030, 1, 1), "all aid of the three years"),
    ],
)
def test_general_aid_is_in_a_register_a_year_sooner(day: date, where: str) -> None:
    assert where in how_to_know(day, GENERAL).en
    assert ("register" in how_to_know(day, GENERAL).nl) == (day >= date(2026, 1, 1))
    unknown = farm(undertaking=Undertaking(("Proefhoeve",), None))
    made = scheme("province.x.a", payment("g", figures={"rate": 100}), legal_basis=GENERAL)
    limits = [de_minimis(legal_bases=(GENERAL,))]
    found = award(ask(unknown, rulebook(made, limits=limits), day.isoformat()))
    assert any("algemene steun van" in text.nl for each in found.open for text in each.missing) is (
        day.year == 2026
    )


def test_a_person_who_controls_enterprises_is_named_for_review_on_the_award() -> None:
    link = ControlLink("natural_person_X", "Proefhoeve", Decimal(100), natural_person=True)
    profile = replace(farm(), undertaking=Undertaking(("Proefhoeve",), (), (link,)))
    assert ["natural_person_X" in c.nl for c in award(ask(profile, rulebook())).caveats].count(True) == 1
    assert not any("natural_person_X" in c.nl for c in award(ask(farm(), rulebook())).caveats)


def told(*links: ControlLink, enterprise: str = "Proefhoeve") -> list[str]:
    aid = AidReceived("de_minimis_agri_1408_2013", date(2025, 2, 1), Decimal(30_000), enterprise=enterprise)
    profile = replace(farm(), undertaking=Undertaking(("Proefhoeve",), (aid,), links))
    return [c.en for c in award(ask(profile, rulebook())).caveats]


def test_aid_of_a_name_that_nothing_joins_is_said_not_to_count() -> None:
    assert any("The aid of Proefhoev does not count here" in text for text in told(enterprise="Proefhoev"))
    assert not any("does not count here" in text for text in told())
    minority = ControlLink("Moeder", "Proefhoeve", Decimal(40))
    assert not any("does not count here" in text for text in told(minority, enterprise="Moeder"))


def test_aid_of_a_name_whose_links_and_mergers_lead_elsewhere_is_said_not_to_count() -> None:
    """``proefhoeve`` is no member: the link and the merger that name it join nothing to the farm."""
    slip = ControlLink("proefhoeve", "Zus", Decimal(80))
    assert any("The aid of Zus does not count here" in text for text in told(slip, enterprise="Zus"))
    merger = Merger(date(2026, 1, 1), ("proefhoeve", "Zus"), "proefhoeve")
    aid_of = AidReceived(AGRI, date(2025, 2, 1), Decimal(30_000), enterprise="proefhoeve")
    profile = replace(farm(), undertaking=Undertaking(("Proefhoeve",), (aid_of,), events=(merger,)))
    said = [c.en for c in award(ask(profile, rulebook())).caveats]
    assert any("The aid of proefhoeve does not count here" in text for text in said)


def test_aid_of_one_that_is_to_merge_with_the_farm_is_not_said_to_be_a_strangers() -> None:
    merger = Merger(date(2027, 1, 1), ("Proefhoeve", "Zus"), "Proefhoeve")
    aid_of = AidReceived(AGRI, date(2025, 2, 1), Decimal(30_000), enterprise="Zus")
    profile = replace(farm(), undertaking=Undertaking(("Proefhoeve",), (aid_of,), events=(merger,)))
    said = [c.en for c in award(ask(profile, rulebook())).caveats]
    assert not any("does not count here" in text for text in said)


def test_a_link_without_its_votes_joins_nothing_and_says_so() -> None:
    found = told(ControlLink("Moeder", "Proefhoeve"), enterprise="Moeder")
    assert any(text.startswith("How many votes Moeder has in Proefhoeve") for text in found)
    assert not any(
        "How many votes" in text for text in told(ControlLink("Moeder", "Proefhoeve", Decimal(60)))
    )


def test_a_member_that_counts_as_what_it_merged_into_is_said_to_be_so() -> None:
    merger = Merger(date(2025, 1, 1), ("Proefhoeve", "Zus"), "Zus")
    for events, says in (((merger,), True), ((), False)):
        profile = replace(farm(), undertaking=Undertaking(("Proefhoeve",), (), events=events))
        said = [c.en for c in award(ask(profile, rulebook())).caveats]
        assert any("counts here as Zus" in text and "fill in when it began" in text for text in said) is says
