"""Grants to the farm that relations join in too many ways are each decided by themselves, and come out the same."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from calculator.domain.award import Award
from calculator.domain.lasting import Extension
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import Question, award
from calculator.stacking.problem import one_by_one
from tests.builders import ask, de_minimis, farm, payment, relation, rulebook, scheme

AID = "de_minimis_agri_1408_2013"
_SORTS = (
    RelationType.REDUCED,
    RelationType.ZERO,
    RelationType.EXCLUSIVE,
    RelationType.REQUIRES,
    RelationType.UNKNOWN,
)


def joined(
    *rates: int, years: int, rows: list[tuple[int, RelationType, int]], most: int = 50_000
) -> Question:
    """Grants for two years that may be extended for one, of which relations join some; what is reduced is halved."""
    names = [f"province.x.g{n:02}" for n in range(len(rates))]
    made = [
        scheme(
            name,
            payment(
                "p",
                figures={"rate": rate},
                term_years=2,
                grant=GrantRule("multi_year", (7, 1)),
                extension=Extension(1, 1),
            ),
            legal_basis=AID,
        )
        for name, rate in zip(names, rates, strict=True)
    ]
    half = {RelationType.REDUCED: Decimal("0.5")}
    between = [relation(names[a], sort, names[b], parameter=half.get(sort)) for a, sort, b in rows]
    return ask(farm(), rulebook(*made, relations=between, limits=[de_minimis(most)]), years=years)


def told(found: Award) -> tuple[object, ...]:
    return found.total, found.low, found.high, found.certificate.status, found.certificate.gap


@pytest.mark.parametrize("seed", range(4))
def test_one_by_one_grants_pay_what_they_pay_together(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Random(seed)
    pairs = [(a, b) if dice.random() < 0.5 else (b, a) for a in range(4) for b in range(a)]
    rows = [(a, dice.choice(_SORTS), b) for a, b in pairs if dice.random() < 0.6]
    rates = [dice.randint(500, 9_000) for _ in range(4)]
    question = joined(*rates, years=3, rows=rows, most=dice.choice((9_000, 20_000)))
    together = told(award(question))
    for limit in ("MOST_TURNS", "MOST_PLANS", "_FEW"):
        monkeypatch.setattr(one_by_one, limit, 0)
    assert told(award(question)) == together
    assert together[3:] == ("optimal", 0)


def test_grants_that_may_stand_in_too_many_sets_are_not_refused() -> None:
    """Of eight each is halved by the one before, 6,561 ways in the second year: only the first is paid in full."""
    rows = [(b, RelationType.REDUCED, a) for a, b in pairwise(range(8))]
    found = award(joined(*[3_000] * 8, years=2, rows=rows))
    assert told(found) == (27_000_00, 27_000_00, 27_000_00, "optimal", 0)
