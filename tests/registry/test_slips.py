"""Slips of the pen that leave a file well written: what they make of it means nothing, and is told with its line.

Found by drawing changes to the rules as they are shipped: a figure of nothing or a thousand times too small, a unit that is
another than what is counted, money of nobody, a term that disagrees.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from calculator import registry
from tests.registry.builders import (
    LIMIT,
    LIMIT_TEXT,
    RELATIONS,
    SCHEME,
    SCHEME_TEXT,
    documents,
    edited,
    rule_folder,
)
from tests.registry.test_figures_together import RATE, result, said

RATE_2024 = "value: 1200.50, unit: EUR/ha,\n           status"
REFUSED = {
    "a tariff in thousands": (
        RATE_2024,
        RATE_2024.replace("1200.50", "0.12"),
        "`rate`: 0.12 EUR/ha is niet aannemelijk (1 tot 6000)",
    ),
    "metres paid per hectare": (
        "    quantity: area",
        "    quantity: length",
        "`length` telt m, en er wordt per ha",
    ),
    "pieces paid per hectare": ("    quantity: area", "    quantity: count", "en er wordt per ha betaald"),
    "a public payer without State resources": (
        "state_resources: yes",
        "state_resources: no",
        "een overheid betaalt uit staatsmiddelen",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_slip_in_a_scheme_is_refused(name: str) -> None:
    old, new, words = REFUSED[name]
    (found,) = said(SCHEME, edited(SCHEME_TEXT, old, new))
    assert words in found


def test_a_figure_that_is_not_published_has_no_value_and_is_accepted() -> None:
    text = edited(
        SCHEME_TEXT,
        "value: 1200.50, unit: EUR/ha,\n           status: definitive",
        "unit: EUR/ha,\n           status: unknown",
    )
    assert said(SCHEME, text) == []


def test_a_ceiling_of_nothing_is_refused() -> None:
    (found,) = said(LIMIT, edited(LIMIT_TEXT, "value: 50000", "value: 0"))
    assert "`ceiling` is nul" in found


@pytest.mark.parametrize(
    ("unit", "quantity", "words"),
    [
        ("farm", "subsidiable_ha", "`subsidiable_ha` telt ha, en er wordt per farm betaald"),
        ("ha", "one", "`one` is één bedrag per bedrijf"),
        ("eur", "grassland_ha", "`grassland_ha` telt ha"),
    ],
)
def test_a_payment_for_the_farm_counts_what_it_pays_for(unit: str, quantity: str, words: str) -> None:
    text = result("kpi_binary", rate=RATE.replace("EUR/ha", f"EUR/{unit}"), threshold="value: 5, unit: '%'")
    text = edited(
        edited(text, "    unit: ha", f"    unit: {unit}"), "quantity: subsidiable_ha", f"quantity: {quantity}"
    )
    found = said(SCHEME, text, **{RELATIONS: None})
    assert any(words in one for one in found), found


def test_a_part_of_costs_is_paid_in_euros() -> None:
    text = result("percent_cost", percent="value: 40, unit: '%'")
    text = edited(text, "quantity: subsidiable_ha", "quantity: declared.kosten_eur")
    text = edited(text, "    indicator: indicators.eiwit_eigen_land_pct\n", "")
    (found,) = said(SCHEME, text, **{RELATIONS: None})
    assert "een betaling `percent_cost` is een deel van een bedrag, en wordt per ha betaald" in found
    assert said(SCHEME, edited(text, "    unit: ha", "    unit: eur"), **{RELATIONS: None}) == []


def limit_of(kind: str, figure: str, value: str, unit: str, payments: str) -> str:
    return (
        LIMIT_TEXT.replace("kind: de_minimis", f"kind: {kind}")
        .replace("legal_bases: [de_minimis]", f'payments: ["{payments}"]')
        .replace("all_or_nothing: yes\nwindow: rolling\nwindow_years: 3\n", "")
        .replace("ceiling:", f"{figure}:")
        .replace("value: 50000, unit: EUR", f"value: {value}, unit: {unit}")
    )


def test_a_cap_on_quantities_is_in_the_unit_of_what_it_ends() -> None:
    paid = "province.utrecht.botanisch#strook"
    (found,) = said(LIMIT, limit_of("quantity_cap", "cap", "100", "m", paid))
    assert "het plafond is in m, en wat het begrenst wordt betaald per ha" in found
    assert said(LIMIT, limit_of("quantity_cap", "cap", "100", "ha", paid)) == []


def test_a_decimal_comma_is_told_to_be_a_point() -> None:
    text = edited(
        SCHEME_TEXT,
        "value: 1200.50, unit: EUR/ha,\n           status: definitive",
        "value: 1200,50, unit: EUR/ha,\n           status: definitive",
    )
    _, problems = registry.from_documents(documents({SCHEME: text}))
    (found,) = (p for p in problems if p.file == SCHEME)
    assert found.message.nl == "`50` is geen bekende sleutel van een bedrag of getal"
    assert "met een punt" in found.remedy.nl


def test_a_scheme_that_cannot_be_read_makes_no_relation_wrong_that_names_it() -> None:
    """Its later version holds in no year of the relation: whether the earlier one does, nobody can tell yet."""
    later = "schemes/province/utrecht/botanisch/2028-01-01.yaml"
    next_text = SCHEME_TEXT.replace(
        "valid_from: 2024-01-01\nvalid_until: 2027-01-01", "valid_from: 2028-01-01"
    )
    next_text = next_text.replace(
        "{from: 2024-01-01, until: 2025-01-01", "{from: 2028-01-01, until: 2029-01-01"
    )
    next_text = next_text.replace(
        "{from: 2025-01-01, until: 2027-01-01", "{from: 2029-01-01, until: 2030-01-01"
    )
    broken = edited(SCHEME_TEXT, "    kind: flat\n", "    kind: flatt\n")
    _, problems = registry.from_documents(documents({SCHEME: broken, later: next_text}))
    assert [p.file for p in problems] == [SCHEME]


def test_a_least_amount_is_for_the_farm_and_not_for_each_piece_of_its_land() -> None:
    least = (
        "      min_amount:\n        - {from: 2024-01-01, until: 2027-01-01, value: 250, unit: EUR, status: definitive, "
        "confidence: high, sources: [S1]}\n"
    )
    (found,) = said(SCHEME, edited(SCHEME_TEXT, "    figures:\n", "    figures:\n" + least))
    assert "zou voor elk stuk land of element apart gelden" in found


def test_a_cap_in_percent_says_of_what_land() -> None:
    paid = "province.utrecht.botanisch#strook"
    (found,) = said(LIMIT, limit_of("quantity_cap", "cap", "25", "'%'", paid))
    assert "een plafond in % zegt niet waarvan" in found
    shared = limit_of("quantity_cap", "cap", "25", "'%'", paid) + "share_of: arable_ha\n"
    assert said(LIMIT, shared) == []
    (found,) = said(LIMIT, shared.replace("unit: '%'", "unit: ha"))
    assert "met `share_of` is het plafond een percentage" in found
    (found,) = said(LIMIT, LIMIT_TEXT + "share_of: arable_ha\n")
    assert "een grens `de_minimis` doet niets met `share_of`" in found


def test_a_largest_quantity_of_what_is_no_amount_per_unit_is_refused() -> None:
    """A cap of five hectares paid a fixed amount with EUR 100 for each of twenty hectares whole: EUR 2,050 and not 550."""
    text = result("fixed_plus_variable", fixed="value: 50, unit: EUR", rate="value: 100, unit: EUR/ha")
    text = edited(text, "    indicator: indicators.eiwit_eigen_land_pct\n", "")
    cap = limit_of("quantity_cap", "cap", "5", "ha", "province.utrecht.botanisch")
    assert said(SCHEME, text, **{RELATIONS: None}) == []
    (found,) = said(SCHEME, text, **{RELATIONS: None, LIMIT: cap})
    assert "geen bedrag per eenheid" in found


@pytest.mark.parametrize("least", ["500000", "0.5"])
def test_a_minimum_amount_that_every_farm_or_none_reaches_is_refused(least: str) -> None:
    (found,) = said(LIMIT, limit_of("minimum_total", "minimum", least, "EUR", "national.rvo.eco#klasse"))
    assert "is niet aannemelijk (10 tot 25000)" in found


NOTES = {
    "a tariff of nothing": (RATE_2024, RATE_2024.replace("1200.50", "0"), "`rate` is nothing"),
    "a term that disagrees": ('term: "jaar"', 'term: "6000 jaar"', "`term_years` is 1"),
    "a term of less than nothing": ('term: "jaar"', 'term: "-6 jaar"', "the reward is for -6 years"),
    "a source of the future": ("seen: 2026-01-10", "seen: 2036-01-10", "was read after the day"),
    "a group that is nearly one that is named": (
        "groups: [botanisch]",
        "groups: [eco-activty]",
        "no relation or limit names the group `eco-activty`",
    ),
    "a province that is everywhere": ("territory: {provinces: [utrecht]}\n", "", "is open everywhere"),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_slip_that_may_be_meant_is_a_note(name: str, tmp_path: Path) -> None:
    old, new, words = NOTES[name]
    report = registry.check(rule_folder(tmp_path, {SCHEME: edited(SCHEME_TEXT, old, new)}))
    assert report.problems == ()
    assert len([n for n in report.notes if words in n.message.en]) == 1
