"""Ids that an address shows: 128 random bits, so that knowing one says that somebody gave it."""

from __future__ import annotations

import hashlib
import re
import secrets

_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,32}")


def new_id() -> str:
    """22 characters of the URL-safe alphabet."""
    return secrets.token_urlsafe(16)


def is_id(text: str) -> bool:
    """Whether the text could be such an id; what could not is never sent to the database."""
    return _SHAPE.fullmatch(text) is not None


def digest(secret: str) -> str:
    """What is kept of a secret of 256 random bits. It needs no salt and no slow hash: it cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
