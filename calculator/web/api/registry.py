"""The rules as data: schemes and limits of a day with their sources, the stacking matrix, and what nobody published."""

from __future__ import annotations

from datetime import date

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import NotFound

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.award import options as award_options
from calculator.services.catalogue import counted_farms, unknown_pairs, unknown_sample
from calculator.services.catalogue import listing as catalogue
from calculator.services.catalogue import matrix as catalogue_matrix
from calculator.services.catalogue import search as catalogue_search
from calculator.services.catalogue import unknown as catalogue_unknown
from calculator.services.catalogue.matrix import SCHEMES
from calculator.services.errors import InputProblem, InputProblems
from calculator.web import identity
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
_MATRIX: dict[str, str] = {
    "rows": "schemes (default), measures, or the id of a scheme for its payments.",
    "columns": "The same for the columns.",
    "place": _SEARCH["place"],
}
_FORMATS = ("json", "csv")


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("registry", __name__, url_prefix="/api/v1", description="The rules, with their sources.")
    day = [describe.DAY, describe.RECORDED]
    wrong = describe.problem("A date, a code or an option is wrong.")
    listed = [*day, *_asked(_SEARCH)]
    drawn = [*day, *_asked(_MATRIX), _format()]
    routes = (
        ("/schemes", schemes, "listSchemes", "Schemes in force", listed, describe.reference("Schemes")),
        ("/schemes/<scheme_id>", scheme, "getScheme", "One scheme", day, describe.reference("Scheme")),
        ("/limits", limits, "listLimits", "Legal limits in force", day, _LIST),
        ("/matrix", matrix, "getMatrix", "The stacking matrix", drawn, describe.reference("Matrix")),
        ("/unknown-pairs", unknown, "listUnknownPairs", "Pairs nobody has published, with how many farms hang on each",
         [describe.DAY], describe.reference("UnknownPairs")),
    )  # fmt: skip
    for path, view, operation, summary, parameters, schema in routes:
        answer = describe.answer(summary, schema)
        if view is matrix:
            answer["content"] = {**describe.content(answer), "text/csv": {"schema": {"type": "string"}}}
        responses = {"200": answer, "422": wrong}
        if "<" in path:
            responses["404"] = describe.problem("There is no such scheme on that date.")
        documented = made.doc(
            operationId=operation, summary=summary, parameters=parameters, responses=responses
        )
        made.route(path, methods=["GET"])(documented(view))
    return made


def _asked(told: dict[str, str]) -> list[dict[str, object]]:
    """Options as OpenAPI describes them."""
    return [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
        for name, text in told.items()
    ]


def _format() -> dict[str, object]:
    return {
        "name": "format",
        "in": "query",
        "description": "csv gives a table of outcomes that a sheet opens.",
        "schema": {"type": "string", "enum": list(_FORMATS), "default": "json"},
    }


def _read(*known: str) -> tuple[Rulebook, date, catalogue_search.Search]:
    """The rules (as recorded on the day that is asked), the reference date and the search; all problems at once."""
    services, problems = wired().services, list[InputProblem]()
    rulebook, search = services.rulebook(), catalogue_search.Search()
    on = services.today()
    try:
        on = options(("on", "recorded", *known)).on
    except InputProblems as wrong:
        problems += wrong.problems
    try:
        if written := request.args.get("recorded"):
            rulebook = services.recorded(award_options.read_day(written, "?recorded"), "?recorded")
    except InputProblems as wrong:
        problems += wrong.problems
    try:
        named = {name: value for name, value in request.args.items() if name in known}
        search = catalogue_search.read(rulebook, named, "?")
    except InputProblems as wrong:
        problems += wrong.problems
    if problems:
        raise InputProblems(problems)
    return rulebook, on, search


def schemes() -> Response:
    """Short entries that meet the search; texts in both languages."""
    rulebook, on, search = _read(*_SEARCH)
    return jsonify(catalogue.schemes(rulebook, on, search=search))


def scheme(scheme_id: str) -> Response:
    """Everything the rules say of one scheme."""
    rulebook, on, _ = _read()
    found = catalogue.scheme(rulebook, scheme_id, on)
    if found is None:
        raise NotFound
    return jsonify(found)


def limits() -> Response:
    """Every limit with its figures."""
    rulebook, on, _ = _read()
    return jsonify(catalogue.limits(rulebook, on))


def matrix() -> Response:
    """Payments, schemes or measures against each other, as data or as a table for a sheet."""
    rulebook, on, search = _read(*_MATRIX, "format")
    form = request.args.get("format", _FORMATS[0])
    if form not in _FORMATS:
        said = Text(f'De vorm "{form}" bestaat niet.', f'The format "{form}" does not exist.')
        raise InputProblems([InputProblem("?format", said, Text("Kies json of csv.", "Choose json or csv."))])
    rows, columns = (request.args.get(axis, SCHEMES) for axis in ("rows", "columns"))
    asked = catalogue_matrix.read(rulebook, on, rows, columns, search.place, "?")
    if form == "csv":
        table = catalogue_matrix.table(rulebook, on, asked)
        return Response(table, content_type="text/csv; charset=utf-8")
    return jsonify(catalogue_matrix.matrix(rulebook, on, asked))


def unknown() -> Response:
    """What nobody has published; counted over the examples, one's own farms where somebody is known to ask, and a sample."""
    wiring = wired()
    rulebook, on = wiring.services.rulebook(), options(("on",)).on
    farms = counted_farms.counted(wiring.database, identity.visitor())
    counted = unknown_pairs.count(rulebook, farms, on)
    with_sample = unknown_pairs.with_sample(counted, unknown_sample.sample(rulebook, on))
    return jsonify(catalogue_unknown.data(rulebook, on, with_sample))
