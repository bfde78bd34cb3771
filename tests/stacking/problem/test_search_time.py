"""The time of one award is one purse, whoever spends of it, and what was found once is not looked for again."""

from __future__ import annotations

from calculator.stacking.problem.search_time import SECONDS, SearchTime


def test_what_is_spent_is_gone_and_there_is_never_less_than_nothing() -> None:
    time = SearchTime()
    assert time.left == SECONDS
    time.spend(4.0)
    assert time.left == SECONDS - 4.0
    time.spend(SECONDS)
    assert time.left == 0.0


def test_a_part_of_it_is_no_more_than_there_is_and_what_is_spent_of_the_part_is_spent_of_the_whole() -> None:
    time = SearchTime(3.0)
    assert (time.some(2.0).left, time.some(9.0).left) == (2.0, 3.0)
    with time.within(2.0) as part:
        part.spend(0.5)
        assert time.left == 3.0
    assert time.left == 2.5
    with time.within(1.0) as part:
        part.spend(7.0)
    assert time.left == 1.5


def test_what_was_found_is_known_to_every_part_of_it() -> None:
    time, asked = SearchTime(1.0), list[int]()

    def find() -> int:
        asked.append(1)
        return len(asked)

    assert not time.knows("key")
    assert [time.some(0.1).once("key", find), time.once("key", find), time.once("other", find)] == [1, 1, 2]
    assert time.knows("key")
