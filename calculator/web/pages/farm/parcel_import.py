"""Parcels read from a file, as often as one likes: first what would change, then only what was ticked.

A table is short and read at once. A map is read in the background; for a small one the page waits a moment, so that nobody
notices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from calculator.domain.place_fact import PlaceFact
from calculator.geography import kinds, process
from calculator.services.background import parcel_imports
from calculator.services.errors import InputProblem, InputProblems
from calculator.store.farms.imports import ImportState, KeptImport
from calculator.web import drafting, identity
from calculator.web.addresses import page_url
from calculator.web.forms import (
    fields,
    own_facts,
    parcel_diff,
    parcel_map,
    parcel_map_words,
    parcel_table,
    quick,
)
from calculator.web.forms import options as lists
from calculator.web.forms.parcel_diff import Change
from calculator.web.forms.parcel_map import Found
from calculator.web.language import language
from calculator.web.pages.farm import form, parts
from calculator.web.pages.farm.form import Filled
from calculator.web.pages.frame import html, watched
from calculator.web.wiring import wired

#: A file, and a little around it.
_MOST_SENT = kinds.MOST_BYTES + 100_000
#: A map that is no larger is read at once, for so many seconds at most; then it goes on in the background.
_SMALL, _QUICK = 1_000_000, 3.0


def answer(draft_id: str) -> Answer:
    """GET asks for a file; POST shows what it would change, and with ``apply`` makes the ticked changes."""
    request.max_content_length = _MOST_SENT
    filled = form.recall(draft_id)
    if filled is None:
        return form.gone()
    if request.method != "POST":
        return _show(filled)
    if not drafting.same_site():
        raise CSRFError
    try:
        if request.form.get("action") == "apply":
            return _applied(filled)
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        most = str(kinds.MOST_BYTES // 1_000_000)
        return _show(filled, problems=(parcel_map_words.refused("too_large", most),), status=413)
    content = sent.read() if sent is not None else b""
    if sent is not None:
        sent.close()
    try:
        if kinds.is_map(content):
            return _begun(content, filled)
        return _found(filled, Found(tuple(parcel_table.read(content, _facts()))), "")
    except InputProblems as wrong:
        return _show(filled, problems=wrong.problems)


def one(draft_id: str, import_id: str) -> Answer:
    """How far a map is, and then what it would change; POST stops the reading."""
    filled = form.recall(draft_id)
    if filled is None:
        return form.gone()
    database = wired().database
    if request.method == "POST":
        if not drafting.same_site():
            raise CSRFError
        parcel_imports.cancel(database, drafting.secret(), import_id)
        return redirect(page_url("farm_import_file", draft_id=draft_id, import_id=import_id), 303)
    kept = parcel_imports.found(database, drafting.secret(), import_id)
    if kept is not None and kept.busy and not parcel_imports.anybody(database, identity.moment()):
        kept = _read_here(kept, None)
    if request.headers.get("HX-Request") and (kept is None or not kept.busy):
        return drafting.private(watched(Response(), busy=False))
    return _so_far(filled, kept, import_id)


def _facts() -> Mapping[str, PlaceFact]:
    return own_facts.columns(wired().services.rulebook())


def _begun(content: bytes, filled: Filled) -> Answer:
    """A map is kept to be read; a small one, or any where nobody works beside, is read before this answers."""
    database, now = wired().database, identity.moment()
    question = parcel_map.question(filled.tree, _facts())
    kept: KeptImport | None
    kept = parcel_imports.begin(database, drafting.secret(), filled.draft, content, question, now)
    at = page_url("farm_import_file", draft_id=filled.draft, import_id=kept.public_id)
    alone = not parcel_imports.anybody(database, now)
    if alone or len(content) <= _SMALL:
        kept = _read_here(kept, None if alone else _QUICK)
    if kept is None or kept.busy:
        return redirect(at, 303)
    return _so_far(filled, kept, kept.public_id)


def _read_here(kept: KeptImport, seconds: float | None) -> KeptImport | None:
    with wired().services.aside():
        return parcel_imports.here(wired().database, drafting.secret(), kept, identity.moment, seconds)


def _so_far(filled: Filled, kept: KeptImport | None, import_id: str) -> Answer:
    if filled.incoming_from.get("file") == import_id:
        return _show(filled, parcel_map.carried(filled.incoming, filled.incoming_from))
    if kept is None:
        # It was taken over, or nobody came for it for an hour.
        return redirect(page_url("farm_import", draft_id=filled.draft), 303)
    if kept.busy:
        page = html("parcel_import_waiting.html", form=filled, kept=kept, steps=process.STEPS)
        return drafting.private(watched(page, busy=True))
    if kept.state is ImportState.CANCELLED:
        return _show(filled, stopped=True)
    read = parcel_imports.answer(wired().database, kept) if kept.state is ImportState.DONE else None
    if read is None:
        return _show(filled, problems=(parcel_imports.BROKEN_OFF,))
    try:
        return _found(filled, parcel_map.found(read, filled.tree, _facts()), import_id)
    except InputProblems as wrong:
        return _show(filled, problems=wrong.problems)


def _found(filled: Filled, found: Found, import_id: str) -> Answer:
    # Kept here and not on the page: outlines are long, and what comes back must be what was read.
    filled.incoming = [row.data() for row in found.rows]
    filled.incoming_from = {"file": import_id, **found.remarks()}
    form.remember(filled)
    if import_id:
        parcel_imports.forget(wired().database, drafting.secret(), import_id)
    return _show(filled, found)


def _applied(filled: Filled) -> Answer:
    rows = parcel_table.carried(filled.incoming)
    picked = request.form.getlist("pick")
    if filled.about == quick.ABOUT and any(key.startswith("new:") for key in picked):
        # With parcels of its own it is a profile, and no estimate any more.
        filled.about = ""
    changed = parcel_diff.apply(filled.tree, rows, picked, language())
    filled.document, filled.incoming, filled.incoming_from = None, [], {}
    return parts.to_parcels(filled, form.shape(), changed)


def _show(
    filled: Filled,
    found: Found | None = None,
    problems: tuple[InputProblem, ...] = (),
    status: int = 422,
    *,
    stopped: bool = False,
) -> Response:
    rulebook = wired().services.rulebook()
    changes = None if found is None else parcel_diff.diff(filled.tree, found.rows)
    names = fields.names_in_table(rulebook, lists.options(rulebook, language())["soils"], language())
    return drafting.private(
        html(
            "parcel_import.html",
            status if problems else 200,
            form=filled,
            changes=changes,
            found=found,
            estimated=_estimated(filled, changes or ()),
            uses=names["land_uses"],
            own=own_facts.told(rulebook, language()),
            problems=problems,
            stopped=stopped,
        )
    )


def _estimated(filled: Filled, changes: Sequence[Change]) -> frozenset[str]:
    """Parcels of the quick estimate whose land the file brings parcel by parcel: kept, it would count twice."""
    if filled.about != quick.ABOUT or not any(change.kind == "new" for change in changes):
        return frozenset()
    gone = {change.name for change in changes if change.kind == "gone"}
    return quick.standing(filled.tree, wired().services.rulebook()) & gone
