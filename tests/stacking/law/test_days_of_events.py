"""On which day a merger or a split begins to count, and for whom (Regulation 1408/2013, article 3(9) and 3(10))."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.undertaking import AidReceived, ControlLink, Merger, Split, Successor, Undertaking
from calculator.stacking.law.deminimis import counted, granted_on, of_others, window_start
from calculator.stacking.law.succession import by_old_name, holders, later_name
from tests.builders import de_minimis

AGRI = "de_minimis_agri_1408_2013"
DAY = date(2026, 3, 1)
BEFORE, AFTER = date(2026, 2, 28), date(2026, 3, 2)
INTO_B = Merger(DAY, ("A", "B"), "B")
QUARTERS = (Successor("A", (), Decimal(1)), Successor("B", (), Decimal(3)))


def aid(who: str | None, day: date = DAY, amount: int = 1_000) -> AidReceived:
    return AidReceived(AGRI, day, Decimal(amount), enterprise=who)


def test_an_enterprise_has_its_later_name_from_the_day_of_the_merger() -> None:
    merged = Undertaking(("A",), events=(INTO_B,))
    assert [later_name("A", merged, day) for day in (BEFORE, DAY, AFTER)] == ["A", "B", "B"]


def test_a_member_is_told_by_its_old_name_from_the_day_of_the_merger() -> None:
    merged = Undertaking(("A",), events=(INTO_B,))
    assert [by_old_name(merged, day) for day in (BEFORE, DAY, AFTER)] == [(), (("A", "B"),), (("A", "B"),)]


def test_what_a_member_becomes_later_is_not_told_before_that_day() -> None:
    later = Merger(date(2028, 1, 1), ("A", "C"), "C")
    merged = Undertaking(("A",), events=(INTO_B, later))
    assert by_old_name(merged, AFTER) == (("A", "B"),)


def test_one_that_merged_away_and_is_neither_a_member_nor_was_granted_aid_since_is_not_told_of() -> None:
    """Aid of the day itself is still what the merger brought."""
    merged = Merger(DAY, ("A", "B"), "N")
    assert by_old_name(Undertaking(("N",), (aid("A"),), events=(merged,)), AFTER) == ()
    assert by_old_name(Undertaking(("N",), (aid("A", AFTER),), events=(merged,)), AFTER) == (("A", "N"),)


def test_aid_that_names_nobody_goes_where_the_only_member_goes() -> None:
    merged = Undertaking(("A",), (aid(None, BEFORE),), events=(INTO_B,))
    assert holders(merged.aid_received[0], merged, AFTER) == {"B": Fraction(1)}  # type: ignore[index]


def test_aid_of_the_day_of_a_merger_goes_into_it() -> None:
    merged = Undertaking(("B",), (aid("A"),), events=(INTO_B,))
    assert holders(aid("A"), merged, DAY) == {"B": Fraction(1)}
    assert [sum(a.amount_eur for a in counted(merged, (AGRI,), day)) for day in (BEFORE, DAY)] == [0, 1_000]


def test_aid_of_the_day_of_a_split_is_divided_by_it() -> None:
    split = Undertaking(("A",), (aid("A"),), events=(Split(DAY, "A", QUARTERS),))
    assert holders(aid("A"), split, DAY) == {"A": Fraction(1, 4), "B": Fraction(3, 4)}


def test_aid_that_names_nobody_is_divided_by_a_split_of_the_only_member() -> None:
    split = Undertaking(("A",), (aid(None, BEFORE),), events=(Split(DAY, "A", QUARTERS),))
    assert [a.amount_eur for a in counted(split, (AGRI,), BEFORE)] == [1_000]
    assert [a.amount_eur for a in counted(split, (AGRI,), DAY)] == [250]


def test_successors_without_any_capital_each_hold_all_of_it() -> None:
    """Book values of nothing divide nothing: the cautious reading, as where they are not filled in."""
    empty = tuple(Successor(name, (), Decimal(0)) for name in "AB")
    split = Undertaking(("A",), (aid("A", BEFORE),), events=(Split(DAY, "A", empty),))
    assert holders(aid("A", BEFORE), split, DAY) == {"A": Fraction(1), "B": Fraction(1)}


def test_every_day_on_which_the_undertaking_was_granted_something_is_known() -> None:
    held = Undertaking(("A",), (aid("A", BEFORE), aid("A", AFTER), aid("Z", DAY)))
    assert granted_on(held, (AGRI,)) == {BEFORE, AFTER}


def test_a_limit_that_says_no_number_of_years_looks_back_over_the_three_of_the_regulation() -> None:
    assert window_start(de_minimis(window_years=None), DAY) == date(2023, 3, 1)
    assert window_start(de_minimis(window_years=None, window="fiscal_years"), DAY) == date(2024, 1, 1)
    assert window_start(de_minimis(window_years=1), DAY) == date(2025, 3, 1)


def test_what_went_apart_in_a_split_is_no_stranger_though_others_are_linked_too() -> None:
    """The split says why the aid of the other does not count; of one that nothing names, nothing does."""
    received = (aid("B", AFTER), aid("Z", AFTER), aid("L", AFTER))
    split = Split(DAY, "A", QUARTERS)
    held = Undertaking(("A",), received, (ControlLink("L", "A", Decimal(10)),), (split,))
    assert of_others(held, AFTER) == ("Z",)
