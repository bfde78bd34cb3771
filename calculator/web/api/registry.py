"""The rules as data: schemes and limits of a day, each figure with its source."""

from __future__ import annotations

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import NotFound

from calculator.services import catalogue, catalogue_search
from calculator.services.errors import InputProblem, InputProblems
from calculator.web.api import describe
from calculator.web.api.query import options
from calculator.web.wiring import wired

_LIST: dict[str, object] = {"type": "array", "items": {"type": "object"}}
_SEARCH: dict[str, str] = {
    "q": "Words that all stand in the id, a name, the payer, a place, a service or a measure.",
    "measure": "A code of measures: schemes that pay for it.",
    "payer": "A code of payers.",
    "place": "kind/code: provinces/utrecht, municipalities/midden-delfland, water_boards/delfland.",
    "crop": "A crop code of RVO: schemes that may be had on a parcel with it.",
    "layer": "A code of layers.",
}


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("registry", __name__, url_prefix="/api/v1", description="The rules, with their sources.")
    day = [describe.DAY]
    wrong = describe.problem("The date is wrong.")
    routes = (
        (
            "/schemes",
            schemes,
            "listSchemes",
            "Schemes in force",
            [*day, *_asked()],
            describe.reference("Schemes"),
        ),
        ("/schemes/<scheme_id>", scheme, "getScheme", "One scheme", day, describe.reference("Scheme")),
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


def _asked() -> list[dict[str, object]]:
    """The search as OpenAPI describes it."""
    return [
        {"name": name, "in": "query", "description": told, "schema": {"type": "string"}}
        for name, told in _SEARCH.items()
    ]


def schemes() -> Response:
    """Short entries that meet the search; texts in both languages."""
    rulebook = wired().services.rulebook()
    problems: list[InputProblem] = []
    search = catalogue_search.Search()
    try:
        search = catalogue_search.read(rulebook, request.args.to_dict(), "?")
    except InputProblems as wrong:
        problems += wrong.problems
    try:
        asked = options(("on", *_SEARCH))
    except InputProblems as wrong:
        raise InputProblems([*wrong.problems, *problems]) from wrong
    if problems:
        raise InputProblems(problems)
    return jsonify(catalogue.schemes(rulebook, asked.on, search=search))


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
