"""What waits for a fact is told of the schemes that a scenario changes: unknown is not nil."""

from functools import cache

from calculator.scenarios.answers import sheets
from calculator.scenarios.answers.waiting import waiting
from calculator.scenarios.runs.running import Run
from tests.scenarios.bench import GOLD_250, run, scenario
from tests.scenarios.farms import grassland

#: Pays by the species of a parcel, which no table of these farms gives, and beside that an amount per farm.
_REWARD = "cost_components: [result_bonus], reward: {service: habitat, indicator: kensoorten, quantity: hectares, term: per jaar}"
_SURE = "from: 2025-01-01, status: definitive, confidence: high, sources: [B]"
SPECIES = (
    "{change: new_scheme, rule: {scheme: province.utrecht.soorten, name: {nl: Soorten, en: Species}, layer: province, "
    "payer: utrecht, payer_is_public: yes, state_resources: yes, legal_basis: notified_scheme, valid_from: 2025-01-01, "
    "recorded_on: 2025-07-01, territory: {}, "
    "sources: {B: {title: Besluit, url: 'https://example.org/b', article: '2', seen: 2025-07-01}}, payments: ["
    "{id: gras, name: {nl: Soorten in het gras, en: Species in the grass}, kind: tiered, level: unit, unit: ha, "
    "quantity: area, measures: [grasland-met-kruiden], indicator: place.kensoorten, "
    f"tiers: [{{at_least: 4, figure: vier}}], {_REWARD}, sources: [B], "
    f"figures: {{vier: [{{{_SURE}, value: 90, unit: EUR/ha}}]}}}},"
    "{id: vast, name: {nl: Per bedrijf, en: Per farm}, kind: flat, level: farm, unit: farm, quantity: one, "
    f"{_REWARD}, sources: [B], figures: {{rate: [{{{_SURE}, value: 10, unit: EUR/farm}}]}}}}]}}}}"
)


@cache
def species(*, synthetic: bool, farms: int = 12) -> Run:
    return run(grassland(farms, synthetic=synthetic), scenario(SPECIES))


def test_a_payment_that_waits_for_a_fact_which_no_farm_gives_is_told_with_how_many_farms() -> None:
    (sheet,) = (s for s in sheets.sheets(species(synthetic=True)) if s.key == "waiting")
    assert [(r[0], r[2].en, *r[3:]) for r in sheet.rows] == [  # type: ignore[union-attr]
        ("province.utrecht.soorten", "Species in the grass", 0, 12)
    ]


def test_where_nothing_of_what_changes_waits_there_is_no_such_sheet() -> None:
    told = sheets.sheets(run(grassland(12, synthetic=True), scenario(GOLD_250)))
    assert "waiting" not in {s.key for s in told}


def test_of_real_farms_it_is_told_without_numbers_from_ten_on_and_in_the_first_run_only() -> None:
    (row,) = waiting(species(synthetic=False)).rows
    assert row[3:] == (None, None)
    assert waiting(species(synthetic=False, farms=9)).rows == ()
    assert waiting(species(synthetic=False), first=False).rows == ()
