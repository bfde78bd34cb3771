"""Whole layers of states give the best of every combination, and say so only where nothing better was left out."""

from __future__ import annotations

import random
from itertools import product

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.proof.certificate import upper_bound
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.search import layers
from calculator.stacking.solving.search.enumeration import Alternative, order_of, turns


def drawn(dice: random.Random) -> tuple[list[list[Alternative]], list[int]]:
    """Blocks that take from rows, or give to them."""
    rows = range(dice.randint(1, 4))
    blocks = [
        [
            Alternative(
                dice.randint(-5, 30),
                dice.random(),
                tuple((row, dice.choice((-2, -1, 1, 2, 4, 7))) for row in rows if dice.random() < 0.6),
            )
            for _ in range(dice.randint(1, 3))
        ]
        for _ in range(dice.randint(1, 6))
    ]
    return blocks, [dice.randint(0, 12) for _ in rows]


def counted(blocks: list[list[Alternative]], bounds: list[int], prices: list[float]) -> layers.Counted:
    order = order_of(blocks)
    return layers.count_layers(blocks, turns(blocks, order, bounds, prices), order, bounds)


def gain(blocks: list[list[Alternative]], picks: tuple[int, ...]) -> int:
    return sum(of[pick].gain for of, pick in zip(blocks, picks, strict=True))


def keeps(blocks: list[list[Alternative]], bounds: list[int], picks: tuple[int, ...]) -> bool:
    left = list(bounds)
    for of, pick in zip(blocks, picks, strict=True):
        for row, use in of[pick].uses:
            left[row] -= use
    return min(left) >= 0


def tried(blocks: list[list[Alternative]], bounds: list[int]) -> int | None:
    """What every combination that keeps the rows gains at most."""
    ways = product(*(range(len(of)) for of in blocks))
    return max((gain(blocks, picks) for picks in ways if keeps(blocks, bounds, picks)), default=None)


@pytest.mark.parametrize(("many", "likely"), [(6_000, 1_000), (2, 1)])
def test_layers_find_the_best_of_every_combination(
    many: int, likely: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "_MANY", many)
    monkeypatch.setattr(layers, "_LIKELY", likely)
    proven = 0
    for seed in range(300):
        dice = random.Random(seed)
        blocks, bounds = drawn(dice)
        found = counted(blocks, bounds, [dice.random() * 4 for _ in bounds])
        best = tried(blocks, bounds)
        if found.picks:
            assert keeps(blocks, bounds, found.picks)
            assert best is not None
            assert gain(blocks, found.picks) <= best
        if found.best:
            proven += 1
            assert (gain(blocks, found.picks) if found.picks else None) == best
    assert proven > 200


def test_what_was_left_out_for_want_of_room_is_not_called_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MANY", "_LIKELY", "_MOST_STATES"):
        monkeypatch.setattr(layers, name, 1)
    blocks, bounds = _odd_sums()
    found = counted(blocks, bounds, [1.0])
    assert found.picks
    assert not found.best


@pytest.mark.parametrize("most", [1, 40])
def test_cells_past_the_room_of_a_walk_keep_its_answer_from_being_called_the_best(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    blocks, bounds = _odd_sums()
    best = counted(blocks, bounds, [1.0])
    assert best.best
    monkeypatch.setattr(layers, "_MOST_CELLS", most)
    monkeypatch.setattr(layers, "_MANY", 1)
    found = counted(blocks, bounds, [1.0])
    assert not found.best
    assert not found.picks or keeps(blocks, bounds, found.picks)


def test_no_more_than_the_likeliest_states_are_walked_where_no_time_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layers, "_MANY", 1)
    blocks, bounds = _odd_sums()
    order = order_of(blocks)
    made = turns(blocks, order, bounds, [1.0])
    assert layers.count_layers(blocks, made, order, bounds).best
    found = layers.count_layers(blocks, made, order, bounds, seconds=0.0)
    assert found.picks
    assert not found.best


@pytest.mark.parametrize(("at_once", "times"), [(0, 100), (100, 5)])
def test_a_walk_says_that_it_took_longer_where_more_is_made_and_thrown_away(
    at_once: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of alternatives that lead to few states are as much work as those that lead to many, and less where all of
    them are held against the states at once.
    """
    monkeypatch.setattr(layers, "_FEW", at_once)
    few, many = ([[Alternative(n, 0.0, ((0, 1),)) for n in range(size)]] * 3 for size in (2, 2_000))
    assert counted(many, [2], [1.0]).seconds > times * counted(few, [2], [1.0]).seconds


@pytest.mark.parametrize("seed", range(40))
def test_alternatives_held_against_states_at_once_lead_to_what_each_of_them_leads_to(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    blocks, bounds = drawn(dice)
    prices = [dice.random() * 4 for _ in bounds]
    monkeypatch.setattr(layers, "_AT_ONCE", 7)
    together = counted(blocks, bounds, prices)
    monkeypatch.setattr(layers, "_FEW", 0)
    alone = counted(blocks, bounds, prices)
    assert (together.picks, together.best) == (alone.picks, alone.best)


def test_a_first_walk_takes_no_more_states_than_its_time_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk that leaves out nothing is not begun in no time, so that what is found is not called the best."""
    blocks, bounds = _odd_sums()
    order = order_of(blocks)
    made = turns(blocks, order, bounds, [1.0])
    assert layers.count_layers(blocks, made, order, bounds, seconds=0.0).best
    monkeypatch.setattr(layers, "_LEAST", 1e-6)
    found = layers.count_layers(blocks, made, order, bounds, seconds=0.0)
    assert found.picks
    assert not found.best


def _odd_sums() -> tuple[list[list[Alternative]], list[int]]:
    dice = random.Random(1)
    sizes = dice.sample(range(9, 99), 12)
    return [[Alternative(0, 0.0, ()), Alternative(n, 0.0, ((0, n),))] for n in sizes], [200]


def test_grants_of_thirty_years_under_a_window_of_three_are_proven_the_best() -> None:
    """Four grants of odd amounts a year, and one for all years that takes from every window."""
    rates = (4_703, 9_241, 13_127, 21_313)
    rows = tuple(Row(f"window {year}", 50_000) for year in range(30))
    blocks = [
        Block(
            f"{name} {year}",
            (_group(0, ()), _group(rate, tuple((y, rate) for y in _window(year)))),
            whole=True,
        )
        for year in range(30)
        for name, rate in enumerate(rates)
    ]
    always = _group(30 * 1_999, tuple((year, 5_501) for year in range(30)))
    problem = Problem((*blocks, Block("always", (_group(0, ()), always), whole=True)), rows)
    solution = solve(problem)
    assert (solution.status, solution.proof.kind) == ("optimal", "dual")
    gained = sum(
        block.groups[weights.index(1.0)].cells[0].options[0].gain
        for block, weights in zip(problem.blocks, solution.group_weights, strict=True)
    )
    assert upper_bound(problem, solution.proof) == gained


def test_twelve_grants_a_year_for_nine_years_fill_their_windows_all_but_for_some_thousandths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At prices of a few windows alone, ways that fill the others are alike: of thirty years 15 % was left."""
    monkeypatch.setattr(layers, "_MOST_STATES", 1)
    rates = [1_003 + 617 * (n * n % 29) for n in range(12)]
    days = range(9 * 12)
    blocks = [
        Block(
            f"{at:03}",
            (_group(0, ()), _group(rates[at % 12], tuple((r, rates[at % 12]) for r in days[at : at + 37]))),
            whole=True,
        )
        for at in days
    ]
    problem = Problem(tuple(blocks), tuple(Row(f"window {at:03}", 50_000) for at in days))
    gained = sum(
        block.groups[weights.index(1.0)].cells[0].options[0].gain
        for block, weights in zip(blocks, solve(problem, time_limit_s=0.01).group_weights, strict=True)
    )
    assert 0.995 * 150_000 <= gained <= 150_000


def _window(year: int) -> range:
    return range(year, min(30, year + 3))


def _group(gain: int, uses: tuple[tuple[int, int], ...]) -> Group:
    return Group((Cell((Option(gain, uses),)),))
