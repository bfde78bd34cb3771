"""OpenID Connect, where a broker is configured: there with a code, a state, a nonce and PKCE, and back with a signed answer."""

from __future__ import annotations

from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, session
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response as Answer

from calculator.services.account.brokered import Identity
from calculator.settings import Settings
from calculator.web.wiring import wired

EXTENSION = "stapelwijzer-broker"

#: Seconds before a broker is given up.
PATIENCE = 10

#: Where an identity waits, in the signed session, for the password of the account it will open.
WAITING = "identity"


def install(app: Flask, settings: Settings) -> None:
    """Make the broker known; it is asked nothing until somebody comes."""
    offered = bool(settings.oidc_issuer and settings.oidc_client_id)
    app.jinja_env.globals.update(broker_offered=offered)
    if not offered:
        return
    found = OAuth(app).register(
        name="broker",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": settings.oidc_scope, "code_challenge_method": "S256", "timeout": PATIENCE},
    )
    app.extensions[EXTENSION] = found


def client(app: Flask) -> Any | None:  # the library has no types
    """The broker, or None where none is configured."""
    return app.extensions.get(EXTENSION)


def there(broker: Any, back: str) -> Answer | None:
    """The way to the broker; None where it does not answer."""
    try:
        return cast("Answer", broker.authorize_redirect(back))
    except (AuthlibBaseError, RequestException, ValueError):
        # The person is told to sign in another way; who keeps the service sees the broker's own state.
        return None


def answered(broker: Any) -> Identity | None:
    """Who the broker says has come; None where its answer is not right, not signed by it, or does not say who."""
    settings = wired().settings
    try:
        claims = broker.authorize_access_token().get("userinfo") or {}
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError):
        return None
    subject = str(claims.get(settings.oidc_subject_claim) or "")
    if not 0 < len(subject) <= 255 or claims.get("iss") != settings.oidc_issuer:
        return None
    email = str(claims.get(settings.oidc_email_claim) or "")
    return Identity(settings.oidc_issuer, subject, email, str(claims.get(settings.oidc_name_claim) or ""))


def wait(who: Identity) -> None:
    """Keep who came until the password of the account is shown."""
    session[WAITING] = [who.issuer, who.subject, who.email, who.name]


def waiting() -> Identity | None:
    """Who came, where a password is awaited."""
    found = session.get(WAITING)
    return Identity(*map(str, found)) if isinstance(found, list) and len(found) == 4 else None
