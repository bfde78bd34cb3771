"""What would go on after its legal basis ended stands beside nothing that the total holds in that year and that excludes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine
from calculator.domain.period import Period
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.lessening import TAKEN_OFF
from tests.builders import ask, farm, figure, measure, parcel, payment, relation, rulebook, scheme
from tests.stacking.columns.test_explained import same
from tests.stacking.problem.joining.test_beside import APART, HELD, OTHER, granted, pays_in, yearly
from tests.stacking.test_awarding import eco

YEARS = range(2026, 2029)
EVERY = dict.fromkeys(YEARS, 100)
LAND = farm(parcel("P1", 1, "m1"))


def ended(name: str, euros: int, *measures: str, last: int = YEARS[-1]) -> Scheme:
    """A payment of which the legal basis ends with 2027."""
    years = range(YEARS[0], last + 1)
    return replace(yearly(name, dict.fromkeys(years, euros), *measures), legal_basis="cap_eco_scheme_art31")


def contract(name: str, rates: dict[int, int]) -> Scheme:
    return scheme(name, payment("p", figures={"rate": pays_in(rates)}, measures=("m1",), term_years=3))


def told(held: Scheme, other: Scheme, *rows: Relation) -> Award:
    """The award, after columns were found to tell the same."""
    rules = rulebook(held, other, relations=rows)
    same(rules, encode([LAND], Vocabulary()), date(2026, 7, 1), len(YEARS))
    return award(ask(LAND, rules, years=len(YEARS)))


@pytest.mark.parametrize(
    ("held", "other"),
    [
        (yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m1")),
        (contract(HELD, EVERY), ended(OTHER, 90, "m1")),
        (granted(HELD, EVERY, 3), ended(OTHER, 90)),
        (granted(HELD, EVERY, 3), ended(OTHER, 90, "m1")),
        (granted(HELD, {2027: 100}, 3), ended(OTHER, 90)),
    ],
    ids=["year by year", "a contract", "a grant", "a grant, on land", "a grant that pays nothing that year"],
)
def test_what_is_held_that_year_keeps_out_what_would_be_continued(held: Scheme, other: Scheme) -> None:
    assert told(held, other, APART).continuation == 0
    assert told(held, other).continuation == 90_00


@pytest.mark.parametrize(("share", "continued"), [(None, 0), (Decimal("0.4"), 36_00)])
@pytest.mark.parametrize(
    "held",
    [yearly(HELD, EVERY, "m1"), contract(HELD, EVERY), yearly(HELD, EVERY)],
    ids=["year by year", "a contract", "for the farm"],
)
def test_of_what_would_be_continued_what_is_held_that_year_takes_its_share(
    held: Scheme, share: Decimal | None, continued: int
) -> None:
    type = RelationType.ZERO if share is None else RelationType.REDUCED
    row = relation(OTHER, type, HELD, parameter=share)
    found = told(held, ended(OTHER, 90, "m1"), row)
    assert found.continuation == continued
    sums = [line.formula or line.claim.formula for year in found.years for line in year.continuation]
    assert sums == (["1 ha x EUR 36"] if continued else [])
    # Together in the total it is the same; and of what ended is continued what it pays more than it takes of what goes on.
    assert found.total == 3 * 100_00 + 2 * continued
    taken = 100 * (1 - (share or 0))
    back = told(held, ended(OTHER, 90, "m1"), replace(row, a=HELD, b=OTHER))
    assert back.continuation == max(0, 90 - taken) * 100


NET, CAPPED = RelationType.NET_OF, RelationType.SUM_CAPPED


@pytest.mark.parametrize("held", [60, 120], ids=["pays less", "pays more"])
@pytest.mark.parametrize(
    "lies", ["same ground", "both for the farm", "held for the farm", "held on land", "apart"]
)
@pytest.mark.parametrize(
    ("row", "euros"),
    [
        (relation(OTHER, NET, HELD), None),
        (relation(HELD, NET, OTHER), None),
        (relation(HELD, RelationType.HIGHEST, OTHER), None),
        (relation(HELD, RelationType.ZERO, OTHER), None),
        (relation(OTHER, RelationType.REDUCED, HELD), Decimal("0.4")),
        (relation(HELD, RelationType.REDUCED, OTHER), Decimal("0.4")),
        (relation(HELD, CAPPED, OTHER), Decimal(125)),
        (relation(OTHER, CAPPED, HELD), Decimal(125)),
        (relation(HELD, CAPPED, OTHER), Decimal(95)),
    ],
    ids=lambda x: f"{x.a} {x.type}" if isinstance(x, Relation) else str(x),
)
def test_what_is_continued_is_what_both_would_come_to_less_what_the_total_pays(
    row: Relation, euros: Decimal | None, lies: str, held: int
) -> None:
    """In the year before the end both are in the total: together they come to as much, where the total may be chosen anew."""
    on_land = {"same ground": ("m1", "m1"), "held for the farm": (None, "m1"), "held on land": ("m1", None)}
    one, other = on_land.get(lies, ("m1", "m2") if lies == "apart" else (None, None))
    row = replace(row, parameter=euros, level=Level.FARM if lies == "apart" else Level.UNIT)
    lasting = yearly(HELD, dict.fromkeys(YEARS, held), *([one] if one else []))
    ends = ended(OTHER, 90, *([other] if other else []))
    land = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))
    found = award(ask(land, rulebook(lasting, ends, relations=[row]), years=len(YEARS)))
    before, _, after = found.years
    # The total of the last year does not give way to what is no part of it, and holds no more than the law leaves it.
    assert after.total == held * 100
    assert found.continuation == max(0, before.total - after.total)


def test_what_is_taken_elsewhere_of_what_is_continued_is_taken_off_its_lines_and_said() -> None:
    """Two parcels come to EUR 180, of which the total pays EUR 60 elsewhere: the last line pays first."""
    held, other = yearly(HELD, dict.fromkeys(YEARS, 60), "m1"), ended(OTHER, 90, "m2")
    land = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"), parcel("P3", 1, "m2"))
    row = relation(OTHER, NET, HELD, level=Level.FARM)
    found = award(ask(land, rulebook(held, other, relations=[row]), years=len(YEARS)))
    (last,) = [year.continuation for year in found.years if year.continuation]
    assert [(x.claim.place, x.amount) for x in last] == [("P2", 90_00), ("P3", 30_00)]
    assert [t.en for t in last[1].caveats] == ["A limit or a rule of combination takes €60 off here."]
    assert TAKEN_OFF in found.caveats
    assert TAKEN_OFF not in award(ask(land, rulebook(held, other), years=len(YEARS))).caveats


def test_what_two_that_are_continued_come_to_together_is_held_before_the_total_takes_its_part() -> None:
    """They come to EUR 176 together, and the total pays EUR 103 that is lost beside the one, and half of it beside the other."""
    third = "province.x.third"
    held, other = yearly(HELD, dict.fromkeys(YEARS, 103), "m1"), ended(OTHER, 180, "m1")
    rows = [
        relation(OTHER, CAPPED, third, parameter=Decimal(176)),
        relation(HELD, RelationType.HIGHEST, OTHER),
        relation(HELD, RelationType.REDUCED, third, parameter=Decimal("0.5")),
    ]
    rules = rulebook(held, other, ended(third, 129, "m1"), relations=rows)
    found = award(ask(LAND, rules, years=len(YEARS)))
    assert 0 < found.continuation <= found.years[0].total - 103_00
    assert TAKEN_OFF in found.caveats


def test_what_others_would_lose_goes_off_after_what_is_capped() -> None:
    """EUR 176 is capped to 60 beside the one, and the other would lose its EUR 150: nothing comes on top."""
    third = "province.x.third"
    held, more = yearly(HELD, dict.fromkeys(YEARS, 176)), yearly(third, dict.fromkeys(YEARS, 150))
    rows = [
        relation(HELD, CAPPED, OTHER, parameter=Decimal(236)),
        replace(relation(third, NET, OTHER, level=Level.FARM), id="third"),
    ]
    for measures in (["m1"], []):
        rules = rulebook(held, more, ended(OTHER, 176, *measures), relations=rows)
        found = award(ask(LAND, rules, years=len(YEARS)))
        assert (found.years[0].total, found.continuation) == (326_00, 0)


def test_what_payments_elsewhere_take_whole_gives_way_to_what_else_would_be_continued() -> None:
    """Of two that exclude each other the one of EUR 90 would be chosen, and all of it is gone beside EUR 100."""
    third = "province.x.third"
    held, other = yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m2")
    rows = [
        relation(OTHER, NET, HELD, level=Level.FARM),
        replace(relation(OTHER, RelationType.EXCLUSIVE, third), id="third"),
    ]
    land = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))
    rules = rulebook(held, other, ended(third, 50, "m2"), relations=rows)
    found = award(ask(land, rules, years=len(YEARS)))
    assert found.continuation == 50_00 == found.years[0].total - 100_00
    assert TAKEN_OFF not in found.caveats


@pytest.mark.parametrize(
    ("level", "continued"), [(Level.UNIT, 90_00), (Level.PARCEL, 180_00), (Level.FARM, 270_00)]
)
def test_what_needs_another_payment_is_continued_where_the_total_pays_that(
    level: Level, continued: int
) -> None:
    """What it needs lies on the west of the first parcel; itself it lies there, on the east and on the second parcel."""
    halves = measure("m1", 1, part="west"), measure("m2", 1, part="west"), measure("m2", 1, part="east")
    land = farm(parcel("P1", 2, *halves), parcel("P2", 1, "m2"))
    row = relation(OTHER, RelationType.REQUIRES, HELD, level=level)
    base, rests = yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m2")
    found = award(ask(land, rulebook(base, rests, relations=[row]), years=len(YEARS)))
    assert found.continuation == continued == found.years[0].total - 100_00
    alone = rulebook(yearly(HELD, {2026: 100}, "m1"), rests, relations=[row])
    assert award(ask(land, alone, years=len(YEARS))).continuation == 0


def test_what_needs_another_payment_rests_on_one_that_is_continued_too() -> None:
    """Its base is in the total on the first parcel, under contract, and would be continued on the second."""
    days = date(2022, 1, 1), date(2030, 12, 31)
    held = Contract(HELD, *days, (ContractLine("p", "P1", Decimal(1), Decimal(100)),))
    land = replace(farm(parcel("P1", 1, "m1", "m2"), parcel("P2", 1, "m1", "m2")), contracts=(held,))
    row = relation(OTHER, RelationType.REQUIRES, HELD)
    base, rests = ended(HELD, 100, "m1"), ended(OTHER, 90, "m2")
    found = award(ask(land, rulebook(base, rests, relations=[row]), years=len(YEARS)))
    last = found.years[-1]
    assert [(x.claim.scheme, x.claim.place) for x in last.lines] == [(HELD, "P1")]
    assert [(x.claim.scheme, x.claim.place) for x in last.continuation] == [
        (HELD, "P2"), (OTHER, "P1"), (OTHER, "P2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "continued"), [(Level.UNIT, 270_00), (Level.PARCEL, 180_00), (Level.FARM, 0)]
)
def test_a_share_is_taken_as_far_as_the_relation_reaches(level: Level, continued: int) -> None:
    halves = measure("m1", 1, part="west"), measure("m2", 1, part="east")
    land = farm(parcel("P1", 2, *halves), parcel("P2", 2, "m2"))
    row = relation(OTHER, RelationType.ZERO, HELD, level=level)
    rules = rulebook(yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m2"), relations=[row])
    assert award(ask(land, rules, years=len(YEARS))).continuation == continued


def test_a_class_that_would_be_continued_counts_no_value_that_what_goes_on_takes() -> None:
    """From 2028 on the landscape payment lies on the ground of the activity: the class of 2026 and 2027 is not continued."""
    eco_ends = replace(eco(("gras", "gras", 5, 105)), legal_basis="cap_eco_scheme_art31")
    held = yearly(HELD, {2028: 10}, "gras")
    value = replace(relation("national.rvo.eco#gras", RelationType.ZERO, HELD), quantity=Quantity.VALUE)
    land = farm(parcel("P1", 20, "gras"))
    found = [
        award(ask(land, rulebook(eco_ends, held, relations=rows), years=len(YEARS))) for rows in ([value], [])
    ]
    assert [a.total for a in found] == [2 * 20 * 100_00 + 200_00] * 2
    assert [a.continuation for a in found] == [0, 20 * 100_00]


def test_what_only_ended_is_continued() -> None:
    held = yearly(HELD, {2026: 100, 2027: 100}, "m1")
    assert told(held, ended(OTHER, 90, "m1"), APART).continuation == 90_00


@pytest.mark.parametrize(
    ("level", "continued"),
    [(None, 270_00), (Level.UNIT, 270_00), (Level.PARCEL, 180_00), (Level.FARM, 0), (Level.CONTRACT, 0)],
)
def test_it_is_kept_out_as_far_as_the_relation_reaches(level: Level | None, continued: int) -> None:
    """What is held lies on the west of the first parcel, what would go on on its east and on the second."""
    halves = measure("m1", 1, part="west"), measure("m2", 1, part="east")
    land = farm(parcel("P1", 2, *halves), parcel("P2", 2, "m2"))
    apart = [replace(APART, level=level)] if level else []
    rules = rulebook(yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m2"), relations=apart)
    assert award(ask(land, rules, years=len(YEARS))).continuation == continued


@pytest.mark.parametrize("rates", [{2026: 200}, {2026: 150, 2027: 100}])
@pytest.mark.parametrize(("term", "continued"), [(2, 90_00), (3, 0)])
def test_a_contract_keeps_out_until_its_term_ends_though_it_pays_nothing_any_more(
    rates: dict[int, int], term: int, continued: int
) -> None:
    held = scheme(HELD, payment("p", figures={"rate": pays_in(rates)}, measures=("m1",), term_years=term))
    rules = rulebook(held, ended(OTHER, 90, "m1"), relations=[APART])
    found = award(ask(LAND, rules, years=len(YEARS)))
    assert (found.total, found.continuation) == (sum(rates.values()) * 100, continued)


def test_a_grant_to_the_farm_keeps_out_what_lies_on_land() -> None:
    rules = rulebook(granted(HELD, EVERY, 3), ended(OTHER, 90, "m1"), relations=[APART])
    assert award(ask(LAND, rules, years=len(YEARS))).continuation == 0
    rules = rulebook(yearly(HELD, EVERY, "m1"), ended(OTHER, 90), relations=[APART])
    assert award(ask(LAND, rules, years=len(YEARS))).continuation == 0


@pytest.mark.parametrize(("term", "continued"), [(1, 180_00), (2, 180_00), (3, 90_00), (4, 0)])
def test_a_contract_whose_years_read_alike_keeps_out_until_a_term_from_the_first_ends(
    term: int, continued: int
) -> None:
    """They are solved once, so that nothing says when it began."""
    two_years = Series((figure(100, period=Period(date(2026, 1, 1), date(2028, 1, 1))),))
    held = scheme(HELD, payment("p", figures={"rate": two_years}, measures=("m1",), term_years=term))
    other = scheme(
        OTHER, payment("p", figures={"rate": 90}, measures=("m1",)), legal_basis="cap_eco_scheme_art31"
    )
    found = award(ask(LAND, rulebook(held, other, relations=[APART]), years=4))
    assert (found.total, found.continuation) == (200_00, continued)


@pytest.mark.parametrize("level", [Level.PARCEL, Level.FARM])
@pytest.mark.parametrize(
    ("rates", "term", "continued"),
    [({2027: 300}, 2, 90_00), ({2027: 300}, 3, 0), ({2026: 300}, 3, 90_00), ({2029: 300}, 3, 90_00)],
)
def test_a_contract_keeps_out_what_lies_beside_it_until_its_term_ends(
    level: Level, rates: dict[int, int], term: int, continued: int
) -> None:
    """It can be claimed in one year alone, so that nothing is chosen of when it begins."""
    halves = measure("m1", 1, part="west"), measure("m2", 1, part="east")
    held = scheme(HELD, payment("p", figures={"rate": pays_in(rates)}, measures=("m1",), term_years=term))
    rules = rulebook(held, ended(OTHER, 90, "m2", last=2029), relations=[replace(APART, level=level)])
    assert award(ask(farm(parcel("P1", 2, *halves)), rules, years=4)).continuation == continued


def test_a_contract_that_begins_later_keeps_nothing_out_before() -> None:
    held = scheme(HELD, payment("p", figures={"rate": pays_in({2029: 100})}, measures=("m1",), term_years=3))
    found = award(ask(LAND, rulebook(held, ended(OTHER, 90, "m1", last=2029), relations=[APART]), years=4))
    assert [y.total for y in found.years] == [90_00, 90_00, 0, 100_00]
    assert found.continuation == 90_00


def test_of_several_that_exclude_it_one_that_lies_near_is_enough() -> None:
    third = "province.x.third"
    apart = [APART, replace(APART, id="third", a=third)]
    held = yearly(HELD, EVERY, "m1"), yearly(third, EVERY, "m2"), ended(OTHER, 90, "m1")
    land = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))
    assert award(ask(land, rulebook(*held, relations=apart), years=len(YEARS))).continuation == 0
