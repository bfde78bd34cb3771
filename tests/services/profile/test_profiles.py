"""A farm profile: what a right one means, and that a wrong one is refused with every problem, its place and its remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.domain.farm import FarmProfile
from calculator.domain.undertaking import Merger
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile import farm_kinds, profiles
from tests.samples import cases
from tests.services.farms import Document, farm, rulebook, spoilt

RULES = rulebook()
MOST_DIGITS = "9" * 6000


def problems_of(document: object) -> tuple[InputProblem, ...]:
    with pytest.raises(InputProblems) as caught:
        profiles.read(document, RULES)
    return caught.value.problems


def put(path: str, value: object) -> Callable[[Document], object]:
    """A change that puts a value at a path such as ``parcels.0.area_ha``."""

    def change(document: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            document = document[step]
        if isinstance(document, list) and last == len(document):
            document.append(value)
        else:
            document[last] = value

    return change


def drop(path: str) -> Callable[[Document], object]:
    def change(document: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            document = document[step]
        del document[last]

    return change


M0 = "parcels.0.measures.0"
L0 = "contracts.0.lines.0"
AID = "undertaking.aid_received.0"

# What is done to the document; where the one problem is; words of it in Dutch; words of it in English.
BAD: dict[str, tuple[Callable[[Document], object], str, str, str]] = {
    "profile of another shape": (put("profile", "farm-2"), "/profile", "stapelwijzer-farm-1", "stapelwijzer-farm-1"),
    "no profile key": (drop("profile"), "/profile", "ontbreekt", "missing"),
    "no year": (drop("year"), "/year", "ontbreekt", "missing"),
    "year before the rules": (put("year", 2022), "/year", "minstens 2023", "at least 2023"),
    "year after the horizon": (put("year", 2061), "/year", "grens van 2060", "bound of 2060"),
    "year as a flag": (put("year", True), "/year", "een getal", "a number"),
    "year with a fraction": (put("year", "2026.5"), "/year", "geheel getal", "whole number"),
    "no parcels": (drop("parcels"), "/parcels", "ontbreekt", "missing"),
    "parcels that are no list": (put("parcels", {}), "/parcels", "een lijst", "a list"),
    "too many parcels": (
        put("parcels", [{"id": f"P{n}", "area_ha": "1", "land_use": "arable"} for n in range(5001)]),
        "/parcels", "grens van 5000", "bound of 5000",
    ),
    "a farm larger than any": (
        put("parcels", [{"id": f"P{n}", "area_ha": "1000", "land_use": "arable"} for n in range(26)]),
        "/parcels", "grens van 25000 ha", "bound of 25000 ha",
    ),
    "a parcel that is no object": (put("parcels.1", "P2"), "/parcels/1", "een object", "an object"),
    "unknown top key": (put("parcel", []), "/parcel", 'Bedoelt u "parcels"', 'Did you mean "parcels"'),
    "unknown key far from any": (put("qqq", 1), "/qqq", "bekend zijn", "known are"),
    "half a legal basis": (
        put("undertaking.aid_received.0.legal_basis", "de_minimis"), "/undertaking/aid_received/0/legal_basis",
        'Bedoelt u "de_minimis_agri_1408_2013"', 'Did you mean "de_minimis_agri_1408_2013"',
    ),
    "unknown parcel key": (put("parcels.0.area", "1"), "/parcels/0/area", 'Bedoelt u "area_ha"', 'mean "area_ha"'),
    "unknown measure key": (put(f"{M0}.aera_ha", "1"), "/parcels/0/measures/0/aera_ha", "area_ha", "area_ha"),
    "unknown farm key": (put("farm.provnce", "drenthe"), "/farm/provnce", "province", "province"),
    "unknown herd key": (put("herd.unicorns", 1), "/herd/unicorns", "Onbekende sleutel", "Unknown key"),
    "a key with a slash is escaped": (put("a/b~c", 1), "/a~1b~0c", "Onbekende sleutel", "Unknown key"),
    "unknown measure": (
        put(f"{M0}.code", "grasland-met-kruid"), "/parcels/0/measures/0/code",
        'Er is geen maatregel "grasland-met-kruid". Bedoelt u "grasland-met-kruiden"', "Did you mean",
    ),
    "measure unlike any": (put(f"{M0}.code", "zzzz"), "/parcels/0/measures/0/code", "Kies een code uit", "Choose a code"),
    "measure without a code": (drop(f"{M0}.code"), "/parcels/0/measures/0/code", "ontbreekt", "missing"),
    "measure without a size": (drop(f"{M0}.area_ha"), "/parcels/0/measures/0", "Vul area_ha in", "Fill in area_ha"),
    "measure with two sizes": (put(f"{M0}.count", 3), "/parcels/0/measures/0", "tegelijk", "at once"),
    "length on a parcel": (
        put(M0, {"code": "grasland-met-kruiden", "length_m": "10"}), "/parcels/0/measures/0/length_m",
        "past niet bij een perceel", "does not suit a parcel",
    ),
    "element measure on a parcel": (
        put(M0, {"code": "ecologisch-slootschonen", "area_ha": "1"}), "/parcels/0/measures/0",
        "hoort op een element", "belongs on an element",
    ),
    "counted measure on a parcel": (
        put(M0, {"code": "nestbescherming", "area_ha": "1"}), "/parcels/0/measures/0",
        "hoort op een element", "belongs on an element",
    ),
    "area on an element": (
        put("elements.0.measures.0", {"code": "bosje", "area_ha": "1"}), "/elements/0/measures/0/area_ha",
        "past niet bij een landschapselement", "does not suit a landscape element",
    ),
    "count of a measure in metres": (
        put("elements.0.measures.0", {"code": "ecologisch-slootschonen", "count": 2}),
        "/elements/0/measures/0/count", "Gebruik length_m", "Use length_m",
    ),
    "size the element does not have": (
        put("elements.0.measures.0", {"code": "bosje", "area_m2": 20}), "/elements/0/measures/0/area_m2",
        "zelf niet gegeven", "does not give",
    ),
    "measure status": (put(f"{M0}.status", "maybe"), "/parcels/0/measures/0/status", "candidate", "candidate"),
    "negative area": (put("parcels.0.area_ha", "-1"), "/parcels/0/area_ha", "meer dan 0 ha", "more than 0 ha"),
    "zero area": (put("parcels.1.area_ha", "0"), "/parcels/1/area_ha", "meer dan 0 ha", "more than 0 ha"),
    "a million hectares": (put("parcels.0.area_ha", "1000000"), "/parcels/0/area_ha", "vierkante meters", "square metres"),
    "an area without end": (put("parcels.0.area_ha", int(MOST_DIGITS[:200])), "/parcels/0/area_ha", "getal", "number"),
    "finer than a square metre": (put("parcels.0.area_ha", "10.00001"), "/parcels/0/area_ha", "4 decimalen", "4 decimals"),
    "a decimal comma": (put("parcels.0.area_ha", "1.234,56"), "/parcels/0/area_ha", '"1234.56"', '"1234.56"'),
    "an exponent": (put("parcels.0.area_ha", "1e1"), "/parcels/0/area_ha", "exponent", "exponent"),
    "a number with a space": (put("parcels.0.area_ha", " 10"), "/parcels/0/area_ha", "machinevorm", "machine form"),
    "not a number": (put("parcels.0.area_ha", float("nan")), "/parcels/0/area_ha", "geen getal", "not a number"),
    "no area": (drop("parcels.0.area_ha"), "/parcels/0/area_ha", "ontbreekt", "missing"),
    "null is absent": (put("parcels.0.area_ha", None), "/parcels/0/area_ha", "ontbreekt", "missing"),
    "no id": (drop("parcels.1.id"), "/parcels/1/id", "ontbreekt", "missing"),
    "measure larger than its parcel": (
        put("parcels.1.measures.0.area_ha", "5.6"), "/parcels/1/measures/0/area_ha",
        "5,6 ha is meer dan de 5,5 ha", "5.6 ha is more than the 5.5 ha",
    ),
    "parts larger than the parcel": (
        put("parcels.0.measures.1.area_ha", "4.5"), "/parcels/0/measures",
        "samen 10,5 ha, 0,5 ha meer", "10.5 ha together, 0.5 ha more",
    ),
    "the same measure twice on one part": (
        put("parcels.0.measures.2", {"code": "gras-klaver", "area_ha": "1", "part": "b"}),
        "/parcels/0/measures/2/area_ha", "op dezelfde grond", "on the same ground",
    ),
    "measure longer than its element": (
        put("elements.0.measures.0.length_m", "1851"), "/elements/0/measures/0/length_m", "1850 m", "1850 m",
    ),
    "more trees than there are": (put("elements.1.measures.0.count", 65), "/elements/1/measures/0/count", "64", "64"),
    "half a tree": (put("elements.1.count", "64.5"), "/elements/1/count", "geheel getal", "whole number"),
    "an id twice": (put("parcels.1.id", "E1"), "/elements/0/id", "komt al eerder voor", "occurs earlier"),
    "the id farm": (put("elements.1.id", "farm"), "/elements/1/id", "hele bedrijf", "whole farm"),
    "an id with a line break": (put("elements.1.id", "E\n2"), "/elements/1/id", "onzichtbare", "invisible"),
    "unknown land use": (put("parcels.1.land_use", "arible"), "/parcels/1/land_use", 'u "arable"', 'mean "arable"'),
    "unknown soil": (put("parcels.0.soil", "mars"), "/parcels/0/soil", "Kies uit", "Choose from"),
    "a third eco region": (put("parcels.0.eco_region", 3), "/parcels/0/eco_region", "1, 2", "1, 2"),
    "a crop that is no code": (put("parcels.0.crop_code", "gras"), "/parcels/0/crop_code", "machinevorm", "machine form"),
    "history of a year that is none": (
        put("parcels.0.crop_history", {"vorig": "265"}), "/parcels/0/crop_history/vorig", "geen jaartal", "not a year",
    ),
    "a flag that is none": (put("parcels.0.natura2000", "misschien"), "/parcels/0/natura2000", "ja of nee", "yes or no"),
    "a strip larger than the parcel": (
        put("parcels.1.mandatory_strip_m2", 55001), "/parcels/1/mandatory_strip_m2", "55000 m2", "55000 m2",
    ),
    "a line as a parcel": (
        put("parcels.0.geometry.type", "LineString"), "/parcels/0/geometry/type", '"LineString"', '"LineString"',
    ),
    "a geometry in metres": (
        put("parcels.0.geometry.coordinates.0.1", [85000.0, 446000.0]), "/parcels/0/geometry/coordinates/0/1", "(RD)", "(RD)",
    ),
    "latitude before longitude": (
        put("parcels.0.geometry.coordinates.0.2", [52.1, 4.4]), "/parcels/0/geometry/coordinates/0/2", "verwisseld", "wrong way",
    ),
    "a boundary that does not close": (
        put("parcels.0.geometry.coordinates.0.3", [4.3, 52.05]), "/parcels/0/geometry/coordinates/0", "gesloten", "closed",
    ),
    "a position in words": (
        put("parcels.0.geometry.coordinates.0.1", ["hier", True]), "/parcels/0/geometry/coordinates/0/1", "graden", "degrees",
    ),
    "a geometry without coordinates": (
        put("parcels.0.geometry.coordinates", {}), "/parcels/0/geometry/coordinates", "een lijst", "a list",
    ),
    "a province without its municipality": (put("farm.province", "drenthe"), "/farm/province", "geen grond", "share no ground"),
    "a water board without its municipality": (
        put("farm.water_board", "hunze-en-aas"), "/farm/water_board", '"Midden-Delfland"', '"Midden-Delfland"',
    ),
    "a kind of farm that is no text": (put("farm.type", {"a": 1}), "/farm/type", "niet een object", "not an object"),
    "a choice that is a list": (put("farm.organic", ["none"]), "/farm/organic", "niet een lijst", "not a list"),
    "geometry that is none": (put("parcels.0.geometry", [1, 2]), "/parcels/0/geometry", "GeoJSON", "GeoJSON"),
    "element without a size": (
        put("elements.1", {"id": "E2", "kind": "knotbomen"}), "/elements/1", "Vul length_m, count", "Fill in length_m",
    ),
    "unknown kind of element": (put("elements.0.kind", "slood"), "/elements/0/kind", 'u "sloot"', 'mean "sloot"'),
    "element on no parcel": (put("elements.0.parcel", "P9"), "/elements/0/parcel", "komt in dit profiel niet", "occur"),
    "element on an element": (put("elements.0.parcel", "E2"), "/elements/0/parcel", "komt in dit profiel niet", "occur"),
    "unknown province": (put("farm.province", "zuid-hollant"), "/farm/province", "zuid-holland", "zuid-holland"),
    "unknown municipality": (put("farm.municipality", "Atlantis"), "/farm/municipality", "gemeente", "municipality"),
    "unknown water board": (put("farm.water_board", "x"), "/farm/water_board", "waterschap", "water board"),
    "unknown collective": (put("farm.collective", "x"), "/farm/collective", "collectief", "collective"),
    "unknown organic status": (put("farm.organic", "soms"), "/farm/organic", "whole", "whole"),
    "a kvk number of seven digits": (put("farm.kvk", "1234567"), "/farm/kvk", "acht cijfers", "eight digits"),
    "negative cows": (put("herd.dairy_cows", -1), "/herd/dairy_cows", "minstens 0", "at least 0"),
    "cows in words": (put("herd.dairy_cows", "veel"), "/herd/dairy_cows", "machinevorm", "machine form"),
    "unknown indicator": (put("indicators.eiwit_pt", "1"), "/indicators/eiwit_pt", "eiwit_pct", "eiwit_pct"),
    "an indicator that is no number": (put("indicators.eiwit_pct", []), "/indicators/eiwit_pct", "een getal", "a number"),
    "history of an unknown indicator": (
        put("indicator_history.zzz", {"2024": 1}), "/indicator_history/zzz", "Er is geen indicator", "There is no indicator",
    ),
    "declared that is no object": (put("declared", ["x"]), "/declared", "een object", "an object"),
    "aid on an unknown basis": (
        put(f"{AID}.legal_basis", "de_minimis"), "/undertaking/aid_received/0/legal_basis", "grondslag", "legal basis",
    ),
    "aid on a day that is none": (
        put(f"{AID}.grant_date", "2025-02-30"), "/undertaking/aid_received/0/grant_date", "geen datum", "not a date",
    ),
    "aid on a day written the Dutch way": (
        put(f"{AID}.grant_date", "01-06-2024"), "/undertaking/aid_received/0/grant_date", "jaar-maand-dag", "year-month",
    ),
    "aid outside every rule": (
        put(f"{AID}.grant_date", "1995-01-01"), "/undertaking/aid_received/0/grant_date", "1 januari 1995 valt buiten elke regel",
        "1 January 1995 lies outside every rule",
    ),
    "negative aid": (put(f"{AID}.amount_eur", "-1"), "/undertaking/aid_received/0/amount_eur", "minstens 0 EUR", "0 EUR"),
    "aid in tenths of a cent": (
        put(f"{AID}.amount_eur", "1.001"), "/undertaking/aid_received/0/amount_eur", "2 decimalen", "2 decimals",
    ),
    "links that are no objects": (put("undertaking.links", ["x"]), "/undertaking/links/0", "een object", "an object"),
    "a link to nobody": (
        put("undertaking.links", [{"parent": "A"}]), "/undertaking/links/0/child", "ontbreekt", "missing",
    ),
    "more than all votes": (
        put("undertaking.links", [{"parent": "A", "child": "B", "voting_pct": 160}]),
        "/undertaking/links/0/voting_pct", "100", "100",
    ),
    "control of another kind": (
        put("undertaking.links", [{"parent": "A", "child": "B", "control": "charm"}]),
        "/undertaking/links/0/control", "board", "board",
    ),
    "an event of another kind": (
        put("undertaking.events", [{"kind": "wedding", "date": "2025-01-01"}]),
        "/undertaking/events/0/kind", "merger", "merger",
    ),
    "a merger of nobody": (
        put("undertaking.events", [{"kind": "merger", "date": "2025-01-01", "into": "A"}]),
        "/undertaking/events/0/parties", "ontbreekt", "missing",
    ),
    "a merger with nobody else": (
        put("undertaking.events", [{"kind": "merger", "date": "2025-01-01", "parties": ["A"], "into": "A"}]),
        "/undertaking/events/0/parties", "Met wie deze onderneming samengaat", "with whom",
    ),
    "a split into nothing": (
        put("undertaking.events", [{"kind": "split", "date": "2025-01-01", "enterprise": "A", "into": []}]),
        "/undertaking/events/0/into", "waarin deze verderging", "that it went on as",
    ),
    "a split into one twice": (
        put("undertaking.events", [
            {"kind": "split", "date": "2025-01-01", "enterprise": "A", "into": [{"enterprise": "B"}, {"enterprise": "B"}]}
        ]),
        "/undertaking/events/0/into", "dubbel", "twice",
    ),
    "a new enterprise under the name of one that is still there": (
        put("undertaking.events", [
            {"kind": "merger", "date": "2024-01-01", "parties": ["A", "B"], "into": "A"},
            {"kind": "start", "date": "2025-06-01", "enterprise": "A"},
        ]),
        "/undertaking/events/1/enterprise", "Wat er van het eerdere bedrijf", "what became of the earlier",
    ),
    "a new enterprise that began before the old one was gone": (
        put("undertaking.events", [
            {"kind": "start", "date": "2023-12-31", "enterprise": "B"},
            {"kind": "merger", "date": "2024-01-01", "parties": ["A", "B"], "into": "A"},
        ]),
        "/undertaking/events/0/enterprise", "Wat er van het eerdere bedrijf", "what became of the earlier",
    ),
    "a loan from nobody": (drop("finance.loans.0.lender"), "/finance/loans/0/lender", "ontbreekt", "missing"),
    "a lease of no parcel": (
        put("finance.leases.0.parcels.0", "P7"), "/finance/leases/0/parcels/0", "komt in dit profiel niet", "occur",
    ),
    "a parcel leased twice": (
        put("finance.leases.1", {"lessor": "Jansen", "parcels": ["P2"]}), "/finance/leases/1/parcels",
        "P2 staat in twee pachten", "P2 is in two leases",
    ),
    "a lease larger than its parcel": (
        put("finance.leases.0.area_ha", "5.6"), "/finance/leases/0/area_ha", "meer dan de 5,5 ha", "more than the 5.5 ha",
    ),
    "more leased of a parcel than there is": (
        put("finance.leases.1", {"lessor": "Jansen", "area_ha": "0.5", "parcels": ["P2"]}), "/finance/leases/1/area_ha",
        "samen 6 ha gepacht, meer dan de 5,5 ha", "6 ha are leased together, more than the 5.5 ha",
    ),
    "a contract of an unknown scheme": (
        put("contracts.0.scheme", "national.anlb.midden-delflan"), "/contracts/0/scheme",
        "Er is geen regeling", "There is no scheme",
    ),
    "a contract that ends first": (
        put("contracts.0.until", "2022-12-31"), "/contracts/0/until",
        "eindigt (31 december 2022) voor het begint (1 januari 2023)",
        "ends (31 December 2022) before it starts (1 January 2023)",
    ),
    "a line granted after its contract began": (
        put(f"{L0}.grant_date", "2023-01-02"), "/contracts/0/lines/0/grant_date",
        "(2 januari 2023) is van na het begin", "(2 January 2023) is after the start",
    ),
    "a contract without a start": (drop("contracts.0.from"), "/contracts/0/from", "ontbreekt", "missing"),
    "an unknown package": (put(f"{L0}.package", "A01x"), "/contracts/0/lines/0/package", "beheerpakket", "package"),
    "a line on no land": (put(f"{L0}.unit", "P7"), "/contracts/0/lines/0/unit", "komt in dit profiel niet", "occur"),
    "a line larger than its parcel": (put(f"{L0}.quantity", "11"), "/contracts/0/lines/0/quantity", "10 ha", "10 ha"),
    "a decision of another kind": (put(f"{L0}.decision", "weekly"), "/contracts/0/lines/0/decision", "annual", "annual"),
    "indexation in per cents": (put(f"{L0}.indexation", "2"), "/contracts/0/lines/0/indexation", "0.02", "0.02"),
    "notice on no day of the year": (
        put(f"{L0}.notice_by", "13-01"), "/contracts/0/lines/0/notice_by", "dag van het jaar", "day of the year",
    ),
    "notice in months and on a day": (
        put(f"{L0}.notice_by", "09-01"), "/contracts/0/lines/0/notice_by", "in maanden en als dag", "in months and as a day",
    ),
    "notice of many years": (put(f"{L0}.notice_months", 99), "/contracts/0/lines/0/notice_months", "60", "60"),
    "a lone surrogate": (put("declared.x", "\ud800"), "/declared/x", "half teken", "Half a sign"),
    "no value that JSON has": (put("declared.x", {1, 2}), "/declared/x", "geen waarde", "no value"),
}  # fmt: skip

# Land that cannot be read is land that nothing can refer to.
TAKES_OTHERS_ALONG = {
    "no parcels",
    "parcels that are no list",
    "too many parcels",
    "a farm larger than any",
    "a parcel that is no object",
    "no id",
    "an id twice",
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_said_with_its_place_in_both_languages(case: str) -> None:
    change, pointer, dutch, english = BAD[case]
    found = problems_of(spoilt(change))
    problem = next(p for p in found if p.pointer == pointer)
    assert len(found) == 1 or case in TAKES_OTHERS_ALONG
    assert dutch in f"{problem.message.nl} {problem.remedy.nl}"
    assert english in f"{problem.message.en} {problem.remedy.en}"


@pytest.mark.parametrize(
    ("document", "dutch"),
    [(None, "een object"), ([], "een object"), ("x", "een object"), (3, "een object"), ({}, "ontbreekt")],
)
def test_a_document_that_is_no_profile_is_refused(document: object, dutch: str) -> None:
    assert dutch in problems_of(document)[0].message.nl


def test_every_problem_is_told_at_once_and_always_in_the_same_order() -> None:
    def change(document: Document) -> None:
        for apply, *_ in (BAD[name] for name in ("unknown measure", "negative cows", "an unknown package")):
            apply(document)
        document["parcels"][0]["area_ha"] = "x"
        document["typo"] = 1

    document = spoilt(change)
    found = [p.pointer for p in problems_of(document)]
    assert found == [
        "/typo",
        "/parcels/0/area_ha",
        "/parcels/0/measures/0/code",
        "/herd/dairy_cows",
        "/contracts/0/lines/0/package",
    ]
    backwards = dict(reversed(document.items()))
    assert [p.pointer for p in problems_of(backwards)] == found


def test_a_right_profile_is_read_in_full() -> None:
    profile = profiles.read(farm(), RULES)
    assert profile.name == "Proefhoeve"
    assert profile.parcels[0].eco_region == "2"
    assert profile.parcels[0].crop_history == {2024: "265"}
    assert profile.parcels[0].geometry is not None
    assert [m.part for m in profile.parcels[0].measures] == ["a", "b"]
    assert profile.parcels[1].measures[0].candidate
    assert [(m.quantity, m.unit) for e in profile.elements for m in e.measures] == [
        (1200, "m"),
        (10, "piece"),
    ]
    assert profile.loans is not None
    assert profile.loans[0].lender == "rabobank"
    assert profile.contracts[0].lines[0].package == "a01c"
    assert profile.indicator_history == {"eiwit_pct": {2024: Decimal("61.5"), 2025: Decimal(63)}}
    assert profile.undertaking.aid_received is not None


def test_a_kind_of_farm_is_free_text_and_a_word_that_nobody_knows_counts_as_unknown() -> None:
    for written, read in (
        ("Melkvee", "dairy"),
        ("ARABLE", "arable"),
        ("dairi", None),
        ("paddenstoelen", None),
    ):
        document = farm() | {"farm": {"type": written}}
        assert profiles.read(document, RULES).fact("farm.type") == read
        assert (farm_kinds.remark(document, RULES) is None) == (read is not None)
    told = farm_kinds.remark(farm() | {"farm": {"type": "dairi"}}, RULES)
    assert told is not None
    assert 'Bedoelt u "dairy"?' in told.nl


def test_facts_stand_under_their_dotted_paths() -> None:
    assert profiles.read(farm(), RULES).facts == {
        "farm.kvk": "12345678",
        "farm.municipality": "midden-delfland",
        "farm.province": "zuid-holland",
        "farm.water_board": "delfland",
        "farm.collective": "midden-delfland",
        "farm.organic": "none",
        "farm.type": "dairy",
        "herd.dairy_cows": Decimal(78),
        "herd.milk_kg_year": Decimal(690000),
        "supply.dairy": "frieslandcampina",
        "supply.programmes": ("weidemelk",),
        "indicators.eiwit_pct": Decimal(64),
        "declared.grazing.cows": True,
        "declared.organic_plan": False,
    }


def test_the_costs_of_items_may_be_written_as_numbers_or_as_texts() -> None:
    document = farm() | {"declared": {"kosten_eur": [600, "1000.50", Decimal("12.30")]}}
    assert profiles.read(document, RULES).fact("declared.kosten_eur") == ("600", "1000.50", "12.3")


def test_what_is_absent_stays_unknown_and_an_empty_list_is_none() -> None:
    bare = {"profile": profiles.PROFILE, "year": 2026, "parcels": []}
    profile = profiles.read(bare, RULES)
    assert profile == FarmProfile(2026, "", ())
    assert profile.undertaking.aid_received is None
    assert profile.loans is None
    told = profiles.read({**bare, "undertaking": {"aid_received": []}, "finance": {"loans": []}}, RULES)
    assert told.undertaking.aid_received == ()
    assert told.loans == ()


def test_a_name_that_a_new_enterprise_bears_is_another_before_it_began() -> None:
    document = farm()
    grant = {"legal_basis": "de_minimis_agri_1408_2013", "enterprise": "B", "amount_eur": "100"}
    document["undertaking"] = {
        "members": ["B"],
        "aid_received": [{**grant, "grant_date": "2025-05-31"}, {**grant, "grant_date": "2025-06-01"}],
        "events": [
            {"kind": "merger", "date": "2024-01-01", "parties": ["A", "B"], "into": "A"},
            {"kind": "start", "date": "2025-06-01", "enterprise": "B"},
        ],
    }
    read = profiles.read(document, RULES).undertaking
    assert [aid.enterprise for aid in read.aid_received or ()] == ["B (< 2025-06-01)", "B"]
    assert [event.parties for event in read.events if isinstance(event, Merger)] == [
        ("A", "B (< 2025-06-01)")
    ]
    assert len(read.events) == 1


@pytest.mark.parametrize("written", ["10.5", 10.5, Decimal("10.5"), "10.5000"])
def test_a_number_may_be_a_text_or_a_json_number(written: object) -> None:
    document = spoilt(put("parcels.0.area_ha", written))
    assert profiles.read(document, RULES).parcels[0].area_ha == Decimal("10.5")


def test_a_rule_may_ask_for_a_key_of_its_own() -> None:
    document = spoilt(put("herd.breed", "3"))
    assert profiles.read(document, RULES).facts["herd.breed"] == Decimal(3)
    assert profiles.read(spoilt(put("farm.organic", "whole")), RULES).facts["farm.organic"] == "whole"


def test_a_candidate_takes_no_ground() -> None:
    more = {"code": "langjarig-grasland", "area_ha": "10", "part": "c", "status": "candidate"}
    assert len(profiles.read(spoilt(put("parcels.0.measures.2", more)), RULES).parcels[0].measures) == 3


def test_measures_of_one_part_lie_on_the_same_ground() -> None:
    more = {"code": "langjarig-grasland", "area_ha": "6", "part": "a"}
    assert len(profiles.read(spoilt(put("parcels.0.measures.2", more)), RULES).parcels[0].measures) == 3


@pytest.mark.parametrize(
    ("text", "pointer", "dutch", "english"),
    [
        ('{\n "a": }', "", "regel 2, kolom 7", "line 2, column 7"),
        ("", "", "regel 1, kolom 1", "line 1, column 1"),
        (b"\xff\xfe", "", "UTF-8", "UTF-8"),
        ('{"a": 1} x', "", "na het einde", "Extra data"),
        ('{"a": {"b": 1, "b": 2}}', "/a/b", "meer dan eens", "more than once"),
        ('{"a": [NaN]}', "/a/0", "NaN is geen getal", "NaN is not a number"),
        ('{"a": -Infinity}', "/a", "geen getal", "not a number"),
        ("[" * 100 + "]" * 100, "/0" * 32, "dieper genest", "nested deeper"),
        ("[" * 100_000, "", "dieper genest", "nested deeper"),
        ('{"a": "\\ud800"}', "/a", "half teken", "Half a sign"),
        (" " * 20_000_001, "", "20 MB", "20 MB"),
    ],
)
def test_json_that_cannot_be_trusted_is_refused(
    text: str | bytes, pointer: str, dutch: str, english: str
) -> None:
    with pytest.raises(InputProblems) as caught:
        profiles.parse(text)
    problem = caught.value.problems[0]
    assert problem.pointer == pointer
    assert dutch in problem.message.nl + problem.remedy.nl
    assert english in problem.message.en + problem.remedy.en


def test_every_double_key_is_told() -> None:
    with pytest.raises(InputProblems) as caught:
        profiles.parse('{"a": 1, "a": 2, "b": [{"c": 1, "c": 1}]}')
    assert [p.pointer for p in caught.value.problems] == ["/a", "/b/0/c"]


def test_json_numbers_keep_every_digit() -> None:
    document = profiles.parse(b'\xef\xbb\xbf{"a": 0.1, "b": 18.40, "c": 3, "d": 1e3}')
    assert document == {"a": Decimal("0.1"), "b": Decimal("18.40"), "c": 3, "d": "1e3"}


def test_a_number_of_six_thousand_digits_is_refused_at_its_place() -> None:
    text = json.dumps(farm()).replace('"690000"', MOST_DIGITS)
    (problem,) = problems_of(profiles.parse(text))
    assert problem.pointer == "/herd/milk_kg_year"


def test_thousands_of_wrong_codes_are_told_quickly() -> None:
    measures = [{"code": f"grasland-met-kruidem-{n}", "area_ha": "1", "part": str(n)} for n in range(200)]
    parcels = [
        {"id": f"P{n}", "area_ha": "200", "land_use": "arable", "measures": measures} for n in range(50)
    ]
    assert len(problems_of({"profile": profiles.PROFILE, "year": 2026, "parcels": parcels})) == 10_000


def outcome(job: Callable[[], object]) -> Any:
    """What the job gives, or the problems it is refused for."""
    try:
        return job()
    except InputProblems as refused:
        return refused.problems


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=8)
    | st.sampled_from(["P1", "E1", "farm", "1e5", "-0", "0", "2026-01-01", "grasland-met-kruiden", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    below: list[tuple[object, object]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    return [path, *(p for key, child in below for p in places(child, (*path, key)))]


@settings(max_examples=cases(100, 400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_mutated_profile_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    document: Any = farm()
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(document)[1:]))
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        if data.draw(st.booleans()):
            holder[path[-1]] = data.draw(JSON)
        elif isinstance(holder, dict):
            holder[data.draw(st.sampled_from([*farm(), "code", "id", "x"]))] = holder.pop(path[-1])
        else:
            holder.append(holder[path[-1]])
    answer = outcome(lambda: profiles.read(document, RULES))
    assert isinstance(answer, FarmProfile) or all(
        p.message.nl and p.message.en and p.remedy.nl and p.remedy.en for p in answer
    )


@settings(max_examples=cases(60, 200), deadline=None)
@given(st.text() | st.binary())
def test_any_bytes_are_parsed_or_refused_and_nothing_else(text: str | bytes) -> None:
    assert outcome(lambda: profiles.parse(text)) != ()


def test_every_key_that_is_read_is_documented() -> None:
    from calculator.services.profile import facts as profile_facts
    from calculator.services.profile import land as profile_land
    from calculator.services.profile import measures as profile_measures
    from calculator.services.profile import money as profile_money

    text = (Path(__file__).resolve().parents[3] / "docs/profile.md").read_text("utf-8")
    documented = {re.split(r"[.\]]", key)[-1] for key in re.findall(r"`([^`]+)`", text)}
    read = {
        key
        for module in (profiles, profile_facts, profile_land, profile_measures, profile_money)
        for name in ("_KEYS", "FARM", "HERD", "SUPPLY", "_PARCEL", "_ELEMENT", "_MEASURE", "_AID", "_LINE")
        for key in getattr(module, name, ())
    }
    assert read - documented == set()
