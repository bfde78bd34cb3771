"""A run of a scenario: asked for, watched, and what it told, with its pictures, files, and up to four beside each other."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from calculator.scenarios.answers import curves, pictures
from calculator.scenarios.answers.shapes import NARROW, WIDE
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario.by_form import editing as scenario_editing
from calculator.services.scenario.farms import kept_populations
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running.jobs import Watched
from calculator.store.scenarios.scenario_runs import RunState
from calculator.web import formats, identity
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.files import taken
from calculator.web.forms import numbers
from calculator.web.language import language
from calculator.web.pages.frame import html, watched
from calculator.web.pages.scenarios import begin_form
from calculator.web.views import sheets

MOST_COMPARED = 4
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
    "parquet": "application/zip",
    "json": "application/json",
}


def begin(scenario_id: str) -> Answer:
    """On which farms, and what besides; a POST asks for it."""
    at, who = desk(), identity.asker()
    opened = scenario_bench.opened(at, who, scenario_id)
    problems: tuple[InputProblem, ...] = ()
    form = request.form
    changes = [x for x in scenario_editing.listed(opened.text, at.rulebook()) if x.number_now]
    if request.method == "POST":
        try:
            shares = {str(change.number) for change in changes if change.is_share}
            run = scenario_jobs.begin(at, who, scenario_id, begin_form.read(form, language(), shares))
        except InputProblems as wrong:
            problems = wrong.problems
        else:
            return redirect(page_url("scenario_run", run_id=run.public_id), 303)
    return html(
        "scenario_begin.html",
        422 if problems else 200,
        opened=opened,
        populations=kept_populations.listed(at, who),
        changes=[(x, numbers.localised(x.number_now, language())) for x in changes],
        swept=list(zip(form.getlist("sweep_change"), form.getlist("sweep_values"), strict=False)),
        problems=problems,
        filled=form,
    )


def one(run_id: str) -> Answer:
    """How far it is, or what it told; a POST stops it."""
    at, who = desk(), identity.asker()
    if request.method == "POST":
        scenario_jobs.cancel(at, who, run_id)
        return redirect(page_url("scenario_run", run_id=run_id), 303)
    found = scenario_jobs.watched(at, who, run_id)
    if found.run.state is not RunState.DONE:
        left = found.run.seconds_left(identity.moment())
        return watched(html("scenario_waiting.html", found=found, left=left), busy=found.busy)
    if request.headers.get("HX-Request"):
        return watched(Response(), busy=False)
    _, told = scenario_jobs.answers(at, who, run_id)
    shown = [s for s in told.sheets if s.key not in sheets.ELSEWHERE]
    return html(
        "scenario_run.html",
        found=found,
        told=told,
        pictures=[pictures.pictures(told.sheets, language(), room) for room in (WIDE, NARROW)],
        sheets=[sheets.shown(sheet, language()) for sheet in shown],
    )


def years(run_id: str) -> Response:
    """Progress over the years: who stacks, what is under contracts of several years, and the landscape."""
    found, told = scenario_jobs.answers(desk(), identity.asker(), run_id)
    listed = [s for s in told.sheets if s.key in sheets.ELSEWHERE]
    return html(
        "scenario_years.html",
        found=found,
        told=told,
        pictures=[curves.over_the_years(told.sheets, language(), room) for room in (WIDE, NARROW)],
        sheets=[sheets.shown(sheet, language(), most=400) for sheet in listed],
    )


def report(run_id: str) -> Response:
    """The report, with the same numbers."""
    content = scenario_jobs.report(desk(), identity.asker(), run_id, language())
    return taken(content, "scenario.pdf", "application/pdf")


def file(run_id: str, form: str) -> Response:
    """The answers as a workbook, or as a ZIP of tables."""
    if form not in _KINDS:
        raise NotFound
    _, told = scenario_jobs.answers(desk(), identity.asker(), run_id)
    # Frames and workbooks take large libraries; a worker that never makes one does not load them.
    from calculator.services.scenario.running import files as scenario_files

    if form == "xlsx":
        return taken(scenario_files.xlsx(told, language()), scenario_files.WORKBOOK, _KINDS[form])
    if form == "json":
        return taken(scenario_files.summary(told, language()), scenario_files.SUMMARY, _KINDS[form])
    return taken(scenario_jobs.tables(told, form, language()), f"scenario-{form}.zip", _KINDS[form])


def compare() -> Response:
    """Up to four runs beside each other."""
    at, who = desk(), identity.asker()
    ticked = list(dict.fromkeys(request.args.getlist("run")))
    asked = ticked[:MOST_COMPARED]
    found = [scenario_jobs.answers(at, who, run_id) for run_id in asked]
    told = [(watched, answers) for watched, answers in found]
    costs = [(w.scenario.name[language()], t.totals["difference"]) for w, t in told]
    return html(
        "scenario_compare.html",
        offered=scenario_jobs.finished(at, who)[:60],
        asked=ticked,
        left_out=len(ticked) - len(asked),
        told=told,
        same=len({_farms(watched) for watched, _ in told}) <= 1,
        same_time=sheets.same_time([answers for _, answers in told]),
        rows=sheets.beside(
            [answers for _, answers in told],
            [f"{formats.number(t.farms)} ({w.population.name})" for w, t in told],
            language(),
        ),
        drawn=[curves.beside(costs, language(), room) for room in (WIDE, NARROW)],
    )


def _farms(watched: Watched) -> tuple[int, str | None]:
    return watched.population.id, watched.population.digest
