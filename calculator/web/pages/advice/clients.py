"""The adviser's desk: the clients with what they need, and what is done with many of them at once."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services.advice import clients, portfolio, result_batch
from calculator.services.advice.clients import Client, Search
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.statement import batch_life
from calculator.services.statement.outputs import MEDIA
from calculator.store.background.batches import BatchKind, ItemState
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.files import taken
from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.pages.statements import batches
from calculator.web.wiring import wired

#: As many as one page shows; what is done with all of them is done with those on other pages too.
SHOWN = 100


def listing() -> Answer:
    """The clients that are searched for; a POST does something with those that are chosen."""
    today = wired().services.today()
    found = _found()
    if request.method != "POST":
        return _page(found)
    chosen = _chosen(found)
    if request.form.get("action") == "statements":
        return batches.page(chosen)
    try:
        if request.form.get("action") == "portfolio":
            return _portfolio(chosen)
        made = result_batch.begin(
            desk(),
            identity.asker(),
            chosen,
            on=request.form.get("on") or today.isoformat(),
            years=request.form.get("years") or str(result_batch.YEARS),
            language=language(),
        )
    except InputProblems as wrong:
        return _page(found, wrong.problems)
    return redirect(page_url("batch", batch_id=made.public_id), 303)


def _portfolio(chosen: list[str]) -> Response:
    wiring = wired()
    made = portfolio.book(
        wiring.database,
        identity.asker(),
        chosen,
        wiring.services.rulebook(),
        now=identity.moment(),
        today=wiring.services.today(),
        language=language(),
    )
    return taken(made, "portfolio.xlsx" if language() == "en" else "portefeuille.xlsx", MEDIA["xlsx"])


def _search() -> Search:
    asked = request.args
    only, order = asked.get("only", ""), asked.get("order", "")
    return Search(
        asked.get("q", "")[:200],
        only if only in clients.FILTERS else "",
        asked.get("keeper", "")[:32],
        order if order in clients.ORDERS else "name",
    )


def _found() -> tuple[list[Client], list[Client]]:
    """Every client, and those that are searched for."""
    wiring = wired()
    today = wiring.services.today()
    everybody = clients.listed(wiring.database, identity.asker(), wiring.services.rulebook(), today)
    return everybody, clients.arranged(everybody, _search(), today)


def _chosen(found: tuple[list[Client], list[Client]]) -> list[str]:
    if request.form.get("all") == "1":
        return [client.farm.public_id for client in found[1]]
    return request.form.getlist("/farms")


def _page(found: tuple[list[Client], list[Client]], problems: tuple[InputProblem, ...] = ()) -> Response:
    wiring, (everybody, shown) = wired(), found
    written = request.args.get("page", "1")
    page = min(int(written) if written.isdecimal() and len(written) < 6 else 1, -(-len(shown) // SHOWN) or 1)
    start = (max(page, 1) - 1) * SHOWN
    made = batch_life.listed(wiring.database, identity.asker(), BatchKind.RESULTS)[:3]
    return html(
        "clients.html",
        422 if problems else 200,
        clients=shown[start : start + SHOWN],
        count=len(shown),
        everybody=len(everybody),
        page=max(page, 1),
        pages=-(-len(shown) // SHOWN) or 1,
        search=_search(),
        asked={name: value for name, value in request.args.to_dict().items() if name != "page"},
        keepers=clients.keepers(everybody),
        filters=clients.FILTERS,
        orders=clients.ORDERS,
        today=wiring.services.today().isoformat(),
        years=request.form.get("years") or result_batch.YEARS,
        on=request.form.get("on") or wiring.services.today().isoformat(),
        ticked=request.form.getlist("/farms"),
        made=made,
        DONE=ItemState.DONE,
        FAILED=ItemState.FAILED,
        problems=problems,
    )
