"""Parcels read from a table, as often as one likes: first what would change, then only what was ticked."""

from __future__ import annotations

import json

from flask import Response, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as Answer

from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile_parse import parse
from calculator.web import drafting
from calculator.web.forms import fields, parcel_diff, parcel_table
from calculator.web.forms import options as lists
from calculator.web.forms.parcel_table import Row
from calculator.web.language import language
from calculator.web.pages import farm_form as form
from calculator.web.pages import parts
from calculator.web.pages.farm_form import Filled
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def answer(draft_id: str) -> Answer:
    """GET asks for a file; POST shows what it would change, and with ``apply`` makes the ticked changes."""
    filled = form.recall(draft_id)
    if filled is None:
        return form.gone()
    if request.method != "POST":
        return _show(filled)
    if not drafting.same_site():
        raise CSRFError
    if request.form.get("action") == "apply":
        return _applied(filled)
    sent = request.files.get("file")
    content = sent.read(parcel_table.MOST_BYTES + 1) if sent is not None else b""
    if sent is not None:
        sent.close()
    try:
        rows = parcel_table.read(content)
    except InputProblems as wrong:
        return _show(filled, problems=wrong.problems)
    return _show(filled, rows)


def _applied(filled: Filled) -> Answer:
    rows = parcel_table.carried(parse(request.form.get("rows", "[]")))
    changed = parcel_diff.apply(filled.tree, rows, request.form.getlist("pick"))
    filled.document = None
    return parts.to_parcels(filled, form.shape(), changed)


def _show(filled: Filled, rows: list[Row] | None = None, problems: tuple[InputProblem, ...] = ()) -> Response:
    rulebook = wired().services.rulebook()
    names = fields.names_in_table(rulebook, lists.options(rulebook, language())["soils"], language())
    return drafting.private(
        html(
            "parcel_import.html",
            422 if problems else 200,
            form=filled,
            changes=None if rows is None else parcel_diff.diff(filled.tree, rows),
            rows=json.dumps([row.data() for row in rows or []]),
            count=len(rows or []),
            uses=names["land_uses"],
            problems=problems,
        )
    )
