"""Every request gets an id and leaves one line in the log and one count: which route, which answer, how long it took.

The route is told as it is written in the application, never as it was asked: an address may hold a secret.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import TYPE_CHECKING

from flask import Flask, Response, g, got_request_exception, request

from calculator import logs
from calculator.settings import Settings
from calculator.web import metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

#: Where the server says when a request arrived, in seconds of the monotonic clock.
ARRIVED = "stapelwijzer.arrived"
#: What a client makes up beside these is told as ``other``: each word would be a count of its own, and could say anything.
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def install(app: Flask, settings: Settings) -> None:
    """Tell of the requests of one application."""
    counted = metrics.install(app)
    # Flask would say the address, and the text of an exception.
    app.logger.disabled = True

    def begin() -> None:
        g.arrived = request.environ.get(ARRIVED, time.monotonic())
        g.request_id = request_id(request.environ, settings.trusted_proxies)

    def end(answer: Response) -> Response:
        if "request_id" not in g:
            begin()
        seconds = time.monotonic() - g.arrived
        answer.headers["X-Request-ID"] = g.request_id
        route = (request.endpoint or "unknown").partition(":")[0]
        method = _method(request.environ)
        counted.requests.labels(method, route, str(answer.status_code)).inc()
        counted.seconds.labels(route).observe(seconds)
        if answer.status_code == 429:
            counted.turned_away.labels("rate").inc()
        logs.event(
            "request",
            request=g.request_id,
            method=method,
            route=route,
            status=answer.status_code,
            ms=round(seconds * 1000, 1),
        )
        return answer

    def broke(_app: Flask, exception: BaseException) -> None:
        counted.faults.inc()
        logs.fault("fault", exception, request=g.get("request_id", ""), route=request.endpoint or "")

    app.before_request(begin)
    app.after_request(end)
    got_request_exception.connect(broke, app, weak=False)


def request_id(environ: WSGIEnvironment, proxies: int) -> str:
    """The id that a proxy of ours gave, or one of our own; what a client makes up is not taken over."""
    given = str(environ.get("HTTP_X_REQUEST_ID", ""))
    return given if proxies and _ID.fullmatch(given) else secrets.token_hex(8)


def turned_away(app: Flask, environ: WSGIEnvironment) -> None:
    """Count and tell of a request that did not get its turn."""
    made: metrics.Metrics = app.extensions[metrics.EXTENSION]
    made.turned_away.labels("load").inc()
    logs.event("turned away", logging.WARNING, method=_method(environ), status=503)


def _method(environ: WSGIEnvironment) -> str:
    asked = str(environ.get("REQUEST_METHOD", ""))
    return asked if asked in _METHODS else "other"
