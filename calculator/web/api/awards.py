"""``POST /api/v1/awards``: a farm profile in, an award out."""

from __future__ import annotations

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from werkzeug.exceptions import UnsupportedMediaType

from calculator.services.errors import InputProblems
from calculator.services.profile.parse import parse
from calculator.web.api import describe
from calculator.web.api.query import options
from calculator.web.language import language
from calculator.web.problems import MalformedBody
from calculator.web.wiring import wired


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("awards", __name__, url_prefix="/api/v1", description="What the best lawful stack pays.")
    documented = made.doc(
        operationId="computeAward",
        summary="The award of a farm profile",
        parameters=[describe.DAY, describe.YEARS, describe.MODE, *describe.WISH, describe.LANGUAGE],
        requestBody=describe.body("FarmProfile"),
        responses={
            "200": describe.answer("The award.", describe.reference("Award")),
            "400": describe.problem("The body is not JSON."),
            "413": describe.problem("The body is too large."),
            "415": describe.problem("The body is not declared as JSON."),
            "422": describe.problem("The profile or an option is wrong, or no award can be computed."),
        },
    )
    made.route("/awards", methods=["POST"])(documented(compute))
    return made


def compute() -> Response:
    """Nothing that is sent in is kept, and no account is needed."""
    wiring = wired()
    asked = options()
    document = body()
    result = wiring.services.compute(
        wiring.services.rulebook(),
        document,
        on=asked.on,
        years=asked.years,
        mode=asked.mode,
        wish=asked.wish,
        language=language(),
    )
    answer = jsonify(result.award)
    answer.headers["Content-Language"] = language()
    answer.vary.add("Accept-Language")
    return answer


def body() -> object:
    """The JSON body; raises MalformedBody where it is not JSON, InputProblems where a key stands twice."""
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        return parse(request.get_data(cache=False))
    except InputProblems as fault:
        # A decoding error of the text itself; anything else is readable JSON with something wrong in it.
        if isinstance(fault.__cause__, ValueError):
            raise MalformedBody(fault.problems) from fault
        raise
