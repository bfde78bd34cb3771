"""What the terminal says of limits and of what was not chosen: names and sums, never codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.award import as_json as award_json
from calculator.services.award import as_text, awards
from calculator.services.registry import rulebooks
from tests.services.awards import full_award

VLIETLANDEN = Path(__file__).resolve().parents[2] / "farms/vlietlanden.json"
TENANT = {
    "profile": "stapelwijzer-farm-1",
    "year": 2026,
    "farm": {"name": "Pachter", "province": "noord-brabant", "type": "dairy", "organic": "none"},
    "undertaking": {
        "members": ["Pachter"],
        "aid_received": [
            {"legal_basis": "de_minimis_agri_1408_2013", "grant_date": "2025-03-01", "amount_eur": "47000"}
        ],
    },
    "parcels": [{"id": "P1", "area_ha": "2.30", "land_use": "permanent_grassland", "eco_region": 1}],
    "indicators": {"bbm_punten": "4200"},
}


def printed(document: object, language: str) -> list[str]:
    rules: Rulebook = rulebooks.current()
    found = awards.compute(rules, document, on=date(2026, 7, 1), language=language)
    return as_text.render(found.award, language, rules).replace("\u00a0", " ").splitlines()


@pytest.mark.parametrize(
    ("language", "limit", "lost"),
    [
        ("nl", ("onderneming: € 47.000,00 / € 50.000,00 (zonder deze grens € 4.200,00 meer; "
               "grootste nieuwe steun die past € 3.000,00)"), "De grens “De-minimissteun landbouw” laat dit niet toe. ["),
        ("en", ("undertaking: €47,000.00 / €50,000.00 (€4,200.00 more without this limit; "
               "largest new grant that fits €3,000.00)"), "The limit “Agricultural de minimis aid” does not allow this. ["),
    ],
)  # fmt: skip
def test_a_full_ceiling_says_what_it_costs_and_the_largest_grant_that_still_fits(
    language: str, limit: str, lost: str
) -> None:
    lines = printed(TENANT, language)
    assert [line for line in lines if line.endswith(limit)]
    assert [line for line in lines if lost in line]


def test_a_sum_below_the_minimum_names_the_limit_that_takes_it() -> None:
    said = "Basispremie, bedrijf: De grens “Minimumbedrag van de rechtstreekse betalingen” laat"
    assert [line for line in printed(TENANT, "nl") if said in line]


def test_a_claim_that_is_not_paid_in_several_years_names_them_all() -> None:
    """What forcing it in would bring is worked out for all these years at once."""
    rules = rulebooks.current()
    found = awards.compute(rules, TENANT, on=date(2026, 7, 1), years=2).award
    assert "Basispremie, bedrijf, 2026–2027: De grens" in as_text.render(found, "nl", rules)
    missed = cast("list[dict[str, object]]", found["not_chosen"])
    assert {str(x["payment"]): x["years"] for x in missed}["basis"] == [2026, 2027]


def test_a_year_of_which_only_a_part_is_known_is_marked_and_told() -> None:
    """The contract of the example farm runs on in 2028, when the legal basis of its other payments has ended."""
    farm = json.loads(VLIETLANDEN.read_text("utf-8"))
    rules: Rulebook = rulebooks.current()

    def marked(years: int) -> list[str]:
        found = awards.compute(rules, farm, on=date(2026, 7, 1), years=years).award
        return [line.strip() for line in as_text.render(found, "en", rules).splitlines() if "*" in line]

    assert marked(2) == []
    year, note = marked(4)
    assert year.startswith("2028 ")
    assert note.startswith("* Of 2028 only a part is known")


def test_a_class_premium_that_waits_says_what_it_could_add_to_the_lower_class_that_is_paid() -> None:
    """34.35 hectares at 180 euros, of which 90 are paid."""
    (told,) = [x for x in printed(json.loads(VLIETLANDEN.read_text("utf-8")), "nl") if "aalt u goud met" in x]
    assert told.endswith("(hoogstens € 3.091,50 erbij)")


def test_what_adds_nothing_says_so_and_not_at_most_zero() -> None:
    rules: Rulebook = rulebooks.current()
    found = dict(awards.compute(rules, TENANT, on=date(2026, 7, 1), language="nl").award)
    found["open"] = [{**cast("list[dict[str, object]]", found["open"])[0], "could_pay_up_to_eur": "0.00"}]
    said = as_text.render(found, "nl", rules)
    assert "(hier komt niets bij)" in said
    assert "erbij)" not in said


def test_points_are_rounded_as_on_the_statement() -> None:
    rules: Rulebook = rulebooks.current()
    found = dict(
        awards.compute(
            rules, json.loads(VLIETLANDEN.read_text("utf-8")), on=date(2026, 7, 1), language="nl"
        ).award
    )
    held = dict(cast("list[dict[str, object]]", found["classes"])[0])
    held["points"] = {"klimaat": {"name": "Klimaat", "scored": "42.9375", "needed": "43"}}
    assert "Klimaat 42,93/43" in as_text.render({**found, "classes": [held]}, "nl", rules)


def test_where_no_class_is_reached_that_is_said_in_words() -> None:
    rules: Rulebook = rulebooks.current()
    farm = json.loads(VLIETLANDEN.read_text("utf-8"))
    found = dict(awards.compute(rules, farm, on=date(2026, 7, 1), language="nl").award)
    none = {**cast("list[dict[str, object]]", found["classes"])[0], "class_name": None}
    assert "2026 Eco-regeling: geen klasse, €" in as_text.render({**found, "classes": [none]}, "nl", rules)


def test_a_figure_that_nobody_published_is_named_once_and_of_steps_only_the_one_that_is_reached() -> None:
    told = [x for x in printed(json.loads(VLIETLANDEN.read_text("utf-8")), "nl") if "gepubliceerd" in x]
    assert any(
        "Eiwit van eigen land, bedrijf: het bedrag van deze trede is niet gepubliceerd, vraag het de betaler ("
        in x
        for x in told
    )
    assert any("Weidegang, bedrijf: niet gepubliceerd, vraag het de betaler: tarief (" in x for x in told)
    assert any(
        "deel gemeente" in x and ": niet gepubliceerd, vraag het de betaler: bedrag (" in x for x in told
    )


def test_what_is_open_is_said_once_for_its_years_and_counts_those_of_a_legal_basis_alone() -> None:
    """The basis of the eco premium ends after 2027; the pot of the municipality does not."""
    rules: Rulebook = rulebooks.current()
    farm = json.loads(VLIETLANDEN.read_text("utf-8"))

    def told(first: int, years: int, of: str) -> list[str]:
        found = awards.compute(rules, farm, on=date(first, 7, 1), years=years, language="en").award
        said = as_text.render(found, "en", rules).splitlines()
        return [x for x in said[said.index("Still open") :] if of in x]

    (premium,) = told(2026, 4, "do you reach gold")
    assert ", 2026–2029: " in premium
    assert premium.endswith(
        "(at most €6,183.00 more; not counted for 2028–2029: its legal basis has ended by then)"
    )
    (municipality,) = told(2026, 4, "part of municipality")
    assert municipality.endswith("(at most €5,600.00 more)")
    (after,) = told(2028, 1, "Extra payment for a young farmer")
    assert after.endswith("(after the end of its legal basis; not counted)")


def test_the_terminal_names_schemes_and_speaks_of_the_proof_and_of_money_in_words() -> None:
    lines = printed(json.loads(VLIETLANDEN.read_text("utf-8")), "nl")
    assert (
        "bewijs: Geen geoorloofde stapel betaalt meer; exact nagerekend, los van het oplosprogramma." in lines
    )
    assert "  Eco-regeling: Kortingen en sancties zijn niet verrekend." in lines
    assert "  U bent een actieve landbouwer." in lines
    assert any("beslissingen boven € 25.000." in line for line in lines)
    assert not any("EUR " in line or "national.rvo" in line for line in lines)


@pytest.mark.parametrize(
    ("language", "head", "weighed", "most"),
    [
        ("nl", "Open bij overwogen maatregelen", "nog niet te wegen", ": eerlijk (hoogstens € 5,00 erbij)"),
        ("en", "Open of considered measures", "cannot be weighed yet", ": honest (at most €5.00 more)"),
    ],
)
def test_a_considered_measure_that_cannot_be_weighed_says_what_is_missing_and_what_it_could_pay(
    language: str, head: str, weighed: str, most: str
) -> None:
    rules: Rulebook = rulebooks.current()
    made = award_json.to_json(full_award(), rules, language=language)
    told = as_text.render(made, language, rules).replace("\u00a0", " ").splitlines()
    said = told[told.index(head) + 1]
    assert f"(P1): {weighed}; " in said
    assert said.endswith(most)


@pytest.mark.parametrize(
    ("language", "net", "told"),
    [
        ("nl", "1200.00", "Strook langs de sloot (P1, 0,5 ha): € 1.200,00 na kosten, over de termijn"),
        ("nl", None, "Strook langs de sloot (P1, 0,5 ha): € 1.500,00 over de termijn, kosten niet ingevuld"),
        ("en", None, "Strook langs de sloot (P1, 0.5 ha): €1,500.00 over the term, costs not filled in"),
    ],
)
def test_the_best_next_step_has_its_size_and_says_over_which_time_and_of_which_costs(
    language: str, net: str | None, told: str
) -> None:
    rules: Rulebook = rulebooks.current()
    found = dict(awards.compute(rules, TENANT, on=date(2026, 7, 1), language=language).award)
    found["next_step"] = {
        "code": "strook", "name": "Strook langs de sloot", "unit": "P1", "quantity": "0.5", "unit_of_measure": "ha",
        "effort_eur_per_year": None, "brings_eur": "1500.00", "net_eur": net,
    }  # fmt: skip
    assert f"  {told}" in as_text.render(found, language, rules).replace("\u00a0", " ").splitlines()


def test_a_next_step_says_where_the_farm_is_and_what_the_step_brings() -> None:
    profile = json.loads(VLIETLANDEN.read_text("utf-8"))
    (dutch,) = [x for x in printed(profile, "nl") if "Eiwit van eigen land is nu" in x]
    assert dutch.endswith("is nu 64 %; bij 80 % komt er € 2.070,00 bij")
    (english,) = [x for x in printed(profile, "en") if " is now 64 %" in x]
    assert english.endswith("is now 64 %; at 80 % it brings €2,070.00 more")
