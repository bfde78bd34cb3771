"""Days and sums on which de minimis aid turns, worked out by hand from the texts and held against the shipped limits.

Regulation (EU) 1408/2013 as amended by 2024/3118 and before, 2023/2831, and for how periods of years end Regulation
(EEC, Euratom) 1182/71, article 3(2)(c). The discount rate of 3 % is the registry's written assumption.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.undertaking import AidReceived, ControlLink, Merger, Split, Successor, Undertaking
from tests.stacking.law.test_by_hand import AGRI, GENERAL, gives, had, paid


@pytest.mark.parametrize(("day", "total"), [("03-01", 55_000), ("03-02", 60_000)])
def test_five_years_at_once_keep_a_yearly_grant_out_until_the_day_after_three_years(
    day: str, total: int
) -> None:
    """10,000 a year weighs 45,797.07 on 1 March 2026: 5,000 beside it passes 50,000 through 1 March 2029, its boundary day."""
    assert round(sum(10_000 / Decimal("1.03") ** n for n in range(1, 6)), 2) == Decimal("45797.07")
    both = gives("long", 10_000, "03-01", years=5), gives("short", 5_000, day)
    assert paid("2026-02-01", (), *both, years=5) == total


@pytest.mark.parametrize(("each", "fits"), [(9_229, True), (9_230, False)])
def test_six_years_at_once_fit_up_to_a_euro(each: int, fits: bool) -> None:
    """The factor of six years in arrears at 3 % is 5.417191: 9,229 weighs 49,995.26 and 9,230 weighs 50,000.68."""
    assert paid("2026-02-01", (), gives("long", each, "03-01", years=6), years=6) == (6 * each if fits else 0)


@pytest.mark.parametrize(("granted", "gets"), [("2025-02-28", 30_000), ("2025-03-01", 0)])
def test_on_a_leap_day_three_years_that_began_on_28_february_are_over(granted: str, gets: int) -> None:
    """From 28 February 2025 three years end with 28 February 2028, its boundary day; from 1 March they still run."""
    assert paid("2028-02-01", had((granted, 30_000)), gives("new", 30_000, "02-29")) == gets


@pytest.mark.parametrize(("granted", "gets"), [("2021-12-15", 30_001), ("2021-12-16", 0)])
def test_on_the_first_day_of_the_new_ceiling_the_same_date_three_years_before_counts(
    granted: str, gets: int
) -> None:
    assert paid("2024-12-16", had((granted, 20_000)), gives("new", 30_001, "12-16")) == gets


@pytest.mark.parametrize(
    ("on", "new", "gets"),
    [
        ("2019-03-13", 15_000, 15_000),
        ("2019-03-13", "15000.01", 0),
        ("2019-03-14", 20_000, 20_000),
        ("2019-03-14", "20000.01", 0),
    ],
)
def test_the_ceiling_rose_on_14_march_2019(on: str, new: object, gets: int) -> None:
    assert paid(on, (), gives("new", new, on[5:])) == gets


@pytest.mark.parametrize(("granted", "gets"), [("2016-12-31", 20_000), ("2017-01-01", 0)])
def test_before_the_rolling_window_two_whole_years_before_count_with_the_year_itself(
    granted: str, gets: int
) -> None:
    """On 31 December 2019 the fiscal years are 2017 to 2019."""
    assert paid("2019-12-31", had((granted, 1)), gives("new", 20_000, "12-31")) == gets


@pytest.mark.parametrize(("on", "gets"), [("2030-12-31", 1_000), ("2031-01-01", 0)])
def test_general_aid_may_be_granted_until_the_end_of_2030(on: str, gets: int) -> None:
    assert paid(on, (), gives("shop", 1_000, on[5:], GENERAL)) == gets


@pytest.mark.parametrize(("new", "gets"), [(1, 1), ("1.01", 0)])
def test_agricultural_aid_gets_no_more_than_general_aid_leaves_of_the_three_hundred_thousand(
    new: object, gets: int
) -> None:
    """Article 5(1): with 299,999 of general aid in the window the 50,000 of its own does not help."""
    aid = had(("2025-03-01", 299_999, GENERAL))
    assert paid("2026-07-01", aid, gives("farm", new, "10-01")) == gets


def test_without_separated_activities_no_general_aid_is_given_and_agricultural_aid_is() -> None:
    """2023/2831, article 1(2) and recital 12."""
    mixed = Undertaking(("Proefhoeve",), (), activities_separated=False)
    given = gives("farm", 10_000, "10-01"), gives("shop", 40_000, "10-01", GENERAL)
    assert paid("2026-07-01", mixed, *given) == 10_000


def test_public_money_on_an_unknown_basis_takes_the_room_of_agricultural_aid() -> None:
    """30,000 and 20,000.01 do not both fit; 30,000 and 20,000 do."""
    unknown = gives("unread", 30_000, "07-01", "unknown")
    assert paid("2026-01-01", (), unknown, gives("farm", "20000.01", "08-01")) == 30_000
    assert paid("2026-01-01", (), unknown, gives("farm", 20_000, "08-01")) == 50_000


@pytest.mark.parametrize(("on", "gets"), [("2026-05-31", 20_000), ("2026-06-01", 0)])
def test_on_the_day_of_a_merger_the_aid_of_both_counts_already(on: str, gets: int) -> None:
    """25,000 of P and 20,000 of Q: article 3(9) speaks of new aid to the new undertaking."""
    aid = (*had(("2025-06-15", 25_000), who="P"), *had(("2025-02-01", 20_000), who="Q"))
    merged = Undertaking(("P",), aid, events=(Merger(date(2026, 6, 1), ("P", "Q"), "P"),))
    assert paid("2026-01-01", merged, gives("new", 20_000, on[5:])) == gets


def test_of_three_successors_each_counts_a_third_rounded_up() -> None:
    """A third of 100.01 is 33.33 and two thirds of a cent: 33.34, so that 49,966.66 fits and a cent more does not."""
    into = tuple(Successor(name, (), Decimal(1)) for name in "PQR")
    split = Undertaking(
        ("P",), had(("2025-06-01", "100.01"), who="O"), events=(Split(date(2026, 1, 1), "O", into),)
    )
    for new, gets in (("49966.66", "49966.66"), ("49966.67", "0")):
        assert paid("2026-02-01", split, gives("new", new, "07-01")) == Fraction(gets)


def test_what_was_split_off_with_its_activity_comes_back_by_a_takeover() -> None:
    """O had 30,000 for cattle, which Q took over; P went on without. When P takes over Q, all of it counts again."""
    aid = (AidReceived(AGRI, date(2025, 6, 1), Decimal(30_000), enterprise="O", activity="vee"),)
    split = Split(date(2026, 1, 1), "O", (Successor("P", ("akkers",)), Successor("Q", ("vee",))))
    back = Merger(date(2026, 9, 1), ("P", "Q"), "P")
    both = Undertaking(("P",), aid, events=(split, back))
    assert paid("2026-02-01", both, gives("new", 50_000, "08-31")) == 50_000
    assert paid("2026-02-01", both, gives("new", 20_001, "09-01")) == 0
    assert paid("2026-02-01", both, gives("new", 20_000, "09-01")) == 20_000


@pytest.mark.parametrize(("person", "gets"), [(True, 50_000), (False, 0)])
def test_a_person_who_owns_both_does_not_make_them_one_and_an_enterprise_does(
    person: bool, gets: int
) -> None:
    """Article 2(2) speaks of enterprises; X holds all of P and of R, which had 1 euro."""
    links = tuple(ControlLink("X", child, Decimal(100), natural_person=person) for child in "PR")
    aid = had(("2025-06-01", 1), who="R")
    assert paid("2026-02-01", Undertaking(("P",), aid, links), gives("new", 50_000, "07-01")) == gets


def test_a_larger_grant_that_does_not_fit_gives_way_to_smaller_ones_that_do() -> None:
    """Article 3(8) leaves nothing of what passes: 30,000 had, of 20,001, 12,000 and 8,000 the last two fill it exactly."""
    aid = had(("2025-03-01", 30_000))
    given = gives("a", 20_001, "07-01"), gives("b", 12_000, "08-01"), gives("c", 8_000, "09-01")
    assert paid("2026-01-01", aid, *given) == 20_000
