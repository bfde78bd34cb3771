"""What holds for every farm: the award is the best of all lawful sets, and does not depend on how it is written down."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme
from tests.samples import cases

NAMES = "abcdef"
RATES = st.lists(st.integers(1, 900), min_size=len(NAMES), max_size=len(NAMES))
PAIRS = list(combinations(NAMES, 2))
EDGES = st.sets(st.sampled_from(PAIRS), max_size=9)
NEEDS = st.sets(st.sampled_from([(a, b) for a in NAMES for b in NAMES if a != b]), max_size=3)


def book(rates: list[int], exclusive: set[tuple[str, str]], needs: set[tuple[str, str]]) -> Rulebook:
    return rulebook(
        *(
            scheme(f"province.x.{n}", payment("p", measures=[f"m{n}"], figures={"rate": r}))
            for n, r in zip(NAMES, rates, strict=True)
        ),
        relations=[
            *(
                relation(f"province.x.{a}", RelationType.EXCLUSIVE, f"province.x.{b}")
                for a, b in sorted(exclusive)
            ),
            *(
                relation(f"province.x.{a}", RelationType.REQUIRES, f"province.x.{b}")
                for a, b in sorted(needs)
            ),
        ],
    )


def land(*names: str) -> FarmProfile:
    return farm(parcel("P1", 1, *(f"m{n}" for n in names)))


def best(rates: list[int], exclusive: set[tuple[str, str]], needs: set[tuple[str, str]]) -> int:
    """The most that any lawful set of all six pays, by looking at every set."""
    worth = dict(zip(NAMES, rates, strict=True))
    totals = [
        sum(worth[n] for n in chosen)
        for size in range(len(NAMES) + 1)
        for chosen in combinations(NAMES, size)
        if not any(a in chosen and b in chosen for a, b in exclusive)
        and all(b in chosen for a, b in needs if a in chosen)
    ]
    return max(totals) * 100


@given(RATES, EDGES, NEEDS)
@settings(max_examples=cases(50, 150), deadline=None)
def test_the_award_is_the_best_of_every_lawful_set(
    rates: list[int], exclusive: set[tuple[str, str]], needs: set[tuple[str, str]]
) -> None:
    found = award(ask(land(*NAMES), book(rates, exclusive, needs)))
    assert found.total == best(rates, exclusive, needs)
    assert found.certificate.gap == 0


@given(RATES, EDGES, st.permutations(NAMES))
@settings(max_examples=cases(20, 60), deadline=None)
def test_the_order_in_which_measures_are_written_never_matters(
    rates: list[int], exclusive: set[tuple[str, str]], order: list[str]
) -> None:
    rules = book(rates, exclusive, set())
    one, other = award(ask(land(*NAMES), rules)), award(ask(land(*order), rules))
    assert one.years[0].total == other.years[0].total
    assert [x.claim.ref for x in one.years[0].lines] == [x.claim.ref for x in other.years[0].lines]


@given(RATES, EDGES, st.sampled_from(PAIRS))
@settings(max_examples=cases(20, 60), deadline=None)
def test_loosening_an_exclusion_never_lowers_the_total(
    rates: list[int], exclusive: set[tuple[str, str]], freed: tuple[str, str]
) -> None:
    tight = award(ask(land(*NAMES), book(rates, exclusive | {freed}, set())))
    loose = award(ask(land(*NAMES), book(rates, exclusive - {freed}, set())))
    assert loose.total >= tight.total


@given(RATES, EDGES, st.integers(1, 9_999))
@settings(max_examples=cases(20, 60), deadline=None)
def test_splitting_a_parcel_in_two_changes_no_more_than_the_rounding_of_a_cent_per_line(
    rates: list[int], exclusive: set[tuple[str, str]], at: int
) -> None:
    rules = book(rates, exclusive, set())
    whole = award(ask(land(*NAMES), rules))
    (one,) = land(*NAMES).parcels
    sizes = [one.area_ha * at / 10_000, one.area_ha * (10_000 - at) / 10_000]
    halves = [parcel(f"P{i}", size, *(f"m{n}" for n in NAMES)) for i, size in enumerate(sizes)]
    split = award(ask(farm(*halves), rules))
    assert abs(split.total - whole.total) <= len(split.years[0].lines)


@given(st.lists(st.integers(500, 40_000), min_size=1, max_size=7), st.integers(1, 60_000))
@settings(max_examples=cases(25, 80), deadline=None)
def test_grants_under_one_ceiling_are_the_best_set_that_fits(amounts: list[int], ceiling: int) -> None:
    grants = [
        scheme(
            f"province.x.g{i}",
            payment("g", figures={"rate": a}, grant=GrantRule("annual", (7, 1))),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for i, a in enumerate(amounts)
    ]
    found = award(ask(farm(), rulebook(*grants, limits=[de_minimis(ceiling)])))
    fits = [
        sum(chosen)
        for size in range(len(amounts) + 1)
        for chosen in combinations(amounts, size)
        if sum(chosen) <= ceiling
    ]
    assert found.total == max(fits) * 100
    assert found.certificate.gap == 0


CAPS = st.lists(
    st.tuples(st.sets(st.sampled_from(NAMES), min_size=1), st.integers(0, 2_000)), min_size=2, max_size=4
)


@example([1] * 6, [({"a"}, 0), ({"a", "b", "c"}, 0), ({"a", "b", "d"}, 0)], False)
@given(RATES, CAPS, st.booleans())
@settings(max_examples=cases(25, 120), deadline=None)
def test_caps_that_count_the_same_payments_leave_as_much_as_all_of_them_together_allow(
    rates: list[int], caps: list[tuple[set[str], int]], on_land: bool
) -> None:
    """What one cap takes off does not fill another; the most is a programme of what is paid, euro by euro."""
    held = [
        limit(
            f"cap{i}",
            LimitKind.AMOUNT_CAP,
            figures={"cap": cap},
            payments=tuple(f"province.x.{n}" for n in names),
        )
        for i, (names, cap) in enumerate(caps)
    ]
    made = [
        scheme(
            f"province.x.{n}",
            payment("p", measures=[f"m{n}"] if on_land else [], figures={"rate": r}),
        )
        for n, r in zip(NAMES, rates, strict=True)
    ]
    found = award(ask(land(*NAMES), rulebook(*made, limits=held)))
    solver = pywraplp.Solver.CreateSolver("GLOP")
    paid = {n: solver.NumVar(0, r, n) for n, r in zip(NAMES, rates, strict=True)}
    for names, cap in caps:
        solver.Add(sum(paid[n] for n in names) <= cap)
    solver.Maximize(sum(paid.values()))
    solver.Solve()
    assert abs(found.total / 100 - solver.Objective().Value()) <= 0.01 * (1 + len(NAMES))
    for names, cap in caps:
        lines = [x.amount for x in found.years[0].lines if x.claim.scheme[-1] in names]
        assert sum(lines) <= cap * 100


@given(RATES, st.integers(0, 5_000))
@settings(max_examples=cases(20, 60), deadline=None)
def test_a_cap_on_euros_pays_the_sum_or_the_cap(rates: list[int], cap: int) -> None:
    rules = book(rates, set(), set())
    capped = replace(
        rules,
        limits=(
            limit(
                "cap",
                LimitKind.AMOUNT_CAP,
                figures={"cap": cap},
                payments=tuple(f"province.x.{n}" for n in NAMES),
            ),
        ),
    )
    assert award(ask(land(*NAMES), capped)).total == min(sum(rates), cap) * 100
