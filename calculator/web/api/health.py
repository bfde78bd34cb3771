"""Whether the service lives, and whether it can do its work."""

from __future__ import annotations

from flask import Response, jsonify
from flask_smorest import Blueprint

from calculator.domain.rulebook import Rulebook
from calculator.services.registry.rulebooks import RulesRefused
from calculator.store import Database, RulebooksSeen
from calculator.store.background import workers
from calculator.web import identity
from calculator.web.api import describe
from calculator.web.language import language
from calculator.web.wiring import wired

#: So many problems of the rules stand in an answer.
_MOST_TOLD = 20
_READY: dict[str, object] = {
    "type": "object",
    "required": ["status", "database", "migrations", "rulebook", "worker"],
    "properties": {
        "status": {"enum": ["ready", "not ready"]},
        "database": {"type": "string"},
        "migrations": {"enum": ["current", "behind"]},
        "worker": {
            "enum": ["alive", "silent", "none", "unknown"],
            "description": "The process that makes batches: silent where it ended without saying so, none where none runs.",
        },
        "rulebook": {
            "type": "object",
            "properties": {
                "digest": {"type": "string"},
                "since": {"type": ["string", "null"], "format": "date-time"},
                "schemes": {"type": "integer"},
                "problems": {"type": "array", "items": {"type": "string"}},
            },
        },
    },
}


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("health", __name__, description="For whoever runs the service.")
    alive = describe.answer("The process answers.", {"type": "object"})
    made.route("/healthz", methods=["GET"])(
        made.doc(operationId="health", summary="Alive", responses={"200": alive})(health)
    )
    documented = made.doc(
        operationId="ready",
        summary="Database, migrations, rules and the process in the background",
        responses={
            "200": describe.answer("The service can work.", _READY),
            "503": describe.answer("It cannot; the body says why.", _READY),
        },
    )
    made.route("/readyz", methods=["GET"])(documented(ready))
    return made


def health() -> Response:
    """Looks at nothing but the process itself."""
    return jsonify(status="ok")


def ready() -> Response:
    """A database that does not answer is 503 through the common handler. Tables that are behind, rules with any problem
    and a process in the background that fell silent are 503 here. The first problems of the rules are named;
    ``stapelwijzer rules check`` names all.
    """
    wiring = wired()
    current = wiring.database.is_current()
    try:
        rules = _rules(wiring.services.rulebook(), wiring.database, current)
        sound = True
    except RulesRefused as refused:
        told = [f"{p.pointer}: {p.message[language()]} {p.remedy[language()]}" for p in refused.as_input()]
        rules, sound = {"problems": told[:_MOST_TOLD]}, False
    worker = _worker(wiring.database, current)
    fit = current and sound and worker != "silent"
    answer = jsonify(
        status="ready" if fit else "not ready",
        database="reachable",
        migrations="current" if current else "behind",
        rulebook=rules,
        worker=worker,
    )
    answer.status_code = 200 if fit else 503
    return answer


def _worker(database: Database, current: bool) -> str:
    if not current:
        return "unknown"
    with database.transaction() as unit:
        return workers.state(unit, identity.moment())


def _rules(rulebook: Rulebook, database: Database, current: bool) -> dict[str, object]:
    since = RulebooksSeen(database).since(rulebook.digest) if current else None
    return {
        "digest": rulebook.digest,
        "since": since.isoformat() if since else None,
        "schemes": len({scheme.id for scheme in rulebook.schemes}),
    }
