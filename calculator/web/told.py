"""What was just done, said once on the page that comes after: it waits in the session, so that no address says it by itself."""

from __future__ import annotations

from flask import session

_WAITING = "told"


def tell(page: str, what: str) -> None:
    """Let the page of that name say what was done, when this browser next sees it."""
    session[_WAITING] = [page, what]


def told(page: str) -> str:
    """What was just done on that page; empty where that was said already, or nothing was."""
    where, what = session.get(_WAITING) or ("", "")
    if where != page:
        return ""
    del session[_WAITING]
    return str(what)
