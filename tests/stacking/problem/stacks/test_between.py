"""What caps leave of payments on the same ground where one gives way to another, and that one to a third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.awarding import award
from calculator.stacking.law.pairs import Relations
from calculator.stacking.problem.stacks.between import by_amount, settle
from tests.builders import ask, farm, parcel, payment, relation, rulebook, scheme


def test_a_payment_is_capped_by_what_is_left_of_the_one_that_it_gives_way_to() -> None:
    """Beside c there is 50 left for a, and beside those 50 all of b."""
    rules = rulebook(
        *(scheme(f"province.x.{n}", payment("p", measures=["m1"], figures={"rate": 100})) for n in "abc"),
        relations=[
            relation(f"province.x.{one}", RelationType.SUM_CAPPED, f"province.x.{other}", parameter=Decimal(150))
            for one, other in ("ca", "ab")
        ],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 1, "m1")), rules))
    assert {x.claim.scheme[-1]: x.amount for x in found.years[0].lines} == {
        "a": 50_00,
        "b": 100_00,
        "c": 100_00,
    }


PAYS, TO_FARM = (
    [
        scheme(f"province.x.{n}", payment("p", measures=on, figures={"rate": 100}, groups=("water",)))
        for n in "abc"
    ]
    for on in (["m1"], [])
)
POINTS = {"klimaat": Fraction(4), "water": Fraction(3)}


def settled(
    rows: Sequence[Relation],
    money: Sequence[int],
    sizes: Sequence[int] = (1, 1, 1),
    *,
    land: bool = True,
    points: Sequence[Mapping[str, Fraction]] = (POINTS, POINTS, POINTS),
) -> tuple[list[object], list[object], list[object]]:
    """What a, b and c are left per unit, of so many units each, on land or for the farm: money, points and value (10)."""
    held = claims(sizes, land=land)[: len(money)]
    cents, scored, value = list(map(Fraction, money)), list(points)[: len(held)], [Fraction(10)] * len(held)
    settle(Relations(tuple(rows)), tuple(held), cents, scored, value)
    return [*cents], [*scored], [*value]


def claims(sizes: Sequence[int], *, land: bool = True) -> list[Claim]:
    rules = rulebook(*(PAYS if land else TO_FARM))
    asked = ask(farm(parcel("P1", 1, "m1")), rules)
    (found,) = assess(
        asked.profile, rules, pieces(asked.profile, with_candidates=False)[0], asked.horizon, asked.on
    )
    return [replace(c, quantity=Decimal(n)) for c, n in zip(found.claims, (*sizes, 1, 1), strict=False)]


def row(a: str, type: RelationType, b: str, most: object = None, **changes: object) -> Relation:
    cap = None if most is None else Decimal(str(most))
    return relation(f"province.x.{a}", type, f"province.x.{b}", parameter=cap, **changes)


def test_what_another_pays_goes_off_at_its_full_rate_whatever_is_left_of_that() -> None:
    rows = [row("a", RelationType.NET_OF, "b"), row("b", RelationType.REDUCED, "c", "0.5")]
    assert settled(rows, (100, 60, 9))[0] == [40, 30, 9]
    # Sixty of one unit over two; and never below nothing.
    assert settled(rows[:1], (100, 60), (2, 1), land=False)[0] == [70, 60]
    assert settled(rows[:1], (100, 60), (1, 2), land=False)[0] == [0, 60]


@pytest.mark.parametrize(
    ("quantity", "left"),
    [
        (Quantity.MONEY, (50, 10, POINTS)),
        (Quantity.VALUE, (100, 5, POINTS)),
        (Quantity.POINTS, (100, 10, {"klimaat": 2, "water": Fraction(3, 2)})),
        (Quantity.ALL, (50, 5, {"klimaat": 2, "water": Fraction(3, 2)})),
    ],
    ids=str,
)
def test_a_share_is_lost_of_what_the_row_says(quantity: Quantity, left: tuple[object, ...]) -> None:
    money, points, value = settled([row("a", RelationType.REDUCED, "b", "0.5", quantity=quantity)], (100, 9))
    assert (money[0], value[0], points[0]) == left
    assert (money[1], value[1], points[1]) == (9, 10, POINTS)
    gone, scored, worth = settled([row("a", RelationType.ZERO, "b", quantity=quantity)], (100, 9))
    kept = [x == y for x, y in zip((gone[0], worth[0], scored[0]), (100, 10, POINTS), strict=True)]
    assert kept == [x == y for x, y in zip(left, (100, 10, POINTS), strict=True)]


def test_two_may_come_to_so_much_in_all_for_the_farm_and_per_unit_on_land() -> None:
    cap = [row("a", RelationType.SUM_CAPPED, "b", 250)]
    # Two at 100 leave 50 for four.
    assert settled(cap, (100_00, 20_00), (2, 4), land=False)[0] == [100_00, 12_50]
    assert settled(cap, (200_00, 20_00), (2, 4), land=False)[0] == [125_00, 0]
    assert settled(cap, (200_00, 90_00))[0] == [200_00, 50_00]
    assert settled(cap, (200_00, 50_00))[0] == [200_00, 50_00]


def test_of_several_caps_on_two_payments_the_least_holds_and_of_equal_sides_the_first_is_paid_first() -> None:
    two = [row("a", RelationType.SUM_CAPPED, "b", most) for most in (150, 120)]
    assert settled(two, (100_00, 100_00))[0] == [100_00, 20_00]
    either = [replace(two[0], a="@water", b="@water")]
    assert settled(either, (100_00, 100_00, 100_00))[0] == [100_00, 50_00, 50_00]
    assert settled([row("b", RelationType.SUM_CAPPED, "a", 150)], (100_00, 100_00))[0] == [50_00, 100_00]
    # Round in a circle a is paid first of a and b, and last of c and a.
    circle = [row(one, RelationType.SUM_CAPPED, other, 150) for one, other in ("ab", "bc", "ca")]
    assert settled(circle, (100_00, 100_00, 100_00))[0] == [50_00, 50_00, 100_00]


@pytest.mark.parametrize(
    ("money", "sizes", "left"),
    [((100, 150), (2, 1), [100, 0]), ((100, 150), (1, 1), [0, 150]), ((100, 200), (2, 1), [100, 0])],
)
def test_of_two_the_higher_amount_counts_not_the_higher_rate_and_of_equals_the_first(
    money: tuple[int, int], sizes: tuple[int, int], left: list[int]
) -> None:
    paid, _, value = settled([row("a", RelationType.HIGHEST, "b")], money, (*sizes, 1), land=False)
    assert (paid, value) == (left, [10, 0])


def test_of_points_the_more_in_all_count() -> None:
    few = {"klimaat": Fraction(5)}
    highest = [row("a", RelationType.HIGHEST, "b", quantity=Quantity.POINTS)]
    money, points, value = settled(highest, (100, 150), points=(few, POINTS))
    assert (money, points, value) == ([100, 150], [{}, POINTS], [10, 10])


@pytest.mark.parametrize("type", list(RelationType), ids=str)
def test_how_much_there_is_of_each_matters_where_amounts_of_other_sizes_are_held_against_each_other(
    type: RelationType,
) -> None:
    relations = Relations((row("a", type, "b", 1),))
    matters = type in (RelationType.NET_OF, RelationType.SUM_CAPPED, RelationType.HIGHEST)
    for sizes in ((1, 2, 1), (2, 1, 1), (1, 1, 2)):
        assert by_amount(relations, claims(sizes)) is matters
    assert not by_amount(relations, claims((1, 1, 1)))
    assert not by_amount(Relations(()), claims((1, 2, 1)))
