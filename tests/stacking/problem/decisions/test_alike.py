"""Years that read alike are solved once, and the award is the same as when each year stands alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.source import Series
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking import certified
from calculator.stacking.awarding import award
from calculator.stacking.problem.decisions.alike import Alike, alike
from tests.benchmarks.farms import many_farms
from tests.builders import ask, de_minimis, farm, figure, limit, parcel, payment, relation, rulebook, scheme


def apart(claims: object, *_: object) -> Alike:
    """Every year for itself."""
    return Alike({c.year: (c.year,) for c in claims}, tuple(claims), {})  # type: ignore[attr-defined,arg-type]


def figures(found: Award) -> tuple[object, ...]:
    return (
        found.certificate, found.low, found.high, found.continuation, found.years, found.classes, found.limits,
        [(n.scheme, n.payment, n.place, n.years, n.because, n.difference) for n in found.not_chosen],
        [(a.claim.year, a.claim.ref, a.claim.piece, a.quantity, a.value_counts) for a in found.activities],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_real_farms_get_the_same_award_as_with_every_year_apart(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = rulebooks.current()
    profile = profiles.read(many_farms(1, seed=900 + seed)[0], rules)
    question = ask(profile, rules, years=4)
    together = award(question)
    monkeypatch.setattr(certified, "alike", apart)
    assert award(question).total == together.total
    assert figures(award(question))[1:4] == figures(together)[1:4]
    assert [y.total for y in award(question).years] == [y.total for y in together.years]


def test_a_cap_on_euros_and_a_package_of_years_weigh_as_often_as_the_years_they_stand_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}, term_years=6)),
        scheme("province.x.b", payment("p", measures=["m2"], figures={"rate": 80})),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
        limits=[
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.a",)),
        ],
    )
    question = ask(farm(parcel("P1", 3, "m1", "m2"), parcel("P2", 2, "m1", "m2")), rules, years=5)
    together = award(question)
    assert alike([x.claim for x in together.years[0].lines], rules, question.on).times == {}
    monkeypatch.setattr(certified, "alike", apart)
    alone = award(question)
    assert [y.total for y in alone.years] == [y.total for y in together.years] == [250_00 + 200_00] * 5
    assert figures(alone)[:4] == figures(together)[:4]


def test_years_with_a_grant_under_de_minimis_stand_alone() -> None:
    given = scheme(
        "province.x.g", payment("g", figures={"rate": 20_000}), legal_basis="de_minimis_agri_1408_2013"
    )
    rules = rulebook(given, limits=[de_minimis()])
    found = award(ask(farm(), rules, years=5))
    # Two grants fit in any three years, so of five years four may hold one at most: 2026, 2027, then 2030.
    assert found.total == 3 * 20_000_00 or found.total == 4 * 20_000_00
    assert max(sum(y.total for y in found.years[at : at + 3]) for at in range(3)) <= 50_000_00
    claims = [c for y in found.years for c in (line.claim for line in y.lines)]
    assert alike(claims, rules, date(2026, 7, 1)).times == {}


def test_a_year_in_which_a_supplement_needs_a_base_is_not_like_one_in_which_it_does_not() -> None:
    needs = relation(
        "province.x.extra",
        RelationType.REQUIRES,
        "province.x.base",
        validity=Period(date(2027, 1, 1), date(2028, 1, 1)),
    )
    rules = rulebook(
        scheme("province.x.extra", payment("p", measures=["m1"], figures={"rate": 20})), relations=[needs]
    )
    found = award(ask(farm(parcel("P1", 1, "m1")), rules, years=4))
    assert [y.total for y in found.years] == [20_00, 0, 20_00, 20_00]


def test_years_with_another_minimum_do_not_read_alike() -> None:
    direct = payment("p", figures={"rate": 600}, groups=("direct",))
    other = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 10}))
    floor = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 0}, payments=("@direct",))
    years = ((2000, 2027, 500), (2027, 2028, 900), (2028, None, 500))
    asked = Series(
        tuple(
            replace(figure(least), period=Period(date(start, 1, 1), end and date(end, 1, 1)))
            for start, end, least in years
        )
    )
    rules = rulebook(
        scheme("national.rvo.direct", direct), other, limits=[replace(floor, figures={"minimum": asked})]
    )
    found = award(ask(farm(parcel("P1", 1, "m1")), rules, years=3))
    assert [y.total for y in found.years] == [610_00, 10_00, 610_00]
