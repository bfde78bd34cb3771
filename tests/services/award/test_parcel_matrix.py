"""What may be stacked on a place, looked up where the award looked it up."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from calculator.services.award import parcel_matrix
from calculator.services.award.awards import compute
from calculator.services.award.pair_outcomes import Kind, outcomes
from calculator.services.registry import rulebooks

ON = date(2026, 5, 15)
FARM: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "farms" / "vlietlanden.json").read_text("utf-8")
)


def places(document: dict[str, Any]) -> tuple[parcel_matrix.Place, ...]:
    rulebook = rulebooks.current()
    return parcel_matrix.of(compute(rulebook, document, on=ON).award, rulebook, ON)


def test_every_cell_says_what_the_matrix_of_the_rules_says() -> None:
    known = outcomes(rulebooks.current(), ON)
    found = places(FARM)
    assert found
    for place in found:
        for i, one in enumerate(place.payments):
            for j, other in enumerate(place.payments):
                expected = (
                    known.between(known.sides[one.ref], known.sides[other.ref]).kind if i != j else None
                )
                assert place.cells[i][j] is expected
        # Every pair that may not, or only in part, is explained by a rule with a source.
        for pair in place.pairs:
            assert pair.kind in (Kind.MAY, Kind.UNKNOWN) or all(rule.source.title for rule in pair.rules)


def test_places_with_the_same_payments_stand_together() -> None:
    parcels = [{**FARM["parcels"][1], "id": f"Q{number}"} for number in range(40)]
    document = {**FARM, "parcels": [*FARM["parcels"], *parcels], "elements": []}
    found = places(document)
    alike = next(place for place in found if "Q0" in place.places)
    assert {f"Q{number}" for number in range(40)} <= set(alike.places)
    assert all(held.amount is None for held in alike.payments)
