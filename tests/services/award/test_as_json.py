"""The JSON of an award has the contract's shape, and every key of it is written down in docs/award.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from calculator.domain.money import Range
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Text
from calculator.eligibility.payments import NOTHING
from calculator.services.award import as_json as award_json
from calculator.services.award import as_text as award_text
from calculator.services.award.names import Names
from calculator.stacking.awarding import award
from tests import builders
from tests.services.awards import claim, full_award
from tests.services.farms import rulebook

DOCS = Path(__file__).resolve().parents[3] / "docs/award.md"

# Documented once with a line, said again as "with the keys of a line's source".
SAME_KEYS = re.compile(r"^(years\[\]\.continuation\[\]|(refusals|not_chosen|limits)\[\]\.source)\.")
KEYED_BY_DATA = {"points", "points_per_unit", "indicators"}


def answer(language: str = "nl") -> dict[str, Any]:
    return award_json.to_json(full_award(), rulebook(), language=language)


def leaves(value: object, path: str = "") -> Iterator[str]:
    name = re.split(r"[.\]}]", path)[-1]
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            step = path + "{}" if name in KEYED_BY_DATA else f"{path}.{key}" if path else key
            yield from leaves(inner, step)
    elif isinstance(value, list) and value:
        yield from leaves(value[0], f"{path}[]")
    else:
        yield f"{path}[]" if isinstance(value, list) else path


def test_every_key_is_documented_and_every_documented_key_exists() -> None:
    table = [line.split("|")[1] for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| `")]
    documented = {key for cell in table for key in re.findall(r"`([^`]+)`", cell)}
    found = {path for path in leaves(answer()) if not SAME_KEYS.match(path)}
    above = {parent for path in found for parent in parents(path)}
    assert found - documented == set()
    assert (
        documented - found - above - {"years[].continuation[]", "refusals[].source", "not_chosen[].source"}
        == set()
    )


def parents(path: str) -> set[str]:
    steps = path.split(".")
    whole = {".".join(steps[:n]) for n in range(1, len(steps))}
    return whole | {step.removesuffix("[]").removesuffix("{}") for step in whole | {path}}


def test_the_contract_s_keys_are_all_there() -> None:
    made = answer()
    assert set(made) >= {
        "receipt", "certificate", "total_eur", "net_eur", "range", "present_value", "continuation_eur", "years",
        "classes", "refusals", "open", "not_chosen", "limits", "variants", "next_step", "indicators",
        "landscape_share", "contingent", "assumptions", "not_modelled", "caveats",
    }  # fmt: skip
    assert set(made["years"][0]["lines"][0]) >= {
        "scheme", "payer", "layer", "payment", "service", "unit", "quantity", "unit_of_measure", "rate_eur",
        "amount_eur", "low_eur", "high_eur", "formula", "legal_basis", "grant_date", "status", "certainty",
        "sources", "confidence",
    }  # fmt: skip
    assert set(made["limits"][0]) >= {
        "limit", "scope", "year", "used_eur", "ceiling_eur", "window", "grants", "binding", "price_eur",
        "largest_grant_that_fits_eur", "source",
    }  # fmt: skip


def test_a_line_says_until_when_what_it_rests_on_holds() -> None:
    """The CAP plan ends with 2027; private money ends on no day."""
    rules = builders.rulebook(
        builders.pays("anlb", "m1", 100, legal_basis="cap_aecc_art70"),
        builders.pays("zuivel", "m2", 100, legal_basis="private"),
    )
    made = award(builders.ask(builders.farm(builders.parcel("P1", 1, "m1", "m2")), rules))
    lines = award_json.to_json(made, rules)["years"][0]["lines"]
    assert {x["legal_basis"]: x["basis_until"] for x in lines} == {
        "cap_aecc_art70": "2027-12-31",
        "private": None,
    }


def test_figures_are_decimal_strings_and_the_whole_is_json() -> None:
    made = answer()
    line = made["years"][0]["lines"][0]
    assert (line["quantity"], line["rate_eur"], line["amount_eur"]) == ("6", "623.72", "3742.32")
    assert made["classes"][0]["points"]["klimaat"] == {"name": "Klimaat", "scored": "2", "needed": "3.333333"}
    assert made["not_chosen"][0]["difference_eur"] == "-1.00"
    assert made["landscape_share"]["value"] == "0.051235"
    assert made["net_eur"] is None
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (Fraction(62372), "623.72"),
        (Fraction(100), "1.00"),
        (Fraction(1, 2), "0.005"),
        (Fraction(100, 3), "0.333333"),
    ],
)
def test_a_rate_keeps_its_decimals(cents: Fraction, written: str) -> None:
    award = full_award()
    line = replace(award.years[0].lines[0], claim=claim(Range.exactly(cents)))
    award = replace(award, years=(replace(award.years[0], lines=(line,)),))
    made: Any = award_json.to_json(award, rulebook())
    assert made["years"][0]["lines"][0]["rate_eur"] == written


def test_texts_are_in_the_language_asked_for() -> None:
    assert answer("nl")["caveats"] == ["eerlijk"]
    assert answer("en")["caveats"] == ["honest"]


def test_a_payment_that_the_rulebook_no_longer_has_keeps_its_id() -> None:
    assert answer()["open"][0]["payment_name"] == "gone"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Totaal: €\u00a03.742,32", "Afgewezen", "vastgelegd", "toch kiezen kost €\u00a01,00")),
        ("en", ("Total: €3,742.32", "Refused", "contracted", "choosing it after all costs €1.00")),
    ],
)
def test_the_text_of_an_award_says_everything_in_its_language(language: str, words: tuple[str, ...]) -> None:
    text = award_text.render(answer(language), language, rulebook())
    assert all(word in text for word in words)
    for section in (
        "classes",
        "refusals",
        "open",
        "not_chosen",
        "limits",
        "assumptions",
        "contingent",
        "caveats",
    ):
        assert award_text.HEADS[section][language] in text


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Kan alleen naast x: y,"), ("en", "Only possible beside x: y,")]
)
def test_a_missing_base_is_not_called_an_exclusion(language: str, said: str) -> None:
    (lost,) = full_award().not_chosen
    given = replace(full_award(), not_chosen=(replace(lost, relation=RelationType.REQUIRES),))
    made: dict[str, Any] = award_json.to_json(given, rulebook(), language=language)
    (told,) = made["not_chosen"]
    assert (told["because"], told["relation"]) == ("relation", "requires")
    assert said in award_text.render(made, language, rulebook())


def test_an_award_of_nothing_is_printed_too() -> None:
    empty = replace(
        full_award(), total=0, years=(), classes=(), refusals=(), open=(), not_chosen=(), limits=(),
        landscape_share=None, landscape_definition=Text("", ""), continuation=0, contingent=(), assumptions=(),
        not_modelled=(), caveats=(), activities=(),
    )  # fmt: skip
    text = award_text.render(award_json.to_json(empty, rulebook()), "nl", rulebook())
    assert text.splitlines()[0].startswith("Totaal: €\u00a00,00")


def test_a_payment_of_nothing_tells_its_sum_in_words_and_marks_of_the_reader() -> None:
    refused = replace(full_award().refusals[0], reason=NOTHING, formula="3450.5 100kg_milk x EUR 0")
    told = [award_json.refusal_json(refused, Names.of(rulebook(), x))["reason"] for x in ("nl", "en")]
    assert told == [
        "levert niets op: 3.450,5 × 100 kg melk × €\u00a00,00",
        "pays nothing: 3,450.5 × 100 kg of milk × €0.00",
    ]
