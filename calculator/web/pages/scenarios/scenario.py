"""The scenarios of the project group: the list, and one scenario with what changes, who sees it and what is said of it."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.domain.scheme import Text
from calculator.scenarios import ready
from calculator.scenarios.reform import telling
from calculator.services.account.rights import Actor
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.bench import Opened
from calculator.services.scenario.by_form import editing as scenario_editing
from calculator.services.scenario.by_form import kinds as scenario_kinds
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.statement.life import Desk
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.files import taken
from calculator.web.forms import numbers
from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.pages.scenarios import head_form


def listing() -> Answer:
    """One's own and those shared with one; a POST makes a new one."""
    at, who = desk(), identity.asker()
    if request.method == "POST":
        try:
            made = scenario_bench.create(at, who, _new_text(at, who))
        except InputProblems as wrong:
            return _list(at, who, wrong.problems)
        return redirect(page_url("scenario", scenario_id=made.public_id), 303)
    return _list(at, who)


def _list(at: Desk, who: Actor, problems: tuple[InputProblem, ...] = ()) -> Response:
    shown = scenario_bench.listed(at, who)
    return html(
        "scenarios.html",
        422 if problems else 200,
        scenarios=[s for s in shown if not s.archived],
        archived=[s for s in shown if s.archived],
        ready=[scenario_rules.read(*scenario_rules.named(name)) for name in ready.names()],
        mine=who.user.id,
        today=at.today(),
        runs=scenario_jobs.finished(at, who)[:10],
        problems=problems,
        filled=request.form,
    )


def _new_text(at: Desk, who: Actor) -> str:
    """The file that was pasted, a copy of one that comes along, or an empty one with the name that was given."""
    pasted, copied = request.form.get("text", ""), request.form.get("ready", "")
    if pasted.strip():
        return pasted
    own = ready.content(copied)
    if own is not None:
        return scenario_editing.copied(own.decode(), lambda code: scenario_bench.free(at, who, code))
    return _begun(at)


def _begun(at: Desk) -> str:
    """An empty one; raises InputProblems with all that is wrong with its name, day and years."""
    form, problems, text = request.form, list[InputProblem](), ""
    on, years = numbers.sent_day(form.get("on", "")) or at.today().isoformat(), form.get("years", "") or "1"
    try:
        text = scenario_editing.new(
            name=form.get("name", ""), on=on, years=years, below=form.get("below", "")
        )
    except InputProblems as wrong:
        problems += wrong.problems
    problems += head_form.wrong_day_or_years(at, on, years)
    if problems:
        raise InputProblems(problems)
    return text


def one(scenario_id: str) -> Answer:
    """What it changes, old and new side by side; a POST changes one thing of it."""
    at, who = desk(), identity.asker()
    if request.method != "POST":
        return _page(at, who, scenario_id)
    try:
        _do(at, who, scenario_id, request.form.get("action", ""))
    except InputProblems as wrong:
        return _page(at, who, scenario_id, wrong.problems)
    return redirect(page_url("scenario", scenario_id=scenario_id), 303)


def _do(at: Desk, who: Actor, scenario_id: str, action: str) -> None:
    word, _, rest = action.partition(":")
    if word == "text":
        scenario_bench.save(at, who, scenario_id, request.form.get("text", ""))
    elif word == "head":
        text = scenario_bench.opened(at, who, scenario_id).text
        given = head_form.read(at, request.form, language())
        scenario_bench.save(at, who, scenario_id, scenario_editing.with_head(text, given))
    elif word == "remove":
        text = scenario_bench.opened(at, who, scenario_id).text
        number = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 5 else 0
        scenario_bench.save(at, who, scenario_id, scenario_editing.without_change(text, number))
    elif word == "share":
        scenario_bench.share(at, who, scenario_id, request.form.get("email", ""))
    elif word == "unshare":
        scenario_bench.unshare(at, who, scenario_id, rest)
    elif word == "comment":
        scenario_bench.comment(at, who, scenario_id, request.form.get("said", ""))
    elif word in ("archive", "restore"):
        scenario_bench.archive(at, who, scenario_id, away=word == "archive")


def _page(at: Desk, who: Actor, scenario_id: str, problems: tuple[InputProblem, ...] = ()) -> Response:
    opened = scenario_bench.opened(at, who, scenario_id)
    sides, outdated = _sides(at, who, opened)
    head = scenario_editing.head(opened.text)
    return html(
        "scenario.html",
        422 if problems else 200,
        opened=opened,
        head=head,
        changes=scenario_editing.listed(opened.text, at.rulebook()),
        kinds=scenario_kinds.KINDS,
        sides=sides,
        outdated=outdated,
        drafts="new_scheme" in opened.text,
        runs=scenario_jobs.of_scenario(at, who, scenario_id),
        shared=scenario_bench.shared_with(at, who, scenario_id),
        comments=scenario_bench.comments(at, who, scenario_id),
        problems=problems,
        filled=request.form,
        day=date.fromisoformat(head["on"]),
        below=_below(at, who, opened),
    )


def _below(at: Desk, who: Actor, opened: Opened) -> list[tuple[str, str]]:
    """What it may stand on: code and name of the other scenarios that one sees, and of those that come along."""
    own = [(s.code, s.name) for s in scenario_bench.listed(at, who) if not s.archived]
    along = [scenario_rules.read(*scenario_rules.named(name)) for name in ready.names()]
    every = [*own, *((s.id, s.name) for s in along)]
    return [(code, said(name)) for code, name in every if code != opened.kept.code]


def _sides(at: Desk, who: Actor, opened: Opened) -> tuple[tuple[telling.Told, ...], tuple[InputProblem, ...]]:
    """Old and new; the rules may have changed since, so that it fits no more."""
    try:
        made = scenario_bench.set_up(at, who, opened.text, opened.kept.owner_id)
    except InputProblems as wrong:
        return (), wrong.problems
    return telling.told(made.before, made.after, made.scenario), ()


def file(scenario_id: str) -> Response:
    """The scenario as a file for the command."""
    opened = scenario_bench.opened(desk(), identity.asker(), scenario_id)
    return taken(opened.text.encode(), f"{opened.kept.code}.yaml", "application/yaml")


def drafts(scenario_id: str) -> Response:
    """Its draft schemes as rule files."""
    at, who = desk(), identity.asker()
    opened = scenario_bench.opened(at, who, scenario_id)
    made = scenario_bench.set_up(at, who, opened.text, opened.kept.owner_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in scenario_rules.drafts(made).items():
            archive.writestr(name, content)
    return taken(packed.getvalue(), f"{opened.kept.code}-regels.zip", "application/zip")


def said(text: Text) -> str:
    """A text in the language of the page."""
    return text[language()]
