"""Parcels read from a file, as often as one likes: first what would change, then only what was ticked."""

from __future__ import annotations

from flask import Response, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from calculator.geography import kinds
from calculator.services.errors import InputProblem, InputProblems
from calculator.web import drafting
from calculator.web.forms import fields, parcel_diff, parcel_map, parcel_map_words, parcel_table
from calculator.web.forms import options as lists
from calculator.web.forms.parcel_map import Found
from calculator.web.language import language
from calculator.web.pages import farm_form as form
from calculator.web.pages import parts
from calculator.web.pages.farm_form import Filled
from calculator.web.pages.frame import html
from calculator.web.wiring import wired

#: A file, and a little around it.
_MOST_SENT = kinds.MOST_BYTES + 100_000


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
        found = _read(content, filled)
    except InputProblems as wrong:
        return _show(filled, problems=wrong.problems)
    # Kept here and not on the page: outlines are long, and what comes back must be what was read.
    filled.incoming = [row.data() for row in found.rows]
    form.remember(filled)
    return _show(filled, found)


def _read(content: bytes, filled: Filled) -> Found:
    if not kinds.is_map(content):
        return Found(tuple(parcel_table.read(content)))
    with wired().services.aside():
        return parcel_map.read(content, filled.tree)


def _applied(filled: Filled) -> Answer:
    rows = parcel_table.carried(filled.incoming)
    changed = parcel_diff.apply(filled.tree, rows, request.form.getlist("pick"), language())
    filled.document, filled.incoming = None, []
    return parts.to_parcels(filled, form.shape(), changed)


def _show(
    filled: Filled,
    found: Found | None = None,
    problems: tuple[InputProblem, ...] = (),
    status: int = 422,
) -> Response:
    rulebook = wired().services.rulebook()
    names = fields.names_in_table(rulebook, lists.options(rulebook, language())["soils"], language())
    return drafting.private(
        html(
            "parcel_import.html",
            status if problems else 200,
            form=filled,
            changes=None if found is None else parcel_diff.diff(filled.tree, found.rows),
            found=found,
            uses=names["land_uses"],
            problems=problems,
        )
    )
