"""Candidates that nothing can be paid for are weighed by what they cost, however many of them are considered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award, WeighedCandidate
from calculator.domain.farm import Contract, ContractLine, Measure, Parcel
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, Level, Presence
from calculator.eligibility.candidates import candidates
from calculator.stacking.advising import idle
from calculator.stacking.advising.variants import award
from calculator.stacking.advising.wish import NO_WISH, Named, Wish
from tests.builders import ask, farm, measure, parcel, payment, pays, relation, rulebook, scheme, text

#: More candidates of a kind of their own than can be combined with each other.
MANY = 12


def wish(code: str, quantity: object = 10, cost: object = 5, **changes: object) -> Measure:
    return measure(code, quantity, candidate=True, cost_eur=cost and Decimal(str(cost)), **changes)


def unpaid(count: int = MANY) -> list[Measure]:
    return [wish(f"z{n:02}") for n in range(count)]


def advise(
    rules: Rulebook, *places: Parcel, wished: Wish = NO_WISH, years: int = 1, **changes: object
) -> Award:
    return award(replace(ask(farm(*places, **changes), rules, years=years), mode="advise"), wished)


def told(found: Award, code: str) -> WeighedCandidate:
    return next(c for c in found.candidates if c.measure.code == code)


def grouped(rules: Rulebook, **groups: str) -> Rulebook:
    codes = {c: Code(c, text(c), {"unit": "ha", "one_of": g}) for c, g in groups.items()}
    return replace(rules, codelists={**rules.codelists, "measures": codes})


def idle_ones(rules: Rulebook, place: Parcel, wished: Wish = NO_WISH, **changes: object) -> set[str]:
    question = ask(farm(place, **changes), rules)
    every = candidates(question.profile, rules)
    found = idle.idle(question, every, wished)
    return {c.measure.code for c in every if (c.place, c.index) in found}


def test_what_nothing_is_paid_for_costs_what_it_asks_in_every_year_however_much_of_it_is_considered() -> None:
    found = advise(rulebook(pays("a", "m1", 300)), parcel("P1", 10, wish("m1"), *unpaid()), years=3)
    assert found.total == 9_000_00
    assert told(found, "m1").taken
    spare = [told(found, f"z{n:02}") for n in range(MANY)]
    assert {(c.because, c.difference, c.worth) for c in spare} == {("less_left", -150_00, 0)}


def test_few_candidates_are_weighed_with_each_other_without_looking_for_idle_ones() -> None:
    assert idle_ones(rulebook(pays("a", "m1", 300)), parcel("P1", 10, wish("m1"), *unpaid(4))) == set()
    assert idle_ones(rulebook(pays("a", "m1", 300)), parcel("P1", 10, wish("m1"), *unpaid(5))) == {
        f"z{n:02}" for n in range(5)
    }


def test_a_payment_that_waits_for_an_answer_leaves_its_measure_open() -> None:
    asked = Condition("fact_is", {"path": "farm.type", "one_of": ["dairy"]}, Presence.ASK, text("dairy"), ())
    rules = rulebook(
        pays("a", "m1", 300),
        scheme("province.x.b", payment("p", measures=["z00"], figures={"rate": 900}, conditions=(asked,))),
    )
    found = advise(rules, parcel("P1", 10, wish("m1"), *unpaid()))
    waiting = told(found, "z00")
    assert (waiting.because, waiting.taken) == ("open", False)
    assert [q.scheme for q in waiting.unanswered] == ["province.x.b"]
    assert told(found, "z01").because == "less_left"


def test_a_place_where_nothing_is_paid_for_is_weighed_too_and_what_waits_there_is_open() -> None:
    asked = Condition("fact_is", {"path": "farm.type", "one_of": ["dairy"]}, Presence.ASK, text("dairy"), ())
    waits = payment("p", measures=["z00"], figures={"rate": 900}, conditions=(asked,))
    found = advise(rulebook(scheme("province.x.b", waits)), parcel("P1", 10, *unpaid()))
    assert found.total == 0
    assert told(found, "z00").because == "open"
    assert (told(found, "z01").because, told(found, "z01").difference) == ("less_left", -50_00)


def test_what_another_payment_counts_is_not_idle() -> None:
    counts = Condition(
        "land_at_least", {"of": {"measures": ["z03"]}, "value": "2"}, Presence.ASK, text("z"), ()
    )
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 300}, conditions=(counts,)))
    )
    found = advise(rules, parcel("P1", 10, wish("m1"), *unpaid(8)))
    assert found.total == 3_000_00
    assert {c.measure.code for c in found.candidates if c.taken} == {"m1", "z03"}


def test_what_a_payment_for_the_whole_farm_is_for_is_not_idle() -> None:
    whole = payment("p", measures=["z03"], figures={"rate": 900}, level=Level.FARM, unit=Unit.FARM)
    rules = rulebook(pays("a", "m1", 300), scheme("province.x.b", whole))
    assert "z03" not in idle_ones(rules, parcel("P1", 10, wish("m1"), *unpaid()))


def test_what_a_contract_runs_for_is_not_idle() -> None:
    lapsed = payment("p", measures=["z03"], figures={"rate": 100}, term_years=6)
    rules = rulebook(pays("a", "m1", 300), scheme("province.x.b", lapsed))
    line = ContractLine("p", "P2", Decimal(1), Decimal(100), date(2024, 1, 1))
    running = Contract("province.x.b", date(2024, 1, 1), date(2030, 1, 1), (line,))
    dry = Condition("parcel_is", {"attribute": "soil", "one_of": ["peat"]}, Presence.ASK, text("peat"), ())
    refused = scheme("province.x.b", replace(lapsed, conditions=(dry,)))
    rules = replace(rules, schemes=(*rules.schemes[:1], refused))
    place = parcel("P1", 10, wish("m1"), *unpaid(), soil="sand")
    assert "z03" in idle_ones(rules, place)
    assert "z03" not in idle_ones(rules, place, contracts=(running,))


def test_what_would_lie_in_the_place_of_what_is_done_or_of_a_new_part_is_not_idle() -> None:
    rules = grouped(rulebook(pays("a", "m1", 300)), done="g", z00="g", z01="h")
    done = measure("done", 10)
    moved = replace(wish("z02", 5), part="new")
    beside = replace(wish("z04", 5), part="old")
    place = parcel(
        "P1",
        10,
        done,
        replace(measure("old", 5), part="old"),
        wish("m1"),
        *unpaid(2),
        moved,
        beside,
        *unpaid()[5:],
    )
    found = idle_ones(rules, place)
    assert not found & {"z00", "z02", "m1"}
    assert {"z01", "z04", "z11"} <= found


def test_what_must_be_in_the_plan_is_not_idle_and_is_taken() -> None:
    rules, must = rulebook(pays("a", "m1", 300)), Wish(lock=(Named("z05"),))
    place = parcel("P1", 10, wish("m1"), *unpaid(8))
    assert "z05" not in idle_ones(rules, place, must)
    found = advise(rules, place, wished=must)
    assert {c.measure.code for c in found.candidates if c.taken} == {"m1", "z05"}


def test_beside_what_keeps_it_off_its_ground_it_is_weighed_with_what_goes_with_it() -> None:
    """On the same ground as the best measure, which it would keep out: what is left then is the other measure."""
    rules = grouped(rulebook(pays("a", "m1", 300), pays("b", "m2", 40)), m1="g", z00="g", m2="")
    found = advise(rules, parcel("P1", 10, wish("m1"), wish("m2"), *unpaid()))
    assert {c.measure.code for c in found.candidates if c.taken} == {"m1", "m2"}
    assert told(found, "z00").difference == -(3_000_00 - 50_00) - 50_00
    assert told(found, "z01").difference == -50_00


@pytest.mark.parametrize(
    ("most", "because", "difference"),
    [
        (120_00, "less_left", -50_00),
        (100_00, "less_left", -50_00),
        (99_00, "less_left", -400_00),
        (49_00, "cannot", None),
    ],
)
def test_within_an_effort_it_is_weighed_with_what_is_left_of_that(
    most: int, because: str, difference: int | None
) -> None:
    """Besides 50 euros for itself there must be 50 for the measure that brings 400, else that is lost."""
    rules = rulebook(pays("a", "m1", 40))
    found = advise(rules, parcel("P1", 10, wish("m1"), *unpaid()), wished=Wish(max_effort=most))
    weighed = told(found, "z00")
    assert (weighed.because, weighed.difference) == (because, difference)


def test_of_what_has_no_known_cost_nothing_is_weighed_within_an_effort() -> None:
    unknown = [replace(m, cost_eur=None) for m in unpaid()]
    place = parcel("P1", 10, wish("m1"), *unknown)
    found = advise(rulebook(pays("a", "m1", 40)), place, wished=Wish(max_effort=500_00))
    assert told(found, "z00").because == "cannot"


def test_of_what_has_no_known_cost_the_lost_income_that_is_given_is_what_it_costs() -> None:
    losing = [replace(m, cost_eur=None, income_forgone_eur=Decimal(3)) for m in unpaid()]
    found = advise(rulebook(pays("a", "m1", 40)), parcel("P1", 10, wish("m1"), *losing), years=2)
    assert told(found, "z00").difference == -60_00


def taken(found: Award) -> set[str]:
    return {c.measure.code for c in found.candidates if c.taken}


def test_two_of_one_measure_that_reach_an_extent_together_are_taken_together() -> None:
    least = Condition("quantity_at_least", {"value": "5"}, Presence.ASK, text("extent"), ())
    of_extent = payment("p", measures=["m"], figures={"rate": 300}, conditions=(least,))
    place = parcel("P1", 10, wish("m", 3, 1), wish("m", 4, 1), *unpaid(5))
    found = advise(rulebook(scheme("province.x.a", of_extent)), place)
    assert (found.total, taken(found)) == (2_100_00, {"m"})


def test_what_earns_a_payment_where_what_earns_it_now_gives_way_is_taken() -> None:
    """The payment is for either; what is done earns it, until what pays more lies there."""
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["d", "w"], figures={"rate": 300})), pays("b", "e", 500)
    )
    rules = grouped(rules, d="g", e="g", w="h")
    found = advise(rules, parcel("P1", 10, measure("d", 10), wish("e"), wish("w"), *unpaid(5)))
    assert (found.total, taken(found)) == (8_000_00, {"e", "w"})


def test_what_moves_another_of_its_group_off_ground_where_that_is_not_paid_is_taken() -> None:
    """Without it, or with it, the other lies on ground that is free of their group: with it there is none but the better."""
    apart = relation("province.x.b", RelationType.EXCLUSIVE, "province.x.a")
    rules = rulebook(pays("a", "m", 100), pays("b", "b", 300), relations=[apart])
    rules = grouped(rules, m="m", n="n", a="g", b="g")
    lies = [replace(measure("m", 4), part="p"), replace(measure("n", 6), part="q")]
    moving = replace(wish("a", 4, 1), part="p")
    found = advise(rules, parcel("P1", 10, *lies, moving, wish("b", 4, 1), *unpaid(5)))
    assert (found.total, taken(found)) == (1_600_00, {"a", "b"})


def test_what_waits_for_the_same_answer_as_the_plan_is_open_with_what_it_adds() -> None:
    """The plan waits for it on six hectares already, which is more than the four that the candidate would have alone."""
    dairy = Condition("fact_is", {"path": "farm.type", "one_of": ["dairy"]}, Presence.ASK, text("dairy"), ())
    waits = payment("p", measures=["m1", "z00"], figures={"rate": 300}, conditions=(dairy,))
    rules = rulebook(pays("a", "m1", 300), scheme("province.x.b", waits))
    lies = [replace(measure("n", 6), part="p"), replace(measure("o", 4), part="q")]
    wanted = [replace(wish("m1", 6), part="p"), replace(wish("z00", 4), part="q")]
    found = advise(rules, parcel("P1", 10, *lies, *wanted, *unpaid()[1:]))
    assert taken(found) == {"m1"}
    waiting = told(found, "z00")
    assert (waiting.because, [q.could_pay_cents for q in waiting.unanswered]) == ("open", [1_200_00])
