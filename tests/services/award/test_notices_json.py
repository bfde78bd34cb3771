"""By when notice is given, in the words of the award."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.lasting import NoticeDue
from calculator.services.award import notices_json
from calculator.services.award.names import Names
from tests.builders import payment, rulebook, scheme

DUE = NoticeDue("province.x.a", "p", "farm", date(2027, 12, 31), date(2027, 10, 1), 1, "ends", running=True)


def said(due: NoticeDue, language: str = "nl") -> str:
    (found,) = notices_json.to_json(
        [due], Names.of(rulebook(scheme("province.x.a", payment("p"))), language, 2026)
    )
    assert found["unit"] == due.place
    return str(found["text"])


@pytest.mark.parametrize(("language", "place"), [("nl", "(het hele bedrijf)"), ("en", "(the whole farm)")])
def test_a_contract_for_the_farm_is_not_called_by_a_code(language: str, place: str) -> None:
    assert place in said(DUE, language)


def test_a_contract_that_went_on_says_what_its_last_day_was_and_that_this_is_assumed() -> None:
    went_on = replace(DUE, was=date(2026, 12, 31))
    assert (
        "Het eindigde eerst op 31 december 2026: aangenomen is dat u niet op tijd hebt opgezegd. Zeg"
        in said(went_on)
    )
    assert "It ended on 31 December 2026 at first: it is assumed that you did not give notice" in said(
        went_on, "en"
    )
    assert "aangenomen" not in said(DUE)


def test_what_differs_in_its_place_alone_is_told_once() -> None:
    names = Names.of(rulebook(scheme("province.x.a", payment("p"))), "nl", 2026)
    places = [replace(DUE, place=place) for place in ("P1", "P2", "farm")]
    other = [replace(DUE, place="P3", by=date(2027, 9, 1)), replace(DUE, place="P4", was=date(2026, 12, 31))]
    first, *apart = notices_json.told_once(notices_json.to_json([*places, *other], names), "nl")
    assert first.startswith("p (P1, P2, het hele bedrijf) loopt tot en met 31 december 2027 en verlengt")
    assert [text[:6] for text in apart] == ["p (P3)", "p (P4)"]


def test_of_very_many_places_it_is_told_how_many_there_are() -> None:
    names = Names.of(rulebook(scheme("province.x.a", payment("p"))), "en", 2026)
    places = [replace(DUE, place=f"P{n}") for n in range(200)]
    (said,) = notices_json.told_once(notices_json.to_json(places, names), "en")
    assert said.startswith("p (P0, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11 and 188 more) runs up to")
