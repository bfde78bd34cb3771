"""``/api/v1/statements``: asked for, approved, issued, withdrawn; and the file exactly as it was issued."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import NotFound

from calculator.services.statement import life
from calculator.services.statement.requests import Request
from calculator.statements.carrying.purposes import Recipient
from calculator.store.records.statements import Kept
from calculator.web import identity
from calculator.web.api import describe, routes, statement_body
from calculator.web.api.awards import body
from calculator.web.desk import desk
from calculator.web.files import taken
from calculator.web.language import language

_TEXT: describe.Json = {"type": "string"}
_MAYBE: describe.Json = {"type": ["string", "null"]}
ENTRY: describe.Json = {
    "type": "object",
    "required": ["id", "farm", "state", "number", "check_code", "language", "options", "created_at"],
    "properties": {
        "id": _TEXT,
        "farm": _TEXT,
        "farm_name": _TEXT,
        "state": {"type": "string", "enum": ["draft", "approved", "issued", "superseded", "withdrawn"]},
        "number": {**_MAYBE, "description": "2026-000017; null before it is issued."},
        "check_code": _MAYBE,
        "sha256": {**_MAYBE, "description": "Of the file as it was issued."},
        "language": {"type": "string", "enum": ["nl", "en"]},
        "recipient": {**_TEXT, "description": "Empty where it is for the farm itself."},
        "purpose": statement_body.PURPOSE,
        "options": {"type": "object"},
        "warnings": {
            "type": "array",
            "items": _TEXT,
            "description": "What to look at again, such as a recipient whose name nothing bears.",
        },
        "created_at": {"type": "string", "format": "date-time"},
        "issued_on": {**_MAYBE, "format": "date"},
        "supersedes": _MAYBE,
        "superseded_by": _MAYBE,
        "reason": {**_MAYBE, "description": "Why it was withdrawn."},
        "pdf": _TEXT,
        "openings": {**_MAYBE, "description": "Null where nothing is withheld, and before it is issued."},
    },
}
_ASKED: describe.Json = {
    "type": "object",
    "required": ["farm"],
    "additionalProperties": False,
    "properties": {
        "farm": {**_TEXT, "description": "The id of a kept farm."},
        **statement_body.OPTIONS,
        "supersedes": {**_TEXT, "description": "The id of an issued statement of the same farm."},
    },
}
_WHY: describe.Json = {"type": "object", "required": ["reason"], "properties": {"reason": _TEXT}}
_KEY: describe.Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key with the same request gives the same statement; at most 200 visible ASCII signs.",
    "schema": {"type": "string", "maxLength": 200},
}
_FARM: describe.Json = {
    "name": "farm",
    "in": "query",
    "required": True,
    "description": "The id of a kept farm.",
    "schema": _TEXT,
}


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("statements", __name__, url_prefix="/api/v1", description="Reward statements.")
    one = {
        "401": describe.problem("Nobody is known to ask."),
        "403": describe.problem("A mandate or the scope of the token does not reach so far."),
        "404": describe.problem("There is no such statement, as far as whoever asks may know."),
        "429": describe.problem("Too often."),
    }
    sent = {
        "400": describe.problem("The body is not JSON, or a session sends no token against forgery."),
        "415": describe.problem("Not JSON."),
        "422": describe.problem("Something in the request is wrong, or no award can be computed."),
    }
    moved = {"400": sent["400"], "409": describe.problem("The statement is not where this step starts.")}
    entry = describe.answer("The statement.", ENTRY)
    listed = describe.answer("Newest first.", {"type": "array", "items": ENTRY})
    file = {"description": "The file.", "content": {"application/pdf": {}}}
    proof = {"description": "The file.", "content": {"application/json": {}}}
    table = (
        ("GET", "/statements", listing, "listStatements", "The statements of a farm", {"200": listed, **one}),
        ("POST", "/statements", ask, "issueStatement", "Issue a statement; under a mandate, draft one",
         {"200": entry, "201": entry, **one, **sent}, describe.sent(_ASKED)),
        ("GET", "/statements/<statement_id>", get, "getStatement", "A statement", {"200": entry, **one}),
        ("GET", "/statements/<statement_id>.pdf", pdf, "getStatementFile", "Its file",
         {"200": file, **one, "422": describe.problem("A draft, and the rules are no longer those it was computed with.")}),
        ("GET", "/statements/<statement_id>.openings.json", openings, "getStatementOpenings",
         "What proves the values withheld from it; for the farmer alone", {"200": proof, **one}),
        ("POST", "/statements/<statement_id>/approve", approve, "approveStatement", "The farmer agrees",
         {"200": entry, **one, **moved}),
        ("POST", "/statements/<statement_id>/issue", issue, "issueApproved", "Issue what is approved",
         {"200": entry, **one, **moved, "422": sent["422"]}),
        ("POST", "/statements/<statement_id>/withdraw", withdraw, "withdrawStatement", "Take it back",
         {"200": entry, **one, **sent, **moved}, describe.sent(_WHY)),
    )  # fmt: skip
    parameters = {"issueStatement": [_KEY, describe.LANGUAGE], "listStatements": [_FARM]}
    for each in table:
        routes.add(made, *each, parameters=parameters.get(each[3], ()))
    return made


def listing() -> Response:
    """Newest first."""
    found = life.listed(desk(), identity.asker(), request.args.get("farm", ""))
    return jsonify([entry(kept) for kept in found])


def ask() -> Response:
    """A statement; 200 where the key had given it already."""
    at, started = desk(), identity.moment()
    kept = life.ask(at, identity.asker(), _asked(), request.headers.get("Idempotency-Key"))
    answer = jsonify(entry(kept))
    answer.status_code = 201 if kept.created_at >= started else 200
    answer.headers["Location"] = f"/api/v1/statements/{kept.public_id}"
    return answer


def get(statement_id: str) -> Response:
    """What it is and where it is in its life."""
    return jsonify(entry(life.opened(desk(), identity.asker(), statement_id)))


def pdf(statement_id: str) -> Response:
    """The bytes as issued; a draft is drawn for whoever may see it."""
    kept, content = life.file(desk(), identity.asker(), statement_id)
    return taken(content, f"beloningsoverzicht-{kept.number or 'concept'}.pdf", "application/pdf")


def openings(statement_id: str) -> Response:
    """The salts of what was withheld; the farmer can prove a value with them later."""
    kept, content = life.openings(desk(), identity.asker(), statement_id)
    if content is None:
        raise NotFound
    return taken(content, f"{kept.number}.openings.json", "application/json")


def approve(statement_id: str) -> Response:
    """The farmer agrees with a draft as it is."""
    return jsonify(entry(life.approve(desk(), identity.asker(), statement_id)))


def issue(statement_id: str) -> Response:
    """An approved statement gets its number."""
    return jsonify(entry(life.issued(desk(), identity.asker(), statement_id)))


def withdraw(statement_id: str) -> Response:
    """Take it back, with a reason."""
    given = body()
    reason = given.get("reason") if isinstance(given, dict) else None
    why = reason if isinstance(reason, str) else ""
    return jsonify(entry(life.withdraw(desk(), identity.asker(), statement_id, why)))


def entry(kept: Kept) -> describe.Json:
    """A statement as the API tells of it."""
    return {
        "id": kept.public_id,
        "farm": kept.farm,
        "farm_name": kept.farm_name,
        "state": kept.life.value,
        "number": kept.number,
        "check_code": kept.check_code,
        "sha256": kept.pdf_sha256,
        "language": kept.language,
        "recipient": kept.recipient,
        "purpose": kept.purpose,
        "options": {key: value for key, value in kept.options.items() if key != life.UNKNOWN_RECIPIENT},
        "warnings": [said[language()] for said in life.warnings(kept)],
        "created_at": kept.created_at.isoformat(),
        "issued_on": kept.issued_on.isoformat() if kept.issued_on else None,
        "supersedes": kept.supersedes,
        "superseded_by": kept.superseded_by,
        "reason": kept.reason,
        "pdf": f"/api/v1/statements/{kept.public_id}.pdf",
        "openings": f"/api/v1/statements/{kept.public_id}.openings.json" if _withholds(kept) else None,
    }


def _withholds(kept: Kept) -> bool:
    return kept.number is not None and not Recipient(kept.recipient, kept.purpose).gets_all


def _asked() -> Request:
    options = statement_body.read(_ASKED, needed=("farm",), texts=("farm", "supersedes"))
    return replace(
        statement_body.request_of(options),
        farm=str(options["farm"]),
        supersedes=cast("str | None", options.get("supersedes")),
    )
