"""Farms of whose land, numbers and place much is asked, in columns: each is paid and told what its own award says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.problem import MICRO
from calculator.domain.relation import RelationType as T
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns import Evaluation, evaluate
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.properties.asked import Case
from tests.properties.asked_draw import drawn
from tests.properties.asked_rules import book, profile
from tests.stacking.columns.of_tables import of_farm as told_of
from tests.stacking.columns.test_evaluation import ON, alone, of_farm
from tests.stacking.columns.test_explained import of_award, of_tables, own


def population(seed: int) -> tuple[Rulebook, list[FarmProfile], int]:
    """Farms under the rules of one case: its own, and others with land, numbers, places and aid of other cases."""
    case, dice = drawn(seed), Random(seed)
    if dice.random() < 0.7:
        case = _plain(case)
    farms = (case, *(_other(case, dice, seed + n) for n in range(1, 6)))
    return book(case), [profile(each) for each in farms], case.years


def _plain(case: Case) -> Case:
    """The case without what leaves many farms to the ordinary engine, whatever else is asked of them."""
    pays = {
        n: replace(pay, bounds=tuple(b for b in pay.bounds if b.of is None or b.of[0] != "contracts"))
        for n, pay in case.pays.items()
    }
    rows = tuple(row for row in case.rows if row[1] is not T.REQUIRES)
    return replace(case, pays=pays, rows=rows, euros=None, contract=None)


def _other(case: Case, dice: Random, seed: int) -> Case:
    """The farm of the case with parts of another; mostly without what leaves it to the ordinary engine in any case."""
    other = drawn(seed)
    plain = {
        "contract": None,
        "split": None,
        "merges": None,
        "aid": tuple(a for a in other.aid if not a.theirs),
    }
    parts = {
        "fields": other.fields, "herd": other.herd, "result": case.result and other.result, "place": other.place,
    }  # fmt: skip
    return replace(
        case,
        **(plain if dice.random() < 0.8 else {}),
        **{name: part for name, part in parts.items() if dice.random() < 0.7},
    )


def agree(seed: int) -> None:
    """Totals, payments, classes and limits of every farm."""
    rules, farms, years = population(seed)
    found, own = evaluate(rules, farms, on=ON, years=years), alone(rules, farms, ON, years)
    for place in range(len(farms)):
        assert of_farm(found, place) == of_farm(own, place), (seed, place)


def told(seed: int) -> int:
    """Lines, refusals, what is open and not chosen of every farm; how many were left to the ordinary engine."""
    rules, farms, years = population(seed)
    read = encode(farms, Vocabulary())
    found = Evaluation(rules, ON, years).explained(read, np.arange(len(farms)))
    for place, each in enumerate(farms):
        here = rounded(of_tables(told_of(found, place, each)))
        assert here == rounded(of_award(own(each, rules, ON, years))), (seed, place, found.left.get(place))
    return len(found.left)


def rounded(said: dict[str, object]) -> dict[str, object]:
    """Tables have rates to a millionth of a cent, rounded half up."""
    lines = said["lines"]
    assert isinstance(lines, list)
    return said | {"lines": [(*line[:-1], (line[-1] * MICRO + Fraction(1, 2)) // 1) for line in lines]}


@pytest.mark.parametrize("seed", range(3))
def test_farms_of_which_much_is_asked_are_paid_in_columns_what_each_is_paid_by_itself(seed: int) -> None:
    agree(seed)


@pytest.mark.parametrize("seed", [5, 12, 34])
def test_farms_of_which_much_is_asked_are_told_what_their_own_awards_say(seed: int) -> None:
    assert told(seed) <= 3


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(10, 26))
def test_farms_of_which_much_is_asked_are_paid_and_told_the_same_under_a_thousand_rulebooks(
    hundred: int,
) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        agree(seed)
        if seed % 5 == 0:
            told(seed)
