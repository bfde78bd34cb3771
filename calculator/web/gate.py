"""The door of a process: whoever comes when too many wait hears at once that it is busy (503 with ``Retry-After``).

Under more load than there are processors a server that takes everything answers nothing in time. Here what is taken in is
answered. What a sender still has to send is read before it takes its turn, so that a slow line holds up nobody.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, request

from calculator.web import telling
from calculator.web.lines import Lines
from calculator.web.problems import PROBLEM_JSON
from calculator.web.security import HEADERS
from calculator.web.telling import ARRIVED
from calculator.web.turns import TooBusy, Turns

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: What is answered whatever goes on: whoever watches over the service must not be turned away by its load.
ALWAYS = ("/healthz", "/metrics", "/static/")
RETRY_AFTER = "5"
_TITLE = ("Het is hier even te druk", "Too busy right now")
_DETAIL = (
    "Er is niets verloren. Probeer het over enkele seconden opnieuw.",
    "Nothing was lost. Try again in a few seconds.",
)


class Gate:
    """A WSGI application around another; ``told`` hears of every request that is turned away."""

    def __init__(
        self,
        inner: WSGIApplication,
        turns: Turns,
        *,
        most_body: int,
        told: Callable[[WSGIEnvironment], None],
    ) -> None:
        self._inner, self.turns, self._most_body, self._told = inner, turns, most_body, told
        self.lines = Lines()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[ARRIVED] = time.monotonic()
        if environ.get("PATH_INFO", "").startswith(ALWAYS):
            return self._inner(environ, start_response)
        self._read(environ)
        self.lines.arrived()
        if not self.turns.enter():
            self._told(environ)
            return _busy(environ, start_response)
        sized = False

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            nonlocal sized
            sized = any(name.lower() == "content-length" for name, _ in headers)
            return start_response(status, headers, *more)

        try:
            answer = self._inner(environ, start)
            # What has no length yet is made while it is sent, and would hold the turn for as long as that takes.
            return _whole(answer) if sized else answer
        finally:
            self.turns.leave()

    def _read(self, environ: WSGIEnvironment) -> None:
        """Take in the body; one that is too large is left to the application, which refuses it unread.

        One in pieces says its length at its end only: it is read as far as one byte too many, and then has a length too.
        """
        length = environ.get("CONTENT_LENGTH", "")
        if length.isdecimal() and 0 < int(length) <= self._most_body:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        elif not length and environ.pop("HTTP_TRANSFER_ENCODING", ""):
            body = environ["wsgi.input"].read(self._most_body + 1)
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))


def _whole(answer: Iterable[bytes]) -> list[bytes]:
    try:
        return list(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()


def too_busy(_error: TooBusy) -> Response:
    """The same where it turns out inside that too many wait for a file."""
    telling.turned_away(current_app, request.environ)
    said, headers = _said(request.environ)
    return Response(said, 503, headers)


def _busy(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    said, headers = _said(environ)
    start_response("503 Service Unavailable", headers)
    return [said]


def _said(environ: WSGIEnvironment) -> tuple[bytes, list[tuple[str, str]]]:
    if environ.get("PATH_INFO", "").startswith(("/api/", "/readyz")):
        english = environ.get("HTTP_ACCEPT_LANGUAGE", "").lower().startswith("en")
        body = {"type": "about:blank", "title": _TITLE[english], "status": 503, "detail": _DETAIL[english],
                "instance": environ["PATH_INFO"], "problems": []}  # fmt: skip
        kind, said = PROBLEM_JSON, json.dumps(body).encode()
    else:
        english = environ.get("PATH_INFO", "").startswith("/en")
        kind, said = "text/html; charset=utf-8", _page("en" if english else "nl", english)
    headers = [("Content-Type", kind), ("Content-Length", str(len(said))), ("Retry-After", RETRY_AFTER),
               ("Cache-Control", "no-store"), *HEADERS.items()]  # fmt: skip
    return said, headers


def _page(language: str, english: bool) -> bytes:
    title, detail = _TITLE[english], _DETAIL[english]
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><main><h1>{title}</h1><p>{detail}</p></main></html>'
    ).encode()
