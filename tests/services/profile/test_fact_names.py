"""Everything that a profile can hold, or that a rule asks for, has a name in both languages."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from calculator.domain.farm import LandscapeElement, Measure, Parcel
from calculator.services.award.awards import compute
from calculator.services.profile import fact_names
from calculator.services.profile.codes import Codes
from calculator.services.profile.fact_words import NAMES
from calculator.services.registry import rulebooks
from calculator.web.api.schemas import load
from calculator.web.serve import demo_farms

LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


def patterns(node: dict[str, Any], defs: dict[str, Any], at: str = "") -> Iterator[str]:
    """Every path of the published schema, with ``[]`` for a row and ``*`` for a key that is free."""
    if "$ref" in node:
        node = {**defs[node["$ref"].rpartition("/")[2]], **node}
    for key, inner in node.get("properties", {}).items():
        below = f"{at}.{key}".removeprefix(".")
        yield below
        yield from patterns(inner, defs, below)
    for kind in ("oneOf", "anyOf", "allOf"):
        for other in node.get(kind, []):
            yield from patterns(other, defs, at)
    if isinstance(node.get("items"), dict):
        yield from patterns(node["items"], defs, f"{at}[]")


@LANGUAGES
def test_every_path_of_the_published_schema_has_a_name(language: str) -> None:
    schema = load("farm-profile")
    paths = set(patterns(schema, schema["$defs"]))
    assert len(paths) > 80
    assert paths <= set(NAMES)
    for path in sorted(paths):
        said = fact_names.name(path.replace("[]", "[2]"), language)
        assert said, path
        assert "_" not in said, path


@LANGUAGES
def test_everything_that_a_rule_asks_for_has_a_name(language: str) -> None:
    rulebook = rulebooks.current()
    asked = {f"{top}.{key}" for top, keys in Codes.of(rulebook).asked.items() for key in keys if key}
    assert len(asked) > 60
    for path in sorted(asked):
        said = fact_names.name(path, language, rulebook)
        assert said not in (path, path.rpartition(".")[2]), path
        assert "_" not in said, path


@LANGUAGES
def test_every_attribute_that_a_condition_looks_at_has_a_name(language: str) -> None:
    for kind in (Parcel, LandscapeElement, Measure):
        for attribute in set(kind.__dataclass_fields__) - {
            "candidate",
            "quantity",
            "unit",
            "cost_eur",
            "income_forgone_eur",
        }:
            said = fact_names.name(f"P3.{attribute}", language)
            assert said.endswith("P3"), attribute
            assert "_" not in said, attribute


@pytest.mark.parametrize(
    ("path", "nl", "en"),
    [
        (
            "parcels[2].measures[0].area_ha",
            "Perceel P3, maatregel 1, oppervlakte",
            "Parcel P3, measure 1, area",
        ),
        (
            "/parcels/2/measures/0/area_ha",
            "Perceel P3, maatregel 1, oppervlakte",
            "Parcel P3, measure 1, area",
        ),
        ("/parcels/7/area_ha", "Perceel 8, oppervlakte", "Parcel 8, area"),
        (
            "/parcels/0/crop_history/2024",
            "Perceel P1, gewassen van eerdere jaren, 2024",
            "Parcel P1, crops of earlier years, 2024",
        ),
        ("P3.eco_region", "Eco-regio van P3", "Eco region of P3"),
        ("farm.organic", "Biologisch", "Organic"),
        ("/finance/loans/0/balance_eur", "Lening 1, schuld", "Loan 1, balance"),
        ("indicators.eiwit_eigen_land_pct", "Eiwit van eigen land", "Protein from own land"),
        ("declared.active_farmer", "U bent een actieve landbouwer", "You are an active farmer"),
        (
            "/declared/zoetwater_kosten_eur",
            "Kosten van zoet water vasthouden op zandgrond",
            "Cost of holding fresh water on sandy soil",
        ),
        ("figure:threshold", "Drempel", "Threshold"),
        ("/contracts/0/lines/1/quantity", "Contract 1, regel 2, hoeveelheid", "Contract 1, line 2, quantity"),
    ],
)
def test_a_path_reads_from_the_outside_in(path: str, nl: str, en: str) -> None:
    document = {"parcels": [{"id": f"P{number}"} for number in (1, 2, 3)]}
    rulebook = rulebooks.current()
    assert fact_names.name(path, "nl", rulebook, document) == nl
    assert fact_names.name(path, "en", rulebook, document) == en


def test_who_writes_the_file_by_hand_gets_the_word_on_screen_beside_the_key() -> None:
    assert fact_names.named_beside("Vul area_ha in.", "nl") == "Vul area_ha (“Oppervlakte”) in."
    assert (
        fact_names.named_beside('"grant_date" is missing.', "en") == '"grant_date" (“Granted on”) is missing.'
    )
    assert fact_names.named_beside('Onbekend: "gras_klaver".', "nl") == 'Onbekend: "gras_klaver".'


def test_keys_in_a_message_become_the_names_of_their_fields() -> None:
    assert fact_names.spoken("Vul area_ha in.", "nl") == "Vul “Oppervlakte” in."
    assert fact_names.spoken('"grant_date" is missing.', "en") == "“Granted on” is missing."
    assert (
        fact_names.spoken('Onbekende maatregel "gras_klaver".', "nl") == 'Onbekende maatregel "gras_klaver".'
    )


@LANGUAGES
def test_no_open_question_shows_a_path(language: str) -> None:
    rulebook = rulebooks.current()
    bare = {"profile": "stapelwijzer-farm-1", "year": 2026, "farm": {"province": "zuid-holland", "collective": "midden-delfland"},
            "parcels": [{"id": "P1", "area_ha": "5", "land_use": "arable",
                         "measures": [{"code": "gras-klaver", "area_ha": "5"}]}]}  # fmt: skip
    for document in (bare, *demo_farms().values()):
        award: Any = compute(
            rulebook, document, on=date(2026, 5, 15), years=1, mode="managed", language=language
        ).award
        for question in award["open"]:
            shown = json.dumps(question["missing"], ensure_ascii=False)
            for path in question["paths"]:
                if "." in path:
                    assert path not in shown, question
