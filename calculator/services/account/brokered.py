"""Signing in by a broker of identities. Its word is taken for who somebody is there, not for whose account an address opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calculator.services.account.rights import Actor, Role
from calculator.services.account.signing_in import normalised, open_sign_in
from calculator.store import Database
from calculator.store.accounts import users
from calculator.store.records import audit


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a broker says has come: its issuer, the subject there, and what it knows of them."""

    issuer: str
    subject: str
    email: str
    name: str


class NotLinked(Exception):  # noqa: N818  it says what happened
    """The address has an account that this broker did not open before: its password must be shown once."""


def sign_in(database: Database, who: Identity, language: str, now: datetime) -> str | None:
    """A secret for the browser, or None for somebody shut out; makes an account where there is none. Raises NotLinked."""
    address = normalised(who.email)
    with database.transaction() as unit:
        audit.wait_turn(unit)
        user = users.by_identity(unit, who.issuer, who.subject)
        if user is None:
            if not address or users.by_email(unit, address) is not None:
                raise NotLinked
            name = who.name.strip()[:200] or address
            user = users.add(unit, email=address, name=name, role=Role.FARMER, language=language, now=now)
            users.link_identity(unit, user.id, who.issuer, who.subject, now)
        if user.disabled:
            return None
        audit.append(unit, at=now, actor=user.public_id, action="account.sign-in")
        return open_sign_in(unit, user.id, now)


def link(database: Database, actor: Actor, who: Identity, now: datetime) -> None:
    """From now on the broker opens this account too, where its address is the one that the broker named."""
    if normalised(who.email) != actor.user.email:
        return
    with database.transaction() as unit:
        audit.wait_turn(unit)
        if users.by_identity(unit, who.issuer, who.subject) is None:
            users.link_identity(unit, actor.user.id, who.issuer, who.subject, now)
            audit.append(unit, at=now, actor=actor.user.public_id, action="account.link")
