"""Organisations of advisers: founded, joined by invitation, left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from calculator.domain.scheme import Text
from calculator.services.account import rights
from calculator.services.account.rights import Actor, FarmUnknown
from calculator.services.account.signing_in import normalised
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, Unit
from calculator.store.accounts import mandates, organisations, users
from calculator.store.accounts.organisations import Membership
from calculator.store.records import audit


def places(database: Database, actor: Actor) -> list[Membership]:
    """The places the person has or is offered."""
    with database.transaction() as unit:
        return organisations.places(unit, actor.user.id, actor.user.email)


def colleagues(database: Database, actor: Actor) -> list[Membership]:
    """Every place in the person's organisations."""
    with database.transaction() as unit:
        return organisations.members(unit, actor.organisations)


def found(database: Database, actor: Actor, name: str, now: datetime) -> None:
    """A new organisation that the person manages; raises InputProblems."""
    if not 2 <= len(name.strip()) <= 200:
        message = Text("Geef een naam van 2 tot 200 tekens.", "Give a name of 2 to 200 characters.")
        raise InputProblems([InputProblem("/name", message, Text("", ""))])
    with database.transaction() as unit:
        made = organisations.found(unit, name.strip(), actor.user.id, actor.user.email, now)
        _note(unit, actor, "organisation.found", made.public_id, now)


def invite(database: Database, actor: Actor, organisation: str, email: str, now: datetime) -> None:
    """Offer a colleague a place; raises InputProblems, and FarmUnknown where the person does not manage it."""
    address = normalised(email)
    if "@" not in address:
        message = Text("Dit is geen e-mailadres.", "This is not an e-mail address.")
        remedy = Text("Schrijf het als naam@voorbeeld.nl.", "Write it as name@example.com.")
        raise InputProblems([InputProblem("/email", message, remedy)])
    with database.transaction() as unit:
        place = _managed(unit, actor, organisation)
        if organisations.invite(unit, place.organisation.id, address, now):
            _note(unit, actor, "organisation.invite", organisation, now)


def accept(database: Database, actor: Actor, place: str, now: datetime) -> None:
    """Take an offered place; raises FarmUnknown where it was not offered to this person."""
    with database.transaction() as unit:
        if not organisations.accept(unit, place, actor.user.id, actor.user.email, now):
            raise FarmUnknown
        _note(unit, actor, "organisation.join", place, now)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What it means that somebody leaves: ``mandates`` that the organisation holds today, ``kept`` clients of that person
    among them, and whether nobody is left who can act for them (``last``).
    """

    place: Membership
    own: bool
    mandates: int
    kept: int
    last: bool


def leaving(database: Database, actor: Actor, place: str, today: date) -> Leaving:
    """What would happen if that place were given back; raises FarmUnknown as ``remove``."""
    with database.transaction() as unit:
        chosen, own = _chosen(unit, actor, place)
        firm = chosen.organisation
        stays = [m for m in organisations.members(unit, frozenset({firm.id})) if m.accepted]
        held = [m for m in mandates.of_organisations(unit, frozenset({firm.id})) if rights.holds(m, today)]
        person = None if chosen.user_id is None else users.by_id(unit, chosen.user_id)
        kept = 0 if person is None else sum(m.keeper == person.public_id for m in held)
    return Leaving(chosen, own, len(held), kept, all(m.public_id == place for m in stays))


def remove(database: Database, actor: Actor, place: str, now: datetime) -> None:
    """Leave, decline, or, for whoever manages it, send away; what the organisation could see ends for that person at once.

    The mandates stay with the organisation; nobody in particular looks after that person's clients any more.
    """
    with database.transaction() as unit:
        chosen, _ = _chosen(unit, actor, place)
        organisations.leave(unit, chosen)
        if chosen.user_id is not None:
            mandates.let_go(unit, chosen.organisation.id, chosen.user_id)
        _note(unit, actor, "organisation.leave", chosen.organisation.public_id, now)


def _chosen(unit: Unit, actor: Actor, place: str) -> tuple[Membership, bool]:
    """A place that the person may give back, and whether it is the own; raises FarmUnknown."""
    own = organisations.places(unit, actor.user.id, actor.user.email)
    there = own + organisations.members(unit, actor.organisations)
    chosen = next((p for p in there if p.public_id == place), None)
    if chosen is None:
        raise FarmUnknown
    if chosen not in own:
        _managed(unit, actor, chosen.organisation.public_id)
    return chosen, chosen in own


def _managed(unit: Unit, actor: Actor, organisation: str) -> Membership:
    for place in organisations.places(unit, actor.user.id, actor.user.email):
        if place.organisation.public_id == organisation and place.accepted and place.manager:
            return place
    raise FarmUnknown


def _note(unit: Unit, actor: Actor, action: str, subject: str, now: datetime) -> None:
    audit.append(unit, at=now, actor=actor.user.public_id, action=action, subject=subject)
