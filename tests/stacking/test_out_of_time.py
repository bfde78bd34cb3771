"""An award that was stopped is lawful, certified with its gap, marked as such, and held against nothing."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from calculator.domain.award import Award
from calculator.domain.lasting import Extension
from calculator.domain.limit import LimitKind
from calculator.domain.problem import MICRO
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, Scheme
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


def chained(count: int) -> list[Scheme]:
    """Grants to the farm for two years at once, each of which may be extended by a year."""
    return [
        scheme(
            f"province.x.g{n:02}",
            payment(
                "p",
                figures={"rate": 3_000 + 617 * n * n % 4_001},
                term_years=2,
                grant=GrantRule("multi_year", (7, 1)),
                extension=Extension(1, 1),
            ),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for n in range(count)
    ]


def chain(count: int, years: int, ceiling: int) -> Question:
    """Such grants, each of which rests on the one before."""
    made = chained(count)
    rests = [relation(b.id, RelationType.REQUIRES, a.id) for a, b in pairwise(made)]
    return ask(farm(), rulebook(*made, relations=rests, limits=[de_minimis(ceiling)]), years=years)


def chain_with_land(count: int, years: int, ceiling: int) -> Question:
    """The same with land under the same ceiling, a cap over land and a grant, and other land that the last grant excludes."""
    grants_, aid = chained(count), "de_minimis_agri_1408_2013"
    land = scheme(
        "province.x.land",
        payment("p", measures=["ma"], figures={"rate": 700}, grant=GrantRule("annual", (3, 1))),
        legal_basis=aid,
    )
    other = scheme("province.x.other", payment("p", measures=["mb"], figures={"rate": 450}))
    rows = [relation(b.id, RelationType.REQUIRES, a.id) for a, b in pairwise(grants_)]
    rows.append(relation(other.id, RelationType.EXCLUSIVE, grants_[-1].id, level=Level.FARM))
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 8_000}, payments=(land.id, grants_[0].id))
    parcels = [parcel(f"P{n}", f"{1 + n}.2345", "ma", "mb") for n in range(6)]
    rules = rulebook(*grants_, land, other, relations=rows, limits=[de_minimis(ceiling), cap])
    return ask(farm(*parcels), rules, years=years)


def assert_lawful_and_marked(found: Award, least: Decimal) -> None:
    """An award that was stopped, of so great a part of its bound at least."""
    proof = found.certificate
    assert (proof.status, proof.proof) == ("time_limit", "dual")
    assert proof.objective == found.total == sum(x.amount for y in found.years for x in y.lines)
    assert proof.gap == proof.upper_bound - found.total > 0
    assert "Time was up" in found.caveats[0].en
    assert found.total >= least * proof.upper_bound


def test_grants_that_rest_on_each_other_come_near_their_bound_though_no_time_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing at all was paid where a programme took a part of every turn."""
    monkeypatch.setattr(search_time, "SECONDS", 0.0)
    found = award(chain(6, 8, 30_000))
    assert_lawful_and_marked(found, Decimal("0.97"))
    assert found == award(chain(6, 8, 30_000))


def test_land_under_the_ceiling_of_such_grants_is_divided_beside_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_time, "SECONDS", 0.0)
    found = award(chain_with_land(4, 5, 15_000))
    assert_lawful_and_marked(found, Decimal("0.92"))
    assert {x.claim.scheme for y in found.years for x in y.lines} >= {
        "province.x.land",
        "province.x.g00",
    }


@pytest.mark.soak
@pytest.mark.parametrize(("count", "years"), [(8, 12), (10, 12), (12, 20), (10, 30)])
def test_ten_such_grants_over_thirty_years_come_near_their_bound(count: int, years: int) -> None:
    assert_lawful_and_marked(award(chain(count, years, 50_000)), Decimal("0.94"))


@pytest.mark.soak
def test_eight_such_grants_beside_land_come_near_their_bound() -> None:
    assert_lawful_and_marked(award(chain_with_land(8, 12, 50_000)), Decimal("0.9"))
