"""Problems that fall apart but for the rows that join most of them, and what bounds what is divided at will."""

from __future__ import annotations

from calculator.domain.problem import MULTIPLIER_SCALE, Problem, Row
from calculator.stacking.solving.steps.falling_apart import in_parts, vectors_of
from tests.stacking.farm_problems import EURO, divisible

#: Two years of two decisions, which a relation joins, and a ceiling over both; what one loses is deducted.
YEARS = Problem(
    tuple(
        divisible(f"{year} {name}", (0, {}), (9, {year: 5, 2: 9}), (3, {2: 3}))
        for year in range(2)
        for name in "ab"
    )
    + tuple(divisible(f"~less {year}", (0, {}), (-9, {year: -3})) for year in range(2)),
    (Row("relation 0", 4), Row("relation 1", 4), Row("ceiling", 20)),
)
SIZES = (3, 3, 3, 3, 0, 0)


def test_years_fall_apart_but_for_a_ceiling_and_take_what_they_lose_with_them() -> None:
    found = in_parts(YEARS, SIZES, 2)
    assert found is not None
    assert found.blocks == ((0, 1), (2, 3))
    assert [[blocks for blocks, _ in of] for of in found.loose] == [[(4,)], [(5,)]]


def test_one_decision_is_in_no_parts_and_neither_are_many_without_a_row() -> None:
    assert in_parts(Problem((divisible("a", (1, {0: 1})),), (Row("r", 1),)), (3,), 1) is None
    assert in_parts(Problem((divisible("a", (1, {})), divisible("b", (2, {}))), ()), (3, 3), 1) is None


def test_what_is_divided_at_will_and_stands_alone_makes_no_part() -> None:
    """Without the ceiling nothing joins what is deducted of it with anything."""
    blocks = (*YEARS.blocks[:4], divisible("~less", (0, {}), (-9, {2: -3})))
    assert in_parts(Problem(blocks, YEARS.rows), (3, 3, 3, 3, 0), 2) is None


def test_what_a_deduction_costs_bounds_the_row_that_asks_for_it() -> None:
    """Nine euros ease a row by three: a unit of it is worth nothing, or three euros."""
    assert set(vectors_of(YEARS, (4,))) == {(), ((0, 3 * EURO * MULTIPLIER_SCALE),)}


def test_a_deduction_that_one_of_two_rows_asks_for_costs_what_the_dearer_takes() -> None:
    """All of it goes to one of the rows, or to the other."""
    twice = Problem((divisible("~less", (0, {}), (-6, {0: -3, 1: -2})),), (Row("a", 0), Row("b", 0)))
    each = EURO * MULTIPLIER_SCALE
    assert set(vectors_of(twice, (0,))) == {(), ((0, 2 * each),), ((1, 3 * each),)}


def test_two_decisions_of_one_step_fall_apart_but_for_all_rows_that_both_are_under() -> None:
    both = tuple(divisible(name, (0, {}), (9, {0: 5, 1: 4})) for name in "ab")
    found = in_parts(Problem(both, (Row("one", 9), Row("other", 9))), (1, 1), 1)
    assert found is not None
    assert found.blocks == ((0,), (1,))


def test_years_under_windows_are_counted_in_an_order_in_which_few_windows_are_open() -> None:
    """Listed otherwise: of windows over two years each one is passed before the next but one begins."""
    windows = {0: {0, 1}, 1: {2}, 2: {1, 2}, 3: {0}}
    years = tuple(divisible(f"{n}", (0, {}), (9, dict.fromkeys(of, 5))) for n, of in windows.items())
    found = in_parts(Problem(years, tuple(Row(f"window {n}", 9) for n in range(3))), (3, 3, 3, 3), 1)
    assert found is not None
    assert [b for of in found.blocks for b in of] in ([1, 2, 0, 3], [3, 0, 2, 1])


def test_deductions_that_ease_the_same_rows_are_bounded_together() -> None:
    more = tuple(divisible(f"{year} c", (0, {}), (9, {year: 5, 2: 9})) for year in range(2))
    blocks = (
        *YEARS.blocks[:4],
        *more,
        divisible("~less 0", (0, {}), (-9, {0: -3})),
        divisible("~more 0", (0, {}), (-9, {0: -3})),
        divisible("~less 1", (0, {}), (-9, {1: -3})),
    )
    found = in_parts(Problem(blocks, YEARS.rows), (*[3] * 6, 0, 0, 0), 3)
    assert found is not None
    assert [[blocks for blocks, _ in of] for of in found.loose] == [[(6, 7)], [(8,)]]


def test_a_deduction_that_eases_one_row_alone_says_its_price_beside_one_that_eases_two() -> None:
    """Nine euros ease the first row by three, or both by one each: then the second is worth what is left of nine."""
    blocks = divisible("~first", (0, {}), (-9, {0: -3})), divisible("~both", (0, {}), (-9, {0: -1, 1: -1}))
    each = EURO * MULTIPLIER_SCALE
    found = vectors_of(Problem(blocks, (Row("a", 0), Row("b", 0))), (0, 1))
    assert ((0, 3 * each), (1, 6 * each)) in found
