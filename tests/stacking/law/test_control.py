"""Who is one undertaking: control through several enterprises, and what a merger brings along (article 2(2) and 3(9))."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from calculator.domain.undertaking import AidReceived, ControlLink, Merger, Split, Successor, Undertaking
from calculator.stacking.awarding import award
from calculator.stacking.law.control import needs_review, single_undertaking, unsaid
from calculator.stacking.law.deminimis import of_others
from tests.builders import ask, de_minimis, farm, payment, rulebook, scheme
from tests.stacking.law.received import used

AGRI = "de_minimis_agri_1408_2013"
TODAY = date(2026, 7, 1)
NEW_YEAR = date(2026, 1, 1)


def votes(parent: str, child: str, percent: int) -> ControlLink:
    return ControlLink(parent, child, Decimal(percent))


def aid(who: str, amount: int, day: str = "2025-01-01", activity: str | None = None) -> AidReceived:
    return AidReceived(AGRI, date.fromisoformat(day), Decimal(amount), enterprise=who, activity=activity)


def test_votes_that_a_farm_and_its_daughter_have_together_are_a_majority() -> None:
    """30 and 30 of a hundred: through one or more other enterprises (article 2(2), last sentence)."""
    links = (votes("A", "Dochter", 100), votes("A", "B", 30), votes("Dochter", "B", 30))
    assert single_undertaking(Undertaking(("A",), (), links)) == {"A", "Dochter", "B"}
    assert single_undertaking(Undertaking(("B",), (), links)) == {"A", "Dochter", "B"}


def test_votes_of_members_of_one_undertaking_add_up_though_no_link_joins_these() -> None:
    links = (votes("A", "B", 25), votes("C", "B", 26))
    assert single_undertaking(Undertaking(("A", "C"), (), links)) == {"A", "B", "C"}
    assert single_undertaking(Undertaking(("A",), (), links)) == {"A"}


@pytest.mark.parametrize(
    "links",
    [
        (votes("A", "B", 50), votes("C", "B", 50)),
        (votes("A", "B", 30), votes("A", "B", 30)),
        (votes("A", "B", 40), ControlLink("A", "B", Decimal(40), natural_person=True)),
    ],
    ids=["partners with half each", "the same link twice", "a person of the same name"],
)
def test_what_is_no_majority_joins_nothing(links: tuple[ControlLink, ...]) -> None:
    assert single_undertaking(Undertaking(("B",), (), links)) == {"B"}


def test_aid_of_a_daughter_of_the_enterprise_that_was_taken_over_counts_from_that_day_on() -> None:
    """All earlier aid of the merging *undertakings*: the daughter is of that of its mother."""
    taken = Undertaking(
        ("A",),
        (aid("Dochter", 40_000),),
        (votes("B", "Dochter", 60),),
        (Merger(NEW_YEAR, ("A", "B"), "A"),),
    )
    assert used(de_minimis(), taken, TODAY) == 40_000_00
    assert of_others(taken, TODAY) == ()
    assert used(de_minimis(), taken, date(2025, 12, 31)) == 0
    made = scheme("province.x.g", payment("g", figures={"rate": 20_000}), legal_basis=AGRI)
    assert award(ask(farm(undertaking=taken), rulebook(made, limits=[de_minimis()]))).total == 0


def test_a_minority_of_each_of_two_that_merge_is_a_majority_of_the_one_they_become() -> None:
    links = (votes("A", "C", 30), votes("B", "C", 30))
    merged = Undertaking(("A",), (), links, (Merger(NEW_YEAR, ("A", "B"), "N"),))
    assert single_undertaking(merged, TODAY) == {"A", "N", "C"}
    assert single_undertaking(merged, date(2025, 12, 31)) == {"A"}


def test_events_of_one_day_count_in_the_order_in_which_one_makes_what_the_other_takes_up() -> None:
    events = (
        Split(NEW_YEAR, "X", (Successor("X1", ("melkvee",)), Successor("X2", ("akkerbouw",)))),
        Merger(NEW_YEAR, ("X1", "Y"), "Z"),
        Merger(NEW_YEAR, ("A", "Z"), "A"),
    )
    received = (aid("X", 9_000, activity="melkvee"), aid("X", 5_000, activity="akkerbouw"), aid("Y", 700))
    for listed in permutations(events):
        assert used(de_minimis(), Undertaking(("A",), received, events=listed), TODAY) == 9_700_00, listed


def test_the_ceiling_holds_on_the_day_of_a_grant_that_a_split_takes_away_later() -> None:
    """40,000 in July and 30,000 in October are past the ceiling, whoever holds the second in December."""
    made = scheme("province.x.g", payment("g", figures={"rate": 40_000}), legal_basis=AGRI)
    rules = rulebook(made, limits=[de_minimis()])
    into = (Successor("A", ("melkvee",)), Successor("B", ("akkerbouw",)))
    received = (aid("A", 30_000, "2026-10-01", "akkerbouw"),)
    divided = Undertaking(("A",), received, events=(Split(date(2026, 12, 1), "A", into),))
    assert award(ask(farm(undertaking=divided), rules)).total == 0
    anothers = Undertaking(("B",), received, events=(Split(date(2026, 9, 1), "A", into),))
    assert award(ask(farm(undertaking=anothers), rules)).total == 40_000_00


def test_persons_who_have_a_majority_or_control_otherwise_are_told_for_review() -> None:
    links = (
        ControlLink("Half", "A", Decimal(50), natural_person=True),
        ControlLink("More", "A", Decimal(51), natural_person=True),
        ControlLink("Board", "A", control=True, natural_person=True),
        ControlLink("Nothing said", "A", natural_person=True),
        votes("No person", "A", 100),
    )
    assert needs_review(Undertaking(("A",), (), links)) == ("Board", "More")


def test_links_of_which_nothing_is_filled_in_are_told() -> None:
    links = ControlLink("B", "A"), ControlLink("C", "A", control=True), votes("D", "A", 10)
    assert unsaid(Undertaking(("A",), (), links)) == links[:1]
