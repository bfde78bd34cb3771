"""What is wrong with one farm of many is told of that farm, in words."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

from calculator.services.errors import InputProblem, InputProblems
from calculator.services.statement.drawing import Failed
from calculator.services.statement.workers import Question, compute, told
from tests.builders import text

FARM = json.loads((Path(__file__).resolve().parents[2] / "farms" / "vlietlanden.json").read_text("utf-8"))


def test_a_farm_that_cannot_be_calculated_is_told_which_parcel_is_wrong_by_its_own_name() -> None:
    broken = copy.deepcopy(FARM)
    broken["parcels"][1]["area_ha"] = "-3"
    found = compute(Question(broken, date(2026, 7, 1), 1, "managed", "nl"))
    assert isinstance(found, Failed)
    name = broken["parcels"][1]["id"]
    assert found.reason.nl.startswith(f"Perceel {name}, oppervlakte:")
    assert found.reason.en.startswith(f"Parcel {name}, area:")


def test_of_several_things_that_are_wrong_the_first_is_told_and_how_many_more() -> None:
    wrong = InputProblems(
        tuple(InputProblem(at, text("Fout."), text("Herstel het.")) for at in ("/parcels/0/area_ha", "/odd"))
    )
    assert told(wrong).nl == "Perceel 1, oppervlakte: Fout. Herstel het. (en nog 1)"
    assert told(InputProblems(wrong.problems[1:])).en.startswith("/odd: ")
