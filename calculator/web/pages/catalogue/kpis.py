"""The sets of indicators: what each measures, who pays on it, and after an upload how the farm stands. Nothing is kept."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from calculator.domain.farm import FarmProfile
from calculator.services.catalogue import kpis
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile import parse as profile_parse
from calculator.services.profile import profiles
from calculator.web.language import language
from calculator.web.pages.catalogue import asked
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def listing() -> Response:
    """Every set."""
    on, problems = asked.day()
    found = kpis.sets(wired().services.rulebook(), language())
    return html("kpis.html", 422 if problems else 200, sets=found, on=on.isoformat(), problems=problems)


def one(code: str) -> Response:
    """One set; with an uploaded farm profile, the farm's own values."""
    on, wrong_day = asked.day()
    profile, wrong_profile, sent = _profile()
    found = kpis.one(wired().services.rulebook(), code, on, language(), profile)
    if found is None:
        raise NotFound
    problems = (*wrong_day, *wrong_profile)
    return html(
        "kpi_set.html", 422 if problems else 200, set=found, profile=profile, sent=sent, problems=problems
    )


def _profile() -> tuple[FarmProfile | None, tuple[InputProblem, ...], str | None]:
    """The uploaded profile, what is wrong with it, and a word where no file was chosen."""
    if request.method != "POST":
        return None, (), None
    given = request.files.get("profile")
    if given is None or not given.filename:
        return None, (), gettext("Kies eerst een bestand.")
    content = given.read(profile_parse.MOST_BYTES + 1)
    given.close()
    try:
        return profiles.read(profile_parse.parse(content), wired().services.rulebook()), (), None
    except InputProblems as wrong:
        return None, wrong.problems, None
