"""What is wrong with one farm of many is told of that farm, in words."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

from calculator.services.statement.drawing import Failed
from calculator.services.statement.workers import Question, compute

FARM = json.loads((Path(__file__).resolve().parents[2] / "farms" / "vlietlanden.json").read_text("utf-8"))


def test_a_farm_that_cannot_be_calculated_is_told_which_parcel_is_wrong_by_its_own_name() -> None:
    broken = copy.deepcopy(FARM)
    broken["parcels"][1]["area_ha"] = "-3"
    found = compute(Question(broken, date(2026, 7, 1), 1, "managed", "nl"))
    assert isinstance(found, Failed)
    name = broken["parcels"][1]["id"]
    assert found.reason.nl.startswith(f"Perceel {name}, oppervlakte:")
    assert found.reason.en.startswith(f"Parcel {name}, area:")
