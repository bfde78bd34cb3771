"""What the result page says once of many entries of an award."""

from __future__ import annotations

import pytest
from flask import Flask

from calculator.web.views import result
from tests.builders import rulebook

BARE = {
    "years": [],
    "refusals": [],
    "not_chosen": [],
    "limits": [],
    "classes": [],
    "activities": [],
    "net_eur": None,
}


def question(year: int, could: str | None, **change: object) -> dict[str, object]:
    one = {"scheme": "province.x.a", "payment": "p", "unit": "P1", "year": year, "missing": ["length"]}
    return {**one, "could_pay_up_to_eur": could, **change}


@pytest.mark.parametrize(("last", "together"), [("30.50", "90.50"), (None, None)])
def test_what_is_open_in_several_years_could_pay_for_all_of_them_and_unknown_stays_unknown(
    last: str | None, together: str | None
) -> None:
    asked = [question(2026, "60.00"), question(2027, last), question(2026, "70.00", missing=["width"])]
    open_ = result.arrange({**BARE, "open": asked}, rulebook(), "nl").open
    length = next(one for one in open_ if one.entry["missing"] == ["length"])
    assert (length.years, length.entry["could_pay_up_to_eur"]) == ((2026, 2027), together)
    assert len(open_) == 2


def test_what_is_open_stands_apart_where_it_is_not_known_what_it_could_add() -> None:
    asked = [
        question(2026, could, payment=name) for name, could in (("a", None), ("b", "60.00"), ("c", "0.00"))
    ]
    known, rest = result.arrange({**BARE, "open": asked}, rulebook(), "nl").by_worth()
    assert [said.entry["payment"] for said in known] == ["b"]
    assert {said.entry["payment"] for said in rest} == {"a", "c"}


def test_what_is_open_says_for_which_years_its_legal_basis_has_ended() -> None:
    asked = [question(2026, "60.00"), question(2027, "60.00", continuation=True)]
    (open_,) = result.arrange({**BARE, "open": asked}, rulebook(), "nl").open
    assert (open_.years, open_.ended, open_.entry["could_pay_up_to_eur"]) == ((2026, 2027), (2027,), "60.00")


def test_years_with_only_what_follows_a_legal_basis_are_named() -> None:
    line = {"payer": "rvo", "amount_eur": "1.00", "certainty": "expected"}
    years = [
        {"year": 2027, "lines": [line], "continuation": [], "total_eur": "1.00"},
        {"year": 2028, "lines": [], "continuation": [line], "total_eur": "0.00"},
        {"year": 2029, "lines": [], "continuation": [], "total_eur": "0.00"},
    ]
    assert result.arrange({**BARE, "open": [], "years": years}, rulebook(), "nl").ends == (2028,)


def test_years_of_which_a_part_is_known_are_named_and_no_others() -> None:
    def paying(year: int, *payments: str, after: tuple[str, ...] = ()) -> dict[str, object]:
        lines, over = (
            [
                {"scheme": "a", "payment": p, "payer": "rvo", "amount_eur": "1.00", "certainty": "expected"}
                for p in each
            ]
            for each in (payments, after)
        )
        return {"year": year, "lines": lines, "continuation": over, "total_eur": f"{len(lines)}.00"}

    years = [
        paying(2026, "p", "q"),
        paying(2027, "p", "q", after=("r",)),
        paying(2028, "q"),
        paying(2029, "p"),
        paying(2030, after=("p",)),
    ]
    asked = [
        {**question(2028, None), "scheme": "a"},
        {**question(2026, None), "scheme": "a"},
        {**question(2029, None), "scheme": "a", "payment": "never"},
    ]
    assert result.arrange({**BARE, "open": asked, "years": years}, rulebook(), "nl").partly == (2027, 2028)


def test_what_is_left_of_a_year_of_which_no_payment_is_known_is_not_minus_its_costs() -> None:
    line = {"payer": "rvo", "amount_eur": "100.00", "certainty": "expected"}
    years = [
        {"year": 2027, "lines": [line], "continuation": [], "total_eur": "100.00"},
        {"year": 2028, "lines": [], "continuation": [line], "total_eur": "0.00"},
        {"year": 2029, "lines": [], "continuation": [], "total_eur": "0.00"},
    ]
    told = {**BARE, "open": [], "years": years, "total_eur": "100.00", "net_eur": "10.00"}
    after = result.arrange(told, rulebook(), "nl").after
    assert after is not None
    assert (after.cost, after.left, after.unknown) == (30, {2027: 70}, (2028, 2029))


def test_a_refusal_on_many_parcels_names_the_first_of_them_on_the_page(app: Flask) -> None:
    with app.test_request_context("/"):
        said = app.jinja_env.filters["several"]([str(number) for number in range(1, 31)])
    assert said.startswith("nr. 1, nr. 2, ")
    assert said.endswith("nr. 12 en nog 18")


def test_what_may_be_stacked_names_places_as_the_rest_of_the_page_does(app: Flask) -> None:
    place = {"places": [str(number) for number in range(1, 31)], "payments": [], "pairs": [], "cells": []}
    with app.test_request_context("/"):
        made = app.jinja_env.from_string(
            '{% from "parts/stacked.html" import places with context %}{{ places(stacks) }}'
        )
        said = made.render(stacks=[place])
    assert "nr. 12 en nog 18</h3>" in said
