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
    assert "Het eindigde eerst op 31-12-2026: aangenomen is dat u niet op tijd hebt opgezegd. Zeg" in said(
        went_on
    )
    assert "It ended on 31 December 2026 at first: it is assumed that you did not give notice" in said(
        went_on, "en"
    )
    assert "aangenomen" not in said(DUE)
