"""Payments on land: what was found for a type of land, in all years, is told only of land and farms that are alike in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest

from calculator.domain.claim import Assessment
from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, PaymentKind, Presence, Text, Tier
from calculator.domain.source import Series
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from tests.builders import farm, measure, parcel, payment, rulebook, scheme

ON = date(2026, 7, 1)
HOURS = Condition(
    "fact_at_least",
    {"path": "herd.grazing_hours_year", "figure": "minimum_hours"},
    Presence.ASK,
    Text("genoeg uren", "enough hours"),
    ("S1",),
)
SOIL = Condition(
    "parcel_is", {"attribute": "soil", "one_of": ("peat",)}, Presence.ASK, Text("veen", "peat"), ("S1",)
)


def rules() -> Rulebook:
    figures = {"points": 2, "value": 30}
    hours = payment(
        "weiden", measures=["weiden"], kind=PaymentKind.ACTIVITY, figures=figures, conditions=(HOURS,)
    )
    hours.figures["minimum_hours"] = Series(())  # type: ignore[index]
    return rulebook(
        scheme("national.x.a", hours, payment("veen", measures=["rust", "weiden"], figures={"rate": 100}, conditions=(SOIL,))),
        scheme("national.x.b", payment("punten", measures=["rust"], kind=PaymentKind.ACTIVITY, figures=figures)),
    )  # fmt: skip


GRAZES = {"herd.grazing_hours_year": Decimal(1700)}
FARMS = [
    farm(parcel("A", 2, "weiden"), parcel("B", 3, "weiden", "rust", soil="peat"), facts=GRAZES),
    farm(parcel("C", 4, "weiden", soil="clay"), parcel("D", 5, "rust", measure("weiden", 2))),
    farm(parcel("A", 1, "rust", soil="peat", glmc8_ha=Decimal("0.5"))),
]  # fmt: skip


def found(rulebook: Rulebook, profile: FarmProfile) -> tuple[Assessment, ...]:
    return assess(profile, rulebook, pieces(profile)[0], range(2026, 2031), ON)


def test_a_farm_is_told_the_same_whoever_was_asked_before() -> None:
    for order in permutations(FARMS):
        shared = rules()
        for profile in order:
            assert found(shared, profile) == found(rules(), profile)


def test_what_pays_nothing_says_of_each_piece_how_much_of_it_there_is() -> None:
    rules = rulebook(scheme("national.x.a", payment("niets", measures=["rust"], figures={"rate": 0})))
    land = farm(parcel("A", 2, "rust"), parcel("B", "3.5", "rust"), parcel("C", 4, "rust", soil="peat"))

    years = found(rules, land)

    for then in years:
        assert {(r.place, r.year, r.formula) for r in then.refusals} == {
            ("A", then.year, "2 ha x EUR 0"),
            ("B", then.year, "3.5 ha x EUR 0"),
            ("C", then.year, "4 ha x EUR 0"),
        }


def test_a_commitment_is_told_the_same_whatever_commitments_were_priced_before() -> None:
    def held(*lines: ContractLine) -> FarmProfile:
        running = Contract("national.x.a", date(2025, 1, 1), date(2030, 12, 31), lines)
        return farm(parcel("A", 2, "rust", "weiden"), parcel("B", 3, "rust"), contracts=(running,))

    def book() -> Rulebook:
        return rulebook(
            scheme(
                "national.x.a",
                payment("rust", measures=["rust"], figures={"rate": 100}),
                payment("weiden", measures=["weiden"]),
            )
        )

    farms = [
        held(ContractLine("rust", "A", Decimal(2)), ContractLine("rust", "B", Decimal(1))),
        held(ContractLine("rust", "B", Decimal(3), Decimal(7)), ContractLine("weiden", "A", Decimal(2))),
        held(ContractLine("rust", "A", Decimal(1), indexation=Decimal("0.02")), ContractLine("weiden", "A", Decimal(1))),
    ]  # fmt: skip
    for order in permutations(farms):
        shared = book()
        for profile in order:
            assert found(shared, profile) == found(book(), profile)


def test_what_is_missing_is_the_fact_where_that_is_not_known_and_else_the_figure() -> None:
    shared = rules()

    missing = [
        {path for o in found(shared, f)[0].open if o.payment == "weiden" for path in o.paths} for f in FARMS
    ]

    assert missing == [{"figure:minimum_hours"}, {"herd.grazing_hours_year"}, set()]


def test_a_later_year_says_of_land_what_the_first_says() -> None:
    years = found(rules(), FARMS[0])

    assert len(years) == 5
    for found_then in years:
        assert [(c.terms, c.place, c.quantity, c.formula) for c in found_then.claims] == [
            (c.terms, c.place, c.quantity, c.formula) for c in years[0].claims
        ]
        assert (
            {c.year for c in found_then.claims}
            == {c.grant_date.year for c in found_then.claims}
            == {found_then.year}
        )
        assert {o.year for o in found_then.open} == {found_then.year}


def test_which_of_its_measures_a_payment_is_claimed_for_does_not_hang_on_their_order() -> None:
    either = scheme("national.x.c", payment("beide", measures=["weiden", "rust"], figures={"rate": 100}))
    laid = (measure("weiden", 2, cost_eur=Decimal(50)), measure("rust", 2, cost_eur=Decimal(300)))
    for order in permutations(laid):
        land = farm(parcel("A", 2, *order))
        years = found(rulebook(either), land)
        assert {c.measures for then in years for c in then.claims} == {("rust",)}


LEAST = Condition("quantity_at_least", {"value": "2"}, Presence.ASK, Text("twee", "two"), ("S1",))


def least(figures: dict[str, object], unit: Unit = Unit.HECTARE, **changes: object) -> Rulebook:
    field = payment("p", measures=["akker"], unit=unit, figures=figures, **changes)
    return rulebook(
        scheme("province.x.a", field),
        scheme("province.x.b", payment("q", measures=["rand"], figures={"rate": 1})),
    )


@pytest.mark.parametrize(
    ("hectares", "held"),
    [("3", True), ("2", True), ("1.9", False)],
)
def test_ground_that_another_measure_cuts_in_pieces_is_no_smaller_for_what_asks_a_least_quantity(
    hectares: str, *, held: bool
) -> None:
    cut = farm(parcel("A", 5, measure("akker", hectares), measure("rand", 1)))
    field, metres = Decimal(hectares), replace(LEAST, arguments={"value": "20000"})
    for rules, much in (
        (least({"rate": 100}, conditions=(LEAST,)), field),
        (least({"rate": 100, "min_quantity": 2}), field),
        (least({"rate": 1}, Unit.SQUARE_METRE, conditions=(metres,)), field * 10_000),
    ):
        year = found(rules, cut)[0]
        claimed = [c.quantity for c in year.claims if c.payment == "p"]
        assert sum(claimed) == (much if held else 0)
        assert len(claimed) == (2 if held else 0)
        short = {r.shortfall.en for r in year.refusals if r.payment == "p" and r.shortfall}
        assert len(short) == (0 if held else 1)


def test_parts_of_a_parcel_with_the_same_measure_are_together_as_large_as_they_are() -> None:
    apart = [measure("akker", "1.2", part="x"), measure("akker", "0.8", part="y")]
    rules = least({"rate": 100}, conditions=(LEAST,))
    assert sum(c.quantity for c in found(rules, farm(parcel("A", 5, *apart)))[0].claims) == 2
    elsewhere = farm(parcel("A", 5, apart[0]), parcel("B", 5, apart[1]))
    assert not found(rules, elsewhere)[0].claims


@pytest.mark.parametrize(
    ("kind", "figures", "euros"),
    [
        (PaymentKind.FIXED_PLUS_VARIABLE, {"fixed": 500, "rate": 100}, 900),
        (PaymentKind.FIRST_QUANTITY, {"first": 2, "rate": 100}, 200),
        (PaymentKind.STEP_AREA, {"from_three": 1000}, 1000),
        (PaymentKind.POINTS, {"rate": 30}, 210),
    ],
)
def test_an_amount_for_all_of_a_measure_on_a_place_is_paid_once_however_others_cut_it(
    kind: PaymentKind, figures: dict[str, object], euros: int
) -> None:
    rules = least(figures, kind=kind, tiers=(Tier("from_three", Decimal(3)),), indicator="indicators.score")
    for laid in (
        [measure("akker", 4)],
        [measure("akker", 4), measure("rand", 1)],
        [measure("akker", "1.5", part="x"), measure("akker", "2.5", part="y"), measure("rand", 5)],
    ):
        grown = farm(parcel("A", 5, *laid), facts={"indicators.score": Decimal(7)})
        claims = [c for c in found(rules, grown)[0].claims if c.payment == "p"]
        assert sum(c.rate.expected * Fraction(c.quantity) for c in claims) == euros * 100
    small = farm(
        parcel("A", 5, measure("akker", "2.8"), measure("rand", 1)), facts={"indicators.score": Decimal(7)}
    )
    refused = [r for r in found(rules, small)[0].refusals if r.payment == "p"]
    assert {r.shortfall.en for r in refused if r.shortfall} == (
        {"2.8 where at least 3 is needed (0.2 too little)"} if kind is PaymentKind.STEP_AREA else set()
    )


@pytest.mark.parametrize(("least_of", "held"), [("4", True), ("4.1", False)])
def test_ground_that_bears_a_measure_twice_is_there_once(least_of: str, *, held: bool) -> None:
    """A part of 3 ha, and 4 ha of which nothing says where: a parcel of 4 ha has 4 ha of it."""
    twice = farm(parcel("A", 4, measure("akker", 3, part="x"), measure("akker", 4)))
    year = found(least({"rate": 100, "min_quantity": least_of}), twice)[0]
    assert sum(c.quantity for c in year.claims) == (4 if held else 0)
