"""Who asks: the person of a browser that is signed in, or of an API token. The one door between Flask-Login and us.

The cookie holds a secret that is new at every sign-in; the row in the database decides what it is worth.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, Request, g, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from calculator.services.account import api_tokens
from calculator.services.account import signing_in as accounts
from calculator.services.account.rights import Actor, Role
from calculator.settings import Settings
from calculator.web.addresses import page_url
from calculator.web.wiring import wired

BEARER = "Bearer "

#: The work of an adviser is that of their clients, of a project group that of its scenarios.
_FIRST = {Role.ADVISER: "clients", Role.PROJECT_GROUP: "scenarios"}

P = ParamSpec("P")
R = TypeVar("R")


class Visitor(UserMixin):  # type: ignore[misc]  # the library has no types
    """Somebody who is known, as Flask-Login wants to see them."""

    def __init__(self, actor: Actor, secret: str, by_token: bool) -> None:
        self.actor, self.secret, self.by_token = actor, secret, by_token

    def get_id(self) -> str:
        return self.secret


def install(app: Flask, settings: Settings) -> None:
    """Set up sign-in for one application."""
    demo = settings.demo
    app.config.update(
        SESSION_COOKIE_NAME="stapelwijzer" if demo else "__Host-stapelwijzer",
        SESSION_COOKIE_SECURE=not demo,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    manager = LoginManager()
    # A change of network is no theft; a stolen cookie is worth nothing after signing out.
    manager.session_protection = None
    manager.user_loader(_by_session)
    manager.request_loader(_by_token)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals.update(visitor=visitor)


def moment() -> datetime:
    """Now, with its zone."""
    return datetime.now(UTC)


def visitor() -> Actor | None:
    """Who asks, or None; nothing is looked up for a browser without a cookie."""
    if "visitor" not in g:
        g.visitor = current_user.actor if current_user.is_authenticated else None
    return cast("Actor | None", g.visitor)


def asker() -> Actor:
    """Who asks, where it was already made sure that somebody does."""
    found = visitor()
    if found is None:
        raise Unauthorized
    return found


def by_token() -> bool:
    """Whether the request shows an API token, good or not; such a request never uses the cookie."""
    return request.headers.get("Authorization", "").startswith(BEARER)


def remember(secret: str) -> None:
    """This browser is signed in from now on; nothing of the session before stays."""
    actor = accounts.actor(wired().database, secret, moment())
    assert actor is not None, "the sign-in was opened a moment ago"
    session.clear()
    login_user(Visitor(actor, secret, False))
    g.visitor = actor


def first_page() -> str:
    """Where somebody who is signed in begins, who came for no page in particular."""
    return page_url(_FIRST.get(asker().role, "my_farms"))


def forget() -> None:
    """Sign this browser out, here and in the database."""
    if current_user.is_authenticated:
        accounts.sign_out(wired().database, current_user.secret)
    logout_user()
    session.clear()
    g.visitor = None


def only(roles: frozenset[Role] | None) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Let a page be seen by people of those roles (None: everybody who is signed in)."""

    def guard(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            found = visitor()
            if found is None:
                return to_sign_in()
            if roles is not None and found.role not in roles:
                raise Forbidden
            return view(*args, **kwargs)

        return guarded

    return guard


def known(view: Callable[P, R]) -> Callable[P, R]:
    """Let a route of the API be used by whoever is signed in or shows a token; 401 otherwise."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        asker()
        return view(*args, **kwargs)

    return guarded


def is_ours(address: str) -> bool:
    """Whether an address to go on to is a path of this service, whatever a browser makes of odd signs in it."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isascii()
        and address.isprintable()
        and "\\" not in address
    )


def to_sign_in() -> Response:
    """The sign-in page, and from there on to the page that was asked for."""
    # What was sent with a POST is not repeated after signing in; the page itself is shown.
    onwards = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else ""
    return redirect(page_url("sign_in", **({"next": onwards} if onwards else {})), 303)


def _by_session(secret: str) -> Visitor | None:
    if by_token():
        return None
    actor = accounts.actor(wired().database, secret, moment())
    return None if actor is None else Visitor(actor, secret, False)


def _by_token(asked: Request) -> Visitor | None:
    shown = asked.headers.get("Authorization", "")
    if not shown.startswith(BEARER) or not asked.path.startswith("/api/"):
        return None
    secret = shown.removeprefix(BEARER).strip()
    actor = api_tokens.actor(wired().database, secret, moment())
    return None if actor is None else Visitor(actor, secret, True)
