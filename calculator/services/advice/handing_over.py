"""A client handed over to a colleague. The mandate is the organisation's and does not change; the farmer is told.

Whoever belongs to the organisation could act under its mandate before, so nobody gets a right that the farmer did not give.
To somebody outside the organisation nothing can be handed over: they ask the farmer for a mandate of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from calculator.domain.scheme import Text
from calculator.services.account import mail_text, rights
from calculator.services.account.outbox import Mail, Outbox
from calculator.services.account.rights import Action, Actor, FarmUnknown, Role
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, Unit
from calculator.store.accounts import mandates, organisations, users
from calculator.store.accounts.users import User
from calculator.store.records import audit


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can look after a client."""

    public_id: str
    name: str


def colleagues(database: Database, actor: Actor, organisation_id: int) -> list[Colleague]:
    """Who of an organisation of the person's own can look after a client, by name."""
    if organisation_id not in actor.organisations:
        return []
    with database.transaction() as unit:
        found = _members(unit, organisation_id)
    return [Colleague(user.public_id, user.name or user.email) for user in found]


def hand_over(
    database: Database,
    outbox: Outbox,
    actor: Actor,
    farm: str,
    colleague: str,
    link: str,
    *,
    now: datetime,
    today: date,
) -> None:
    """Let a colleague look after the client; raises InputProblems, FarmUnknown and NotAllowed."""
    with database.transaction() as unit:
        audit.wait_turn(unit)
        permit = rights.allowed(unit, actor, farm, Action.VIEW, today=today)
        if permit.mandate is None:
            raise FarmUnknown
        found = next(
            (u for u in _members(unit, permit.mandate.organisation_id) if u.public_id == colleague), None
        )
        if found is None:
            raise InputProblems([_no_colleague()])
        if found.public_id == permit.mandate.keeper:
            return
        mandates.hand_over(unit, permit.mandate.id, found.id)
        audit.append(
            unit,
            at=now,
            actor=actor.user.public_id,
            action="mandate.hand_over",
            farm=farm,
            mandate=permit.mandate.public_id,
            organisation=permit.mandate.organisation,
            subject=found.public_id,
        )
        owner = users.by_id(unit, permit.farm.owner_id)
        mail: Mail | None = (
            None if owner is None else mail_text.handed_over(owner.email, link, owner.language)
        )
    if mail is not None:
        outbox(mail)


def _members(unit: Unit, organisation_id: int) -> list[User]:
    places = organisations.members(unit, frozenset({organisation_id}))
    ids = frozenset(place.user_id for place in places if place.accepted and place.user_id is not None)
    found = [u for u in users.by_ids(unit, ids) if u.role == Role.ADVISER and not u.disabled]
    return sorted(found, key=lambda user: (user.name or user.email).casefold())


def _no_colleague() -> InputProblem:
    return InputProblem(
        "/colleague",
        Text("Dit is geen adviseur van uw organisatie.", "This is no adviser of your organisation."),
        Text(
            "Kies een collega, of nodig iemand uit op de pagina Organisatie. Wie bij een andere organisatie hoort, vraagt"
            " de boer zelf om een machtiging.",
            "Choose a colleague, or invite somebody on the page Organisation. Whoever belongs to another organisation asks"
            " the farmer for a mandate of their own.",
        ),
    )
