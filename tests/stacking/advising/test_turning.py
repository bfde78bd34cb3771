"""What is left when a candidate may not be taken, or must be, is the best of all plans that are left."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.problem import MICRO
from calculator.domain.relation import RelationType
from calculator.eligibility.candidates import Arrangement
from calculator.stacking.advising import turning
from calculator.stacking.advising.advice import NoPlanError
from calculator.stacking.advising.asking import Advice
from calculator.stacking.advising.turning import Turning
from calculator.stacking.solving.optimum import combinations
from tests.builders import ask, farm, limit, parcel, pays, relation, rulebook
from tests.stacking.advising.test_advice import wish


def advice() -> Advice:
    """One of m1 (EUR 100) and m2 (EUR 80) on each of two hectares, m3 (EUR 30) beside them, all under a cap of EUR 190."""
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 80),
        pays("c", "m3", 30),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
        limits=[
            limit(
                "cap", LimitKind.AMOUNT_CAP, figures={"cap": 190}, payments=tuple(f"province.x.{s}" for s in "abc")
            )
        ],
    )  # fmt: skip
    land = [parcel(f"P{n}", 1, *(wish(f"m{k}", 1, 10) for k in (1, 2, 3))) for n in (1, 2)]
    return Advice.of(replace(ask(farm(*land), rules), mode="advise"))


def without(asked: Turning, *codes: str) -> Fraction | None:
    """Cents that are left where these measures are taken nowhere."""
    names = {(c.place, c.index): c.measure.code for c in ADVICE.candidates}
    worth = asked.worth(lambda a: not {names[a.place, i] for i in a.taken} & set(codes))
    return None if worth is None else Fraction(round(worth / MICRO))


ADVICE = advice()
#: What is left without some measures: 190 less the costs of the fewest that fill the cap, or all that there are.
LEFT = {
    (): 190_00 - 20_00,
    ("m1",): 190_00 - 30_00,
    ("m2",): 190_00 - 20_00,
    ("m1", "m2"): 60_00 - 20_00,
    ("m1", "m2", "m3"): 0,
}


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_left_without_a_measure_is_what_the_best_of_the_other_plans_leaves(
    monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    """Whether all plans are bounded at once or each question is a search, and in whatever order they are asked."""
    if not at_once:
        monkeypatch.setattr(combinations, "_MOST", 0)
    for asked in (list(LEFT), list(reversed(LEFT))):
        one = Turning(replace(ADVICE.choices, _combined=[]), None)
        assert [without(one, *codes) for codes in asked] == [LEFT[codes] for codes in asked]
        assert (one._restricted is None) is at_once


def only(arrangement: Arrangement) -> bool:
    """Everything on the first parcel, which the effort does not allow."""
    return arrangement.place != "P1" or len(arrangement.taken) == 2


@pytest.mark.parametrize("at_once", [True, False])
def test_where_no_plan_keeps_the_wish_there_is_none(
    monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(combinations, "_MOST", 0)
    asked = Turning(replace(ADVICE.choices, _combined=[]), 19_00)
    with pytest.raises(NoPlanError):
        asked.worth(only)
    assert Turning(replace(ADVICE.choices, _combined=[]), 20_00).worth(only) is not None


def searched(monkeypatch: pytest.MonkeyPatch) -> Turning:
    """Questions to a problem whose plans are too many to list."""
    monkeypatch.setattr(combinations, "_MOST", 0)
    monkeypatch.setattr(turning, "with_every_plan", lambda _: None)
    return Turning(replace(ADVICE.choices, _combined=[]), None)


def test_where_plans_are_too_many_to_list_two_questions_are_put_to_the_whole_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = searched(monkeypatch)
    assert [without(asked, *codes) for codes in LEFT] == [170_00, 160_00, None, None, None]


def test_a_question_that_may_not_be_put_to_the_whole_problem_leaves_room_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = searched(monkeypatch)
    assert [asked.worth(ADVICE.keeps, anew=False) for _ in range(3)] == [None] * 3
    assert without(asked) == 170_00


def test_once_the_time_is_up_no_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combinations, "_MOST", 0)
    asked = Turning(replace(ADVICE.choices, _combined=[]), None)
    assert without(asked) == 170_00
    monkeypatch.setattr(turning, "_SECONDS", -1.0)
    assert without(asked) is None
