"""The farms to try scenarios on: made up from sourced margins, sent as tables, or an adviser's consenting clients."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services.account.rights import Actor
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.farms import kept_populations, uploads
from calculator.services.statement.life import Desk
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.language import language
from calculator.web.pages.frame import html


def listing() -> Answer:
    """Those that one may use, and what was sent and is being read; a POST adds one, puts one away or stops reading."""
    at, who = desk(), identity.asker()
    if request.method != "POST":
        return _page(at, who)
    try:
        _do(at, who, request.form.get("action", ""))
    except InputProblems as wrong:
        return _page(at, who, wrong.problems)
    return redirect(page_url("populations"), 303)


def _do(at: Desk, who: Actor, action: str) -> None:
    form, name = request.form, request.form.get("name", "")
    word, _, rest = action.partition(":")
    if word == "synthetic":
        kept_populations.synthetic(
            at,
            who,
            name=name,
            farms=form.get("farms", "").strip().replace(".", ""),
            seed=form.get("seed", "").strip() or "1",
            kind=form.get("kind", ""),
            language=language(),
        )
    elif word == "upload":
        sent = request.files.getlist("tables")
        files = {file.filename: file.read() for file in sent if file.filename}
        leave_out, key = "leave_out" in form, form.get("key", "")
        uploads.send(at, who, name=name, files=files, leave_out=leave_out, key=key)
    elif word == "stop":
        uploads.let_go(at, who, rest)
    elif word == "clients":
        kept_populations.clients(at, who, name)
    elif word == "archive":
        kept_populations.archive(at, who, rest)


def _page(at: Desk, who: Actor, problems: tuple[InputProblem, ...] = ()) -> Response:
    sent = uploads.listed(at, who)
    return html(
        "populations.html",
        422 if problems else 200,
        populations=kept_populations.listed(at, who),
        sent=[(kept, uploads.problems(kept)) for kept in sent],
        busy=any(kept.busy for kept in sent),
        steps=uploads.STEPS,
        mine=who.user.id,
        adviser=kept_populations.is_adviser(who),
        problems=problems,
        filled=request.form,
    )
