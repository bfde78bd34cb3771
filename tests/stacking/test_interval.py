"""The low and the high total are optima of their own: what is hoped for comes with ranges, and never beside what it excludes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from calculator.domain.award import Award
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.relation import Level, Relation, RelationType
from calculator.domain.scheme import Condition, GrantRule, Payment, PaymentKind, Presence, Scheme
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking import interval
from calculator.stacking.awarding import award
from calculator.stacking.explaining.answer import RANGE_NOT_PROVEN
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from tests.builders import ask, farm, limit, parcel, payment, pays, relation, rulebook, scheme, text

ECO = "national.rvo.eco"


def activity(id: str, value: int | None, points: int | None = 1) -> Payment:
    """So many points and so much value per hectare; what is None has not been published."""
    figures: dict[str, object] = {} if value is None else {"value": value}
    if points is not None:
        figures["points"] = {"klimaat": points}
    return payment(id, measures=[id], kind=PaymentKind.ACTIVITY, figures=figures)


def premium(entry: int) -> Payment:
    """EUR 100 per hectare for bronze, EUR 200 for gold."""
    return payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={
            "entry": {"1.klimaat": entry}, "threshold": {"brons": 50, "goud": 150}, "rate": {"brons": 100, "goud": 200},
        },
    )  # fmt: skip


def asked(
    *others: Scheme,
    entry: int = 1,
    relations: Sequence[Relation] = (),
    limits: Sequence[Limit] = (),
    waits: Payment | None = None,
) -> Award:
    """Ten hectares with an activity that is claimed and one that waits, and what others pay."""
    codes = ("gras", "weiden", *(m for s in others for p in s.payments for m in p.measures))
    eco = scheme(ECO, activity("gras", 70), waits or activity("weiden", None), premium(entry))
    rules = rulebook(eco, *others, relations=relations, limits=limits)
    return award(ask(farm(parcel("P1", 10, *codes)), rules))


def test_a_range_and_a_class_that_is_hoped_for_come_together_in_the_high_total() -> None:
    found = asked(pays("rand", "rand", (30, 50)))
    assert (found.low, found.total, found.high) == (1300_00, 1300_00, 2500_00)


def test_a_payment_that_keeps_out_what_a_hoped_for_class_rests_on_does_not_come_with_it() -> None:
    apart = [relation("province.x.rand", RelationType.EXCLUSIVE, f"{ECO}#gras")]
    # Both activities on all land have two points per hectare, the one that waits has one of these alone.
    found = asked(pays("rand", "rand", 150), entry=2, relations=apart)
    assert (found.total, found.high) == (1500_00, 2000_00)
    assert [o.could_pay_cents for o in found.open if o.payment == "premie"] == [2000_00]


def test_what_waits_may_carry_a_class_by_itself_where_a_payment_keeps_the_rest_out() -> None:
    apart = [relation("province.x.rand", RelationType.EXCLUSIVE, f"{ECO}#gras")]
    found = asked(pays("rand", "rand", 150), relations=apart)
    assert (found.total, found.high) == (1500_00, 3500_00)


def test_points_that_nobody_published_may_be_as_many_as_a_class_asks() -> None:
    found = asked(entry=4, waits=activity("weiden", 80, points=None))
    assert (found.total, found.high) == (0, 2000_00)


def test_a_class_that_is_hoped_for_fills_a_cap_as_one_that_is_reached() -> None:
    cap = limit(
        "cap", LimitKind.AMOUNT_CAP, figures={"cap": 1800}, payments=(f"{ECO}#premie", "province.x.rand")
    )
    found = asked(pays("rand", "rand", 30), limits=[cap])
    assert (found.total, found.high) == (1300_00, 1800_00)


@pytest.mark.parametrize(
    ("level", "high"), [(Level.UNIT, 6000_00), (Level.PARCEL, 5500_00), (Level.FARM, 5000_00)]
)
def test_what_two_payments_may_come_to_together_holds_in_the_high_total_where_only_that_passes_it(
    level: Level, high: int
) -> None:
    row = relation(
        "province.x.rand", RelationType.SUM_CAPPED, "province.x.oever", level=level, parameter=Decimal(2000)
    )
    rules = rulebook(pays("rand", "rand", 100), pays("oever", "oever", (100, 500)), relations=[row])
    land = farm(parcel("P1", 5, "rand"), parcel("P2", 5, "oever", "rand"), parcel("P3", 5, "oever"))
    found = award(ask(land, rules))
    assert (found.total, found.high) == (2000_00, high)


def grants(count: int, row: RelationType) -> tuple[list[Scheme], list[Relation]]:
    """Grants over two years of EUR 1,000 a year, each reduced to nine tenths beside the next, or the higher alone paid."""
    rule, names = GrantRule("multi_year", (7, 1)), [f"province.x.g{n}" for n in range(count)]
    made = [scheme(n, payment("p", figures={"rate": 1000}, term_years=2, grant=rule)) for n in names]
    share = {"parameter": Decimal("0.9")} if row is RelationType.REDUCED else {}
    return made, [relation(a, row, b, **share) for a, b in pairwise(names)]


def waiting_later(count: int, row: RelationType = RelationType.REDUCED) -> Award:
    """So many grants, and in the second and third year a class that waits for an earlier crop."""
    earlier = Condition(
        "history_includes", {"crops": ["mais"], "years": 1}, Presence.ASK, text("maïs"), ("S1",)
    )
    waits = payment(
        "weiden", measures=["weiden"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 1}, "value": 100},
        conditions=(earlier,),
    )  # fmt: skip
    made, rows = grants(count, row)
    rules = rulebook(scheme(ECO, activity("gras", 70), waits, premium(1)), *made, relations=rows)
    land = parcel("P1", 10, "gras", "weiden", crop_history={2025: "gras"})
    return award(ask(farm(land), rules, years=3))


@pytest.mark.parametrize("count", [3, 8])
def test_what_is_hoped_for_in_some_years_alone_comes_beside_grants_over_years(count: int) -> None:
    found, given = waiting_later(count), count * 900_00 + 100_00
    assert (found.total, found.high - found.total) == (3 * (given + 1_000_00), 2 * 1_000_00)
    assert RANGE_NOT_PROVEN not in found.caveats


def test_an_award_is_not_refused_where_only_its_high_total_has_too_many_choices() -> None:
    found = waiting_later(8, RelationType.HIGHEST)
    assert (found.total, found.high) == (3 * (4_000_00 + 1_000_00), 3 * (4_000_00 + 1_000_00))
    assert found.certificate.status == "optimal"
    assert RANGE_NOT_PROVEN in found.caveats


def test_a_contribution_that_is_known_as_a_range_is_its_upper_end_in_the_low_total() -> None:
    paid = payment("p", measures=["oever"], figures={"rate": 100, "deduction": (10, 30)})
    rules = rulebook(scheme("province.x.oever", paid), pays("rand", "rand", (30, 50)))
    found = award(ask(farm(parcel("P1", 10, "oever", "rand")), rules))
    assert (found.low, found.total, found.high) == (1000_00, 1200_00, 1400_00)


@dataclass(frozen=True)
class Asked:
    """A task of which only the claims and the reading matter."""

    claims: tuple[Claim, ...]
    reading: str = "expected"


@pytest.mark.parametrize(
    ("low", "high", "sure"),
    [
        ((80_00, True), (120_00, True), True),
        ((80_00, False), (120_00, True), False),
        ((80_00, True), (120_00, False), False),
    ],
)
def test_a_range_of_which_either_end_is_not_proven_says_so(
    monkeypatch: pytest.MonkeyPatch, low: tuple[int, bool], high: tuple[int, bool], sure: bool
) -> None:
    monkeypatch.setattr(interval, "reading_total", lambda task, *_: low if task.reading == "low" else high)
    land = farm(parcel("P1", 2, "rand"))
    (found,) = assess(
        land, rulebook(pays("rand", "rand", 50)), pieces(land)[0], range(2026, 2027), date(2026, 7, 1)
    )
    claim = found.claims[0]
    wide = replace(claim, terms=replace(claim.terms, rate=replace(claim.rate, low=claim.rate.low / 2)))
    expected: Any = SimpleNamespace(
        lines=[SimpleNamespace(amount=100_00)], built=SimpleNamespace(unknown=False)
    )
    asked_of: Any = Asked((wide,))
    unsure = () if sure else (RANGE_NOT_PROVEN,)
    assert interval.interval(asked_of, expected, {}) == (80_00, 120_00, unsure)


def test_where_what_is_hoped_for_has_too_many_choices_the_high_total_leaves_that_out_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def total(task: Asked, _: object, hopes: object) -> tuple[int, bool]:
        if hopes:
            raise TooManyPlansError("many", "national.x.a#p", 2026)
        return 130_00, True

    monkeypatch.setattr(interval, "reading_total", total)
    expected: Any = SimpleNamespace(
        lines=[SimpleNamespace(amount=100_00)], built=SimpleNamespace(unknown=False)
    )
    none: Any = Asked(())
    assert interval.interval(none, expected, {2026: {}}) == (100_00, 130_00, (RANGE_NOT_PROVEN,))
