"""Key figures read from a file: first what would change, then only what was ticked."""

from __future__ import annotations

from flask import Response, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as Answer

from calculator.services.errors import InputProblem, InputProblems
from calculator.web import drafting
from calculator.web.addresses import page_url
from calculator.web.forms import key_figures, options
from calculator.web.forms.key_figures import Figures
from calculator.web.language import language
from calculator.web.pages.farm import form, parts_saving
from calculator.web.pages.farm.form import Filled
from calculator.web.pages.frame import html
from calculator.web.wiring import rows, string, wired


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
    content = sent.read(key_figures.MOST_BYTES + 1) if sent is not None else b""
    try:
        found = key_figures.read(content, wired().services.rulebook())
    except InputProblems as wrong:
        return _show(filled, problems=wrong.problems)
    filled.incoming = [{"code": figure.code, "value": figure.value} for figure in found.figures]
    form.remember(filled)
    return _show(filled, found)


def _applied(filled: Filled) -> Answer:
    picked = set(request.form.getlist("pick"))
    read = {string(row["code"]): string(row["value"]) for row in rows(filled.incoming) if "code" in row}
    key_figures.apply(filled.tree, {code: value for code, value in read.items() if code in picked})
    filled.document, filled.incoming = None, []
    parts_saving.keep(filled, form.shape())
    return redirect(page_url("farm_part", draft_id=filled.draft, part="indicators"), 303)


def _show(filled: Filled, found: Figures | None = None, problems: tuple[InputProblem, ...] = ()) -> Response:
    listed = options.indicators(wired().services.rulebook(), language())
    return drafting.private(
        html(
            "key_figures.html",
            422 if problems else 200,
            form=filled,
            found=found,
            changes=None if found is None else key_figures.changes(filled.tree, found),
            names={code: (name, unit) for code, name, unit in listed},
            problems=problems,
        )
    )
