"""Rows that no choice breaks which keeps the others are left out; every other stays."""

from __future__ import annotations

from calculator.domain.problem import Problem, Row
from calculator.stacking.solving.steps.tight_rows import tight
from tests.stacking.farm_problems import divisible, whole


def _kept(problem: Problem) -> list[str]:
    return [row.id for row in tight(problem).rows]


def test_a_row_that_all_choices_together_keep_is_left_out() -> None:
    blocks = divisible("a", (5, {0: 5}), (9, {0: 9, 1: 9})), divisible("b", (3, {0: 3, 1: 1}), (0, {}))
    assert _kept(Problem(blocks, (Row("kept", 12), Row("broken", 9)))) == ["broken"]
    assert _kept(Problem(blocks, (Row("as much", 11), Row("broken", 9)))) == ["as much", "broken"]


def test_a_window_within_another_that_leaves_as_little_is_left_out() -> None:
    blocks = divisible("a", (5, {0: 5, 1: 5}), (0, {})), divisible("b", (3, {1: 3}), (0, {}))
    assert _kept(Problem(blocks, (Row("within", 4), Row("wide", 4)))) == ["wide"]
    assert _kept(Problem(blocks, (Row("less room", 3), Row("wide", 4)))) == ["less room", "wide"]


def test_of_two_rows_that_say_the_same_one_stays() -> None:
    blocks = (divisible("a", (5, {0: 5, 1: 5}), (0, {})),)
    assert len(_kept(Problem(blocks, (Row("one", 4), Row("other", 4))))) == 1


def test_what_gives_to_another_row_does_not_lie_within_it() -> None:
    """Both take five of the first; the second is given two by one of them, and leaves less."""
    blocks = divisible("a", (5, {0: 5, 1: 5}), (0, {})), divisible("b", (3, {1: -2}), (0, {}))
    assert _kept(Problem(blocks, (Row("narrow", 4), Row("eased", 3)))) == ["narrow", "eased"]


def test_options_take_from_the_rows_that_stay_what_they_took() -> None:
    blocks = (divisible("a", (5, {0: 5, 1: 7}), (0, {})), divisible("b", (3, {1: 3}), (0, {})))
    left = tight(Problem(blocks, (Row("kept", 12), Row("broken", 9))))
    assert [o.uses for b in left.blocks for o in b.groups[0].cells[0].options] == [
        ((0, 7),),
        (),
        ((0, 3),),
        (),
    ]


def test_a_row_that_one_of_two_plans_breaks_stays() -> None:
    plans = whole("a", (0, {}), (9, {})), whole("b", (0, {}), (9, {0: 9}))
    assert _kept(Problem(plans, (Row("broken", 5),))) == ["broken"]


def test_a_window_that_counts_one_unit_more_lies_within_no_other() -> None:
    blocks = divisible("a", (5, {0: 5, 1: 5}), (0, {0: 1})), divisible("b", (3, {1: 3}), (0, {}))
    assert _kept(Problem(blocks, (Row("more", 4), Row("wide", 4)))) == ["more", "wide"]
