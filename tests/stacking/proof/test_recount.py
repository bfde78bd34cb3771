"""Counting out gives what trying every combination gives: no more, and above all no less."""

import random
from itertools import product

import pytest

from calculator.domain.problem import MULTIPLIER_SCALE
from calculator.stacking.proof import recount as recounting
from calculator.stacking.proof.recount import Tally, Turn, recount


def tried(turns: list[Turn], left: dict[int, int]) -> int | None:
    """The best of all combinations that keep every row."""
    found = []
    for ways in product(*(range(len(turn.values)) for turn in turns)):
        taken = {
            row: sum(turn.uses[way].get(row, 0) for turn, way in zip(turns, ways, strict=True))
            for row in left
        }
        if all(taken[row] <= left[row] for row in left):
            found.append(sum(turn.values[way] for turn, way in zip(turns, ways, strict=True)))
    return max(found, default=None)


def drawn(generator: random.Random) -> tuple[list[Turn], dict[int, int]]:
    """Some blocks, many of whose choices leave a row alone that a later block takes from, or gives to."""
    left = {row: generator.randint(-2, 8) for row in range(generator.randint(1, 3))}
    turns = []
    for _ in range(generator.randint(1, 5)):
        ways = range(generator.randint(1, 3))
        uses = [{row: generator.randint(-3, 5) for row in left if generator.random() < 0.5} for _ in ways]
        values = [generator.randint(-5, 20) for _ in ways]
        turns.append(Turn(tuple(values), tuple(uses), max(values)))
    return turns, left


def paying(turns: list[Turn], prices: dict[int, int]) -> list[Turn]:
    """The same, with what every block brings after paying these prices."""
    return [
        Turn(
            t.values,
            t.uses,
            max(
                v - sum(prices[row] * n for row, n in use.items())
                for v, use in zip(t.values, t.uses, strict=True)
            ),
        )
        for t in turns
    ]


def test_a_choice_that_leaves_a_row_alone_takes_nothing_of_it() -> None:
    takes, beside = Turn((10,), ({0: 5},), 10), Turn((1,), ({},), 1)
    assert recount([takes, beside, takes], {0: 10}, {0: 0}, None) == 21


@pytest.mark.parametrize("seed", range(300))
def test_counting_out_finds_the_best_of_every_combination(seed: int) -> None:
    dice = random.Random(seed)
    turns, left = drawn(dice)
    best, free = tried(turns, left), dict.fromkeys(left, 0)
    assert recount(turns, left, free, None) == best
    if best is None:
        return
    prices = {row: dice.randint(0, 3) for row in left}
    for given, paid in ((turns, free), (paying(turns, prices), prices)):
        # Nothing is above the best itself, and what is above one cent less is the best.
        assert recount(given, left, paid, best) is None
        assert recount(given, left, paid, best - 1) == best


@pytest.mark.parametrize("seed", range(60))
def test_counting_out_in_whole_layers_finds_the_best_of_every_combination(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "MANY", -1)
    dice = random.Random(seed)
    small, left = drawn(dice)
    scale = MULTIPLIER_SCALE
    turns = [Turn(tuple(v * scale for v in t.values), t.uses, t.priced * scale) for t in small]
    best, free = tried(turns, left), dict.fromkeys(left, 0)
    assert recount(turns, left, free, None) == best
    # Prices bound what is left, whatever they are, as long as what every block brings is told after paying them.
    prices = {row: dice.randint(0, 3 * scale) for row in left}
    if best is None:
        return
    for given, paid in ((turns, free), (paying(turns, prices), prices)):
        assert recount(given, left, paid, best) is None
        assert recount(given, left, paid, best - 1) == best
        assert recount(given, left, paid, best - scale) == best


def test_what_is_looked_at_is_every_way_on_from_every_state_by_the_rows_that_are_open() -> None:
    """One state and two ways, then two and three of them: one row is open in both turns, and counts beside the value."""
    turns = [Turn((0, 4), ({}, {0: 1}), 4), Turn((0, 2, 5), ({}, {0: 1}, {0: 2}), 5)]
    tally = Tally(100)
    assert recount(turns, {0: 2}, {0: 0}, None, tally) == 6
    assert tally.entries == 100 + (1 * 2 + 2 * 3) * (1 + 1)


def test_what_nobody_has_taken_from_yet_is_not_looked_at_again_for_every_choice() -> None:
    count = 20
    turns = [Turn((0, 1), ({}, {n: 1, n + 1: 1}), 1) for n in range(count)]
    left, tally = dict.fromkeys(range(count + 1), 1), Tally()
    assert recount(turns, left, dict.fromkeys(left, 0), None, tally) == count // 2
    # Two rows are open at a time, however many there are: two states at most, and two ways on from each.
    assert tally.entries <= count * 2 * 2 * (1 + 2)


def test_a_turn_with_thousands_of_choices_is_counted_in_whole_layers() -> None:
    ways, scale = 12_000, MULTIPLIER_SCALE
    many = Turn(tuple(n * scale for n in range(ways)), tuple({0: n} for n in range(ways)), ways * scale)
    tally = Tally()
    assert (
        recount([many, Turn((0, scale), ({}, {0: 1}), scale)], {0: ways}, {0: 0}, None, tally) == ways * scale
    )
    assert tally.entries < ways
