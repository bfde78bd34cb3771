"""A payment that asks a share of the land is planned for only with the measures that make up the share."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Presence, Scheme
from calculator.stacking.advising.variants import award
from tests.builders import (
    ask,
    de_minimis,
    farm,
    limit,
    measure,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
    text,
)
from tests.stacking.advising.test_advice import advise, grouped, wish


def share(code: str, least: str) -> Condition:
    asked = {"of": {"measures": [code]}, "in": "parcel_ha", "value": least}
    return Condition("share_at_least", asked, Presence.ASK, text(f"{least} of {code}"), ())


def bonus(id: str, rate: int, *asked: Condition) -> Scheme:
    return scheme(f"province.x.{id}", payment("p", figures={"rate": rate}, conditions=asked))


@pytest.mark.parametrize(("cost", "net"), [(30, 450_00), (90, 150_00), (111, 50_00)])
def test_what_a_share_costs_is_held_against_what_it_brings(cost: int, net: int) -> None:
    """Half of the land has it; the other half costs so much a hectare, and nine tenths bring EUR 500."""
    rules = rulebook(pays("a", "m1", 10), bonus("b", 500, share("m1", "0.9")))
    found = advise(farm(parcel("P1", 5, "m1"), parcel("P2", 5, wish("m1", 5, cost))), rules)
    assert (found.net, found.certificate.status, found.certificate.gap) == (net, "optimal", 0)
    (weighed,) = found.candidates
    assert weighed.difference == -abs(550_00 - cost * 500)


@pytest.mark.parametrize(("cost", "net"), [(30, 450_00), (90, 150_00), (111, 50_00)])
def test_what_hectares_in_all_cost_is_held_against_what_they_bring(cost: int, net: int) -> None:
    """Five hectares have it, nine are asked: the same as nine tenths of ten hectares."""
    asked = {"of": {"measures": ["m1"]}, "value": "9"}
    condition = Condition("land_at_least", asked, Presence.ASK, text("9 ha"), ())
    rules = rulebook(pays("a", "m1", 10), bonus("b", 500, condition))
    found = advise(farm(parcel("P1", 5, "m1"), parcel("P2", 5, wish("m1", 5, cost))), rules)
    assert (found.net, found.certificate.status) == (net, "optimal")


def test_what_a_payment_that_asks_a_share_would_beat_is_paid_where_the_plan_lacks_the_share() -> None:
    """One of EUR 500 that asks it keeps out one of EUR 400: the next step is what brings EUR 60, not the share for EUR 50."""
    rules = rulebook(
        pays("a", "m1", 0), pays("c", "m2", 6), bonus("f", 500, share("m1", "0.5")), bonus("h", 400),
        relations=[relation("province.x.f", RelationType.EXCLUSIVE, "province.x.h")],
    )  # fmt: skip
    found = advise(farm(parcel("P1", 10, wish("m1", 10, 5), wish("m2", 10, 0))), rules)
    assert found.net == 400_00 + 60_00 + 50_00
    assert found.next_step is not None
    assert (found.next_step.measure.code, found.next_step.net) == ("m2", 60_00)


def test_a_share_in_every_year_is_paid_in_every_year() -> None:
    rules = rulebook(bonus("b", 500, share("m1", "0.5")))
    found = advise(farm(parcel("P1", 8, wish("m1", 4, 10))), rules, years=3)
    assert (found.total, found.net, found.certificate.status) == (1_500_00, 1_380_00, "optimal")


def test_what_a_candidate_would_displace_no_longer_counts() -> None:
    """Eight of ten hectares have it and eight are asked; a candidate that pays EUR 40 more would take three of them."""
    rules = rulebook(pays("a", "m1", 10), pays("c", "m2", 50), bonus("b", 100, share("m1", "0.8")))
    rules = grouped(rules, m1="g", m2="g")
    found = advise(farm(parcel("P1", 7, measure("m1", 5)), parcel("P2", 3, "m1", wish("m2", 3, 0))), rules)
    assert (found.net, found.certificate.status) == (200_00, "optimal")
    dearer = rulebook(pays("a", "m1", 10), pays("c", "m2", 50), bonus("b", 200, share("m1", "0.8")))
    found = advise(
        farm(parcel("P1", 7, measure("m1", 5)), parcel("P2", 3, "m1", wish("m2", 3, 0))),
        grouped(dearer, m1="g", m2="g"),
    )
    assert (found.net, found.certificate.status) == (280_00, "optimal")


def test_a_payment_on_land_that_asks_a_share_is_divided_under_its_cap_all_the_same() -> None:
    asked = payment("p", measures=["m2"], figures={"rate": 100}, conditions=(share("m1", "0.5"),))
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.b",))
    rules = rulebook(scheme("province.x.b", asked), limits=[cap])
    found = advise(farm(parcel("P1", 4, "m2"), parcel("P2", 4, wish("m1", 4, 50))), rules)
    assert (found.net, found.certificate.status) == (50_00, "optimal")


def test_a_share_that_is_a_figure_is_read_at_its_widest_and_the_plan_is_the_best_of_those_that_it_pays() -> (
    None
):
    asked = {"of": {"measures": ["m1"]}, "in": "parcel_ha", "figure": "least"}
    condition = Condition("share_at_least", asked, Presence.ASK, text("a share of m1"), ())
    made = payment("p", figures={"rate": 500, "least": "0.9"}, conditions=(condition,))
    rules = rulebook(pays("a", "m1", 10), scheme("province.x.b", made))
    found = advise(farm(parcel("P1", 5, "m1"), parcel("P2", 5, wish("m1", 5, 30))), rules)
    assert (found.certificate.status, found.net) == ("optimal", 450_00), "as if it were paid without, 50"


def test_a_single_step_counts_no_payment_on_its_own_land_that_asks_a_share_it_does_not_have() -> None:
    """The payment on m2 asks m1 on half of the land: alone neither brings anything."""
    asked = payment("p", measures=["m2"], figures={"rate": 100}, conditions=(share("m1", "0.5"),))
    rules = rulebook(pays("a", "m1", 10), scheme("province.x.b", asked))
    found = advise(farm(parcel("P1", 4, wish("m1", 4, 20), wish("m2", 4, 30))), rules)
    assert (found.net, found.certificate.status) == (240_00, "optimal")
    assert found.next_step is None
    assert [w.difference for w in found.candidates] == [-240_00, -240_00]


def test_a_grant_that_asks_a_share_is_not_halved_beside_what_it_excludes() -> None:
    """A ceiling leaves room for half of the land: beside it half of the grant was counted in what the candidate brings."""
    rules = rulebook(
        pays("a", "m1", 100, legal_basis="de_minimis_agri_1408_2013"),
        bonus("b", 300, share("m1", "0.1")),
        relations=[relation("province.x.b", RelationType.EXCLUSIVE, "province.x.a", level=Level.FARM)],
        limits=[de_minimis(200)],
    )
    found = advise(farm(parcel("P1", 4, wish("m1", 4, 5))), rules)
    assert (found.net, found.certificate.status) == (280_00, "optimal")
    (weighed,) = found.candidates
    assert weighed.difference == -280_00


def test_what_a_single_step_brings_counts_no_supplement_on_a_grant_whose_share_it_does_not_reach() -> None:
    """Both parcels make up nine tenths. A grant and what rests on it are taken together, so that they were read as paid."""
    rules = rulebook(
        pays("a", "m1", 10), bonus("b", 500, share("m1", "0.9")), bonus("c", 100),
        relations=[relation("province.x.c", RelationType.REQUIRES, "province.x.b")],
    )  # fmt: skip
    land = (parcel("P1", 2, "m1"), parcel("P2", 4, wish("m1", 4, 30)), parcel("P3", 4, wish("m1", 4, 30)))
    found = advise(farm(*land), rules)
    assert (found.net, found.certificate.status) == (460_00, "optimal")
    assert found.next_step is None
    assert [w.difference for w in found.candidates] == [-440_00, -440_00]


@pytest.mark.parametrize("seed", range(8))
def test_no_other_plan_leaves_more(seed: int) -> None:
    dice = random.Random(seed)
    rules = rulebook(
        pays("a", "m1", dice.randint(0, 40)),
        pays("c", "m2", dice.randint(0, 90)),
        bonus("b", dice.randint(100, 900), share("m1", dice.choice(["0.3", "0.55", "0.8"]))),
        bonus("d", dice.randint(100, 900), share("m2", "0.35"), share("m1", "0.25")),
    )
    land = []
    for n in range(4):
        here: Measure | str = wish(dice.choice(["m1", "m2"]), 4, dice.randint(0, 120))
        if n == 3:
            here = "m1"
        land.append(parcel(f"P{n}", dice.randint(4, 7), here))
    found = advise(farm(*land), rules)
    assert found.certificate.status == "optimal"
    assert found.net == best_of_all(farm(*land), rules)


def best_of_all(profile: FarmProfile, rules: Rulebook) -> int:
    """The most that any set of candidates leaves, each as a farm of its own that considers nothing."""
    every = [(p.id, m) for p in profile.parcels for m in p.measures if m.candidate]
    sets = [of for n in range(len(every) + 1) for of in combinations(every, n)]
    return max(left_by(profile, rules, of) for of in sets)


def left_by(profile: FarmProfile, rules: Rulebook, taken: Sequence[tuple[str, Measure]]) -> int:
    def done(place: str, measures: Sequence[Measure]) -> tuple[Measure, ...]:
        return tuple(replace(m, candidate=False) for m in measures if not m.candidate or (place, m) in taken)

    made = replace(
        profile, parcels=tuple(replace(p, measures=done(p.id, p.measures)) for p in profile.parcels)
    )
    cost = sum(m.quantity * (m.cost_eur or 0) for _, m in taken)
    return award(ask(made, rules)).total - int(cost * 100)
