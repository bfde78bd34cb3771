"""Names in the tables of explanations are those of the time that a row is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.scenarios.explanations.tables import limit_names
from tests.builders import limit


@pytest.mark.parametrize(("year", "name"), [(2020, "old"), (2026, "old"), (2030, "new"), (2040, "new")])
def test_a_limit_is_called_as_in_the_year_and_not_as_in_its_last_version(year: int, name: str) -> None:
    first = limit("z", LimitKind.AMOUNT_CAP, figures={"cap": 50})
    old = replace(first, name=Text("oud", "old"), validity=Period(date(2023, 1, 1), date(2030, 1, 1)))
    new = replace(first, name=Text("nieuw", "new"), validity=Period(date(2030, 1, 1), None))
    assert limit_names([old, new], year, "en") == {"z": name}
