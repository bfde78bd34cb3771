"""People, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from calculator.store.accounts.account_models import IdentityRow, UserRow
from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id


@dataclass(frozen=True, slots=True)
class User:
    """A person. ``id`` is a key of tables and never leaves the service; ``email`` is in lower case."""

    id: int
    public_id: str
    email: str
    name: str
    role: str
    language: str
    created_at: datetime
    disabled: bool


def add(unit: Unit, *, email: str, name: str, role: str, language: str, now: datetime) -> User:
    """A new person, without a password yet."""
    row = UserRow(public_id=new_id(), email=email, name=name, role=role, language=language, created_at=now)
    unit.add(row)
    unit.flush()
    return user_of(row)


def by_email(unit: Unit, email: str) -> User | None:
    """The person with that address in lower case, or None."""
    row = unit.scalar(select(UserRow).where(UserRow.email == email))
    return None if row is None else user_of(row)


def by_id(unit: Unit, user_id: int) -> User | None:
    """The person with that key, or None."""
    row = unit.get(UserRow, user_id)
    return None if row is None else user_of(row)


def by_ids(unit: Unit, user_ids: frozenset[int]) -> list[User]:
    """Those people, in no order."""
    if not user_ids:
        return []
    return [user_of(row) for row in unit.scalars(select(UserRow).where(UserRow.id.in_(user_ids)))]


def by_public_id(unit: Unit, public_id: str) -> User | None:
    """The person with that id, or None."""
    if not is_id(public_id):
        return None
    row = unit.scalar(select(UserRow).where(UserRow.public_id == public_id))
    return None if row is None else user_of(row)


def by_identity(unit: Unit, issuer: str, subject: str) -> User | None:
    """The person that a broker knows by that subject, or None."""
    row = unit.scalar(
        select(UserRow)
        .join(IdentityRow, IdentityRow.user_id == UserRow.id)
        .where(IdentityRow.issuer == issuer, IdentityRow.subject == subject)
    )
    return None if row is None else user_of(row)


def link_identity(unit: Unit, user_id: int, issuer: str, subject: str, now: datetime) -> None:
    """Remember by which subject a broker knows the person."""
    unit.add(IdentityRow(issuer=issuer, subject=subject, user_id=user_id, linked_at=now))


def forget_identities(unit: Unit, user_id: int) -> None:
    """No broker opens this account any more."""
    unit.execute(delete(IdentityRow).where(IdentityRow.user_id == user_id))


def identities(unit: Unit, user_id: int) -> list[tuple[str, str]]:
    """Issuer and subject of every broker that opens a person's account."""
    rows = unit.execute(select(IdentityRow.issuer, IdentityRow.subject).where(IdentityRow.user_id == user_id))
    return [(row[0], row[1]) for row in rows]


def everyone(unit: Unit) -> list[User]:
    """All people, by address."""
    return [user_of(row) for row in unit.scalars(select(UserRow).order_by(UserRow.email))]


def names(unit: Unit, public_ids: set[str]) -> dict[str, str]:
    """The names of those people that still have an account, by id."""
    rows = unit.execute(select(UserRow.public_id, UserRow.name).where(UserRow.public_id.in_(public_ids)))
    return {row[0]: row[1] for row in rows}


def password_hash(unit: Unit, user_id: int) -> str | None:
    """What verifies the password; None where none was set yet."""
    return unit.scalar(select(UserRow.password_hash).where(UserRow.id == user_id))


def set_password_hash(unit: Unit, user_id: int, hashed: str) -> None:
    """Replace what verifies the password."""
    unit.execute(update(UserRow).where(UserRow.id == user_id).values(password_hash=hashed))


def change(unit: Unit, user_id: int, *, name: str, language: str) -> None:
    """Change what a person may change of themselves; role and address are not among it."""
    unit.execute(update(UserRow).where(UserRow.id == user_id).values(name=name, language=language))


def set_role(unit: Unit, user_id: int, role: str) -> None:
    """Give another role."""
    unit.execute(update(UserRow).where(UserRow.id == user_id).values(role=role))


def set_disabled(unit: Unit, user_id: int, at: datetime | None) -> None:
    """Shut a person out from that moment on, or let them in again."""
    unit.execute(update(UserRow).where(UserRow.id == user_id).values(disabled_at=at))


def remove(unit: Unit, user_id: int) -> None:
    """Remove a person; their farms, tokens, sign-ins and memberships go with them."""
    unit.execute(delete(UserRow).where(UserRow.id == user_id))


def user_of(row: UserRow) -> User:
    """The value in a row."""
    return User(
        row.id,
        row.public_id,
        row.email,
        row.name,
        row.role,
        row.language,
        row.created_at,
        row.disabled_at is not None,
    )
