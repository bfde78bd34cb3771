"""Grants that do not all fit under a ceiling over years: in columns the same are given as by the ordinary engine."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from calculator.domain.lasting import Extension
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Scheme
from calculator.domain.source import Series
from calculator.domain.undertaking import AidReceived, Merger, Undertaking
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.columns.ceilings import choosing
from calculator.stacking.columns.ceilings.deciding import Deciding
from calculator.stacking.columns.ceilings.windows import TIGHT, Ceilings
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.meeting import EXCLUDING, Meeting
from calculator.stacking.columns.reading.farms import GROUP
from tests.benchmarks.populations import population
from tests.builders import de_minimis, farm, figure, parcel, payment, relation, rulebook, scheme
from tests.properties.test_grant_properties import book, drawn, profile
from tests.services.awards import claim
from tests.stacking.columns.test_evaluation import DE_MINIMIS, ON, same


@pytest.mark.parametrize("seed", range(3))
def test_the_grants_that_pay_most_are_given_and_the_ceiling_says_what_it_withholds(seed: int) -> None:
    rnd = random.Random(seed)
    rules = rulebook(
        *(
            scheme(
                f"province.x.g{n}",
                payment("p", figures={"rate": rnd.randint(2_000, 24_000)}),
                legal_basis=DE_MINIMIS,
            )
            for n in range(3)
        ),
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        limits=[de_minimis()],
    )
    farms = [
        farm(parcel("P1", 2, "m1"), aid=[(f"{rnd.randint(2023, 2026)}-03-01", rnd.randint(1_000, 49_000))])
        for _ in range(6)
    ]
    found = same(rules, farms, years=1 + seed)
    assert set(found.left()) <= {TIGHT}
    settled = {farm_ for farm_ in found.binding.at[0].tolist() if found.reason[farm_] == 0}
    assert settled


@pytest.mark.parametrize("seed", range(4))
def test_of_payments_that_exclude_each_other_the_best_is_given_under_a_full_ceiling_too(seed: int) -> None:
    """Three payments in a row, each excluding the next: by a row, or because nothing is known of two that pay the same costs."""
    rnd = random.Random(seed)
    grant = GrantRule("multi_year", (11, 23)) if seed % 2 else None
    made = [
        payment(
            "p",
            figures={"rate": rnd.randint(2_000, 5_000)},
            cost_components=("extra_work",) if n < 2 else (),
            **({"grant": grant, "term_years": 3} if grant and n == 0 else {}),
        )
        for n in range(4)
    ]
    rules = rulebook(
        *(
            scheme(
                f"province.x.g{n}",
                p,
                legal_basis=DE_MINIMIS if n != 1 else None,
                validity=Period(date(2026, 1, 1), date(2027, 1, 1) if p.term_years else None),
            )
            for n, p in enumerate(made)
        ),
        relations=[
            relation(
                "province.x.g1",
                RelationType.EXCLUSIVE,
                "province.x.g2",
                validity=Period(date(2027, 1, 1), None),
            ),
            relation("province.x.g1", RelationType.EXCLUSIVE, "province.x.g3"),
        ],
        limits=[de_minimis()],
    )
    farms = [
        farm(aid=[(f"{rnd.randint(2024, 2025)}-03-01", aid)] if aid else ())
        for aid in (0, 0, rnd.randint(10_000, 25_000), rnd.randint(25_000, 49_000))
    ]
    found = same(rules, farms, years=3)
    assert set(found.left()) <= {TIGHT}
    assert found.reason[0] == 0


def test_of_two_payments_that_exclude_each_other_and_pay_the_same_the_ordinary_engine_chooses() -> None:
    rules = rulebook(
        *(
            scheme(f"province.x.g{n}", payment("p", figures={"rate": rate}))
            for n, rate in enumerate((70, 70, 80))
        ),
        relations=[relation("province.x.g0", RelationType.EXCLUSIVE, "province.x.g1")],
    )
    assert same(rules, [farm()], years=2).left() == {EXCLUDING: 1}


def test_a_ceiling_that_is_full_of_what_was_received_binds_and_costs_nothing() -> None:
    rules = rulebook(
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})), limits=[de_minimis()]
    )
    farms = [farm(parcel("P1", 2, "m1"), aid=[("2025-01-01", cents)]) for cents in (49_999, 50_000, 60_000)]
    found = same(rules, farms, years=3)
    assert found.left() == {}
    assert found.binding.at[0].tolist() == [1, 2]


def test_a_ceiling_that_is_full_in_a_year_in_which_nothing_can_be_claimed_is_told_of_no_farm() -> None:
    """In 2026 nothing can be claimed of anything; after it the aid has left the window."""
    land = scheme(
        "province.x.land",
        payment("p", measures=["m1"], figures={"rate": 100}),
        validity=Period(date(2027, 1, 1), None),
    )
    given = scheme(
        "province.x.grant",
        payment("p", figures={"rate": 10_000}),
        legal_basis=DE_MINIMIS,
        validity=Period(date(2027, 1, 1), None),
    )
    aid = [("2023-10-01", 60_000)]
    farms = [farm(parcel("P1", 2, "m1"), aid=aid), farm(aid=aid)]
    for rules in (rulebook(land, limits=[de_minimis()]), rulebook(land, given, limits=[de_minimis()])):
        found = same(rules, farms, years=3)
        assert found.left() == {}
        assert found.binding.at[0].tolist() == []
    always = rulebook(scheme("province.x.always", payment("p", figures={"rate": 10})), limits=[de_minimis()])
    assert same(always, farms, years=3).binding.at[0].tolist() == [0, 1]


@pytest.mark.parametrize(("other", "total"), [(4_000, 10_000), (6_000, 11_000)])
def test_a_term_keeps_out_what_it_excludes_in_a_year_in_which_nothing_is_paid_of_it(
    other: int, total: int
) -> None:
    def of(name: str, rates: Mapping[int, int], **said: object) -> Scheme:
        figures = (
            figure(much, period=Period(date(year, 1, 1), date(year + 1, 1, 1)))
            for year, much in rates.items()
        )
        made = payment("p", figures={"rate": 1}, **said)
        return scheme(name, replace(made, figures={"rate": Series(tuple(figures))}))

    rules = rulebook(
        of(
            "province.x.term", {2026: 5_000, 2028: 5_000}, term_years=3, grant=GrantRule("multi_year", (7, 1))
        ),
        of("province.x.year", {2027: other}),
        relations=[relation("province.x.term", RelationType.EXCLUSIVE, "province.x.year")],
    )
    found = same(rules, [farm()], years=3)
    assert found.left() == {}
    assert found.total.tolist() == [100 * total]


def test_aid_received_after_a_grant_is_held_against_the_window_of_its_own_day() -> None:
    rules = rulebook(
        scheme("province.x.grant", payment("p", figures={"rate": 10_000}), legal_basis=DE_MINIMIS),
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        limits=[de_minimis()],
    )
    # Granted on the first of July; two thirds of the ceiling on that day, and more in the windows of later days.
    farms = [
        farm(parcel("P1", 2, "m1"), aid=[("2025-01-01", 10_000), (day, euros)])
        for day in ("2026-08-01", "2028-02-01", "2029-03-01")
        for euros in (1_000, 9_999, 10_001, 29_000, 30_000, 45_000)
    ]
    found = same(rules, farms, years=3)
    # Of those that fill a window to the cent, or of which any year may go, the ordinary engine decides.
    assert set(found.left()) == {TIGHT}
    assert sum(found.left().values()) <= 6
    assert sum(found.reason[at] == 0 for at in found.binding.at[0].tolist()) >= 4


def test_hard_farms_under_the_rules_of_2023_that_received_aid_since_are_settled_as_by_the_ordinary_engine() -> (
    None
):
    rules = rulebooks.current()
    farms = [profiles.read(document, rules) for document in population(16, 8, rules, hard=True)]
    found = same(rules, farms, on=date(2023, 7, 1), years=3)
    since = {
        place
        for place, profile in enumerate(farms)
        if any(a.grant_date > date(2023, 7, 1) for a in profile.undertaking.aid_received or ())
    }
    assert since & set(found.binding.at[0].tolist())
    assert found.left().get(TIGHT, 0) <= 1


def test_farms_have_their_own_parts_of_a_grant_however_many_parts_there_are() -> None:
    none = np.zeros(1, dtype=np.int64)
    parts = [
        Granted(claim(), (2026 + n % 2,), np.array([n // 2]), none, none, none, none) for n in range(140)
    ]
    deciding = Deciding(parts, Ceilings(rulebook(), ON, range(2026, 2028)), Meeting({}), np.arange(70))
    has, patterns = deciding._patterns(list(range(140)), 70)
    assert [patterns[n] for n in has.tolist()] == [(2 * n, 2 * n + 1) for n in range(70)]


def test_no_choice_of_grants_pays_more_than_the_one_that_is_written() -> None:
    rnd = np.random.default_rng(5)
    for _ in range(60):
        items, windows = int(rnd.integers(1, 9)), int(rnd.integers(1, 4))
        gain = rnd.integers(1, 50, items)
        weight, room = rnd.integers(0, 20, (items, windows)), rnd.integers(0, 60, windows)
        choices = np.array([[n >> i & 1 for i in range(items)] for n in range(1 << items)])
        worth = np.where((choices @ weight <= room).all(axis=1), choices @ gain, -1)
        best = np.zeros(items, dtype=np.int64)
        equals = choosing.most(gain, weight, room, 0, best)
        assert best @ gain == worth.max()
        assert (best @ weight <= room).all()
        assert equals == np.sum(worth == worth.max())


def _of_two_years(rates: Mapping[int, int], extension: Extension | None = None) -> Rulebook:
    grant = GrantRule("multi_year", (11, 23))
    made = payment("p", figures={"rate": 1}, grant=grant, term_years=2, extension=extension)
    figures = Series(
        tuple(
            figure(rate, period=Period(date(year, 1, 1), date(year + 1, 1, 1)))
            for year, rate in rates.items()
        )
    )
    return rulebook(
        scheme("province.x.two", replace(made, figures={"rate": figures}), legal_basis=DE_MINIMIS),
        limits=[de_minimis()],
    )


@pytest.mark.parametrize(
    ("rates", "paid"),
    [
        # Beside what was received the second term does not fit before that has left the window.
        ({2026: 9_000, 2027: 8_000, 2028: 7_000, 2029: 7_500}, (31_500, 24_500, 22_500)),
        # In the second year nothing can be claimed: it passes as one of the first term.
        ({2026: 9_000, 2028: 7_000, 2029: 8_000, 2030: 7_500}, (24_000, 17_000, 15_000)),
        ({2026: 6_000, 2027: 9_000, 2028: 8_000}, (23_000, 17_000, 15_000)),
    ],
    ids=["every year", "a year between", "a later year is dearer"],
)
def test_a_grant_for_several_years_is_given_in_those_in_which_it_fits_and_pays_most(
    rates: Mapping[int, int], paid: tuple[int, ...]
) -> None:
    farms = [farm(aid=[("2026-03-01", euros)]) for euros in (0, 30_000, 35_000)]
    found = same(_of_two_years(rates), farms, years=4)
    assert found.left() == {}
    assert found.total.tolist() == [100 * euros for euros in paid]


def test_a_grant_that_pays_the_same_whenever_it_begins_or_can_be_extended_is_left_to_the_ordinary_engine() -> (
    None
):
    farms = [farm(aid=[("2026-03-01", 20_000)])]
    alike = dict.fromkeys(range(2026, 2030), 9_000)
    assert same(_of_two_years(alike), farms, years=4).left() == {TIGHT: 1}
    rates = {year: 9_000 - 100 * n for n, year in enumerate(alike)}
    assert same(_of_two_years(rates), farms, years=4).left() == {}
    rules = _of_two_years(rates, Extension(2, 1))
    assert same(rules, farms, years=4).left() == {TIGHT: 1}
    assert same(rules, farms, years=2).left() == {}


def _as_alone(seed: int) -> int:
    """Grants that were drawn for some farms, held against the ordinary engine; how many farms were left to it."""
    case, rnd = drawn(2 * seed), random.Random(seed)
    if seed % 2:
        case = replace(
            case, grants={name: replace(grant, extended=None) for name, grant in case.grants.items()}
        )
    aid = [
        [(rnd.randint(-3, case.years - 1), rnd.randint(1_000, 40_000)) for _ in range(rnd.randint(0, 2))]
        for _ in range(4)
    ]
    farms = [profile(case), *(profile(replace(case, aid=tuple(some))) for some in aid)]
    rules = book(case)
    # Something is claimed in every year, so that all are looked at.
    rules = replace(
        rules, schemes=(*rules.schemes, scheme("province.x.base", payment("p", figures={"rate": 10})))
    )
    return sum(same(rules, farms, years=case.years).left().values())


def test_terms_of_several_grants_are_given_as_by_the_ordinary_engine() -> None:
    # Of the last a grant fits from the first year on, and not where it begins when the other that it excludes has ended.
    assert sum(_as_alone(seed) for seed in (*range(8), 194)) <= 8


@pytest.mark.soak
@pytest.mark.parametrize("start", range(100, 600, 50))
def test_terms_of_hundreds_of_grants_are_given_as_by_the_ordinary_engine(start: int) -> None:
    assert sum(_as_alone(seed) for seed in range(start, start + 50)) <= 50


@pytest.mark.parametrize("seed", range(2))
def test_decisions_over_several_years_and_grants_of_one_year_are_given_as_by_the_ordinary_engine(
    seed: int,
) -> None:
    rnd = random.Random(seed)
    three = payment(
        "p",
        figures={"rate": rnd.randint(4_000, 9_000)},
        grant=GrantRule("multi_year", (11, 23)),
        term_years=3,
    )
    once = payment("p", figures={"rate": rnd.randint(9_500, 20_000)})
    rules = rulebook(
        scheme(
            "province.x.three",
            three,
            legal_basis=DE_MINIMIS,
            validity=Period(date(2027, 1, 1), date(2028, 1, 1)),
        ),
        scheme(
            "province.x.once",
            once,
            legal_basis=DE_MINIMIS,
            validity=Period(date(2026, 1, 1), date(2027, 1, 1)),
        ),
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        limits=[de_minimis()],
    )
    farms = [
        farm(parcel("P1", 2, "m1"), aid=[(f"{rnd.randint(2024, 2025)}-03-01", rnd.randint(20_000, 49_000))])
        for _ in range(6)
    ]
    found = same(rules, farms, years=3)
    settled = {farm_ for farm_ in found.binding.at[0].tolist() if found.reason[farm_] == 0}
    assert settled


def test_a_farm_that_merges_is_left_and_keeps_what_it_was_granted_before() -> None:
    rules = rulebook(
        scheme("province.x.grant", payment("p", figures={"rate": 20_000}), legal_basis=DE_MINIMIS),
        limits=[de_minimis()],
    )
    other = AidReceived(DE_MINIMIS, date(2026, 2, 1), Decimal(45_000), enterprise="B")
    events = (Merger(date(2027, 1, 1), ("A", "B"), "A"),)
    found = same(rules, [farm(undertaking=Undertaking(("A",), (other,), events=events)), farm()], years=3)
    assert found.left()[GROUP] == 1
    assert found.total[0] == 20_000_00


def test_a_grant_before_the_ceiling_is_lowered_stays() -> None:
    """The columns hold every window against what is granted before it, so they leave it to the ordinary engine."""
    until = date(2027, 1, 1)
    rules = rulebook(
        scheme("province.x.grant", payment("p", figures={"rate": 20_000}), legal_basis=DE_MINIMIS),
        limits=[
            de_minimis(50_000, validity=Period(date(2020, 1, 1), until)),
            de_minimis(15_000, validity=Period(until)),
        ],
    )
    found = same(rules, [farm(), farm(aid=[("2026-03-01", 31_000)])], years=3)
    assert found.left() == {TIGHT: 2}
    assert found.total.tolist() == [20_000_00, 0]
