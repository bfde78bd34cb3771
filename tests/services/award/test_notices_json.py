"""By when notice is given, in the words of the award."""

from __future__ import annotations

from datetime import date

import pytest

from calculator.domain.lasting import NoticeDue
from calculator.services.award import notices_json
from calculator.services.award.names import Names
from tests.builders import payment, rulebook, scheme


@pytest.mark.parametrize(("language", "place"), [("nl", "(het hele bedrijf)"), ("en", "(the whole farm)")])
def test_a_contract_for_the_farm_is_not_called_by_a_code(language: str, place: str) -> None:
    due = NoticeDue(
        "province.x.a", "p", "farm", date(2027, 12, 31), date(2027, 10, 1), 1, "ends", running=True
    )
    names = Names.of(rulebook(scheme("province.x.a", payment("p"))), language, 2026)
    (found,) = notices_json.to_json([due], names)
    assert found["unit"] == "farm"
    assert place in str(found["text"])
