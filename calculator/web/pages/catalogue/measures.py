"""The catalogue from the other side: per measure who pays for it, and the stacking matrix."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import NotFound

from calculator.services.catalogue import matrix as catalogue_matrix
from calculator.services.catalogue import measures as catalogue_measures
from calculator.services.catalogue.matrix import MEASURES, SCHEMES
from calculator.services.errors import InputProblem, InputProblems
from calculator.web.language import language
from calculator.web.pages.catalogue import asked
from calculator.web.pages.catalogue.same_for_all import Shown, same_for_all
from calculator.web.views.choices import places, schemes
from calculator.web.wiring import wired

#: What the matrix shows before anything is chosen.
_ROWS = "national.rvo.eco-regeling"


@same_for_all
def measures() -> Shown:
    """Every measure with how many payers it has."""
    on, problems = asked.day()
    found = catalogue_measures.measures(wired().services.rulebook(), on, language())
    values = {
        "paid": [m for m in found if m["payments"]],
        "unpaid": [m for m in found if not m["payments"]],
        "on": on.isoformat(),
        "problems": problems,
    }
    return Shown("measures.html", values, 422 if problems else 200)


@same_for_all
def measure(code: str) -> Shown:
    """Who pays for one measure."""
    on, problems = asked.day()
    found = catalogue_measures.measure(wired().services.rulebook(), code, on, language())
    if found is None:
        raise NotFound
    return Shown("measure.html", {"measure": found, "problems": problems}, 422 if problems else 200)


@same_for_all
def matrix() -> Shown:
    """Payments, schemes or measures against each other."""
    (on, wrong_day), (search, wrong_search) = asked.day(), asked.search()
    rulebook = wired().services.rulebook()
    in_force = {scheme.id for scheme in rulebook.schemes_on(on)}
    rows = request.args.get("rows", _ROWS if _ROWS in in_force else SCHEMES)
    columns = request.args.get("columns", SCHEMES)
    problems: tuple[InputProblem, ...] = (*wrong_day, *wrong_search)
    try:
        chosen = catalogue_matrix.read(rulebook, on, rows, columns, search.place)
    except InputProblems as wrong:
        problems = (*problems, *wrong.problems)
        chosen = catalogue_matrix.Asked(SCHEMES, SCHEMES, search.place)
    found = catalogue_matrix.matrix(rulebook, on, chosen, language())
    values = {
        "matrix": found,
        "asked": chosen,
        "whole": {SCHEMES, MEASURES},
        "schemes": schemes(rulebook, on, language()),
        "places": places(rulebook, language()),
        "on": on.isoformat(),
        "problems": problems,
    }
    return Shown("matrix.html", values, 422 if problems else 200)
