"""Grants are tested on the day they are given, by the ceiling of that day, over everything in its window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculator.domain.award import Award
from calculator.domain.limit import Limit
from calculator.domain.period import Period
from calculator.domain.scheme import GrantRule
from calculator.domain.undertaking import AidReceived, Undertaking
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, payment, rulebook, scheme

AGRI = "de_minimis_agri_1408_2013"
CHANGE = date(2024, 12, 16)


def regimes() -> list[Limit]:
    """EUR 20,000 over three fiscal years until 16 December 2024, EUR 50,000 over any three years since."""
    before = de_minimis(20_000, window="fiscal_years", validity=Period(date(2019, 3, 14), CHANGE))
    return [before, de_minimis(50_000, validity=Period(CHANGE))]


def yearly(amount: int, month_day: tuple[int, int] | None = None, id: str = "a") -> object:
    made = payment("p", figures={"rate": amount}, grant=GrantRule("annual", month_day))
    return scheme(f"province.x.{id}", made, legal_basis=AGRI)


def lines(found: Award) -> list[tuple[str, int]]:
    return [(str(x.claim.grant_date), x.amount) for y in found.years for x in y.lines]


def test_a_grant_after_the_change_is_tested_though_the_reference_date_lies_before_it() -> None:
    rules = rulebook(yearly(3_250, (12, 31)), limits=regimes())  # type: ignore[arg-type]
    profile = farm(aid=[("2024-02-01", 49_000)])
    for on in ("2024-06-01", "2024-12-20"):
        found = award(ask(profile, rules, on))
        assert lines(found) == []
        assert (found.limits[-1].ceiling, found.limits[-1].binding, found.limits[-1].price) == (
            50_000_00,
            True,
            3_250_00,
        )


def test_the_real_rules_refuse_compensation_of_2024_above_the_ceiling_on_every_reference_date() -> None:
    rules = rulebooks.current()
    land = {"id": "P1", "area_ha": "100", "land_use": "permanent_grassland", "eco_region": 2}
    profile = {
        "profile": "stapelwijzer-farm-1",
        "year": 2024,
        "farm": {"name": "Proefhoeve", "province": "utrecht", "organic": "none"},
        "undertaking": {"aid_received": [{"legal_basis": AGRI, "grant_date": "2024-02-01", "amount_eur": "49000"}]},
        "parcels": [{**land, "measures": [{"code": "langjarig-grasland", "area_ha": "100"}]}],
        "declared": {"eco_bronze_at_registration_2024": "yes"},
    }  # fmt: skip
    found = [award(ask(profiles.read(profile, rules), rules, on)) for on in ("2024-06-01", "2024-12-20")]
    assert all("compensatie-2024" not in {x.claim.payment for x in f.years[0].lines} for f in found)
    assert [r.valid_from for r in found[0].receipt.rules if r.id == "de-minimis-landbouw"] == [CHANGE]


def test_grants_under_the_old_ceiling_stay_in_the_window_of_the_new_one() -> None:
    found = award(ask(farm(), rulebook(yearly(19_000), limits=regimes()), "2024-07-01", 3))  # type: ignore[arg-type]
    assert found.total == 38_000_00
    assert all(x.used <= x.ceiling for x in found.limits)


def test_what_is_granted_later_in_a_fiscal_year_does_not_fill_an_earlier_day_of_it() -> None:
    rules = rulebook(
        yearly(15_000, (6, 1)),  # type: ignore[arg-type]
        yearly(10_000, (12, 31), "b"),  # type: ignore[arg-type]
        limits=regimes(),
    )
    assert lines(award(ask(farm(), rules, "2024-06-01"))) == [
        ("2024-06-01", 15_000_00),
        ("2024-12-31", 10_000_00),
    ]


def test_aid_received_after_a_grant_of_this_award_leaves_no_period_above_the_ceiling() -> None:
    aid = Undertaking(("Proefhoeve",), (AidReceived(AGRI, date(2026, 9, 1), Decimal(45_000)),))
    rules = rulebook(yearly(10_000, (5, 15)), limits=[de_minimis()])  # type: ignore[arg-type]
    found = award(ask(replace(farm(), undertaking=aid), rules, "2026-11-25"))
    assert (found.total, found.limits[0].used) == (0, 45_000_00)


def test_a_second_term_of_a_multi_year_decision_counts_again_when_it_begins() -> None:
    made = payment("p", figures={"rate": 20_000}, term_years=2, grant=GrantRule("multi_year"))
    rules = rulebook(scheme("province.x.a", made, legal_basis=AGRI), limits=[de_minimis()])
    assert award(ask(farm(), rules, years=2)).total == 40_000_00
    # Both terms together do not fit; one of them does.
    assert award(ask(farm(), rules, years=4)).total == 40_000_00
