"""A new enterprise that bears the name of one that merged away holds none of its aid (1408/2013, article 3(9))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculator.domain.namesakes import Start, after_an_end, told_apart
from calculator.domain.undertaking import AidReceived, Merger, Split, Successor, Undertaking
from calculator.stacking.law.succession import by_old_name
from tests.builders import de_minimis
from tests.stacking.law.received import used

AGRI = "de_minimis_agri_1408_2013"
TODAY = date(2026, 7, 1)
TAKEN_OVER = Merger(date(2024, 9, 1), ("A", "B"), "A")


def aid(who: str | None, amount: int, day: str) -> AidReceived:
    return AidReceived(AGRI, date.fromisoformat(day), Decimal(amount), enterprise=who)


RECEIVED = (aid("A", 20_000, "2024-01-01"), aid("B", 15_000, "2024-02-01"), aid("B", 4_000, "2026-01-15"))


def euros(member: str, undertaking: Undertaking, *starts: Start) -> int:
    return used(de_minimis(), replace(told_apart(undertaking, starts), members=(member,)), TODAY) // 100


def test_a_new_enterprise_under_the_old_name_holds_its_own_aid_alone() -> None:
    farm = Undertaking(("B",), RECEIVED, events=(TAKEN_OVER,))
    began = Start(date(2025, 6, 1), "B")
    assert euros("B", farm) == 39_000
    assert euros("B", farm, began) == 4_000
    assert euros("A", farm, began) == 35_000


def test_what_happens_to_the_new_enterprise_later_is_its_own() -> None:
    later = Merger(date(2026, 3, 1), ("B", "C"), "C")
    farm = Undertaking(("C",), RECEIVED, events=(TAKEN_OVER, later))
    assert euros("C", farm, Start(date(2025, 6, 1), "B")) == 4_000


def test_a_name_may_begin_anew_on_the_day_it_merged_away_and_more_than_once() -> None:
    again = Merger(date(2025, 3, 1), ("B", "D"), "D")
    received = (*RECEIVED, aid("B", 7_000, "2024-12-01"))
    farm = Undertaking(("B",), received, events=(TAKEN_OVER, again))
    starts = Start(date(2024, 9, 1), "B"), Start(date(2025, 6, 1), "B")
    assert [euros(who, farm, *starts) for who in "ABD"] == [35_000, 4_000, 7_000]


def test_the_aid_of_one_that_was_split_goes_to_its_successors_and_not_to_a_namesake() -> None:
    split = Split(date(2024, 9, 1), "B", (Successor("E", (), Decimal(1)), Successor("F", (), Decimal(3))))
    farm = Undertaking(("B",), RECEIVED, events=(split,))
    began = Start(date(2025, 6, 1), "B")
    assert [euros(who, farm, began) for who in "BEF"] == [4_000, 3_750, 11_250]


def test_a_name_that_counts_as_what_it_became_is_named() -> None:
    farm = Undertaking(("B",), RECEIVED, events=(TAKEN_OVER,))
    assert by_old_name(farm, TODAY) == (("B", "A"),)
    assert by_old_name(farm, date(2024, 8, 31)) == ()
    assert by_old_name(replace(farm, members=("A",), aid_received=RECEIVED[:2]), TODAY) == ()
    assert by_old_name(told_apart(farm, [Start(date(2025, 6, 1), "B")]), TODAY) == ()


def test_a_name_begins_anew_only_once_what_bore_it_is_gone() -> None:
    again = Merger(date(2025, 3, 1), ("B", "D"), "D")
    first, second = Start(date(2024, 9, 1), "B"), Start(date(2025, 6, 1), "B")
    both = (first, second)
    assert all(after_an_end(start, both, (TAKEN_OVER, again)) for start in both)
    # The merger of 2024 ended the one before the first of them, not the first itself.
    assert [after_an_end(start, both, (TAKEN_OVER,)) for start in both] == [True, False]
    assert not after_an_end(Start(date(2025, 1, 1), "A"), (), (TAKEN_OVER,))
    split = Split(date(2024, 9, 1), "B", (Successor("B"), Successor("F")))
    assert not after_an_end(second, (), (split,))
    assert after_an_end(second, (), (replace(split, into=(Successor("E"), Successor("F"))),))
