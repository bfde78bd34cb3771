"""Signing in and out. A profile that somebody wants to keep travels through the form, and nowhere else."""

from __future__ import annotations

from flask import current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from calculator.services.account import brokered
from calculator.services.account import signing_in as accounts
from calculator.web import broker, drafting, identity
from calculator.web.addresses import page_url
from calculator.web.language import language
from calculator.web.pages.account.keep import kept_address
from calculator.web.pages.account.sign_in_form import sign_in_form
from calculator.web.wiring import wired


def sign_in() -> Answer:
    """The form; after a POST the page that was asked for, or the same form that does not say what was wrong."""
    if request.method != "POST":
        if identity.visitor() is not None:
            return redirect(_onwards(), 303)
        return sign_in_form()
    email, password = request.form.get("/email", ""), request.form.get("/password", "")
    secret = accounts.sign_in(wired().database, email, password, identity.moment())
    if secret is None:
        return sign_in_form(failed=True)
    document, draft = request.form.get("document", ""), request.form.get("draft", "")
    came_by = broker.waiting()
    identity.remember(secret)
    if came_by is not None:
        brokered.link(wired().database, identity.asker(), came_by, identity.moment())
    return redirect(kept_address(document, draft) if document else _onwards(), 303)


def to_broker() -> Answer:
    """Off to the broker of identities, where one is configured."""
    known = broker.client(current_app)
    if known is None:
        raise NotFound
    back = wired().settings.public_url.rstrip("/") + page_url("from_broker")
    return broker.there(known, back) or sign_in_form(failed=True)


def from_broker() -> Answer:
    """Back from it: signed in, or asked for the password of an account that the broker did not open before."""
    known = broker.client(current_app)
    if known is None:
        raise NotFound
    who = broker.answered(known)
    if who is None:
        return sign_in_form(failed=True)
    try:
        secret = brokered.sign_in(wired().database, who, language(), identity.moment())
    except brokered.NotLinked:
        broker.wait(who)
        return sign_in_form(link=True)
    if secret is None:
        return sign_in_form(failed=True)
    identity.remember(secret)
    return redirect(identity.first_page(), 303)


def sign_out() -> Answer:
    """The cookie and what stands behind it are gone, and so is every form that this browser was busy with."""
    drafting.forget()
    identity.forget()
    return redirect(page_url("home"), 303)


def _onwards() -> str:
    address = request.values.get("next", "")
    return address if identity.is_ours(address) else identity.first_page()
