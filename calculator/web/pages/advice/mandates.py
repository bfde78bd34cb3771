"""Mandates: the farmer decides, the adviser asks; and the adviser's organisation."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.domain.scheme import Text
from calculator.services.account import kept_farms
from calculator.services.account.rights import MANDATABLE
from calculator.services.advice import firms, mandating
from calculator.services.advice.mandating import Wish
from calculator.services.errors import InputProblem, InputProblems, by_pointer
from calculator.web import identity, told
from calculator.web.addresses import page_url
from calculator.web.forms import numbers
from calculator.web.language import language
from calculator.web.naming import codes
from calculator.web.pages.frame import html
from calculator.web.wiring import wired

#: What a farmer can decide on a mandate.
_DONE = ("approve", "refuse", "revoke")
#: What can be done with an organisation.
_ORGANISED = ("found", "invite", "accept", "remove")


def given() -> Answer:
    """The farmer's page: everything asked and given, and the buttons that decide."""
    wiring, who, now = wired(), identity.asker(), identity.moment()
    if request.method == "POST":
        today = wiring.services.today()
        kind, _, mandate = request.form.get("action", "").partition(":")
        if kind == "approve":
            farm = request.form.get("farm", "")
            if not farm:
                return _given((_no_farm(mandate),))
            mandating.approve(wiring.database, who, mandate, farm, now, today)
        elif kind == "refuse":
            mandating.refuse(wiring.database, who, mandate, now)
        elif kind == "revoke":
            mandating.revoke(wiring.database, who, mandate, now, today)
        if kind in _DONE:
            told.tell("mandates", kind)
        return redirect(page_url("mandates"), 303)
    return _given()


def _given(problems: tuple[InputProblem, ...] = ()) -> Response:
    wiring, who = wired(), identity.asker()
    today, rulebook = wiring.services.today(), wiring.services.rulebook()
    places = dict(codes(rulebook, "municipalities", language()))
    return html(
        "mandates.html",
        422 if problems else 200,
        mandates=[(m, mandating.standing(m, today)) for m in mandating.of_farmer(wiring.database, who)],
        farms=kept_farms.told_apart(wiring.database, who),
        places=places,
        done=told.told("mandates"),
        problems=problems,
        wrong=by_pointer(problems),
    )


def _no_farm(mandate: str) -> InputProblem:
    return InputProblem(
        f"/{mandate}/farm",
        Text("Er is geen bedrijf gekozen; er is niets gegeven.", "No farm was chosen; nothing was given."),
        Text("Kies voor welk bedrijf de machtiging geldt.", "Choose the farm that the mandate is for."),
    )


def asked_for() -> Answer:
    """The adviser's page: every mandate with its status, and the form that asks for one."""
    wiring, who, now = wired(), identity.asker(), identity.moment()
    today = wiring.services.today()
    if request.method != "POST":
        return _asked_for(Wish("", "", (), "", today.isoformat(), ""))
    kind, _, mandate = request.form.get("action", "").partition(":")
    if kind == "withdraw":
        mandating.withdraw(wiring.database, who, mandate, now)
        told.tell("client_mandates", kind)
        return redirect(page_url("client_mandates"), 303)
    wish = Wish(
        request.form.get("/organisation", ""),
        request.form.get("/email", ""),
        tuple(request.form.getlist("/scope")),
        request.form.get("/purpose", ""),
        numbers.sent_day(request.form.get("/start", "")),
        numbers.sent_day(request.form.get("/end", "")),
    )
    link = wiring.settings.public_url.rstrip("/") + page_url("mandates", "nl")
    try:
        mandating.request(wiring.database, wiring.outbox, who, wish, link, now, today)
    except InputProblems as wrong:
        return _asked_for(wish, wrong.problems)
    told.tell("client_mandates", "request")
    return redirect(page_url("client_mandates"), 303)


def organisation() -> Answer:
    """Who belongs to the adviser's organisation; found one, invite, accept, leave."""
    wiring, who, now = wired(), identity.asker(), identity.moment()
    if request.method != "POST":
        return _organisation()
    kind, _, public_id = request.form.get("action", "").partition(":")
    try:
        if kind == "found":
            firms.found(wiring.database, who, request.form.get("/name", ""), now)
        elif kind == "invite":
            firms.invite(wiring.database, who, public_id, request.form.get("/email", ""), now)
        elif kind == "accept":
            firms.accept(wiring.database, who, public_id, now)
        elif kind == "remove":
            leaving = firms.leaving(wiring.database, who, public_id, wiring.services.today())
            if leaving.place.accepted and "sure" not in request.form:
                return html("leave_organisation.html", leaving=leaving)
            firms.remove(wiring.database, who, public_id, now)
    except InputProblems as wrong:
        return _organisation(wrong.problems)
    if kind in _ORGANISED:
        told.tell("organisation", kind)
    return redirect(page_url("organisation"), 303)


def _asked_for(wish: Wish, problems: tuple[InputProblem, ...] = ()) -> Response:
    wiring, who = wired(), identity.asker()
    today = wiring.services.today()
    held = [(m, mandating.standing(m, today)) for m in mandating.of_adviser(wiring.database, who)]
    own = [place.organisation for place in firms.places(wiring.database, who) if place.accepted]
    return html(
        "client_mandates.html",
        422 if problems else 200,
        mandates=held,
        organisations=own,
        choices=[(firm.public_id, firm.name) for firm in own],
        scopes=[str(action) for action in MANDATABLE],
        wish=wish,
        done=told.told("client_mandates"),
        problems=problems,
        wrong=by_pointer(problems),
    )


def _organisation(problems: tuple[InputProblem, ...] = ()) -> Response:
    database, who = wired().database, identity.asker()
    return html(
        "organisation.html",
        422 if problems else 200,
        places=firms.places(database, who),
        members=firms.colleagues(database, who),
        own_email=who.user.email,
        done=told.told("organisation"),
        problems=problems,
        wrong=by_pointer(problems),
    )
