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

from calculator.domain.award import ClassResult
from calculator.domain.claim import Claim, OpenQuestion, Refusal
from calculator.domain.lasting import Extension
from calculator.domain.problem import MICRO
from calculator.domain.scheme import PaymentKind, Reward, Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.columns.explained import (
    alike,
    classes,
    continued,
    explaining,
    filled,
    forced,
    said_on_land,
    tables,
    waiting,
)
from calculator.stacking.columns.explained.by_land import ByLand
from calculator.stacking.columns.explained.classes import missing
from calculator.stacking.columns.explained.holding import held_back
from calculator.stacking.columns.explained.missing import Pieces
from calculator.stacking.columns.explained.on_land import Choice, Missed
from calculator.stacking.columns.explained.once import ONCE, asked_once
from calculator.stacking.columns.explained.own import Own
from calculator.stacking.columns.explained.pairs import Pairs
from calculator.stacking.columns.explained.said_on_land import OnLand
from calculator.stacking.columns.explained.saying import Questions, Sayings
from calculator.stacking.columns.explained.standing_shares import Share
from calculator.stacking.columns.explained.tables import Classes, Gathered, Goals, Prices, Totals
from calculator.stacking.columns.holding import claimed, kept
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.premiums import EXACT
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.columns.touched import Touching, _same
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.law.reach import Reach
from calculator.stacking.problem.weights import FINE
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


def test_of_what_must_be_given_the_window_is_named_that_it_breaks_most_by_itself() -> None:
    takes, must_be = np.array([[10, 1], [4, 40]]), np.arange(2)

    def alone(must: list[int], *room: int) -> int:
        return int(forced._alone.py_func(takes, np.array(room), np.array([0, 1]), np.isin(must_be, must)))

    assert alone([0], 9, 1) == 0
    assert alone([0], 10, 1) == -1
    assert alone([1], 3, 30) == 1
    assert alone([0, 1], 5, 39) == 0
    assert alone([0], 0, 0) == 0
    assert alone([1], 0, 35) == 1


def test_of_windows_that_are_broken_alike_the_earliest_is_named() -> None:
    def worst(*more: int) -> int:
        return int(forced._worst.py_func(np.array(more), np.array([30, 20, 10])))

    assert [worst(5, 5, 0), worst(5, 5, 5), worst(6, 5, 5), worst(0, -1, 0)] == [1, 2, 0, -1]


def test_payments_that_exclude_each_other_in_some_year_are_decided_together_year_by_year() -> None:
    apart, group = np.array([[1, 1, 0, 0]]), np.array([0, 1, 2, 1])
    year = np.array([0, 0, 0, 1])
    homes = forced._homes.py_func(np.arange(4), apart, group, 3, year).tolist()
    assert homes[0] == homes[1]
    assert len(set(homes)) == 3


def test_a_class_is_short_of_the_value_that_it_asks_per_hectare_of_the_whole_farm() -> None:
    made: Any = SimpleNamespace(per_ha=(Fraction(60), None, Fraction(1, 3)), claims=(1, 2, 3))
    size, worth = np.array([2 * SCALE, SCALE]), np.array([100 * EXACT, 70 * EXACT])
    found, under = missing(made, size, worth)
    assert under == 3
    assert (found // (under * EXACT)).tolist() == [[20, 0, 0], [0, 0, 0]]


def test_what_is_scored_in_parts_finer_than_are_kept_is_not_added_up() -> None:
    found: dict[Any, int] = {}
    name = ("s", 2026, "")
    assert waiting._more(found, name, Fraction(SCALE, EXACT))
    assert waiting._more(found, name, 3)
    assert found[name] == 1 + 3 * (EXACT // SCALE)
    assert not waiting._more(found, name, Fraction(SCALE, 2 * EXACT))
    assert found[name] == 1 + 3 * (EXACT // SCALE)


def test_a_question_for_the_farm_is_asked_once_for_all_years_of_which_it_says_the_same() -> None:
    rows = np.array(
        [
            [0, FARM, 3, 0b001, 500, 1],
            [0, FARM, 3, 0b100, 500, 1],
            [0, FARM, 3, 0b010, 600, 1],
            [0, FARM, 4, 0b001, 500, 1],
            [1, FARM, 3, 0b001, 0, 0],
            [1, FARM, 3, 0b010, 0, 1],
            [1, 0, 3, 0b001, 0, 1],
            [1, 0, 3, 0b001, 0, 1],
        ]
    )
    found = sorted(explaining._together(rows).tolist())
    assert found == sorted(
        [
            [0, FARM, 3, 0b101, 500, 1], rows[2].tolist(), rows[3].tolist(), rows[4].tolist(), rows[5].tolist(),
            rows[6].tolist(), rows[7].tolist(),
        ]
    )  # fmt: skip


def test_a_class_that_the_ordinary_engine_tells_stands_in_the_tables_as_it_is() -> None:
    premium = payment("premie", figures={"rate": 1}, kind=PaymentKind.CLASS_PREMIUM)
    rules = rulebook(
        scheme("national.x.other", payment("p", figures={"rate": 1})), scheme("national.x.eco", premium)
    )
    into = Gathered()
    known: Any = SimpleNamespace(columns=SimpleNamespace(rulebook=rules))
    told = ClassResult(
        "national.x.eco", 2027, "brons", {"klimaat": (Decimal("1.5"), Decimal(4))}, Decimal("60.1234"), "zilver",
        Decimal("12.34"), None, {"klimaat": Decimal("2.5")},
    )  # fmt: skip
    own = Own(known, into, 5, farm())
    own._class(told)
    own._class(replace(told, name=None, next_name=None, next_short_per_ha=None, note=text("onder x")))
    first, second = np.concatenate(into.blocks[Classes]).tolist()
    codes = into.names.names
    assert first == [
        5,
        2027,
        0,
        codes.index("brons"),
        codes.index("zilver"),
        1234,
        int(Decimal("60.1234") * EXACT),
        SCALE,
        -1,
    ]
    assert second[3:6] == [-1, -1, -1]
    assert codes[second[8]] == "onder"
    goals = np.concatenate(into.blocks[Goals]).tolist()
    assert goals[0] == [5, 2027, 0, 0, int(Decimal("1.5") * EXACT), 4 * EXACT, 250]


def hangs(divided: set[int], out: list[tuple[int, int]], quantities: list[int], places: list[int]) -> bool:
    """Of pieces on which the pair may be, with how much beside lies on those that are told."""
    land = SimpleNamespace(
        offer=np.zeros(len(places), dtype=np.int64),
        quantity=np.array(quantities),
        piece=np.arange(len(places)),
    )
    case: Any = SimpleNamespace(land=land, farms=SimpleNamespace(piece_place=np.array(places)))
    piece, beside = (np.array(of, dtype=np.int64) for of in zip(*out, strict=True))
    return alike._hangs(case, divided, lambda _: (7,), 7, piece, beside)


def test_names_decide_of_a_pair_where_all_of_it_may_lie_at_one_place_or_at_several() -> None:
    both = {0, 1}
    assert hangs(both, [(0, 5)], [9, 9], [0, 1])
    assert not hangs(both, [(0, 10)], [9, 9], [0, 1])
    assert hangs(both, [(0, 9)], [9, 8], [0, 1])
    assert not hangs(both, [(2, 5)], [9, 9, 9], [0, 1, 2])
    assert hangs(both, [(0, 5), (2, 5)], [9, 9, 9], [0, 1, 1])
    assert not hangs(both, [(0, 5), (2, 5)], [9, 9, 9], [0, 1, 2])
    assert not hangs(both, [(0, 5), (2, 5), (3, 5)], [9, 9, 9, 9], [0, 1, 1, 0])


def test_the_land_that_a_farm_gave_up_for_a_class_is_divided_where_it_lies_at_several_places() -> None:
    def divided(*rows: tuple[int, int, int, int], weighed: tuple[int, ...] = (0,)) -> dict[int, set[int]]:
        """Of rows of farm, part, piece and quantity."""
        farm_, part, piece, quantity = (np.array(of, dtype=np.int64) for of in zip(*rows, strict=True))
        case: Any = SimpleNamespace(
            farms=Sized(np.array([0, 0, 1, 1])), gap=dict.fromkeys(weighed, 1),
            picked=SimpleNamespace(farm=farm_, part=part, piece=piece, quantity=quantity),
            compiled=SimpleNamespace(choice_of=lambda part: part // 10), land=SimpleNamespace(piece=np.arange(4)),
        )  # fmt: skip
        return alike._divided(case)

    assert divided((0, 1, 0, 5), (0, 2, 2, 1)) == {0: {0, 2}}
    assert divided((0, 1, 0, 5), (0, 2, 1, 5)) == {}
    assert divided((0, 1, 0, 5), (0, 1, 2, 5)) == {}
    assert divided((0, 1, 0, 5), (0, 11, 2, 5)) == {}
    assert divided((0, 1, 0, 5), (0, 2, 2, 0)) == {}
    assert divided((0, 1, 0, 5), (0, 2, 2, 5), weighed=()) == {}


class Sized:
    """Two farms, with the places of their pieces."""

    def __init__(self, places: Any) -> None:
        self.piece_place = places

    def __len__(self) -> int:
        return 2


def test_ground_is_not_asked_of_by_itself_where_aid_is_unknown_or_the_engine_cuts_it_otherwise() -> None:
    for unknown, land in ((True, ()), (False, None)):
        case = SimpleNamespace(
            farms=SimpleNamespace(profiles=[farm()], aid_unknown=[unknown]),
            rulebook=None,
            on=ON,
            years=range(1),
        )
        touching: Any = SimpleNamespace(case=case, _land=lambda *_, land=land: land)
        assert Touching.asked(touching, 0, np.zeros(0, dtype=np.int64), []) is None


def test_years_in_which_as_much_may_be_contracted_are_answered_at_once() -> None:
    span = SimpleNamespace(day=ON, years=(2026, 2027, 2028))
    new = {2026: [5, 5, 0], 2027: [5, 6, 0], 2028: [5, 5, 1]}
    sums = SimpleNamespace(new={year: np.array(of) for year, of in new.items()})
    asking: Any = SimpleNamespace(span=span, sums=sums)

    def days(mode: str) -> list[tuple[date, tuple[int, ...], list[int]]]:
        return [(day, years, some.tolist()) for day, years, some in ByLand._days(asking, mode, np.arange(3))]

    assert days("steady") == [(ON, (2026, 2027, 2028), [0, 1, 2])]
    assert [years for _, years, _ in days("yearly")] == [(2026,), (2027,), (2028,)]
    every = {(at, year): years for _, years, some in days("late") for at in some for year in years}
    assert {key: every[key] for key in ((0, 2026), (1, 2026), (1, 2027), (2, 2027), (2, 2028))} == {
        (0, 2026): (2026, 2027, 2028),
        (1, 2026): (2026, 2028),
        (1, 2027): (2027,),
        (2, 2027): (2026, 2027),
        (2, 2028): (2028,),
    }
    assert len(every) == 9
    sums.new = {}
    assert [years for _, years, _ in days("late")] == [(2026, 2027, 2028)]


def test_farms_that_gave_land_up_for_a_class_below_a_minimum_are_left_and_not_those_that_reach_it_anyhow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(classes, "_scores", lambda _: {})
    reached: Any = SimpleNamespace(unpaid=np.array([1, 1, 0, 0]))
    monkeypatch.setattr(classes, "_reached", lambda *_: reached)
    monkeypatch.setattr(classes, "unpaid", lambda *_: np.array([True, True, True, False]))
    left: list[tuple[list[int], str]] = []
    case: Any = SimpleNamespace(
        farms=range(4), gap={1: 0, 3: 0}, land=SimpleNamespace(scoring={("s", 2026): np.ones(4, dtype=np.bool_)}),
        leave=lambda at, why: left.append((at.tolist(), why)),
    )  # fmt: skip
    made: Any = SimpleNamespace(scheme="s", farm=np.arange(4), claims=("gold",))
    assert list(classes.classes(case, [(made, 2026, np.zeros(4, dtype=np.int64))], {})) == [reached]
    assert left == [([1], classes.UNPAID)]


def test_the_next_class_is_the_one_that_asks_points_or_value_that_the_farm_has_not() -> None:
    case: Any = SimpleNamespace(farms=range(3), leave=lambda at, why: at.tolist() and pytest.fail(why))
    needed = np.array([4 * EXACT] * 3)
    made: Any = SimpleNamespace(
        scheme="s", farm=np.arange(3), size=np.array([SCALE, 2 * SCALE, SCALE]), claims=("gold", "silver"),
        exact={"klimaat": needed}, per_ha=(Fraction(70), Fraction(50)),
    )  # fmt: skip
    scores: Any = {
        ("s", 2026, "klimaat"): np.array([4 * EXACT, 4 * EXACT, 4 * EXACT - 1]),
        ("s", 2026, ""): np.array([60 * EXACT, 80 * EXACT, 90 * EXACT]),
    }
    here = np.array([1, 2, 2])
    told = classes._reached(case, made, 2026, np.arange(3), here, np.zeros(3, dtype=np.bool_), scores)
    assert told.following.tolist() == [0, 1, 0]
    assert told.goals["klimaat"][2].tolist() == [0, 0, 1]
    assert told.short.tolist()[:2] == [10_00, 10_00]
    below = classes._reached(case, made, 2026, np.arange(3), here, np.array([True, False, False]), scores)
    assert below.unpaid.tolist() == [1, 2, 2]


def test_what_waits_for_aid_received_could_pay_its_amount_to_the_cent() -> None:
    claim = replace(claims_of(farm(parcel("P1", 2, "m1")))[0], piece="farm", place="farm")
    micro = 10**6
    one: Any = SimpleNamespace(
        claim=claim, years=(2026, 2028), farm=np.array([0, 1, 2]), high=None,
        exact=np.array([500 * micro, 500 * micro + micro // 2, 501 * micro + micro // 2 - 1]),
    )  # fmt: skip
    land = SimpleNamespace(farm=np.zeros(0, dtype=np.int64), offer=np.zeros(0, dtype=np.int64))
    case: Any = SimpleNamespace(
        years=range(2026, 2029), land=land, farms=SimpleNamespace(aid_unknown=np.zeros(3, dtype=np.bool_))
    )
    known: Any = SimpleNamespace(
        refusing=SimpleNamespace(questions=Questions()),
        readings=SimpleNamespace(columns=SimpleNamespace(types=None)),
    )
    first, later = held_back(known, case, [one])
    assert first[:, [0, 3, 4, 5]].tolist() == [[0, 1, 500, 1], [1, 1, 501, 1], [2, 1, 501, 1]]
    assert later[:, 3].tolist() == [4, 4, 4]
    assert list(held_back(known, case, [SimpleNamespace(**{**vars(one), "farm": one.farm[:0]})])) == []  # type: ignore[list-item]


def test_a_limit_that_binds_and_of_which_no_price_is_known_stands_in_the_tables_without_one() -> None:
    into = Gathered()
    known: Any = SimpleNamespace(
        columns=SimpleNamespace(years=range(2026, 2029)),
        refusing=SimpleNamespace(sayings=Sayings(), questions=Questions()),
    )
    limits = [
        SimpleNamespace(limit=name, price=price, binding=binds)
        for name, price, binds in (("a", None, True), ("b", 5, True), ("c", 7, False))
    ]
    told: Any = SimpleNamespace(
        not_chosen=(), refusals=(), open=(), limits=limits, total=1, low=2, high=3, continuation=4, classes=()
    )
    Own(known, into, 6, farm()).add(told)
    assert np.concatenate(into.blocks[Prices]).tolist() == [[6, 0, 0], [6, 1, 5]]
    assert into.limits.names == ("a", "b")
    assert np.concatenate(into.blocks[Totals]).tolist() == [[6, 1, 2, 3, 4]]


def test_a_pair_on_several_pieces_is_asked_once_with_what_they_could_pay_together() -> None:
    rules = rulebook(scheme("national.x.b", payment("q", measures=["m2"], figures={"rate": 50})))
    pairs = Pairs(SimpleNamespace(rulebook=rules, years=range(2026, 2028)), Questions())  # type: ignore[arg-type]
    one, other = "national.x.a#p", "national.x.b#q"
    # Per hectare: EUR 100, EUR 200, EUR 100 a year later, and an activity.
    for key in (
        (one, other, 2026, Fraction(100_00)),
        (one, other, 2026, Fraction(200_00)),
        (one, other, 2027, Fraction(100_00)),
        ("national.x.a#act", other, 2026, None),
    ):
        pairs._every[key] = len(pairs._every)  # type: ignore[index]
    land = SimpleNamespace(farm=np.array([0, 0, 0, 1, 1]), piece=np.arange(5))
    case: Any = SimpleNamespace(
        land=land, farms=SimpleNamespace(piece_place=np.array([0, 0, 1, 0, 0])), years=range(2026, 2028)
    )
    piece, pair = np.array([0, 2, 3, 4, 1, 0]), np.array([0, 1, 0, 0, 3, 2])
    rows = pairs._rows(case, piece, pair, np.array([2, 3, 1, 4, 9, 5]) * SCALE)
    found = {(int(r[0]), int(r[3]), int(r[5])): (int(r[1]), int(r[4])) for r in rows}
    assert found == {
        (0, 1, 1): (FARM, 800_00),
        (0, 2, 1): (0, 500_00),
        (0, 1, 0): (0, 0),
        (1, 1, 1): (0, 500_00),
    }
    assert len(rows) == len(found)


@pytest.mark.parametrize(("more", "left"), [(0, []), (1, [1])])
def test_farms_on_which_more_could_fill_a_limit_are_left(
    monkeypatch: pytest.MonkeyPatch, more: int, left: list[int]
) -> None:
    there = np.array([0, more, 0])
    cap: Any = SimpleNamespace(limit="cap", year=2026, farm=np.array([0, 1]))
    other: Any = SimpleNamespace(limit="other", year=2026, farm=np.array([2]))
    monkeypatch.setattr(filled, "near", lambda *_: [cap, other])
    monkeypatch.setattr(filled, "granted", lambda *_: ({("window", ON): np.array([1, 1, 1])}, None))
    monkeypatch.setattr(filled, "counted_lines", lambda *_: None)
    given: list[Any] = []
    ceilings = SimpleNamespace(after=lambda _, grants: given.append(grants), tight=lambda *_: {0: "", 1: ""})
    columns: Any = SimpleNamespace(ceilings=ceilings, types=SimpleNamespace(tables=SimpleNamespace(most=0)))
    found: list[tuple[list[int], str]] = []
    case: Any = SimpleNamespace(
        farms=range(3),
        most=lambda _: 0,
        compiled=SimpleNamespace(grants=0),
        leave=lambda at, why: found.append((at.tolist(), why)),
    )
    filled.leave_filled(case, columns, {("cap", 2026): there})
    assert found.pop() == (left, filled.CAPPED)
    assert not given
    filled.leave_filled(case, columns, {("window", ON): there})
    assert found.pop() == (left, filled.TIGHT)
    assert given[0]["window", ON].tolist() == [1, 1 + more, 1]
    assert not found


def test_a_question_and_a_refusal_of_land_are_told_in_the_years_in_which_some_payment_is_so() -> None:
    said = [
        OnLand(((1, 2026),), ((7, 0b010, None), (7, 0b100, Fraction(5))), ((3, 0b010),)),
        OnLand(((1, 2027),), ((7, 0b100, None),), ((3, 0b100),)),
    ]
    found = said_on_land._together(said)
    assert found.refused == ((1, 2026), (1, 2027))
    assert found.open == ((7, 0b110, None), (7, 0b100, Fraction(5)))
    assert found.waits == ((3, 0b110),)


def pieces_of(*picked: int, withheld: Mapping[Any, Any] | None = None) -> Pieces:
    """Two farms that have gold by 100 points: EUR 10 for each of 4 hectares; ``picked`` can choose on other land."""
    gold = SimpleNamespace(rate=SimpleNamespace(expected=Fraction(10_00)))
    made: Any = SimpleNamespace(
        scheme="s", ref="s#p", farm=np.array([0, 1]), claims=(gold,), points={"klimaat": np.array([100 * MICRO] * 2)},
        value=np.array([[-1], [-1]]), quantity=np.array([4 * FINE] * 2),
    )  # fmt: skip
    case: Any = SimpleNamespace(
        farms=range(2), withheld=withheld or {}, picked=SimpleNamespace(farm=np.array(picked, dtype=np.int64)),
        rulebook=rulebook(), on=ON, years=range(2026, 2027),
        scores=lambda: {("s", 2026, "klimaat"): np.array([100 * MICRO, 120 * MICRO])},
    )  # fmt: skip
    types: Any = None
    return Pieces(case, [(made, 2026, np.array([0, 0]))], types, types)


def forced_to(*choices: tuple[int, int]) -> Missed:
    """What brings 50 now and scores 10 per unit of the piece, or with a payment forced in these sums and scores."""
    now, *then = (
        Choice(Fraction(gain), {("s", 2026, "klimaat"): Fraction(score * MICRO)})
        for gain, score in ((50, 10), *choices)
    )
    return Missed("s#x", (2026,), Cause("better_total"), now, tuple(then))


def test_a_payment_that_is_forced_in_costs_the_class_that_its_points_carried() -> None:
    class_ = 4 * 10_00 * MICRO
    for farm_, lost in ((0, class_), (1, 0)):
        assert pieces_of()._difference(farm_, forced_to((45, 0)), Fraction(1)) == -5 - lost
    assert pieces_of()._difference(1, forced_to((45, 0)), Fraction(3)) == -15 - class_


def test_where_other_choices_or_other_land_could_keep_a_class_or_none_holds_the_payment_nothing_is_said() -> (
    None
):
    assert pieces_of()._difference(0, forced_to(), Fraction(1)) is None
    assert pieces_of()._difference(0, forced_to((45, 0), (40, 0)), Fraction(1)) is None
    assert pieces_of(0)._difference(0, forced_to((45, 0)), Fraction(1)) is None
    assert pieces_of(1)._difference(0, forced_to((45, 0)), Fraction(1)) is not None
    assert pieces_of(withheld={(0, "cap"): 5})._difference(0, forced_to((45, 0)), Fraction(1)) is None
    assert pieces_of(withheld={(1, "cap"): 5})._difference(0, forced_to((45, 0)), Fraction(1)) is not None
    # Where no class is lost the one that brings most is the best.
    assert pieces_of(1)._difference(1, forced_to((40, 9), (45, 9)), Fraction(1)) == -5
