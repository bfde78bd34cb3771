"""A minimum amount stands among the limits in the years that it holds back, with its price."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.award import LimitUse
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, parcel, payment, relation, rulebook, scheme

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
