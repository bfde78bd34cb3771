"""What a ceiling over years or a cap costs is found in the problem that is there: as in one that is built without it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.problem import MICRO
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking import awarding, pricing, valuing
from calculator.stacking.certified import over_years
from calculator.stacking.pricing import best_without, lifted
from calculator.stacking.problem.assembly import Task, build
from calculator.stacking.problem.built import Built
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.search.relaxation import LostError
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.valuing import value
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme

ON = date(2026, 7, 1)
YEARS = range(2026, 2028)
BASIS = "de_minimis_agri_1408_2013"


def rules(rnd: random.Random) -> Rulebook:
    """Grants on land by the year and for some years, one of them beside nothing else, and to the farm."""
    by_year = payment("p", measures=["m1"], figures={"rate": rnd.randint(2_000, 6_000)})
    for_years = payment(
        "p", measures=["m2"], figures={"rate": rnd.randint(800, 3_000)}, grant=GrantRule("multi_year", (7, 1)), term_years=3,
    )  # fmt: skip
    return rulebook(
        scheme("province.x.yearly", by_year, legal_basis=BASIS),
        scheme("province.x.years", for_years, legal_basis=BASIS),
        scheme("province.x.other", payment("p", measures=["m1"], figures={"rate": rnd.randint(500, 4_000)})),
        *(
            scheme(
                f"province.x.g{n}", payment("p", figures={"rate": rnd.randint(3_000, 30_000)}), legal_basis=BASIS
            )
            for n in range(2)
        ),
        relations=[relation("province.x.yearly", RelationType.EXCLUSIVE, "province.x.other")],
        limits=[de_minimis()],
    )  # fmt: skip


def task(seed: int) -> Task:
    rnd = random.Random(seed)
    made = rules(rnd)
    land = [
        parcel(f"P{n}", rnd.randint(1, 9), *rnd.sample(("m1", "m2"), rnd.randint(1, 2))) for n in range(4)
    ]
    profile = farm(*land, aid=[(f"{rnd.randint(2024, 2025)}-09-01", rnd.randint(1_000, 49_000))])
    found = assess(profile, made, pieces(profile, with_candidates=False)[0], YEARS, ON)
    return Task(profile, made, tuple(c for a in found for c in a.claims if not c.continuation), ON)


def built_of(asked: Task) -> Built:
    first, years = over_years(asked)
    return build(replace(first, claims=years.claims, times=years.times))


@pytest.mark.parametrize("seed", range(8))
def test_without_a_ceiling_the_whole_is_worth_what_a_problem_without_it_says(seed: int) -> None:
    asked = task(seed)
    built = built_of(asked)
    without, free = over_years(replace(asked, without="de-minimis-landbouw"))
    anew, _ = value(build(replace(without, claims=free.claims, times=free.times)).problem)
    found, _ = best_without(asked, built, "de-minimis-landbouw")
    held_back, _ = value(built.problem)
    assert held_back is not None
    assert anew is not None
    assert found is not None
    assert abs(found - anew) < Fraction(MICRO, 1_000)
    assert found > held_back + MICRO


def capped(seed: int) -> Task:
    """Land under two caps on euros that overlap and one on hectares, beside a grant to the farm under one and a ceiling."""
    rnd = random.Random(seed)
    land = [
        scheme(f"province.x.{m}", payment("p", measures=[m], figures={"rate": rnd.randint(200, 900)})) for m in ("m1", "m2")
    ]  # fmt: skip
    grant = scheme(
        "province.x.grant", payment("p", figures={"rate": rnd.randint(3_000, 9_000)}), legal_basis=BASIS
    )
    other = scheme(
        "province.x.other", payment("p", figures={"rate": rnd.randint(2_000, 6_000)}), legal_basis=BASIS
    )
    one, both, farms = (
        limit(name, LimitKind.AMOUNT_CAP, figures={"cap": rnd.randint(800, 4_000)}, payments=of)
        for name, of in (
            ("one", ("province.x.m1",)),
            ("both", ("province.x.m1", "province.x.m2")),
            ("farms", ("province.x.grant",)),
        )
    )
    wide = limit(
        "wide", LimitKind.QUANTITY_CAP, figures={"cap": rnd.randint(2, 9)}, payments=("province.x.m2",)
    )
    made = rulebook(
        *land,
        grant,
        other,
        relations=[relation("province.x.m1", RelationType.EXCLUSIVE, "province.x.m2")],
        limits=[one, both, wide, farms, de_minimis()],
    )
    ground = [parcel(f"P{n}", rnd.randint(1, 9), *rnd.sample(("m1", "m2"), 1 + n % 2)) for n in range(3)]
    profile = farm(*ground, aid=[("2025-09-01", 50_000 - rnd.randint(2_000, 9_000))])
    found = assess(profile, made, pieces(profile, with_candidates=False)[0], YEARS, ON)
    return Task(profile, made, tuple(c for a in found for c in a.claims if not c.continuation), ON)


@pytest.mark.parametrize("seed", range(8))
def test_without_a_cap_the_whole_is_worth_what_a_problem_without_it_says(seed: int) -> None:
    asked = capped(seed)
    built = built_of(asked)
    for name in ("one", "both", "wide", "farms"):
        without, free = over_years(replace(asked, without=name))
        anew, _ = value(build(replace(without, claims=free.claims, times=free.times)).problem)
        found, _ = best_without(asked, built, name)
        assert found is not None
        assert anew is not None
        assert abs(found - anew) < MICRO


def test_a_cap_on_land_is_lifted_where_it_lies_and_one_on_a_grant_under_a_ceiling_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = capped(0)
    built = built_of(asked)
    monkeypatch.setattr(pricing, "build", None)
    for name in ("one", "both", "wide"):
        assert best_without(asked, built, name)[0] is not None
    with pytest.raises(TypeError):
        best_without(asked, built, "farms")


def test_another_limit_than_these_is_left_out_of_a_problem_that_is_built_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = task(0)
    built = built_of(asked)
    monkeypatch.setattr(pricing, "lifted", None)
    found, _ = best_without(asked, built, "no such limit")
    assert found is not None
    assert found == value(built.problem)[0]


def test_no_choice_breaks_a_row_of_the_lifted_ceiling_and_the_others_stay() -> None:
    asked = task(1)
    built = built_of(asked)
    problem = lifted(built, "de-minimis-landbouw")
    before = built.problem
    raised = [at for at, row in enumerate(problem.rows) if row.bound > before.rows[at].bound]
    assert raised
    assert all(before.rows[at].id.startswith("de_minimis|") for at in raised)
    assert problem.blocks == before.blocks
    assert solve(problem).proof.partitions == ()


@pytest.mark.parametrize("lost", [UnsettledError, LostError])
def test_a_limit_of_which_no_price_is_found_says_so(
    monkeypatch: pytest.MonkeyPatch, lost: type[Exception]
) -> None:
    """It ended the award, though the award itself was found and proven."""

    def nowhere(*_: object) -> None:
        raise lost

    monkeypatch.setattr(pricing, "best_without", nowhere)
    made = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 300}))
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=("province.x.a",))
    found = awarding.award(ask(farm(parcel("P1", 2, "m1")), rulebook(made, limits=[cap])))
    assert (found.total, found.certificate.status) == (500_00, "optimal")
    assert [(x.binding, x.price) for x in found.limits] == [(True, None)]
    assert (
        found.caveats[-1].en == f"What would be paid without these limits was not worked out: {cap.name.en}."
    )


def test_a_problem_in_which_the_solver_loses_its_way_has_no_known_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise LostError

    monkeypatch.setattr(valuing, "solved_over_years", nowhere)
    assert value(built_of(task(0)).problem) == (None, False)
