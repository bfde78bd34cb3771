"""The rules as data: schemes and limits of a day, each figure with its source."""

from __future__ import annotations

from flask import Response, jsonify
from flask_smorest import Blueprint
from werkzeug.exceptions import NotFound

from calculator.services import catalogue
from calculator.web.api import describe
from calculator.web.api.query import options
from calculator.web.wiring import wired

_ONE: dict[str, object] = {"type": "object"}
_LIST: dict[str, object] = {"type": "array", "items": {"type": "object"}}


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("registry", __name__, url_prefix="/api/v1", description="The rules, with their sources.")
    day = [describe.DAY]
    wrong = describe.problem("The date is wrong.")
    routes = (
        ("/schemes", schemes, "listSchemes", "Schemes in force", day, _LIST),
        ("/schemes/<scheme_id>", scheme, "getScheme", "One scheme", day, _ONE),
        ("/limits", limits, "listLimits", "Legal limits in force", day, _LIST),
    )
    for path, view, operation, summary, parameters, schema in routes:
        responses = {"200": describe.answer(summary, schema), "422": wrong}
        if "<" in path:
            responses["404"] = describe.problem("There is no such scheme on that date.")
        documented = made.doc(
            operationId=operation, summary=summary, parameters=parameters, responses=responses
        )
        made.route(path, methods=["GET"])(documented(view))
    return made


def schemes() -> Response:
    """Short entries; texts in both languages."""
    services = wired().services
    asked = options(("on",))
    return jsonify(catalogue.schemes(services.rulebook(), asked.on))


def scheme(scheme_id: str) -> Response:
    """Everything the rules say of one scheme."""
    services = wired().services
    asked = options(("on",))
    found = catalogue.scheme(services.rulebook(), scheme_id, asked.on)
    if found is None:
        raise NotFound
    return jsonify(found)


def limits() -> Response:
    """Every limit with its figures."""
    services = wired().services
    asked = options(("on",))
    return jsonify(catalogue.limits(services.rulebook(), asked.on))
