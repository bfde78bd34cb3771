"""Years that are equal are brought down to whole steps once, and none is paid less than another because time was up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.stacking.awarding import outcome
from calculator.stacking.solving.steps import searching
from calculator.stacking.solving.steps.whole_steps import Steps
from tests.properties import test_horizon_properties as horizon


def test_equal_years_take_what_was_found_for_the_first_though_time_is_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The years after the first kept the poorer division that they were rounded to."""
    find = Steps._found

    def last(self: Steps, *asked: object) -> object:
        found = find(self, *asked)  # type: ignore[arg-type]
        self.time.spend(100.0)
        return found

    monkeypatch.setattr(searching, "_FEW_COLUMNS", 0)
    monkeypatch.setattr(Steps, "_found", last)
    grants = (horizon.Grant("g0", 30_000, None), horizon.Grant("g1", 25_000, None))
    found, _ = outcome(horizon.question(replace(horizon.FEW_METRES, years=3, grants=grants)))
    on_land = dict.fromkeys(range(2026, 2029), 0)
    for line in found.lines:
        if line.claim.piece != "farm":
            on_land[line.claim.year] += line.amount
    alone, _ = outcome(horizon.question(horizon.FEW_METRES))
    assert set(on_land.values()) == {sum(line.amount for line in alone.lines)}
