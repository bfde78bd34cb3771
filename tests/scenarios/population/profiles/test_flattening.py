"""A profile as tables is the same farm, without what names it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.undertaking import ControlLink, Undertaking
from calculator.scenarios.population.files.reading import read_population
from calculator.scenarios.population.files.writing import write_population
from calculator.scenarios.population.profiles import profile_of
from calculator.scenarios.population.profiles.flattening import fits, frames_of
from calculator.scenarios.population.tables import Population, assemble
from calculator.services.profile import profiles

FARMS = sorted((Path(__file__).parents[3] / "farms").glob("*.json"))
CONTRACT = {
    "scheme": "national.anlb.midden-delfland", "from": "2023-01-01", "until": "2028-12-31",
    "lines": [{"package": "a01c", "unit": "P2", "quantity": "6", "indexation": "0.02", "notice": "een jaar",
               "notice_by": "10-01", "extends_years": 2, "notice_given": True}],
}  # fmt: skip


def profile(path: Path, rulebook: Rulebook) -> FarmProfile:
    document = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if path.stem == "vlietlanden":
        document["contracts"] = [CONTRACT]
        document["parcels"][0]["facts"] = {"waterpeil_cm": "35.5", "grondwaterbeschermingsgebied": False}
        document["elements"][0]["facts"] = {"kensoorten": 4}
        document["parcels"][0]["crop_history"] = {"2024": "265", "2025": "266"}
        document["indicator_history"] = {"co2eq_g_kg_melk": {"2025": "1020.5"}}
    return profiles.read(document, rulebook)


def tables(farm: FarmProfile) -> Population:
    return assemble("one", frames_of([("K", farm)], lambda _: True), synthetic=False)


def anonymous(farm: FarmProfile) -> FarmProfile:
    """The farm as it should come back: other ids, no name, and its measures in the order of the tables."""
    named = {p.id: f"P{n}" for n, p in enumerate(farm.parcels, 1)}
    named |= {e.id: f"E{n}" for n, e in enumerate(farm.elements, 1)}
    parcels = [replace(p, id=named[p.id], geometry=None) for p in farm.parcels]
    elements = [replace(e, id=named[e.id], parcel=named.get(e.parcel or "")) for e in farm.elements]
    contracts = [
        replace(c, lines=tuple(replace(x, unit=named.get(x.unit, x.unit)) for x in c.lines))
        for c in farm.contracts
    ]
    leases = farm.leases and tuple(
        replace(x, parcels=tuple(named[p] for p in x.parcels)) for x in farm.leases
    )
    return replace(
        farm, name="K", parcels=tuple(parcels), elements=tuple(elements), contracts=tuple(contracts), leases=leases,
        facts={path: fact for path, fact in farm.facts.items() if path != "farm.kvk"},
        undertaking=replace(farm.undertaking, members=("K",)),
    )  # fmt: skip


def by_id(farm: FarmProfile) -> FarmProfile:
    def sorted_places(places: tuple) -> tuple:  # type: ignore[type-arg]
        held = [replace(p, measures=tuple(sorted(p.measures, key=repr))) for p in places]
        return tuple(sorted(held, key=lambda place: place.id))

    return replace(farm, parcels=sorted_places(farm.parcels), elements=sorted_places(farm.elements))


@pytest.mark.parametrize("path", FARMS, ids=lambda path: path.stem)
def test_a_farm_comes_back_from_the_tables_as_it_was_but_for_its_names(
    path: Path, rulebook: Rulebook
) -> None:
    farm = profile(path, rulebook)
    assert fits(farm)
    assert by_id(profile_of(tables(farm), "K")) == by_id(anonymous(farm))


@pytest.mark.parametrize("path", FARMS, ids=lambda path: path.stem)
def test_the_tables_of_a_farm_are_right_and_say_nothing_of_who_it_is(
    path: Path, tmp_path: Path, rulebook: Rulebook
) -> None:
    farm = profile(path, rulebook)
    write_population(tables(farm), tmp_path / "p", "csv")
    read, problems = read_population(tmp_path / "p", rulebook)
    assert [problem.text() for problem in problems] == []
    assert read is not None
    written = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "p").iterdir())
    document = json.loads(path.read_text(encoding="utf-8"))
    for naming in (farm.name, document["farm"].get("kvk")):
        assert not naming or naming not in written


def test_an_answer_that_no_rule_asks_for_stays_behind(rulebook: Rulebook) -> None:
    farm = profile(FARMS[0], rulebook)
    farm = replace(farm, facts={**farm.facts, "declared.note": "Jansen", "declared.active_farmer": True})
    made = frames_of([("K", farm)], lambda path: path == "declared.active_farmer")["answers"]
    assert made["path"].tolist() == ["declared.active_farmer"]


def test_an_undertaking_of_more_than_one_enterprise_does_not_fit(rulebook: Rulebook) -> None:
    farm = profile(FARMS[0], rulebook)
    several = Undertaking(members=("A", "B"), links=(ControlLink("A", "B", control=True),))
    assert not fits(replace(farm, undertaking=several))
