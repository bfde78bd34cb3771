"""How far the next tier is, and what reaching it would bring."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, PaymentKind, Presence, Text, Tier
from calculator.stacking.advising import tiers
from calculator.stacking.advising.variants import award
from tests.builders import ask, farm, limit, parcel, payment, rulebook, scheme
from tests.eligibility.test_facts_of_places import BY_LEVEL, CLASS, LEVEL, SPECIES

PATH = "indicators.x"


def tiered(id: str, *steps: Tier, **figures: object) -> Rulebook:
    paid = payment("p", kind=PaymentKind.TIERED, figures=figures, indicator=PATH, tiers=steps)
    return rulebook(scheme(f"province.x.{id}", paid))


def scoring(value: object) -> FarmProfile:
    return farm(parcel("P1", 1), facts={} if value is None else {PATH: Decimal(str(value))})


UP = (Tier("low", at_least=Decimal(10)), Tier("top", at_least=Decimal(20)))
DOWN = (Tier("low", at_most=Decimal(20)), Tier("top", at_most=Decimal(10)))


def steps(value: object, rules: Rulebook, years: int = 1) -> list[tuple[Decimal, int]]:
    return [(t.at, t.brings) for t in award(ask(scoring(value), rules, years=years)).tiers]


def test_the_next_tier_up_is_the_nearest_above() -> None:
    rules = tiered("a", *UP, low=100, top=250)
    assert steps(4, rules) == [(Decimal(10), 100_00)]
    assert steps(10, rules, years=2) == [(Decimal(20), 300_00)]
    assert steps(20, rules) == []


def test_the_next_tier_down_is_the_nearest_below() -> None:
    rules = tiered("a", *DOWN, low=100, top=250)
    assert steps(25, rules) == [(Decimal(20), 100_00)]
    assert steps(15, rules) == [(Decimal(10), 150_00)]
    assert steps(10, rules) == []


def test_a_threshold_that_is_not_reached_is_a_step() -> None:
    paid = payment("p", kind=PaymentKind.KPI_BINARY, figures={"rate": 70, "threshold": 8}, indicator=PATH)
    rules = rulebook(scheme("province.x.a", paid))
    assert steps(5, rules) == [(Decimal(8), 70_00)]
    assert steps(8, rules) == []


def test_an_indicator_that_is_not_filled_in_has_no_distance() -> None:
    assert steps(None, tiered("a", *UP, low=100, top=250)) == []


def test_the_tiers_of_another_dairy_are_no_step() -> None:
    supplies = Condition(
        "fact_is",
        {"path": "supply.dairy", "one_of": ("a",)},
        Presence.ASK,
        Text("levert aan a", "supplies a"),
        ("S1",),
    )
    rules = tiered("a", *UP, low=100, top=250)
    rules = replace(rules, schemes=tuple(replace(s, conditions=(supplies,)) for s in rules.schemes))
    mine = farm(parcel("P1", 1), facts={PATH: Decimal(4), "supply.dairy": "a"})
    other = replace(mine, facts={**mine.facts, "supply.dairy": "b"})
    assert [t.at for t in award(ask(mine, rules)).tiers] == [Decimal(10)]
    assert award(ask(other, rules)).tiers == ()


def test_what_a_tier_brings_is_what_the_limits_leave_of_it() -> None:
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 130}, payments=("province.x.a",))
    rules = replace(tiered("a", *UP, low=100, top=250), limits=(cap,))
    assert steps(10, rules) == [(Decimal(20), 30_00)]


def test_of_very_many_tiers_the_first_forty_by_name_are_worked_out() -> None:
    paid = payment("p", kind=PaymentKind.KPI_BINARY, figures={"rate": 70, "threshold": 8}, indicator=PATH)
    rules = rulebook(*(scheme(f"province.x.s{n:02d}", paid) for n in range(41)))
    found = award(ask(scoring(5), rules)).tiers
    assert len(found) == 40
    assert {t.brings for t in found} == {41 * 70_00}


def test_each_parcel_has_its_own_next_tier_the_nearest_first() -> None:
    """P1 of 2 ha lacks 5 cm of the EUR 150, P2 of 3 ha is at it and 15 cm from EUR 300, P3 is at the top, P4 does not say."""
    levels = {"P1": (2, "45"), "P2": (3, "35"), "P3": (1, "20"), "P4": (9, None)}
    profile = farm(
        *(
            parcel(id, size, "m1", facts={} if at is None else {LEVEL: Decimal(at)})
            for id, (size, at) in levels.items()
        ),
        parcel("P5", 4, facts={LEVEL: Decimal(90)}),
    )
    found = award(ask(profile, BY_LEVEL)).tiers
    assert [(t.indicator, t.now, t.at, t.brings) for t in found] == [
        ("P1.facts.waterpeil_cm", Decimal(45), Decimal(40), 300_00),
        ("P2.facts.waterpeil_cm", Decimal(35), Decimal(20), 450_00),
    ]


def test_of_many_parcels_the_nearest_are_worked_out_and_all_that_is_measured_of_the_farm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tiers, "MOST_PLACES", 1)
    fields = (parcel(id, 1, "m1", facts={LEVEL: Decimal(at)}) for id, at in (("P1", 45), ("P2", 48)))
    of_farm = tiered("a", *UP, low=100, top=250).schemes
    others = [replace(s, id=f"{layer}.x.a") for s in of_farm for layer in ("dairy", "water_board")]
    rules = replace(BY_LEVEL, schemes=(*others[:1], *BY_LEVEL.schemes, *others[1:]))
    found = award(ask(replace(farm(*fields), facts={PATH: Decimal(4)}), rules)).tiers
    assert [t.indicator for t in found] == [PATH, "P1.facts.waterpeil_cm", PATH]


def test_a_threshold_by_class_is_a_step_where_the_class_is_known() -> None:
    figures = {"rate": {"kern": 80, "rand": 90}, "threshold": {"kern": 3, "rand": 6}}
    paid = payment(
        "p", measures=["m1"], kind=PaymentKind.KPI_BINARY, indicator=SPECIES, keyed_by=CLASS, figures=figures
    )
    facts = {"P1": ("kern", 2), "P2": ("rand", 4), "P3": (None, 1)}
    profile = farm(
        *(
            parcel(id, 1, "m1", facts={SPECIES: Decimal(n)} | ({CLASS: zone} if zone else {}))
            for id, (zone, n) in facts.items()
        )
    )
    found = award(ask(profile, rulebook(scheme("province.x.a", paid)))).tiers
    assert [(t.indicator, t.at, t.brings) for t in found] == [
        ("P1.facts.kensoorten", Decimal(3), 80_00),
        ("P2.facts.kensoorten", Decimal(6), 90_00),
    ]
