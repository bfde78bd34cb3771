"""The form that a browser is busy with: found again by a cookie that goes when the browser closes.

Each step answers with an address of its own, so that going back, reloading and a bookmark within the hour all work
without a form being sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from werkzeug.wrappers import Response as Answer

from calculator.services.account import drafts
from calculator.web import identity
from calculator.web.sealing import seal, unseal
from calculator.web.wiring import wired

#: Longer than any secret of ours; what is longer is somebody else's.
_LONGEST = 64


def keep(public_id: str | None, about: str, content: Mapping[str, object]) -> str:
    """Keep the form for this browser; answers its id. ``attach`` must send the cookie along."""
    secret = _secret()
    if secret is None:
        secret = g.draft_secret = drafts.new_secret()
    sealed = seal(content, secret)
    return drafts.keep(wired().database, secret, public_id, about, sealed, identity.moment())


def opened(public_id: str) -> dict[str, object] | None:
    """The form of this browser with that id; None where it is gone, or never was its own."""
    secret = _secret()
    if secret is None:
        return None
    sealed = drafts.opened(wired().database, secret, public_id, identity.moment())
    return None if sealed is None else unseal(sealed, secret)


def newest(about: str) -> str | None:
    """The form that this browser was last busy with, of those that began at the same place."""
    secret = _secret()
    return None if secret is None else drafts.newest(wired().database, secret, about)


def forget(public_id: str | None = None) -> None:
    """Remove one form of this browser, or everything that it was busy with."""
    secret = _secret()
    if secret is not None:
        drafts.forget(wired().database, secret, public_id)


def secret() -> str:
    """What this browser holds; empty where it holds nothing."""
    return _secret() or ""


def attach(answer: Answer) -> Answer:
    """Give a browser its secret, where it has none yet."""
    made = g.get("draft_secret")
    if made is not None:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie(_cookie(), made, secure=secure, httponly=True, samesite="Lax", path="/")
    return answer


def same_site() -> bool:
    """Whether the request comes from a page of ours; a form of another site may not replace what somebody is busy with."""
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def private(answer: Response) -> Response:
    """Kept by nobody on the way, and asked for again when somebody goes back."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _secret() -> str | None:
    made: str | None = g.get("draft_secret")
    if made is None:
        sent = request.cookies.get(_cookie(), "")
        made = sent if 0 < len(sent) <= _LONGEST else None
    return made


def _cookie() -> str:
    # Beside the session and not in it: filling in a form may never sign anybody out.
    return f"{current_app.config['SESSION_COOKIE_NAME']}-form"
