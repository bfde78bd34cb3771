"""Whole horizons against independent models: odd circles and chains under ceilings and caps, and grants over windows of years.

Land of every year is a model of square metres in CP-SAT, by the relations in force on that day; grants are chosen by trying
every set of them against every window.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import Question, award
from calculator.stacking.problem import search_time
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme

NAMES = "abcdefghi"
HA = 10_000
ABER, ANLB, AID = "aber_art34_aecc", "notified_scheme", "de_minimis_agri_1408_2013"
T = RelationType
#: A row: a, type, b, first year and the year after the last (None: without end).
Row = tuple[str, RelationType, str, int, int | None]


@dataclass(frozen=True)
class Grant:
    """Euros a year for the farm on the first of July: decided every year, or at once for ``term`` years from any year on."""

    name: str
    rate: int
    term: int | None


@dataclass(frozen=True)
class Case:
    """Euros per square metre, those under the ceiling per square metre and those that fill it, and what limits count."""

    years: int
    rates: dict[str, int]
    parcels: tuple[tuple[int, tuple[str, ...]], ...]
    rows: tuple[Row, ...]
    ceiling: int | None
    under: frozenset[str]
    filling: frozenset[str]
    caps: tuple[tuple[frozenset[str], int], ...]
    metres: tuple[str, int] | None
    grants: tuple[Grant, ...]
    room: int
    received: tuple[tuple[str, int], ...]


def drawn(seed: int) -> Case:
    """A farm with a circle of five, seven or nine exclusions, chains of what requires what, and rows that begin or end."""
    dice = random.Random(seed)
    size, years = dice.choice((5, 7, 9)), dice.choice((1, 2, 3, 10, 30))
    names = NAMES[:size]
    rows: list[Row] = []
    for i, a in enumerate(names):
        type = T.UNKNOWN if dice.random() < 0.2 else T.EXCLUSIVE
        rows.append((a, type, names[(i + 1) % size], *_span(dice, years)))
    for _ in range(dice.randint(0, 3)):
        a, b = dice.sample(names, 2)
        if not any({a, b} == {r[0], r[2]} for r in rows):
            rows.append((a, T.REQUIRES, b, *_span(dice, years)))
    parcels = tuple(
        (dice.randint(1, 12), tuple(sorted(dice.sample(names, dice.randint(2, size)))))
        for _ in range(dice.randint(1, 3))
    )
    kinds = {n: dice.choice((ABER, ABER, ANLB, "private")) for n in names}
    caps = tuple(
        (frozenset(dice.sample(names, dice.randint(1, size))), dice.randint(0, 12_000))
        for _ in range(dice.randint(0, 2))
    )
    grants = tuple(
        Grant(f"g{n}", dice.randint(500, 30_000), dice.choice((None, None, 2, 5, 6)))
        for n in range(dice.randint(0, 5))
    )
    received = tuple(
        (f"{dice.randint(2023, 2026)}-{dice.randint(1, 12):02}-01", dice.randint(1, 20_000))
        for _ in range(dice.randint(0, 2))
    )
    return Case(
        years,
        {n: dice.randint(1, 900) for n in names},
        parcels,
        tuple(rows),
        dice.choice((None, dice.randint(1, 1_200))),
        frozenset(n for n in names if kinds[n] == ABER),
        frozenset(n for n in names if kinds[n] == ANLB),
        caps,
        dice.choice((None, (dice.choice(names), dice.randint(0, 12)))),
        grants,
        dice.randint(5_000, 50_000),
        received,
    )


def _span(dice: random.Random, years: int) -> tuple[int, int | None]:
    """Mostly always; else from a year on or up to one, within the horizon."""
    if dice.random() < 0.7:
        return 2000, None
    turn = 2026 + dice.randint(0, years)
    return (turn, None) if dice.random() < 0.5 else (2000, turn)


def book(case: Case) -> Rulebook:
    basis = dict.fromkeys(case.under, ABER) | dict.fromkeys(case.filling, ANLB)
    made = [
        scheme(
            f"province.x.{n}",
            payment("p", measures=[f"m{n}"], figures={"rate": rate * HA}),
            legal_basis=basis.get(n, "other"),
        )
        for n, rate in case.rates.items()
    ]
    made += [
        scheme(
            f"province.x.{g.name}",
            payment(
                "p",
                figures={"rate": g.rate},
                term_years=g.term,
                grant=GrantRule("annual" if g.term is None else "multi_year", (7, 1)),
            ),
            legal_basis=AID,
        )
        for g in case.grants
    ]
    rows = [
        # In force on the day itself: a row begins and ends on the first of July.
        relation(
            f"province.x.{a}",
            type,
            f"province.x.{b}",
            validity=Period(date(start, 7, 1), None if end is None else date(end, 7, 1)),
        )
        for a, type, b, start, end in case.rows
    ]
    return rulebook(*made, relations=rows, limits=list(_limits(case)))


def _limits(case: Case) -> Iterator[Limit]:
    yield de_minimis(case.room)
    if case.ceiling is not None:
        figures = {"ceiling": {"other_land_use": case.ceiling * HA}}
        yield limit("aber", LimitKind.PER_HECTARE, figures=figures, legal_bases=(ABER,), counts=(ABER, ANLB))
    for number, (names, cap) in enumerate(case.caps):
        counted = tuple(f"province.x.{n}" for n in sorted(names))
        yield limit(f"cap{number}", LimitKind.AMOUNT_CAP, figures={"cap": cap}, payments=counted)
    if case.metres is not None:
        name, most = case.metres
        yield limit(
            "metres",
            LimitKind.QUANTITY_CAP,
            figures={"cap": Decimal(most) / HA},
            payments=(f"province.x.{name}",),
        )


def lawful(case: Case, held: tuple[str, ...], year: int, *, high: bool) -> bool:
    for a, type, b, start, end in case.rows:
        if not (start <= year and (end is None or year < end)):
            continue
        if type is T.REQUIRES and a in held and b not in held:
            return False
        if a in held and b in held and (type is T.EXCLUSIVE or (type is T.UNKNOWN and not high)):
            return False
    return True


def paid(case: Case, held: tuple[str, ...]) -> dict[str, int]:
    """Euros per square metre after the ceiling, which others fill first; what comes last by name is cut first."""
    money = {n: case.rates[n] for n in held}
    if case.ceiling is not None and case.under & {*held}:
        room = max(0, case.ceiling - sum(money[n] for n in held if n in case.filling))
        for n in held:
            if n in case.under:
                money[n] = min(money[n], room)
                room -= money[n]
    return money


def on_land(case: Case, year: int, *, high: bool) -> int:
    """Cents that land pays at most in a year."""
    model = cp_model.CpModel()
    claimed: dict[str, list[object]] = {n: [] for n in case.rates}
    metres: list[object] = []
    for p, (size, names) in enumerate(case.parcels):
        lies = []
        for held in (s for k in range(len(names) + 1) for s in combinations(names, k)):
            if not lawful(case, held, year, high=high):
                continue
            area = model.new_int_var(0, size, f"{p}{held}")
            lies.append(area)
            for n, money in paid(case, held).items():
                claimed[n].append(money * area)
                if case.metres is not None and n == case.metres[0] and money:
                    metres.append(area)
        model.add(sum(lies) == size)
    if case.metres is not None:
        model.add(sum(metres) <= case.metres[1])
    money = {n: model.new_int_var(0, 10**6, n) for n in case.rates}
    for n, amounts in claimed.items():
        model.add(money[n] <= sum(amounts))
    for names, cap in case.caps:
        model.add(sum(money[n] for n in sorted(names)) <= cap)
    model.maximize(sum(money.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value) * 100


def of_grants(case: Case) -> int:
    """Cents that grants pay at most: every set of decisions is held against the window of every day.

    A decision for a term is made in any year, pays until its term or the horizon ends, and no two of one grant overlap.
    """
    model, taken = cp_model.CpModel(), list[tuple[object, Grant, tuple[int, ...]]]()
    end = 2026 + case.years
    for grant in case.grants:
        for year in range(2026, end):
            years = tuple(range(year, min(year + (grant.term or 1), end)))
            taken.append((model.new_bool_var(f"{grant.name}{year}"), grant, years))
        for year in range(2026, end):
            model.add(sum(c for c, g, years in taken if g is grant and year in years) <= 1)
    given: list[tuple[date, object, int]] = []
    for chosen, grant, years in taken:
        worth = Fraction(grant.rate)
        if grant.term is not None:
            worth = sum(worth / Fraction(103, 100) ** t for t in range(1, grant.term + 1))
        given.append((date(years[0], 7, 1), chosen, -(-worth * 100_000_000 // 1)))
    if given:
        first = min(day for day, _, _ in given)
        held = [(date.fromisoformat(day), euros) for day, euros in case.received]
        for day in {d for d, _, _ in given} | {d for d, _ in held if d > first}:
            start = day.replace(year=day.year - 3)
            before = sum(euros for d, euros in held if start <= d <= day)
            room = max(0, case.room - before)
            model.add(sum(c * w for d, c, w in given if start <= d <= day) <= room * 100_000_000)
    model.maximize(sum(c * g.rate * len(years) for c, g, years in taken))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value) * 100


def check(seed: int, years: int | None = None) -> None:
    """Holds the award of the case that is drawn against the models; of its first ``years`` where that is said."""
    case = drawn(seed)
    hold(case if years is None else replace(case, years=years), seed)


def question(case: Case) -> Question:
    """What is asked of the farm of a case."""
    land = [
        parcel(f"P{i}", Decimal(size) / HA, *(f"m{n}" for n in names))
        for i, (size, names) in enumerate(case.parcels)
    ]
    return ask(farm(*land, aid=case.received), book(case), years=case.years)


def hold(case: Case, seed: int = 0) -> None:
    """Holds the award of a case against the models."""
    found = award(question(case))
    grants = of_grants(case)
    lines = sum(len(y.lines) for y in found.years) + 2
    for total, high in ((found.total, False), (found.high, True)):
        most = grants + _all_land(case, high=high)
        assert abs(total - most) <= lines * (1 + high), (seed, case, high, total, most, grants)
    assert found.certificate.status == "optimal", (seed, found.certificate)
    assert 2 * found.certificate.gap <= lines, (seed, found.certificate)


def _all_land(case: Case, *, high: bool) -> int:
    """Cents that land pays at most in all years; those under the same rows pay the same."""
    known: dict[object, int] = {}
    total = 0
    for year in range(2026, 2026 + case.years):
        rows = tuple(r[:3] for r in case.rows if r[3] <= year and (r[4] is None or year < r[4]))
        if rows not in known:
            known[rows] = on_land(case, year, high=high)
        total += known[rows]
    return total


def test_whole_horizons_are_paid_as_well_as_can_be() -> None:
    """Of one to thirty years, with circles of five to nine."""
    for seed in (30, 31, 32, 33, 34, 35, 36, 38, 39, 40):
        check(seed)


def test_caps_that_share_what_they_hold_back_are_settled_together() -> None:
    """What is held back under both caps at once was rounded a step too far, and no award was found."""
    check(740_046)


#: Seven square metres that are worth hundreds of euros each, some of it under a full cap.
FEW_METRES = Case(
    1,
    {"a": 4, "b": 392, "c": 830, "e": 603, "f": 90, "h": 295, "i": 672},
    ((7, ("a", "b", "c", "e", "f", "h", "i")),),
    (("a", T.EXCLUSIVE, "b", 2000, None), ("e", T.EXCLUSIVE, "f", 2000, None)),
    619,
    frozenset("bch"),
    frozenset("ei"),
    ((frozenset("afhi"), 785),),
    None,
    (),
    48_771,
    (),
)


def test_square_metres_that_are_worth_hundreds_of_euros_are_searched_one_by_one() -> None:
    """The rounds of rows and choices ran out, and the award was not proven."""
    hold(FEW_METRES)


def test_two_full_caps_over_a_few_square_metres_pay_the_most_that_whole_ones_can() -> None:
    """The award was 95 euros too low."""
    check(2_966, 1)


def test_two_caps_that_share_payments_are_counted_out_over_many_alternatives() -> None:
    """The award was 1,790 euros too low over thirty years, and not proven: the reading with open pairs found the better one."""
    check(9_400_790, 1)


def test_ten_square_metres_under_two_caps_that_share_payments_are_counted_out() -> None:
    """EUR 151 a year short and not proven: sixty-five sets of payments may lie on each of them."""
    check(9_700_719, 1)


def test_what_is_too_much_to_count_leaves_the_time_of_the_award_to_the_search() -> None:
    """Twenty-three square metres were EUR 823 short and not proven: ways that nobody had tried were taken off the time."""
    check(9_700_724)


def test_a_search_through_steps_takes_no_more_than_the_time_of_the_award(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It went on for a minute after the ten seconds were over. What was found by then is lawful, and its gap is told."""
    monkeypatch.setattr(search_time, "SECONDS", 0.0)
    found = award(question(FEW_METRES))
    assert found.certificate.status == "not_proven"
    assert found.certificate.gap > 0
    assert found.total == found.certificate.objective > 0


@pytest.mark.parametrize("years", [5, pytest.param(10, marks=pytest.mark.soak)])
def test_what_is_rounded_in_one_year_does_not_bear_on_another(years: int) -> None:
    """Caps on euros in years under different rows: each year is settled and proven by itself."""
    check(17, years)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 50))
def test_thousands_of_whole_horizons(start: int) -> None:
    for seed in range(start, start + 50):
        check(seed)
