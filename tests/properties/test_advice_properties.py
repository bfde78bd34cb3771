"""Advice on every farm: the plan is the best of all sets of candidates, locks and forbids never add, effort never takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.candidates import (
    Arrangement,
    Candidate,
    arrangements,
    candidates,
    known_costs,
    planned,
)
from calculator.stacking import awarding
from calculator.stacking.advising import variants
from calculator.stacking.advising.advice import NoPlanError
from calculator.stacking.advising.wish import NO_WISH, Named, Wish
from calculator.stacking.awarding import Question
from tests.builders import ask, de_minimis, farm, limit, measure, parcel, payment, relation, rulebook, scheme
from tests.samples import cases

CODES = ("m0", "m1", "m2", "m3")
PAIRS = list(combinations(CODES, 2))
#: Cents that whole square metres and cents may take from or add to an optimum on such a farm.
SETTLED = 10
AID = {"legal_basis": "de_minimis_agri_1408_2013"}


@st.composite
def farms(draw: st.DrawFn) -> tuple[FarmProfile, Rulebook]:
    """One or two parcels, up to four candidates, exclusions, groups, a class, a ceiling and a cap."""
    rates = draw(st.lists(st.integers(1, 300), min_size=4, max_size=4))
    exclusive = draw(st.sets(st.sampled_from(PAIRS), max_size=2))
    group = draw(st.lists(st.sampled_from(["", "g"]), min_size=4, max_size=4))
    term, aid = draw(st.sampled_from([None, 6])), draw(st.booleans())
    paid = [
        scheme(
            f"province.x.{c}",
            payment("p", measures=[c], figures={"rate": r}, term_years=term),
            **(AID if aid else {}),
        )
        for c, r in zip(CODES, rates, strict=True)
    ]
    eco = scheme(
        "national.rvo.eco",
        *(
            payment(f"x{c}", measures=[c], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 1}, "value": v})
            for c, v in zip(CODES, draw(st.lists(st.integers(0, 80), min_size=4, max_size=4)), strict=True)
        ),
        payment(
            "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
            figures={"rate": {"brons": 60}, "threshold": {"brons": 50}, "entry": {"1.klimaat": 1}},
        ),
    )  # fmt: skip
    cap = limit(
        "cap", LimitKind.QUANTITY_CAP, figures={"cap": draw(st.integers(1, 9))}, payments=("province.x.m0",)
    )
    rules = rulebook(
        *paid, eco,
        relations=[relation(f"province.x.{a}", RelationType.EXCLUSIVE, f"province.x.{b}") for a, b in sorted(exclusive)],
        limits=[cap, de_minimis(draw(st.integers(100, 1500)))],
    )  # fmt: skip
    codes = {
        c: Code(c, row.name, {**row.columns, "one_of": group[CODES.index(c)]})
        for c, row in rules.codelists["measures"].items()
    }
    rules = replace(rules, codelists={**rules.codelists, "measures": codes})
    places = []
    for name, most in (("P1", 3), ("P2", 1)):
        managed = draw(st.sets(st.sampled_from(CODES), max_size=1))
        wished = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=most))
        made = [measure(c, draw(st.integers(1, 4))) for c in sorted(managed)]
        made += [
            measure(c, draw(st.integers(1, 4)), candidate=True, cost_eur=Decimal(draw(st.integers(0, 200))))
            for c in wished
        ]
        places.append(parcel(name, 4, *made))
    return farm(*places), rules


def left(found: object) -> int:
    assert isinstance(found, variants.Award)
    assert found.net is not None
    return found.net


def every_plan(question: Question) -> Iterator[int]:
    """What is left under every set of candidates that fits, each worked out as a farm that is managed so."""
    profile, rules = question.profile, question.rulebook
    every = candidates(profile, rules)
    offered = [arrangements(p, rules, [c for c in every if c.place == p.id]) for p in profile.places]
    for chosen in product(*offered):
        made = planned(profile, {a.place: a for a in chosen})
        yield awarding.award(replace(question, profile=made)).total - question.years * known_costs(made)


@given(farms(), st.sampled_from([1, 2]))
@settings(max_examples=cases(12, 40), deadline=None)
def test_the_plan_is_the_best_of_every_set_of_candidates(
    made: tuple[FarmProfile, Rulebook], years: int
) -> None:
    question = replace(ask(*made, years=years), mode="advise")
    found = variants.award(question)
    assert abs(left(found) - max(every_plan(question))) <= SETTLED
    assert found.certificate.gap <= SETTLED


@given(farms(), st.data())
@settings(max_examples=cases(6, 15), deadline=None)
def test_a_lock_or_a_forbid_never_adds_and_more_effort_never_takes(
    made: tuple[FarmProfile, Rulebook], data: st.DataObject
) -> None:
    question = replace(ask(*made), mode="advise")
    best = left(variants.award(question))
    every = candidates(*made)
    for candidate in every[:1]:
        named = Named(candidate.measure.code, candidate.place)
        assert left(variants.award(question, Wish(lock=(named,)))) <= best + SETTLED
        assert left(variants.award(question, Wish(forbid=(named,)))) <= best + SETTLED
    little, more = sorted(data.draw(st.lists(st.integers(0, 100_000), min_size=2, max_size=2)))
    small, large = (left(variants.award(question, Wish(max_effort=e))) for e in (little, more))
    assert small - SETTLED <= large <= best + SETTLED


@given(farms())
@settings(max_examples=cases(6, 15), deadline=None)
def test_what_turning_a_candidate_round_makes_of_the_plan_is_an_optimum_of_its_own(
    made: tuple[FarmProfile, Rulebook],
) -> None:
    question = replace(ask(*made), mode="advise")
    found = variants.award(question, NO_WISH)
    for weighed in found.candidates:
        named = (Named(weighed.measure.code, weighed.measure.place),)
        try:
            turned = variants.award(question, Wish(forbid=named) if weighed.taken else Wish(lock=named))
        except NoPlanError:
            assert weighed.because == "cannot"
            continue
        if not any(m.code == named[0].code and not m.candidate for p in made[0].places for m in p.measures):
            assert weighed.difference is not None
            assert abs(left(turned) - left(found) - weighed.difference) <= 2 * SETTLED


@given(farms(), st.data())
@settings(max_examples=cases(6, 100), deadline=None)
def test_what_is_set_and_the_next_step_are_the_best_of_every_set_that_keeps_it(
    made: tuple[FarmProfile, Rulebook], data: st.DataObject
) -> None:
    question = replace(ask(*made), mode="advise")
    every, plans = candidates(*made), list(all_plans(question))
    named = [Named(c.measure.code, c.place) for c in every]
    names = st.lists(st.sampled_from(named), max_size=2, unique=True) if named else st.just([])
    wish = Wish(
        tuple(data.draw(names)), tuple(data.draw(names)), data.draw(st.sampled_from([None, *efforts(plans)]))
    )
    # A forbidden measure that is managed is given up: then it is another farm, and so are its plans.
    given_up = replace(question, profile=wish.given_up(question.profile))
    left_over = candidates(given_up.profile, given_up.rulebook)
    kept = [remains for plan, remains in all_plans(given_up) if fits(wish, plan, left_over)]
    try:
        found = variants.award(question, wish)
    except NoPlanError:
        assert not kept
    else:
        assert abs(left(found) - max(kept)) <= SETTLED
    now = next(remains for plan, remains in plans if not any(a.taken for a in plan))
    single = max(
        (remains - now for plan, remains in plans if sum(len(a.taken) for a in plan) == 1), default=0
    )
    step = variants.award(question).next_step
    assert step is None or step.net is not None
    assert abs((0 if step is None else step.net or 0) - max(0, single)) <= 2 * SETTLED


def all_plans(question: Question) -> Iterator[tuple[tuple[Arrangement, ...], int]]:
    """Every set of candidates that fits, and what is left under it."""
    profile, rules = question.profile, question.rulebook
    every = candidates(profile, rules)
    for chosen in product(
        *(arrangements(p, rules, [c for c in every if c.place == p.id]) for p in profile.places)
    ):
        made = planned(profile, {a.place: a for a in chosen})
        farm_ = replace(question, profile=made)
        yield chosen, awarding.total(farm_) - question.years * known_costs(made)


def efforts(plans: list[tuple[tuple[Arrangement, ...], int]]) -> list[int]:
    """Efforts that some set reaches exactly."""
    return sorted({sum(a.effort or 0 for a in plan) for plan, _ in plans})


def fits(wish: Wish, plan: tuple[Arrangement, ...], every: tuple[Candidate, ...]) -> bool:
    """Whether a set has in and out of it what is set, at most the effort, and displaces nothing that is locked."""
    taken = {
        (c.measure.code, c.place) for c in every for a in plan if a.place == c.place and c.index in a.taken
    }
    considered = {(c.measure.code, c.place) for c in every}
    lost = {(code, a.place) for a in plan for code, _ in a.displaced}
    locked = {(n.code, n.place) for n in wish.lock}
    return (
        locked & considered <= taken
        and not {(n.code, n.place) for n in wish.forbid} & taken
        and not (locked - considered) & lost
        and (wish.max_effort is None or sum(a.effort or 0 for a in plan) <= wish.max_effort)
    )
