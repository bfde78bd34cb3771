"""The rows between eco-activities, and between them and other payments, on invented points and values.

An activity on side a scores 4 on climate and is worth EUR 70; one on side b scores 1 on climate and 6 on water and is worth
40 (a herb-rich strip 400). So article 26(2) of the Uitvoeringsregeling GLB 2023 gives the points of b (it has most) and the
value of a; article 26(1) the sums. A package or fee on side b pays EUR 300 a hectare.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Measure
from calculator.domain.quantity import Unit
from calculator.domain.relation import Relation, selects
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, rulebook, scheme
from tests.scenarios.bench import shipped

ECO = "national.rvo.eco-regeling"
GOALS = ("klimaat", "water")
VALUE_A, VALUE_B, STRIP, FEE = 70, 40, 400, 300_00
POINTS_A, POINTS_B = {"klimaat": 4, "water": 0}, {"klimaat": 1, "water": 6}


def activity(id: str, code: str, value: int, points: dict[str, int]) -> Payment:
    return payment(
        id,
        measures=[code],
        kind=PaymentKind.ACTIVITY,
        groups=("eco-activity",),
        figures={"value": value, "points": points},
    )


def premium() -> Payment:
    return payment(
        "eco-premie",
        kind=PaymentKind.CLASS_PREMIUM,
        unit=Unit.HECTARE,
        quantity="subsidiable_ha",
        figures={
            "entry": {f"1.{goal}": 0 for goal in GOALS},
            "threshold": {"brons": 1, "zilver": 71, "goud": 300},
            "rate": {"brons": 1, "zilver": 2, "goud": 3},
        },
    )


def rules(row: Relation, day: date) -> Rulebook:
    """Both sides of the row as they are named on its first day, and all relations of the day that is asked."""
    first = max(row.validity.start, date(2023, 1, 1))
    mine = payments(row.a, first)[0]
    eco = [activity(mine.partition("#")[2], "ma", VALUE_A, POINTS_A), premium()]
    other = next(ref for ref in payments(row.b, first) if ref != mine)
    if other.startswith(ECO):
        value = STRIP if "bufferstrook" in other else VALUE_B
        eco.append(activity(other.partition("#")[2], "mb", value, POINTS_B))
        made = []
    else:
        s, p = other.split("#")
        groups = next(x for x in shipped().schemes_on(first) if x.id == s).payment(p)
        assert groups is not None
        fee = payment(p, measures=["mb"], figures={"rate": 300}, groups=groups.groups)
        made = [scheme(s, fee, legal_basis="cap_aecc_art70")]
    return rulebook(
        scheme(ECO, *eco, legal_basis="cap_eco_scheme_art31"), *made, relations=shipped().relations_on(day)
    )


def payments(selector: str, day: date) -> list[str]:
    return [
        f"{s.id}#{p.id}"
        for s in shipped().schemes_on(day)
        for p in s.payments
        if p.kind is not PaymentKind.CLASS_PREMIUM
        and p.level is Level.UNIT
        and selects(selector, f"{s.id}#{p.id}", s.id, p.groups)
    ]


def on(row: Relation, day: date, *measures: str | Measure) -> Award:
    land = parcel("P1", 1, *(measures or ("ma", "mb")))
    return award(ask(replace(farm(land), year=day.year), rules(row, day), day.isoformat()))


def scored(found: Award) -> tuple[int, int, int]:
    """Value per hectare, points on climate and on water."""
    (result,) = found.classes
    points = (int(result.points[goal][0]) for goal in GOALS)
    return (int(result.value_per_ha), *points)  # type: ignore[return-value]


def named(*ids: str) -> list[Relation]:
    return [next(r for r in shipped().relations if r.id == id) for id in ids]


SUM, BEST, STRIP_ONLY = (110, 5, 6), (70, 1, 6), (400, 1, 6)
BETWEEN_ACTIVITIES = {
    "rest-crop-nitrogen-fixing-2023": BEST,
    "rest-crop-nitrogen-fixing": BEST,
    "grazing-1-grazing-2": BEST,
    "long-term-grass-grazing-1-2023": SUM,
    "long-term-grass-grazing-1": SUM,
    "long-term-grass-grazing-2-2023": SUM,
    "long-term-grass-grazing-2": SUM,
    "grass-clover-grazing-1-2023": SUM,
    "grass-clover-grazing-1": SUM,
    "grazing-1-not-on-arable-strip": STRIP_ONLY,
    "grazing-1-not-on-grass-strip": STRIP_ONLY,
    "grazing-2-not-on-arable-strip": STRIP_ONLY,
    "grazing-2-not-on-grass-strip": STRIP_ONLY,
}


@pytest.mark.parametrize("row", named(*BETWEEN_ACTIVITIES), ids=lambda row: row.id)
def test_two_activities_on_one_ground_score_as_article_26_says(row: Relation) -> None:
    last = row.validity.end - timedelta(days=1) if row.validity.end else date(2027, 12, 31)
    for day in (row.validity.start, last):
        assert scored(on(row, day)) == BETWEEN_ACTIVITIES[row.id]


LOSE_VALUE = (
    "herbs-x-herb-rich-meadow-bird-grassland-2023",
    "herbs-x-herb-rich-meadow-bird-grassland-2024",
    "herbs-x-herb-rich-meadow-bird-grassland-2026",
    "buffer-strip-grassland-x-herb-rich-margin-2023",
    "buffer-strip-grassland-x-herb-rich-margin-2024",
    "buffer-strip-grassland-x-herb-rich-margin-2026",
    "sgbdo-or-eco-value",
    "steenwijkerland-or-eco-value",
)


@pytest.mark.parametrize("row", named(*LOSE_VALUE), ids=lambda row: row.id)
def test_an_activity_keeps_its_points_and_loses_its_value_where_the_same_action_is_paid(
    row: Relation,
) -> None:
    """On half of the parcel: until the text of 2026 the value goes on all of it (article 26(3)), else on that half."""
    last = row.validity.end - timedelta(days=1) if row.validity.end else date(2027, 12, 31)
    for day in (row.validity.start, last):
        assert scored(on(row, day)) == (0, 4, 0)
        half = on(row, day, "ma", measure("mb", "0.5"))
        assert scored(half) == (0 if row.level is Level.PARCEL else 35, 4, 0)
        assert sum(line.amount for line in half.years[0].lines if line.claim.scheme != ECO) == FEE // 2


def test_the_value_goes_on_the_whole_parcel_until_the_end_of_2025_and_on_the_overlap_from_2026() -> None:
    (row,) = named("herbs-x-herb-rich-meadow-bird-grassland-2024")
    half = ("ma", measure("mb", "0.5"))
    assert scored(on(row, date(2025, 12, 31), *half)) == (0, 4, 0)
    assert scored(on(row, date(2026, 1, 1), *half)) == (35, 4, 0)


@pytest.mark.parametrize(
    "row", named("herbs-x-rest-period-2023", "herbs-x-rest-period"), ids=lambda row: row.id
)
def test_herbs_and_rest_are_two_actions_and_both_count(row: Relation) -> None:
    found = on(row, row.validity.start)
    assert scored(found) == (70, 4, 0)
    assert found.total == FEE + 100
