"""How conditions that count land and places stand follows from the tables of a population, without a profile of every farm."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile, LandscapeElement
from calculator.domain.scheme import Condition
from calculator.eligibility.conditions.kinds import evaluate
from calculator.eligibility.conditions.outcomes import Setting
from calculator.stacking.columns.reading.counting import FAILED, MET, OPEN, Told
from tests.builders import farm, measure, parcel
from tests.eligibility.conditions.test_totals import SCORE, average, condition, land
from tests.stacking.columns.test_drawn_counted import tables
from tests.stacking.columns.test_evaluation import ON


def strips(*widths: object) -> FarmProfile:
    """Strips of 0.06 ha, each as wide as told, and one of 40 m2 along a hedge of which 30 m is measured by the metre."""
    laid = [
        measure("m1", "0.06", part=f"{n}", width_m=width and Decimal(str(width)))
        for n, width in enumerate(widths)
    ]
    along = (
        measure("m1", 40, unit="m2", width_m=Decimal(7)),
        measure("m1", 30, unit="m", width_m=Decimal(2)),
    )
    objects = tuple(
        LandscapeElement(f"E{n}", "haag", measures=(one,), facts={SCORE: Decimal(1)})
        for n, one in enumerate(along)
    )
    return farm(land("P1", 3, 5, *laid), elements=objects)


def objects(*sizes: tuple[object, object, object]) -> FarmProfile:
    """Elements by area, length and width."""
    told = [[None if n is None else Decimal(str(n)) for n in size] for size in sizes]
    made = (
        LandscapeElement(f"E{n}", "haag", area_m2=area, length_m=length, width_m=width)
        for n, (area, length, width) in enumerate(told)
    )
    return farm(parcel("P1", 3), elements=tuple(made))


def grown(*crops: str | None) -> FarmProfile:
    """A hectare that grew each crop in 2025, and the first of them in 2024 too."""
    history = [{2025: crop, 2024: crops[0] or "266"} if crop else {} for crop in crops]
    return farm(*(land(f"P{n}", 1, 5, "m1", crop_history=one) for n, one in enumerate(history)))


def total(unit: str, value: str, **of: object) -> Condition:
    return condition("total_at_least", of=of, unit=unit, value=value)


AFTER_GRASS = condition("history_includes", years=2, crops=("265",), at_least=2)
STRIPS = [strips(3), strips(3, 3), strips(3, "4.5"), strips(7, "0.9"), strips(4, None), strips(None)]
OBJECTS = [objects((400, None, None)), objects((None, 100, 4)), objects((None, 100, "3.99"), (1, 50, 9)),
           objects((None, 100, None)), objects((399, None, None), (None, None, 3))]  # fmt: skip
GROWN = [
    grown("265"),
    grown("266"),
    grown("265", "265"),
    grown("265", "266"),
    grown(None, "265"),
    grown(None),
]


@pytest.mark.parametrize(
    ("asked", "farms"),
    [
        (total("m", "368", measures=["m1"]), STRIPS),
        (total("m2", "1300", measures=["m1"]), STRIPS),
        (total("ha", "0.1", measures=["m1"]), STRIPS),
        (average("4.5", per="m"), STRIPS),
        (total("m2", "400", elements=["haag"]), OBJECTS),
        (total("ha", "0.04", elements=["haag"]), OBJECTS),
        (total("ha", "2", measures=["m1"], where=(AFTER_GRASS,)), GROWN),
        (condition("land_at_least", of={"measures": ["m1"], "where": (AFTER_GRASS,)}, value="1"), GROWN),
    ],
    ids=["metres", "square metres", "hectares", "mean", "areas", "hectares of elements", "crops", "land"],
)  # fmt: skip
def test_what_is_counted_stands_on_all_farms_of_the_tables_as_on_each(
    asked: Condition, farms: list[FarmProfile]
) -> None:
    told = tables(farms).profiles
    assert isinstance(told, Told)
    stands = told.standing(asked, {}, ON)
    own = [evaluate(asked, Setting(profile, ON, {})).met for profile in farms]
    assert stands is not None
    assert stands.tolist() == [{None: OPEN, True: MET, False: FAILED}[met] for met in own]
    assert len(set(own)) > 1
