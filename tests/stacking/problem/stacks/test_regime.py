"""The regime of a year holds what is in force on its day, less the one limit whose price is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.problem.stacks.regime import Regime, regime
from tests.builders import ask, farm, limit, parcel, pays, relation, rulebook

ON = date(2026, 7, 1)
FIRST, LATER = Period(date(2026, 1, 1), date(2027, 1, 1)), Period(date(2027, 1, 1))
PER_HECTARE = limit(
    "per-hectare", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 450, "annual_crop": 600}},
    legal_bases=("unknown", "private"), counts=("private", "cap_aecc_art70"),
)  # fmt: skip
OF_COSTS = limit("costs", LimitKind.COST_SHARE, figures={"percent": 40}, legal_bases=("unknown",))
LEAST = limit(
    "least", LimitKind.MINIMUM_TOTAL, figures={"minimum": "62.50"}, payments=("province.x.a", "province.x.c")
)
CAP = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 100}, payments=("province.x.a",))
RULES = rulebook(
    pays("a", "m", 1), pays("b", "m", 1),
    relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", validity=LATER)],
    limits=[PER_HECTARE, LEAST, CAP, OF_COSTS],
)  # fmt: skip


def shares(of: Regime) -> list[bool]:
    """Of a and of b, each asked twice: the second time it is known."""
    asked = ask(farm(parcel("P1", 1, "m")), RULES)
    (found,) = assess(
        asked.profile, RULES, pieces(asked.profile, with_candidates=False)[0], asked.horizon, asked.on
    )
    return [of.shares_minimum(claim) for claim in found.claims for _ in range(2)]


def test_ceilings_stand_in_the_order_of_their_ids_in_cents_or_as_a_share_and_caps_are_none_of_them() -> None:
    """What a ceiling cuts it does not count besides."""
    costs, hectare = regime(RULES, 2026, ON).ceilings
    assert (costs.limit, costs.bases, costs.counts, costs.share) == (
        "costs", frozenset({"unknown"}), frozenset(), Fraction(2, 5),
    )  # fmt: skip
    assert (hectare.limit, hectare.bases, hectare.counts, hectare.share) == (
        "per-hectare", frozenset({"unknown", "private"}), frozenset({"cap_aecc_art70"}), None,
    )  # fmt: skip
    assert not costs.cents
    assert {key: int(cents) for key, cents in hectare.cents.items()} == {
        "other_land_use": 450_00,
        "annual_crop": 600_00,
    }


def test_only_the_limit_whose_price_is_asked_is_left_out() -> None:
    without = {x: regime(RULES, 2026, ON, x) for x in (None, "costs", "per-hectare", "least", "cap")}
    told = {x: ([c.limit for c in of.ceilings], of.minimum) for x, of in without.items()}
    least = Fraction(62_50)
    assert told == {
        None: (["costs", "per-hectare"], least),
        "costs": (["per-hectare"], least),
        "per-hectare": (["costs"], least),
        "least": (["costs", "per-hectare"], None),
        "cap": (["costs", "per-hectare"], least),
    }
    # What reads alike is one regime, with all that was worked out of it.
    assert without["cap"] is without[None]
    assert [x for x, of in without.items() if of.minimum_of is not LEAST] == ["least"]


def test_a_payment_shares_the_minimum_that_names_it_and_none_where_there_is_none() -> None:
    assert shares(regime(RULES, 2026, ON)) == [True, True, False, False]
    assert shares(regime(RULES, 2026, ON, "least")) == [False] * 4


def test_years_of_the_same_rows_and_figures_have_one_regime_and_others_their_own() -> None:
    first, second, third = (regime(RULES, year, ON) for year in (2026, 2027, 2028))
    assert second is third
    assert first is not second
    assert [len(x.relations.rows) for x in (first, second)] == [0, 1]
    ended = replace(LEAST, validity=FIRST)
    left = [regime(replace(RULES, limits=(ended,)), year, ON).minimum_of for year in (2026, 2027)]
    assert left == [ended, None]
