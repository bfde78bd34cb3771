"""What explanations of a population rest on, part by part: what is alike, what meets, what is asked once, what falls short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from calculator.domain.claim import Claim, OpenQuestion, Refusal
from calculator.domain.lasting import Extension
from calculator.domain.scheme import Reward, Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.columns.explained import (
    continued,
    tables,
)
from calculator.stacking.columns.explained.once import ONCE, asked_once
from calculator.stacking.columns.explained.saying import Questions, Sayings
from calculator.stacking.columns.explained.standing_shares import Share
from calculator.stacking.columns.holding import claimed, kept
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.touched import _same
from calculator.stacking.law.reach import Reach
from tests.builders import farm, measure, parcel, payment, rulebook, scheme, text

ON = date(2026, 7, 1)


def claims_of(land: Any, **figures: object) -> list[Claim]:
    rules = rulebook(
        scheme("national.x.a", payment("p", measures=["m1"], figures={"rate": 100, **figures})),
        scheme("national.x.b", payment("q", measures=["m2"], figures={"rate": 50})),
    )
    return [c for a in assess(land, rules, pieces(land)[0], range(2026, 2028), ON) for c in a.claims]


def test_of_what_can_be_claimed_stands_what_lies_at_its_place_under_its_measures_and_every_class() -> None:
    land = farm(parcel("P1", 9, measure("m1", 6), measure("m2", 3)), parcel("P2", 4, "m1"))
    every = claims_of(land)
    some = tuple(c for c in every if c.year == 2026 and (c.place, c.payment) != ("P2", "p"))
    stands = claimed(land, some)
    assert kept(land, tuple(every), stands) == some
    over = farm(parcel("P1", 9, measure("m1", 9), measure("m2", 3)))
    twice = [c for c in claims_of(over) if (c.payment, c.year) == ("p", 2026)]
    assert len(twice) == 2
    assert kept(over, tuple(twice), claimed(over, twice[1:])) == (twice[1],)
    premium = replace(every[0], terms=replace(every[0].terms, class_name="gold"))
    assert kept(land, (premium,), frozenset()) == (premium,)
    assert claimed(land, (premium,)) == frozenset()


def granted(claim: Claim, farms: list[int], *, quantity: int, exact: int) -> Any:
    size = len(farms)
    return SimpleNamespace(
        claim=claim, years=(claim.year,), farm=np.array(farms), quantity=np.array([quantity] * size),
        exact=np.array([exact] * size),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "more", "same"),
    [(2, 0, True), (2, Fraction(1, 2), True), (2, 1, False), (2, -1, False), (3, 0, False)],
)
def test_a_farm_is_granted_what_is_claimed_for_it_where_quantity_and_amount_are_the_same(
    quantity: int, more: Fraction, same: bool
) -> None:
    first = claims_of(farm(parcel("P1", 2, "m1")))[0]
    claim = replace(first, piece="farm", place="farm", quantity=Decimal(2))
    exact = int(2 * claim.rate.expected * 10**6)
    rate = replace(claim.rate, expected=claim.rate.expected + Fraction(more) / 2 / 10**6)
    claims = (replace(claim, terms=replace(claim.terms, rate=rate)),)
    here = granted(claim, [3, 7], quantity=quantity * 10**6, exact=exact)
    assert _same(7, [here], claims) is same
    assert not _same(5, [here], claims)
    assert _same(5, [here], ())


def test_a_contract_is_held_in_the_years_of_its_term_and_its_extension() -> None:
    plain, where = claims_of(farm(parcel("P1", 2, "m1")))[0].terms, object()

    def held(year: int, begun: int = 2024, **changes: object) -> list[tuple[str, list[object]]]:
        terms = {"a#p": replace(plain, **changes)}  # type: ignore[arg-type]
        now: Mapping[Any, Any] = {("a#p", begun): where}
        return [(ref, of) for ref, _, of in continued._held(now, {}, terms, year)]

    assert held(2024) == [("a#p", [])]
    assert held(2025) == []
    six = {"multi_year": True, "term_years": 6}
    assert [bool(held(year, **six)) for year in (2023, 2029, 2030)] == [False, True, False]
    assert [bool(held(year, at_once_years=3)) for year in (2025, 2026, 2027)] == [True, True, False]
    assert [bool(held(year, multi_year=True)) for year in (2024, 2025)] == [True, False]
    longer = {**six, "extension": Extension(8)}
    assert [bool(held(year, **longer)) for year in (2031, 2032)] == [True, False]


def test_where_a_contract_is_claimed_anew_is_told_beside_where_it_began() -> None:
    terms = {"a#p": replace(claims_of(farm(parcel("P1", 2, "m1")))[0].terms, multi_year=True, term_years=6)}
    now: Any = {("a#p", 2024): "began", ("a#p", 2026): "again"}
    later: Any = {("a#p", 2026): "later"}
    assert list(continued._held(now, later, terms, 2026)) == [
        ("a#p", "began", ["again", "later"]),
        ("a#p", "again", []),
    ]


def where(farms: list[int], apart: list[int], on: list[int]) -> continued._Where:
    return continued._Where(*(np.array(of, dtype=np.bool_) for of in (farms, apart, on)))


def test_two_payments_meet_on_the_same_ground_and_wherever_one_of_them_is_of_the_whole_farm() -> None:
    owner = np.array([0, 0, 1, 1, 2, 2])
    one = where([1, 1, 1], [0, 0, 0], [1, 0, 1, 0, 1, 0])
    other = where([1, 1, 1], [0, 1, 0], [1, 0, 0, 1, 0, 1])
    assert one.near(other, Reach.GROUND, owner).tolist() == [True, True, False]
    assert other.near(one, Reach.GROUND, owner).tolist() == [True, True, False]
    for far in (Reach.PARCEL, Reach.FARM):
        assert one.near(other, far, owner).tolist() == [True, True, True]


def test_a_payment_that_is_made_once_is_asked_of_each_farm_in_the_first_year_at_each_place() -> None:
    rules = rulebook(
        scheme(
            "national.x.a",
            payment("p", figures={"rate": 1}, reward=Reward("landschap", "ha", "ha", "eenmalig")),
            payment("q", figures={"rate": 1}),
        )
    )
    asked = [OpenQuestion("national.x.a", name, "", 2026, (), (), None) for name in ("p", "q", "p")]
    left: list[tuple[list[int], str]] = []
    land = SimpleNamespace(has={"national.x.a#p": np.array([False, False, True])})
    case: Any = SimpleNamespace(
        farms=range(3), land=land, granted=(), leave=lambda at, why: left.append((at.tolist(), why))
    )
    rows = np.array(
        [
            [0, FARM, 0, 0b100, 0, 0],
            [0, FARM, 2, 0b010, 0, 0],
            [0, 0, 0, 0b110, 0, 0],
            [1, FARM, 0, 0b011, 0, 0],
            [1, FARM, 1, 0b111, 0, 0],
            [2, 0, 0, 0b001, 0, 0],
        ]
    )
    found = asked_once(rows, asked, rules, case)
    assert found[:, :4].tolist() == [
        [0, FARM, 2, 0b010],
        [0, 0, 0, 0b010],
        [1, FARM, 0, 0b001],
        [1, FARM, 1, 0b111],
        [2, 0, 0, 0b001],
    ]
    assert left == [([2], ONCE)]
    assert asked_once(rows[4:5], asked, rules, case).tolist() == rows[4:5].tolist()


def test_a_share_stands_by_whether_there_is_land_and_whether_what_may_be_contracted_would_do() -> None:
    whole, have, new = (
        np.array(of, dtype=np.int64)
        for of in (
            (0, 100, 100, 100, 100, 100, 100, 100),
            (0, 20, 0, 19, 0, 1, 0, 19),
            (0, 0, 0, 0, 20, 19, 19, 0),
        )
    )
    share = Share(Decimal("0.2"), whole, have, new)
    no_land, enough, none, short, waits, waits_too, new_short, short_too = share.stands().tolist()
    assert (enough, waits == waits_too, short == short_too) == (0, True, True)
    assert len({no_land, enough, none, short, waits, new_short}) == 6
    assert [n for n, _, _ in share.numbers(np.array([0, 3]))] == [0, 100]


def test_a_share_of_more_land_than_64_bits_tell_is_not_told_in_columns() -> None:
    some = np.zeros(1, dtype=np.int64)

    def fits(whole: int, bound: str = "0.5") -> bool:
        return Share(Decimal(bound), np.array([whole]), some, some).fits()

    assert fits(2**61 - 1)
    assert not fits(2**61)
    assert fits(0, "0.0000000000000000001") is (10**19 < 2**62)
    assert not Share(Decimal("0.5"), np.array([2**60]), np.array([2**60]), some).fits()


def test_what_is_said_in_other_words_has_a_number_of_its_own() -> None:
    said, short, remedy = Sayings(), text("short"), text("remedy")
    bare = Refusal("s", "p", "P1", 2026, text("why"), None, None, None)
    each = [
        bare, replace(bare, shortfall=short), replace(bare, shortfall=text("other")), replace(bare, remedy=remedy),
        replace(bare, remedy=text("other")), replace(bare, formula="0 x EUR 1"), replace(bare, reason=text("other")),
    ]  # fmt: skip
    assert [said.of(one) for one in each] == list(range(len(each)))
    again = replace(each[1], shortfall=Text(short.nl, short.en), place="P2", year=2027)
    assert said.of(again) == 1
    assert said.of(replace(each[3], remedy=Text(remedy.nl, remedy.en))) == 3
    assert {(one.place, one.year) for one in said.all} == {("", 0)}


def test_a_question_that_names_its_place_is_one_question_at_every_place() -> None:
    asked = Questions()

    def of(place: str, path: str) -> int:
        return asked.of(OpenQuestion("s", "p", place, 2026, (text(f"not filled in: {path}"),), (path,), 5))

    assert [of("P1", "P1.soil"), of("P2", "P2.soil"), of("P1", "farm.organic"), of("P2", "farm.organic")] == [
        0,
        0,
        1,
        1,
    ]
    assert asked.all[0].missing[0].en == "not filled in: unit.soil"
    assert asked.all[1].missing[0].en == "not filled in: farm.organic"


def test_rows_stand_in_the_order_of_their_columns_however_large_they_are() -> None:
    drawn = np.random.default_rng(1).integers(-3, 4, size=(60, 3))
    for rows in (drawn, drawn * 10**18, drawn[:0]):
        assert rows[tables._order(rows)].tolist() == sorted(rows.tolist())
