"""Organisations of advisers: founded, joined by invitation, left."""

from __future__ import annotations

from datetime import datetime

from calculator.domain.scheme import Text
from calculator.services.account.rights import Actor, FarmUnknown
from calculator.services.account.signing_in import normalised
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, Unit, audit, organisations
from calculator.store.organisations import Membership


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


def remove(database: Database, actor: Actor, place: str, now: datetime) -> None:
    """Leave, decline, or, for whoever manages it, send away; what the organisation could see ends for that person at once."""
    with database.transaction() as unit:
        own = organisations.places(unit, actor.user.id, actor.user.email)
        there = own + organisations.members(unit, actor.organisations)
        chosen = next((p for p in there if p.public_id == place), None)
        if chosen is None:
            raise FarmUnknown
        if chosen not in own:
            _managed(unit, actor, chosen.organisation.public_id)
        organisations.leave(unit, chosen)
        _note(unit, actor, "organisation.leave", chosen.organisation.public_id, now)


def _managed(unit: Unit, actor: Actor, organisation: str) -> Membership:
    for place in organisations.places(unit, actor.user.id, actor.user.email):
        if place.organisation.public_id == organisation and place.accepted and place.manager:
            return place
    raise FarmUnknown


def _note(unit: Unit, actor: Actor, action: str, subject: str, now: datetime) -> None:
    audit.append(unit, at=now, actor=actor.user.public_id, action=action, subject=subject)
