"""The administrator's page: who has an account, in which role. It shows no farm and opens none."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services.account import people
from calculator.services.account.rights import Role
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def show() -> Answer:
    """The list; a POST gives a role, shuts somebody out, or lets them in again."""
    database, who, now = wired().database, identity.asker(), identity.moment()
    if request.method == "POST":
        kind, _, person = request.form.get("action", "").partition(":")
        if kind == "role":
            people.give_role(database, who, person, request.form.get("role", ""), now)
        elif kind in ("shut", "open"):
            people.shut(database, who, person, kind == "shut", now)
        return redirect(page_url("people"), 303)
    return html("people.html", people=people.listed(database), roles=list(Role), own=who.user.public_id)
