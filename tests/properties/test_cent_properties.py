"""No limit is passed by a cent, whatever is rounded: in no ledger, and by no lines as they are told, alone or in columns.

Amounts with parts of cents, on land that fills ceilings of odd cents: over years, on euros, per hectare and on costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile, Parcel
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import years_before
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Scheme
from calculator.stacking.awarding import award
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import ask, de_minimis, farm, limit, measure, parcel, payment, rulebook, scheme, series

AID, ABER = "de_minimis_agri_1408_2013", "aber_art34_aecc"
ON = date(2026, 7, 1)
CODES = ("m1", "m2")
TERM = 3
#: Year, place, payment and cents.
Told = tuple[int, str, str, int]


def odd(dice: Random, low: int, high: int) -> Decimal:
    """An amount in cents."""
    return Decimal(dice.randint(low * 100, high * 100)) / 100


def drawn_scheme(dice: Random, number: int) -> Scheme:
    much = dice.random()
    if much < 0.7:
        made = payment("p", measures=[dice.choice(CODES)])
        rate = odd(dice, 20, 400)
    else:
        made, rate = payment("p", quantity="subsidiable_ha"), odd(dice, 5, 60)
    if much > 0.9:
        made = replace(made, term_years=TERM, grant=GrantRule("multi_year", (7, 1)))
    basis = dice.choice((AID, AID, ABER, ABER, "notified_scheme"))
    return scheme(f"province.x.s{number}", replace(made, figures={"rate": series(rate)}), legal_basis=basis)


def drawn_parcel(dice: Random, name: str) -> Parcel:
    area = Decimal(dice.randint(500, 30_000)) / 10_000
    cost = {"cost_eur": odd(dice, 50, 500), "income_forgone_eur": Decimal(0)}
    return parcel(name, area, *(measure(code, area, **cost) for code in CODES))


def wanted(schemes: list[Scheme], land: list[Parcel], basis: str) -> Fraction:
    """Euros that all payments on the basis come to in a year, where nothing holds them back."""
    area = sum((p.area_ha for p in land), Decimal(0))
    rates = (s.payments[0].figures["rate"].on(ON) for s in schemes if s.legal_basis == basis)
    return sum((Fraction(f.values[""]) for f in rates if f), Fraction(0)) * Fraction(area)


def near(dice: Random, euros: Fraction) -> Decimal:
    """A figure in cents that is about so much, or half of it, or all that fits to the cent."""
    part = dice.choice((Fraction(1), Fraction(1), Fraction(2, 3), Fraction(1, 2)))
    return max(Decimal(int(euros * part * 100) + dice.choice((0, 0, 1))) / 100, Decimal("0.01"))


def drawn(seed: int) -> tuple[Rulebook, FarmProfile, int]:
    dice = Random(seed)
    years = dice.choice((1, 1, 2, 3))
    schemes = [drawn_scheme(dice, n) for n in range(dice.randint(2, 5))]
    land = [drawn_parcel(dice, f"P{n}") for n in range(dice.randint(1, 12))]
    limits = [de_minimis(near(dice, wanted(schemes, land, AID) * dice.choice((1, years))))]
    if dice.random() < 0.5:
        capped = tuple(s.id for s in schemes[:2])
        most = near(dice, wanted(schemes[:1], land, schemes[0].legal_basis))
        limits.append(limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": most}, payments=capped))
    if dice.random() < 0.5:
        most = odd(dice, 50, 500)
        ceiling = {"ceiling": {"other_land_use": most}}
        limits.append(
            limit(
                "aber",
                LimitKind.PER_HECTARE,
                figures=ceiling,
                legal_bases=(ABER,),
            )
        )
    else:
        limits.append(limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,)))
    return rulebook(*schemes, limits=limits), farm(*land), years


def passed(rules: Rulebook, profile: FarmProfile, told: list[Told]) -> Iterator[str]:
    """The limits that the lines pass, added up without anything of the engine."""
    of = {f"{s.id}#{p.id}": (s, p) for s in rules.schemes for p in s.payments}
    bases = {ref: s.legal_basis for ref, (s, _) in of.items()}
    for bound in rules.limits:
        if bound.kind is LimitKind.DE_MINIMIS:
            yield from passed_windows(bound, {ref for ref in of if bases[ref] == AID}, rules, told)
        elif bound.kind is LimitKind.AMOUNT_CAP:
            for year in {t[0] for t in told}:
                paid = sum(t[3] for t in told if t[0] == year and of[t[2]][0].id in bound.payments)
                if paid > 100 * figure_of(bound, "cap"):
                    yield f"cap {year}: {paid}"
        else:
            counted = {ref for ref in of if bases[ref] in bound.legal_bases}
            yield from passed_on_land(bound, counted, of, profile, told)


def figure_of(bound: Limit, name: str) -> Fraction:
    found = bound.figures[name].on(ON)
    assert found is not None
    return Fraction(next(iter(found.values.values())))


def passed_windows(bound: Limit, counted: set[str], rules: Rulebook, told: list[Told]) -> Iterator[str]:
    at_once = {f"{s.id}#{p.id}" for s in rules.schemes for p in s.payments if p.term_years}
    given = defaultdict[date, Fraction](Fraction)
    begun: dict[tuple[str, str], int] = {}
    for year, place, ref, cents in sorted(told):
        if ref in counted:
            since = year
            if ref in at_once:
                since = begun.get((ref, place), year)
                since = begun[ref, place] = year if year >= since + TERM else since
            worth = Fraction(100, 103) ** (year - since + 1) if ref in at_once else Fraction(1)
            given[date(since, 7, 1)] += cents * worth
    most = 100 * figure_of(bound, "ceiling")
    for day in given:
        held = sum(cents for when, cents in given.items() if years_before(day, 3) <= when <= day)
        if held > most:
            yield f"window {day}: {float(held)} of {most}"


def passed_on_land(
    bound: Limit,
    counted: set[str],
    of: dict[str, tuple[Scheme, object]],
    profile: FarmProfile,
    told: list[Told],
) -> Iterator[str]:
    for land in profile.parcels:
        for year in {t[0] for t in told}:
            here = [t for t in told if t[0] == year and t[1] == land.id and t[2] in counted]
            if bound.kind is LimitKind.PER_HECTARE:
                most = 100 * figure_of(bound, "ceiling") * Fraction(land.area_ha)
                if sum(t[3] for t in here) > most:
                    yield f"{bound.id} {land.id} {year}: {here} of {float(most)}"
                continue
            for done in land.measures:
                paid = sum(t[3] for t in here if done.code in of[t[2]][1].measures)  # type: ignore[attr-defined]
                assert done.cost_eur is not None
                most = 100 * Fraction(done.cost_eur) * Fraction(done.quantity)
                if paid > most:
                    yield f"{bound.id} {land.id} {done.code} {year}: {paid} of {float(most)}"


def lines_of(found: Award) -> list[Told]:
    return [(x.claim.year, x.claim.place, x.claim.ref, x.amount) for y in found.years for x in y.lines]


def in_columns(rules: Rulebook, profile: FarmProfile, years: int) -> list[Told]:
    found = Evaluation(rules, ON, years).lines(encode([profile], Vocabulary()), np.arange(1))
    places = [*(p.id for p in profile.parcels), "farm"]
    return [
        (int(found.year[n]), places[found.place[n]], found.payments[found.payment[n]], int(found.cents[n]))
        for n in range(len(found))
    ]


def check(seed: int) -> None:
    rules, profile, years = drawn(seed)
    found = award(ask(profile, rules, years=years))
    for use in found.limits:
        assert use.used <= use.ceiling, (seed, use.limit, use.year, use.used, use.ceiling)
    told = lines_of(found)
    assert not list(passed(rules, profile, told)), seed
    assert sum(t[3] for t in told) == found.total, seed
    assert sorted(in_columns(rules, profile, years)) == sorted(told), seed


@pytest.mark.parametrize("seed", range(12))
def test_no_limit_is_passed_by_a_cent(seed: int) -> None:
    check(seed)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 50))
def test_no_limit_of_thousands_of_farms_is_passed_by_a_cent(start: int) -> None:
    for seed in range(start, start + 50):
        check(seed)
