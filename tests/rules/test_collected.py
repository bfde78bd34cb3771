"""What was collected in public sources is all in the registry, or says why it is no rule (``rules/collected.csv``)."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import lru_cache

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment
from calculator.resources import rules_dir
from calculator.services.registry import rulebooks

ECO = "national.rvo.eco-regeling"


@lru_cache(maxsize=1)
def rules() -> Rulebook:
    return rulebooks.current()


@lru_cache(maxsize=1)
def collected() -> tuple[dict[str, str], ...]:
    with (rules_dir() / "collected.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    book = rules()
    schemes = {s.id for s in book.schemes}
    payments = {f"{s.id}#{p.id}" for s in book.schemes for p in s.payments}
    limits = {f"limit:{x.id}" for x in book.limits}
    relations = {f"relation:{r.id}" for r in book.relations}
    return frozenset(schemes | payments | limits | relations | {f"codelist:{c}" for c in book.codelists})


def test_every_collected_item_is_a_rule_or_says_why_not() -> None:
    silent = [row["id"] for row in collected() if not (row["rules"] or row["reason"])]
    lost = {(row["id"], name) for row in collected() for name in row["rules"].split() if name not in known()}
    assert silent == []
    assert lost == set()


def test_nothing_that_was_collected_has_gone_from_the_list() -> None:
    assert Counter(row["collection"] for row in collected()) >= Counter(
        {"national": 183, "provinces": 157, "primary_law": 87, "regional": 78, "legal": 65}
    )
    twice = Counter((row["collection"], row["id"]) for row in collected())
    assert [key for key, count in twice.items() if count > 1] == []


def test_every_scheme_stems_from_something_that_was_collected() -> None:
    named = {name.split("#")[0] for row in collected() for name in row["rules"].split()}
    assert {s.id for s in rules().schemes} - named == set()


def test_every_legal_rule_leans_on_a_rule_and_says_how_it_works() -> None:
    listed = rules().codelists["legal_rules"]
    assert len(listed) == 51
    works = Counter(row.columns["works"] for row in listed.values())
    assert set(works) == {"limit", "relation", "engine", "data", "not_modelled"}


def test_a_legal_rule_that_cannot_be_computed_stands_as_text_where_it_belongs() -> None:
    texts = {x.id for x in rules().limits if x.not_modelled} | {
        s.id for s in rules().schemes if s.not_modelled
    }
    for row in rules().codelists["legal_rules"].values():
        if row.columns["works"] == "not_modelled":
            assert set(row.columns["rules"].split()) <= texts, row.code


@pytest.mark.parametrize("province", sorted(rules().codelists["provinces"]))
def test_every_province_has_a_scheme_with_a_figure(province: str) -> None:
    places = rules().codelists
    inside = {
        "provinces": {province},
        "municipalities": {
            m for m, row in places["municipalities"].items() if row.columns["province"] == province
        },
        "collectives": {
            c for c, row in places["collectives"].items() if province in row.columns["provinces"].split()
        },
    }
    found = [
        s.id
        for s in rules().schemes
        if any(codes & set(s.territory.get(key, ())) for key, codes in inside.items())
        and any(has_figure(p) for p in s.payments)
    ]
    assert found


def has_figure(payment: Payment) -> bool:
    return any(f.values or f.low for series in payment.figures.values() for f in series.figures)


@pytest.mark.parametrize("board", sorted(rules().codelists["water_boards"]))
def test_every_water_board_is_there_with_a_figure_in_kind_or_not_published(board: str) -> None:
    assert any(board in s.territory.get("water_boards", ()) for s in rules().schemes)


def test_the_lists_of_places_are_whole() -> None:
    places = rules().codelists
    assert (len(places["provinces"]), len(places["water_boards"]), len(places["municipalities"])) == (
        12,
        21,
        342,
    )
    assert {row.columns["province"] for row in places["municipalities"].values()} == set(places["provinces"])
    named = {p for row in places["collectives"].values() for p in row.columns["provinces"].split()}
    assert named == set(places["provinces"])


@pytest.mark.parametrize("activity", ["weiden-1", "weiden-2", "vezelgewas"])
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_value_that_is_known_to_have_changed_is_not_carried_over_from_2023(
    activity: str, year: int
) -> None:
    version = next(s for s in rules().schemes if s.id == ECO and s.validity.contains(date(year, 6, 1)))
    payment = version.payment(activity)
    assert payment is not None
    before = next(s for s in rules().schemes if s.id == ECO and s.validity.start.year == 2023).payment(
        activity
    )
    assert before is not None
    old = before.figures["value"].on(date(2023, 6, 1))
    assert old is not None
    figure = payment.figures["value"].on(date(year, 6, 1))
    assert figure is None or figure.values != old.values
