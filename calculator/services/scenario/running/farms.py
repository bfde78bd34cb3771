"""The farms of a run: made up by their recipe, read from what was sent, or gathered from the clients of this moment."""

from __future__ import annotations

import tempfile
from pathlib import Path

from calculator.domain.scheme import Text
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population
from calculator.services.account.rights import Actor
from calculator.services.errors import CannotComplete
from calculator.services.scenario.farms import client_populations, populations, sent_tables
from calculator.services.statement.life import Desk
from calculator.store.accounts import organisations, users
from calculator.store.scenarios import populations as kept_rows
from calculator.store.scenarios.populations import KeptPopulation, Kind


def population(desk: Desk, kept: KeptPopulation) -> Population:
    """The farms: made up by their recipe, read from what was sent, or gathered from the clients of this moment."""
    recipe = kept.recipe
    if kept.kind is Kind.SYNTHETIC:
        return synthesise(int(str(recipe["farms"])), int(str(recipe["seed"])), str(recipe["kind"]))
    if kept.kind is Kind.UPLOADED:
        return _sent(desk, kept)
    with desk.database.transaction() as unit:
        owner = users.by_id(unit, kept.owner_id)
        if owner is None or owner.disabled:
            raise CannotComplete(_GONE)
        actor = Actor(owner, organisations.ids_of(unit, owner.id))
    gathered = client_populations.gather(
        desk.database,
        actor,
        desk.rulebook(),
        bytes.fromhex(str(recipe["key"])),
        now=desk.now(),
        today=desk.today(),
    )
    if gathered.population is None:
        raise CannotComplete(_GONE)
    return gathered.population


def _sent(desk: Desk, kept: KeptPopulation) -> Population:
    with desk.database.transaction() as unit:
        data = kept_rows.tables(unit, kept.id)
    if data is None:
        raise CannotComplete(_GONE)
    with tempfile.TemporaryDirectory() as folder:
        sent_tables.laid_out(data, Path(folder))
        found, problems = populations.read(folder, desk.rulebook())
    if problems or found is None:
        raise populations.as_input(problems)
    return populations.as_real(found)


_GONE = Text(
    "Deze bedrijven zijn er niet meer: wie ze inbracht, of hun toestemming, is weg.",
    "These farms are gone: whoever brought them, or their consent, is no more there.",
)
