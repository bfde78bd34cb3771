"""A minimum amount stands among the limits in the years that it holds back, with its price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.limit import Limit, LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, measure, parcel, payment, relation, rulebook, scheme

DIRECT = ("direct-payment",)


def floor(least: int = 500) -> Limit:
    return limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": least}, payments=("@direct-payment",))


def income(rate: int = 200) -> object:
    made = payment("p", unit=Unit.HECTARE, quantity="subsidiable_ha", figures={"rate": rate}, groups=DIRECT)
    return scheme("national.rvo.basis", made)


def uses(area: object, *more: object, years: int = 1, **changes: object) -> tuple[LimitUse, ...]:
    rules = rulebook(income(), *more, limits=[floor()], **changes)  # type: ignore[arg-type]
    return award(ask(farm(parcel("P1", area)), rules, years=years)).limits


def test_payments_that_stay_below_it_name_it_with_what_it_takes() -> None:
    found = uses(Decimal("2.4"), years=2)
    assert [(x.limit, x.kind, x.year) for x in found] == [
        ("least", LimitKind.MINIMUM_TOTAL, 2026),
        ("least", LimitKind.MINIMUM_TOTAL, 2027),
    ]
    assert [(x.used, x.ceiling, x.binding, x.price) for x in found] == [(0, 500_00, True, 960_00)] * 2


def test_what_it_does_not_count_is_no_part_of_what_comes_to_it() -> None:
    other = scheme("province.x.a", payment("p", figures={"rate": 3_000}))
    assert [(x.used, x.price) for x in uses(Decimal("2.4"), other)] == [(0, 480_00)]


def test_what_comes_to_it_exactly_is_not_held_back() -> None:
    assert uses(Decimal("2.5")) == ()


def test_nothing_of_what_it_counts_leaves_it_out() -> None:
    rules = rulebook(scheme("province.x.a", payment("p", figures={"rate": 3})), limits=[floor()])
    assert award(ask(farm(parcel("P1", 1)), rules)).limits == ()


def test_it_holds_back_too_where_it_is_reached_by_giving_up_something_better() -> None:
    """With it the whole is worth 520; without it 100 of direct payments beside 450 of what excludes the rest."""
    more = scheme("national.rvo.more", payment("p", figures={"rate": 100}, groups=DIRECT))
    basis = scheme("national.rvo.basis", payment("p", figures={"rate": 420}, groups=DIRECT))
    rival = scheme("province.x.rival", payment("p", figures={"rate": 450}))
    rules = rulebook(
        more,
        basis,
        rival,
        relations=[relation("national.rvo.basis", RelationType.EXCLUSIVE, "province.x.rival")],
        limits=[floor()],
    )
    found = award(ask(farm(parcel("P1", 1)), rules))
    assert found.total == 520_00
    assert [(x.limit, x.used, x.price) for x in found.limits] == [("least", 520_00, 30_00)]


@pytest.mark.parametrize(("area", "paid"), [("2.4", 0), ("2.5", 500_00 + 1_000_00)])
@pytest.mark.parametrize("on_land", [True, False])
def test_a_supplement_has_no_base_in_a_payment_that_stays_below_it(
    area: str, paid: int, *, on_land: bool
) -> None:
    more = payment("p", measures=["m1"] if on_land else [], figures={"rate": 1_000})
    row = relation("province.x.more", RelationType.REQUIRES, "national.rvo.basis", level=Level.FARM)
    rules = rulebook(income(), scheme("province.x.more", more), limits=[floor()], relations=[row])
    land = parcel("P1", Decimal(area), *([measure("m1", 1)] if on_land else []))
    found = award(ask(farm(land), rules))
    assert (found.total, found.certificate.gap) == (paid, 0)
    said = {x.payment: x.because for x in found.not_chosen if x.scheme == "province.x.more"}
    assert said == ({} if paid else {"p": "relation"})


def test_a_supplement_that_may_rest_on_another_payment_is_paid_beside_one_that_stays_below_it() -> None:
    other = scheme("province.x.base", payment("p", figures={"rate": 10}, groups=("base",)))
    basis = payment(
        "p", unit=Unit.HECTARE, quantity="subsidiable_ha", figures={"rate": 200}, groups=(*DIRECT, "base")
    )
    more = scheme("province.x.more", payment("p", figures={"rate": 1_000}))
    row = relation("province.x.more", RelationType.REQUIRES, "@base", level=Level.FARM)
    rules = rulebook(scheme("national.rvo.basis", basis), other, more, limits=[floor()], relations=[row])
    assert award(ask(farm(parcel("P1", 1)), rules)).total == 1_010_00
