"""What blocks offer: forms that differ in a gain that all share, the richest choice at prices, and what uses are multiples of."""

from __future__ import annotations

from calculator.domain.problem import MULTIPLIER_SCALE, Block, Cell, Group, Option, Runs, Step
from calculator.stacking.explaining.offered import chosen, form, steps


def two_plans(first: int, *, other: int = 7) -> Block:
    """A plan over two years, of which the first has two options, and a plan of one year."""
    plan = Group((Cell((Option(first, ((0, 4),)), Option(first - 3))), Cell((Option(5),))))
    return Block("b", (plan, Group((Cell((Option(other, ((1, 6),)),)),))))


def test_blocks_that_differ_by_one_gain_throughout_have_one_form() -> None:
    (told, base), (again, more) = form(two_plans(10)), form(two_plans(30, other=27))
    assert told == again
    assert (base, more) == (15, 35)


def test_blocks_of_which_one_plan_or_option_gains_otherwise_have_forms_of_their_own() -> None:
    assert form(two_plans(10))[0] != form(two_plans(30))[0]
    assert form(two_plans(10))[0] != form(two_plans(10, other=8))[0]
    block = two_plans(10)
    cell = Cell((Option(10, ((0, 4),)), Option(8)))
    other = Block("b", (Group((cell, block.groups[0].cells[1])), block.groups[1]))
    assert form(block)[0] != form(other)[0]
    assert form(block)[1] == form(other)[1]
    used = Block(
        "b", (Group((Cell((Option(10, ((0, 5),)), Option(7))), Cell((Option(5),)))), block.groups[1])
    )
    assert form(block)[0] != form(used)[0]


def test_of_a_group_the_richest_options_are_chosen_less_what_they_take_at_prices() -> None:
    group = Group(
        (
            Cell((Option(10, ((0, 4), (1, 1))), Option(9), Option(2, ((0, -1),)))),
            Cell((Option(5, ((0, 3),)),)),
        )
    )
    assert chosen(group, {}) == (15, {0: 7, 1: 1})
    # At half a micro-cent for every unit of the first row the second option leaves more, at three the last.
    assert chosen(group, {0: MULTIPLIER_SCALE // 2}) == (14, {0: 3})
    assert chosen(group, {0: 8 * MULTIPLIER_SCALE}) == (7, {0: 2})
    # A row of which nothing is known costs nothing.
    assert chosen(group, {7: MULTIPLIER_SCALE}) == (15, {0: 7, 1: 1})
    equals = Group((Cell((Option(10, ((2, 5),)), Option(10))),))
    assert chosen(equals, {7: MULTIPLIER_SCALE}) == (10, {2: 5})


def test_what_blocks_take_of_a_row_is_told_as_a_multiple_of_plans_that_are_not_listed_too() -> None:
    group = Group((Cell((Option(1, ((0, 12), (1, 5))), Option(0, ((0, 18),)))),))
    runs = Runs((Cell((Option(1, ((0, 4),)),)),), ((Step((0,), ()),),))
    listed, every = Block("b", (group,)), Block("b", (group,), runs=runs)
    assert steps((listed,), (0, 2)) == {0: 6, 2: 0}
    assert steps((every,), (0,)) == {0: 2}
    assert steps((listed, every), ()) == {}
