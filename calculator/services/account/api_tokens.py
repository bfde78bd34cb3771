"""Keys of programs: made by a person, with scopes and an end, shown once, and never worth more than that person."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from calculator.domain.scheme import Text
from calculator.services.account.rights import Actor
from calculator.services.account.signing_in import SIGN_OF_LIFE
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database
from calculator.store.accounts import credentials, organisations
from calculator.store.accounts.credentials import ApiToken
from calculator.store.records import audit


def actor(database: Database, secret: str, now: datetime) -> Actor | None:
    """Who asks with that API token, and how far it reaches."""
    with database.transaction() as unit:
        found = credentials.api_token(unit, secret, now)
        if found is None or found[0].disabled:
            return None
        user, token = found
        if token.used_at is None or now - token.used_at > SIGN_OF_LIFE:
            credentials.api_token_used(unit, token.public_id, now)
        return Actor(user, organisations.ids_of(unit, user.id), token.scopes)


def listed(database: Database, who: Actor) -> list[ApiToken]:
    """The person's API tokens, newest first."""
    with database.transaction() as unit:
        return credentials.api_tokens(unit, who.user.id)


def make(database: Database, who: Actor, name: str, scopes: tuple[str, ...], days: int, now: datetime) -> str:
    """A new API token; this is the only time that its secret can be read. Raises InputProblems."""
    if not name or not scopes:
        message = Text("De sleutel heeft geen naam of geen bereik.", "The token has no name or no scope.")
        remedy = Text(
            "Noem hem naar het programma en kies wat het mag.",
            "Name it after the program and choose what that may do.",
        )
        raise InputProblems([InputProblem("/token_name", message, remedy)])
    secret = f"sw_{secrets.token_urlsafe(32)}"
    with database.transaction() as unit:
        until = now + timedelta(days=days)
        made = credentials.add_api_token(unit, who.user.id, secret, name[:100], scopes, now, until)
        audit.append(unit, at=now, actor=who.user.public_id, action="token.add", subject=made)
    return secret


def withdraw(database: Database, who: Actor, public_id: str, now: datetime) -> None:
    """The token is worth nothing from now on."""
    with database.transaction() as unit:
        credentials.remove_api_token(unit, who.user.id, public_id)
        audit.append(unit, at=now, actor=who.user.public_id, action="token.remove", subject=public_id)
