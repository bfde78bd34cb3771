"""``/api/v1/populations``: the farms of the bench for programs, made up, sent and read beside the server, or of one's clients."""

from __future__ import annotations

from flask import Response, jsonify, request
from flask_smorest import Blueprint

from calculator.services.scenario.bench import ScenarioUnknown
from calculator.services.scenario.farms import kept_populations, uploads
from calculator.store.scenarios.population_uploads import KeptUpload
from calculator.store.scenarios.populations import KeptPopulation, Kind
from calculator.web import identity
from calculator.web.api import describe, routes, scenario_body
from calculator.web.desk import desk
from calculator.web.language import language

_TEXT: describe.Json = {"type": "string"}
_STATES = ("ready", "waiting", "running", "refused")
_POPULATION: describe.Json = {
    "type": "object",
    "required": ["id", "name", "kind", "farms", "digest", "created_at", "state", "step", "steps", "problems", "of"],
    "properties": {
        "id": {**_TEXT, "description": "Stays the same once what was sent is read."},
        "name": _TEXT,
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "farms": {"type": ["integer", "null"]},
        "digest": {"type": ["string", "null"]},
        "created_at": {"type": "string", "format": "date-time"},
        "state": {"type": "string", "enum": list(_STATES), "description": "A run may be asked of what is ready."},
        "step": {"type": "integer", "minimum": 0, "description": "How far reading is, of the steps."},
        "steps": {"type": "integer", "minimum": 0},
        "problems": {
            "type": "array",
            "description": "Why it is refused, by table and row.",
            "items": {"type": "object", "required": ["pointer", "message", "remedy"]},
        },
        "of": {"type": "integer", "minimum": 0, "description": "How many problems there are in all."},
    },
}  # fmt: skip
_NAME: describe.Json = {
    "type": "object",
    "required": [],
    "additionalProperties": False,
    "properties": {"name": {**_TEXT, "maxLength": 200}},
}
_TABLES: describe.Json = {
    "type": "object",
    "required": ["tables"],
    "properties": {
        "tables": {
            "type": "array",
            "items": {"type": "string", "format": "binary"},
            "description": "CSV, Parquet, a GeoPackage of the BRP beside the farms, or a ZIP of these (docs/populations.md).",
        },
        "name": {**_TEXT, "maxLength": 200},
        "leave_out": {
            "type": "boolean",
            "default": False,
            "description": "Leave farms with broken rows out.",
        },
        "key": {
            **_TEXT,
            "default": "farm_key",
            "description": "The column of a GeoPackage with the key of the farm.",
        },
    },
}


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("bench_farms", __name__, url_prefix="/api/v1", description="Farms to try scenarios on.")
    often, one, forged = describe.OFTEN_AT_BENCH, describe.ONE_AT_BENCH, describe.FORGED
    sent = {
        **forged,
        "413": describe.problem("Too large."),
        "422": describe.problem("Something is wrong, all of it said; nothing was kept."),
    }
    json = {**sent, "415": describe.problem("Not JSON.")}
    farms = describe.answer("The population.", _POPULATION)
    many = describe.answer("Newest first.", {"type": "array", "items": _POPULATION})
    gone: describe.Json = {"description": "It is gone."}
    table = (
        ("GET", "/populations", listing, "listPopulations", "Farms one may use, and what is being read",
         {"200": many, **often}, None),
        ("POST", "/populations", make, "addPopulation", "Make up farms", {"201": farms, **often, **json},
         describe.sent(scenario_body.POPULATION)),
        ("POST", "/populations/tables", send, "sendPopulation", "Send tables of farms, read in the background",
         {"202": farms, **often, **sent}, describe.sent(_TABLES, "multipart/form-data")),
        ("POST", "/populations/clients", clients, "addClients", "One's own clients who agreed, under pseudonyms",
         {"201": farms, **often, **json}, describe.sent(_NAME)),
        ("GET", "/populations/<population_id>", get, "getPopulation", "One, and how far reading it is",
         {"200": farms, **one}, None),
        ("DELETE", "/populations/<population_id>", remove, "removePopulation", "Stop reading it, or put it away",
         {"204": gone, **one, **forged}, None),
    )  # fmt: skip
    for each in table:
        routes.add(made, *each, parameters=[describe.LANGUAGE])
    return made


def listing() -> Response:
    """What is being read or was refused stands before what one may use."""
    at, who = desk(), identity.asker()
    sent = [_upload(kept) for kept in uploads.listed(at, who)]
    return jsonify([*sent, *(_population(kept) for kept in kept_populations.listed(at, who))])


def make() -> Response:
    """Farms that are made up, by their recipe."""
    options = scenario_body.read(scenario_body.POPULATION)
    kept = kept_populations.synthetic(
        desk(),
        identity.asker(),
        name=str(options.get("name", "")),
        farms=str(options["farms"]),
        seed=str(options.get("seed", 1)),
        kind=str(options.get("kind", "typical")),
        language=language(),
    )
    return _made(_population(kept))


def send() -> Response:
    """Kept, to be read beside the server; 202, since nothing is read yet."""
    files = {f.filename: f.read() for f in request.files.getlist("tables") if f.filename}
    form = request.form
    kept = uploads.send(
        desk(),
        identity.asker(),
        name=form.get("name", ""),
        files=files,
        leave_out=form.get("leave_out", "") in ("true", "1", "on"),
        key=form.get("key", ""),
    )
    return _made(_upload(kept), 202)


def clients() -> Response:
    """An adviser's consenting clients."""
    name = str(scenario_body.read(_NAME).get("name", ""))
    return _made(_population(kept_populations.clients(desk(), identity.asker(), name)))


def get(population_id: str) -> Response:
    """What was sent and is being read, or a population."""
    at, who = desk(), identity.asker()
    sent = [kept for kept in uploads.listed(at, who) if kept.public_id == population_id]
    return jsonify(_upload(sent[0]) if sent else _population(kept_populations.one(at, who, population_id)))


def remove(population_id: str) -> Response:
    """Reading stops at once; the runs on a population stay."""
    at, who = desk(), identity.asker()
    try:
        uploads.let_go(at, who, population_id)
    except ScenarioUnknown:
        kept_populations.archive(at, who, population_id)
    return Response(status=204)


def _made(body: describe.Json, status: int = 201) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    answer.headers["Location"] = f"/api/v1/populations/{body['id']}"
    return answer


def _population(kept: KeptPopulation) -> describe.Json:
    return {
        "id": kept.public_id,
        "name": kept.name,
        "kind": kept.kind.value,
        "farms": kept.farms,
        "digest": kept.digest,
        "created_at": kept.created_at.isoformat(),
        "state": "ready",
        "step": 0,
        "steps": 0,
        "problems": [],
        "of": 0,
    }


def _upload(kept: KeptUpload) -> describe.Json:
    return {
        "id": kept.public_id,
        "name": kept.name,
        "kind": Kind.UPLOADED.value,
        "farms": None,
        "digest": None,
        "created_at": kept.created_at.isoformat(),
        "state": kept.state.value,
        "step": kept.step,
        "steps": uploads.STEPS,
        "problems": [
            {"pointer": p.pointer, "message": p.message[language()], "remedy": p.remedy[language()]}
            for p in uploads.problems(kept)
        ],
        "of": kept.of,
    }
