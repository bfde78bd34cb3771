"""Figures that are each sound and cannot work together are refused, with the line and what to do."""

from __future__ import annotations

import pytest

from calculator import registry
from tests.registry.builders import (
    ECO,
    ECO_TEXT,
    LIMIT,
    LIMIT_TEXT,
    RELATIONS,
    SCHEME,
    SCHEME_TEXT,
    documents,
    edited,
)

PERCENT = "unit: '%'"
RATE = "value: 100, unit: EUR/ha"


def result(kind: str, tiers: str = "", **figures: str) -> str:
    """The sound scheme with one payment on a measured result in the place of its own."""
    written = "".join(
        f"      {name}:\n        - {{from: 2024-01-01, {text}, status: definitive, confidence: high, sources: [S1]}}\n"
        for name, text in figures.items()
    )
    return f"""{SCHEME_TEXT.partition("payments:")[0]}payments:
  - id: uitkomst
    name: {{nl: Uitkomst, en: Result}}
    kind: {kind}
    level: farm
    unit: ha
    quantity: subsidiable_ha
    indicator: indicators.eiwit_eigen_land_pct
    tiers: [{tiers}]
    reward: {{service: biodiversity, indicator: "kruiden", quantity: "ha", term: "jaar"}}
    sources: [S1]
    figures:
{written}""".replace("    tiers: []\n", "")


def best(n: str, m: str) -> str:
    years = {name: f"value: {number}, unit: year" for name, number in (("n", n), ("m", m))}
    return result("best_n", rate=RATE, threshold=f"value: 10, {PERCENT}", **years)


def ramp(start: str, top: str) -> str:
    return result("ramp", rate=RATE, ramp_from=f"{start}, {PERCENT}", ramp_to=f"{top}, {PERCENT}")


def tiered(tiers: str) -> str:
    return result("tiered", tiers, rate_a=RATE, rate_b="value: 50, unit: EUR/ha")


def by_contract(tiers: str, more: str = "    term_years: 10\n") -> str:
    text = tiered(tiers).replace("kind: tiered", "kind: contract_year")
    return edited(text, "    indicator: indicators.eiwit_eigen_land_pct\n", more)


def line(tiers: str) -> str:
    return tiered(tiers).replace("kind: tiered", "kind: interpolated")


def banded(tiers: str) -> str:
    text = result(
        "banded", tiers, rate_a=RATE, rate_b="value: 50, unit: EUR/ha", max_quantity="value: 30, unit: ha"
    )
    return edited(text, "    indicator: indicators.eiwit_eigen_land_pct\n", "")


YEARS = "{at_least: 1, figure: rate_a}, {at_least: 6, figure: rate_b}"
SOUND = {
    "by year of the contract": by_contract(YEARS),
    "ramp": ramp("value: 10", "value: 20"),
    "falling ramp": ramp("value: 20", "value: 10"),
    "best two of three years": best("2", "3"),
    "at most": result("kpi_binary", rate=RATE, threshold_max=f"value: 10, {PERCENT}"),
    "tiers": tiered("{at_least: 6, figure: rate_a}, {at_least: 3, figure: rate_b}"),
    "a line through points": line("{at_least: 6, figure: rate_a}, {at_least: 3, figure: rate_b}"),
    "bands": banded("{at_least: 10, figure: rate_a}, {at_least: 0, figure: rate_b}"),
    "a range of what is paid": result(
        "kpi_binary", rate="low: 80, high: 120, unit: EUR/ha", threshold=f"value: 5, {PERCENT}"
    ),
}
BROKEN = {
    "years of a contract for one year": (by_contract(YEARS, ""), "is voor een contract van meer jaren"),
    "a year after the contract": (by_contract(YEARS, "    term_years: 5\n"), "1 tot en met 5"),
    "half a year of a contract": (by_contract(YEARS.replace("6", "5.5")), "een trede begint in een jaar"),
    "a contract that pays nothing at first": (
        by_contract(YEARS.replace("1", "2")),
        "het eerste jaar van het contract heeft geen bedrag",
    ),
    "years of a contract that is granted at once": (
        by_contract(YEARS, "    term_years: 10\n    grant: {decision: multi_year}\n"),
        "een besluit voor alle jaren ineens",
    ),
    "a ramp that does not rise": (ramp("value: 10", "value: 10"), "dat is geen helling"),
    "a ramp from somewhere": (ramp("low: 10, high: 15", "value: 20"), "`ramp_from` is een bereik"),
    "the best four of three years": (best("4", "3"), "de beste 4 van 3 jaar"),
    "one and a half years": (best("1.5", "3"), "`n` is geen aantal jaren"),
    "a result without a threshold": (result("kpi_binary", rate=RATE), "betaalt altijd"),
    "a result that is never reached": (
        result(
            "kpi_binary", rate=RATE, threshold=f"value: 15, {PERCENT}", threshold_max=f"value: 10, {PERCENT}"
        ),
        "minstens 15 en hoogstens 10",
    ),
    "a line of one point": (
        result("interpolated", "{at_least: 6, figure: rate_a}", rate_a=RATE),
        "tussen minder dan twee punten",
    ),
    "a line down from a bound": (
        line("{at_most: 6, figure: rate_a}, {at_most: 3, figure: rate_b}"),
        "een lijn loopt door punten",
    ),
    "a band down from a bound": (
        banded("{at_most: 10, figure: rate_a}, {at_most: 5, figure: rate_b}"),
        "een schijf loopt van haar `at_least`",
    ),
    "a least amount above the most": (
        result(
            "kpi_binary",
            rate=RATE,
            threshold=f"value: 5, {PERCENT}",
            cap="value: 500, unit: EUR",
            min_amount="value: 600, unit: EUR",
        ),
        "onder EUR 600 wordt niets betaald, en hoogstens EUR 500",
    ),
    "two tiers at once": (
        tiered("{at_least: 6, figure: rate_a}, {at_least: 6, figure: rate_b}"),
        "twee treden bij 6",
    ),
    "tiers that run both ways": (
        tiered("{at_least: 6, figure: rate_a}, {at_most: 3, figure: rate_b}"),
        "lopen twee kanten op",
    ),
}


def said(path: str, text: str, **others: str | None) -> list[str]:
    rulebook, problems = registry.from_documents(documents({path: text, **others}))
    assert (rulebook is None) == bool(problems)
    lines = text.splitlines()
    assert all(1 <= p.line <= len(lines) for p in problems)
    return [f"{lines[p.line - 1].strip()} | {p.message.nl}" for p in problems]


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_figures_that_work_together_are_accepted(text: str) -> None:
    assert said(SCHEME, text, **{RELATIONS: None}) == []


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
def test_figures_that_cannot_work_together_are_refused(text: str, words: str) -> None:
    (found,) = said(SCHEME, text, **{RELATIONS: None})
    assert words in found


def test_a_ramp_that_does_not_rise_at_one_of_its_keys_is_refused() -> None:
    text = ramp("values: {kern: 60, rand: 10}", "values: {kern: 20, rand: 10}")
    assert any("loopt op van 10 tot 10" in found for found in said(SCHEME, text, **{RELATIONS: None}))
    text = ramp("values: {kern: 60, rand: 10}", "value: 20")
    assert not any("dat is geen helling" in found for found in said(SCHEME, text, **{RELATIONS: None}))


@pytest.mark.parametrize(
    ("start", "top"),
    [
        ("values: {kern: 60, rand: 10}", "values: {kern: 20, rand: 40}"),
        ("values: {kern: 60, rand: 10}", "value: 20"),
    ],
)
def test_a_ramp_that_falls_at_one_key_and_rises_at_another_is_refused(start: str, top: str) -> None:
    found = said(SCHEME, ramp(start, top), **{RELATIONS: None})
    assert any("daalt bij `kern` en stijgt bij `rand`" in one for one in found), found
    both = said(SCHEME, ramp(start, "values: {kern: 20, rand: 5}"), **{RELATIONS: None})
    assert not any("stijgt bij" in one for one in both)


CLASSES = {
    "bronze that asks more than gold": (
        "{brons: 60, goud: 200}, unit",
        "{brons: 260, goud: 200}, unit",
        "`brons` vraagt meer waarde (260) dan `goud` (200)",
    ),
    "a class without a threshold": (
        "{brons: 60, goud: 200}, unit",
        "{brons: 60}, unit",
        "klasse `goud` heeft geen drempel",
    ),
    "a class without an amount": (
        "{brons: 60, goud: 200}, unit",
        "{brons: 60, zilver: 90, goud: 200}, unit",
        "klasse `zilver` heeft geen bedrag",
    ),
    "one threshold for all": (
        "values: {brons: 60, goud: 200}, unit",
        "value: 60, unit",
        "`threshold` noemt geen klassen",
    ),
    "a threshold between two values": (
        "values: {brons: 60, goud: 200}, unit",
        "lows: {brons: 60, goud: 200}, highs: {brons: 80, goud: 220}, unit",
        "`threshold` is een bereik",
    ),
    "entry points between two values": (
        "values: {1.klimaat: 1.5, 1.bodem: 2}",
        "lows: {1.klimaat: 1.5}, highs: {1.klimaat: 2}",
        "`entry` is een bereik",
    ),
}


@pytest.mark.parametrize(("old", "new", "words"), CLASSES.values(), ids=CLASSES)
def test_classes_that_run_against_each_other_are_refused(old: str, new: str, words: str) -> None:
    found = said(ECO, edited(ECO_TEXT, old, new))
    assert found
    assert all(words in x for x in found)


def test_a_ceiling_between_two_values_is_refused() -> None:
    (found,) = said(LIMIT, edited(LIMIT_TEXT, "value: 50000,", "low: 40000, high: 50000,"))
    assert "`ceiling` is een bereik" in found
