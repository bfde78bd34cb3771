"""Asking for an account or a new password, and setting one by the link that was mailed. No answer tells who exists."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services.account import signing_in as accounts
from calculator.services.account.signing_in import Links
from calculator.services.errors import InputProblem, InputProblems, by_pointer
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.language import LANGUAGES, language
from calculator.web.pages.account.keep import profile
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def register() -> Response:
    """A form, and after it the same words whether or not the address was known."""
    if request.method != "POST":
        return _register()
    wiring = wired()
    document = request.form.get("document", "")
    if request.form.get("action") == "show":
        return _register()
    try:
        accounts.register(
            wiring.database,
            wiring.outbox,
            links(),
            email=request.form.get("/email", ""),
            name=request.form.get("/name", ""),
            role=request.form.get("/role", ""),
            language=language(),
            document=profile(document) if document else None,
            now=identity.moment(),
        )
    except InputProblems as wrong:
        return _register(wrong.problems)
    return html("mail_sent.html", kind="register", demo=wiring.settings.demo)


def forgot() -> Response:
    """A form, and after it the same words whether or not the address was known."""
    if request.method != "POST":
        return html("forgot.html")
    wiring = wired()
    email = request.form.get("/email", "")
    accounts.request_reset(wiring.database, wiring.outbox, links(), email, identity.moment())
    return html("mail_sent.html", kind="forgot", demo=wiring.settings.demo)


def set_password(secret: str) -> Answer:
    """The page behind a mailed link; a link that is used, old or made up gets one and the same page."""
    database, now = wired().database, identity.moment()
    if request.method != "POST":
        if not accounts.link_is_good(database, secret, now):
            return html("link_gone.html", 404)
        return html("set_password.html", secret=secret, problems=(), wrong={})
    try:
        signed_in = accounts.set_password(database, secret, request.form.get("/password", ""), now)
    except InputProblems as wrong:
        return html(
            "set_password.html", 422, secret=secret, problems=wrong.problems, wrong=by_pointer(wrong.problems)
        )
    if signed_in is None:
        return html("link_gone.html", 404)
    identity.remember(signed_in)
    return redirect(identity.first_page(), 303)


def links() -> Links:
    """Where the links in a mail lead: to the address in the settings, whatever host a request names."""
    paths = {code: page_url("set_password", code, secret="").rstrip("/") for code in LANGUAGES}
    return Links(wired().settings.public_url, paths)


def _register(problems: tuple[InputProblem, ...] = ()) -> Response:
    given = {name: request.form.get(f"/{name}", "") for name in ("email", "name", "role")}
    return html(
        "register.html",
        422 if problems else 200,
        given=given,
        problems=problems,
        wrong=by_pointer(problems),
        document=request.form.get("document", ""),
    )
