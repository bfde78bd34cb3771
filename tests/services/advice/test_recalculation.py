"""What new rules brought is told apart from what the farm itself changed, in the first year of each result."""

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from calculator.services.advice import recalculation
from calculator.services.advice.recalculation import Calculated, Recalculation, recalculate
from calculator.services.award import summary as result_summary
from calculator.services.statement.workers import Question
from calculator.store.farms.results import Result

FARM = json.loads((Path(__file__).resolve().parents[2] / "farms" / "vlietlanden.json").read_text("utf-8"))
THEN, NOW = date(2025, 11, 24), date(2026, 11, 24)


def calculated(
    document: dict[str, Any], on: date, revision: int = 1, last: Result | None = None
) -> Calculated:
    found = recalculate(Recalculation(Question(document, on, 2, recalculation.MODE, "nl"), revision, last))
    assert isinstance(found, Calculated), found
    return found


def years(found: Calculated) -> dict[int, int]:
    return dict(result_summary.read(found.summary).years)


def test_the_difference_is_split_between_rules_and_profile() -> None:
    changed = copy.deepcopy(FARM)
    for parcel in changed["parcels"][:2]:
        parcel["measures"] = []
    first, moved = calculated(FARM, THEN), calculated(changed, THEN)
    assert first.earlier is None
    last = Result(
        1, 1, "", 1, THEN, 2, first.digest, datetime(2025, 11, 24, tzinfo=UTC), sum(years(first).values()),
        first.summary, None,
    )  # fmt: skip
    found = calculated(changed, NOW, 2, last).earlier
    assert found
    assert found["by_profile"] == years(moved)[2025] - years(first)[2025] != 0
    assert found["by_rules"] == years(calculated(changed, NOW))[2026] - years(moved)[2025] != 0
    assert (found["before"], found["year"]) == (years(first)[2025], 2026)
    # The same farm under the same rules has no profile to blame, and no other calculation is needed to know.
    same = calculated(FARM, NOW, 1, last).earlier
    assert same
    assert same["by_profile"] == 0


def test_a_summary_adds_up_in_every_direction() -> None:
    found = result_summary.read(calculated(FARM, NOW).summary)
    assert found.total == sum(found.years.values()) == sum(payer.total for payer in found.payers)
    assert found.total == sum(found.certainty.values()) > 0
    assert all(payer.name.nl and payer.name.en for payer in found.payers)
    assert all(due.title.nl and due.title.en for due in found.deadlines)
    assert found.facts > 0
    assert {question.payment.nl for question in found.questions} != {
        question.payment.en for question in found.questions
    }
