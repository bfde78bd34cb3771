"""Sign-ins, failed attempts, password links and API tokens. Only digests of secrets are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from calculator.store.accounts.account_models import (
    ApiTokenRow,
    PasswordTokenRow,
    SignInFailureRow,
    SignInRow,
    UserRow,
)
from calculator.store.accounts.users import User, user_of
from calculator.store.database import Unit
from calculator.store.ids import digest, is_id, new_id


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed attempts on one address."""

    count: int
    last_at: datetime
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, since when, and when last seen."""

    user: User
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as its owner sees it; the secret itself is not kept."""

    public_id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


def open_sign_in(unit: Unit, user_id: int, secret: str, now: datetime) -> None:
    """A browser is signed in from now on."""
    unit.add(SignInRow(token_hash=digest(secret), user_id=user_id, created_at=now, seen_at=now))


def sign_in(unit: Unit, secret: str) -> SignedIn | None:
    """Who is signed in with that secret, or None; whether it is still good is for the caller to say."""
    found = unit.execute(
        select(SignInRow, UserRow)
        .join(UserRow, UserRow.id == SignInRow.user_id)
        .where(SignInRow.token_hash == digest(secret))
    ).one_or_none()
    return None if found is None else SignedIn(user_of(found[1]), found[0].created_at, found[0].seen_at)


def seen(unit: Unit, secret: str, now: datetime) -> None:
    """Note that a browser is still there."""
    unit.execute(update(SignInRow).where(SignInRow.token_hash == digest(secret)).values(seen_at=now))


def close_sign_in(unit: Unit, secret: str) -> None:
    """Sign one browser out."""
    unit.execute(delete(SignInRow).where(SignInRow.token_hash == digest(secret)))


def close_all(unit: Unit, user_id: int) -> None:
    """Sign a person out everywhere."""
    unit.execute(delete(SignInRow).where(SignInRow.user_id == user_id))


def failures(unit: Unit, email: str, now: datetime) -> Failures:
    """The failed attempts on an address, counted by one caller at a time: the others wait for this transaction."""
    key = digest(email)
    insert = postgresql.insert if unit.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(SignInFailureRow).values(email_hash=key, failures=0, last_at=now)
    # On SQLite the insert takes the one lock there is; on PostgreSQL the row is locked.
    unit.execute(first.on_conflict_do_nothing())
    row = unit.get_one(SignInFailureRow, key, with_for_update=True)
    return Failures(row.failures, row.last_at, row.locked_until)


def note_failure(unit: Unit, email: str, found: Failures) -> None:
    """Keep the count of failed attempts on an address."""
    unit.execute(
        update(SignInFailureRow)
        .where(SignInFailureRow.email_hash == digest(email))
        .values(failures=found.count, last_at=found.last_at, locked_until=found.locked_until)
    )


def forget_failures(unit: Unit, email: str) -> None:
    """A good attempt, or a new password, wipes the slate."""
    unit.execute(delete(SignInFailureRow).where(SignInFailureRow.email_hash == digest(email)))


def open_password_token(
    unit: Unit, user_id: int, secret: str, expires_at: datetime, document: Mapping[str, object] | None
) -> None:
    """A link that sets a password; it takes the place of any earlier one of the same person."""
    unit.execute(delete(PasswordTokenRow).where(PasswordTokenRow.user_id == user_id))
    kept = None if document is None else dict(document)
    unit.add(
        PasswordTokenRow(token_hash=digest(secret), user_id=user_id, expires_at=expires_at, document=kept)
    )


def has_password_token(unit: Unit, user_id: int, expiring_after: datetime) -> bool:
    """Whether a link of a person lives beyond a moment."""
    live = select(PasswordTokenRow.token_hash).where(
        PasswordTokenRow.user_id == user_id, PasswordTokenRow.expires_at > expiring_after
    )
    return unit.scalar(live) is not None


def password_token(unit: Unit, secret: str, now: datetime) -> tuple[User, Mapping[str, object] | None] | None:
    """Whose link it is and the profile that waits with it; None where it is unknown, used or expired."""
    found = unit.execute(
        select(PasswordTokenRow, UserRow)
        .join(UserRow, UserRow.id == PasswordTokenRow.user_id)
        .where(PasswordTokenRow.token_hash == digest(secret), PasswordTokenRow.expires_at > now)
    ).one_or_none()
    return None if found is None else (user_of(found[1]), found[0].document)


def close_password_tokens(unit: Unit, user_id: int) -> None:
    """A link works once."""
    unit.execute(delete(PasswordTokenRow).where(PasswordTokenRow.user_id == user_id))


def add_api_token(
    unit: Unit, user_id: int, secret: str, name: str, scopes: tuple[str, ...], now: datetime, until: datetime
) -> str:
    """A new token; answers the id by which it can be withdrawn."""
    row = ApiTokenRow(
        public_id=new_id(),
        token_hash=digest(secret),
        user_id=user_id,
        name=name,
        scopes=" ".join(scopes),
        created_at=now,
        expires_at=until,
    )
    unit.add(row)
    unit.flush()
    return row.public_id


def api_tokens(unit: Unit, user_id: int) -> list[ApiToken]:
    """The tokens of a person, newest first."""
    rows = unit.scalars(
        select(ApiTokenRow).where(ApiTokenRow.user_id == user_id).order_by(ApiTokenRow.id.desc())
    )
    return [_api_token(row) for row in rows]


def api_token(unit: Unit, secret: str, now: datetime) -> tuple[User, ApiToken] | None:
    """Whose token it is; None where it is unknown, withdrawn or expired."""
    found = unit.execute(
        select(ApiTokenRow, UserRow)
        .join(UserRow, UserRow.id == ApiTokenRow.user_id)
        .where(ApiTokenRow.token_hash == digest(secret), ApiTokenRow.expires_at > now)
    ).one_or_none()
    return None if found is None else (user_of(found[1]), _api_token(found[0]))


def api_token_used(unit: Unit, public_id: str, now: datetime) -> None:
    """Note when a token was last used."""
    unit.execute(update(ApiTokenRow).where(ApiTokenRow.public_id == public_id).values(used_at=now))


def remove_api_token(unit: Unit, user_id: int, public_id: str) -> None:
    """Withdraw one of a person's own tokens."""
    if is_id(public_id):
        unit.execute(
            delete(ApiTokenRow).where(ApiTokenRow.user_id == user_id, ApiTokenRow.public_id == public_id)
        )


def remove_api_tokens(unit: Unit, user_id: int) -> None:
    """Withdraw every token of a person."""
    unit.execute(delete(ApiTokenRow).where(ApiTokenRow.user_id == user_id))


def sweep(unit: Unit, now: datetime, oldest_sign_in: datetime) -> None:
    """Remove what has expired: links, tokens, sign-ins, and failed attempts nobody counts any more."""
    unit.execute(delete(PasswordTokenRow).where(PasswordTokenRow.expires_at <= now))
    unit.execute(delete(ApiTokenRow).where(ApiTokenRow.expires_at <= now))
    unit.execute(delete(SignInRow).where(SignInRow.created_at < oldest_sign_in))
    unit.execute(delete(SignInFailureRow).where(SignInFailureRow.last_at < oldest_sign_in))


def _api_token(row: ApiTokenRow) -> ApiToken:
    return ApiToken(
        row.public_id, row.name, tuple(row.scopes.split()), row.created_at, row.expires_at, row.used_at
    )
