"""The award on small farms where the right answer can be worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from calculator.domain.farm import Contract, ContractLine
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, PaymentKind
from calculator.domain.source import Series, Status
from calculator.stacking.awarding import award
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.explaining.answer import LATER_NOT_PROVEN
from tests.builders import (
    ask,
    de_minimis,
    farm,
    figure,
    limit,
    measure,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
)

GOALS = ("klimaat", "bodem-en-lucht", "water", "landschap", "biodiversiteit")


def test_payments_that_do_not_bear_on_each_other_add_up() -> None:
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", "12.50"))
    found = award(ask(farm(parcel("P1", "2.5", "m1", "m2")), rules))
    assert found.total == 250_00 + 31_25
    assert found.certificate.gap == 0
    assert LATER_NOT_PROVEN not in found.caveats
    assert found.certificate.proof == "dual"


def test_of_two_that_exclude_each_other_the_better_is_paid_and_the_other_explained() -> None:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 80),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    found = award(ask(farm(parcel("P1", 3, "m1", "m2")), rules))
    assert found.total == 300_00
    (lost,) = found.not_chosen
    assert (lost.scheme, lost.because, lost.lost_to) == ("province.x.b", "relation", "province.x.a#p")
    assert lost.difference == -60_00


def test_an_odd_cycle_of_five_exclusions_leaves_room_for_two() -> None:
    names = ["a", "b", "c", "d", "e"]
    rules = rulebook(
        *(pays(n, f"m{n}", 10) for n in names),
        relations=[
            relation(f"province.x.{n}", RelationType.EXCLUSIVE, f"province.x.{names[(i + 1) % 5]}")
            for i, n in enumerate(names)
        ],
    )
    found = award(ask(farm(parcel("P1", 5, *(f"m{n}" for n in names))), rules))
    assert found.total == 2 * 5 * 10_00


def test_of_two_the_highest_counts_when_the_relation_says_so() -> None:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 80),
        relations=[relation("province.x.a", RelationType.HIGHEST, "province.x.b", quantity=Quantity.MONEY)],
    )
    assert award(ask(farm(parcel("P1", 1, "m1", "m2")), rules)).total == 100_00


def test_a_supplement_is_paid_only_with_its_base() -> None:
    needs = relation("province.x.extra", RelationType.REQUIRES, "province.x.base")
    both = rulebook(pays("extra", "m1", 20), pays("base", "m2", 50), relations=[needs])
    assert award(ask(farm(parcel("P1", 1, "m1")), both)).total == 0
    assert award(ask(farm(parcel("P1", 1, "m1", "m2")), both)).total == 70_00


def test_an_unknown_pair_reads_exclusive_as_expected_and_additive_as_high() -> None:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 80),
        relations=[relation("province.x.a", RelationType.UNKNOWN, "province.x.b")],
    )
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules))
    assert (found.low, found.total, found.high) == (100_00, 100_00, 180_00)
    (question,) = found.open
    assert (question.scheme, question.place, question.year) == ("province.x.b", "P1", 2026)
    assert question.could_pay_cents == 80_00
    assert "p (province.x.a)" in question.missing[0].en


def test_two_public_payments_on_the_same_cost_are_unknown_without_a_recorded_relation() -> None:
    cost = {"cost_components": ("income_foregone",)}
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}, **cost)),
        scheme("water_board.y.b", payment("p", measures=["m2"], figures={"rate": 80}, **cost)),
    )
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules))
    assert (found.total, found.high) == (100_00, 180_00)


def test_a_published_range_reads_low_as_expected() -> None:
    found = award(ask(farm(parcel("P1", 2, "m1")), rulebook(pays("a", "m1", (1200, 2000)))))
    assert (found.low, found.total, found.high) == (2400_00, 2400_00, 4000_00)


def test_measures_on_different_parts_do_not_meet() -> None:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 80),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    land = parcel("P1", 5, measure("m1", 2, part="a"), measure("m2", 3, part="b"))
    assert award(ask(farm(land), rules)).total == 200_00 + 240_00


def grant(id: str, amount: int, day: tuple[int, int] = (7, 1), **changes: object) -> object:
    made = payment("g", figures={"rate": amount}, grant=GrantRule("annual", day), **changes)
    return scheme(f"province.x.{id}", made, legal_basis="de_minimis_agri_1408_2013")


def test_a_grant_that_would_pass_the_ceiling_gets_nothing_and_the_largest_that_fits_is_named() -> None:
    aid = [("2024-06-01", 18_000), ("2025-06-01", 30_000)]
    rules = rulebook(grant("a", 5_000, (6, 1)), limits=[de_minimis()])
    found = award(ask(farm(aid=aid), rules, "2026-06-01"))
    assert found.total == 0
    (use,) = found.limits
    assert (use.binding, use.used, use.largest_grant_that_fits) == (True, 48_000_00, 2_000_00)
    assert use.price == 5_000_00
    assert found.not_chosen[0].because == "limit"


def test_of_grants_that_do_not_fit_together_the_best_set_is_taken() -> None:
    rules = rulebook(grant("a", 30_000), grant("b", 26_000), grant("c", 24_000), limits=[de_minimis()])
    found = award(ask(farm(), rules))
    assert found.total == 50_000_00


def test_the_boundary_day_three_years_earlier_still_counts() -> None:
    rules = rulebook(grant("a", 20_000, (11, 20)), limits=[de_minimis()])
    aid = [("2023-11-20", 20_000), ("2024-12-20", 25_000)]
    assert award(ask(farm(aid=aid), rules, "2026-11-20")).total == 0


def test_a_window_is_as_long_as_its_limit_says() -> None:
    rules = rulebook(grant("a", 20_000), limits=[de_minimis(window_years=2)])
    aid = [("2023-11-20", 40_000)]
    assert award(ask(farm(aid=aid), rules, "2026-07-01")).total == 20_000_00
    assert award(ask(farm(aid=aid), rules, "2025-07-01")).total == 0


def test_grants_over_the_years_keep_every_rolling_window() -> None:
    rules = rulebook(grant("a", 15_000), limits=[de_minimis()])
    found = award(ask(farm(), rules, years=6))
    assert [y.total for y in found.years].count(15_000_00) == 5
    assert found.certificate.gap == 0


def test_without_an_answer_on_aid_received_a_de_minimis_grant_stays_open() -> None:
    found = award(ask(farm(aid=None), rulebook(grant("a", 5_000), limits=[de_minimis()])))
    assert found.total == 0
    assert found.open[0].could_pay_cents == 5_000_00


def test_an_unknown_public_basis_counts_under_de_minimis() -> None:
    made = scheme("municipality.m.a", payment("g", figures={"rate": 5_000}), legal_basis="unknown")
    found = award(ask(farm(aid=[("2026-01-01", 49_000)]), rulebook(made, limits=[de_minimis()])))
    assert found.total == 0


def test_six_years_in_one_decision_count_at_once_and_discounted() -> None:
    def six(amount: int) -> object:
        made = payment("g", figures={"rate": amount}, term_years=6, grant=GrantRule("multi_year", (11, 23)))
        return scheme("province.x.six", made, legal_basis="de_minimis_agri_1408_2013")

    fits = award(ask(farm(), rulebook(six(9_000), limits=[de_minimis()]), "2026-11-23", years=6))
    passes = award(ask(farm(), rulebook(six(10_000), limits=[de_minimis()]), "2026-11-23", years=6))
    assert fits.total == 54_000_00
    assert passes.total == 0


def aber(other: int = 450) -> object:
    return limit(
        "aber-per-hectare",
        LimitKind.PER_HECTARE,
        figures={"ceiling": {"annual_crop": 600, "specialised_perennial": 900, "other_land_use": other}},
        legal_bases=("aber_art34_aecc", "unknown"),
        counts=("cap_aecc_art70",),
    )


@pytest.mark.parametrize(("anlb", "planned", "paid"), [(380, 70, 70), (380, 100, 70), (470, 100, 0)])
def test_aber_aid_is_cut_to_the_room_that_anlb_leaves_and_anlb_never(
    anlb: int, planned: int, paid: int
) -> None:
    rules = rulebook(
        pays("anlb", "m1", anlb, legal_basis="cap_aecc_art70"),
        pays("top-up", "m2", planned, legal_basis="aber_art34_aecc"),
        limits=[aber()],
    )
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules))
    assert found.total == (anlb + paid) * 100


def eco(*activities: tuple[str, str, int, int], rate: dict[str, object] | None = None) -> object:
    """An eco scheme: (id, measure, points on every goal, value per hectare), classes at 60, 100 and 200."""
    acts = [
        payment(
            id,
            measures=[code],
            kind=PaymentKind.ACTIVITY,
            figures={"points": dict.fromkeys(GOALS, p), "value": v},
        )
        for id, code, p, v in activities
    ]
    premium = payment(
        "eco-premie",
        kind=PaymentKind.CLASS_PREMIUM,
        unit=Unit.HECTARE,
        quantity="subsidiable_ha",
        figures={
            "entry": {f"1.{g}": 1 for g in GOALS},
            "threshold": {"brons": 60, "zilver": 100, "goud": 200},
            "rate": rate or {"brons": 60, "zilver": 100, "goud": 200},
        },
        organic_class="goud",
    )
    return scheme("national.rvo.eco", *acts, premium, legal_basis="cap_eco_scheme_art31")


def test_the_class_follows_from_the_average_value_and_pays_over_all_hectares() -> None:
    land = (parcel("P1", 10, "gras"), parcel("P2", 10))
    found = award(ask(farm(*land), rulebook(eco(("gras", "gras", 5, 210)))))
    (reached,) = found.classes
    assert (reached.name, reached.value_per_ha) == ("zilver", Decimal(105))
    assert found.total == 20 * 100_00
    assert (reached.next_name, reached.next_short_per_ha) == ("goud", Decimal(95))


def test_value_without_the_entry_points_of_a_goal_pays_nothing() -> None:
    land = (parcel("P1", 1, "gras"), parcel("P2", 10))
    found = award(ask(farm(*land), rulebook(eco(("gras", "gras", 5, 5000)))))
    assert found.total == 0
    assert found.classes[0].name is None


def test_what_is_short_of_the_next_class_is_said_in_value_and_in_points_per_goal() -> None:
    land = (parcel("P1", 1, "gras"), parcel("P2", 9))
    (reached,) = award(ask(farm(*land), rulebook(eco(("gras", "gras", 4, 599))))).classes
    assert (reached.name, reached.next_name, reached.next_short_per_ha) == (None, "brons", Decimal("0.1"))
    assert reached.next_short_points == dict.fromkeys(GOALS, Decimal(6))


def test_where_only_points_are_short_the_next_class_is_the_highest_that_the_value_reaches() -> None:
    land = (parcel("P1", 1, "gras"), parcel("P2", 9))
    (reached,) = award(ask(farm(*land), rulebook(eco(("gras", "gras", 4, 1500))))).classes
    assert (reached.name, reached.next_name, reached.next_short_per_ha) == (None, "zilver", Decimal(0))
    assert reached.next_short_points["water"] == Decimal(6)


def test_a_goal_and_a_class_that_ask_nothing_are_met_by_a_farm_without_points_or_value() -> None:
    acts = payment(
        "x", measures=["gras"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 2}, "value": 0}
    )
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={
            "entry": {"1.klimaat": 1, "1.bodem": 0},
            "threshold": {"brons": 0, "zilver": 50},
            "rate": {"brons": 60, "zilver": 100},
        },
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 2, "gras")), rulebook(scheme("national.rvo.eco", acts, premium))))
    assert (found.total, found.classes[0].name, found.classes[0].next_name) == (120_00, "brons", "zilver")


def test_a_shortage_is_never_rounded_to_nothing() -> None:
    land = (parcel("P1", 3, "gras"),)
    (reached,) = award(ask(farm(*land), rulebook(eco(("gras", "gras", 5, "59.99999"))))).classes
    assert (reached.next_name, reached.next_short_per_ha) == ("brons", Decimal("0.01"))


def test_a_class_that_is_reached_and_not_paid_is_not_said_to_be_short_of_itself() -> None:
    minimum = limit(
        "min", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("national.rvo.eco#eco-premie",)
    )
    rules = rulebook(eco(("gras", "gras", 5, 110)), limits=[minimum])
    (reached,) = award(ask(farm(parcel("P1", 2, "gras")), rules)).classes
    assert (reached.name, reached.next_name, reached.next_short_per_ha) == (None, "goud", Decimal(90))
    assert reached.note is not None
    assert "zilver is gehaald" in reached.note.nl


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("59.99", None),
        ("60", "brons"),
        ("99.99", "brons"),
        ("100", "zilver"),
        ("199.99", "zilver"),
        ("200", "goud"),
    ],
)
def test_class_boundaries_are_met_exactly(value: str, name: str | None) -> None:
    rules = rulebook(eco(("gras", "gras", 5, value)))  # type: ignore[arg-type]
    assert award(ask(farm(parcel("P1", "7.3333", "gras")), rules)).classes[0].name == name


def test_a_farm_organic_as_a_whole_is_gold_but_still_needs_its_entry_points() -> None:
    organic = {"facts": {"farm.organic": "certified"}}
    rules = rulebook(eco(("gras", "gras", 5, 70), ("poor", "poor", 0, 70)))
    assert award(ask(farm(parcel("P1", 1, "gras"), **organic), rules)).classes[0].name == "goud"
    assert award(ask(farm(parcel("P1", 1, "poor"), **organic), rules)).classes[0].name is None


def overlap(level: Level) -> Rulebook:
    return rulebook(
        eco(("kruiden", "kruiden", 5, 200), ("rest", "rest", 5, 104)),
        pays("anlb", "kruiden-beheer", 40, legal_basis="cap_aecc_art70"),
        relations=[
            relation(
                "national.rvo.eco#kruiden",
                RelationType.ZERO,
                "province.x.anlb",
                quantity=Quantity.VALUE,
                level=level,
            )
        ],
    )


def test_points_stay_and_value_goes_where_anlb_pays_the_same_action() -> None:
    land = parcel("P1", 1, "kruiden", "kruiden-beheer")
    found = award(ask(farm(land), overlap(Level.UNIT), "2026-07-01"))
    assert found.total == 200_00
    assert [n.scheme for n in found.not_chosen] == ["province.x.anlb"]


def test_in_2026_only_the_overlapping_part_loses_its_value() -> None:
    land = parcel("P1", 3, measure("kruiden", 3), measure("kruiden-beheer", "1.2"))
    rest = parcel("P2", 1, "rest")
    found = award(ask(farm(land, rest), overlap(Level.UNIT)))
    assert found.total == 48_00 + 4 * 100_00
    assert found.classes[0].value_per_ha == Decimal((360 + 104) / 4)


def test_in_2023_the_whole_parcel_loses_its_value_so_the_overlap_is_not_worth_it() -> None:
    land = parcel("P1", 3, measure("kruiden", 3), measure("kruiden-beheer", "1.2"))
    rest = parcel("P2", 1, "rest")
    found = award(ask(farm(land, rest), overlap(Level.PARCEL)))
    assert found.total == 4 * 100_00
    assert found.certificate.gap == 0


def yearly(*rates: object) -> Rulebook:
    """What takes the value is paid year by year from 2023, at so many euros per hectare."""
    figures = [
        figure(rate, period=Period(date(2023 + n, 1, 1), date(2024 + n, 1, 1)))
        for n, rate in enumerate(rates)
    ]
    book = overlap(Level.PARCEL)
    (taking,) = [s for s in book.schemes if s.id == "province.x.anlb"]
    paid = replace(taking.payments[0], figures={"rate": Series(tuple(figures))})
    others = [s for s in book.schemes if s is not taking]
    return replace(book, schemes=(*others, replace(taking, payments=(paid,))))


def test_in_2023_a_payment_without_a_term_takes_the_value_in_its_own_years_alone() -> None:
    """EUR 5,000 a hectare in 2024 is more than the value of the parcel, a euro in the years around it is not."""
    land = parcel("P1", 3, measure("kruiden", 3), measure("kruiden-beheer", "1.2"))
    found = award(ask(farm(land, parcel("P2", 1, "rest")), yearly(1, 5000, 1), "2023-07-01", years=3))
    assert [y.total for y in found.years] == [400_00, 6_000_00, 400_00]
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)


def test_in_2023_years_in_which_nothing_binds_are_worth_what_each_is_by_itself() -> None:
    for seed in range(6):
        dice = Random(seed)
        book = yearly(*[dice.choice((1, 90, 110, 400, 5000)) for _ in range(4)])
        much = Decimal(dice.randint(1, 30)) / 10
        land = parcel("P1", 3, measure("kruiden", 3), measure("kruiden-beheer", much))
        asked = farm(land, parcel("P2", dice.randint(1, 4), "rest"))
        found = award(ask(asked, book, "2023-07-01", years=4))
        alone = [award(ask(asked, book, f"{year}-07-01")).total for year in range(2023, 2027)]
        assert [y.total for y in found.years] == alone


def test_a_running_contract_is_placed_in_full_even_where_something_better_could_lie() -> None:
    rules = rulebook(
        pays("old", "m1", 50),
        pays("new", "m2", 500),
        relations=[relation("province.x.old", RelationType.EXCLUSIVE, "province.x.new")],
    )
    line = ContractLine("p", "P1", Decimal(2), Decimal("62.10"), date(2022, 12, 15), "multi_year")
    contract = Contract("province.x.old", date(2023, 1, 1), date(2027, 12, 31), (line,))
    found = award(ask(farm(parcel("P1", 3, "m1", "m2"), contracts=(contract,)), rules, years=3))
    assert [y.total for y in found.years] == [624_20, 624_20, 1500_00]
    assert found.years[0].lines[0].claim.certainty == "expected"
    assert {x.claim.certainty for x in found.years[0].lines} == {"contracted", "expected"}


def test_commitments_that_exclude_each_other_are_named_and_never_dropped() -> None:
    rules = rulebook(
        pays("a", "m1", 50),
        pays("b", "m2", 60),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    contracts = tuple(
        Contract(
            f"province.x.{n}", date(2023, 1, 1), date(2027, 12, 31), (ContractLine("p", "P1", Decimal(3)),)
        )
        for n in "ab"
    )
    with pytest.raises(NoLawfulAwardError, match=r"province\.x\.a#p on P1"):
        award(ask(farm(parcel("P1", 3, "m1", "m2"), contracts=contracts), rules))


def test_amounts_below_the_minimum_total_are_not_paid() -> None:
    floor = limit("min", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("@direct-payment",))
    direct = payment(
        "p", unit=Unit.HECTARE, quantity="subsidiable_ha", figures={"rate": 200}, groups=("direct-payment",)
    )
    rules = rulebook(scheme("national.rvo.basis", direct), limits=[floor])
    assert award(ask(farm(parcel("P1", "2.4")), rules)).total == 0
    assert award(ask(farm(parcel("P1", "2.5")), rules)).total == 500_00


def test_a_cap_on_euros_cuts_the_sum_and_no_more() -> None:
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 10_000}, payments=("@water",))
    grants = [
        scheme(f"water_board.y.{n}", payment("g", figures={"rate": 5_000}, groups=("water",))) for n in "abc"
    ]
    found = award(ask(farm(), rulebook(*grants, limits=[cap])))
    assert found.total == 10_000_00
    assert sum(x.amount for x in found.years[0].lines) == 10_000_00


def test_lines_after_the_end_of_a_legal_basis_are_continuation_outside_the_total() -> None:
    rules = rulebook(pays("anlb", "m1", 100, legal_basis="cap_aecc_art70"))
    found = award(ask(farm(parcel("P1", 1, "m1")), rules, "2027-07-01", years=2))
    assert (found.total, found.continuation) == (100_00, 100_00)
    assert LATER_NOT_PROVEN not in found.caveats


def test_what_loses_to_a_payment_that_ends_is_paid_after_it_as_continuation() -> None:
    ending = pays("x", "m1", 200, legal_basis="cap_aecc_art70")
    rules = rulebook(
        pays("anlb", "m1", 100, legal_basis="cap_aecc_art70"),
        replace(ending, validity=Period(date(2000, 1, 1), date(2028, 1, 1))),  # type: ignore[type-var]
        relations=[relation("province.x.anlb", RelationType.EXCLUSIVE, "province.x.x")],
    )
    found = award(ask(farm(parcel("P1", 1, "m1")), rules, "2027-07-01", years=2))
    assert (found.total, found.continuation) == (200_00, 100_00)


def test_room_that_a_payment_leaves_as_it_ends_is_filled_by_what_goes_on() -> None:
    cap = limit(
        "ha", LimitKind.QUANTITY_CAP, figures={"cap": 3}, payments=("province.x.anlb", "province.x.x")
    )
    ending = pays("x", "m2", 200, legal_basis="cap_aecc_art70")
    rules = rulebook(
        pays("anlb", "m1", 100, legal_basis="cap_aecc_art70"),
        replace(ending, validity=Period(date(2000, 1, 1), date(2028, 1, 1))),  # type: ignore[type-var]
        limits=[cap],
    )
    land = farm(parcel("P1", 3, "m1"), parcel("P2", 3, "m2"))
    found = award(ask(land, rules, "2027-07-01", years=2))
    assert (found.total, found.continuation) == (600_00, 300_00)


def test_a_historic_figure_never_computes() -> None:
    old = figure(94, status="historic")
    found = award(ask(farm(parcel("P1", 1, "m1")), rulebook(pays("a", "m1", old))))
    assert found.total == 0
    assert "figure:rate" in found.open[0].paths


def test_a_tariff_that_changes_over_the_years_decides_anew_which_of_two_for_the_farm_is_best() -> None:
    first, then = (
        figure(rate, period=Period(date(year, 1, 1), end))
        for rate, year, end in ((100, 2000, date(2027, 1, 1)), (50, 2027, None))
    )
    falling = replace(payment("p"), figures={"rate": Series((first, then))})
    rules = rulebook(
        scheme("province.x.a", falling),
        scheme("province.x.b", payment("p", figures={"rate": 80})),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    found = award(ask(farm(), rules, years=2))
    assert [(x.claim.scheme, x.amount) for y in found.years for x in y.lines] == [
        ("province.x.a", 100_00),
        ("province.x.b", 80_00),
    ]


def test_what_one_for_the_farm_loses_to_a_payment_on_land_is_taken_off_in_its_own_year() -> None:
    first, then = (
        figure(rate, period=Period(date(year, 1, 1), end))
        for rate, year, end in ((500, 2000, date(2027, 1, 1)), (1_000, 2027, None))
    )
    rising = replace(payment("p"), figures={"rate": Series((first, then))})
    loses = relation("province.x.a", RelationType.REDUCED, "province.x.b", parameter=Decimal("0.6"))
    rules = rulebook(scheme("province.x.a", rising), pays("b", "m1", 700), relations=[loses])
    found = award(ask(farm(parcel("P1", 1, "m1")), rules, years=2))
    assert [[x.amount for x in y.lines if x.claim.scheme == "province.x.a"] for y in found.years] == [
        [300_00],
        [600_00],
    ]


def test_the_order_of_parcels_schemes_and_measures_never_matters() -> None:
    rules = [pays("a", "m1", 100), pays("b", "m2", 100), pays("c", "m3", 100)]
    excluding = [
        relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b"),
        relation("province.x.b", RelationType.EXCLUSIVE, "province.x.c"),
    ]
    land = [parcel("P1", 2, "m1", "m2", "m3"), parcel("P2", 1, "m2", "m1")]
    one = award(ask(farm(*land), rulebook(*rules, relations=excluding)))
    turned = [replace(p, measures=p.measures[::-1]) for p in land[::-1]]
    other = award(ask(farm(*turned), rulebook(*rules[::-1], relations=excluding[::-1])))
    assert [(x.claim.ref, x.claim.place, x.amount) for x in one.years[0].lines] == [
        (x.claim.ref, x.claim.place, x.amount) for x in other.years[0].lines
    ]


def test_a_payment_for_the_farm_and_one_on_land_that_exclude_each_other_are_never_both_paid() -> None:
    whole = scheme("carbon.snk.farm", payment("p", figures={"rate": 150}))
    land = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m1"))
    excluding = [relation("carbon.snk.farm", RelationType.EXCLUSIVE, "province.x.a")]
    found = award(ask(land, rulebook(whole, pays("a", "m1", 100), relations=excluding)))
    assert found.total == 200_00
    (lost,) = found.not_chosen
    assert (lost.scheme, lost.because, lost.difference) == ("carbon.snk.farm", "relation", -50_00)
    dearer = scheme("carbon.snk.farm", payment("p", figures={"rate": 250}))
    assert award(ask(land, rulebook(dearer, pays("a", "m1", 100), relations=excluding))).total == 250_00


def test_what_is_remembered_of_the_rules_holds_no_trace_of_a_farm() -> None:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 80),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    award(ask(farm(parcel("Geheim weiland", "7.1234", "m1", "m2"), name="Geheime hoeve"), rules, years=3))
    remembered = repr(rules.memory)
    assert "province.x.a" in remembered
    assert all(word not in remembered for word in ("Geheim", "7.1234", "hoeve"))


def test_a_second_farm_on_the_same_rules_gets_what_it_would_get_alone() -> None:
    def rules() -> object:
        return rulebook(
            pays("a", "m1", 100),
            pays("b", "m2", 80),
            relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
        )

    shared = rules()
    award(ask(farm(parcel("P1", 3, "m1", "m2")), shared))
    other = farm(parcel("Q1", "1.5", "m2"), parcel("Q2", "2.5", "m1", "m2"))
    assert award(ask(other, shared)) == award(ask(other, rules()))


@pytest.mark.parametrize("status", [Status.PROVISIONAL, Status.ASSUMED])
def test_a_range_that_is_not_definitive_changes_the_choice_where_its_high_end_wins(status: Status) -> None:
    spread = figure((50, 200), status=status)
    rules = rulebook(
        pays("a", "m1", spread),
        pays("b", "m2", 100),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules))
    assert (found.low, found.total, found.high) == (100_00, 100_00, 200_00)
