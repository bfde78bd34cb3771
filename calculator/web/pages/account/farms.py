"""The farms of whoever is signed in: the list, one farm, its form, and who saw it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as Answer

from calculator.services.account import kept_farms, trail
from calculator.services.account.rights import Action
from calculator.services.advice import mandating
from calculator.services.award.awards import canonical
from calculator.web import drafting, identity, told
from calculator.web.addresses import page_url
from calculator.web.pages.farm import filling, form, saving
from calculator.web.pages.frame import html
from calculator.web.security import token_is_good
from calculator.web.wiring import wired


def listing() -> Response:
    """Own farms and, for an adviser, those of clients that can be opened today."""
    wiring = wired()
    shown = kept_farms.listed(wiring.database, identity.asker(), wiring.services.today())
    return html("my_farms.html", farms=shown, gone=told.told("my_farms") == "gone")


def one(farm_id: str) -> Response:
    """What can be done with one farm."""
    wiring, who = wired(), identity.asker()
    today = wiring.services.today()
    opened = kept_farms.opened(wiring.database, who, farm_id, now=identity.moment(), today=today)
    mandate = opened.permit.mandate
    return html(
        "my_farm.html",
        farm=opened.farm.summary,
        document=canonical(opened.farm.document).decode(),
        mandate=mandate,
        may_edit=mandate is None or Action.EDIT in mandate.scope,
        today=today.isoformat(),
        parcels=_count(opened.farm.document, "parcels"),
        year=opened.farm.document.get("year"),
    )


def edit(farm_id: str) -> Answer:
    """The form of a kept farm; ``save`` keeps it, and everything else is as on the page without an account."""
    if request.method == "POST":
        return drafting.attach(_edited(farm_id))
    if identity.visitor() is None:
        return identity.to_sign_in()
    wiring, shape = wired(), form.shape()
    today = wiring.services.today()
    opened = kept_farms.opened(wiring.database, identity.asker(), farm_id, now=identity.moment(), today=today)
    revision = opened.farm.summary.revision
    filled = filling.resumed(farm_id)
    # What was begun at another revision is still at its own address; here is what is kept now.
    if filled is None or filled.kept != form.Kept(farm_id, revision):
        filled = form.from_document(opened.farm.document, shape, today.isoformat())
        filled.kept = form.Kept(farm_id, revision)
    return form.show(filled, shape)


def _edited(farm_id: str) -> Answer:
    shape = form.shape()
    filled = form.sent(shape)
    filled.draft = request.form.get("draft", "")
    filled.kept = form.kept(farm_id, request.form.get("revision", ""))
    if identity.visitor() is None:
        return saving.to_sign_in(filled)
    if not token_is_good():
        if not drafting.same_site():
            raise CSRFError
        return saving.expired(filled, shape)
    action = request.form.get("action")
    return saving.save(filled, shape) if action == "save" else filling.act(filled, shape)


def add() -> Answer:
    """The form of a farm that was removed meanwhile, kept as a new one."""
    shape = form.shape()
    filled = form.sent(shape)
    filled.draft = request.form.get("draft", "")
    answer = saving.to_sign_in(filled) if identity.visitor() is None else saving.save_as_new(filled, shape)
    return drafting.attach(answer)


def delete(farm_id: str) -> Answer:
    """Ask once more, then remove it."""
    wiring, who, now = wired(), identity.asker(), identity.moment()
    today = wiring.services.today()
    if request.method != "POST":
        opened = kept_farms.opened(wiring.database, who, farm_id, now=now, today=today)
        return html("delete_farm.html", farm=opened.farm.summary)
    kept_farms.remove(wiring.database, who, farm_id, None, now=now, today=today)
    told.tell("my_farms", "gone")
    return redirect(page_url("my_farms"), 303)


def seen(farm_id: str) -> Response:
    """Who saw and changed the farm, and under which mandate."""
    wiring, who = wired(), identity.asker()
    today = wiring.services.today()
    steps = trail.of_farm(wiring.database, who, farm_id, now=identity.moment(), today=today)
    given = [m for m in mandating.of_farmer(wiring.database, who) if m.farm == farm_id]
    return html(
        "farm_seen.html",
        farm_id=farm_id,
        steps=steps,
        mandates=[(mandate, mandating.standing(mandate, today)) for mandate in given],
    )


def _count(document: Mapping[str, object], key: str) -> int:
    listed = document.get(key)
    return len(listed) if isinstance(listed, list) else 0
