"""The consenting clients of an adviser as a population, under pseudonyms.

A farm counts while a mandate in force says so by itself (``population``); each time is in its log. The key of the
pseudonyms is made for one adviser, so that the populations of two cannot be joined.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.profiles.flattening import fits, frames_of
from calculator.scenarios.population.tables import Population, assemble
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, NotAllowed, Role
from calculator.services.errors import InputProblems
from calculator.services.profile import profiles
from calculator.services.profile.codes import Codes
from calculator.store import Database
from calculator.store.accounts import mandates
from calculator.store.farms import farms

SOURCE = "clients of an adviser, by their consent, under pseudonyms"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The population (None where no farm can count), and how many farms were left out for want of what."""

    population: Population | None
    unreadable: int
    unfit: int


def gather(
    database: Database, actor: Actor, rulebook: Rulebook, key: bytes, *, now: datetime, today: date
) -> Gathered:
    """Every client whose farmer agreed; raises NotAllowed for whoever is no adviser or asks by a token."""
    if actor.role is not Role.ADVISER or actor.scopes is not None:
        raise NotAllowed(
            Text(
                "Alleen een adviseur die is ingelogd kan dit.",
                "Only an adviser who is signed in can do this.",
            ),
            Text("Log in als adviseur.", "Sign in as an adviser."),
        )
    found: dict[str, FarmProfile] = {}
    unreadable = unfit = 0
    for public_id, document in _documents(database, actor, now, today).items():
        try:
            profile = profiles.read(document, rulebook)
        except InputProblems:
            unreadable += 1
            continue
        if fits(profile):
            found[pseudonym(key, public_id)] = profile
        else:
            unfit += 1
    if not found:
        return Gathered(None, unreadable, unfit)
    frames = frames_of(sorted(found.items()), _asked(rulebook))
    made = assemble("clients", frames, synthetic=False, sources=(f"{SOURCE} ({today.isoformat()})",))
    return Gathered(made, unreadable, unfit)


def pseudonym(key: bytes, public_id: str) -> str:
    """What a farm is called in one population; without the key nobody can tell which farm it is."""
    return "C" + hmac.new(key, public_id.encode(), hashlib.sha256).hexdigest()[:20]


def _documents(
    database: Database, actor: Actor, now: datetime, today: date
) -> dict[str, Mapping[str, object]]:
    """The profiles of the consenting farms by their id, each use noted in the log of the farm."""
    with database.transaction() as unit:
        consenting = {
            mandate.farm
            for mandate in mandates.of_organisations(unit, actor.organisations)
            if rights.holds(mandate, today) and Action.POPULATION in mandate.scope and mandate.farm
        }
        permits = [
            rights.require(unit, actor, public_id, Action.POPULATION, now=now, today=today)
            for public_id in sorted(consenting)
        ]
        return {p.farm.public_id: farms.document(unit, p.farm.id) for p in permits if p.mandate is not None}


def _asked(rulebook: Rulebook) -> Callable[[str], bool]:
    asked = Codes.of(rulebook).asked

    def is_asked(path: str) -> bool:
        top, _, rest = path.partition(".")
        return rest in asked.get(top, frozenset())

    return is_asked
