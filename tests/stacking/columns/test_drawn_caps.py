"""Caps over several payments that count for each of a number of the farm, in whatever rules: in columns each farm is paid and
told what its own award says, whether it gives the number or not.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.rulebook import Rulebook
from tests.builders import limit
from tests.stacking.columns import drawn as any_rules
from tests.stacking.columns import test_drawn_counted as counted
from tests.stacking.columns.test_drawn_counted import AREAS, HERD, agree, told


def under_caps(seed: int) -> tuple[Rulebook, list[FarmProfile], int]:
    """Rules of any kind, under one or two such caps more."""
    dice = Random(f"caps/{seed}")
    rules, farms, years = (any_rules.drawn if seed % 2 else counted.drawn)(seed)
    refs = [f"{s.id}#{p.id}" for s in rules.schemes for p in s.payments]
    least = {ref for x in rules.limits if x.kind is LimitKind.MINIMUM_TOTAL for ref in x.payments}
    free = [ref for ref in refs if ref not in least and not _grouped(rules, least, ref)]
    more = [_cap(dice, free, n) for n in range(dice.choice((1, 1, 2)))] if free else []
    herds = [_herd(dice, each) for each in farms] if seed % 2 else farms
    return replace(rules, limits=(*rules.limits, *more)), herds, years


def _grouped(rules: Rulebook, least: set[str], ref: str) -> bool:
    scheme, _, name = ref.partition("#")
    of = next(p for s in rules.schemes if s.id == scheme for p in s.payments if p.id == name)
    return any(f"@{group}" in least for group in of.groups)


def _cap(dice: Random, free: list[str], number: int) -> Limit:
    per = dice.choice((HERD, HERD, *AREAS))
    cap = dice.choice((1, "12.345", 40, 150) if per == HERD else (5, "12.345", 60))
    since = Period(any_rules._THEN) if dice.random() < 0.2 else Period(any_rules._THEN.replace(year=2000))
    return limit(
        f"per-{number}",
        LimitKind.AMOUNT_CAP,
        figures={"cap": cap},
        payments=tuple(dice.sample(free, min(len(free), dice.randint(1, 4)))),
        cap_per=per,
        validity=since,
    )


def _herd(dice: Random, profile: FarmProfile) -> FarmProfile:
    cows = dice.choice((None, 0, 3, 12, "7.5", 60))
    if cows is None:
        return profile
    return replace(profile, facts={**profile.facts, HERD: Decimal(str(cows))})


@pytest.mark.parametrize("seed", range(6))
def test_farms_under_caps_by_number_are_paid_in_columns_what_each_is_paid_by_itself(seed: int) -> None:
    agree(seed, under_caps)


@pytest.mark.parametrize("seed", [6, 7, 8, 9])
def test_farms_under_caps_by_number_are_told_what_their_own_awards_say(seed: int) -> None:
    told(seed, under_caps)


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(1, 6))
def test_farms_under_caps_by_number_are_paid_and_told_the_same_under_five_hundred_rulebooks(
    hundred: int,
) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        agree(seed, under_caps)
        if seed % 5 == 0:
            told(seed, under_caps)
