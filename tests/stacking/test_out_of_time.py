"""An award that was stopped is lawful, certified with its gap, marked as such, and held against nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.problem import MICRO
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level
from calculator.stacking import certified
from calculator.stacking.awarding import Question, award, outcome
from calculator.stacking.problem import search_time
from calculator.stacking.solving.search import layers
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme


def grants() -> Rulebook:
    """Sixty grants of odd amounts, more than any window holds, and a cap on euros over half of them."""
    made = [
        scheme(
            f"province.x.s{n:02}",
            payment(
                "p",
                figures={"rate": Decimal(5_003 + 617 * (n * n % 29))},
                grant=GrantRule("annual", (1 + n % 12, 1)),
            ),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for n in range(60)
    ]
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 20_000}, payments=tuple(s.id for s in made[::2]))
    return rulebook(*made, limits=[de_minimis(), cap])


def stopped(years: int) -> Award:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_time, "SECONDS", 0.0)
        for name in ("_MANY", "_LIKELY", "_MOST_STATES"):
            patch.setattr(layers, name, 1)
        return award(ask(farm(parcel("P1", 1)), grants(), years=years))


def test_an_award_that_was_stopped_says_so_with_its_gap_and_tells_no_prices() -> None:
    found = stopped(2)
    proof = found.certificate
    assert (proof.status, proof.proof) == ("time_limit", "dual")
    assert proof.objective == found.total == sum(x.amount for y in found.years for x in y.lines)
    assert proof.gap > 0
    assert "Time was up" in found.caveats[0].en
    assert f"at most €{proof.gap // 100:,}.{proof.gap % 100:02} more" in found.caveats[0].en
    assert found.not_chosen
    assert {(x.difference, x.worked_out) for x in found.not_chosen} == {(None, False)}
    assert {x.price for x in found.limits} <= {None, 0}


def apart(years: int) -> Question:
    """Fifteen square metres that are worth euros each, relations between payments that lie apart, and a ceiling over years."""
    aid = "de_minimis_agri_1408_2013"
    made = [
        scheme("province.x.a", payment("p", measures=["ma"], figures={"rate": 660_000})),
        scheme(
            "province.x.b",
            payment("p", measures=["mb"], figures={"rate": 8_650_000}, grant=GrantRule("annual", (12, 1))),
            legal_basis=aid,
        ),
        scheme("province.x.d", payment("p", measures=["md"], figures={"rate": 4_760_000})),
        scheme(
            "province.x.f",
            payment("p", figures={"rate": 2_518}, grant=GrantRule("annual", (3, 1))),
            legal_basis=aid,
        ),
        scheme("province.x.g", payment("p", figures={"rate": 17_538})),
    ]
    between = [
        relation("province.x.d", RelationType.NET_OF, "province.x.g", level=Level.CONTRACT),
        relation(
            "province.x.g",
            RelationType.SUM_CAPPED,
            "province.x.b",
            level=Level.CONTRACT,
            parameter=Decimal(10_200),
        ),
    ]
    land = parcel("P0", "0.0004", "md"), parcel("P1", "0.0011", "ma", "mb")
    rules = rulebook(*made, relations=between, limits=[de_minimis(42_471)])
    return ask(farm(*land), rules, years=years)


def test_a_small_farm_whose_programme_is_not_solved_in_time_is_proven_in_whole_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_time, "SECONDS", 1.0)
    monkeypatch.setattr(certified, "_SEARCHED", 0.1)
    found, proof = outcome(apart(4))
    assert found.bounds.total - found.objective > 10_000_00 * MICRO
    assert (proof.status, proof.proof, proof.objective, proof.gap) == ("optimal", "dual", 83_128_00, 0)
    assert not found.out_of_time
