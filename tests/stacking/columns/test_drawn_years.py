"""Drawn farms of which a payment looks at other years (the best of several, the year of a contract, all years of a decision): in
columns, from profiles and from tables, each is paid and told what its own award says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.lasting import Extension
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, Payment, PaymentKind, Scheme, Tier
from calculator.domain.source import Series
from calculator.stacking.columns import evaluate
from calculator.stacking.columns.offered.units import Units
from calculator.stacking.columns.offered.whole_farm import FarmPayments
from tests.builders import de_minimis, farm, figure, parcel, payment, rulebook, scheme, series
from tests.stacking.columns import test_drawn_counted as counted
from tests.stacking.columns.test_drawn_counted import AREAS, CODES, FALLOW, HERD
from tests.stacking.columns.test_evaluation import ON, same

CODE = "kruiden"
INDICATOR = f"indicators.{CODE}"
THEN = date(2027, 1, 1)


def drawn(seed: int) -> tuple[Rulebook, list[FarmProfile], int]:
    """A rulebook, some farms, and how many years are asked."""
    rules, farms, years = counted.drawn(seed)
    dice = Random(f"years/{seed}")
    made = [_payment(dice) for _ in range(dice.randint(1, 3))]
    schemes = [s for number, one in enumerate(made) for s in _versions(dice, number, one)]
    limits = (de_minimis(dice.choice((400, 2_000, 50_000))),) if dice.random() < 0.6 else ()
    rules = replace(rules, schemes=(*rules.schemes, *schemes), limits=limits)
    return rules, [_with_years(dice, each) for each in farms], years


def _versions(dice: Random, number: int, made: Payment) -> tuple[Scheme, ...]:
    """A scheme, at times with a version that pays something else from 2027."""
    basis = dice.choice(("notified_scheme", "de_minimis_agri_1408_2013"))
    now = scheme(f"province.x.t{number}", made, legal_basis=basis)
    if dice.random() > 0.2:
        return (now,)
    then = replace(made, figures={**made.figures, "rate": series(dice.randint(1, 300))})
    return (
        replace(now, validity=Period(date(2000, 1, 1), THEN)),
        replace(now, payments=(then,), validity=Period(THEN)),
    )


def _payment(dice: Random) -> Payment:
    kind = dice.choice((PaymentKind.BEST_N, PaymentKind.CONTRACT_YEAR, PaymentKind.FLAT))
    on_land = dice.random() < 0.4
    figures: dict[str, object] = {"rate": _rate(dice)}
    changes: dict[str, object] = {}
    if kind is PaymentKind.BEST_N:
        figures |= {"n": dice.choice((1, 2)), "m": dice.choice((2, 3))}
        figures |= {name: dice.choice((20, "22.5", _two(dice, 20, 24))) for name in _bounds(dice)}
        changes["indicator"] = INDICATOR
    elif kind is PaymentKind.CONTRACT_YEAR:
        starts = (1, *sorted(dice.sample((2, 3, 4), dice.choice((0, 1)))))
        changes["tiers"] = tuple(Tier(f"year_{n}", Decimal(at)) for n, at in enumerate(starts))
        figures = {f"year_{n}": dice.randint(1, 300) for n in range(len(starts))}
        changes["term_years"] = dice.choice((2, 3, 6))
    conditions = counted.conditions_of(dice, 0.3)
    if on_land:
        code = dice.choice(CODES)
        unit = Unit.METRE if code == "h1" else Unit.HECTARE
        return payment(
            "p", measures=[code], unit=unit, figures=figures, kind=kind, conditions=conditions, **changes
        )
    changes |= _at_once(dice)
    quantity = dice.choice((FALLOW, HERD, "one", *AREAS))
    unit = {HERD: Unit.PIECE, "one": Unit.FARM}.get(quantity, Unit.HECTARE)
    if dice.random() < 0.5:
        changes["cap_per"] = dice.choice((HERD, *AREAS))
        figures["cap"] = dice.choice((5, 10, "12.345", _two(dice, 5, 60)))
    if unit is Unit.HECTARE and dice.random() < 0.5:
        changes["share_of"] = dice.choice(AREAS)
        figures["free_share"] = dice.choice((4, "2.5", 10))
    return payment(
        "p", level=Level.FARM, unit=unit, quantity=quantity, figures=figures, kind=kind, conditions=conditions,
        **changes,
    )  # fmt: skip


def _at_once(dice: Random) -> dict[str, object]:
    """How it is granted: mostly by one decision over years."""
    if dice.random() < 0.3:
        return {}
    term = dice.choice((2, 3, 6))
    more = Extension(dice.choice((1, 2))) if dice.random() < 0.2 else None
    return {"term_years": term, "grant": GrantRule("multi_year", (10, 1)), "extension": more}


def _bounds(dice: Random) -> tuple[str, ...]:
    return dice.choice((("threshold",), ("threshold_max",)))


def _rate(dice: Random) -> object:
    return dice.choice((dice.randint(1, 300), (20, 30), _two(dice, 1, 300)))


def _two(dice: Random, low: int, high: int) -> Series:
    """One figure up to 2027 and another after it, which may be unpublished."""
    first = replace(figure(dice.randint(low, high)), period=Period(date(2000, 1, 1), THEN))
    then = replace(figure(dice.randint(low, high)), period=Period(THEN))
    return Series((first, then) if dice.random() < 0.8 else (first,))


def _with_years(dice: Random, each: FarmProfile) -> FarmProfile:
    """The farm with a year, what the indicator is, and what it was."""
    year = dice.choice((2026, 2026, 2026, 2025, 2027))
    past = {then: _value(dice) for then in range(2023, 2028) if then != year and dice.random() < 0.6}
    facts = {**each.facts, **({INDICATOR: _value(dice)} if dice.random() < 0.7 else {})}
    return replace(each, year=year, facts=facts, indicator_history={CODE: past} if past else {})


def _value(dice: Random) -> Decimal:
    return Decimal(dice.choice((18, 19, 20, 20, 21, "22.5", 24)))


@pytest.mark.parametrize("seed", range(4))
def test_farms_of_which_other_years_count_are_paid_in_columns_what_each_is_paid_by_itself(seed: int) -> None:
    counted.agree(seed, drawn)


@pytest.mark.parametrize("seed", [4, 5, 210])
def test_farms_of_which_other_years_count_are_told_what_their_own_awards_say(seed: int) -> None:
    counted.told(seed, drawn)


def test_farms_are_told_apart_by_which_years_were_good_and_not_by_what_was_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, of_farm, on_land = [], FarmPayments._ask, Units._asked
    monkeypatch.setattr(FarmPayments, "_ask", lambda *of: asked.append(of) or of_farm(*of))
    monkeypatch.setattr(Units, "_asked", lambda *of: asked.append(of) or on_land(*of))
    best = {"rate": 20, "n": 2, "m": 3, "threshold": 20}
    made = [
        payment("p", figures=best, kind=PaymentKind.BEST_N, indicator=INDICATOR, measures=measures)
        for measures in ((), ("m1",))
    ]
    rules = rulebook(*(scheme(f"province.x.t{n}", one) for n, one in enumerate(made)))
    farms = [
        farm(
            parcel("P1", n + 1, "m1"),
            facts={INDICATOR: Decimal(n)},
            indicator_history={CODE: {2025: Decimal(n) / 2, 2024: Decimal(n) / 3}},
        )
        for n in range(200)
    ]
    evaluate(rules, farms, on=ON, years=3)
    assert len(asked) < 100


def test_a_grant_of_years_that_pay_the_same_is_asked_of_farms_of_many_sizes_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, ask = [], FarmPayments._ask
    monkeypatch.setattr(FarmPayments, "_ask", lambda *of: asked.append(of) or ask(*of))
    made = payment(
        "p", level=Level.FARM, unit=Unit.HECTARE, quantity="grassland_ha", figures={"rate": 20, "cap": 10},
        cap_per=HERD, term_years=3, grant=GrantRule("multi_year", (10, 1)),
    )  # fmt: skip
    basis = "de_minimis_agri_1408_2013"
    farms = [farm(parcel("P1", n + 1), facts={HERD: Decimal(n * 7 % 200)}) for n in range(200)]
    evaluate(
        rulebook(scheme("province.x.t", made, legal_basis=basis), limits=[de_minimis()]),
        farms,
        on=ON,
        years=3,
    )
    assert len(asked) < 100


def test_a_grant_of_years_counts_whole_in_the_year_in_which_each_farm_can_first_have_it() -> None:
    """EUR 1,500 a year is more than EUR 2,500 at once: of the second farm too, which has it later, so that its last year fits."""
    made = payment(
        "p", figures={"rate": 1_500, "n": 1, "m": 2, "threshold": 20}, kind=PaymentKind.BEST_N, indicator=INDICATOR,
        term_years=3, grant=GrantRule("multi_year", (10, 1)),
    )  # fmt: skip
    basis = "de_minimis_agri_1408_2013"
    rules = rulebook(scheme("province.x.t", made, legal_basis=basis), limits=[de_minimis(2_500)])
    first, later = (
        farm(indicator_history={CODE: {2025: Decimal(0), 2026: Decimal(now), 2027: Decimal(25)}})
        for now in (25, 0)
    )
    assert same(rules, [first, later], years=3).total.tolist() == [0, 1_500_00]


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(1, 11))
def test_farms_of_which_other_years_count_are_paid_and_told_the_same_under_a_thousand_rulebooks(
    hundred: int,
) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        counted.agree(seed, drawn)
        if seed % 5 == 0:
            counted.told(seed, drawn)
