"""Clients count in a population while their farmer agrees, and under no name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.account import trail
from calculator.services.account.rights import Actor, NotAllowed
from calculator.services.errors import CannotComplete
from calculator.services.scenario.farms import client_populations, kept_populations
from calculator.services.scenario.running import farms as scenario_farms
from calculator.services.scenario.running.standing import Standing
from calculator.store import Database
from calculator.store.accounts import mandates
from tests.store.bench import bench
from tests.store.people import NOW, TODAY, farm, firm, mandate, person

KEY = b"of this population"
FARM = Path(__file__).parents[2] / "farms" / "vlietlanden.json"
AGREED = ("view", "population")


def document(name: str) -> dict[str, object]:
    read: dict[str, object] = json.loads(FARM.read_text(encoding="utf-8"))
    party: Mapping[str, object] = read["undertaking"]  # type: ignore[assignment]
    return {**read, "farm": {**read["farm"], "name": name}, "undertaking": {**party, "members": [name]}}  # type: ignore[dict-item]


def gathered(
    database: Database, actor: Actor, rules: Rulebook, key: bytes = KEY
) -> client_populations.Gathered:
    return client_populations.gather(database, actor, rules, key, now=NOW, today=TODAY)


def test_only_farms_whose_farmer_agreed_count_and_none_by_name(migrated: Database, rules: Rulebook) -> None:
    adviser, farmer = person(migrated, "adviseur@voorbeeld.nl", "adviser"), person(migrated)
    office = firm(migrated, adviser)
    kept = {name: farm(migrated, farmer, name, document(name)) for name in ("Ja", "Nee", "Voorbij", "Ooit")}
    mandate(migrated, office, farmer, kept["Ja"], scope=AGREED)
    mandate(migrated, office, farmer, kept["Nee"], scope=("view", "edit", "issue"))
    mandate(migrated, office, farmer, kept["Voorbij"], scope=AGREED, end=date(2026, 11, 1))
    mandate(migrated, office, farmer, kept["Ooit"], scope=AGREED, status="revoked")
    actor = Actor(adviser, frozenset({office.id}))
    found = gathered(migrated, actor, rules)
    assert found.population is not None
    assert found.population.keys == [client_populations.pseudonym(KEY, kept["Ja"].public_id)]
    assert (found.population.synthetic, found.unreadable, found.unfit) == (False, 0, 0)
    said = "".join(frame.to_csv() for frame in found.population.tables.values())
    log = trail.of_farm(migrated, Actor(farmer), kept["Ja"].public_id, now=NOW, today=TODAY)
    assert [step.action for step in log] == ["farm.population"]
    assert not [word for word in ("Ja,", "12345678", kept["Ja"].public_id, farmer.email) if word in said]


def test_a_revoked_mandate_counts_no_more(migrated: Database, rules: Rulebook) -> None:
    adviser, farmer = person(migrated, "adviseur@voorbeeld.nl", "adviser"), person(migrated)
    office = firm(migrated, adviser)
    given = mandate(migrated, office, farmer, farm(migrated, farmer, "Ja", document("Ja")), scope=AGREED)
    actor = Actor(adviser, frozenset({office.id}))
    assert gathered(migrated, actor, rules).population is not None
    with migrated.transaction() as unit:
        held = mandates.find(unit, given)
        assert held is not None
        mandates.decide(unit, held.id, "approved", "revoked", NOW)
    assert gathered(migrated, actor, rules).population is None


def test_another_key_gives_the_same_farm_another_name(migrated: Database, rules: Rulebook) -> None:
    adviser, farmer = person(migrated, "adviseur@voorbeeld.nl", "adviser"), person(migrated)
    office = firm(migrated, adviser)
    mandate(migrated, office, farmer, farm(migrated, farmer, "Ja", document("Ja")), scope=AGREED)
    actor = Actor(adviser, frozenset({office.id}))
    one, other = (gathered(migrated, actor, rules, key).population for key in (KEY, b"another"))
    assert one is not None
    assert other is not None
    assert set(one.keys).isdisjoint(other.keys)


def test_what_cannot_count_is_counted_as_left_out(migrated: Database, rules: Rulebook) -> None:
    adviser, farmer = person(migrated, "adviseur@voorbeeld.nl", "adviser"), person(migrated)
    office = firm(migrated, adviser)
    several = document("Samen")
    several["undertaking"] = {
        "members": ["A", "B"],
        "links": [{"parent": "A", "child": "B", "control": "board"}],
    }
    for name, kept in (("Half", {"year": 2026}), ("Samen", several)):
        mandate(migrated, office, farmer, farm(migrated, farmer, name, kept), scope=AGREED)
    found = gathered(migrated, Actor(adviser, frozenset({office.id})), rules)
    assert (found.population, found.unreadable, found.unfit) == (None, 1, 1)


@pytest.mark.parametrize(
    ("role", "scopes"), [("farmer", None), ("project_group", None), ("adviser", ("farms:read",))]
)
def test_nobody_else_gathers_clients(
    role: str, scopes: tuple[str, ...] | None, migrated: Database, rules: Rulebook
) -> None:
    with pytest.raises(NotAllowed):
        gathered(migrated, Actor(person(migrated, "x@voorbeeld.nl", role), frozenset(), scopes), rules)


def test_on_the_bench_a_client_keeps_its_pseudonym_and_a_mandate_that_ended_counts_no_more(
    migrated: Database, rules: Rulebook
) -> None:
    adviser, farmer = person(migrated, "adviseur@voorbeeld.nl", "adviser"), person(migrated)
    office = firm(migrated, adviser)
    given = mandate(migrated, office, farmer, farm(migrated, farmer, "Ja", document("Ja")), scope=AGREED)
    at, who = bench(migrated, rules), Actor(adviser, frozenset({office.id}))
    one, other = (kept_populations.clients(at, who, name) for name in ("Een", "Twee"))
    assert [p.kind for p in kept_populations.listed(at, who)] == ["clients", "clients"]
    standing = Standing()
    assert standing.population(at, one).keys == scenario_farms.population(at, other).keys
    assert standing.population(at, one) is not standing.population(at, one), "they are gathered for each run"
    with migrated.transaction() as unit:
        held = mandates.find(unit, given)
        assert held is not None
        mandates.decide(unit, held.id, "approved", "revoked", NOW)
    with pytest.raises(CannotComplete):
        standing.population(at, one)
