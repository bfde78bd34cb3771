"""The rules for people: search, and one page per scheme with every figure and its source."""

from __future__ import annotations

from datetime import date

from flask import Response, request
from werkzeug.exceptions import NotFound

from calculator.services import catalogue
from calculator.services.award_options import Options
from calculator.services.award_options import read as read_options
from calculator.services.errors import InputProblem, InputProblems
from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.views.scheme import by_layer, by_payment, figures
from calculator.web.wiring import wired


def listing() -> Response:
    """Every scheme in force, with a search over names, payers, places and services."""
    on, problems = _day()
    query = request.args.get("q", "")[:200]
    found = catalogue.schemes(wired().services.rulebook(), on, language())
    shown = catalogue.matching(found, query)
    return html(
        "schemes.html",
        200 if not problems else 422,
        groups=by_layer(shown),
        count=len(shown),
        total=len(found),
        q=query,
        on=on.isoformat(),
        problems=problems,
    )


def one(scheme_id: str) -> Response:
    """One scheme on a day; where it is not in force then, its other versions are shown."""
    on, problems = _day()
    rulebook = wired().services.rulebook()
    found = catalogue.scheme(rulebook, scheme_id, on, language())
    versions = catalogue.versions(rulebook, scheme_id)
    if not versions:
        raise NotFound
    if found is None:
        return html("scheme_absent.html", 404, id=scheme_id, on=on.isoformat(), versions=versions)
    status = 422 if problems else 200
    return html("scheme.html", status, scheme=found, payments=by_payment(found), problems=problems)


def limits() -> Response:
    """The legal limits with their figures."""
    on, problems = _day()
    found = catalogue.limits(wired().services.rulebook(), on, language())
    shown = [(limit, figures(limit)) for limit in found]
    return html("limits.html", 422 if problems else 200, limits=shown, on=on.isoformat(), problems=problems)


def _day() -> tuple[date, tuple[InputProblem, ...]]:
    services = wired().services
    written = (request.args.get("on") or "").strip()
    try:
        read: Options = read_options(
            services.rulebook(), on=written or None, years=None, mode=None, today=services.today(), prefix=""
        )
    except InputProblems as wrong:
        return services.today(), wrong.problems
    return read.on, ()
