"""What is multiplied with or compared is a number, under the name that a profile has for it."""

from __future__ import annotations

import pytest

from tests.registry.builders import RELATIONS, SCHEME, edited
from tests.registry.test_figures_together import RATE, result, said

ASKED = (
    "    conditions:\n      - {{kind: {}, absent: ask, text: {{nl: v, en: q}}, sources: [S1]}}\n"
    "    sources: [S1]\n    figures:\n"
)


def capped(per: str, quantity: str = "subsidiable_ha", condition: str = "") -> str:
    text = result("flat", rate=RATE, cap="value: 10, unit: EUR")
    text = edited(text, "    indicator: indicators.eiwit_eigen_land_pct\n", f"    cap_per: {per}\n")
    text = edited(text, "quantity: subsidiable_ha", f"quantity: {quantity}")
    return edited(text, "    sources: [S1]\n    figures:\n", ASKED.format(condition)) if condition else text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (capped("herd.diary_cows"), "een bedrijfsprofiel kent geen `herd.diary_cows`"),
        (capped("herd.dairy_cows", "herd.milk_kg_yaer"), "kent geen `herd.milk_kg_yaer`"),
        (capped("herd.dairy_cows", condition="fact_at_least, path: herd.livestok_units, value: 2"), "`herd.livestok_units`"),
        (capped("farm.type"), "`farm.type` is geen getal"),
        (capped("supply.programmes"), "`supply.programmes` is geen getal"),
        (capped("declared.weidt", condition="declared, path: weidt"), "`declared.weidt` is geen getal"),
        (capped("herd.dairy_cows", condition="fact_at_least, path: farm.organic, value: 2"), "`farm.organic` is geen getal"),
        (capped("finance.leases"), "`finance.leases` is geen getal"),
    ],
)  # fmt: skip
def test_a_number_that_is_misspelt_or_a_word_is_refused(text: str, says: str) -> None:
    (found,) = said(SCHEME, text, **{RELATIONS: None})
    assert says in found


@pytest.mark.parametrize(
    "per", ["herd.dairy_cows", "herd.milk_kg_year_organic", "grassland_ha", "declared.koeien_buiten",
            "indicators.eiwit_eigen_land_pct"]
)  # fmt: skip
def test_numbers_of_the_profile_and_new_ones_are_accepted(per: str) -> None:
    assert said(SCHEME, capped(per), **{RELATIONS: None}) == []
