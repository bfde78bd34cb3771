"""Open questions of a farm with very many parcels: told in a bounded number, with nothing of them left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.claim import OpenQuestion
from calculator.domain.scheme import Text
from calculator.services.award import as_json, open_json
from calculator.statements.content.parts.choices import merged
from calculator.web.views.result import _once
from tests.services.awards import SCHEME, full_award
from tests.services.farms import rulebook

MISSING, PATHS = (Text("soort grond", "kind of soil"),), ("parcels.soil",)
PLACES, YEARS = [f"P{n}" for n in range(20)], list(range(2026, 2036))


def told(payments: tuple[str, ...] = ("a01c",), amount: int | None = 150) -> list[dict[str, object]]:
    questions = tuple(
        OpenQuestion(SCHEME, payment, place, year, MISSING, PATHS, amount)
        for payment in payments
        for place in PLACES
        for year in YEARS
    )
    found = as_json.to_json(replace(full_award(), open=questions), rulebook())["open"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(("most", "entries"), [(200, 200), (199, 20), (19, 1)])
def test_the_same_question_in_too_many_years_and_places_is_told_once_for_all_of_them(
    monkeypatch: pytest.MonkeyPatch, most: int, entries: int
) -> None:
    monkeypatch.setattr(open_json, "MOST", most)
    found = told()
    assert len(found) == entries
    said = [(u, y) for e in found for u in e.get("units", [e["unit"]]) for y in e.get("years", [e["year"]])]  # type: ignore[attr-defined]
    assert sorted(said) == sorted((place, year) for place in PLACES for year in YEARS)
    assert sum(Decimal(str(e["could_pay_up_to_eur"])) for e in found) == 200 * Decimal("1.50")
    assert found[0]["unit"] == "P0"
    assert found[0]["year"] == 2026


def test_what_could_be_paid_is_unknown_where_it_is_so_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_json, "MOST", 1)
    assert [e["could_pay_up_to_eur"] for e in told(amount=None)] == [None]


def test_other_payments_stay_questions_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_json, "MOST", 1)
    assert [e["payment"] for e in told(("a01c", "gone"))] == ["a01c", "gone"]


@pytest.mark.parametrize("most", [200, 199, 19])
def test_page_and_statement_name_every_year_and_place(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(open_json, "MOST", most)
    found = told()
    (page,) = _once(found, ("missing",))
    (group,) = merged(tuple(found), "could_pay_up_to_eur", "paths")
    assert (list(page.years), list(page.places)) == (YEARS, PLACES)
    assert (group.years, group.units) == (YEARS, PLACES)
