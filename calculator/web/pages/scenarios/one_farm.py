"""One made-up farm of the bench with its whole award, told by the engine of one farm; real farms are never opened."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request
from werkzeug.wrappers import Response as Answer

from calculator.domain.scheme import Text
from calculator.services.award import options, parcel_matrix
from calculator.services.award.options import Options
from calculator.services.errors import CannotComplete, InputProblem, InputProblems, by_pointer
from calculator.services.scenario.explained import opening
from calculator.store.scenarios.populations import KeptPopulation
from calculator.web import identity
from calculator.web.desk import desk
from calculator.web.forms import numbers
from calculator.web.language import language
from calculator.web.pages.farm import form
from calculator.web.pages.frame import html
from calculator.web.views import aid_window
from calculator.web.views.result import arrange
from calculator.web.wiring import wired


def show(population_id: str) -> Answer:
    """Which farm, on which day, for how many years; once its key is given, the award above the form."""
    at, who = desk(), identity.asker()
    found: KeptPopulation | None = None
    try:
        found = opening.kept(at, who, population_id)
        if "farm" not in request.args:
            return _page(found)
        asked, key = _asked(), request.args["farm"].strip()
        opened = opening.of_kept(found, key, on=asked.on, years=asked.years, language=language())
        award = wired().services.open_farm(opened)
    except InputProblems as wrong:
        return _page(found, wrong.problems)
    except CannotComplete as stop:
        return _page(found, (InputProblem("", stop.reason, Text("", "")),))
    return _page(found, award=award, asked=asked)


def _asked() -> Options:
    services = wired().services
    return options.read(
        services.rulebook(),
        on=numbers.sent_day(request.args.get("on", "")) or None,
        years=request.args.get("years") or None,
        mode=None,
        today=services.today(),
        prefix="",
    )


def _page(
    found: KeptPopulation | None,
    problems: tuple[InputProblem, ...] = (),
    award: Mapping[str, object] | None = None,
    asked: Options | None = None,
) -> Response:
    services = wired().services
    rulebook = services.rulebook()
    return html(
        "population_farm.html",
        422 if problems else 200,
        population=found,
        key=request.args.get("farm", "").strip(),
        on=request.args.get("on") or services.today().isoformat(),
        years=request.args.get("years") or "1",
        years_options=form.years_options(),
        award=award,
        view=None if award is None else arrange(award, rulebook, language()),
        stacks=() if award is None or asked is None else parcel_matrix.of(award, rulebook, asked.on),
        aid_window=aid_window.of,
        problems=problems,
        wrong=by_pointer(problems),
    )
