"""Payments for the farm beside eco-activities on its land: an activity pays no money, and can still be barred."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine
from calculator.domain.limit import LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind
from calculator.stacking.awarding import award
from tests.builders import (
    ask,
    farm,
    limit,
    measure,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
    series,
)

ACTIVITY = payment(
    "gras", measures=["gras"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 91}
)
PREMIUM = payment(
    "premie",
    kind=PaymentKind.CLASS_PREMIUM,
    quantity="subsidiable_ha",
    figures={"entry": {"1.klimaat": 1}, "threshold": {"brons": 60}, "rate": {"brons": 60}},
)
ECO = scheme("national.rvo.eco", ACTIVITY, PREMIUM)
FARM = farm(parcel("P1", 10, "gras"))


def credit(amount: int) -> object:
    return scheme("carbon.snk.veen", payment("credit", figures={"rate": amount}), legal_basis="private")


def rules(amount: int, type: RelationType) -> Rulebook:
    pair = relation("carbon.snk.veen#credit", type, "national.rvo.eco#gras")
    return rulebook(ECO, credit(amount), relations=[pair])  # type: ignore[arg-type]


@pytest.mark.parametrize(("amount", "best"), [(1_000, 1_000_00), (500, 600_00)])
@pytest.mark.parametrize("type", [RelationType.EXCLUSIVE, RelationType.UNKNOWN])
def test_a_farm_has_the_credit_or_the_activity_and_never_both(
    type: RelationType, amount: int, best: int
) -> None:
    assert award(ask(FARM, rules(amount, type))).total == best


def test_an_unpublished_pair_with_an_activity_stands_open_and_fills_the_high_total() -> None:
    found = award(ask(FARM, rules(1_000, RelationType.UNKNOWN)))
    assert (found.total, found.high) == (1_000_00, 1_600_00)
    assert [q.paths for q in found.open] == [("relation:national.rvo.eco#gras/carbon.snk.veen#credit",)]


@pytest.mark.parametrize(("amount", "best"), [(700, 700_00), (500, 600_00)])
def test_an_activity_elsewhere_on_the_farm_is_barred_as_well(amount: int, best: int) -> None:
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": amount}))
    pair = replace(
        relation("water_board.x.rand#rand", RelationType.EXCLUSIVE, "national.rvo.eco#gras"), level=Level.FARM
    )
    land = farm(parcel("P1", 10, "gras"), parcel("P2", 1, "rand", eco_region="1"))
    # The premium is paid over both parcels where the activity may stay: EUR 660.
    best = 700_00 if amount == 700 else 660_00
    assert award(ask(land, rulebook(ECO, margin, relations=[pair]))).total == best


@pytest.mark.parametrize(
    ("quantity", "kept", "best"),
    [
        (Quantity.VALUE, "0.8", 660_00 + 500_00),
        (Quantity.VALUE, "0.5", 660_00),
        (Quantity.POINTS, "0.5", 660_00 + 500_00),
        (Quantity.POINTS, "0.2", 660_00),
    ],
)
def test_value_and_points_that_go_to_a_payment_elsewhere_count_for_the_share_that_stays(
    quantity: Quantity, kept: str, best: int
) -> None:
    """The class asks EUR 660 of value and 11 points; the activity has EUR 910 and 40."""
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": 500}))
    row = relation(
        "national.rvo.eco#gras", RelationType.REDUCED, "water_board.x.rand", quantity=quantity,
        level=Level.FARM, parameter=Decimal(kept),
    )  # fmt: skip
    land = farm(parcel("P1", 10, "gras"), parcel("P2", 1, "rand"))
    assert award(ask(land, rulebook(ECO, margin, relations=[row]))).total == best


def test_points_that_go_on_the_same_ground_are_not_counted_for_the_class() -> None:
    """The class asks ten points, which the activity has on a quarter of the land; the rest may be margin."""
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": 10}))
    row = relation("national.rvo.eco#gras", RelationType.ZERO, "water_board.x.rand", quantity=Quantity.POINTS)
    land = farm(parcel("P1", 10, "gras", "rand"))
    assert award(ask(land, rulebook(ECO, margin, relations=[row]))).total == 600_00 + 75_00


def test_a_supplement_on_land_is_paid_where_the_farm_has_its_base() -> None:
    extra = scheme("province.x.extra", payment("p", measures=["m1"], figures={"rate": 20}))
    row = relation("province.x.extra", RelationType.REQUIRES, "carbon.snk.veen")
    land = farm(parcel("P1", 10, "m1"))
    assert award(ask(land, rulebook(extra, credit(5), relations=[row]))).total == 205_00  # type: ignore[arg-type]
    assert award(ask(land, rulebook(extra, relations=[row]))).total == 0


LEVELS = (Level.UNIT, Level.PARCEL, Level.FARM, Level.CONTRACT)
MEASURES = ("ma", "mb", "mc")


def beside(rates: tuple[int, int, int], *rows: object) -> Rulebook:
    """Payments a, b and c per hectare under these rows."""
    made = [
        scheme(f"province.x.{m[1]}", payment("p", measures=[m], figures={"rate": rate}))
        for m, rate in zip(MEASURES, rates, strict=True)
    ]
    return rulebook(*made, relations=rows)  # type: ignore[arg-type]


def loses(type: RelationType, other: str, level: Level, kept: str | None = None) -> object:
    parameter = None if kept is None else Decimal(kept)
    return relation("province.x.a", type, f"province.x.{other}", level=level, parameter=parameter)


@pytest.mark.parametrize("level", LEVELS)
def test_shares_that_a_payment_loses_to_several_others_multiply_wherever_these_lie(level: Level) -> None:
    """Half of 1,000 to b, and half of what is left to c: 250."""
    rows = [loses(RelationType.REDUCED, other, level, "0.5") for other in "bc"]
    found = award(ask(farm(parcel("P1", 1, *MEASURES)), beside((1_000, 700, 700), *rows)))
    assert found.total == (250 + 700 + 700) * 100
    assert found.certificate.gap == 0


def test_a_share_is_lost_on_a_parcel_before_one_that_is_lost_anywhere_on_the_farm() -> None:
    """On P1 a keeps half of 2,000, and of the 1,000 there and the 1,000 on P2 together a quarter: 500."""
    rows = [
        loses(RelationType.REDUCED, "b", Level.PARCEL, "0.5"),
        loses(RelationType.REDUCED, "c", Level.FARM, "0.25"),
    ]
    land = farm(parcel("P0", 1, "ma"), parcel("P1", 2, "ma", "mb"), parcel("P2", 1, "mc"))
    found = award(ask(land, beside((1_000, 2_000, 3_000), *rows)))
    assert found.total == (500 + 4_000 + 3_000) * 100


@pytest.mark.parametrize("level", LEVELS)
def test_what_another_pays_comes_off_what_a_share_leaves(level: Level) -> None:
    """Half of 1,000 to b, and 700 of c off the 500 that are left: nothing, never less."""
    rows = [loses(RelationType.REDUCED, "b", level, "0.5"), loses(RelationType.NET_OF, "c", level)]
    supplement = relation("province.x.d", RelationType.REQUIRES, "province.x.a")
    made = scheme("province.x.d", payment("p", measures=["ma"], figures={"rate": 100}))
    rules = beside((1_000, 700, 700), *rows, supplement)
    found = award(ask(farm(parcel("P1", 1, *MEASURES)), replace(rules, schemes=(*rules.schemes, made))))
    assert found.total == (0 + 700 + 700 + 100) * 100


@pytest.mark.parametrize("type", [RelationType.ZERO, RelationType.REDUCED])
def test_points_are_lost_once_to_payments_elsewhere(type: RelationType) -> None:
    """Of the 40 points of the activity 0.6 x 0.6 is left, and the class asks for 11; of none nothing is."""
    margins = [
        scheme(f"water_board.x.{m}", payment("rand", measures=[m], figures={"rate": 500}))
        for m in ("r1", "r2")
    ]
    kept = Decimal("0.6") if type is RelationType.REDUCED else None
    rows = [
        relation(
            "national.rvo.eco#gras", type, f"water_board.x.{m}", quantity=Quantity.POINTS,
            level=Level.FARM, parameter=kept,
        )
        for m in ("r1", "r2")
    ]  # fmt: skip
    land = farm(parcel("P1", 10, "gras"), parcel("P2", 1, "r1", "r2"))
    best = 660_00 + 2 * 500_00 if type is RelationType.REDUCED else 2 * 500_00
    assert award(ask(land, rulebook(ECO, *margins, relations=rows))).total == best


@pytest.mark.parametrize("quantity", [Quantity.MONEY, Quantity.ALL])
@pytest.mark.parametrize("level", LEVELS)
def test_beside_an_activity_that_pays_no_money_a_payment_is_the_higher(
    level: Level, quantity: Quantity
) -> None:
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": 500}))
    row = relation(
        "water_board.x.rand", RelationType.HIGHEST, "national.rvo.eco#gras", level=level, quantity=quantity
    )
    land = farm(parcel("P1", 10, "gras", "rand"))
    assert award(ask(land, rulebook(ECO, margin, relations=[row]))).total == 600_00 + 5_000_00


@pytest.mark.parametrize(("rate", "best"), [(131, 1241_51), (200, 1895_44)])
def test_on_land_of_any_size_a_farm_has_its_payment_per_hectare_or_the_one_on_its_land(
    rate: int, best: int
) -> None:
    on_land = payment("rand", measures=["rand"], figures={"rate": 100})
    of_farm = payment("bedrijf", quantity="parcel_ha", unit=Unit.HECTARE, figures={"rate": rate})
    both = (scheme("water_board.x.rand", on_land), scheme("province.x.bedrijf", of_farm))
    pair = relation(
        "province.x.bedrijf", RelationType.EXCLUSIVE, "water_board.x.rand", quantity=Quantity.MONEY
    )
    found = award(ask(farm(parcel("P1", "9.4772", "rand")), rulebook(*both, relations=[pair])))
    assert [(x.claim.payment, x.amount) for y in found.years for x in y.lines] == [("bedrijf", best)]


def test_land_beside_a_payment_for_the_farm_that_it_excludes_is_paid_to_the_last_square_metre() -> None:
    on_land = payment("rand", measures=["rand"], figures={"rate": 500})
    of_farm = payment("bedrijf", quantity="parcel_ha", unit=Unit.HECTARE, figures={"rate": 100})
    both = (scheme("water_board.x.rand", on_land), scheme("province.x.bedrijf", of_farm))
    pair = relation(
        "province.x.bedrijf", RelationType.EXCLUSIVE, "water_board.x.rand", quantity=Quantity.MONEY
    )
    land = farm(parcel("P1", "9.4771", "rand"), parcel("P2", "0.0001", "rand"))
    found = award(ask(land, rulebook(*both, relations=[pair])))
    assert (found.total, found.certificate.gap) == (4738_60, 0)


def test_of_two_payments_for_the_same_costs_one_is_paid_while_nobody_has_published_more() -> None:
    """No row names the two: one is for the farm, the other for its land."""
    on_land = payment("rand", measures=["rand"], figures={"rate": 100}, cost_components=("seed",))
    of_farm = payment("bedrijf", figures={"rate": 300}, cost_components=("seed",))
    both = (scheme("water_board.x.rand", on_land), scheme("province.x.bedrijf", of_farm))
    found = award(ask(farm(parcel("P1", 2, "rand")), rulebook(*both)))
    assert (found.total, found.high) == (300_00, 500_00)


def test_a_supplement_on_the_ground_of_its_base_needs_no_other_base_of_the_farm() -> None:
    """Of a scheme that pays on land and the farm either will do; the one of the farm gives way to what pays more."""
    base = scheme(
        "province.x.base",
        payment("land", measures=["base"], figures={"rate": 10}),
        payment("bedrijf", figures={"rate": 5}),
    )
    more = scheme("province.x.more", payment("p", figures={"rate": 50}))
    rows = [
        relation("province.x.plus", RelationType.REQUIRES, "province.x.base"),
        relation("province.x.more", RelationType.EXCLUSIVE, "province.x.base#bedrijf"),
    ]
    asked = rulebook(base, more, pays("plus", "plus", 20), relations=rows)
    assert award(ask(farm(parcel("P1", 2, "base", "plus")), asked)).total == 2 * (10_00 + 20_00) + 50_00
    apart = farm(parcel("P1", 2, "base"), parcel("P2", 2, "plus"))
    assert award(ask(apart, asked)).total == 2 * 10_00 + 50_00


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_rows_that_keep_a_pair_apart_the_one_that_reaches_farthest_counts(order: int) -> None:
    rows = [
        replace(relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b"), level=level, id=level.value)
        for level in (Level.PARCEL, Level.FARM)
    ]
    asked = rulebook(pays("a", "a", 10), pays("b", "b", 20), relations=rows[::order])
    assert award(ask(farm(parcel("P1", 2, "a"), parcel("P2", 2, "b")), asked)).total == 2 * 20_00


def test_what_nobody_published_of_other_ground_bars_nothing_there_in_the_high_total() -> None:
    """On one piece of land the two exclude each other; whether they do elsewhere on the farm nobody has said."""
    rows = [
        replace(relation("province.x.a", type, "province.x.b"), level=level, id=level.value)
        for type, level in ((RelationType.EXCLUSIVE, Level.UNIT), (RelationType.UNKNOWN, Level.FARM))
    ]
    asked = rulebook(pays("a", "a", 10), pays("b", "b", 20), relations=rows)
    elsewhere = award(ask(farm(parcel("P1", 2, "a"), parcel("P2", 2, "b")), asked))
    assert (elsewhere.total, elsewhere.high) == (2 * 20_00, 2 * 30_00)
    together = award(ask(farm(parcel("P1", 2, "a", "b")), asked))
    assert (together.total, together.high) == (2 * 20_00, 2 * 20_00)


def test_beside_a_contract_nothing_is_paid_that_it_excludes_also_where_it_could_be_claimed_anew() -> None:
    """One hectare runs, and eleven could be claimed besides: land was paid for ten elevenths."""
    per_ha = payment("p", quantity="subsidiable_ha", figures={"rate": 100})
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": 700}))
    book = rulebook(
        scheme("province.x.g", per_ha), margin,
        relations=[relation("water_board.x.rand", RelationType.EXCLUSIVE, "province.x.g", level=Level.FARM)],
    )  # fmt: skip
    line = ContractLine("p", "farm", Decimal(1), rate_eur=Decimal(100))
    runs = (Contract("province.x.g", date(2024, 1, 1), date(2028, 12, 31), (line,)),)
    found = award(ask(farm(parcel("P1", 10, "rand"), contracts=runs), book))
    assert [line.claim.scheme for line in found.years[0].lines] == ["province.x.g"]


def test_what_runs_for_the_farm_carries_all_that_rests_on_it_also_where_more_could_be_claimed_anew() -> None:
    """One hectare runs of ten, and carried a tenth of the supplement."""
    base = scheme("province.x.g", payment("p", quantity="subsidiable_ha", figures={"rate": 1}))
    extra = scheme("province.x.extra", payment("p", measures=["m1"], figures={"rate": 20}))
    row = relation("province.x.extra", RelationType.REQUIRES, "province.x.g")
    line = ContractLine("p", "farm", Decimal(1), rate_eur=Decimal(100))
    runs = (Contract("province.x.g", date(2024, 1, 1), date(2028, 12, 31), (line,)),)
    found = award(ask(farm(parcel("P1", 10, "m1"), contracts=runs), rulebook(base, extra, relations=[row])))
    assert found.total == 100_00 + 10 * 20_00


def test_every_class_of_a_premium_carries_all_that_rests_on_the_premium() -> None:
    """Of three classes each carried a third."""
    figures = {name: {"brons": 60, "zilver": 70, "goud": 80} for name in ("threshold", "rate")}
    many = replace(ACTIVITY, figures={**ACTIVITY.figures, "value": series(910)})
    premium = replace(PREMIUM, figures={**PREMIUM.figures, **{k: series(v) for k, v in figures.items()}})
    extra = scheme("province.x.extra", payment("p", measures=["m1"], figures={"rate": 20}))
    row = relation("province.x.extra", RelationType.REQUIRES, "national.rvo.eco#premie")
    asked = farm(parcel("P1", 10, "gras", "m1"))
    rules_ = rulebook(scheme("national.rvo.eco", many, premium), extra, relations=[row])
    assert award(ask(asked, rules_)).total == 10 * 80_00 + 10 * 20_00


@pytest.mark.parametrize("first", ["P1", "farm"])
@pytest.mark.parametrize(
    ("type", "a", "parameter", "best"),
    [
        (RelationType.EXCLUSIVE, "x", None, 300_00),
        (RelationType.ZERO, "x", None, 200_00 + 5_000_00),
        (RelationType.REDUCED, "y", "0.5", 300_00 + 2_500_00),
        (RelationType.NET_OF, "y", None, 300_00 + 4_900_00),
    ],
)
def test_of_a_contract_on_a_parcel_and_for_the_farm_that_for_the_farm_meets_all_land(
    first: str, type: RelationType, a: str, parameter: str | None, best: int
) -> None:
    """Whichever line is written first: with that on a parcel first nothing met, and EUR 5,300 was paid."""
    b = "y" if a == "x" else "x"
    kept = None if parameter is None else Decimal(parameter)
    book = rulebook(
        pays("x", "m1", 20), pays("y", "m2", 500),
        relations=[relation(f"province.x.{a}", type, f"province.x.{b}", parameter=kept)],
    )  # fmt: skip
    lines = [ContractLine("p", "P1", Decimal(10)), ContractLine("p", "farm", Decimal(5))]
    lines.sort(key=lambda line: line.unit != first)
    runs = (Contract("province.x.x", date(2024, 1, 1), date(2028, 12, 31), tuple(lines)),)
    asked = farm(parcel("P1", 10, "m1"), parcel("P2", 10, "m2"), contracts=runs)
    assert award(ask(asked, book)).total == best


@pytest.mark.parametrize("level", [Level.FARM, Level.PARCEL])
def test_what_two_payments_may_come_to_on_a_parcel_counts_what_a_grant_to_the_farm_leaves_of_one(
    level: Level,
) -> None:
    """EUR 100 is halved beside the grant of EUR 455: 50 and 60 stay below the EUR 120 that both may come to."""
    a, b = pays("a", "ma", 100), pays("b", "mb", 60)
    grant = scheme("province.x.f", payment("p", figures={"rate": 455}))
    rows = [
        relation(a.id, RelationType.REDUCED, grant.id, parameter=Decimal("0.5")),
        relation(a.id, RelationType.SUM_CAPPED, b.id, parameter=Decimal(120), level=level),
    ]
    land = parcel("P1", 2, measure("ma", 1, part="x"), measure("mb", 1, part="y"))
    found = award(ask(farm(land), rulebook(a, b, grant, relations=rows)))
    assert (found.total, found.certificate.status) == (565_00, "optimal")


def test_a_contract_that_a_grant_halves_and_its_parcel_pays_less_for_is_paid_what_is_left() -> None:
    """Of EUR 23.40 half is left, less than the EUR 45.50 beside it: only the higher counts."""
    grant, s1, s2 = (
        scheme("province.x.f", payment("p", figures={"rate": 455})), pays("s1", "m1", 65), pays("s2", "m2", 83)
    )  # fmt: skip
    rows = [
        relation(s2.id, RelationType.HIGHEST, s1.id, level=Level.PARCEL),
        relation(s2.id, RelationType.REDUCED, grant.id, parameter=Decimal("0.5")),
    ]
    line = ContractLine("p", "P0", Decimal("0.3"), Decimal(78))
    held = Contract(s2.id, date(2026, 1, 1), date(2027, 12, 31), (line,))
    profile = farm(parcel("P0", 2, measure("m1", "0.7")), contracts=(held,))
    found = award(ask(profile, rulebook(grant, s1, s2, relations=rows)))
    assert (found.total, found.certificate.status) == (500_50, "optimal")


def together(counted: tuple[str, ...], most: int, cap: int, **rates: int) -> Rulebook:
    """All but ``b`` on land; ``a`` and ``b`` come to so much together, ``s`` rests on ``b``, and a cap counts some."""
    made = [
        scheme(
            f"province.x.{n}",
            payment("p", measures=[] if n == "b" else [f"m{n}"], figures={"rate": rate}),
        )
        for n, rate in rates.items()
    ]
    rows = [
        relation("province.x.a", RelationType.SUM_CAPPED, "province.x.b", parameter=Decimal(most)),
        relation("province.x.s", RelationType.REQUIRES, "province.x.b"),
    ]
    over = limit(
        "cap",
        LimitKind.AMOUNT_CAP,
        figures={"cap": cap},
        payments=tuple(f"province.x.{n}" for n in counted),
    )
    return rulebook(*made, relations=rows, limits=[over])


@pytest.mark.parametrize(
    ("counted", "cap", "best"),
    [("be", 1_000, 1_900), ("abe", 1_700, 1_700), ("ae", 1_000, 1_600)],
)
def test_what_two_payments_that_lie_apart_lose_together_fills_no_cap(
    counted: str, cap: int, best: int
) -> None:
    """Of the contract's EUR 900 and the farm's EUR 1,000 the farm's gives EUR 400, which leaves room under its cap."""
    rules = together(tuple(counted), 1_500, cap, a=900, b=1_000, e=500)
    runs = (
        Contract(
            "province.x.a", date(2024, 1, 1), date(2028, 12, 31), (ContractLine("p", "P1", Decimal(1)),)
        ),
    )
    asked = farm(parcel("P1", 1, "ma"), parcel("P2", 1, "me"), contracts=runs)
    found = award(ask(asked, rules))
    assert (found.total, found.certificate.status) == (best * 100, "optimal")


@pytest.mark.parametrize(("counted", "best"), [("ae", 2_600), ("be", 2_600), ("abe", 2_600)])
def test_what_side_a_loses_once_side_b_has_nothing_left_fills_no_cap(counted: str, best: int) -> None:
    """The farm's EUR 100 go first and then EUR 500 of the contract's EUR 2,000: with the supplement it is worth that."""
    rules = together(tuple(counted), 1_500, 1_800, a=2_000, b=100, e=300, s=800)
    runs = (
        Contract(
            "province.x.a", date(2024, 1, 1), date(2028, 12, 31), (ContractLine("p", "P1", Decimal(1)),)
        ),
    )
    asked = farm(parcel("P1", 1, "ma"), parcel("P2", 1, "me"), parcel("P3", 1, "ms"), contracts=runs)
    found = award(ask(asked, rules))
    assert (found.total, found.certificate.status) == (best * 100, "optimal")


@pytest.mark.parametrize(
    ("type", "parameter", "best"),
    [
        # What lies elsewhere on land does not meet: of both contracts only the part for the farm does.
        (RelationType.ZERO, None, 5_000_00 + 1_000_00),
        (RelationType.NET_OF, None, 5_000_00 + 1_000_00),
        # For the farm 40 and 60, then with what lies on land of the other: 100 and nothing, 40 and 60.
        (RelationType.SUM_CAPPED, "100", 200_00),
    ],
)
def test_two_contracts_that_both_lie_on_land_and_are_for_the_farm_meet_wherever_one_is_for_the_farm(
    type: RelationType, parameter: str | None, best: int
) -> None:
    """No award was found for the name of a row that both pairs had."""
    kept = None if parameter is None else Decimal(parameter)
    book = rulebook(
        pays("x", "m1", 20), pays("y", "m2", 500),
        relations=[relation("province.x.x", type, "province.x.y", parameter=kept)],
    )  # fmt: skip
    runs = tuple(
        Contract(
            f"province.x.{n}", date(2024, 1, 1), date(2028, 12, 31),
            (ContractLine("p", place, Decimal(10)), ContractLine("p", "farm", Decimal(2))),
        )
        for n, place in (("x", "P1"), ("y", "P2"))
    )  # fmt: skip
    asked = farm(parcel("P1", 10, "m1"), parcel("P2", 10, "m2"), contracts=runs)
    found = award(ask(asked, book))
    assert (found.total, found.certificate.status) == (best, "optimal")


@pytest.mark.parametrize("ids", [("1", "2"), ("2", "1")])
def test_of_what_two_may_come_to_together_the_order_follows_who_gives_way_and_no_name(
    ids: tuple[str, str],
) -> None:
    """a before b before c, each two at most 150: b keeps 50 beside a, and c all of its 100 beside that."""
    chain = [("a", "b", ids[0]), ("b", "c", ids[1])]
    rows = [
        replace(
            relation(f"province.x.{a}", RelationType.SUM_CAPPED, f"province.x.{b}", parameter=Decimal(150)),
            id=name,
        )
        for a, b, name in chain
    ]
    whole = scheme("province.x.b", payment("p", figures={"rate": 100}))
    found = rulebook(pays("a", "ma", 100), whole, pays("c", "mc", 100), relations=rows)
    assert award(ask(farm(parcel("P1", 1, "ma", "mc")), found)).total == 250_00
