"""``/api/v1/farms``: the farms of whoever is signed in or shows a token. An ETag is the revision that was read."""

from __future__ import annotations

from typing import cast

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired

from calculator.services.account import kept_farms
from calculator.services.account.kept_farms import Listed, Overtaken
from calculator.store.farms.farms import FarmSummary
from calculator.web import identity
from calculator.web.api import describe, routes
from calculator.web.api.awards import body
from calculator.web.problems import http_error
from calculator.web.wiring import wired

_ENTRY: describe.Json = {
    "type": "object",
    "required": ["id", "name", "revision", "changed_at", "mandate"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "revision": {"type": "integer", "minimum": 1},
        "changed_at": {"type": "string", "format": "date-time"},
        "mandate": {
            "description": "The mandate that opens a farm of somebody else; null where it is one's own.",
            "type": ["object", "null"],
            "properties": {
                "id": {"type": "string"},
                "organisation": {"type": "string"},
                "scope": {"type": "array", "items": {"type": "string"}},
                "end": {"type": "string", "format": "date"},
            },
        },
    },
}
_LIST: describe.Json = {"type": "array", "items": _ENTRY}
_IF_MATCH: describe.Json = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag that was read.",
    "schema": {"type": "string"},
}
_UNKNOWN = describe.problem("Nobody is known to ask: no session, and no token that is good.")
_FORBIDDEN = describe.problem("A mandate or the scope of the token does not reach so far; the body says why.")
_ABSENT = describe.problem("There is no such farm, as far as whoever asks may know.")
_WRONG = describe.problem("The profile is wrong.")
_FORGED = describe.problem("The body is not JSON, or a session sends no token against forgery.")
_CHANGED = describe.problem(
    "Somebody saved it since; nothing was changed. The ETag is what stands there now."
)
_BLIND = describe.problem("If-Match is missing.")
_FULL = describe.problem("Too often.")


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("farms", __name__, url_prefix="/api/v1", description="Kept farms, under an account.")
    profile = describe.answer("The profile, with its ETag.", describe.reference("FarmProfile"))
    entry = describe.answer("What is kept, with its ETag.", _ENTRY)
    often = {"401": _UNKNOWN, "403": _FORBIDDEN, "429": _FULL}
    one = {**often, "404": _ABSENT}
    sent = {"400": _FORGED, "413": describe.problem("Too large."), "415": describe.problem("Not JSON.")}
    table = (
        ("GET", "/farms", listing, "listFarms", "Farms one may open", {"200": describe.answer("All.", _LIST), **often}),
        ("POST", "/farms", add, "addFarm", "Keep a farm", {"201": entry, **often, **sent, "422": _WRONG},
         describe.body("FarmProfile")),
        ("GET", "/farms/<farm_id>", get, "getFarm", "A profile", {"200": profile, **one}),
        ("PUT", "/farms/<farm_id>", put, "saveFarm", "Save a profile",
         {"200": entry, **one, **sent, "412": _CHANGED, "422": _WRONG, "428": _BLIND},
         describe.body("FarmProfile")),
        ("DELETE", "/farms/<farm_id>", delete, "removeFarm", "Remove a farm",
         {"204": {"description": "It is gone."}, **one, "400": _FORGED, "412": _CHANGED, "428": _BLIND}),
    )  # fmt: skip
    for each in table:
        routes.add(made, *each, parameters=[_IF_MATCH] if each[0] in ("PUT", "DELETE") else ())
    return made


def listing() -> Response:
    """Own farms and those that a mandate opens today."""
    shown = kept_farms.listed(wired().database, identity.asker(), wired().services.today())
    return jsonify([_entry(entry) for entry in shown])


def add() -> Response:
    """A profile becomes a farm of the person."""
    made = kept_farms.keep(wired().database, identity.asker(), _profile(), identity.moment())
    answer = jsonify(_entry(Listed(made, None)))
    answer.status_code = 201
    answer.headers["Location"] = f"/api/v1/farms/{made.public_id}"
    return _tagged(answer, made)


def get(farm_id: str) -> Response:
    """The profile as it was last saved."""
    wiring = wired()
    opened = kept_farms.opened(
        wiring.database,
        identity.asker(),
        farm_id,
        now=identity.moment(),
        today=wiring.services.today(),
    )
    return _tagged(jsonify(opened.farm.document), opened.farm.summary)


def put(farm_id: str) -> Response:
    """Save where nobody else did since."""
    wiring, expected = wired(), _expected()
    try:
        saved = kept_farms.save(
            wiring.database,
            identity.asker(),
            farm_id,
            _profile(),
            expected,
            now=identity.moment(),
            today=wiring.services.today(),
        )
    except Overtaken as other:
        return _overtaken(other)
    return _tagged(jsonify(_entry(Listed(saved, None))), saved)


def delete(farm_id: str) -> Response:
    """Remove where nobody else saved since."""
    wiring, expected = wired(), _expected()
    now, today = identity.moment(), wiring.services.today()
    try:
        kept_farms.remove(wiring.database, identity.asker(), farm_id, expected, now=now, today=today)
    except Overtaken as other:
        return _overtaken(other)
    return Response(status=204)


def _profile() -> dict[str, object]:
    services = wired().services
    document = body()
    services.read(document, services.rulebook())
    # What ``read`` accepts is an object.
    return cast("dict[str, object]", document)


def _expected() -> int:
    """The revision in If-Match; 0, which no farm is at, where it is none of ours."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired
    shown = request.headers["If-Match"].strip().removeprefix("W/").strip('"')
    return int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 10 else 0


def _overtaken(other: Overtaken) -> Response:
    return _tagged(http_error(PreconditionFailed()), other.farm.summary)


def _tagged(answer: Response, farm: FarmSummary) -> Response:
    answer.set_etag(str(farm.revision))
    return answer


def _entry(entry: Listed) -> describe.Json:
    farm, mandate = entry.farm, entry.mandate
    return {
        "id": farm.public_id,
        "name": farm.name,
        "revision": farm.revision,
        "changed_at": farm.changed_at.isoformat(),
        "mandate": None
        if mandate is None
        else {
            "id": mandate.public_id,
            "organisation": mandate.organisation,
            "scope": list(mandate.scope),
            "end": mandate.end.isoformat(),
        },
    }
