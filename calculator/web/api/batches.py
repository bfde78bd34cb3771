"""``/api/v1/batches``: statements for many farms, made in the background and taken along as one ZIP."""

from __future__ import annotations

from flask import Response, jsonify
from flask_smorest import Blueprint

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblems
from calculator.services.statement import batch as statement_batch
from calculator.services.statement import batch_life
from calculator.services.statement import zipping as statement_zip
from calculator.store.background.batches import Batch, BatchState, Item, ItemState
from calculator.web import identity
from calculator.web.api import describe, routes, statement_body
from calculator.web.desk import desk
from calculator.web.files import pieces
from calculator.web.language import language

_TEXT: describe.Json = {"type": "string"}
_COUNT: describe.Json = {"type": "integer", "minimum": 0}
_SAID: describe.Json = {"type": ["string", "null"]}
_ITEM: describe.Json = {
    "type": "object",
    "required": ["farm", "farm_name", "state", "statement", "reason"],
    "properties": {
        "farm": _TEXT,
        "farm_name": _TEXT,
        "state": {"type": "string", "enum": [state.value for state in ItemState]},
        "statement": {**_SAID, "description": "The id of the statement, once there is one."},
        "reason": {**_SAID, "description": "Why there is none, where it failed."},
    },
}
_ENTRY: describe.Json = {
    "type": "object",
    "required": ["id", "state", "language", "options", "created_at", "finished_at", "counts", "zip"],
    "properties": {
        "id": _TEXT,
        "state": {"type": "string", "enum": [state.value for state in BatchState]},
        "language": {"type": "string", "enum": ["nl", "en"]},
        "options": {"type": "object", "description": "As they hold for every farm."},
        "created_at": {"type": "string", "format": "date-time"},
        "finished_at": {**_SAID, "format": "date-time"},
        "counts": {
            "type": "object",
            "required": [state.value for state in ItemState],
            "properties": {state.value: _COUNT for state in ItemState},
        },
        "zip": _TEXT,
        "items": {"type": "array", "items": _ITEM, "description": "Only where one batch is asked for."},
    },
}
_ASKED: describe.Json = {
    "type": "object",
    "required": ["farms"],
    "additionalProperties": False,
    "properties": {
        "farms": {
            "type": "array",
            "minItems": 1,
            "maxItems": batch_life.MOST_FARMS,
            "items": _TEXT,
            "description": "The ids of kept farms.",
        },
        **statement_body.OPTIONS,
    },
}


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("batches", __name__, url_prefix="/api/v1", description="Statements for a portfolio.")
    often = {
        "401": describe.problem("Nobody is known to ask."),
        "403": describe.problem("The scope of the token does not reach so far."),
        "429": describe.problem("Too often."),
    }
    one = {**often, "404": describe.problem("There is no such batch of whoever asks.")}
    sent = {
        "400": describe.problem("The body is not JSON, or a session sends no token against forgery."),
        "415": describe.problem("Not JSON."),
        "422": describe.problem("Something in the request is wrong; nothing was begun."),
    }
    entry = describe.answer("The batch.", _ENTRY)
    listed = describe.answer("Newest first.", {"type": "array", "items": _ENTRY})
    file = {"description": "A file per farm and one sheet of all.", "content": {"application/zip": {}}}
    table = (
        ("GET", "/batches", listing, "listBatches", "One's own batches", {"200": listed, **often}),
        ("GET", "/batches/<batch_id>", get, "getBatch", "How far it is, farm by farm", {"200": entry, **one}),
        ("GET", "/batches/<batch_id>.zip", archive, "getBatchFile", "All that was made", {"200": file, **one}),
        ("POST", "/batches/<batch_id>/cancel", cancel, "cancelBatch", "Stop; what was made stays",
         {"200": entry, **one, "400": sent["400"]}),
    )  # fmt: skip
    begun = {"202": entry, **often, **sent}
    routes.add(
        made, "POST", "/batches", begin, "beginBatch", "Ask for statements of many farms", begun, describe.sent(_ASKED),
        parameters=[describe.LANGUAGE],
    )  # fmt: skip
    for each in table:
        routes.add(made, *each)
    return made


def listing() -> Response:
    """Newest first, without the farms."""
    return jsonify([_entry(batch) for batch in batch_life.listed(desk().database, identity.asker())])


def begin() -> Response:
    """It waits for a worker; 202, since nothing is made yet."""
    options = statement_body.read(_ASKED, needed=(), texts=())
    ids = options.get("farms")
    if not isinstance(ids, list) or not all(isinstance(farm, str) for farm in ids):
        wanted = Text("een lijst van kenmerken van bedrijven", "a list of ids of farms")
        raise InputProblems([statement_body.wrong("/farms", wanted)])
    made = statement_batch.begin(desk(), identity.asker(), ids, statement_body.request_of(options))
    answer = jsonify(_entry(made))
    answer.status_code = 202
    answer.headers["Location"] = f"/api/v1/batches/{made.public_id}"
    return answer


def get(batch_id: str) -> Response:
    """How far it is, and how each farm ended."""
    at, who = desk(), identity.asker()
    batch, items = batch_life.progress(at.database, who, batch_id)
    return jsonify(_entry(batch) | {"items": [_item(item) for item in items]})


def archive(batch_id: str) -> Response:
    """Everything that was made so far, with the sheet of all."""
    at, who = desk(), identity.asker()
    batch = batch_life.opened(at.database, who, batch_id)
    return pieces(statement_zip.archive(at, who, batch, language()), f"{batch.public_id}.zip")


def cancel(batch_id: str) -> Response:
    """Stop after the farms under way."""
    at = desk()
    return jsonify(_entry(batch_life.cancel(at.database, identity.asker(), batch_id, at.now())))


def _entry(batch: Batch) -> describe.Json:
    return {
        "id": batch.public_id,
        "state": batch.state.value,
        "language": batch.language,
        "options": dict(batch.options),
        "created_at": batch.created_at.isoformat(),
        "finished_at": batch.finished_at.isoformat() if batch.finished_at else None,
        "counts": {state.value: count for state, count in batch.counts.items()},
        "zip": f"/api/v1/batches/{batch.public_id}.zip",
    }


def _item(item: Item) -> describe.Json:
    return {
        "farm": item.farm,
        "farm_name": item.farm_name,
        "state": item.state.value,
        "statement": item.statement,
        "reason": None if item.reason is None else item.reason[language()],
    }
