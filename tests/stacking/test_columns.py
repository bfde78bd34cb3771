"""A population in columns is paid what every farm is paid by itself."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.rulebook import Rulebook
from calculator.services import profiles, rulebooks
from calculator.stacking.awarding import Question, award
from calculator.stacking.columns import STATUSES, FarmColumns, evaluate
from tests.benchmarks.farms import many_farms
from tests.builders import de_minimis, farm, limit, parcel, payment, rulebook, scheme

ON = date(2026, 7, 1)


def own_award(profile: FarmProfile, rules: Rulebook, years: int) -> Award:
    return award(Question(profile, rules, ON, years, "test", "sha256:test"))


def paid(found: FarmColumns, farm: int) -> dict[tuple[str, int], int]:
    at, payment_, year = found.paid.at
    mine = np.flatnonzero(at == farm).tolist()
    return {(found.payments[payment_[i]], int(year[i])): int(found.paid.value[i]) for i in mine}


def lines_of(result: Award) -> dict[tuple[str, int], int]:
    total: dict[tuple[str, int], int] = {}
    for year in result.years:
        for line in year.lines:
            total[line.claim.ref, year.year] = total.get((line.claim.ref, year.year), 0) + line.amount
    return total


def classes_of(result: Award) -> dict[int, str]:
    return {c.year: c.name for c in result.classes if c.name is not None}


def reached(found: FarmColumns, farm: int) -> dict[int, str]:
    at, _, year = found.reached.at
    mine = np.flatnonzero(at == farm).tolist()
    return {int(year[i]): found.classes[found.reached.value[i]] for i in mine}


def test_every_farm_is_paid_what_its_own_award_says_per_payment_and_year() -> None:
    rules = rulebooks.load(None)
    farms = [profiles.read(document, rules) for document in many_farms(6, seed=31)]
    found = evaluate(rules, farms, on=ON, years=3)
    for place, profile in enumerate(farms):
        result = own_award(profile, rules, 3)
        assert paid(found, place) == lines_of(result)
        assert found.total[place] == result.total
        assert reached(found, place) == classes_of(result)
        assert STATUSES[found.status[place]] == result.certificate.status


def test_a_limit_that_binds_is_named_with_what_it_withholds() -> None:
    aid = {"legal_basis": "de_minimis_agri_1408_2013"}
    rules = rulebook(
        scheme("province.x.a", payment("p", figures={"rate": 30_000}), **aid),
        scheme("province.x.b", payment("p", measures=["m1"], figures={"rate": 100})),
        limits=[
            de_minimis(),
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.b",)),
        ],
    )
    farms = [
        farm(parcel("P1", 3, "m1"), aid=[("2025-01-01", 25_000)]),
        farm(parcel("P1", 2, "m1")),
        farm(aid=None),
    ]
    found = evaluate(rules, farms, on=ON, years=1)
    at, name = found.binding.at
    rows = zip(at.tolist(), name.tolist(), found.binding.value.tolist(), strict=True)
    assert {(place, found.limits[code]): cents for place, code, cents in rows} == {
        (0, "de-minimis-landbouw"): 3_000_000,
        (0, "cap"): 5_000,
    }
    assert found.total.tolist() == [25_000, 3_020_000, 0]
    asked = zip(*(column.tolist() for column in found.open.at), strict=True)
    assert [(place, found.payments[code]) for place, code in asked] == [(2, "province.x.a#p")]


def test_a_horizon_is_one_to_thirty_years() -> None:
    with pytest.raises(ValueError, match="1 to 30 years"):
        evaluate(rulebook(), [], on=ON, years=31)


def test_no_farms_have_no_rows() -> None:
    found = evaluate(rulebook(), [], on=ON, years=1)
    assert len(found) == 0
    assert len(found.paid) == 0
    assert found.left() == {}
