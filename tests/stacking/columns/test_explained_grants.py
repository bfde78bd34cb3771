"""Grants of which not all are given, in the explanations of a population: what each lost to, and what forcing it in brings."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.ceilings.windows import TIGHT
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme
from tests.stacking.columns.of_tables import of_farm
from tests.stacking.columns.test_explained import ON, same

EXCLUSIVE, UNKNOWN = RelationType.EXCLUSIVE, RelationType.UNKNOWN


def grants(rates: dict[str, object], *pairs: tuple[str, RelationType, str]) -> Rulebook:
    """Grants to the farm under a ceiling of 50,000 euros over three years."""
    schemes = [
        scheme(
            f"province.x.{name}",
            payment("p", figures={"rate": rate}),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for name, rate in rates.items()
    ]
    relations = [relation(f"province.x.{a}", type_, f"province.x.{b}") for a, type_, b in pairs]
    return rulebook(*schemes, relations=relations, limits=[de_minimis()])


def received(euros: int) -> FarmProfile:
    return farm(parcel("P1", 2), aid=[("2025-01-01", euros)])


@pytest.mark.parametrize(
    ("rules", "aid", "lost_to"),
    [
        (grants({"a": 9_000, "b": 7_000}, ("a", EXCLUSIVE, "b")), 100, "province.x.a#p"),
        (grants({"a": 9_000, "b": 7_000}, ("a", EXCLUSIVE, "b")), 44_500, "de-minimis-landbouw"),
        (grants({"a": 9_000, "b": 7_000}, ("a", UNKNOWN, "b")), 100, "province.x.a#p"),
        (
            grants({"a": 9_000, "b": 7_000, "c": 4_000}, ("a", EXCLUSIVE, "b")),
            36_300,
            "province.x.a#p",
        ),
    ],
    ids=["both would fit", "neither fits", "nobody has published it", "beside a third"],
)
def test_a_grant_that_another_excludes_is_told_so_and_what_forcing_it_in_brings(
    rules: Rulebook, aid: int, lost_to: str
) -> None:
    found = same(rules, encode([received(aid)], Vocabulary()), ON, 1)
    assert not found.left
    assert lost_to in {cause.lost_to for cause in found.missed.causes}


def test_what_nobody_has_published_is_asked_and_adds_in_the_high_reading_what_a_ceiling_leaves() -> None:
    rules = grants({"a": 9_000, "b": 7_000}, ("a", UNKNOWN, "b"))
    some = [received(aid) for aid in (100, 36_000)]
    found = Evaluation(rules, ON, 1).explained(encode(some, Vocabulary()), np.arange(2))
    assert [of_farm(found, at, some[at]).high for at in range(2)] == [1_600_000, 900_000]
    assert found.open.cents.tolist() == [700_000, 700_000]


def test_the_high_reading_gives_another_grant_where_a_tariff_is_a_range() -> None:
    rules = grants({"a": (12_000, 30_000), "b": 20_000})
    found = same(rules, encode([received(19_000)], Vocabulary()), ON, 1)
    assert not found.left
    assert (found.totals.total.tolist(), found.totals.high.tolist()) == ([2_000_000], [3_000_000])


def test_of_grants_that_pay_the_same_names_decide_and_another_reading_does_not_hide_it() -> None:
    rules = grants(
        {"a": 20_000, "b": (7_300, 9_300), "c": 20_000}, ("a", EXCLUSIVE, "b"), ("b", UNKNOWN, "c")
    )
    found = same(rules, encode([received(12_870)], Vocabulary()), ON, 1)
    assert found.left == {0: TIGHT}


@pytest.mark.parametrize(
    "seed",
    [*range(3), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(3, 120))],
)
def test_whatever_grants_exclude_each_other_farms_are_told_what_their_own_awards_say(seed: int) -> None:
    dice = random.Random(seed)
    names = "abcd"[: dice.randint(2, 4)]
    rates: dict[str, object] = {}
    for name in names:
        low = dice.randint(40, 300) * 100
        rates[name] = low if dice.random() < 0.8 else (low, low + dice.randint(20, 150) * 100)
    pairs = [
        (a, dice.choice((EXCLUSIVE, UNKNOWN)), b)
        for at, a in enumerate(names)
        for b in names[at + 1 :]
        if dice.random() < 0.5
    ]
    farms = [received(dice.randint(0, 500) * 97) for _ in range(4)]
    same(grants(rates, *pairs), encode(farms, Vocabulary()), ON, dice.randint(1, 3))


@pytest.mark.parametrize("aid", [("2026-12-01", 44_000), ("2027-12-01", 49_000), ("2026-12-01", 60_000)])
def test_a_grant_that_aid_received_later_keeps_out_is_told_so_in_columns(aid: tuple[str, int]) -> None:
    rules = grants({"a": 9_000, "b": 5_000}, ("a", EXCLUSIVE, "b"))
    found = same(rules, encode([farm(parcel("P1", 2), aid=[aid])], Vocabulary()), ON, 1)
    assert not found.left
    assert "de-minimis-landbouw" in {cause.lost_to for cause in found.missed.causes}


@pytest.mark.parametrize(
    "seed",
    [*range(3), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(3, 200))],
)
def test_whatever_aid_is_received_later_farms_are_told_what_their_own_awards_say(seed: int) -> None:
    dice = random.Random(f"later/{seed}")
    names = "abc"[: dice.randint(1, 3)]
    rates: dict[str, object] = {name: dice.randint(20, 300) * 100 for name in names}
    pairs = [
        (a, dice.choice((EXCLUSIVE, UNKNOWN)), b)
        for at, a in enumerate(names)
        for b in names[at + 1 :]
        if dice.random() < 0.3
    ]
    farms = []
    for _ in range(5):
        days = [
            f"{dice.randint(2024, 2029)}-{dice.choice(('03', '07', '12'))}-01"
            for _ in range(dice.randint(1, 3))
        ]
        farms.append(farm(parcel("P1", 2), aid=[(day, dice.randint(0, 500) * 97) for day in days]))
    same(grants(rates, *pairs), encode(farms, Vocabulary()), ON, dice.randint(1, 4))


def test_a_ceiling_that_is_full_withholds_no_more_of_a_grant_than_its_own_cap_leaves() -> None:
    capped = grants({"a": 4_143, "b": 1_000})
    cap = limit("z", LimitKind.AMOUNT_CAP, figures={"cap": 3_900}, payments=("province.x.a",))
    rules = replace(capped, limits=(*capped.limits, cap))
    mine = received(50_000)
    found = same(rules, encode([mine], Vocabulary()), ON, 1)
    assert of_farm(found, 0, mine).prices == {"de-minimis-landbouw": 4_900_00}
