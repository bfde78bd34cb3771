"""The statements of one farm: asked for, approved, issued, withdrawn, taken along, and held against what was paid."""

from __future__ import annotations

from flask import Response, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as Answer

from calculator.domain.scheme import Text
from calculator.domain.statement_life import WORDS, Life, possible
from calculator.services.account import kept_farms
from calculator.services.errors import CannotComplete, InputProblem, InputProblems, by_pointer
from calculator.services.statement import later as statement_later
from calculator.services.statement import life
from calculator.services.statement import paid as statement_paid
from calculator.statements.carrying.purposes import purpose_name
from calculator.statements.outputs.sheets_later import explained
from calculator.web import identity, told
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.files import taken
from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.pages.statements.asked_for import asked, recipients
from calculator.web.wiring import wired


def listing(farm_id: str) -> Answer:
    """What there is, newest first, and what can be done with each."""
    if request.method != "POST":
        return _page(farm_id)
    at, who = desk(), identity.asker()
    action, _, statement = request.form.get("action", "").partition(":")
    try:
        if action == "ask":
            life.ask(at, who, asked(farm_id), request.form.get("key") or None)
        elif action == "approve":
            life.approve(at, who, statement)
        elif action == "issue":
            life.issued(at, who, statement)
        elif action == "withdraw":
            life.withdraw(at, who, statement, request.form.get("reason", ""))
        else:
            raise BadRequest
    except InputProblems as wrong:
        return _page(farm_id, wrong.problems)
    except CannotComplete as stop:
        return _page(farm_id, (InputProblem("", stop.reason, Text("", "")),))
    told.tell("farm_statements", action, farm_id)
    return redirect(page_url("farm_statements", farm_id=farm_id), 303)


def _page(farm_id: str, problems: tuple[InputProblem, ...] = ()) -> Response:
    wiring, who, at = wired(), identity.asker(), desk()
    today = wiring.services.today()
    opened = kept_farms.opened(wiring.database, who, farm_id, now=identity.moment(), today=today)
    found = life.listed(at, who, farm_id)
    return html(
        "my_statements.html",
        422 if problems else 200,
        farm=opened.farm.summary,
        own=opened.permit.mandate is None,
        statements=[
            (
                kept,
                WORDS[kept.life][language()],
                possible(kept.life),
                [said[language()] for said in life.warnings(kept)],
            )
            for kept in found
        ],
        issued=[kept for kept in found if kept.life is Life.ISSUED],
        problems=problems,
        done="" if problems else told.told("farm_statements", farm_id),
        today=today.isoformat(),
        purpose_name=lambda code: purpose_name(code)[language()],
        **recipients(problems),
        # A form that is sent twice asks for one statement.
        key=identity.moment().isoformat(),
    )


def file(statement_id: str) -> Response:
    """The file exactly as it was issued; a draft is drawn."""
    kept, content = life.file(desk(), identity.asker(), statement_id)
    return _pdf(content, gettext("beloningsoverzicht"), kept.number)


def _pdf(content: bytes, kind: str, number: str | None) -> Response:
    draft = gettext("concept")
    return taken(content, f"{kind}-{number or draft}.pdf", "application/pdf")


def openings(statement_id: str) -> Response:
    """What proves the withheld values, for the farmer."""
    kept, content = life.openings(desk(), identity.asker(), statement_id)
    if content is None:
        raise NotFound
    return taken(content, f"{kept.number}.openings.json", "application/json")


def paid(statement_id: str) -> Response:
    """What was expected of a year, what the farmer says was paid, and where the difference comes from."""
    kept, content = life.file(desk(), identity.asker(), statement_id)
    filled = dict(request.form.to_dict()) if request.method == "POST" else {}
    written = (request.form if request.method == "POST" else request.args).get("year", "")
    year = int(written) if written.isdecimal() and len(written) == 4 else None
    problems: tuple[InputProblem, ...] = ()
    given = []
    for name, amount in filled.items():
        scheme, mark, payment = name.removeprefix("/paid/").partition("#")
        if name.startswith("/paid/") and mark and amount.strip():
            try:
                given += statement_paid.paid_amount(scheme, payment, amount, name)
            except InputProblems as wrong:
                problems += wrong.problems
    if request.form.get("form") == "pdf" and not problems:
        made = statement_later.follow_up_statement(content, year, given, wired().services.today(), ours=True)
        return _pdf(made, gettext("opvolging"), kept.number)
    found = statement_later.followed_up(content, year, given, language(), ours=True)
    return html(
        "paid.html",
        422 if problems else 200,
        kept=kept,
        found=found,
        years=statement_later.years_of(content),
        outcomes=[
            (outcome, explained(outcome, "en" if language() == "en" else "nl")) for outcome in found.outcomes
        ],
        filled=filled,
        known=bool(given),
        wrong=by_pointer(problems),
        problems=problems,
    )
