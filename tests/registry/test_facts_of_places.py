"""What rules ask of a parcel or element is in the list, of the right sort, and asked where there is one: else it is refused."""

from __future__ import annotations

import pytest

from calculator import registry
from calculator.domain.place_fact import FactKind, place_facts
from tests.registry.builders import SCHEME, SCHEME_TEXT, documents, edited

LIST = "codelists/place_facts.csv"
HEADER = "code,nl,en,kind,unit,direction,on,low,high,classes,classes_nl,classes_en\n"
ROWS = (
    "waterpeil_cm,Waterpeil,Water level,number,cm,lower,parcel,0,150,,,\n"
    "grondwaterbeschermingsgebied,In het gebied,In the area,yes_no,,,both,,,,,\n"
    "zone,Zone,Zone,class,,,both,,,kern rand,Kern|Rand van het gebied,Core|Edge of the area\n"
    "stamomtrek_cm,Omtrek,Girth,number,cm,higher,element,1,900,,,\n"
)
ASKED = "      - {{kind: {kind}, {arguments}, absent: ask, text: {{nl: v, en: q}}, sources: [S1]}}\n"


def problems(changes: dict[str, str | bytes | None]) -> list[tuple[str, str, str]]:
    rulebook, found = registry.from_documents(documents({LIST: HEADER + ROWS, **changes}))
    assert (rulebook is None) == bool(found)
    return [(p.file, p.message.nl, p.remedy.nl) for p in found]


def asking(kind: str, arguments: str) -> str:
    line = ASKED.format(kind=kind, arguments=arguments)
    return edited(SCHEME_TEXT, "    conditions:\n", "    conditions:\n" + line)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("fact_at_most", "path: place.waterpeil_cm, value: 40"),
        ("fact_is", "path: place.grondwaterbeschermingsgebied, one_of: [no]"),
        ("fact_is", "path: place.zone, one_of: [kern, rand]"),
    ],
)
def test_facts_of_the_list_may_be_asked(kind: str, arguments: str) -> None:
    assert problems({SCHEME: asking(kind, arguments)}) == []


@pytest.mark.parametrize(
    ("kind", "arguments", "says", "remedy"),
    [
        ("fact_at_most", "path: place.waterpijl_cm, value: 40", "gegeven `waterpijl_cm` staat niet", "`waterpeil_cm`?"),
        ("fact_at_most", "path: parcel.waterpeil_cm, value: 40", "kent geen `parcel.waterpeil_cm`", "`place.waterpeil_cm`?"),
        ("fact_is", "path: place.waterpeil_cm, one_of: [laag]", "is een getal, geen woord", "fact_at_least"),
        ("fact_at_least", "path: place.zone, value: 1", "is geen getal", "fact_is"),
        ("fact_is", "path: place.zone, one_of: [kerm]", "`kerm` is geen antwoord op `place.zone`", "`kern`?"),
        ("fact_is", "path: place.grondwaterbeschermingsgebied, one_of: [ja]", "`ja` is geen antwoord", "no, yes"),
        ("fact_at_most", "path: place.waterpeil_cm, value: 400", "400 ligt buiten wat kan: 0 tot en met 150", "grens"),
        ("fact_includes", "path: place.zone, one_of: [kern]", "vraagt dit niet van een plek", "fact_is"),
        ("fact_at_least", "path: place.stamomtrek_cm, value: 40", "is van een element", "both"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_with_what_was_meant(
    kind: str, arguments: str, says: str, remedy: str
) -> None:
    found = problems({SCHEME: asking(kind, arguments)})
    assert any(file == SCHEME and says in told and remedy in mend for file, told, mend in found), found
    assert len(found) == 1


BY_LEVEL = "kind: tiered\n    indicator: place.waterpeil_cm\n    tiers: [{at_most: 40, figure: rate}]"
TIERED = edited(
    edited(SCHEME_TEXT, "kind: flat", BY_LEVEL),
    "    conditions:\n", "    conditions:\n" + ASKED.format(kind="fact_is", arguments="path: place.zone, one_of: [kern]"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("level: unit", "level: farm", "er is een betaling voor het hele bedrijf"),
        ("at_most: 40", "at_most: 151", "151 ligt buiten wat kan"),
        ("indicator: place.waterpeil_cm", "indicator: place.zone", "is geen getal"),
        ("quantity: area", "quantity: place.waterpeil_cm", "wordt niet vermenigvuldigd"),
        ("kind: tiered", "kind: best_n", "zijn er geen eerdere jaren"),
        ("indicator: place.waterpeil_cm", "indicator: place.waterpeil_cm\n    keyed_by: place.waterpeil_cm", "is een getal"),
        ("indicator: place.waterpeil_cm", "indicator: place.waterpeil_cm\n    keyed_by: plaats.zone", "een van eco_region"),
    ],
)  # fmt: skip
def test_a_payment_that_cannot_read_it_is_refused(old: str, new: str, says: str) -> None:
    assert problems({SCHEME: TIERED}) == []
    found = problems({SCHEME: edited(TIERED, old, new)})
    assert any(file == SCHEME and says in told for file, told, _ in found), found


FIGURE = "\n        - {{from: 2023-01-01, value: {value}, unit: {unit}, status: definitive, confidence: high, sources: [S1]}}"


@pytest.mark.parametrize(
    ("value", "unit", "says"),
    [
        ("40", "cm", ""),
        ("40", "m", "dit staat in m, en `place.waterpeil_cm` in cm"),
        ("40", "kg", "dit staat in kg, en `place.waterpeil_cm` in cm"),
        ("151", "cm", "151 ligt buiten wat kan: 0 tot en met 150"),
    ],
)
@pytest.mark.parametrize("held", ["threshold_max", "peil"])
def test_what_a_number_is_held_against_is_in_its_unit_and_within_its_bounds(
    held: str, value: str, unit: str, says: str
) -> None:
    """A figure of the payment, by its kind or by a condition: 40 m would count as 40 cm, and 151 is reached by all."""
    text = (
        edited(SCHEME_TEXT, "kind: flat", "kind: kpi_binary\n    indicator: place.waterpeil_cm")
        if held == "threshold_max"
        else asking("fact_at_most", "path: place.waterpeil_cm, figure: peil")
    )
    text = edited(
        text, "    figures:\n", f"    figures:\n      {held}:{FIGURE.format(value=value, unit=unit)}\n"
    )
    assert [told for _, told, _ in problems({SCHEME: text})] == [says] * bool(says)


def test_a_tariff_by_class_has_the_classes_of_the_list() -> None:
    keyed = edited(SCHEME_TEXT, "    quantity: area\n", "    quantity: area\n    keyed_by: place.zone\n")
    keyed = keyed.replace("value: 1200.50", "values: {kern: 1200.50, rand: 900}")
    assert problems({SCHEME: keyed}) == []
    found = problems({SCHEME: edited(keyed, "rand: 900}", "rnd: 900}")})
    assert [(told, mend) for _, told, mend in found] == [
        ("`rnd` is geen antwoord op `place.zone`", "bedoelt u `rand`?")
    ]


def test_without_the_list_there_is_nothing_to_ask() -> None:
    found = problems({SCHEME: asking("fact_at_most", "path: place.waterpeil_cm, value: 40"), LIST: None})
    assert [told for _, told, _ in found] == [
        "gegeven `waterpeil_cm` staat niet in codelists/place_facts.csv"
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("waterpeil_cm,", "Waterpeil.cm,", "kolom `code` van `Waterpeil.cm`: dit is geen naam"),
        ("number,cm,lower,parcel,0,150", "number,cm,lower,parcel,150,0", "het getal heeft geen grenzen"),
        ("number,cm,lower,parcel,0,150", "number,,lower,parcel,0,150", "het getal heeft geen eenheid"),
        ("number,cm,lower,parcel", "number,cm,lower,", "deze cel is leeg"),
        ("number,cm,lower,parcel", "getal,cm,lower,parcel", "`getal` is niet een bekend woord"),
        ("number,cm,lower,parcel,0,150", "whole,,lower,parcel,0,150", "het getal heeft geen eenheid"),
        ("yes_no,,,both,,,,,", "yes_no,,,both,0,1,,,", "alleen een getal heeft grenzen"),
        ("yes_no,,,both,,,,,", "yes_no,,,both,,,a b,,", "alleen de soort `class` heeft klassen"),
        ("kern rand,", "kern,", "geen twee of meer verschillende klassen"),
        ("Kern|Rand van het gebied", "Kern", "2 klassen en 1 namen"),
    ],
)  # fmt: skip
def test_a_row_that_says_too_little_is_refused_with_its_cell(old: str, new: str, says: str) -> None:
    found = problems({LIST: edited(HEADER + ROWS, old, new)})
    assert any(file == LIST and says in told for file, told, _ in found), found


def test_the_list_is_read_as_what_answers_look_like() -> None:
    rulebook, _ = registry.from_documents(documents({LIST: HEADER + ROWS}))
    assert rulebook is not None
    known = place_facts(rulebook)
    assert known["place.waterpeil_cm"].kind is FactKind.NUMBER
    assert known["place.waterpeil_cm"].high == 150
    assert {code: name.en for code, name in known["place.zone"].words.items()} == {
        "kern": "Core",
        "rand": "Edge of the area",
    }
    assert not known["place.waterpeil_cm"].lies_on("element")
