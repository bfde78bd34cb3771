"""The farms of whoever is signed in: the list, one farm, its form, and who saw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, redirect, request
from werkzeug.exceptions import Conflict
from werkzeug.wrappers import Response as Answer

from calculator.services import kept_farms, mandating, trail
from calculator.services.awards import canonical
from calculator.services.kept_farms import Overtaken
from calculator.services.rights import Action
from calculator.web import identity
from calculator.web.forms import document as documents
from calculator.web.forms import labels
from calculator.web.language import language
from calculator.web.pages import farm as form
from calculator.web.pages.frame import html, page_url
from calculator.web.wiring import wired


def listing() -> Response:
    """Own farms and, for an adviser, those of clients that can be opened today."""
    wiring = wired()
    shown = kept_farms.listed(wiring.database, identity.asker(), wiring.services.today())
    return html("my_farms.html", farms=shown, gone=request.args.get("gone") == "1")


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
    wiring, who, now = wired(), identity.asker(), identity.moment()
    today, shape = wiring.services.today(), form.shape()
    if request.method == "GET":
        opened = kept_farms.opened(wiring.database, who, farm_id, now=now, today=today)
        fields = documents.from_document(opened.farm.document, shape, language())
        filled = form.Filled(fields, opened.farm.document, today.isoformat())
        filled.kept = form.Kept(farm_id, opened.farm.summary.revision)
        return form.show(filled, shape)
    filled = form.sent(shape)
    revision = request.form.get("revision", "")
    filled.kept = form.Kept(farm_id, int(revision) if revision.isdecimal() and len(revision) < 10 else 0)
    if request.form.get("action") != "save":
        return form.act(filled, shape)
    document = form.read(filled, shape)
    if document is None:
        return form.show(filled, shape)
    try:
        kept_farms.save(wiring.database, who, farm_id, document, filled.kept.revision, now=now, today=today)
    except Overtaken as other:
        return _overtaken(filled, document, other)
    return redirect(page_url("my_farm", farm_id=farm_id), 303)


def delete(farm_id: str) -> Answer:
    """Ask once more, then remove it."""
    wiring, who, now = wired(), identity.asker(), identity.moment()
    today = wiring.services.today()
    if request.method == "GET":
        opened = kept_farms.opened(wiring.database, who, farm_id, now=now, today=today)
        return html("delete_farm.html", farm=opened.farm.summary)
    kept_farms.remove(wiring.database, who, farm_id, None, now=now, today=today)
    return redirect(page_url("my_farms", gone="1"), 303)


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


def _overtaken(filled: form.Filled, document: Mapping[str, object], other: Overtaken) -> Response:
    """Nothing is lost: what was filled in stays in the form, and what differs is named."""
    theirs = other.farm.document
    differs = [key for key in {**theirs, **document} if theirs.get(key) != document.get(key)]
    words = labels.labels()
    assert filled.kept is not None, "only a kept farm can be overtaken"
    filled.kept = replace(
        filled.kept,
        revision=other.farm.summary.revision,
        overtaken_at=other.farm.summary.changed_at,
        differs=tuple(words.get(key, key).lower() for key in differs),
    )
    answer = form.show(filled, form.shape())
    answer.status_code = Conflict.code
    return answer


def _count(document: Mapping[str, object], key: str) -> int:
    listed = document.get(key)
    return len(listed) if isinstance(listed, list) else 0
