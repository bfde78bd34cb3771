"""A first part that is not paid is of the farm, leaves something to pay, and a share of land says of which."""

from __future__ import annotations

import pytest

from tests.registry.builders import RELATIONS, SCHEME, SCHEME_TEXT, edited
from tests.registry.test_figures_together import RATE, result, said

SHARE = (
    "      free_share:\n"
    "        - {from: 2024-01-01, value: 5, unit: '%', status: definitive, confidence: high, sources: [S1]}\n"
)


@pytest.mark.parametrize(
    ("key", "figures", "says"),
    [
        ("    share_of: arable_ha\n", "", "`free_share` en `share_of` horen bij elkaar"),
        ("", SHARE, "`free_share` en `share_of` horen bij elkaar"),
        ("    share_of: arable_ha\n", SHARE, "van elk stuk land of element apart afgaan"),
    ],
)
def test_a_first_part_is_of_the_farm_and_a_share_says_of_which_land(
    key: str, figures: str, says: str
) -> None:
    text = edited(SCHEME_TEXT, "    quantity: area\n", f"    quantity: area\n{key}")
    text = edited(text, "    figures:\n", f"    figures:\n{figures}")
    assert any(says in found for found in said(SCHEME, text))


def of_the_farm(kind: str = "flat", quantity: str = "declared.braak_ha", **figures: str) -> str:
    text = result(kind, rate=RATE, **figures).replace("quantity: subsidiable_ha", f"quantity: {quantity}")
    return edited(
        text,
        "    indicator: indicators.eiwit_eigen_land_pct\n",
        "    share_of: arable_ha\n" * ("free_share" in figures),
    )


def ha(number: str) -> str:
    return f"value: {number}, unit: ha"


AT_MOST = (
    "    conditions:\n      - {kind: fact_at_most, path: declared.braak_ha, value: 5, absent: ask, "
    "text: {nl: v, en: q}, sources: [S1]}\n"
)
ONE = (
    of_the_farm(quantity="one", free="value: 1, unit: farm")
    .replace("unit: ha\n", "unit: farm\n")
    .replace("EUR/ha", "EUR/farm")
)
SOUND = {
    "less than what is paid first": of_the_farm("first_quantity", first=ha("10"), free=ha("2")),
    "more than the most that is paid above it": of_the_farm(max_quantity=ha("4"), free=ha("5")),
    "a share": of_the_farm(free_share="value: 99, unit: '%'"),
    "below what a condition allows": edited(of_the_farm(free=ha("4")), "    sources: [S1]\n", AT_MOST + "    sources: [S1]\n"),
}  # fmt: skip
NOTHING_LEFT = {
    "all that is paid first": (
        of_the_farm("first_quantity", first=ha("10"), free=ha("10")),
        "`free` (10) ligt niet onder `first` (10)",
    ),
    "all land": (of_the_farm(free_share="value: 100, unit: '%'"), "`free_share` is 100 %"),
    "of one": (ONE, "van `one` is er één per bedrijf"),
    "all that a condition allows": (
        edited(of_the_farm(free=ha("5")), "    sources: [S1]\n", AT_MOST + "    sources: [S1]\n"),
        "een voorwaarde laat hoogstens 5 toe",
    ),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_first_part_that_leaves_something_is_accepted(text: str) -> None:
    assert said(SCHEME, text, **{RELATIONS: None}) == []


@pytest.mark.parametrize(("text", "says"), NOTHING_LEFT.values(), ids=NOTHING_LEFT)
def test_a_first_part_that_leaves_nothing_to_pay_is_refused(text: str, says: str) -> None:
    (found,) = said(SCHEME, text, **{RELATIONS: None})
    assert says in found


@pytest.mark.parametrize("text", [of_the_farm(free=ha("0")), of_the_farm(free_share="value: 0, unit: '%'")])
def test_a_first_part_of_nothing_is_refused(text: str) -> None:
    assert any("is nul: dan wordt alles betaald" in found for found in said(SCHEME, text))
