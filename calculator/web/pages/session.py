"""Signing in and out. A profile that somebody wants to keep travels through the form, and nowhere else."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services import accounts
from calculator.web import identity
from calculator.web.pages.frame import html, page_url
from calculator.web.pages.keep import kept_address
from calculator.web.wiring import wired


def sign_in() -> Answer:
    """The form; after a POST the page that was asked for, or the same form that does not say what was wrong."""
    if request.method == "GET":
        if identity.visitor() is not None:
            return redirect(_onwards(), 303)
        return form()
    email, password = request.form.get("/email", ""), request.form.get("/password", "")
    secret = accounts.sign_in(wired().database, email, password, identity.moment())
    if secret is None:
        return form(failed=True)
    document = request.form.get("document", "")
    onwards = _onwards()
    identity.remember(secret)
    return redirect(kept_address(document) if document else onwards, 303)


def sign_out() -> Answer:
    """The cookie and what stands behind it are gone."""
    identity.forget()
    return redirect(page_url("home"), 303)


def form(failed: bool = False) -> Response:
    """The sign-in page; ``document`` and ``next`` of the request come along."""
    return html(
        "sign_in.html",
        422 if failed else 200,
        failed=failed,
        email=request.form.get("/email", "")[:254],
        document=request.form.get("document", ""),
        onwards=request.values.get("next", ""),
    )


def _onwards() -> str:
    address = request.values.get("next", "")
    return address if identity.is_ours(address) else page_url("my_farms")
