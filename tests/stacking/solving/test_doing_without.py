"""A later year in which nothing is paid on land is paid as when it is solved, and mostly is not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.certified import later_lines, optimum
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.decisions.alike import alike
from calculator.stacking.problem.drafts.known_drafts import Own
from calculator.stacking.solving.repeating import repeated
from tests.builders import farm, limit, measure, parcel, payment, relation, rulebook, scheme
from tests.samples import cases

ON = date(2026, 7, 1)
ECO = "national.rvo.eco"
#: While it lasts: what is paid on land goes when the legal basis of the activities ends, which may be claimed on.
LAND = ("P0", "P1", "P2", "P3")
LASTS = Period(date(2000, 1, 1), date(2028, 1, 1))


def activity(name: str, points: object, value: object, **changes: object) -> Payment:
    return payment(
        name, measures=[f"m{name}"], kind=PaymentKind.ACTIVITY,
        figures={"points": {"klimaat": points}, "value": value}, **changes,
    )  # fmt: skip


def premium(silver: object, gold: object, entry: object = 1) -> Payment:
    return payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={
            "rate": {"zilver": 60, "goud": 200}, "threshold": {"zilver": silver, "goud": gold},
            "entry": {"1.klimaat": entry},
        },
    )  # fmt: skip


def eco(*payments: Payment) -> Scheme:
    return scheme(ECO, *payments, legal_basis="cap_eco_scheme_art31")


def paid(name: str, rate: object = 50, validity: Period = LASTS, **changes: object) -> Scheme:
    """What is paid on land for a measure, as long as it lasts."""
    made = payment("p", measures=[f"m{name}"], figures={"rate": rate}, **changes)
    return scheme(f"province.x.{name}", made, legal_basis="cap_aecc_art70", validity=validity)


def row(one: str, type: RelationType, other: str, **changes: object) -> Relation:
    names = [f"{ECO}#{n}" if n in "xyz" else f"province.x.{n}" for n in (one, other)]
    return relation(names[0], type, names[1], **changes)


def told(
    profile: FarmProfile, rules: Rulebook, kept_off: Callable[[Claim], bool] = lambda claim: False
) -> tuple[Sequence[Line], Sequence[Line], bool]:
    """The lines after the legal basis ends, those found by solving, and whether the first were found without.

    ``kept_off`` is what the total holds off its ground then.
    """
    land, _ = pieces(profile, with_candidates=False)
    claims = [c for a in assess(profile, rules, land, range(2026, 2031), ON) for c in a.claims]
    now = Task(profile, rules, tuple(c for c in claims if not c.continuation), ON)
    later = replace(now, claims=tuple(c for c in claims if c.continuation and not kept_off(c)))
    first, _ = optimum(now)
    years = alike(later.claims, rules, ON)
    found = repeated(later, years, first)
    solved = optimum(replace(later, drafts=Own()), years)[0].lines
    return later_lines(later, first)[0], solved, found is not None and not found.rest.claims


def test_what_lay_beside_activities_goes_and_the_highest_class_is_paid_without_solving_again() -> None:
    rules = rulebook(eco(activity("x", 2, 150), premium(60, 100)), paid("a"))
    lines, solved, without = told(farm(parcel("P1", 4, "mx", "ma"), parcel("P2", 2, "mx")), rules)
    assert without
    assert lines == solved
    assert [(x.claim.year, x.claim.class_name, x.amount) for x in lines] == [
        (y, "goud", 6 * 200_00) for y in (2028, 2029, 2030)
    ]


def test_a_class_that_money_was_taken_before_is_reached_without_solving_again() -> None:
    """In the first years land earns more than gold; once that payment goes, gold is reached."""
    rules = rulebook(
        eco(activity("x", 2, 100), premium(60, 100)),
        paid("a", 900),
        relations=[row("a", RelationType.EXCLUSIVE, "x")],
    )
    lines, solved, without = told(farm(parcel("P1", 4, "mx", "ma"), parcel("P2", 8, "mx")), rules)
    assert without
    assert lines == solved
    assert {x.claim.class_name for x in lines} == {"goud"}


def test_land_that_is_still_paid_is_decided_again() -> None:
    last = paid("b", 70, Period(date(2000, 1, 1)))
    rules = rulebook(
        eco(activity("x", 2, 150), premium(60, 100)),
        paid("a"),
        last,
        relations=[row("a", RelationType.EXCLUSIVE, "b")],
    )
    lines, solved, without = told(farm(parcel("P1", 4, "mx", "ma", "mb"), parcel("P2", 2, "mx")), rules)
    assert not without
    assert lines == solved
    assert {x.claim.ref for x in lines} == {f"{ECO}#premie", "province.x.b#p"}


def test_an_activity_that_rests_on_what_is_gone_no_longer_scores() -> None:
    rules = rulebook(
        eco(activity("x", 2, 150), activity("y", 1, 60), premium(60, 100)),
        paid("a"),
        relations=[row("x", RelationType.REQUIRES, "a")],
    )
    lines, solved, without = told(farm(parcel("P1", 4, "mx", "my", "ma")), rules)
    assert without
    assert lines == solved
    assert {x.claim.class_name for x in lines} == {"zilver"}, "sixty of the other activity are left"


def test_a_class_that_needs_what_is_kept_off_in_a_year_is_not_paid_in_it() -> None:
    rules = rulebook(eco(activity("x", 4, 150), premium(60, 100)), paid("a"))
    lines, solved, without = told(
        farm(parcel("P1", 4, "mx", "ma"), parcel("P2", 4, "mx"), parcel("P3", 2)),
        rules,
        lambda c: (c.year, c.place) in {(2028, "P1"), (2029, "P1"), (2029, "P2")},
    )
    assert without
    assert lines == solved
    assert [(x.claim.year, x.claim.class_name) for x in lines] == [(2028, "zilver"), (2030, "goud")]


def test_a_class_that_asks_for_land_to_be_divided_is_looked_for() -> None:
    """Gold asks for points and value, and each of two activities gives one of them: half of the land for each."""
    rules = rulebook(
        eco(activity("x", 4, 0), activity("y", 0, 200), premium(60, 100)),
        paid("a"),
        relations=[row("x", RelationType.EXCLUSIVE, "y")],
    )
    lines, solved, without = told(
        farm(parcel("P1", 4, "mx", "my", "ma"), parcel("P2", 1, "mx")), rules, lambda c: c.place == "P2"
    )
    assert not without
    assert lines == solved
    assert {x.claim.class_name for x in lines} == {"goud"}


def test_an_activity_that_lost_its_score_may_take_that_of_another_once_it_has_it_back() -> None:
    """What is paid takes the value of ``y``, which takes that of ``x`` as long as it has one itself."""
    chain = [
        row("y", RelationType.ZERO, "a", quantity=Quantity.VALUE),
        row("x", RelationType.ZERO, "y", quantity=Quantity.VALUE),
    ]
    rules = rulebook(
        eco(activity("x", 1, 100), activity("y", 1, 0), premium(60, 100, 2)), paid("a"), relations=chain
    )
    lines, solved, _ = told(farm(parcel("P1", 4, "mx", "my", "ma")), rules)
    assert lines == solved


def test_a_contract_that_a_cap_leaves_a_part_of_the_land_is_paid_for_that_part() -> None:
    """Taken whole it does not fit, which says nothing of a part."""
    lasting = paid("b", 70, Period(date(2000, 1, 1)), term_years=5)
    cap = limit("most", LimitKind.QUANTITY_CAP, figures={"cap": 2}, payments=("province.x.b",))
    joined = row("a", RelationType.EXCLUSIVE, "x")
    scored = eco(activity("x", 2, 150), premium(2, 900))
    rules = rulebook(scored, paid("a"), lasting, limits=[cap], relations=[joined])
    lines, solved, without = told(farm(parcel("P1", 4, "mb"), parcel("P2", 4, "mx", "ma")), rules)
    assert not without
    assert lines == solved
    assert {(x.claim.ref, x.quantity) for x in lines} >= {("province.x.b#p", 2)}


def test_a_whole_parcel_falls_apart_once_what_joined_it_is_gone() -> None:
    """Gold asks for ``y`` on one part of the parcel and ``z`` on the other, which ``x`` kept from each other by its value."""
    rows = [
        row("x", RelationType.ZERO, "y", quantity=Quantity.VALUE, level=Level.PARCEL),
        row("y", RelationType.EXCLUSIVE, "z"),
        row("y", RelationType.EXCLUSIVE, "a"),
    ]
    rules = rulebook(
        eco(activity("x", 0, 1), activity("y", 2, 100), activity("z", 3, 0), premium(25, 50, Decimal("2.5"))),
        paid("a"),
        relations=rows,
    )
    land = [measure(f"m{c}", 2, part=p) for c, p in ("xa", "ya", "ab", "yb", "zb")]
    lines, solved, _ = told(farm(parcel("P1", 4, *land)), rules, lambda c: c.terms.payment == "x")
    assert lines == solved
    assert {x.claim.class_name for x in lines} == {"goud"}


def drawn(dice: random.Random) -> tuple[FarmProfile, Rulebook]:
    """Land with activities and payments, of which some go, and relations between them of every type that works on land."""
    land = []
    for name in LAND[: dice.randint(1, 4)]:
        size = dice.randint(1, 6)
        codes = dice.sample(["x", "y", "z", "a", "b"], dice.randint(1, 4))
        laid = [
            measure(f"m{c}", dice.choice((size, dice.randint(1, size))), part=dice.choice("ab"))
            for c in codes
        ]
        land.append(parcel(name, 2 * size, *laid))
    term = dice.choice((None, None, 5))
    scores = [
        activity(
            n, Decimal(dice.randint(0, 40)) / 10, dice.randint(0, 300), term_years=term if n == "z" else None
        )
        for n in "xyz"
    ]
    kinds = (
        RelationType.EXCLUSIVE, RelationType.ZERO, RelationType.REDUCED, RelationType.REQUIRES, RelationType.HIGHEST,
    )  # fmt: skip
    rows = []
    for _ in range(dice.randint(0, 4)):
        one, other = dice.sample("xyzab", 2)
        type = dice.choice(kinds)
        if type is RelationType.HIGHEST and {one, other} - {"a", "b"}:
            type = RelationType.ZERO
        rows.append(
            row(
                one, type, other, quantity=dice.choice((Quantity.POINTS, Quantity.VALUE, Quantity.ALL)),
                parameter=Decimal(dice.randint(1, 9)) / 10 if type is RelationType.REDUCED else None,
            )
        )  # fmt: skip
    stays = Period(date(2000, 1, 1)) if dice.random() < 0.2 else LASTS
    silver = dice.choice((1, 20, 50))
    rules = rulebook(
        eco(*scores, premium(silver, silver + dice.choice((1, 30)), Decimal(dice.randint(0, 8)) / 10)),
        paid("a", dice.choice((10, 90, 400))),
        paid("b", dice.choice((10, 90, 400)), stays),
        relations=list({(r.a, r.b): r for r in rows}.values()),
    )
    return farm(*land), rules


@pytest.mark.parametrize("seed", range(cases(20, 600)))
def test_what_is_told_without_solving_is_what_solving_gives(seed: int) -> None:
    lines, solved, _ = told(*drawn(random.Random(seed)), kept_off(seed))
    assert lines == solved


def test_among_those_drawn_are_such_that_are_told_without_solving_and_others() -> None:
    assert {told(*drawn(random.Random(seed)), kept_off(seed))[2] for seed in range(6)} == {True, False}


def kept_off(seed: int) -> Callable[[Claim], bool]:
    """What is kept off in single years, of every second farm."""
    dice = random.Random(seed)
    gone = {
        (year, place) for year in (2028, 2029, 2030) for place in LAND if dice.random() < 0.3 * (seed % 2)
    }
    return lambda c: (c.year, c.place) in gone


def test_years_that_are_solved_stand_beside_those_told_where_what_is_gained_says_what_is_paid() -> None:
    """Gold asks for land to be divided in one year alone: names choose which, but not what is paid."""
    rules = rulebook(
        eco(activity("x", 4, 0), activity("y", 0, 200), premium(60, 100)),
        paid("a"),
        relations=[row("x", RelationType.EXCLUSIVE, "y")],
    )
    land = farm(parcel("P1", 2, "mx", "my", "ma"), parcel("P2", 2, "mx", "my"), parcel("P3", 1, "mx"))
    lines, solved, without = told(land, rules, lambda c: (c.year, c.place) == (2029, "P3"))
    assert not without
    assert lines == solved
    assert {x.claim.class_name for x in lines} == {"goud"}
