"""What a condition counts of the whole farm: it says what, in which unit, and asks of places what these can say."""

from __future__ import annotations

import pytest

from calculator import registry
from tests.registry.builders import CODELISTS, SCHEME, documents
from tests.registry.test_facts_of_places import HEADER, LIST, ROWS, asking

HERBS = "measures: [kruidenrijk-grasland]"
MEASURES = CODELISTS["measures"] + "knotbomen,Knotbomen,Pollards,piece,element,\n"
SUN = "zonlicht,Zonlicht,Sunlight,number,h,higher,both,0,24,,,\n"


def problems(kind: str, arguments: str) -> list[tuple[str, str]]:
    changes = {LIST: HEADER + ROWS + SUN, "codelists/measures.csv": MEASURES, SCHEME: asking(kind, arguments)}
    _, found = registry.from_documents(documents(changes))
    return [(p.message.nl, p.remedy.nl) for p in found]


PEAT = "{kind: parcel_is, attribute: soil, one_of: [peat]}"
LEVEL = "{kind: fact_at_most, path: place.waterpeil_cm, value: 40}"


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("share_at_least", f"of: {{{HERBS}, where: [{LEVEL}]}}, in: same_land, value: 0.5"),
        ("land_at_least", f"of: {{land_use: [arable], where: [{LEVEL}]}}, value: 2"),
        ("total_at_least",
         "of: {elements: [sloot], where: [{kind: fact_is, path: place.zone, one_of: [kern]}]}, unit: m, value: 9"),
        ("mean_at_most", f"path: place.waterpeil_cm, of: {{{HERBS}}}, per: ha, value: 40"),
    ],
)  # fmt: skip
def test_what_can_be_counted_is_accepted(kind: str, arguments: str) -> None:
    assert problems(kind, arguments) == []


@pytest.mark.parametrize(
    ("kind", "arguments", "says", "remedy"),
    [
        ("land_at_least", "of: {}, value: 2", "`of` zegt niet wat telt", "measures"),
        ("share_at_least", f"of: {{{HERBS}}}, in: same_land, value: 0.5", "altijd het geheel", "`where`"),
        ("land_at_least", f"of: {{contracts: [national.rvo.eco], where: [{LEVEL}]}}, value: 2", "onder contract", "maatregelen"),
        ("land_at_least", f"of: {{{HERBS}, where: [{{kind: fact_at_most, path: place.waterpijl_cm, value: 40}}]}}, value: 2",
         "gegeven `waterpijl_cm` staat niet", "`waterpeil_cm`?"),
        ("land_at_least", f"of: {{{HERBS}, where: [{{kind: fact_at_most, path: place.waterpeil_cm, value: 400}}]}}, value: 2",
         "400 ligt buiten wat kan", "grens"),
        ("land_at_least", f"of: {{{HERBS}, where: [{{kind: quantity_at_least, value: 40}}]}}, value: 2",
         "perceel of element zelf", "fact_is"),
        ("land_at_least", f"of: {{{HERBS}, where: [{{kind: fact_is, path: farm.organic, one_of: [certified]}}]}}, value: 2",
         "perceel of element zelf", "place.zone"),
        ("mean_at_least", f"path: place.zone, of: {{{HERBS}}}, per: ha, value: 4", "geen getal", "fact_is"),
        ("mean_at_least", f"path: herd.livestock_units, of: {{{HERBS}}}, per: ha, value: 4", "geen gemiddelde", "place."),
        ("mean_at_least", "path: place.waterpeil_cm, of: {elements: [sloot]}, per: m, value: 4", "is van een perceel", "both"),
        ("total_at_least", "of: {land_use: [arable]}, unit: m, value: 4", "niet per meter", "ha of m2"),
        ("total_at_least", "of: {elements: [heg]}, unit: m, value: 4", "`heg` staat niet in codelists/element_kinds.csv", ""),
        ("total_at_least", "of: {elements: [sloot]}, unit: m, value: 0", "0 is er altijd", "laat de voorwaarde weg"),
        ("total_at_least", f"of: {{{HERBS}}}, unit: piece, value: 4", "in ha, en hier in piece", "unit: ha"),
        ("total_at_least", "of: {measures: [knotbomen]}, unit: ha, value: 4", "in piece, en hier in ha", "unit: piece"),
        ("mean_at_most", "path: place.zonlicht, of: {measures: [knotbomen]}, per: m, value: 4",
         "in piece, en hier in m", "per: piece"),
        ("mean_at_most",
         f"path: place.zonlicht, of: {{elements: [sloot], where: [{PEAT}]}}, per: m, value: 4",
         "alleen landschapselementen", "`element_is`"),
        ("total_at_least",
         f"of: {{measures: [knotbomen], where: [{PEAT}]}}, unit: piece, value: 4",
         "alleen landschapselementen", "`element_is`"),
        ("land_at_least", f"of: {{{HERBS}, where: [{{kind: element_is, attribute: kind, one_of: [sloot]}}]}}, value: 2",
         "alleen grond", "`parcel_is`"),
        ("land_at_least", f"of: {{{HERBS}, where: []}}, value: 2", "`where` is leeg", "laat `where` weg"),
        ("share_at_least", f"of: {{{HERBS}, where: []}}, in: same_land, value: 0.5", "`where` is leeg", "noem"),
        ("land_at_least", f"of: {{{HERBS}, where: [{{kind: parcel_is, attribute: soil, one_of: [peet]}}]}}, value: 2",
         "`peet` is geen grondsoort", "`peat`?"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_what_to_write(
    kind: str, arguments: str, says: str, remedy: str
) -> None:
    found = problems(kind, arguments)
    assert any(says in told and remedy in mend for told, mend in found), found
    assert len(found) == 1
