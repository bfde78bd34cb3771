"""Payments that read an answer of a parcel: the columns pay and say what the ordinary engine does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind, Tier
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import de_minimis, farm, measure, payment, pays, relation, rulebook, scheme
from tests.eligibility.test_facts_of_places import (
    BY_CLASS,
    BY_LEVEL,
    CLASS,
    LEVEL,
    SPECIES,
    ZONE,
    flat,
    land,
    paying,
)
from tests.stacking.columns.test_cases import eco
from tests.stacking.columns.test_evaluation import condition, same
from tests.stacking.columns.test_explained import ON
from tests.stacking.columns.test_explained import same as said

FARMS = [
    farm(
        land("P1", 2, "m1", waterpeil_cm=level, kensoorten=level % 7, zone=zone),
        land("P2", 3, "m1", "m2", waterpeil_cm=level + 11, grondwaterbeschermingsgebied=level % 2 == 0),
        land("P3", 4, measure("m1", 1), measure("m2", 4), kensoorten=4),
    )
    for level, zone in ((10, "kern"), (20, "rand"), (21, "kern"), (40, "rand"), (55, "kern"), (20, "kern"))
]


def both(rules: Rulebook, farms: list[FarmProfile] = FARMS) -> list[int]:
    """What farms are paid, once columns and engine agree on it, and on every refusal and question."""
    found = same(rules, farms, years=2)
    assert found.left() == {}
    assert said(rules, encode(farms, Vocabulary()), ON, 2).left == {}
    totals: list[int] = found.total.tolist()
    return totals


def test_tiers_by_the_level_of_each_parcel() -> None:
    assert both(BY_LEVEL) == [
        2 * n for n in (600_00 + 450_00, 600_00 + 450_00, 300_00 + 450_00, 300_00, 0, 1050_00)
    ]


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        (PaymentKind.RAMP, {"rate": 400, "ramp_from": 60, "ramp_to": 20}),
        (PaymentKind.GATE_POINTS, {"base": 10, "per_point": 5, "max_points": 30}),
        (PaymentKind.GATE_POINTS, {"base": 10, "per_point": 5}),
        (PaymentKind.KPI_BINARY, {"rate": 80, "threshold_max": 40}),
        (PaymentKind.POINTS, {"rate": 6}),
    ],
)
def test_other_kinds_by_the_level_of_each_parcel(kind: PaymentKind, figures: Mapping[str, object]) -> None:
    assert any(both(paying(payment("p", measures=["m1"], kind=kind, indicator=LEVEL, figures=figures))))


@pytest.mark.parametrize(
    "asked",
    [
        condition("fact_at_least", path=SPECIES, value=Decimal(4)),
        condition("fact_below", path=LEVEL, value=Decimal(21)),
        condition("fact_is", path=ZONE, one_of=("yes",)),
        condition("fact_is", path=CLASS, one_of=("kern",)),
        condition("any_of", conditions=(
            condition("fact_is", path=CLASS, one_of=("kern",)), condition("fact_at_most", path=LEVEL, value=Decimal(30)),
        )),
    ],
    ids=["at least", "below", "yes", "class", "any"],
)  # fmt: skip
def test_conditions_on_a_parcel(asked: object) -> None:
    assert any(both(flat(asked)))


def test_a_tariff_by_class_and_one_that_it_excludes() -> None:
    keyed = payment("p", measures=["m1"], figures={"rate": {"kern": 300, "rand": 50}}, keyed_by=CLASS)
    rules = rulebook(
        scheme("province.x.a", keyed), pays("b", "m2", 100),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )  # fmt: skip
    assert any(both(rules))


def test_an_activity_that_counts_by_the_level_of_a_parcel() -> None:
    """Points and value are of those parcels alone that lie high enough in the water; the class follows."""
    made = eco()
    grass, premium = made.payments
    grass = replace(grass, conditions=(condition("fact_at_most", path=LEVEL, value=Decimal(30)),))
    rules = rulebook(replace(made, payments=(grass, premium)))
    farms = [
        farm(
            land("P1", 2, "gras", waterpeil_cm=level),
            land("P2", 7, "gras", waterpeil_cm=other),
            land("P3", 1, "gras"),
        )
        for level, other in ((10, 20), (10, 40), (50, 60))
    ]
    assert any(both(rules, farms))


def test_land_that_answers_otherwise_where_no_rule_reads_it_is_still_asked_once() -> None:
    rules = flat(condition("fact_is", path=CLASS, one_of=("kern",)))
    farms = [farm(land("P1", n, "m1", zone="kern", anders=n)) for n in range(1, 9)]
    assert both(rules, farms) == [2 * n * 100_00 for n in range(1, 9)]


def test_an_amount_on_a_line_by_the_level_of_each_parcel() -> None:
    made = payment(
        "p", measures=["m1"], kind=PaymentKind.INTERPOLATED, indicator=LEVEL,
        tiers=(Tier("nat", at_least=Decimal(20)), Tier("vochtig", at_least=Decimal(40)), Tier("droog", at_least=Decimal(60))),
        figures={"nat": 300, "vochtig": 150, "droog": 0},
    )  # fmt: skip
    assert any(both(paying(made)))


def test_tiers_at_least_and_what_lies_above_and_below() -> None:
    made = payment(
        "p", measures=["m1"], kind=PaymentKind.TIERED, indicator=SPECIES,
        tiers=(Tier("weinig", at_least=Decimal(2)), Tier("veel", at_least=Decimal(5))), figures={"weinig": 50, "veel": 120},
    )  # fmt: skip
    assert any(both(paying(made)))


def test_what_pays_nothing_says_of_each_piece_how_much_there_is() -> None:
    """Pieces of other sizes are of one type: the sum of each refusal begins with its own hectares."""
    beside = payment("q", measures=["m2"], figures={"rate": 10})
    rules = rulebook(scheme("province.x.a", BY_LEVEL.schemes[0].payments[0]), scheme("province.x.b", beside))
    farms = [
        farm(
            land("P1", 6, measure("m1", 6), measure("m2", size), waterpeil_cm=80),
            land("P2", size, "m1", waterpeil_cm=80),
        )
        for size in (1, 2)
    ]
    assert both(rules, farms) == [2 * 10_00, 2 * 20_00]


def test_what_a_tariff_by_class_could_pay_where_the_class_is_not_filled_in() -> None:
    """Told alike by both, as `both` says: the best class, times the ground of each farm."""
    keyed = payment("p", measures=["m1"], figures={"rate": {"kern": 300, "rand": 50}}, keyed_by=CLASS)
    farms = [farm(land("P1", n, "m1"), land("P2", 2, "m1", zone="rand")) for n in (1, 3)]
    assert both(paying(keyed), farms) == [2 * 100_00] * 2


def test_thresholds_by_class_of_conditions_and_of_a_kind() -> None:
    assert any(both(BY_CLASS))
    rated = {"rate": {"kern": 80, "rand": 90}, "threshold": {"kern": 3, "rand": 6}}
    binary = payment(
        "p", measures=["m1"], kind=PaymentKind.KPI_BINARY, indicator=SPECIES, keyed_by=CLASS, figures=rated
    )
    # P1 of 2 ha: 3 species in the core, 6 on the edge, 0, 5 on the edge, 6, 6.
    assert both(paying(binary)) == [2 * n for n in (160_00, 180_00, 0, 0, 160_00, 160_00)]


def test_a_number_of_the_farm_against_thresholds_by_class() -> None:
    cows = condition("fact_at_most", path="herd.livestock_units", figure="vee")
    rules = flat(cows, figures={"rate": 100, "vee": {"kern": 20, "rand": 40}}, keyed_by=CLASS)
    herds = [
        replace(f, facts={"herd.livestock_units": Decimal(n)})
        for f, n in zip(FARMS, (20, 40, 21, 41, 19, 0), strict=True)
    ]
    assert both(rules, herds) == [2 * n for n in (200_00, 200_00, 0, 0, 200_00, 200_00)]


def test_aid_is_asked_together_with_what_else_is_missing() -> None:
    milk = payment("milk", figures={"rate": 2}, quantity="herd.milk_kg", unit=Unit.MILK_100KG)
    schemes = (BY_LEVEL.schemes[0], scheme("province.x.milk", milk))
    rules = rulebook(
        *(replace(each, legal_basis="de_minimis_agri_1408_2013") for each in schemes),
        pays("b", "m1", 10),
        limits=[de_minimis()],
    )
    farms = [
        farm(land("P1", 2, "m1"), land("P2", 3, "m1", waterpeil_cm=20), aid=aid, facts=facts)
        for aid in (None, ())
        for facts in ({}, {"herd.milk_kg": Decimal(1000)})
    ]
    assert both(rules, farms)[:2] == [2 * 50_00] * 2
