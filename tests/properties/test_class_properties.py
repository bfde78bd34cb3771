"""The distance to the next class: raising points and value by exactly that reaches it, raising them by less does not.

Payments pay far more than any class, so that nobody gives one up for a class: what activities lose to them is lost.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

import pytest

from calculator.domain.award import ClassResult
from calculator.domain.farm import FarmProfile, Parcel
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, relation, rulebook, scheme
from tests.samples import cases

ACTIVITIES, PAYMENTS, GOALS = ("x", "y"), ("a", "b", "f"), ("klimaat", "bodem")
ECO = "national.rvo.eco"
LEAST = Decimal("0.01")
#: The rows of the problem count in millionths, and round what a payment elsewhere takes up.
ROUNDED = Decimal("0.00001")


def activity(name: str, points: Mapping[str, object], value: object) -> Payment:
    return payment(
        name, measures=[f"m{name}"], kind=PaymentKind.ACTIVITY, figures={"points": points, "value": value}
    )


def drawn(dice: random.Random) -> tuple[list[Parcel], list[Payment], list[Scheme], list[Relation]]:
    """Parcels with measures, activities with a premium, payments, and what these take from each other."""
    land = []
    for n in range(dice.randint(1, 3)):
        size = dice.randint(1, 6)
        codes = dice.sample([*ACTIVITIES, "a", "b"], dice.randint(1, 4))
        land.append(parcel(f"P{n}", size, *(measure(f"m{c}", dice.randint(1, size), part=c) for c in codes)))
        land[-1] = parcel(f"P{n}", 10 * size, *land[-1].measures)
    land.append(parcel("P9", 1, measure("mz", 1)))
    made = [
        activity(n, {g: Decimal(dice.randint(0, 40)) / 10 for g in GOALS}, dice.randint(0, 900))
        for n in ACTIVITIES
    ]
    made.append(
        payment(
            "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
            figures={
                "rate": {"brons": 1, "zilver": 2, "goud": 3},
                "threshold": {"brons": 20, "zilver": 50, "goud": 100},
                "entry": {f"1.{g}": Decimal(dice.randint(0, 5)) / 10 for g in GOALS},
            },
        )
    )  # fmt: skip
    paid = [
        scheme(
            f"province.x.{n}",
            payment("p", **({} if n == "f" else {"measures": [f"m{n}"]}), figures={"rate": 90_000}),
        )
        for n in PAYMENTS
    ]
    rows = []
    for n in ACTIVITIES:
        for other in dice.sample((*PAYMENTS, *ACTIVITIES[: ACTIVITIES.index(n)]), dice.randint(1, 3)):
            type = dice.choice((RelationType.ZERO, RelationType.REDUCED, RelationType.HIGHEST))
            if type is RelationType.HIGHEST and other in PAYMENTS:
                type = RelationType.ZERO
            rows.append(
                relation(
                    f"{ECO}#{n}", type, f"{ECO}#{other}" if other in ACTIVITIES else f"province.x.{other}",
                    level=dice.choice((Level.UNIT, Level.PARCEL, Level.FARM)),
                    quantity=dice.choice((Quantity.POINTS, Quantity.VALUE, Quantity.ALL)),
                    parameter=Decimal(dice.randint(1, 9)) / 10 if type is RelationType.REDUCED else None,
                )
            )  # fmt: skip
    return land, made, paid, rows


def asked(
    of: tuple[list[Parcel], list[Payment], list[Scheme], list[Relation]],
    points: Mapping[str, Decimal],
    value: Decimal,
) -> ClassResult:
    """The class, where one more hectare scores these points and this value."""
    land, made, paid, rows = of
    more = activity("z", {g: points.get(g, -ROUNDED) + ROUNDED for g in GOALS}, value)
    profile: FarmProfile = farm(*land)
    rules: Rulebook = rulebook(scheme(ECO, *made, more), *paid, relations=rows)
    (found,) = award(ask(profile, rules)).classes
    return found


def check(seed: int) -> bool:
    """Whether the class came closer in anything but nothing: what is short reaches it, a hundredth less does not."""
    of = drawn(random.Random(seed))
    now = asked(of, {}, Decimal(0))
    if now.next_name is None:
        return False
    hectares = sum(p.area_ha for p in of[0])
    per_ha, points = now.next_short_per_ha or Decimal(0), dict(now.next_short_points)
    assert asked(of, points, per_ha * hectares).name == now.next_name, seed
    if per_ha:
        assert asked(of, points, (per_ha - LEAST) * hectares).name != now.next_name, seed
    for goal, short in points.items():
        assert asked(of, {**points, goal: short - LEAST}, per_ha * hectares).name != now.next_name, seed
    return True


@pytest.mark.parametrize("seed", range(cases(10, 300)))
def test_what_is_short_reaches_the_next_class_and_a_hundredth_less_does_not(seed: int) -> None:
    check(seed)


def test_points_that_a_payment_elsewhere_takes_do_not_count_towards_a_class_nor_what_is_left_unclaimed() -> (
    None
):
    made = activity("x", {"klimaat": 2}, 60)
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={"rate": {"brons": 60}, "threshold": {"brons": 60}, "entry": {"1.klimaat": 1}},
    )  # fmt: skip
    other = scheme("province.x.f", payment("p", figures={"rate": 90_000}))
    takes = relation(
        f"{ECO}#x",
        RelationType.REDUCED,
        "province.x.f",
        level=Level.FARM,
        quantity=Quantity.POINTS,
        parameter=Decimal("0.25"),
    )
    rules = rulebook(scheme(ECO, made, premium), other, relations=[takes])
    (found,) = award(ask(farm(parcel("P1", 4, "mx")), rules)).classes
    assert found.points["klimaat"] == (2, 4), "a quarter of eight"
    assert found.next_short_points == {"klimaat": 2}
