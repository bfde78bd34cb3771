"""What keeps others out: headers that forbid everything not needed, tokens against forged requests, known hosts, rates.

A page that keeps nothing (``forgery="never"``) needs no token: a forged request would only compute the forger's own figures.
Every other request that may change something carries the token of its session, in a field or in ``X-CSRFToken``. A request
with an API token needs none, since no browser adds that by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect, generate_csrf, validate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.settings import Settings
from calculator.web import identity
from calculator.web.wiring import wired

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: A page that saves itself runs our own script, from a file of ours, and talks to this service only.
SCRIPTED = f"{POLICY}; script-src 'self'; connect-src 'self'"


def mapped(tiles: str) -> str:
    """The policy of a page with a map: it runs scripts of ours, and may show pictures of one other host."""
    return POLICY.replace("img-src 'self'", f"img-src 'self' data: {tiles}") + "; script-src 'self'"


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

#: Routes of the API that keep nothing, as pages say of themselves in ``Page.forgery``.
KEEPS_NOTHING = frozenset({"awards.compute"})

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

#: Pages at which a password or an address can be tried out.
TRIED = frozenset({"sign_in", "register", "forgot", "set_password", "account", "delete_account"})

#: Pages that a secret in the address opens: guessing is slowed down as it is for passwords.
SECRET = frozenset({"shared", "shared_file"})

#: What answers under every name.
WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})

#: How a form without a file is sent.
_TYPED = "application/x-www-form-urlencoded"

#: Where an application keeps which page wants a token when.
FORGERY = "stapelwijzer-forgery"


def install(app: Flask, settings: Settings) -> None:
    """Protect one application."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=hosts(settings),
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session it belongs to
        PREFERRED_URL_SCHEME="http" if settings.demo else "https",
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    app.wsgi_app = _watched(app.wsgi_app, hosts(settings)[0])  # type: ignore[assignment, method-assign]
    app.before_request(lambda: _room(settings.most_statement_bytes))
    app.before_request(refuse_nul)
    csrf = CSRFProtect()
    csrf.init_app(app)
    app.before_request(lambda: csrf.protect() if needs_token() else None)
    app.jinja_env.globals.update(csrf_field=csrf_field, csrf_header=csrf_header)
    Limiter(
        _asker,
        app=app,
        default_limits=[_rate],
        storage_uri=settings.rate_storage,
        headers_enabled=True,
    )
    app.after_request(protect)


def hosts(settings: Settings) -> list[str]:
    """The names under which this service answers; any other host in a request is refused."""
    named = urlsplit(settings.public_url).hostname
    local = ["localhost", "127.0.0.1", "[::1]"] if settings.demo else []
    return [*local, *([named] if named and named not in local else [])]


def _watched(
    inner: WSGIApplication, host: str
) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """Whoever watches over the service reaches it by the address of the machine; nothing there is built from its name."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in WATCHED:
            environ["HTTP_HOST"] = host
        return inner(environ, start_response)

    return answer


def needs_token() -> bool:
    """Whether this request must show that it comes from a page of ours."""
    if request.method in SAFE or request.endpoint is None or request.endpoint in KEEPS_NOTHING:
        return False
    if request.path.startswith("/api/"):
        return not identity.by_token()
    pages = cast("Mapping[str, str]", current_app.extensions.get(FORGERY, {}))
    wanted = pages.get(request.endpoint.partition(":")[0], "always")
    return wanted == "always" or (wanted == "signed in" and identity.visitor() is not None)


#: The page and the route of the API that take tables of farms.
_TABLES = ("populations", "bench_farms.sendPopulation")


def _room(most: int) -> None:
    """Tables of farms are larger than what other forms send; their token is in the same body."""
    if request.method == "POST" and (request.endpoint or "").partition(":")[0] in _TABLES:
        request.max_content_length = most


def refuse_nul() -> None:
    """No form of ours sends the sign NUL, and PostgreSQL keeps no text with one; an upload is read where it is wanted."""
    typed = [request.args] + ([request.form] if request.mimetype == _TYPED else [])
    places = {name for given in typed for name, text in given.items(multi=True) if "\0" in name + text}
    if places:
        said = Text("Hier staat een onzichtbaar teken (NUL).", "An invisible sign (NUL) stands here.")
        remedy = Text("Typ het opnieuw.", "Type it again.")
        raise InputProblems(
            [InputProblem(place.replace("\0", "?")[:60], said, remedy) for place in sorted(places)]
        )


def token_is_good() -> bool:
    """Whether the form carries the token of its session, for a page that does more with a wrong one than refuse it."""
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValueError:
        # Missing, old or forged: all the same to whoever asks.
        return False
    return True


def csrf_field() -> Markup:
    """The hidden field of a form that changes something."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def csrf_header() -> str:
    """The token for requests from scripts; empty for a browser that is not signed in, which then gets no cookie."""
    return str(generate_csrf()) if "_user_id" in session else ""


def protect(response: Response) -> Response:
    """Add the headers; an answer to farm data, or to somebody who is known, is kept by nobody on the way."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    private = request.endpoint != "static" and ("_user_id" in session or "csrf_token" in session)
    if request.method == "POST" or private or "Authorization" in request.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _asker() -> str:
    """Whom a rate counts for: a token that is good by its digest, anybody else by address."""
    if identity.by_token() and identity.visitor() is not None:
        from calculator.store.ids import digest

        return digest(request.headers["Authorization"])
    return get_remote_address()


def _rate() -> str:
    settings = wired().settings
    if request.path.startswith("/api/"):
        return settings.api_rate
    page = (request.endpoint or "").partition(":")[0]
    tried = page in SECRET or (request.method == "POST" and page in TRIED)
    return settings.sign_in_rate if tried else ""
