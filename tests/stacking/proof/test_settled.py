"""What is shown is a choice that the problem offers, keeps every row, and its lines pay what it gains, to the cent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.award import Line
from calculator.domain.limit import LimitKind
from calculator.domain.problem import MICRO, Block, Cell, Group, Option, Problem, Row
from calculator.stacking import certified
from calculator.stacking.awarding import Question, award
from calculator.stacking.certified import UncertifiedError
from calculator.stacking.proof.settled import ProofError, check_choice, check_lines
from tests.builders import ask, farm, limit, parcel, payment, rulebook, scheme

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Laid:
    block: int
    group: int
    cell: int
    option: int
    share: Fraction = Fraction(1)


def problem(*, whole: bool = False) -> Problem:
    """Land under two plans, the first over two years, and a choice for the farm; one row leaves half of the best."""
    first = Group((Cell((Option(10, ((0, 8),)), Option(0))), Cell((Option(6),))))
    other = Group((Cell((Option(7),)),))
    farm_wide = Block("farm", (Group(()), Group((Cell((Option(3, ((0, 1),)),)),))), whole=True)
    return Problem((Block("land", (first, other), whole), farm_wide), (Row("r", 5),), constant=1)


LAND = (Laid(0, 0, 0, 0, HALF), Laid(0, 0, 1, 0, HALF), Laid(0, 1, 0, 0, HALF))
BEST = (*LAND, Laid(1, 1, 0, 0))
GAIN = Fraction(1 + 5 + 3) + Fraction(7, 2) + 3


def test_a_choice_that_keeps_every_row_and_gains_what_is_said_holds() -> None:
    assert check_choice(problem(), BEST, GAIN) is False
    # The group without cells is taken where the other is not.
    assert check_choice(problem(), LAND, GAIN - 3) is False


@pytest.mark.parametrize(
    ("shares", "complaint"),
    [
        ((*LAND[1:], BEST[3]), "cells of block land are not laid alike"),
        ((replace(LAND[0], share=Fraction(1, 3)), *BEST[1:]), "cells of block land are not laid alike"),
        ((*LAND[:2], BEST[3]), "block land is taken 1/2 times"),
        ((*BEST, LAND[2]), "block land is taken 3/2 times"),
        ((*LAND, replace(BEST[3], share=HALF)), "block farm is taken 1/2 times"),
        ((*LAND, BEST[3], BEST[3]), "block farm is taken 2 times"),
        ((Laid(0, 0, 0, 0), Laid(0, 0, 1, 0), BEST[3]), "row r is broken: 9 of 5"),
        ((*LAND, replace(BEST[3], share=Fraction(0))), "a share of block 1 is 0"),
        ((*LAND, replace(BEST[3], share=Fraction(2))), "a share of block 1 is 2"),
        ((*LAND, replace(BEST[3], option=-1)), "there is no option"),
        ((*LAND, replace(BEST[3], block=2)), "there is no option"),
        ((Laid(0, 1, 0, 0), BEST[3]), "the shares do not gain"),
    ],
)
def test_what_is_no_choice_of_the_problem_or_breaks_a_row_is_refused(
    shares: tuple[Laid, ...], complaint: str
) -> None:
    with pytest.raises(ProofError, match=complaint):
        check_choice(problem(), shares, GAIN)


def test_a_whole_decision_that_is_divided_is_refused() -> None:
    with pytest.raises(ProofError, match="block land is taken 1 times"):
        check_choice(problem(whole=True), BEST, GAIN)


@pytest.mark.parametrize(
    ("shares", "taken"), [((HALF,), None), ((Fraction(1), HALF), "3/2"), ((Fraction(1),) * 2, "2")]
)
def test_a_block_that_may_be_left_is_taken_once_at_most(
    shares: tuple[Fraction, ...], taken: str | None
) -> None:
    one = Problem((Block("land", (Group(()), Group((Cell((Option(6),)),)))),), ())
    laid = [Laid(0, 1, 0, 0, share) for share in shares]
    if taken is None:
        assert check_choice(one, laid, Fraction(3)) is False
        return
    with pytest.raises(ProofError, match=f"block land is taken {taken} times"):
        check_choice(one, laid, sum(shares, Fraction(0)) * 6)


def test_what_is_taken_off_is_told() -> None:
    over = Block("cap", (Group((Cell((Option(0), Option(-4))),)),))
    one = Problem((over,), ())
    assert check_choice(one, (Laid(0, 0, 0, 1, HALF), Laid(0, 0, 0, 0, HALF)), Fraction(-2)) is True


def asked(*, capped: bool = False) -> Question:
    """EUR 600 on two hectares and EUR 200 on one of two more: together three may be claimed, or EUR 700 is all that is paid."""
    names = ("province.x.a", "province.x.b")
    paid = [
        scheme(f"province.x.{n}", payment("p", measures=[f"m{n}"], figures={"rate": rate}))
        for n, rate in (("a", 300), ("b", 200))
    ]
    cap = limit("eur", LimitKind.AMOUNT_CAP, figures={"cap": 700}, payments=names)
    three = limit("ha", LimitKind.QUANTITY_CAP, figures={"cap": 3}, payments=names)
    land = farm(parcel("P1", Decimal(2), "ma"), parcel("P2", Decimal(2), "mb"))
    return ask(land, rulebook(*paid, limits=[cap if capped else three]))


def more(line: Line, cents: int) -> Line:
    return replace(line, amount=line.amount + cents)


@pytest.mark.parametrize(
    ("spoiled", "complaint"),
    [
        (lambda found: (more(found[0], 1), *found[1:]), "of 60000 cents is written as 60001"),
        (lambda found: (more(found[0], -1), *found[1:]), "of 60000 cents is written as 59999"),
        (lambda found: (more(found[0], 1), more(found[1], -1)), "of 60000 cents is written as 60001"),
        (lambda found: found[1:], "of 60000 cents is written as 0"),
        (lambda found: (*found, found[0]), "of 60000 cents is written as 120000"),
        (lambda found: (*found, replace(found[0], claim=replace(found[0].claim))), "pays what is not taken"),
    ],
)
def test_a_shifted_cent_or_a_line_that_is_lost_or_told_twice_is_never_shown(
    monkeypatch: pytest.MonkeyPatch,
    spoiled: Callable[[tuple[Line, ...]], tuple[Line, ...]],
    complaint: str,
) -> None:
    assert award(asked()).total == 80_000
    made = certified.lines.lines
    monkeypatch.setattr(certified.lines, "lines", lambda *given: spoiled(made(*given)))
    with pytest.raises(UncertifiedError, match=complaint):
        award(asked())


@pytest.mark.parametrize(
    ("owed", "written", "less", "holds"),
    [
        (1, None, False, True),
        (2, None, False, False),
        (2, None, True, True),
        (2, 1, True, False),
        (2, 2, False, True),
        (2, 3, True, False),
    ],
)
def test_a_payment_is_written_as_it_is_due_or_left_out_where_something_is_taken_off(
    owed: int, written: int | None, less: bool, holds: bool
) -> None:
    """One cent may be lost without a word; a part of what is due never is."""
    one = award(asked()).years[0].lines[0]
    lines = [] if written is None else [replace(one, amount=written)]
    gain = Fraction((written or 0) * MICRO)

    def check() -> None:
        check_lines(gain, lines, {id(one.claim): [owed]}, {}, less=less)

    if holds:
        check()
        return
    with pytest.raises(ProofError, match=f"of {owed} cents is written as {written or 0}"):
        check()


def test_what_is_gained_without_a_line_is_a_cent_at_most() -> None:
    """Beside every amount, which is rounded once, in each of the years for which it counts."""
    one = award(asked()).years[0].lines[0]
    due, times = {id(one.claim): [one.amount]}, {one.claim.year: 3}
    for lines, paid, spread in (([], 0, 1), ([one], 3 * one.amount, 1 + 3 + 1)):
        for sign in (-1, 1):
            gain = Fraction((paid + sign * spread) * MICRO)
            check_lines(gain, lines, due if lines else {}, times, less=False)
            with pytest.raises(ProofError, match="are gained"):
                check_lines(gain + sign, lines, due if lines else {}, times, less=False)


def test_what_a_cap_takes_off_is_no_fault_and_twice_as_much_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert award(asked(capped=True)).total == 70_000
    made = certified.lines.lines
    monkeypatch.setattr(
        certified.lines,
        "lines",
        lambda *given: tuple(more(line, -30_000) if line.caveats else line for line in made(*given)),
    )
    with pytest.raises(UncertifiedError, match="lines come to 40000 cents"):
        award(asked(capped=True))


def test_land_that_is_settled_past_a_row_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A square metre more of the cheap land and one less of the dear: together above no bound, and not what is offered."""
    made = certified.settle_shares
    step = Fraction(1, 20_000)

    def shifted(*given: object) -> tuple[certified.Share, ...]:
        first, *others = made(*given)  # type: ignore[arg-type]
        return (replace(first, share=first.share - step), *others)

    monkeypatch.setattr(certified, "settle_shares", shifted)
    monkeypatch.setattr(certified, "in_whole_steps", lambda built, solution, shares, *_: Kept(shares))
    with pytest.raises(UncertifiedError, match="is taken"):
        award(asked())


@dataclass(frozen=True)
class Kept:
    """What a search in whole steps hands over that looked at nothing."""

    shares: tuple[certified.Share, ...]
    bound: Fraction | None = None
    by_word: bool = False
