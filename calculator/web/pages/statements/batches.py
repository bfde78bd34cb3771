"""Many farms at once, in the background: statements are asked for here, and every batch is followed and stopped here."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services.account import kept_farms
from calculator.services.account.rights import Action
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.statement import batch as statement_batch
from calculator.services.statement import batch_life
from calculator.services.statement import zipping as statement_zip
from calculator.store.background.batches import BatchKind, BatchState, ItemState
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.files import pieces
from calculator.web.language import language
from calculator.web.pages.frame import html, watched
from calculator.web.pages.statements.asked_for import asked, recipients
from calculator.web.wiring import wired


def listing() -> Answer:
    """The batches of the person, and the form for a new one."""
    if request.method != "POST":
        return page(())
    try:
        made = statement_batch.begin(desk(), identity.asker(), request.form.getlist("/farms"), asked())
    except InputProblems as wrong:
        return page(request.form.getlist("/farms"), wrong.problems)
    return redirect(page_url("batch", batch_id=made.public_id), 303)


def page(chosen: Collection[str], problems: tuple[InputProblem, ...] = ()) -> Response:
    """The form with those farms chosen (none: all of them), and the batches there were."""
    wiring, who = wired(), identity.asker()
    today = wiring.services.today()
    shown = kept_farms.listed(wiring.database, who, today)
    made = batch_life.listed(wiring.database, who)
    return html(
        "batches.html",
        422 if problems else 200,
        farms=[e.farm for e in shown if e.mandate is None or Action.ISSUE in e.mandate.scope],
        chosen=chosen,
        made=made,
        problems=problems,
        today=today.isoformat(),
        **recipients(problems),
        DONE=ItemState.DONE,
        FAILED=ItemState.FAILED,
    )


def one(batch_id: str) -> Answer:
    """How far it is, farm by farm."""
    at, who = desk(), identity.asker()
    if request.method == "POST":
        batch_life.cancel(at.database, who, batch_id, at.now(), kind=None)
        return redirect(page_url("batch", batch_id=batch_id), 303)
    batch, items = batch_life.progress(at.database, who, batch_id, kind=None)
    busy = batch.state in (BatchState.WAITING, BatchState.RUNNING)
    page = html(
        "batch.html",
        batch=batch,
        items=items,
        busy=busy,
        results=batch.kind is BatchKind.RESULTS,
        DONE=ItemState.DONE,
        FAILED=ItemState.FAILED,
        WAITING=ItemState.WAITING,
    )
    return watched(page, busy=busy)


def archive(batch_id: str) -> Response:
    """Everything that was made so far, with the sheet of all."""
    at, who = desk(), identity.asker()
    batch = batch_life.opened(at.database, who, batch_id)
    return pieces(statement_zip.archive(at, who, batch, language()), "stapelwijzer.zip")
