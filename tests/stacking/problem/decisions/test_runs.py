"""The chart of a contract over the years: what makes no difference within them is one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.source import Series
from calculator.stacking.certified import over_years
from calculator.stacking.columns.ordinary import Asked, claims_of
from calculator.stacking.problem.assembly import Task, build
from tests.builders import ask, farm, figure, parcel, payment, pays, relation, rulebook, scheme


def steps_per_year(term: int, years: int) -> list[int]:
    """Of ground on which a contract of that term and another payment keep each other off."""
    # A tariff that rises, so that it matters when a contract begins.
    rises = (figure(80 + n, period=Period(date(2026 + n, 1, 1), date(2027 + n, 1, 1))) for n in range(years))
    contract = payment("p", measures=["m1"], figures={"rate": 1}, term_years=term)
    contract = replace(contract, figures={"rate": Series(tuple(rises))})
    book = rulebook(
        scheme("province.x.a", contract),
        pays("b", "m1", 90),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    question = ask(farm(parcel("P1", 1, "m1")), book, years=years)
    claims, _ = claims_of(Asked(book, question.on, range(2026, 2026 + years)), question.profile)
    task, read = over_years(Task(question.profile, book, claims, question.on))
    charted = [b.runs for b in build(replace(task, claims=read.claims)).problem.blocks if b.runs is not None]
    return [len(layer) for layer in charted[0].layers] if charted else []


@pytest.mark.parametrize(("term", "steps"), [(2, [2, 3, 3, 3]), (6, [2, 3, 3, 3]), (9, [2, 3, 3, 3])])
def test_terms_that_run_past_the_horizon_are_told_apart_no_further(term: int, steps: list[int]) -> None:
    """It has just begun, was on before, or is off: how long it lasts after the horizon makes no difference."""
    assert steps_per_year(term, 4) == steps
