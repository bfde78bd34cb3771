"""The explanations of a population say of every farm what its own award says: line by line, refusal by refusal, euro by euro."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from calculator.domain.award import Award, ClassResult, NotChosen
from calculator.domain.claim import OpenQuestion, Refusal
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Payment, PaymentKind, Presence
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import Question, award
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.explained import Explained
from calculator.stacking.columns.explained.continued import CONTINUED
from calculator.stacking.columns.explained.tables import NOT_WORKED_OUT
from calculator.stacking.columns.reading.farms import Farms, encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.explaining import affording
from calculator.stacking.problem import search_time
from tests.builders import de_minimis, farm, limit, parcel, payment, pays, relation, rulebook, scheme, text
from tests.stacking.columns.of_tables import Explanation, of_farm

ON = date(2026, 7, 1)


def own(profile: FarmProfile, rules: Rulebook, on: date, years: int) -> Award:
    return award(Question(profile, rules, on, years, "test", "sha256:test"))


def _source(of: Refusal | NotChosen) -> str | None:
    return None if of.source is None else of.source.title


def _sorted(rows: Iterable[object]) -> list[str]:
    return sorted(map(repr, rows))


def _refusal(r: Refusal) -> tuple[object, ...]:
    return (r.scheme, r.payment, r.place, r.year, r.reason, r.formula, r.shortfall, r.remedy, _source(r))


def _missed(x: NotChosen) -> tuple[object, ...]:
    return (
        x.scheme, x.payment, x.place, x.year, x.because, x.lost_to, x.article, x.difference, x.years, x.relation, _source(x),
        x.worked_out,
    )  # fmt: skip


def _class(c: ClassResult) -> tuple[object, ...]:
    goals = (sorted(c.points.items()), sorted(c.next_short_points.items()))
    return (c.scheme, c.year, c.name, c.value_per_ha, c.next_name, c.next_short_per_ha, c.note, goals)


#: What a class waits for is listed in another order: by name.
_HOPED = ("haalt u ", "do you reach ")


def _open(o: OpenQuestion) -> tuple[object, ...]:
    said = [
        (text.split("? ")[0], sorted(text.split("? ")[-1].split(", "))) if text.startswith(_HOPED) else text
        for x in o.missing
        for text in (x.nl, x.en)
    ]
    paths = sorted(o.paths) if o.missing[0].nl.startswith(_HOPED) else o.paths
    return (o.scheme, o.payment, o.place, o.year, said, paths, o.could_pay_cents)


def of_award(found: Award) -> dict[str, object]:
    lines = [x for year in found.years for x in year.lines]
    later = [x for year in found.years for x in year.continuation if x.amount]
    return {
        "open": _sorted(map(_open, found.open)),
        "totals": (found.total, found.low, found.high, found.continuation),
        "after": sorted((x.claim.year, x.claim.place, x.claim.ref, x.quantity, x.amount) for x in later),
        "lines": sorted(
            (x.claim.year, x.claim.place, x.claim.ref, x.quantity, x.amount, x.claim.rate.expected)
            for x in lines
        ),
        "refusals": _sorted(map(_refusal, found.refusals)),
        "not_chosen": _sorted(map(_missed, found.not_chosen)),
        "classes": _sorted(map(_class, found.classes)),
        "prices": {
            limit: max(x.price or 0 for x in found.limits if x.binding and x.limit == limit)
            for limit in {x.limit for x in found.limits if x.binding}
        },
    }


def of_tables(found: Explanation) -> dict[str, object]:
    return {
        "open": _sorted(map(_open, found.open)),
        "totals": (found.total, found.low, found.high, found.continuation),
        "after": sorted((x.year, x.place, x.terms.ref, x.quantity, x.cents) for x in found.after),
        "lines": sorted((x.year, x.place, x.terms.ref, x.quantity, x.cents, x.rate) for x in found.lines),
        "refusals": _sorted(map(_refusal, found.refusals)),
        "not_chosen": _sorted(map(_missed, found.not_chosen)),
        "classes": _sorted(map(_class, found.classes)),
        "prices": found.prices,
    }


def same(rules: Rulebook, farms: Farms, on: date, years: int) -> Explained:
    """The tables, after they were held against the award of every farm; those that are left are the award in tables."""
    found = Evaluation(rules, on, years).explained(farms, np.arange(len(farms)))
    for at in range(len(farms)):
        profile = farms.profiles[at]
        assert of_tables(of_farm(found, at, profile)) == of_award(own(profile, rules, on, years)), (
            at,
            found.left.get(at),
        )
    return found


@pytest.mark.parametrize(
    ("kind", "year", "count"), [("typical", 2026, 25), ("hard", 2026, 14), ("typical", 2023, 10)]
)
def test_every_farm_is_told_what_its_own_award_says(kind: str, year: int, count: int) -> None:
    farms = encoded(synthesise(count, seed=17, kind=kind))
    found = same(rulebooks.current(), farms, date(year, 7, 1), 3)
    assert len(found.left) <= 3


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 104))
@pytest.mark.parametrize(
    ("kind", "year"), [("typical", 2026), ("hard", 2026), ("advise", 2026), ("typical", 2023), ("hard", 2023)]
)
def test_hundreds_of_farms_are_told_what_their_own_awards_say(kind: str, year: int, seed: int) -> None:
    same(rulebooks.current(), encoded(synthesise(150, seed=seed, kind=kind)), date(year, 7, 1), 6)


def small_rules() -> Rulebook:
    return rulebook(
        scheme(
            "province.x.grant",
            payment("p", figures={"rate": 30_000}),
            legal_basis="de_minimis_agri_1408_2013",
        ),
        scheme("province.x.base", payment("p", figures={"rate": 10})),
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("province.x.strip", payment("p", measures=["m2"], figures={"rate": 120})),
        relations=[relation("province.x.land", RelationType.EXCLUSIVE, "province.x.strip")],
        limits=[
            de_minimis(),
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=("province.x.land",)),
        ],
    )


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (farm(parcel("P1", "3.1234", "m1"), parcel("P2", "1.5", "m1", "m2")), None),
        (farm(parcel("P1", 6, "m1")), "a cap that is full"),
        (farm(parcel("P1", 2, "m1"), aid=[("2025-01-01", 25_000)]), None),
        (farm(parcel("P1", 2, "m1"), aid=[("2025-01-01", 19_000)]), None),
        (
            farm(parcel("P1", 2, "m1"), aid=[("2025-01-01", 20_000)]),
            "grants that fill a ceiling over years",
        ),
        (
            farm(parcel("P1", 2, "m1"), aid=[("2026-01-01", 50_000)]),
            None,
        ),
        (farm(parcel("P1", 2, "m1", "m2"), aid=None), None),
        (farm(), None),
    ],
    ids=[
        "lost to another",
        "full cap",
        "grant that is kept out",
        "grant that fits",
        "full to the cent",
        "no room at all",
        "unknown aid",
        "no land",
    ],
)
def test_whatever_is_scarce_the_farm_is_told_what_its_own_award_says(
    profile: FarmProfile, why: str | None
) -> None:
    found = same(small_rules(), encode([profile], Vocabulary()), ON, 1)
    assert found.left.get(0) == why


def test_a_claim_that_would_fill_a_limit_is_not_said_to_bring_what_the_limit_takes() -> None:
    """The strip pays more and is counted by no limit: only with the land, aid or pond forced in is one too low on large farms."""
    aid = {"legal_basis": "de_minimis_agri_1408_2013"}
    paid = {"strip": 120, "land": 100, "aid": 100, "pond": 100}
    rules = rulebook(
        *(
            scheme(
                f"province.x.{n}",
                payment("p", measures=[n], figures={"rate": r}),
                **(aid if n == "aid" else {}),
            )
            for n, r in paid.items()
        ),
        relations=[
            relation(f"province.x.{n}", RelationType.EXCLUSIVE, "province.x.strip")
            for n in ("land", "aid", "pond")
        ],
        limits=[
            de_minimis(),
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=("province.x.land",)),
            limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 5}, payments=("province.x.pond",)),
        ],
    )
    farms = [
        farm(parcel("P1", area, "strip", other), aid=[("2025-01-01", 49_500)] if other == "aid" else ())
        for area in (2, 6)
        for other in ("land", "aid", "pond")
    ]
    found = same(rules, encode(farms, Vocabulary()), ON, 1)
    assert found.left == {
        3: "a cap that is full", 4: "grants that fill a ceiling over years", 5: "a cap that is full",
    }  # fmt: skip


def activity(code: str, klimaat: int, value: int) -> Payment:
    figures = {"points": {"klimaat": klimaat}, "value": value}
    return payment(code, measures=[code], kind=PaymentKind.ACTIVITY, figures=figures)


def traded(entry: str, type_: RelationType, *shared: tuple[str, str]) -> Rulebook:
    """A class for which some land must turn to what scores more points and less value; activities that share land keep apart."""
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={"entry": {"1.klimaat": entry}, "threshold": {"brons": 10}, "rate": {"brons": 60}},
    )  # fmt: skip
    eco = scheme(
        "national.rvo.eco", activity("a", 2, 900), activity("b", 4, 100), activity("c", 2, 180), activity("d", 4, 50), premium
    )  # fmt: skip
    pairs = [relation(f"{eco.id}#{one}", type_, f"{eco.id}#{other}") for one, other in shared]
    return rulebook(eco, relations=pairs)


def test_a_payment_that_loses_year_by_year_is_told_what_it_would_bring_in_all_its_years() -> None:
    first, then = pays("a", "m1", 100), pays("b", "m1", 90)
    rules = rulebook(first, then, relations=[relation(first.id, RelationType.EXCLUSIVE, then.id)])
    farms = encode([farm(parcel("P1", 1, "m1"))], Vocabulary())
    found = same(rules, farms, date(2026, 7, 1), 3)
    (lost,) = of_farm(found, 0, farms.profiles[0]).not_chosen
    assert (found.left, lost.difference) == ({}, -3 * 10_00)


def test_what_continues_on_other_ground_than_what_excludes_it_leaves_a_farm_in_columns() -> None:
    """Eleven of these 250 hard farms claim both somewhere, none on the same piece of land."""
    farms = encoded(synthesise(250, seed=7, kind="hard"))
    found = Evaluation(rulebooks.current(), ON, 6).explained(farms, np.arange(250))
    assert CONTINUED not in found.left.values()


@pytest.mark.parametrize(("entry", "together"), [("3", True), ("5", False)])
def test_a_class_that_is_hoped_for_comes_with_what_its_land_pays_only_where_what_waits_carries_it(
    entry: str, *, together: bool
) -> None:
    """Activity ``e`` waits in the second year alone; activity ``a`` and a payment with a range exclude each other."""
    asked = Condition("history_includes", {"crops": ["265"], "years": 1}, Presence.ASK, text("265"), ("S1",))
    eco = traded(entry, RelationType.EXCLUSIVE).schemes[0]
    eco = replace(eco, payments=(*eco.payments, replace(activity("e", 3, 900), conditions=(asked,))))
    paid = scheme("province.x.rand", payment("p", measures=["rand"], figures={"rate": (100, 150)}))
    rows = [relation(paid.id, RelationType.EXCLUSIVE, f"{eco.id}#a")]
    land = parcel("P1", 5, "a", "e", "rand", crop_history={2025: "266"})
    farms = encode([farm(land)], Vocabulary())
    found = of_farm(same(rulebook(eco, paid, relations=rows), farms, ON, 2), 0, farms.profiles[0])
    assert (found.total, found.high) == (2 * 500_00, 2 * 750_00 + (300_00 if together else 0))


def test_what_was_not_worked_out_of_a_farm_is_not_told_as_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two contracts on different parcels that exclude each other are left to the ordinary engine, which has no time here."""
    monkeypatch.setattr(search_time, "SECONDS", 0.0)
    monkeypatch.setattr(affording, "_LIGHT", -1.0)
    apart = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", level=Level.FARM)
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 90), relations=[apart])
    found = same(
        rules, encode([farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))], Vocabulary()), date(2026, 7, 1), 1
    )
    assert found.missed.possible.tolist() == [NOT_WORKED_OUT]
