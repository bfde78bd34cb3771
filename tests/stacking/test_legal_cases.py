"""Worked legal cases TC-01 to TC-19 (invented farms, sourced law): what the limits and relations must answer.

``docs/cases.md`` lists every case with the test that holds it, or why it cannot be expressed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.limit import LimitKind
from calculator.domain.money import settle
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, PaymentKind
from calculator.domain.undertaking import AidReceived, ControlLink, Undertaking
from calculator.stacking.awarding import award
from calculator.stacking.law.control import needs_review, single_undertaking
from calculator.stacking.law.deminimis import gross_grant_equivalent
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme
from tests.stacking.law.received import used

AGRI = "de_minimis_agri_1408_2013"


def grant(id: str, amount: int, day: str, basis: str = AGRI, **changes: object) -> object:
    on = date.fromisoformat(day)
    made = payment("g", figures={"rate": amount}, grant=GrantRule("annual", (on.month, on.day)))
    return scheme(f"province.x.{id}", made, legal_basis=basis, **changes)


@pytest.mark.parametrize(
    ("case", "aid", "day", "new", "used_before", "paid"),
    [
        ("TC-01 within the ceiling", [("2024-05-01", 18_000), ("2025-03-01", 12_000)], "2026-11-23", 15_000, 30_000, 15_000),
        ("TC-02 all or nothing", [("2024-06-01", 18_000), ("2025-06-01", 30_000)], "2026-06-01", 5_000, 48_000, 0),
        ("TC-04a eight days early", [("2023-11-20", 20_000), ("2024-12-20", 25_000)], "2026-11-15", 20_000, 45_000, 0),
        ("TC-04b out of the window", [("2023-11-20", 20_000), ("2024-12-20", 25_000)], "2026-11-23", 20_000, 25_000, 20_000),
        ("TC-04c boundary day, cautious", [("2023-11-20", 20_000), ("2024-12-20", 25_000)], "2026-11-20", 20_000, 45_000, 0),
        ("TC-05 grant date, not payment", [("2023-10-01", 20_000)], "2026-11-23", 40_000, 0, 40_000),
    ],
)  # fmt: skip
def test_the_rolling_ceiling_counts_grants_by_their_date(
    case: str, aid: list[tuple[str, str | int]], day: str, new: int, used_before: int, paid: int
) -> None:
    profile = farm(aid=aid)
    assert used(de_minimis(), profile.undertaking, date.fromisoformat(day)) == used_before * 100, case
    found = award(ask(profile, rulebook(grant("new", new, day), limits=[de_minimis()]), day))
    assert found.total == paid * 100, case


@pytest.mark.parametrize(("day", "flagged"), [("2026-11-20", True), ("2026-11-19", False)])
def test_tc04c_the_boundary_day_counts_and_is_flagged(day: str, flagged: bool) -> None:
    profile = farm(aid=[("2023-11-20", 20_000), ("2024-12-20", 25_000)])
    found = award(ask(profile, rulebook(grant("new", 20_000, day), limits=[de_minimis()]), day))
    assert found.total == 0
    assert any("20 November 2023" in text.en for text in found.caveats) is flagged


def test_tc02_names_the_largest_grant_that_could_still_be_given() -> None:
    profile = farm(aid=[("2024-06-01", 18_000), ("2025-06-01", 30_000)])
    found = award(
        ask(profile, rulebook(grant("new", 5_000, "2026-06-01"), limits=[de_minimis()]), "2026-06-01")
    )
    assert found.limits[0].largest_grant_that_fits == 2_000_00


@pytest.mark.parametrize(
    ("annual", "in_advance", "expected"),
    [(9_000, False, 48_755), (10_000, False, 54_172), (9_000, True, 50_217)],
)
def test_tc06_instalments_count_at_their_value_on_the_grant_date(
    annual: int, in_advance: bool, expected: int
) -> None:
    value = gross_grant_equivalent([Fraction(annual * 100)] * 6, Fraction(3, 100), in_advance=in_advance)
    assert round(settle(value) / 100) == expected


def test_tc06d_yearly_decisions_of_ten_thousand_fit_year_by_year() -> None:
    found = award(
        ask(farm(), rulebook(grant("new", 10_000, "2026-11-23"), limits=[de_minimis()]), "2026-11-23", 6)
    )
    assert found.total == 60_000_00


LINKED = (ControlLink("BV_A", "BV_B", Decimal(60)),)
AID = tuple(
    AidReceived(AGRI, date.fromisoformat(day), Decimal(15_000), enterprise=who)
    for who, day in (("BV_A", "2024-09-01"), ("BV_A", "2025-09-01"), ("BV_B", "2025-02-01"))
)


def test_tc07_a_majority_of_votes_makes_one_undertaking() -> None:
    whole = Undertaking(("BV_B",), AID, LINKED)
    assert single_undertaking(whole) == {"BV_A", "BV_B"}
    assert used(de_minimis(), whole, date(2026, 11, 23)) == 45_000_00
    rules = rulebook(grant("new", 10_000, "2026-11-23"), limits=[de_minimis()])
    assert award(ask(farm(undertaking=whole), rules, "2026-11-23")).total == 0


def test_tc07b_forty_percent_of_votes_does_not() -> None:
    apart = Undertaking(("BV_B",), AID, (ControlLink("BV_A", "BV_B", Decimal(40)),))
    assert used(de_minimis(), apart, date(2026, 11, 23)) == 15_000_00
    rules = rulebook(grant("new", 10_000, "2026-11-23"), limits=[de_minimis()])
    assert award(ask(farm(undertaking=apart), rules, "2026-11-23")).total == 10_000_00


def test_tc07c_a_link_through_a_natural_person_is_for_review_and_never_merged() -> None:
    links = tuple(ControlLink("X", child, Decimal(100), natural_person=True) for child in ("BV_A", "BV_B"))
    through = Undertaking(("BV_B",), AID, links)
    assert single_undertaking(through) == {"BV_B"}
    assert needs_review(through) == ("X",)


def combined() -> list[object]:
    both = limit(
        "de-minimis-algemeen",
        LimitKind.DE_MINIMIS,
        figures={"ceiling": 300_000},
        legal_bases=(AGRI, "de_minimis_general_2023_2831"),
        window="rolling",
        window_years=3,
    )
    return [de_minimis(), both]


@pytest.mark.parametrize(("basis", "amount"), [("de_minimis_general_2023_2831", 20_000), (AGRI, 1)])
def test_tc09_general_aid_shares_its_ceiling_with_agricultural_aid(basis: str, amount: int) -> None:
    history = (
        AidReceived(AGRI, date(2025, 1, 1), Decimal(50_000)),
        AidReceived("de_minimis_general_2023_2831", date(2025, 1, 1), Decimal(240_000)),
    )
    profile = farm(undertaking=Undertaking(("Proefhoeve",), history))
    rules = rulebook(grant("new", amount, "2026-11-23", basis), limits=combined())  # type: ignore[arg-type]
    assert award(ask(profile, rules, "2026-11-23")).total == 0


def test_tc09d_without_separate_accounts_there_is_no_general_aid_at_all() -> None:
    rules = rulebook(
        grant("new", 1_000, "2026-11-23", "de_minimis_general_2023_2831"),
        limits=combined(),  # type: ignore[arg-type]
    )
    mixed = award(
        ask(farm(undertaking=Undertaking(("P",), (), activities_separated=False)), rules, "2026-11-23")
    )
    apart = award(
        ask(farm(undertaking=Undertaking(("P",), (), activities_separated=True)), rules, "2026-11-23")
    )
    assert (mixed.total, apart.total) == (0, 1_000_00)
    assert "2023/2831" in mixed.refusals[0].reason.en


def test_unknown_aid_names_the_register_for_grants_from_2027_on() -> None:
    rules = rulebook(grant("new", 1_000, "2026-11-23"), limits=[de_minimis()])
    found = award(ask(farm(aid=None), rules, "2026-11-23", years=5))
    said = [o.missing[0].en for o in found.open]
    assert ["register" in s for s in said] == [False, True, True, True, True]
    assert "all aid of the three years" in said[4]


def test_tc11_private_rewards_are_not_counted_and_the_public_grant_fits() -> None:
    private = {"payer_is_public": False, "state_resources": False}
    rules = rulebook(
        grant("kpi", 5_000, "2026-11-01"),
        grant("dairy", 4_000, "2026-11-01", "private", **private),
        grant("bank", 6_000, "2026-11-01", "private", **private),
        limits=[de_minimis()],
    )
    found = award(ask(farm(aid=[("2025-01-01", 41_000)]), rules, "2026-11-23"))
    assert found.total == 15_000_00
    assert found.limits[0].used == 46_000_00


def test_tc11b_a_discount_that_public_money_refunds_counts_and_one_of_the_two_gets_nothing() -> None:
    rules = rulebook(
        grant("kpi", 5_000, "2026-11-01"), grant("bank", 6_000, "2026-11-02"), limits=[de_minimis()]
    )
    found = award(ask(farm(aid=[("2025-01-01", 41_000)]), rules, "2026-11-23"))
    assert found.total == 6_000_00


def test_tc14_same_action_takes_the_highest_and_different_actions_add_up() -> None:
    def points(p: int, value: int, code: str) -> object:
        return payment(
            code,
            measures=[code],
            kind=PaymentKind.ACTIVITY,
            figures={"points": {"klimaat": p}, "value": value},
        )

    premium = payment(
        "premie",
        kind=PaymentKind.CLASS_PREMIUM,
        quantity="subsidiable_ha",
        figures={"entry": {"1.klimaat": 1}, "threshold": {"brons": 60}, "rate": {"brons": 60}},
    )
    eco = scheme("national.rvo.eco", points(2, 100, "X"), points(3, 250, "Y"), premium)  # type: ignore[arg-type]
    land = farm(parcel("P1", 1, "X", "Y"))
    same = relation("national.rvo.eco#X", RelationType.HIGHEST, "national.rvo.eco#Y")
    (highest,) = award(ask(land, rulebook(eco, relations=[same]))).classes
    assert (highest.value_per_ha, highest.points["klimaat"][0]) == (Decimal(250), Decimal(3))
    different = relation("national.rvo.eco#X", RelationType.ADDITIVE, "national.rvo.eco#Y")
    (added,) = award(ask(land, rulebook(eco, relations=[different]))).classes
    assert (added.value_per_ha, added.points["klimaat"][0]) == (Decimal(350), Decimal(5))


def eco_farm_of_tc12(anlb: int) -> tuple[FarmProfile, Rulebook]:
    """50 ha with an average value of EUR 104; on 10 ha of it ANLb pays what may be the same action."""

    def activity(code: str, value: int) -> object:
        figures = {"points": {"klimaat": 1}, "value": value}
        return payment(code, measures=[code], kind=PaymentKind.ACTIVITY, figures=figures)

    premium = payment(
        "premie",
        kind=PaymentKind.CLASS_PREMIUM,
        quantity="subsidiable_ha",
        figures={
            "entry": {"1.klimaat": 1},
            "threshold": {"brons": 60, "zilver": 100, "goud": 200},
            "rate": {"brons": 60, "zilver": 100, "goud": 200},
        },
        groups=("direct-payment",),
    )
    eco = scheme("national.rvo.eco", activity("X", 200), activity("Y", 80), premium)  # type: ignore[arg-type]
    pack = payment("pakket", measures=["pakket"], figures={"rate": anlb}, groups=("anlb",))
    land = farm(parcel("P1", 10, "X", "pakket"), parcel("P2", 40, "Y"))
    rules = rulebook(
        eco,
        scheme("national.anlb.a", pack),
        relations=[
            # The text of 2023: the value goes on the whole registered parcel.
            relation(
                "national.rvo.eco#X",
                RelationType.ZERO,
                "national.anlb.a",
                quantity=Quantity.VALUE,
                level=Level.PARCEL,
            ),
            relation("national.rvo.eco#premie", RelationType.ADDITIVE, "@anlb"),
        ],
    )
    return land, rules


@pytest.mark.parametrize(
    ("anlb", "eco_class", "premium"), [(0, "zilver", 5_000), (150, "zilver", 5_000), (250, "brons", 3_000)]
)
def test_tc12_the_value_goes_where_anlb_pays_the_same_action_and_200_a_hectare_is_the_break_even(
    anlb: int, eco_class: str, premium: int
) -> None:
    land, rules = eco_farm_of_tc12(anlb)
    found = award(ask(land, rules))
    (reached,) = found.classes
    assert (reached.name, reached.points["klimaat"][0]) == (eco_class, Decimal(50))
    assert reached.value_per_ha == (Decimal(64) if eco_class == "brons" else Decimal(104))
    packages = anlb * 10 if eco_class == "brons" else 0
    assert found.total == (premium + packages) * 100


def natura2000(costs: int) -> list[object]:
    """The ceilings of article 33: EUR 500 per hectare in the first years, and never more than the costs."""
    of = {"legal_bases": ("aber_art33_natura2000",)}
    classes = {"annual_crop": 500, "specialised_perennial": 500, "other_land_use": 500}
    return [
        limit("natura2000-vergoeding", LimitKind.PER_HECTARE, figures={"ceiling": classes}, **of),
        limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, **of),
    ]


@pytest.mark.parametrize(("costs", "paid"), [(350, 350), (620, 500)])
def test_tc17_compensation_for_natura_2000_stops_at_the_costs_and_at_500_a_hectare(
    costs: int, paid: int
) -> None:
    asked = payment("vergoeding", measures=["v"], figures={"rate": 700})
    rules = rulebook(
        scheme("province.x.n2000", asked, legal_basis="aber_art33_natura2000"),
        limits=natura2000(costs),  # type: ignore[arg-type]
    )
    done = Measure("v", Decimal(10), "ha", cost_eur=Decimal(costs), income_forgone_eur=Decimal(0))
    assert award(ask(farm(parcel("P1", 10, done)), rules)).total == paid * 10 * 100


def test_tc19a_a_grant_is_paid_less_what_a_water_board_pays_for_the_same_costs() -> None:
    share = payment(
        "deel",
        kind=PaymentKind.PERCENT_COST,
        unit=Unit.EUR,
        quantity="declared.kosten_eur",
        figures={"percent": 40},
    )
    rules = rulebook(
        scheme("national.rvo.invest", share),
        scheme("water_board.x.bijdrage", payment("vast", figures={"rate": 8_000})),
        relations=[
            relation(
                "national.rvo.invest",
                RelationType.NET_OF,
                "water_board.x.bijdrage",
                level=Level.FARM,
                quantity=Quantity.MONEY,
            )
        ],
    )
    found = award(ask(farm(facts={"declared.kosten_eur": Decimal(50_000)}), rules))
    paid = {line.claim.scheme: line.amount for line in found.years[0].lines}
    assert paid == {"national.rvo.invest": 12_000_00, "water_board.x.bijdrage": 8_000_00}


def test_before_16_december_2024_three_fiscal_years_count_to_twenty_thousand() -> None:
    old = de_minimis(20_000, window="fiscal_years")
    aid = Undertaking(("Proefhoeve",), (AidReceived(AGRI, date(2022, 1, 15), Decimal(15_000)),))
    assert used(old, aid, date(2024, 12, 1)) == 15_000_00
    assert used(old, aid, date(2025, 1, 1)) == 0
