"""On which parcels a payment takes value wherever it lies, and where contracts may begin and end under that rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level, PaymentKind
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.law.pairs import Relations
from calculator.stacking.problem.joining.whole_parcels import binds_years, switches, turning
from calculator.stacking.problem.stacks.regime import regime
from tests.builders import farm, parcel, payment, pays, relation, rulebook, scheme

ON = date(2026, 7, 1)
TAKES, OTHER, ACTIVITY = "province.x.a#p", "province.x.b#p", "national.rvo.eco#act"


def claimed(*, whole: bool = True) -> tuple[list[Claim], Relations]:
    """Two parcels with an activity, a package that takes its value there, and one that excludes the package; two years."""
    figures = {"points": {"klimaat": 4}, "value": 70}
    act = payment("act", measures=["m1"], kind=PaymentKind.ACTIVITY, figures=figures)
    taking = relation(
        ACTIVITY,
        RelationType.ZERO,
        TAKES,
        quantity=Quantity.VALUE,
        level=Level.PARCEL if whole else Level.UNIT,
    )
    rules = rulebook(
        scheme("national.rvo.eco", act), pays("a", "m2", 100), pays("b", "m3", 50),
        relations=[taking, relation(TAKES, RelationType.EXCLUSIVE, OTHER)],
    )  # fmt: skip
    land = farm(*(parcel(name, 2, "m1", "m2", "m3") for name in ("P1", "P2")))
    found = [c for a in assess(land, rules, pieces(land)[0], range(2026, 2028), ON) for c in a.claims]
    return found, regime(rules, 2026, ON).relations


def lasting(claims: list[Claim], ref: str, place: str) -> list[Claim]:
    """The claims, with those of a payment on a parcel as a contract over years."""
    return [
        replace(c, terms=replace(c.terms, multi_year=True)) if (c.ref, c.place) == (ref, place) else c
        for c in claims
    ]


def test_only_what_takes_value_on_a_whole_parcel_matters_anywhere_on_it() -> None:
    claims, relations = claimed()
    here = [c for c in claims if (c.place, c.year) == ("P1", 2026)]
    assert switches(here, relations) == {TAKES}
    assert switches([c for c in here if c.ref != ACTIVITY], relations) == frozenset()
    near, on_ground = claimed(whole=False)
    assert switches([c for c in near if c.year == 2026], on_ground) == frozenset()


def test_parcels_turn_on_which_a_contract_over_years_lies_beside_what_takes_value() -> None:
    claims, relations = claimed()
    every = {2026: relations, 2027: relations}
    assert turning(claims, every) == frozenset()
    for ref in (TAKES, OTHER):
        assert turning(lasting(claims, ref, "P1"), every) == {"P1"}
    # A year of which no rule is known is not looked at.
    assert turning(lasting(claims, TAKES, "P1"), {2026: relations}) == {"P1"}
    held = [c for c in lasting(claims, TAKES, "P1") if c.ref != ACTIVITY]
    assert turning(held, every) == frozenset()


def test_a_year_binds_others_where_a_contract_on_land_is_free_to_begin() -> None:
    (claim, *_), _ = claimed()
    free = replace(claim, terms=replace(claim.terms, multi_year=True))
    assert binds_years(free)
    assert not binds_years(claim)
    assert not binds_years(replace(free, demand=free.quantity))
    assert binds_years(replace(free, demand=free.quantity, commitment="0.0"))
    assert not binds_years(replace(free, piece="farm"))
