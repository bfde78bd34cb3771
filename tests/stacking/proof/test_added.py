"""What whole steps add to a problem is recomputed: a row or choice that takes away an answer in whole steps is refused."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor
from typing import Any

import pytest

from calculator.domain.farm import LandscapeElement, Measure
from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.domain.quantity import Unit
from calculator.stacking.awarding import award
from calculator.stacking.proof.added import Ranges, Rounded, check
from calculator.stacking.proof.certificate import ProofError
from calculator.stacking.solving.steps import by_parts, parts, searching, whole_steps
from tests.builders import ask, de_minimis, farm, payment, rulebook, scheme

#: Nine trees at 700 each or none, and nine at 400, under 1,850; every tree is a step.
SIZES = {0: 9, 1: 9}


def _trees(name: str, gain: int, *uses: tuple[int, int], none: tuple[tuple[int, int], ...] = ()) -> Block:
    return Block(name, (Group((Cell((Option(0, none), Option(gain, uses))),)),))


def _choice(*groups: tuple[tuple[int, int], ...], gain: int = 0, whole: bool = True) -> Block:
    return Block("~choice", tuple(Group((Cell((Option(gain, uses),)),)) for uses in groups), whole=whole)


BEFORE = Problem((_trees("a", 6300, (0, 6300)), _trees("b", 3600, (0, 3600))), (Row("limit", 1850),))
#: Counted in 400: one of each takes a step at least, and four steps fit; and at most two of a, or three at least.
AFTER = Problem(
    (
        _trees("a", 6300, (0, 6300), (1, 9), (2, 9), (3, -9)),
        _trees("b", 3600, (0, 3600), (1, 9)),
        _choice(((3, -3),), ((2, 2 - 9),)),
    ),
    (Row("limit", 1850), Row("coarse", 4), Row("most", 2), Row("least", -3)),
)
FOLLOWS = (Rounded(1, 0, Fraction(400)), Ranges(2, 2, 3, ((0, 0, 0, 1),)))


def test_rows_that_every_answer_in_whole_steps_keeps_are_accepted() -> None:
    check(BEFORE, AFTER, SIZES, FOLLOWS)


def _row(number: int, bound: int) -> Callable[[Problem], Problem]:
    return lambda p: replace(
        p, rows=tuple(replace(r, bound=bound) if n == number else r for n, r in enumerate(p.rows))
    )


def _block(number: int, block: Block) -> Callable[[Problem], Problem]:
    return lambda p: replace(p, blocks=tuple(block if n == number else b for n, b in enumerate(p.blocks)))


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(_row(0, 1849), id="a limit of the law is lowered"),
        pytest.param(_row(1, 3), id="a rounded row has a lower bound"),
        pytest.param(_row(2, 1), id="two trees fall between the ranges"),
        pytest.param(_row(3, -4), id="three trees fall between the ranges"),
        pytest.param(
            _block(0, _trees("a", 6300, (0, 6300), (1, 18), (2, 9), (3, -9))), id="a tree takes two steps"
        ),
        pytest.param(
            _block(1, _trees("b", 3600, (0, 3600), (1, 9), (2, 9))), id="a range counts another's trees too"
        ),
        pytest.param(_block(0, _trees("a", 6299, (0, 6300), (1, 9), (2, 9), (3, -9))), id="a gain is less"),
        pytest.param(
            _block(0, _trees("a", 6300, (0, 6301), (1, 9), (2, 9), (3, -9))), id="a use of a limit is more"
        ),
        pytest.param(_block(2, _choice(((3, -3),), ((2, -7),), gain=-1)), id="to choose a range costs"),
        pytest.param(_block(2, _choice(((3, -3),), ((2, -7), (0, 1)))), id="to choose takes of a limit"),
        pytest.param(_block(2, _choice(((3, -3),))), id="one range is left out"),
        pytest.param(
            _block(2, _choice(((3, -3), (1, 1)), ((2, -7),))), id="to choose takes of a rounded row"
        ),
        pytest.param(lambda p: replace(p, constant=-1), id="what is gained anyhow is less"),
        pytest.param(lambda p: replace(p, blocks=p.blocks[:2]), id="the choice itself is left out"),
        pytest.param(lambda p: replace(p, rows=(*p.rows, Row("other", 0))), id="a row follows from nothing"),
    ],
)
def test_a_spoiled_row_or_choice_is_caught(spoiled: Callable[[Problem], Problem]) -> None:
    with pytest.raises(ProofError):
        check(BEFORE, spoiled(AFTER), SIZES, FOLLOWS)


@pytest.mark.parametrize(
    ("follows", "sizes"),
    [
        pytest.param(FOLLOWS[:1], SIZES, id="a choice that nothing is said of"),
        pytest.param((*FOLLOWS, FOLLOWS[0]), SIZES, id="a row said twice"),
        pytest.param((Rounded(1, 2, Fraction(1)), FOLLOWS[1]), SIZES, id="from a row that is new itself"),
        pytest.param((Rounded(1, 0, Fraction(-400)), FOLLOWS[1]), SIZES, id="in a unit below nothing"),
        pytest.param(FOLLOWS, {0: 9, 1: 0}, id="of what is divided as finely as one likes"),
        pytest.param(
            (Rounded(1, 0, Fraction(400), {0: 700}), FOLLOWS[1]), SIZES, id="less of trees that are not taken"
        ),
        pytest.param(
            (Rounded(1, 0, Fraction(400), {2: -900}), FOLLOWS[1]), SIZES, id="less of what comes in no steps"
        ),
    ],
)
def test_a_wrong_ground_is_caught(follows: tuple[Rounded | Ranges, ...], sizes: dict[int, int]) -> None:
    with pytest.raises(ProofError):
        check(BEFORE, AFTER, sizes, follows)


def _answers(problem: Problem, sizes: dict[int, int]) -> Iterator[tuple[int, ...]]:
    """Steps of each tree row's second option that keep every row, with any choice of ranges."""
    own = len(sizes)
    for steps in product(*(range(sizes[b] + 1) for b in range(own))):
        for chosen in product(*(range(len(b.groups)) for b in problem.blocks[own:])):
            totals = [Fraction(0)] * len(problem.rows)
            taken = [
                (option, Fraction(count, sizes[b]))
                for b, (block, n) in enumerate(zip(problem.blocks, steps, strict=False))
                for option, count in zip(block.groups[0].cells[0].options, (sizes[b] - n, n), strict=True)
                if count
            ]
            taken += [
                (b.groups[g].cells[0].options[0], Fraction(1))
                for b, g in zip(problem.blocks[own:], chosen, strict=True)
            ]
            for option, share in taken:
                for row, use in option.uses:
                    totals[row] += use * share
            if all(t <= row.bound for t, row in zip(totals, problem.rows, strict=True)):
                yield steps
                break


def _drawn(draw: random.Random) -> tuple[Problem, Problem, dict[int, int], tuple[Rounded | Ranges, ...]]:
    """A small problem, and it with a rounded row and ranges; in half of them something is off by one."""
    sizes = {0: draw.randint(1, 4), 1: draw.randint(1, 4)}
    uses, less = [draw.randint(-9, 9) for _ in sizes], draw.choice((0, draw.randint(-9, 9)))
    bound, unit, split = draw.randint(-3, 12), Fraction(draw.randint(1, 9), draw.randint(1, 4)), 1
    off = [draw.choice((-1, 1)) if draw.random() < 0.15 else 0 for _ in range(6)]
    size, taken = sizes[0], (uses[0] - less, uses[1], -less)
    coarse = [floor(Fraction(u, s) / unit) * s for u, s in zip(taken, (*sizes.values(), size), strict=True)]
    before = Problem(tuple(_trees(f"{b}", 1, (0, u)) for b, u in enumerate(uses)), (Row("limit", bound),))
    after = Problem(
        (
            _trees(
                "0", 1, (0, uses[0]), (1, coarse[0] + off[0]), (2, size), (3, -size), none=((1, coarse[2]),)
            ),
            _trees("1", 1, (0, uses[1]), (1, coarse[1] + off[1])),
            _choice(((3, -split - 1 + off[2]),), ((2, split - size + off[3]),)),
        ),
        (
            before.rows[0],
            Row("coarse", floor((bound - less) / unit) + off[4]),
            Row("most", split + off[5]),
            Row("least", -split - 1),
        ),
    )
    rounded = Rounded(1, 0, unit, {0: less} if less else {})
    return before, after, sizes, (rounded, Ranges(2, 2, 3, ((0, 0, 0, 1),)))


def test_what_is_accepted_takes_no_answer_in_whole_steps_away() -> None:
    draw, accepted, harmful = random.Random(3), 0, 0
    for _ in range(600):
        before, after, sizes, follows = _drawn(draw)
        kept = set(_answers(before, sizes)) == set(_answers(after, sizes))
        try:
            check(before, after, sizes, follows)
        except ProofError:
            harmful += not kept
            continue
        accepted += 1
        assert kept, (before, after, follows)
    assert accepted > 150
    assert harmful > 50


def test_an_award_that_rests_on_a_spoiled_row_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    trees = [
        LandscapeElement(f"E{code}", "boom", count=Decimal(9), measures=(Measure(code, Decimal(9), "piece"),))
        for code in ("m1", "m2")
    ]
    given: dict[str, Any] = {
        "unit": Unit.PIECE,
        "quantity": "count",
    }
    paid = [
        scheme(
            f"province.x.{code}",
            payment("p", measures=[code], figures={"rate": rate}, **given),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for code, rate in (("m1", 700), ("m2", 400))
    ]
    asked = ask(farm(elements=tuple(trees)), rulebook(*paid, limits=[de_minimis(1_850)]))
    rounded = whole_steps.coarsen

    def lower(added: whole_steps.Added, *others: Any) -> None:
        rounded(added, *others)
        added.rows[-1] = replace(added.rows[-1], bound=added.rows[-1].bound - 1)

    monkeypatch.setattr(parts, "settled_at_corner", lambda *_: False)
    monkeypatch.setattr(searching, "_FEW", 0)  # nothing is counted out before rows are added
    monkeypatch.setattr(by_parts, "_MOST_STEPS", 0)
    monkeypatch.setattr(whole_steps, "coarsen", lower)
    with pytest.raises(ProofError, match="lower bound"):
        award(asked)
