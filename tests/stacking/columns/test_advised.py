"""The plans of a population leave what the engine that advises one farm leaves, farm by farm."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from calculator.domain.farm import FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, PaymentKind, Presence, Scheme
from calculator.domain.source import Series
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.advising import variants
from calculator.stacking.advising.wish import NO_WISH, Named, Wish
from calculator.stacking.awarding import Question
from calculator.stacking.columns import STATUSES, Evaluation
from calculator.stacking.columns.answer import Gathering
from calculator.stacking.columns.ordinary import Asked
from calculator.stacking.columns.planned.advised import Planning
from calculator.stacking.columns.planned.plans import Advised, Plans, Settled
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.columns.settling import Columns
from tests.benchmarks.farms import many_farms
from tests.benchmarks.populations import population
from tests.builders import (
    de_minimis,
    farm,
    figure,
    limit,
    measure,
    parcel,
    payment,
    relation,
    rulebook,
    scheme,
    text,
)
from tests.stacking.columns.of_profiles import considered

ON = date(2026, 7, 1)
DONE = "grasland-met-kruiden"


def considering(farms: Sequence[FarmProfile], seed: int, most: int = 7) -> list[FarmProfile]:
    """The farms with some of what they do as candidates: cheap and dear ones, and of some nobody knows the costs."""
    rnd = random.Random(seed)

    def one(profile: FarmProfile) -> FarmProfile:
        left = [most]

        def measures(place: Parcel | LandscapeElement) -> tuple[Measure, ...]:
            return tuple(considered_(m) if left[0] and rnd.random() < 0.4 else m for m in place.measures)

        def considered_(m: Measure) -> Measure:
            left[0] -= 1
            cost = None if rnd.random() < 0.05 else Decimal(rnd.randint(0, rnd.choice((5, 60, 300))))
            return replace(m, candidate=True, cost_eur=cost, income_forgone_eur=Decimal(rnd.randint(0, 40)))

        return replace(
            profile,
            parcels=tuple(replace(p, measures=measures(p)) for p in profile.parcels),
            elements=tuple(replace(e, measures=measures(e)) for e in profile.elements),
        )

    return [one(profile) for profile in farms]


def planned(rules: Rulebook, farms: Sequence[FarmProfile], years: int, wish: Wish = NO_WISH) -> Advised:
    words = Vocabulary()
    made, wanted = encode(farms, words), considered(farms, rules, words)
    return Evaluation(rules, ON, years).advised(made, wanted, np.arange(len(farms)), wish)


def one_by_one(rules: Rulebook, farms: Sequence[FarmProfile], years: int, wish: Wish = NO_WISH) -> Advised:
    """Every farm by the engine that advises one farm."""
    asked = Asked(rules, ON, range(ON.year, ON.year + years))
    into, plans = Gathering(tuple(asked.years)), Plans(years)
    plans.cost.append(np.zeros(len(farms), dtype=np.int64))
    for at, profile in enumerate(farms):
        plans.own(asked, profile, at, "asked", wish, into)
    return plans.finished(into.finished())


def same(rules: Rulebook, farms: Sequence[FarmProfile], years: int, wish: Wish = NO_WISH) -> Advised:
    """The plans in columns, each of which leaves what that of the ordinary engine leaves, but for what both lose by rounding."""
    found, own = planned(rules, farms, years, wish), one_by_one(rules, farms, years, wish)
    for at in range(len(farms)):
        assert (found.answer.status[at] == STATUSES.index("none")) == (
            own.answer.status[at] == STATUSES.index("none")
        )
        apart = int(found.net[at] - own.net[at])
        assert -found.answer.gap[at] - 2 * years <= apart <= own.answer.gap[at] + 2 * years, (at, apart)
    return found


def taken(found: Advised, at: int) -> dict[tuple[int, str], int]:
    mine = np.flatnonzero(found.farm == at).tolist()
    return {(int(found.place[i]), found.measures[found.measure[i]]): int(found.effort[i]) for i in mine}


@pytest.mark.parametrize("kind", ["typical", "hard", "classes"])
def test_every_plan_leaves_what_the_engine_of_one_farm_leaves(kind: str) -> None:
    rules = rulebooks.current()
    documents = many_farms(4, seed=5) if kind == "classes" else population(6, 5, rules, hard=kind == "hard")
    farms = considering([profiles.read(document, rules) for document in documents], seed=5)
    found = same(rules, farms, years=2)
    assert sum(found.answer.left().values()) <= 2
    assert len(np.unique(found.farm)) >= (3 if kind == "classes" else 1)


@pytest.mark.parametrize(
    "wish",
    [
        Wish(forbid=(Named("langjarig-grasland"),)),
        Wish(lock=(Named("groenbedekking"),)),
        Wish(max_effort=2_000_00),
    ],
    ids=["forbid", "lock", "effort"],
)
def test_what_is_wished_is_kept(wish: Wish) -> None:
    rules = rulebooks.current()
    farms = considering(
        [profiles.read(document, rules) for document in many_farms(3, seed=8)], seed=8, most=9
    )
    found = same(rules, farms, 1, wish)
    for at in range(len(farms)):
        efforts = taken(found, at)
        assert wish.max_effort is None or sum(efforts.values()) <= wish.max_effort
        assert not {code for _, code in efforts} & {n.code for n in wish.forbid}


def meadow(rate: int = 100) -> Rulebook:
    return rulebook(scheme("province.x.meadow", payment("p", measures=[DONE], figures={"rate": rate})))


def costing(euros: int, quantity: str = "2") -> Measure:
    return replace(
        measure(DONE, quantity), candidate=True, cost_eur=Decimal(euros), income_forgone_eur=Decimal(10)
    )


def test_a_measure_is_taken_where_it_pays_more_than_its_cost_and_lost_income() -> None:
    farms = [farm(parcel("P1", 2, costing(euros))) for euros in (80, 89, 90, 91, 200)]
    found = planned(meadow(), farms, 3)
    assert found.answer.left() == {}
    assert [len(taken(found, at)) for at in range(5)] == [1, 1, 0, 0, 0]
    assert found.net.tolist() == [6_000, 600, 0, 0, 0]
    assert found.cost.tolist() == [54_000, 59_400, 0, 0, 0]
    assert taken(found, 0) == {(0, DONE): 18_000}


def test_a_plan_that_cuts_the_ground_of_a_least_quantity_keeps_what_is_paid_there() -> None:
    """3 ha of the first measure, of which the one that is considered takes a part."""
    field = payment("p", measures=["ma"], figures={"rate": 100, "min_quantity": 2})
    herbs = payment("q", measures=[DONE], figures={"rate": 90})
    rules = rulebook(scheme("province.x.a", field), scheme("province.x.b", herbs))
    farms = [farm(parcel("P1", 5, measure("ma", of), costing(30, "1.5"))) for of in ("3", "1.9")]
    found = same(rules, farms, 1)
    assert found.answer.left() == {}
    assert found.net.tolist() == [300_00 + 135_00 - 60_00, 135_00 - 60_00]


def test_what_the_columns_leave_is_said_and_advised_by_the_engine_of_one_farm() -> None:
    done = farm(parcel("P1", 2, measure(DONE, 2)), parcel("P2", 2, costing(20)))
    found = planned(meadow(), [done], 2, Wish(forbid=(Named(DONE),)))
    assert found.answer.left() == {"a measure that is done and must not be": 1}
    assert found.net.tolist() == [0]
    assert len(found.farm) == 0


def test_farms_that_consider_what_a_payment_takes_a_share_of_are_advised_one_by_one() -> None:
    """Half of the land is herb-rich; nine tenths bring EUR 500 a year. Who considers nothing of it is settled in columns."""
    asked = {"of": {"measures": [DONE]}, "in": "parcel_ha", "value": "0.9"}
    condition = Condition("share_at_least", asked, Presence.ASK, text("a share"), ())
    bonus = scheme("province.x.bonus", payment("p", figures={"rate": 500}, conditions=(condition,)))
    other = scheme("province.x.other", payment("p", measures=["gras-klaver"], figures={"rate": 50}))
    rules = rulebook(*meadow(10).schemes, bonus, other)
    land = parcel("P1", 5, measure(DONE, 5))
    farms = [farm(land, parcel("P2", 5, costing(euros, "5"))) for euros in (5, 30, 120)]
    beside = replace(costing(5, "5"), code="gras-klaver")
    # The last is paid the bonus as it is, so that what a plan does elsewhere on the land may bear on it.
    paid = farm(parcel("P1", 9, measure(DONE, 9)), parcel("P2", 1, replace(beside, quantity=Decimal(1))))
    found = same(rules, [*farms, farm(land, parcel("P2", 5, beside)), paid], 2)
    assert found.answer.left() == {"a payment for the farm that looks at what is done on its land": 4}
    assert found.net.tolist()[:3] == [1_050_00, 800_00, 100_00]


FULL = {"aid": [("2025-03-01", 25_000)]}
APART = farm(parcel("P1", 2, costing(20)), parcel("P2", 4, "ditch"), **FULL)


def scarce() -> Rulebook:
    """Meadows are paid for; ditches and grants are counted under a ceiling, ponds under a cap; ``eco`` brings points."""
    aid = {"legal_basis": "de_minimis_agri_1408_2013"}
    eco = payment(
        "e", measures=["eco"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 100}
    )
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={"entry": {"1.klimaat": "1"}, "threshold": {"brons": 10}, "rate": {"brons": 60}},
    )  # fmt: skip
    return rulebook(
        *meadow().schemes,
        scheme("province.x.ditch", payment("p", measures=["ditch"], figures={"rate": 900}), **aid),
        scheme("province.x.grant", payment("p", figures={"rate": 14_000}), **aid),
        scheme("province.x.pond", payment("p", measures=["pond"], figures={"rate": 400})),
        scheme("national.rvo.eco", eco, premium),
        relations=[relation("province.x.pond", RelationType.EXCLUSIVE, "national.rvo.eco#e")],
        limits=[de_minimis(), limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": 3}, payments=("province.x.pond",))],
    )  # fmt: skip


def test_no_plan_is_looked_for_again_where_what_is_scarce_lies_apart_from_what_is_considered() -> None:
    ditch, eco = replace(costing(300), code="ditch"), replace(costing(10), code="eco")
    ditches, ponds = parcel("P2", 4, "ditch"), parcel("P2", 4, "pond")
    apart = [
        farm(parcel("P1", 2, costing(20)), ditches, **FULL),
        farm(parcel("P1", 2, costing(20)), ponds),
        farm(
            parcel("P1", 2, costing(20)),
            parcel("P2", 4, "ditch", replace(costing(20, "4"), code="other")),
            **FULL,
        ),
        farm(parcel("P1", 2, costing(120)), ditches, **FULL),
        farm(ditches, **FULL),
    ]
    joined = [
        # More of what the ceiling counts; ponds that give way to what brings points.
        farm(parcel("P1", 2, ditch), ditches, **FULL),
        farm(parcel("P1", 2, eco), parcel("P2", 4, "pond", "eco")),
    ]
    farms, rules = [*apart, *joined], scarce()
    assert len(same(rules, farms, 2).farm) > 3
    found = settled(rules, farms)
    assert sorted(found.left) == list(range(len(farms)))
    assert sorted(found.certain) == list(range(len(apart)))
    # To the cent each leaves what the best leaves.
    assert {each.short for each in found.certain.values()} == {0}


def settled(rules: Rulebook, farms: Sequence[FarmProfile], wish: Wish = NO_WISH) -> Settled:
    words = Vocabulary()
    made, wanted = encode(farms, words), considered(farms, rules, words)
    planning = Planning(Columns(rules, ON, range(2026, 2028), words), wish)
    return planning.settle(made, wanted, 0, Gathering((2026, 2027)))


def next_year(amount: int) -> Series:
    return Series((figure(amount, period=Period(date(2027, 1, 1), None)),))


def also(rules: Rulebook, *limits: Limit, schemes: Sequence[Scheme] = ()) -> Rulebook:
    return replace(rules, schemes=(*rules.schemes, *schemes), limits=(*rules.limits, *limits))


def least(*payments: str) -> Limit:
    """A minimum of 2027 alone."""
    made = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=payments)
    return replace(made, figures={"minimum": next_year(500)})


def test_a_plan_is_not_certain_where_a_grant_that_may_give_way_helps_to_come_to_a_minimum() -> None:
    """Without the grant the meadow alone has to come to it. A grant that no ceiling counts never gives way."""
    free = scheme("province.x.free", payment("p", figures={"rate": 300}))
    helps = settled(also(scarce(), least("province.x.grant", "province.x.meadow")), [APART])
    assert (sorted(helps.left), sorted(helps.certain)) == ([0], [])
    apart = settled(also(scarce(), least("province.x.free"), schemes=[free]), [APART])
    assert sorted(apart.certain) == [0]


def test_a_plan_is_not_certain_where_a_grant_takes_of_the_cap_that_is_full() -> None:
    """The cap leaves EUR 500 for ponds beside the grant, or more of them without it."""
    shared = limit(
        "shared",
        LimitKind.AMOUNT_CAP,
        figures={"cap": 14_500},
        payments=("province.x.grant", "province.x.pond"),
    )
    ponds = farm(parcel("P1", 2, costing(20)), parcel("P2", 2, "pond"))
    found = settled(also(scarce(), shared), [ponds])
    assert (sorted(found.left), sorted(found.certain)) == ([0], [])


def test_a_plan_is_not_certain_where_a_payment_for_the_farm_looks_at_its_land() -> None:
    asked = {"of": {"measures": ["ditch"]}, "in": "parcel_ha", "value": "0.5"}
    condition = Condition("share_at_least", asked, Presence.ASK, text("a share"), ())
    bonus = scheme("province.x.bonus", payment("p", figures={"rate": 500}, conditions=(condition,)))
    found = settled(also(scarce(), schemes=[bonus]), [APART])
    assert (sorted(found.left), sorted(found.certain)) == ([0], [])


def test_a_plan_is_not_certain_where_the_farm_does_what_it_must_not_do() -> None:
    found = settled(scarce(), [farm(parcel("P2", 4, "ditch"), **FULL)], Wish(forbid=(Named("ditch"),)))
    assert (sorted(found.left), sorted(found.certain)) == ([0], [])


def test_caps_that_other_farms_fill_and_classes_elsewhere_on_the_land_leave_a_plan_certain() -> None:
    """The first considers a pond, far under the cap; the other fills it. On a third parcel an activity stands beside a strip."""
    pond = replace(costing(20, "1"), code="pond")
    strip = scheme("province.x.strip", payment("p", measures=["strip"], figures={"rate": 70}))
    row = relation("province.x.strip", RelationType.EXCLUSIVE, "national.rvo.eco#e")
    rules = also(scarce(), schemes=[strip])
    rules = replace(rules, relations=(*rules.relations, row))
    few = farm(parcel("P1", 1, pond), parcel("P2", 4, "ditch"), parcel("P3", 1, "eco", "strip"), **FULL)
    full = farm(parcel("P1", 2, costing(20)), parcel("P2", 4, "pond"))
    assert sorted(settled(rules, [few, full]).certain) == [0, 1]


def test_a_plan_is_not_certain_where_what_is_considered_is_counted_beside_what_is_not() -> None:
    """A ditch is paid for twice, of which the ceiling counts one."""
    other = scheme("province.x.bank", payment("p", measures=["ditch"], figures={"rate": 50}))
    more = farm(parcel("P1", 2, replace(costing(20), code="ditch")), parcel("P2", 4, "ditch"), **FULL)
    found = settled(also(scarce(), schemes=[other]), [more, APART])
    assert (sorted(found.left), sorted(found.certain)) == ([0, 1], [1])


def test_the_plan_is_that_of_the_award() -> None:
    rules = rulebooks.current()
    (profile,) = considering(
        [profiles.read(document, rules) for document in many_farms(1, seed=21)], seed=2, most=4
    )
    found = planned(rules, [profile], 2)
    award = variants.award(Question(profile, rules, ON, 2, "test", "sha256:test", "advise"))
    best = next(v for v in award.variants if v.name == "best")
    assert int(found.net[0]) == best.total - best.cost
    places = {place.id: at for at, place in enumerate(profile.places)}
    assert sorted(taken(found, 0)) == sorted((places[m.place], m.code) for m in best.measures)


def test_one_population_after_another_is_advised_as_if_it_were_the_first() -> None:
    strip = scheme("province.x.strip", payment("p", measures=["strip"], figures={"rate": 7}))
    rules = rulebook(*meadow().schemes, strip)
    evaluation = Evaluation(rules, ON, 1)
    for code, left in ((DONE, 160_00), ("strip", 0), (DONE, 160_00)):
        words = Vocabulary()
        farms = [farm(parcel("P1", 2, replace(costing(10), code=code)))]
        found = evaluation.advised(encode(farms, words), considered(farms, rules, words), np.arange(1))
        assert found.net.tolist() == [left]


def test_a_wish_for_a_population_names_no_place() -> None:
    with pytest.raises(ValueError, match="measures, not places"):
        planned(meadow(), [farm(parcel("P1", 2, costing(5)))], 1, Wish(lock=(Named(DONE, "P1"),)))


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["typical", "hard", "classes"])
@pytest.mark.parametrize("years", [1, 6])
def test_hundreds_of_plans_leave_what_the_engine_of_one_farm_leaves(kind: str, years: int) -> None:
    rules = rulebooks.current()
    documents = (
        many_farms(150, seed=50) if kind == "classes" else population(150, 50, rules, hard=kind == "hard")
    )
    farms = considering([profiles.read(document, rules) for document in documents], seed=years)
    same(rules, farms, years)
