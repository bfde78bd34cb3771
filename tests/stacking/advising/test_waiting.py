"""What is open of a candidate that a plan leaves: unknown is never zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from calculator.domain.award import Award, WeighedCandidate
from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Presence, Scheme
from calculator.stacking.advising import variants
from calculator.stacking.advising.asking import Advice
from calculator.stacking.advising.variants import award
from calculator.stacking.advising.wish import NO_WISH, Named, Wish
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
from tests.stacking.test_interval import ECO, activity, premium


def wish(code: str, quantity: object, cost: object = None) -> Measure:
    return measure(code, quantity, candidate=True, cost_eur=None if cost is None else Decimal(str(cost)))


def advise(profile: FarmProfile, rules: Rulebook, wished: Wish = NO_WISH, years: int = 1) -> Award:
    return award(replace(ask(profile, rules, years=years), mode="advise"), wished)


def asks(id: str, code: str, rate: object, path: str = "place.zone") -> Scheme:
    """Pays a rate where the parcel says that it has something."""
    condition = Condition("fact_is", {"path": path, "one_of": ["yes"]}, Presence.ASK, text("level"), ())
    return scheme(
        f"province.x.{id}",
        payment("p", measures=[code], figures={"rate": rate} if rate else {}, conditions=(condition,)),
    )


def told(found: WeighedCandidate) -> list[tuple[str, int, tuple[str, ...], int | None]]:
    return [(q.scheme, q.year, q.paths, q.could_pay_cents) for q in found.unanswered]


def test_a_candidate_whose_payment_misses_a_fact_is_open_with_what_it_could_pay() -> None:
    found = advise(farm(parcel("P1", 3, wish("m1", 2, 30))), rulebook(asks("a", "m1", 80)), years=2)
    (weighed,) = found.candidates
    assert (found.total, weighed.taken, weighed.because) == (0, False, "open")
    assert (weighed.difference, weighed.worth) == (None, None)
    assert told(weighed) == [("province.x.a", year, ("P1.facts.zone",), 160_00) for year in (2026, 2027)]


def test_a_candidate_that_costs_more_than_all_that_is_open_could_pay_is_weighed() -> None:
    found = advise(farm(parcel("P1", 3, wish("m1", 2, 90))), rulebook(asks("a", "m1", 80)))
    (weighed,) = found.candidates
    assert (weighed.because, weighed.difference, weighed.unanswered) == ("less_left", -180_00, ())


def test_a_candidate_whose_tariff_is_not_published_is_open_and_nobody_knows_what_it_could_pay() -> None:
    rules = rulebook(scheme("province.x.a", payment("p", measures=["m1"])))
    (weighed,) = advise(farm(parcel("P1", 3, wish("m1", 2, 90))), rules).candidates
    assert weighed.because == "open"
    assert told(weighed) == [("province.x.a", 2026, ("figure:rate",), None)]


def test_a_candidate_whose_pair_nobody_published_is_open_with_what_it_could_add() -> None:
    rules = rulebook(
        pays("a", "m1", 100),
        pays("b", "m2", 40),
        relations=[relation("province.x.a", RelationType.UNKNOWN, "province.x.b")],
    )
    found = advise(farm(parcel("P1", 2, "m1", wish("m2", 2, 10))), rules)
    (weighed,) = found.candidates
    assert (found.total, weighed.because) == (200_00, "open")
    assert told(weighed) == [("province.x.b", 2026, ("relation:province.x.b#p/province.x.a#p",), 80_00)]


def test_what_is_open_of_the_plan_already_is_not_open_of_a_candidate() -> None:
    rules = rulebook(asks("a", "m1", 80), pays("b", "m2", 20))
    found = advise(farm(parcel("P1", 3, "m1"), parcel("P2", 3, wish("m2", 3, 30))), rules)
    (weighed,) = found.candidates
    assert [q.place for q in found.open] == ["P1"]
    assert (weighed.because, weighed.unanswered) == ("less_left", ())


def test_more_of_what_is_open_already_is_open_of_a_candidate_by_what_it_adds() -> None:
    rules = rulebook(asks("a", "m1", 80))
    found = advise(farm(parcel("P1", 3, measure("m1", 1), wish("m1", 2, 30))), rules)
    (weighed,) = found.candidates
    assert [q.could_pay_cents for q in found.open] == [80_00]
    assert [money for *_, money in told(weighed)] == [160_00]


def test_more_of_what_nobody_knows_the_tariff_of_is_open_of_a_candidate() -> None:
    rules = rulebook(scheme("province.x.a", payment("p", measures=["m1"])), pays("b", "m2", 20))
    land = farm(parcel("P1", 3, measure("m1", 1), wish("m1", 2, 30)), parcel("P2", 3, wish("m2", 3, 30)))
    assert [c.because for c in advise(land, rules).candidates] == ["open", "less_left"]


def test_a_candidate_that_waits_for_the_aid_that_was_received_is_open() -> None:
    rules = rulebook(pays("a", "m1", 80, legal_basis="de_minimis_agri_1408_2013"), limits=[de_minimis()])
    (weighed,) = advise(farm(parcel("P1", 3, wish("m1", 2, 30)), aid=None), rules).candidates
    assert weighed.because == "open"
    assert told(weighed) == [("province.x.a", 2026, ("undertaking.aid_received",), 160_00)]


def test_what_is_open_after_the_end_of_its_legal_basis_adds_to_no_total() -> None:
    rules = rulebook(replace(asks("a", "m1", 80), legal_basis="cap_aecc_art70"))
    (weighed,) = advise(farm(parcel("P1", 3, wish("m1", 2, 30))), rules, years=4).candidates
    assert [year for _, year, _, _ in told(weighed)] == [2026, 2027]


def test_a_candidate_that_was_excluded_is_not_asked_about() -> None:
    wished = Wish(forbid=(Named("m1", None),))
    (weighed,) = advise(
        farm(parcel("P1", 3, wish("m1", 2, 30))), rulebook(asks("a", "m1", 80)), wished
    ).candidates
    assert (weighed.because, weighed.unanswered) == ("forbidden", ())


def test_where_candidates_are_too_many_to_weigh_what_is_open_is_told_all_the_same(
    monkeypatch: object,
) -> None:
    land = farm(parcel("P1", 3, wish("m1", 2, 30)), parcel("P2", 3, wish("m2", 2, 30)))
    monkeypatch.setattr(variants, "MOST_WEIGHED", 1)  # type: ignore[attr-defined]
    found = advise(land, rulebook(asks("a", "m1", 80), pays("b", "m2", 20)))
    assert [c.because for c in found.candidates] == ["open", "less_left"]


def test_a_pair_with_a_payment_that_only_the_plan_brings_is_open_too() -> None:
    """The plan takes the first candidate; whether the second may be paid on the same farm has not been published."""
    apart = relation("province.x.a", RelationType.UNKNOWN, "province.x.b", level=Level.FARM)
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 40), relations=[apart])
    land = farm(parcel("P1", 2, wish("m1", 2, 0)), parcel("P2", 2, wish("m2", 2, 10)))
    first, second = advise(land, rules).candidates
    assert (first.because, second.because) == ("chosen", "open")
    assert told(second) == [("province.x.b", 2026, ("relation:province.x.b#p/province.x.a#p",), 80_00)]


def test_a_candidate_that_reaches_a_class_together_with_what_waits_elsewhere_is_open() -> None:
    """Eight points wait for a value that is not published, ten are asked: the candidate has the other two."""
    rules = rulebook(scheme(ECO, activity("weiden", None), activity("gras", 10), premium(1)))
    (weighed,) = advise(
        farm(parcel("P1", 8, "weiden"), parcel("P2", 2, wish("gras", 2, 30))), rules
    ).candidates
    assert (weighed.because, [q.payment for q in weighed.unanswered]) == ("open", ["premie"])
    assert [money for *_, money in told(weighed)] == [2000_00]


def test_a_candidate_whose_points_nothing_is_short_of_is_weighed_whatever_its_pairs_are() -> None:
    """What is not published between the two activities may bring the highest class without the candidate too."""
    rules = rulebook(
        scheme(ECO, activity("gras", 100), activity("kruid", 60), premium(1)),
        relations=[relation(f"{ECO}#gras", RelationType.UNKNOWN, f"{ECO}#kruid")],
    )
    land = farm(parcel("P1", 10, "gras", "kruid"), parcel("P2", 1, "gras", wish("kruid", 1, 30)))
    found = advise(land, rules)
    (weighed,) = found.candidates
    assert [x.name for x in found.classes] == ["brons"]
    assert (weighed.because, weighed.difference, weighed.unanswered) == ("less_left", -30_00, ())


def asked(*schemes: Scheme, cap: int | None = None, unknown: bool = False) -> bool:
    """Whether nothing holds back the high reading of a farm with two payments on its land."""
    caps = (
        []
        if cap is None
        else [limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": cap}, payments=("province.x.a",))]
    )
    pairs = [relation("province.x.a", RelationType.UNKNOWN, "province.x.b")] if unknown else []
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 40), *schemes, relations=pairs, limits=caps)
    codes = [m for s in schemes for p in s.payments for m in p.measures]
    land = farm(parcel("P1", 2, "m1", "m2", *codes), parcel("P2", 1, wish("m1", 1, 500)))
    advice = Advice.of(replace(ask(land, rules), mode="advise"))
    return advice.unhindered(advice.as_now)


def test_a_plan_that_a_cap_cuts_is_held_back_and_one_that_it_does_not_reach_is_not() -> None:
    assert (asked(cap=1), asked(cap=2), asked()) == (False, True, True)


def test_a_pair_that_nobody_published_holds_nothing_back_in_the_high_reading() -> None:
    assert asked(unknown=True)


def test_a_class_out_of_reach_holds_a_plan_back_and_one_that_is_reached_does_not() -> None:
    assert asked(scheme(ECO, activity("gras", 300), premium(0)))
    assert not asked(scheme(ECO, activity("gras", 70), premium(0)))
