"""Rules that are well written and that nothing can meet or read are refused, each at its line and with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from calculator import registry
from tests.registry.builders import (
    ECO,
    ECO_TEXT,
    LIMIT,
    LIMIT_TEXT,
    RELATION_HEADER,
    RELATION_ROW,
    RELATIONS,
    SCHEME,
    SCHEME_TEXT,
    edited,
    rule_folder,
)
from tests.registry.test_figures_together import RATE, result, said, tiered

SIZE = "      - kind: quantity_at_least\n        value: 0.5"
QUANTITY = "    quantity: area"
FIRST = "{from: 2024-01-01, until: 2025-01-01, value: 1200.50"
SECOND = "{from: 2025-01-01, until: 2027-01-01, value: 1200.50"


def share(whole: str, of: str) -> tuple[str, str]:
    return SIZE, f"      - kind: share_at_least\n        of: {of}\n        in: {whole}\n        value: 0.2"


#: What is changed, what it becomes, and what is told of it.
REFUSED = {
    "tariffs of before the scheme alone": (
        SCHEME,
        f"{FIRST}",
        FIRST.replace("2024", "2022").replace("2025", "2023"),
        "dit bestand geldt pas vanaf 2024-01-01: het wordt nooit gelezen",
    ),
    "a tariff of after a yearly scheme alone": (
        SCHEME,
        SECOND,
        "{from: 2027-01-01, until: 2028-01-01, value: 1200.50",
        "dit bestand geldt tot 2027-01-01: het wordt nooit gelezen",
    ),
    "a ceiling of before the limit": (
        LIMIT,
        "{from: 2023-01-01, value: 50000",
        "{from: 2020-01-01, until: 2022-01-01, value: 50000",
        "het wordt nooit gelezen",
    ),
    "an extension until before the scheme": (
        SCHEME,
        QUANTITY,
        f"{QUANTITY}\n    term_years: 6\n    extension: {{years: 1, until: 2023-01-01}}",
        "zodat niets wordt verlengd",
    ),
    "an extension that would last too long": (
        SCHEME,
        QUANTITY,
        f"{QUANTITY}\n    term_years: 6\n    extension: {{years: 6, until: 2029-12-31}}",
        "een verlenging van 6 jaar vanaf 2024 eindigt later",
    ),
    "entry points in a region that does not exist": (
        ECO,
        "{1.klimaat: 1.5, 1.bodem: 2}",
        "{1.klimaat: 1.5, 3.bodem: 2}",
        "er is geen eco-regio `3`",
    ),
    "entry points without a region": (
        ECO,
        "{1.klimaat: 1.5, 1.bodem: 2}",
        "{1.klimaat: 1.5, bodem: 2}",
        "noemt geen eco-regio",
    ),
    "a scheme that is open in a region that does not exist": (
        SCHEME,
        "territory: {provinces: [utrecht]}",
        'territory: {eco_regions: ["4"]}',
        "er is geen eco-regio `4`",
    ),
    "a share of arable land that lies under a grassland measure": (
        SCHEME,
        *share("arable_ha", "{measures: [kruidenrijk-grasland]}"),
        "`kruidenrijk-grasland` ligt nooit op `arable_ha`",
    ),
    "a share of grassland that is arable land": (
        SCHEME,
        *share("grassland_ha", "{land_use: [arable]}"),
        "`arable` ligt nooit op `grassland_ha`",
    ),
    "a share of grassland under a measure of arable land": (
        SCHEME,
        *share("permanent_grassland_ha", "{measures: [rustgewas]}"),
        "`rustgewas` ligt nooit op `permanent_grassland_ha`",
    ),
    "more than the whole": (
        SCHEME,
        SIZE,
        "      - kind: fact_at_least\n        path: indicators.eiwit_eigen_land_pct\n        value: 650",
        "komt nooit boven de 100: 650 wordt niet gehaald",
    ),
    "a minimum above the most that is allowed": (
        SCHEME,
        f"{SIZE}",
        "      - kind: quantity_at_most\n        value: 5",
        "onder 10 wordt niets betaald, en een voorwaarde laat hoogstens 5 toe",
    ),
    "entry points that all activities together do not score": (
        ECO,
        "{1.klimaat: 1.5, 1.bodem: 2}",
        "{1.klimaat: 15, 1.bodem: 2}",
        "`1.klimaat` vraagt 15 per hectare, en alle activiteiten samen geven hoogstens 2",
    ),
    "a class that all activities together do not reach": (
        ECO,
        "threshold:\n        - {from: 2023-01-01, values: {brons: 60,",
        "threshold:\n        - {from: 2023-01-01, values: {brons: 61,",
        "klasse `brons` vraagt 61 per hectare",
    ),
    "a tariff with keys of which nothing picks one": (
        SCHEME,
        f"{FIRST}",
        "{from: 2024-01-01, until: 2025-01-01, values: {clay: 1200.50, peat: 900}",
        "`rate` heeft sleutels, en niets kiest ertussen",
    ),
    "a ceiling with keys of which nothing picks one": (
        LIMIT,
        "value: 50000",
        "values: {melkvee: 50000, akkerbouw: 40000}",
        "`ceiling` heeft sleutels, en niets kiest ertussen",
    ),
    "a value for a region that does not exist": (
        ECO,
        "    groups: [eco-activity]",
        "    groups: [eco-activity]\n    keyed_by: eco_region",
        "er is geen eco-regio `3`",
    ),
}
#: What a case needs besides.
ALSO = {
    "tariffs of before the scheme alone": (SECOND, SECOND.replace("2025", "2023").replace("2027", "2024")),
    "a tariff of after a yearly scheme alone": (
        FIRST,
        "{from: 2028-01-01, until: 2029-01-01, value: 1200.50",
    ),
    "a minimum above the most that is allowed": (
        "    figures:\n",
        (
            "    figures:\n      min_quantity:\n        - {from: 2024-01-01, value: 10, unit: ha, status: definitive, "
            "confidence: high, sources: [S1]}\n"
        ),
    ),
    "a value for a region that does not exist": ("value: 60,", "values: {1: 60, 3: 90},"),
}
TEXTS = {SCHEME: SCHEME_TEXT, ECO: ECO_TEXT, LIMIT: LIMIT_TEXT}


@pytest.mark.parametrize("name", REFUSED)
def test_what_nothing_can_meet_or_read_is_refused(name: str) -> None:
    file, old, new, words = REFUSED[name]
    text = edited(TEXTS[file], old, new)
    if name in ALSO:
        text = edited(text, *ALSO[name])
    found = said(file, text)
    assert found
    assert all(words in one for one in found)


SOUND = {
    "a tariff of after a scheme of contracts": (
        QUANTITY,
        f"{QUANTITY}\n    term_years: 6",
        SECOND,
        "{from: 2027-01-01, until: 2028-01-01, value: 1200.50",
    ),
    "an old tariff that is kept as one": (
        QUANTITY,
        QUANTITY,
        FIRST + ", unit: EUR/ha,\n           status: definitive",
        "{from: 2020-01-01, until: 2023-01-01, value: 1200.50, unit: EUR/ha,\n           status: historic",
    ),
    "an extension that just fits": (
        QUANTITY,
        f"{QUANTITY}\n    term_years: 6\n    extension: {{years: 6, until: 2030-01-01}}",
        "",
        "",
    ),
    "a tariff by kind of soil": (
        QUANTITY,
        f"{QUANTITY}\n    keyed_by: soil",
        FIRST,
        "{from: 2024-01-01, until: 2025-01-01, values: {clay: 1200.50, peat: 900}",
    ),
    "a share of arable land under a measure of arable land": (
        *share("arable_ha", "{measures: [rustgewas], land_use: [arable]}"),
        "",
        "",
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_lies_just_within_is_accepted(name: str) -> None:
    old, new, other, instead = SOUND[name]
    assert said(SCHEME, edited(edited(SCHEME_TEXT, old, new), other, instead)) == []


def test_a_tier_above_the_whole_is_refused() -> None:
    text = tiered("{at_least: 600, figure: rate_a}, {at_least: 3, figure: rate_b}")
    (found,) = said(SCHEME, text, **{RELATIONS: None})
    assert "komt nooit boven de 100: 600" in found


def test_a_tier_that_a_condition_keeps_out_of_reach_is_refused() -> None:
    text = tiered("{at_least: 60, figure: rate_a}, {at_least: 3, figure: rate_b}")
    text = edited(
        text,
        "    sources: [S1]\n    figures",
        "    conditions:\n      - {kind: fact_at_most, path: indicators.eiwit_eigen_land_pct, value: 50, absent: ask, "
        "text: {nl: hoogstens de helft, en: at most half}, sources: [S1]}\n    sources: [S1]\n    figures",
    )
    (found,) = said(SCHEME, text, **{RELATIONS: None})
    assert "op 50: de trede van 60 wordt nooit bereikt" in found


def test_a_payment_for_the_farm_has_no_soil_to_pick_by() -> None:
    text = result("kpi_binary", rate=RATE, threshold="value: 5, unit: '%'")
    text = edited(text, "    unit: ha", "    unit: ha\n    keyed_by: soil")
    found = said(SCHEME, text, **{RELATIONS: None})
    assert any("een betaling per bedrijf heeft geen `soil`" in problem for problem in found)


@pytest.mark.parametrize(
    "asked",
    [
        "element_is, attribute: kind, one_of: [sloot]",
        "width_between, low: 1, high: 3",
        "any_of, conditions: [{kind: quantity_at_least, value: 5}]",
    ],
)
def test_a_payment_for_the_farm_is_asked_nothing_of_one_place(asked: str) -> None:
    """It counted as met whatever lies there, or stayed open for ever."""
    text = result("kpi_binary", rate=RATE, threshold="value: 5, unit: '%'")
    words = "absent: ask, text: {nl: eis, en: demand}, sources: [S1]"
    text = edited(text, "    figures:", f"    conditions: [{{kind: {asked}, {words}}}]\n    figures:")
    (found,) = said(SCHEME, text, **{RELATIONS: None})
    assert "vraagt naar één plek, en deze betaling is voor het hele bedrijf" in found


def test_a_tariff_of_before_the_scheme_beside_its_own_is_a_note(tmp_path: Path) -> None:
    old = FIRST.replace("2024", "2022").replace("2025", "2023")
    report = registry.check(rule_folder(tmp_path, {SCHEME: edited(SCHEME_TEXT, FIRST, old)}))
    assert report.problems == ()
    (note,) = [n for n in report.notes if "never read" in n.message.en]
    assert note.message.en.startswith("`rate` ends on 2023-01-01, and this file holds from 2024-01-01 only")


def both_ways(kind: str) -> str:
    first = RELATION_ROW.replace("@eco-activity", "national.rvo.eco#klasse").replace(
        ",zero,value,", f",{kind},all,"
    )
    a, b = "national.rvo.eco#klasse", "province.utrecht.botanisch#strook"
    return RELATION_HEADER + first + first.replace("eco-utrecht", "terug").replace(f"{a},{b}", f"{b},{a}")


def test_two_payments_that_are_each_what_is_left_after_the_other_are_refused() -> None:
    (found,) = said(RELATIONS, both_ways("net_of"))
    assert "geen van die komt dan eerst" in found
    assert said(RELATIONS, both_ways("requires")) == []


def test_a_demand_for_what_ended_is_a_note_and_one_that_ends_with_it_is_not(
    tmp_path: Path,
) -> None:
    row = RELATION_ROW.replace("@eco-activity", "national.rvo.eco#klasse").replace(
        ",zero,value,", ",requires,all,"
    )
    goes_on = registry.check(
        rule_folder(tmp_path / "a", {RELATIONS: RELATION_HEADER + row.replace("2027-01-01,27", ",27")})
    )
    (note,) = [n for n in goes_on.notes if n.file == RELATIONS]
    assert "holds until 2027-01-01: after that `national.rvo.eco#klasse` is never paid" in note.message.en
    ends = registry.check(rule_folder(tmp_path / "b", {RELATIONS: RELATION_HEADER + row}))
    assert [n for n in ends.notes if n.file == RELATIONS] == []
