"""A tariff by key says what every answer pays, and a name that is not known is told with the one that was meant."""

from __future__ import annotations

import pytest

from calculator import registry
from tests.registry.builders import SCHEME, SCHEME_TEXT, documents, edited
from tests.registry.test_facts_of_places import ASKED, HEADER, LIST, ROWS

VALUE = "value: 1200.50"


def keyed(key: str, values: str, condition: str = "") -> str:
    text = SCHEME_TEXT.replace(VALUE, values)
    text = edited(text, "    quantity: area\n", f"    quantity: area\n    keyed_by: {key}\n")
    return edited(text, "    conditions:\n", "    conditions:\n" + condition)


def problems(scheme: str) -> list[tuple[str, str]]:
    _, found = registry.from_documents(documents({LIST: HEADER + ROWS, SCHEME: scheme}))
    return sorted({(p.message.nl, p.remedy.nl) for p in found})


CORE = ASKED.format(kind="fact_is", arguments="path: place.zone, one_of: [kern]")
SOILS = ASKED.format(kind="parcel_is", arguments="attribute: soil, one_of: [peat, sand]")
EITHER = ASKED.format(kind="any_of", arguments="conditions: [{kind: fact_is, path: place.zone, one_of: [kern]}, "
                      "{kind: declared, path: declared.jong}]")  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "says"),
    [
        (keyed("place.zone", "values: {kern: 60}"), "`rate` zegt niet wat `rand` van `place.zone` krijgt"),
        (keyed("place.grondwaterbeschermingsgebied", "values: {yes: 60}"), "zegt niet wat `no` van"),
        (keyed("eco_region", "lows: {1: 60}, highs: {1: 70}"), "zegt niet wat `2` van `eco_region` krijgt"),
        (keyed("place.zone", VALUE), "`place.zone` kiest hier niets: geen getal heeft sleutels"),
        (keyed("soil", VALUE), "`soil` kiest hier niets"),
        (keyed("soil", "values: {peat: 60}", SOILS), "`rate` zegt niet wat `sand` van `soil` krijgt"),
    ],
)
def test_a_key_without_a_tariff_and_a_tariff_without_keys_are_refused(scheme: str, says: str) -> None:
    ((told, remedy),) = problems(scheme)
    assert says in told
    assert "values" in remedy or "one_of" in remedy


@pytest.mark.parametrize(
    "scheme",
    [
        keyed("place.zone", "values: {kern: 60, rand: 0}"),
        keyed("place.zone", "values: {kern: 60}", CORE),
        keyed("place.zone", "values: {kern: 60}", EITHER),
        keyed("soil", "values: {peat: 60}"),
        keyed("soil", "values: {peat: 60, sand: 50, clay: 40}", SOILS),
        keyed("eco_region", "values: {1: 60}").replace("provinces: [utrecht]", "provinces: [utrecht], eco_regions: [1]"),
    ],
    ids=["all", "asked", "asked otherwise", "asked of nobody", "all that are asked", "territory"],
)  # fmt: skip
def test_every_answer_that_is_paid_for_has_a_tariff(scheme: str) -> None:
    assert problems(scheme) == []


@pytest.mark.parametrize("where", ["value: 2", "figure: peil"])
def test_what_all_places_are_held_against_has_one_value(where: str) -> None:
    of = f"of: {{measures: [kruidenrijk-grasland], where: [{{kind: fact_at_most, path: place.waterpeil_cm, {where}}}]}}"
    bound = "figure: peil" if where == "value: 2" else "value: 2"
    asked = ASKED.format(kind="land_at_least", arguments=f"{of}, {bound}")
    text = keyed("place.zone", "values: {kern: 60, rand: 50}", asked).replace(
        "      rate:",
        "      peil:\n        - {from: 2024-01-01, values: {kern: 5, rand: 6}, "
        f"unit: {'cm' if bound == 'value: 2' else 'ha'}, "
        "status: definitive, confidence: high, sources: [S1]}\n      rate:",
    )
    assert [told for told, _ in problems(text)] == ["`peil` geldt voor al het land samen, en heeft sleutels"]


def test_what_is_read_for_all_land_together_has_one_value() -> None:
    text = keyed("place.zone", "values: {kern: 60, rand: 50}").replace(
        "      rate:",
        "      max_quantity:\n        - {from: 2024-01-01, values: {kern: 5, rand: 6}, unit: ha, status: definitive, "
        "confidence: high, sources: [S1]}\n      rate:",
    )
    assert [told for told, _ in problems(text)] == [
        "`max_quantity` geldt voor al het land samen, en heeft sleutels"
    ]


@pytest.mark.parametrize("written", ["waterpeil_cm", "waterpijl_cm", "land.waterpeil"])
def test_a_fact_without_its_first_word_is_told_with_it(written: str) -> None:
    by_level = f"kind: tiered\n    indicator: {written}\n    tiers: [{{at_most: 40, figure: rate}}]"
    ((told, remedy),) = problems(edited(SCHEME_TEXT, "kind: flat", by_level))
    assert told == f"een bedrijfsprofiel kent geen `{written}`"
    assert remedy == "bedoelt u `place.waterpeil_cm`?"


@pytest.mark.parametrize(
    ("per", "says", "remedy"),
    [
        ("herd.dairy_cows", "`cap_per` zonder `cap` begrenst niets", "`cap`"),
        ("arabel_ha", "`arabel_ha` is geen hoeveelheid van het bedrijf", "`arable_ha`?"),
    ],
)
def test_a_cap_for_each_counts_something_of_the_farm(per: str, says: str, remedy: str) -> None:
    text = edited(SCHEME_TEXT, "    quantity: area\n", f"    quantity: area\n    cap_per: {per}\n")
    assert any(says in told and remedy in mend for told, mend in problems(text))


@pytest.mark.parametrize(
    ("scheme", "says", "remedy"),
    [
        (keyed("soil", "values: {peat: 60, zand: 50}"), "`zand` is geen grondsoort", "`sand`?"),
        (keyed("soil", "values: {peat: 60, zand: 50}", SOILS), "`zand` is geen grondsoort", "`sand`?"),
        (keyed("soil", "values: {peat: 60, zavel: 50}"), "`zavel` is geen grondsoort", "clay, loess"),
        (keyed("soil", "values: {peat: 60}", SOILS.replace("peat, sand", "veen")), "`veen` is geen grondsoort", "`peat`?"),
        (keyed("eco_region", "values: {1: 60, 2: 50}", SOILS.replace("soil, one_of: [peat, sand]", "eco_region, one_of: [3]")),
         "er is geen eco-regio `3`", "1, 2"),
        (keyed("soil", "values: {peat: 60}", SOILS.replace("soil, one_of: [peat, sand]", "natura2000, one_of: [ja]")),
         "`ja` is geen antwoord op `natura2000`", "no, yes"),
    ],
)  # fmt: skip
def test_a_word_that_no_land_has_is_refused_with_the_one_that_was_meant(
    scheme: str, says: str, remedy: str
) -> None:
    found = problems(scheme)
    assert any(says in told and remedy in mend for told, mend in found), found
    assert not any("zegt niet wat `sand`" in told for told, _ in found), found
