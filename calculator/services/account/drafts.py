"""Forms under way: kept for a few hours for whoever holds the secret of a browser, as text that only that secret opens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from calculator.store import Database
from calculator.store.farms import drafts, imports
from calculator.store.ids import digest

LIFE = timedelta(hours=8)
#: More forms than people fill in during that time; it keeps a faulty program from filling the database.
MOST = 5000


def new_secret() -> str:
    """What a browser holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def keep(
    database: Database, secret: str, public_id: str | None, about: str, sealed: str, now: datetime
) -> str:
    """Keep the form, in place of the one with that id where it is this browser's; answers its id."""
    with database.transaction() as unit:
        drafts.sweep(unit, now - LIFE, MOST)
        return drafts.put(unit, public_id, digest(secret), about, sealed, now)


def opened(database: Database, secret: str, public_id: str, now: datetime) -> str | None:
    """The form, or None where it is gone or not this browser's."""
    with database.transaction() as unit:
        found = drafts.sealed(unit, public_id, digest(secret))
    return None if found is None or found[1] < now - LIFE else found[0]


def newest(database: Database, secret: str, about: str) -> str | None:
    """The form that this browser was last busy with, among those that began at the same place."""
    with database.transaction() as unit:
        return drafts.newest(unit, digest(secret), about)


def forget(database: Database, secret: str, public_id: str | None = None) -> None:
    """Remove one form of this browser, or all of them, with the files that were sent for them."""
    with database.transaction() as unit:
        drafts.remove(unit, digest(secret), public_id)
        imports.remove(unit, digest(secret), public_id)
