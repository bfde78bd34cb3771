"""What an administrator may do with accounts: give a role, shut out. Farms are no part of it."""

from __future__ import annotations

from datetime import datetime

from calculator.services.account.rights import Actor, Role
from calculator.services.account.signing_in import normalised
from calculator.store import Database, Unit
from calculator.store.accounts import credentials, users
from calculator.store.accounts.users import User
from calculator.store.records import audit


class PersonUnknown(Exception):  # noqa: N818  it says what happened
    """There is no such person, or it is the administrator, who does not lock themselves out."""


def listed(database: Database) -> list[User]:
    """Everybody, by address."""
    with database.transaction() as unit:
        return users.everyone(unit)


def give_role(database: Database, actor: Actor, person: str, role: str, now: datetime) -> None:
    """Give somebody else another role; raises PersonUnknown."""
    if role not in list(Role):
        raise PersonUnknown
    with database.transaction() as unit:
        found = _other(unit, actor, person)
        users.set_role(unit, found.id, role)
        detail = {"from": found.role, "to": role}
        audit.append(
            unit, at=now, actor=actor.user.public_id, action="person.role", subject=person, detail=detail
        )


def appoint(database: Database, email: str, role: Role, now: datetime) -> bool:
    """Give a role from the machine itself; False where nobody has the address."""
    with database.transaction() as unit:
        found = users.by_email(unit, normalised(email))
        if found is None:
            return False
        users.set_role(unit, found.id, role)
        detail = {"from": found.role, "to": str(role)}
        audit.append(
            unit, at=now, actor="console", action="person.role", subject=found.public_id, detail=detail
        )
        return True


def shut(database: Database, actor: Actor, person: str, out: bool, now: datetime) -> None:
    """Shut somebody else out, everywhere and at once, or let them in again; raises PersonUnknown."""
    with database.transaction() as unit:
        found = _other(unit, actor, person)
        users.set_disabled(unit, found.id, now if out else None)
        if out:
            credentials.close_all(unit, found.id)
        action = "person.shut" if out else "person.open"
        audit.append(unit, at=now, actor=actor.user.public_id, action=action, subject=person)


def _other(unit: Unit, actor: Actor, person: str) -> User:
    found = users.by_public_id(unit, person)
    if found is None or found.id == actor.user.id:
        raise PersonUnknown
    return found
