"""A claim that is not chosen names what stops it: the rival, the base it needs, or the limit that it would break."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award, outcome
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.explaining.stopping import outbid, still_stopped
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

UNKNOWN = "unknown"


def per_hectare(*counts: str) -> Limit:
    return limit(
        "aber-per-hectare",
        LimitKind.PER_HECTARE,
        figures={"ceiling": {"other_land_use": 450}},
        legal_bases=(UNKNOWN, "aber_art34_aecc"),
        counts=counts,
    )


def general() -> Limit:
    bases = ("de_minimis_general_2023_2831", UNKNOWN)
    figures = {"ceiling": 300_000, "discount_rate": 3}
    return limit(
        "de-minimis-algemeen", LimitKind.DE_MINIMIS, figures=figures, legal_bases=bases, all_or_nothing=True,
        window="rolling", window_years=3,
    )  # fmt: skip


def causes(found: Award) -> list[tuple[str, str, str | None]]:
    return [(n.scheme, n.because, n.lost_to) for n in found.not_chosen]


def test_a_grant_that_de_minimis_refuses_does_not_blame_the_ceiling_per_hectare() -> None:
    given = scheme("province.x.a", payment("p", figures={"rate": 3_250}), legal_basis=UNKNOWN)
    rules = rulebook(given, limits=[per_hectare(), general(), de_minimis()])
    found = award(ask(farm(aid=[("2025-01-01", 49_000)]), rules))
    assert causes(found) == [("province.x.a", "limit", "de-minimis-landbouw")]


def test_a_supplement_without_its_base_names_the_base() -> None:
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}), legal_basis=UNKNOWN),
        scheme("province.x.b", payment("p", measures=["m2"], figures={"rate": 80}), legal_basis=UNKNOWN),
        relations=[relation("province.x.a", RelationType.REQUIRES, "province.x.b")],
        limits=[de_minimis()],
    )
    found = award(ask(farm(parcel("P1", 3, "m1")), rules))
    assert causes(found) == [("province.x.a", "relation", "province.x.b")]
    assert (found.not_chosen[0].article, found.not_chosen[0].relation) == ("1", RelationType.REQUIRES)


def test_a_claim_that_finds_its_ceiling_filled_names_the_ceiling() -> None:
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}), legal_basis=UNKNOWN),
        scheme(
            "national.anlb.b", payment("p", measures=["m1"], figures={"rate": 470}), legal_basis="cap_aecc_art70"
        ),
        limits=[per_hectare("cap_aecc_art70"), de_minimis()],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 3, "m1")), rules))
    assert causes(found) == [("province.x.a", "limit", "aber-per-hectare")]
    (use, _) = sorted(found.limits, key=lambda x: x.limit)
    assert (use.used, use.ceiling, use.per_hectare) == (3 * 470_00, 3 * 450_00, 450_00)


def test_a_claim_behind_a_full_cap_names_the_cap() -> None:
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 100}, payments=("province.x.a", "province.x.b"))
    rules = rulebook(
        scheme("province.x.a", payment("p", figures={"rate": 100})),
        scheme("province.x.b", payment("p", figures={"rate": 60})),
        limits=[de_minimis(), cap],
    )
    assert causes(award(ask(farm(), rules))) == [("province.x.b", "limit", "cap")]


def test_a_quantity_cut_by_an_all_or_nothing_limit_says_how_much_to_apply_for() -> None:
    given = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 600}), legal_basis=UNKNOWN)
    rules = rulebook(given, limits=[de_minimis()])
    found = award(ask(farm(parcel("P1", 60, "m1"), parcel("P2", 40, "m1")), rules))
    (said,) = [c for c in found.caveats if "niet meer aan dan" in c.nl]
    quantity = sum((x.quantity for x in found.years[0].lines), Decimal(0))
    assert f"p (province.x.a), 2026: apply for no more than {quantity} ha" in said.en
    assert f"{quantity}".replace(".", ",") in said.nl


def test_a_whole_amount_that_does_not_fit_is_left_without_advice_to_ask_for_less() -> None:
    given = scheme("province.x.a", payment("p", figures={"rate": 60_000}), legal_basis=UNKNOWN)
    found = award(ask(farm(), rulebook(given, limits=[de_minimis()])))
    assert not [c for c in found.caveats if "niet meer aan dan" in c.nl]


def test_a_rate_cut_by_a_ceiling_shows_in_formula_bounds_and_caveat() -> None:
    given = scheme(
        "province.x.a", payment("p", measures=["m1"], figures={"rate": (1_200, 2_000)}), legal_basis=UNKNOWN
    )
    found = award(
        ask(farm(parcel("P1", 2, measure("m1", 2))), rulebook(given, limits=[per_hectare()]), years=2)
    )
    line = found.years[0].lines[0]
    assert [c.nl for c in line.caveats] == [
        "Betaald wordt €\u00a0450 per ha in plaats van €\u00a01.200: een grens of combinatieregel verlaagt het."
    ]
    assert (line.formula, line.amount, line.low, line.high) == ("2 ha x EUR 450", 900_00, 900_00, 900_00)
    (said,) = [c.en for c in found.caveats if "lowered" in c.en]
    assert "P1, 2026-2027: lowered from €1,200 to €450 per ha" in said
    assert "€3,000 less in all" in said


def test_a_line_that_a_full_cap_cuts_says_how_much_it_takes_off() -> None:
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.a",))
    rules = rulebook(scheme("province.x.a", payment("p", figures={"rate": 400})), limits=[cap])
    (line,) = award(ask(farm(), rules)).years[0].lines
    assert (line.amount, [c.en for c in line.caveats]) == (
        250_00,
        ["A limit or a rule of combination takes €150 off here."],
    )


def test_a_payment_that_is_outbid_where_the_highest_counts_names_what_outbids_it() -> None:
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("province.x.b", payment("p", measures=["m2"], figures={"rate": 80})),
        relations=[relation("province.x.a", RelationType.HIGHEST, "province.x.b")],
    )
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules))
    assert [(n.scheme, n.lost_to, n.relation) for n in found.not_chosen] == [
        ("province.x.b", "province.x.a#p", RelationType.HIGHEST)
    ]


def test_a_payment_left_out_for_a_pair_that_nobody_published_names_the_other_without_an_article() -> None:
    cost = {"cost_components": ("income_foregone",)}
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}, **cost)),
        scheme("water_board.y.b", payment("p", measures=["m2"], figures={"rate": 80}, **cost)),
    )
    (lost,) = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules)).not_chosen
    assert (lost.scheme, lost.because, lost.lost_to) == ("water_board.y.b", "relation", "province.x.a#p")
    assert (lost.article, lost.source) == (None, None)


def test_what_an_unpublished_pair_could_add_is_told_for_the_part_that_is_left_out() -> None:
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("province.x.b", payment("p", measures=["m2"], figures={"rate": 80})),
        relations=[relation("province.x.a", RelationType.UNKNOWN, "province.x.b")],
        limits=[limit("most", LimitKind.QUANTITY_CAP, figures={"cap": 2}, payments=("province.x.a",))],
    )
    found = award(ask(farm(parcel("P1", 5, "m1", "m2")), rules))
    assert found.total == 2 * 100_00 + 3 * 80_00
    assert {q.scheme: q.could_pay_cents for q in found.open}["province.x.b"] == 2 * 80_00


def test_a_claim_that_stands_on_several_parts_of_its_ground_is_left_out_of_the_rest_alone() -> None:
    """On one hectare beside b, on one beside c; on the third an unpublished pair stands in its place."""
    most = [
        limit(f"most {n}", LimitKind.QUANTITY_CAP, figures={"cap": 1}, payments=(f"province.x.{n}",))
        for n in "bc"
    ]
    rules = rulebook(
        pays("a", "m", 50), pays("b", "m", 60), pays("c", "m", 50), pays("x", "m", 80), limits=most,
        relations=[
            relation("province.x.b", RelationType.EXCLUSIVE, "province.x.c"),
            relation("province.x.x", RelationType.EXCLUSIVE, "province.x.b"),
            relation("province.x.x", RelationType.EXCLUSIVE, "province.x.c"),
            relation("province.x.a", RelationType.UNKNOWN, "province.x.x"),
        ],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 3, "m")), rules))
    assert found.total == 110_00 + 100_00 + 80_00
    assert {q.scheme: q.could_pay_cents for q in found.open}["province.x.a"] == 50_00


def test_of_two_limits_the_one_that_is_full_is_named_though_the_other_has_no_room_for_all_of_it() -> None:
    """Of five hectares and EUR 250, two and a half hectares take all the money; three more are asked."""
    both = ("province.x.a", "province.x.b")
    rules = rulebook(
        pays("a", "m1", 100), pays("b", "m2", 80),
        limits=[
            limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 5}, payments=both),
            limit("money", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=both),
        ],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 3, "m1"), parcel("P2", 3, "m2")), rules))
    assert causes(found) == [("province.x.b", "limit", "money")]


def test_of_several_that_keep_a_claim_out_the_one_with_the_highest_rate_is_named() -> None:
    rules = rulebook(
        pays("a", "m", 90), pays("b", "m", 40), pays("c", "m", 100),
        relations=[
            relation("province.x.c", RelationType.EXCLUSIVE, "province.x.a"),
            relation("province.x.c", RelationType.EXCLUSIVE, "province.x.b"),
        ],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 1, "m")), rules))
    assert causes(found) == [("province.x.c", "relation", "province.x.a#p")]


def test_a_limit_with_room_left_beside_divided_land_is_not_blamed() -> None:
    """On two thirds of P1 the cap on hectares holds; the cap on euros, which it shares with the supplement, does not."""
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("province.x.extra", payment("p", measures=["m2"], figures={"rate": 20})),
        scheme("province.x.base", payment("p", measures=["m2"], figures={"rate": 50})),
        scheme("province.x.better", payment("p", measures=["m2"], figures={"rate": 200})),
        relations=[
            relation("province.x.extra", RelationType.REQUIRES, "province.x.base"),
            relation("province.x.base", RelationType.EXCLUSIVE, "province.x.better"),
        ],
        limits=[
            limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 2}, payments=("province.x.a",)),
            limit("euros", LimitKind.AMOUNT_CAP, figures={"cap": 300}, payments=("province.x.a", "province.x.extra")),
        ],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 3, "m1"), parcel("P2", 1, "m2")), rules))
    assert found.total == 200_00 + 200_00
    assert sorted(causes(found)) == [
        ("province.x.a", "limit", "hectares"),
        ("province.x.base", "relation", "province.x.better#p"),
        ("province.x.extra", "relation", "province.x.base"),
    ]


def hectares(most: int, *payments: str) -> Limit:
    named = tuple(f"province.x.{p}" for p in payments)
    return limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": most}, payments=named)


@pytest.mark.parametrize(
    ("type", "parameter"),
    [(RelationType.HIGHEST, None), (RelationType.REDUCED, Decimal("0.5"))],
    ids=str,
)
def test_a_claim_for_which_a_limit_leaves_nothing_names_the_limit_and_no_payment_beside_it(
    type: RelationType, parameter: Decimal | None
) -> None:
    rows = [replace(relation("province.x.a", type, "province.x.b"), parameter=parameter)]
    rules = rulebook(pays("a", "m", 900), pays("b", "m", 90), relations=rows, limits=[hectares(0, "a")])
    found = award(ask(farm(parcel("P1", 2, "m")), rules))
    assert found.total == 180_00
    assert [(n.lost_to, n.difference) for n in found.not_chosen] == [("hectares", None)]


def test_a_claim_under_a_ceiling_that_earlier_aid_has_filled_names_the_ceiling() -> None:
    given = scheme(
        "province.x.a",
        payment("p", measures=["m"], figures={"rate": 100}),
        legal_basis="de_minimis_agri_1408_2013",
    )
    other = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")
    rules = rulebook(given, pays("b", "m", 200), relations=[other], limits=[de_minimis()])
    found = award(ask(farm(parcel("P1", 2, "m"), aid=[("2025-01-01", 50_000)]), rules))
    assert causes(found) == [("province.x.a", "limit", "de-minimis-landbouw")]


def test_a_claim_is_not_said_to_lose_money_to_a_row_on_points() -> None:
    """Three hectares are paid, on the better payer's parcel; that points of an activity meet those of b takes no euro of b."""
    points = {"points": {"klimaat": 1}, "value": 10}
    activity = payment("e", kind=PaymentKind.ACTIVITY, measures=["m2"], figures=points)
    for type in (RelationType.ZERO, RelationType.HIGHEST):
        row = relation("province.x.b", type, "national.rvo.eco", quantity=Quantity.POINTS)
        rules = rulebook(
            pays("a", "m1", 100), pays("b", "m2", 80), scheme("national.rvo.eco", activity),
            relations=[row], limits=[hectares(3, "a", "b")],
        )  # fmt: skip
        found = award(ask(farm(parcel("P1", 3, "m1"), parcel("P2", 3, "m2")), rules))
        assert causes(found) == [("province.x.b", "limit", "hectares")]


def test_the_better_of_two_of_which_the_highest_counts_does_not_lose_to_the_other() -> None:
    """Two hectares are left for b after a; on the third b is kept out by the cap, and c stands where b would outbid it."""
    row = relation("province.x.b", RelationType.HIGHEST, "province.x.c")
    rules = rulebook(
        pays("a", "m1", 100), pays("b", "m2", 80), pays("c", "m2", 10),
        relations=[row], limits=[hectares(3, "a", "b")],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 3, "m1"), parcel("P2", 3, "m2")), rules))
    assert found.total == 330_00
    assert causes(found) == [("province.x.b", "limit", "hectares")]


def test_a_payment_that_cannot_reach_its_minimum_names_the_minimum_though_another_would_outbid_it() -> None:
    least = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("province.x.a",))
    rules = rulebook(
        scheme("province.x.a", payment("p", figures={"rate": 400})),
        scheme("province.x.b", payment("p", figures={"rate": 450})),
        relations=[relation("province.x.a", RelationType.HIGHEST, "province.x.b")],
        limits=[least],
    )
    assert causes(award(ask(farm(), rules))) == [("province.x.a", "limit", "least")]


def test_a_payment_that_could_be_paid_in_part_beside_another_names_the_full_cap() -> None:
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 300}, payments=("province.x.a", "province.x.b"))
    rules = rulebook(
        pays("a", "m1", 300), pays("b", "m2", 80), pays("c", "m2", 10),
        relations=[replace(relation("province.x.b", RelationType.REDUCED, "province.x.c"), parameter=Decimal("0.5"))],
        limits=[cap],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules))
    assert found.total == 310_00
    assert causes(found) == [("province.x.b", "limit", "cap")]


def test_a_claim_that_loses_to_one_on_another_parcel_names_it() -> None:
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", level=Level.FARM)
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 80), relations=[row])
    found = award(ask(farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2")), rules))
    assert causes(found) == [("province.x.b", "relation", "province.x.a#p")]


def test_a_payment_that_comes_to_just_its_minimum_loses_to_what_outbids_it() -> None:
    """Five hectares at 100 euros reach 500."""
    least = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("province.x.a",))
    rules = rulebook(
        scheme("province.x.a", payment("p", figures={"rate": 100}, quantity="parcel_ha")),
        scheme("province.x.b", payment("p", figures={"rate": 600})),
        relations=[relation("province.x.a", RelationType.HIGHEST, "province.x.b")],
        limits=[least],
    )
    assert causes(award(ask(farm(parcel("P1", 5)), rules))) == [
        ("province.x.a", "relation", "province.x.b#p")
    ]


def at_most(most: int, **changes: object) -> Scheme:
    figures = {"rate": 100, "max_quantity": most}
    return scheme("province.x.a", payment("p", measures=["m"], figures=figures, **changes))


@pytest.mark.parametrize("term", [None, 3])
def test_a_claim_past_the_most_that_its_payment_pays_for_names_that_payment(term: int | None) -> None:
    rules = rulebook(at_most(3, term_years=term))
    found = award(ask(farm(parcel("P1", 2, "m"), parcel("P2", "4.5", "m")), rules))
    assert found.total == 300_00
    assert set(causes(found)) == {("province.x.a", "limit", "province.x.a#p")}
    assert {(n.article, n.limit) for n in found.not_chosen} == {("1", None)}


def test_ground_that_others_take_up_is_not_past_the_most_of_its_payment() -> None:
    other = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")
    rules = rulebook(at_most(3), pays("b", "n", 200), relations=[other])
    found = award(ask(farm(parcel("P1", 2, "m", "n")), rules))
    assert causes(found) == [("province.x.a", "relation", "province.x.b#p")]


LATER = Period(date(2027, 1, 1))


def over_three_years(book: Rulebook) -> Award:
    return award(ask(farm(parcel("P1", 1, "m")), book, years=3))


def contract(rate: int, **changes: object) -> Scheme:
    paid = payment("p", measures=["m"], figures={"rate": rate}, term_years=3)
    return scheme("province.x.a", paid, **changes)


def test_a_contract_that_a_row_of_a_later_year_keeps_out_names_what_it_loses_to_then() -> None:
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", validity=LATER)
    found = over_three_years(rulebook(contract(100), pays("b", "m", 300), relations=[row]))
    (lost,) = found.not_chosen
    assert (lost.because, lost.lost_to, lost.article) == ("relation", "province.x.b#p", "1")
    assert lost.years == (2026, 2027, 2028)


def test_a_contract_that_needs_another_payment_from_a_later_year_on_names_that() -> None:
    row = relation("province.x.a", RelationType.REQUIRES, "province.x.b", validity=LATER)
    rules = rulebook(contract(100), pays("b", "n", 300), relations=[row])
    assert causes(over_three_years(rules)) == [("province.x.a", "relation", "province.x.b")]


def test_a_contract_that_could_be_claimed_in_one_year_names_what_it_would_keep_out_after_it() -> None:
    """It would be held in 2027 and 2028, when nothing can be claimed of it."""
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")
    rules = rulebook(
        contract(100, validity=Period(date(2000, 1, 1), date(2027, 1, 1))),
        pays("b", "m", 300, validity=LATER), relations=[row],
    )  # fmt: skip
    found = over_three_years(rules)
    assert [(n.years, n.difference) for n in found.not_chosen] == [((2026,), -500_00)]
    assert causes(found) == [("province.x.a", "relation", "province.x.b#p")]


@pytest.mark.parametrize("type", [RelationType.NET_OF, RelationType.HIGHEST], ids=str)
def test_a_claim_does_not_lose_to_a_payment_that_comes_to_nothing(type: RelationType) -> None:
    """What b pays goes off the bonus, and leaves nothing of it; of a one hectare more than the limit counts is asked."""
    rules = rulebook(
        pays("a", "m", 100), pays("b", "m", 200),
        scheme("province.x.bonus", payment("p", figures={"rate": 90})),
        relations=[
            relation("province.x.bonus", RelationType.NET_OF, "province.x.b", level=Level.FARM),
            relation("province.x.bonus", type, "province.x.a", level=Level.PARCEL),
        ],
        limits=[hectares(1, "a")],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 1, "m"), parcel("P2", 1, "m")), rules))
    assert found.total == 500_00
    said = {(n.scheme[11:], n.lost_to) for n in found.not_chosen}
    assert said == {("a", "hectares"), ("bonus", "province.x.b#p")}


def test_a_claim_that_needs_more_of_a_payment_than_that_pays_for_names_it() -> None:
    """Of a one hectare is paid, so that b can rest on no more."""
    row = relation("province.x.b", RelationType.REQUIRES, "province.x.a")
    rules = rulebook(at_most(1), pays("b", "m", 50), relations=[row], limits=[de_minimis()])
    found = award(ask(farm(parcel("P1", 2, "m")), rules))
    assert found.total == 150_00
    assert set(causes(found)) == {
        ("province.x.a", "limit", "province.x.a#p"),
        ("province.x.b", "limit", "province.x.a#p"),
    }


FIRST = Period(date(2000, 1, 1), date(2027, 1, 1))


def told_by_year(found: Award, scheme: str) -> list[tuple[tuple[int, ...], str | None, int | None]]:
    return [(n.years, n.lost_to, n.difference) for n in found.not_chosen if n.scheme == scheme]


def test_years_in_which_a_payment_loses_to_different_payments_are_told_apart() -> None:
    rows = [
        relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", validity=FIRST),
        relation("province.x.a", RelationType.EXCLUSIVE, "province.x.c", validity=LATER),
    ]
    found = over_three_years(
        rulebook(pays("a", "m", 50), pays("b", "m", 90), pays("c", "m", 80), relations=rows)
    )
    assert told_by_year(found, "province.x.a") == [
        ((2026,), "province.x.b#p", -40_00),
        ((2027, 2028), "province.x.c#p", -60_00),
    ]


def test_a_year_in_which_a_limit_keeps_out_what_another_payment_did_before_is_told_apart() -> None:
    rules = rulebook(
        pays("a", "m", 50), pays("b", "m", 90, validity=FIRST), pays("c", "n", 80, validity=LATER),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
        limits=[hectares(1, "a", "c")],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 1, "m"), parcel("P2", 1, "n")), rules, years=3))
    assert told_by_year(found, "province.x.a") == [
        ((2026,), "province.x.b#p", -40_00),
        ((2027, 2028), "hectares", -60_00),
    ]


def test_years_in_which_different_limits_keep_a_payment_out_are_told_apart() -> None:
    before, after = (
        replace(hectares(1, "a", "c"), id=x, validity=of) for x, of in (("old", FIRST), ("new", LATER))
    )
    rules = rulebook(pays("a", "m", 50), pays("c", "n", 80), limits=[before, after])
    found = award(ask(farm(parcel("P1", 1, "m"), parcel("P2", 1, "n")), rules, years=3))
    assert told_by_year(found, "province.x.a") == [((2026,), "old", -30_00), ((2027, 2028), "new", -60_00)]


def test_a_payment_that_needs_one_that_another_displaces_in_the_first_year_alone_is_told_for_that_year() -> (
    None
):
    rows = [
        relation("province.x.a", RelationType.REQUIRES, "province.x.b"),
        relation("province.x.b", RelationType.EXCLUSIVE, "province.x.c", validity=FIRST),
        relation("province.x.a", RelationType.EXCLUSIVE, "province.x.d", validity=LATER),
    ]
    rules = rulebook(
        pays("a", "m", 50), pays("b", "m", 10), pays("c", "m", 90), pays("d", "m", 70), relations=rows
    )
    told = [(years, lost) for years, lost, _ in told_by_year(over_three_years(rules), "province.x.a")]
    assert told == [((2026,), "province.x.b"), ((2027, 2028), "province.x.d#p")]


def test_years_of_a_contract_stay_together_whatever_keeps_it_out_of_each() -> None:
    rows = [
        relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", validity=FIRST),
        relation("province.x.a", RelationType.EXCLUSIVE, "province.x.c", validity=LATER),
    ]
    found = over_three_years(rulebook(contract(50), pays("b", "m", 90), pays("c", "m", 80), relations=rows))
    assert told_by_year(found, "province.x.a") == [((2026, 2027, 2028), "province.x.b#p", -100_00)]


def test_a_claim_for_which_its_ceiling_leaves_nothing_names_the_ceiling_though_it_loses_nothing() -> None:
    """It needs a payment for the farm, so that at nothing it is left out of what is chosen."""
    rules = rulebook(
        pays("a", "m1", 100, legal_basis="aber_art34_aecc"),
        pays("b", "m1", 470, legal_basis="cap_aecc_art70"),
        scheme("province.x.base", payment("p", figures={"rate": 10})),
        relations=[relation("province.x.a", RelationType.REQUIRES, "province.x.base")],
        limits=[per_hectare("cap_aecc_art70")],
    )
    (lost,) = award(ask(farm(parcel("P1", 1, "m1")), rules)).not_chosen
    assert (lost.because, lost.lost_to, lost.difference) == ("limit", "aber-per-hectare", 0)


def test_a_payment_for_the_farm_says_of_every_year_what_keeps_it_out_of_that() -> None:
    def of(name: str, rate: int, first: int, last: int) -> Scheme:
        known = replace(figure(rate), period=Period(date(first, 1, 1), date(last + 1, 1, 1)))
        return scheme(f"province.x.{name}", payment("p", figures={"rate": Series((known,))}))

    rules = rulebook(
        of("a", 100, 2026, 2027),
        of("b", 200, 2026, 2026),
        of("c", 300, 2027, 2027),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, f"province.x.{x}") for x in "bc"],
    )
    found = award(ask(farm(parcel("P1", 1, "m1")), rules, years=2))
    told = [(x.years, x.lost_to, x.difference) for x in found.not_chosen]
    assert told == [((2026,), "province.x.b#p", -100_00), ((2027,), "province.x.c#p", -200_00)]


def test_what_only_the_whole_keeps_out_of_one_year_and_a_limit_of_another_is_told_apart() -> None:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 200),
        limits=[
            limit(
                "cap", LimitKind.AMOUNT_CAP, figures={"cap": 200}, payments=("province.x.a", "province.x.b")
            )
        ],
    )
    fields = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))
    for of, same in ((rules, False), (replace(rules, limits=()), True)):
        found, _ = outcome(ask(fields, of))
        claim = found.years.claims[0]
        assert (claim.scheme, still_stopped(found, claim, Cause("better_total"), {})) == (
            "province.x.a",
            same,
        )


def test_a_claim_on_ground_that_it_may_share_with_all_that_is_taken_loses_to_none_of_it() -> None:
    made = pays("a", "m1", 100), pays("b", "m2", 200), pays("c", "m3", 300)
    rows = [relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")]
    rows += [
        relation(each, RelationType.ADDITIVE, "province.x.c") for each in ("province.x.a", "province.x.b")
    ]
    found, _ = outcome(ask(farm(parcel("P1", 1, "m1", "m2", "m3")), rulebook(*made, relations=rows)))
    regime = found.built.rules[2026]
    a, b, c = found.years.claims
    assert outbid(regime, a, (a, c)) is None
    assert outbid(regime, c, (a, b)) is None
    lost = outbid(regime, a, (c, b))
    assert lost is not None
    assert lost.lost_to == b.ref


def test_a_claim_that_is_taken_and_comes_to_less_than_half_a_cent_is_not_told_as_left_out() -> None:
    """EUR 22 on a square metre beside EUR 222 there: nothing pays more without it, it is rounded away."""
    square_metre = parcel("P1", "4.2871", measure("m1", "2.1436", part="a"), measure("m2", "2.1436"))
    rules = rulebook(pays("a", "m1", 22), pays("b", "m2", 222))
    found = award(ask(farm(square_metre), rules))
    assert found.total == 4716 + 47588
    assert found.not_chosen == ()
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")
    (lost,) = award(ask(farm(square_metre), replace(rules, relations=(row,)))).not_chosen
    assert (lost.because, lost.lost_to, lost.place) == ("relation", "province.x.b#p", "P1")
