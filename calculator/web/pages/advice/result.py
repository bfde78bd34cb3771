"""What farmer and advisers calculated of a farm, and what is said of it: figures, days, comments, and who looks after it."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services.advice import client_results, commenting, handing_over, result_batch
from calculator.services.errors import InputProblem, InputProblems, by_pointer
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.language import language
from calculator.web.pages.farm import form
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def show(farm_id: str) -> Answer:
    """An adviser sees the results of the own organisation, the farmer all; a POST calculates, comments, erases or hands over."""
    if request.method != "POST":
        return _page(farm_id)
    wiring, who = wired(), identity.asker()
    now, today = identity.moment(), wiring.services.today()
    kind, _, subject = request.form.get("action", "").partition(":")
    try:
        if kind == "recalculate":
            made = result_batch.begin(
                desk(), who, [farm_id], on=None, years=request.form.get("years"), language=language()
            )
            return redirect(page_url("batch", batch_id=made.public_id), 303)
        if kind == "comment":
            said = request.form.get("/text", "")
            commenting.write(wiring.database, who, farm_id, said, now=now, today=today)
        elif kind == "erase":
            commenting.remove(wiring.database, who, farm_id, subject, now=now, today=today)
        elif kind == "hand-over":
            colleague = request.form.get("/colleague", "")
            link = wiring.settings.public_url.rstrip("/") + page_url("mandates", "nl")
            handing_over.hand_over(
                wiring.database, wiring.outbox, who, farm_id, colleague, link, now=now, today=today
            )
    except InputProblems as wrong:
        return _page(farm_id, wrong.problems)
    return redirect(page_url("farm_result", farm_id=farm_id), 303)


def _page(farm_id: str, problems: tuple[InputProblem, ...] = ()) -> Response:
    wiring, who = wired(), identity.asker()
    today = wiring.services.today()
    found = client_results.of_farm(wiring.database, who, farm_id, now=identity.moment(), today=today)
    mandate = found.mandate
    colleagues = (
        [] if mandate is None else handing_over.colleagues(wiring.database, who, mandate.organisation_id)
    )
    return html(
        "farm_result.html",
        422 if problems else 200,
        found=found,
        farm=found.farm,
        colleagues=[(colleague.public_id, colleague.name) for colleague in colleagues],
        typed=request.form.get("/text", "") if problems else "",
        digest=wiring.services.rulebook().digest,
        years_options=form.years_options(),
        years=str(result_batch.YEARS),
        problems=problems,
        wrong=by_pointer(problems),
        most=commenting.MOST_SIGNS,
    )
