"""One's own account: name, language, password, API tokens, everything that is kept, and the way out."""

from __future__ import annotations

from flask import Response, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from calculator.services.account import api_tokens, personal_data
from calculator.services.account import signing_in as accounts
from calculator.services.account.rights import SCOPES
from calculator.services.errors import InputProblem, InputProblems, by_pointer
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.files import taken
from calculator.web.pages.frame import html
from calculator.web.wiring import wired

#: For how many days a token may live.
TOKEN_DAYS = (30, 90, 365)


def show() -> Answer:
    """The page; a POST changes one thing and shows the page again."""
    if request.method != "POST":
        return _page()
    try:
        return _changed(request.form.get("action", ""))
    except InputProblems as wrong:
        return _page(wrong.problems)


def export() -> Response:
    """Everything that is kept of the person, as JSON in a zip."""
    content = personal_data.export(wired().database, identity.asker(), identity.moment())
    return taken(content, "stapelwijzer.zip", "application/zip")


def delete() -> Answer:
    """What goes and what stays; after the password the account is gone."""
    if request.method != "POST":
        return html("delete_account.html", problems=(), wrong={})
    try:
        personal_data.erase(
            wired().database, identity.asker(), request.form.get("/password", ""), identity.moment()
        )
    except InputProblems as wrong:
        return html("delete_account.html", 422, problems=wrong.problems, wrong=by_pointer(wrong.problems))
    identity.forget()
    return html("account_gone.html")


def _changed(action: str) -> Answer:
    database, who, now = wired().database, identity.asker(), identity.moment()
    if action == "profile":
        chosen = request.form.get("/language", "")
        accounts.change_profile(database, who, name=request.form.get("/name", ""), language=chosen)
        return redirect(page_url("account", chosen), 303)
    if action == "password":
        old, new = request.form.get("/password", ""), request.form.get("/new_password", "")
        identity.remember(accounts.change_password(database, who, old, new, now))
        done = gettext(
            "Uw wachtwoord is veranderd. Andere browsers zijn uitgelogd en uw API-sleutels vervallen."
        )
        return _page(done=done)
    if action == "token":
        name, days = request.form.get("/token_name", "").strip(), request.form.get("/token_days", "")
        scopes = tuple(scope for scope in SCOPES if scope in request.form.getlist("/token_scopes"))
        until = int(days) if days in map(str, TOKEN_DAYS) else TOKEN_DAYS[0]
        return _page(token=api_tokens.make(database, who, name, scopes, until, now))
    kind, _, public_id = action.partition(":")
    if kind == "withdraw":
        api_tokens.withdraw(database, who, public_id, now)
    return redirect(page_url("account"), 303)


def _page(problems: tuple[InputProblem, ...] = (), done: str = "", token: str = "") -> Response:
    return html(
        "account.html",
        422 if problems else 200,
        who=identity.asker().user,
        tokens=api_tokens.listed(wired().database, identity.asker()),
        scopes=SCOPES,
        days=TOKEN_DAYS,
        problems=problems,
        wrong=by_pointer(problems),
        done=done,
        token=token,
    )
