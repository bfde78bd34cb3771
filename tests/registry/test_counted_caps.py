"""A limit that counts for each of something names a number of the whole farm, and is a cap on euros: else it is refused."""

from __future__ import annotations

import pytest

from calculator import registry
from tests.registry.broken import MINIMUM
from tests.registry.builders import documents

CAPPED = (
    MINIMUM.replace("limit: minimum", "limit: plafond")
    .replace("kind: minimum_total", "kind: amount_cap")
    .replace("minimum:", "cap:")
)


@pytest.mark.parametrize(
    ("limit", "text", "per", "says", "remedy"),
    [
        ("plafond", CAPPED, "rent", "`rent` is geen getal waarvoor een grens telt", "als herd.dairy_cows of grassland_ha"),
        ("plafond", CAPPED, "grasland_ha", "`grasland_ha` is geen getal", "bedoelt u `grassland_ha`?"),
        ("plafond", CAPPED, "place.kensoorten", "`place.kensoorten` is geen getal", "een getal van het hele bedrijf"),
        ("plafond", CAPPED, "herd.diary_cows", "een bedrijfsprofiel kent geen `herd.diary_cows`", "`herd.dairy_cows`?"),
        ("plafond", CAPPED, "farm.type", "`farm.type` is geen getal", "noem een getal van het bedrijf"),
        ("minimum", MINIMUM, "grassland_ha", "een grens `minimum_total` doet niets met `cap_per`", "kies een andere soort"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_the_farm_is_refused_with_place_and_remedy(
    limit: str, text: str, per: str, says: str, remedy: str
) -> None:
    file = f"limits/{limit}/2023-01-01.yaml"
    written = text.replace("figures:", f"cap_per: {per}\nfigures:")
    rulebook, problems = registry.from_documents(documents({file: written}))
    assert rulebook is None
    line = written.splitlines().index(f"cap_per: {per}") + 1
    assert [(p.file, p.line) for p in problems if says in p.message.nl and remedy in p.remedy.nl] == [
        (file, line)
    ]
    assert len(problems) == 1


@pytest.mark.parametrize("per", ["herd.dairy_cows", "grassland_ha", "declared.hokken"])
def test_numbers_of_the_farm_may_be_counted(per: str) -> None:
    written = CAPPED.replace("figures:", f"cap_per: {per}\nfigures:")
    rulebook, problems = registry.from_documents(documents({"limits/plafond/2023-01-01.yaml": written}))
    assert problems == ()
    assert rulebook is not None
    assert [x.cap_per for x in rulebook.limits if x.id == "plafond"] == [per]
