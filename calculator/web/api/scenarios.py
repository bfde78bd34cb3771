"""``/api/v1/scenarios``: the bench for programs, with the same answers as the command."""

from __future__ import annotations

from flask import Response, jsonify
from flask_smorest import Blueprint

from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running.jobs import Watched
from calculator.store.scenarios.scenario_runs import RunState
from calculator.store.scenarios.scenarios import KeptScenario
from calculator.web import identity
from calculator.web.api import describe, routes, scenario_body
from calculator.web.desk import desk
from calculator.web.language import language
from calculator.web.pages.scenarios import runs as scenario_runs
from calculator.web.pages.scenarios import scenario as scenario_pages

_TEXT: describe.Json = {"type": "string"}
_SAID: describe.Json = {"type": ["string", "null"]}
_COUNT: describe.Json = {"type": "integer", "minimum": 0}
_ENTRY: describe.Json = {
    "type": "object",
    "required": ["id", "scenario", "name", "stands_on", "version", "changed_at", "archived", "mine"],
    "properties": {
        "id": _TEXT,
        "scenario": {**_TEXT, "description": "Its id in the file."},
        "name": _TEXT,
        "stands_on": _SAID,
        "version": _COUNT,
        "changed_at": {"type": "string", "format": "date-time"},
        "archived": {"type": "boolean"},
        "mine": {"type": "boolean"},
        "text": {**_TEXT, "description": "The file; only where one scenario is asked for."},
    },
}
_RUN: describe.Json = {
    "type": "object",
    "required": ["id", "scenario", "population", "version", "state", "done", "total", "seconds_left", "reason",
                 "receipt", "created_at", "finished_at", "options"],
    "properties": {
        "id": _TEXT,
        "scenario": _TEXT,
        "population": _TEXT,
        "version": _COUNT,
        "state": {"type": "string", "enum": [state.value for state in RunState]},
        "done": {**_COUNT, "description": "Farms worked out, of the total that is foreseen."},
        "total": _COUNT,
        "seconds_left": {"type": ["integer", "null"], "minimum": 0},
        "reason": {**_SAID, "description": "Why it failed."},
        "receipt": _SAID,
        "created_at": {"type": "string", "format": "date-time"},
        "finished_at": {**_SAID, "format": "date-time"},
        "options": {"type": "object"},
    },
}  # fmt: skip
_ANSWERS: describe.Json = {
    "type": "object",
    "required": ["scenario", "name", "receipt", "farms", "synthetic", "population", "left_out", "totals", "sheets"],
    "description": "As summary.json of the command: what is withheld is null.",
    "properties": {
        "receipt": {"type": "object"},
        "totals": {"type": "object"},
        "sheets": {"type": "array", "items": {"type": "object", "required": ["key", "title", "columns", "rows"]}},
    },
}  # fmt: skip


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("scenarios", __name__, url_prefix="/api/v1", description="What if a scheme changed.")
    often, one, forged = describe.OFTEN_AT_BENCH, describe.ONE_AT_BENCH, describe.FORGED
    sent = {
        **forged,
        "413": describe.problem("Too large."),
        "415": describe.problem("Not JSON."),
        "422": describe.problem("Something is wrong, all of it said; nothing was kept."),
    }
    entry, run = describe.answer("The scenario.", _ENTRY), describe.answer("The run.", _RUN)

    def many(schema: describe.Json) -> describe.Json:
        return describe.answer("Newest first.", {"type": "array", "items": schema})

    draft_body, run_body = describe.sent(scenario_body.SCENARIO), describe.sent(scenario_body.RUN)
    table = (
        ("GET", "/scenarios", listing, "listScenarios", "Scenarios one sees", {"200": many(_ENTRY), **often}, None),
        ("POST", "/scenarios", add, "addScenario", "Keep a scenario", {"201": entry, **often, **sent}, draft_body),
        ("GET", "/scenarios/<scenario_id>", get, "getScenario", "One with its file", {"200": entry, **one}, None),
        ("PUT", "/scenarios/<scenario_id>", put, "saveScenario", "Keep another version", {"200": entry, **one, **sent},
         draft_body),
        ("GET", "/scenarios/<scenario_id>/runs", runs, "listRuns", "Its runs", {"200": many(_RUN), **one}, None),
        ("POST", "/scenarios/<scenario_id>/runs", begin, "beginRun", "Run it in the background", {"202": run, **one, **sent},
         run_body),
        ("GET", "/scenarios/runs/<run_id>", state, "getRun", "How far it is", {"200": run, **one}, None),
        ("GET", "/scenarios/runs/<run_id>/answers", answers, "getRunAnswers", "What it told, once it is done",
         {"200": describe.answer("The answers.", _ANSWERS), **one}, None),
        ("POST", "/scenarios/runs/<run_id>/cancel", cancel, "cancelRun", "Stop it", {"200": run, **one, **forged}, None),
        ("GET", "/scenarios/runs/<run_id>/answers.<form>", file, "getRunFile", "The same as xlsx, csv, parquet, json or pdf",
         {"200": {"description": "The file.", "content": {"application/octet-stream": {}}}, **one}, None),
        ("GET", "/scenarios/<scenario_id>/drafts.zip", drafts, "getDrafts", "Its draft schemes as rule files",
         {"200": {"description": "The files.", "content": {"application/zip": {}}}, **one,
          "422": describe.problem("It has no draft scheme, or the rules have changed since.")}, None),
    )  # fmt: skip
    for each in table:
        routes.add(made, *each, parameters=[describe.LANGUAGE])
    return made


def listing() -> Response:
    """One's own and those shared with one."""
    return jsonify([_entry(kept) for kept in scenario_bench.listed(desk(), identity.asker())])


def add() -> Response:
    """A new scenario; everything that is wrong with the file is said."""
    text = str(scenario_body.read(scenario_body.SCENARIO)["text"])
    return _made(
        _entry(kept := scenario_bench.create(desk(), identity.asker(), text)), f"scenarios/{kept.public_id}"
    )


def get(scenario_id: str) -> Response:
    """One with its file."""
    opened = scenario_bench.opened(desk(), identity.asker(), scenario_id)
    return jsonify(_entry(opened.kept) | {"text": opened.text})


def put(scenario_id: str) -> Response:
    """Another version of it."""
    at, who = desk(), identity.asker()
    scenario_bench.opened(at, who, scenario_id)
    text = str(scenario_body.read(scenario_body.SCENARIO)["text"])
    return jsonify(_entry(scenario_bench.save(at, who, scenario_id, text)))


def runs(scenario_id: str) -> Response:
    """Its runs, newest first."""
    found = scenario_jobs.of_scenario(desk(), identity.asker(), scenario_id)
    return jsonify([_run(watched) for watched in found])


def begin(scenario_id: str) -> Response:
    """It waits for a worker; 202, since nothing is worked out yet."""
    at, who = desk(), identity.asker()
    scenario_bench.opened(at, who, scenario_id)
    options = scenario_body.read(scenario_body.RUN)
    run = scenario_jobs.begin(at, who, scenario_id, scenario_body.asked(options))
    watched = scenario_jobs.watched(at, who, run.public_id)
    return _made(_run(watched), f"scenarios/runs/{run.public_id}", 202)


def state(run_id: str) -> Response:
    """How far it is, with an estimate."""
    return jsonify(_run(scenario_jobs.watched(desk(), identity.asker(), run_id)))


def answers(run_id: str) -> Response:
    """What it told: the same as ``stapelwijzer scenario run --json``."""
    _, told = scenario_jobs.answers(desk(), identity.asker(), run_id)
    # Frames take a large library; a worker that never needs one does not load it.
    from calculator.services.scenario.running import files as scenario_files

    answer = jsonify(scenario_files.data(told, language()))
    answer.headers["Content-Language"] = language()
    answer.vary.add("Accept-Language")
    return answer


def cancel(run_id: str) -> Response:
    """Stop it; what was finished is kept."""
    at, who = desk(), identity.asker()
    scenario_jobs.cancel(at, who, run_id)
    return jsonify(_run(scenario_jobs.watched(at, who, run_id)))


def file(run_id: str, form: str) -> Response:
    """The answers as a file, as the page gives them."""
    if form == "pdf":
        return scenario_runs.report(run_id)
    return scenario_runs.file(run_id, form)


def drafts(scenario_id: str) -> Response:
    """Its draft schemes as rule files."""
    return scenario_pages.drafts(scenario_id)


def _made(body: describe.Json, where: str, status: int = 201) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    answer.headers["Location"] = f"/api/v1/{where}"
    return answer


def _entry(kept: KeptScenario) -> describe.Json:
    return {
        "id": kept.public_id,
        "scenario": kept.code,
        "name": kept.name[language()],
        "stands_on": kept.stands_on,
        "version": kept.version,
        "changed_at": kept.changed_at.isoformat(),
        "archived": kept.archived,
        "mine": kept.owner_id == identity.asker().user.id,
    }


def _run(watched: Watched) -> describe.Json:
    run = watched.run
    return {
        "id": run.public_id,
        "scenario": watched.scenario.public_id,
        "population": watched.population.public_id,
        "version": run.version,
        "state": run.state.value,
        "done": run.done,
        "total": run.total,
        "seconds_left": run.seconds_left(identity.moment()),
        "reason": None if run.reason is None else run.reason[language()],
        "receipt": run.receipt,
        "created_at": run.created_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "options": dict(run.options),
    }
