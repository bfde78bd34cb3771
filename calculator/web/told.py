"""What was just done, said once on the page that comes after: it waits in the session, so that no address says it by itself."""

from __future__ import annotations

from flask import request, session

_WAITING = "told"


def tell(page: str, what: str, of: str = "") -> None:
    """Let the page of that name, ``of`` that farm, say what was done, when this browser next sees it."""
    session[_WAITING] = [page, of, what]


def told(page: str, of: str = "") -> str:
    """What was just done on that page; empty where that was said already, or nothing was."""
    waiting = session.get(_WAITING) or []
    if waiting[:2] != [page, of]:
        return ""
    # HEAD shows nobody a page.
    if request.method != "HEAD":
        del session[_WAITING]
    return str(waiting[2])
