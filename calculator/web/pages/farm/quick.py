"""The quick estimate without an account: land use, hectares, a few measures and a place, and then the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as Answer

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, by_pointer
from calculator.services.profile import fact_names
from calculator.web import drafting
from calculator.web.addresses import page_url
from calculator.web.forms import labels, quick
from calculator.web.forms import options as lists
from calculator.web.language import language
from calculator.web.pages.farm import form
from calculator.web.pages.farm.form import Filled
from calculator.web.pages.frame import html
from calculator.web.wiring import wired

#: Longer than anything that is asked for.
_LONGEST = 80


def answer() -> Answer:
    """GET shows the questions; POST leads to the result, or shows them again with what is wrong."""
    if request.method != "POST":
        return _show({})
    if not drafting.same_site():
        raise CSRFError
    services, today = wired().services, wired().services.today()
    sent = {name: value[:_LONGEST] for name, value in request.form.items()}
    made = quick.build(sent, services.rulebook(), today, language())
    if "parcels" not in made.tree:
        return _show(sent, (_no_land(),))
    filled = Filled(made.tree, None, today.isoformat(), about=quick.ABOUT, written=language())
    if form.read(filled, form.shape()) is None:
        # The same answer may be wrong in two ways of the profile; one is enough to mend it.
        problems = {made.back(problem.pointer): problem for problem in reversed(filled.problems)}
        return _show(sent, tuple(replace(problem, pointer=at) for at, problem in reversed(problems.items())))
    return drafting.attach(redirect(page_url("result", draft_id=form.remember(filled)), 303))


def _show(sent: Mapping[str, str], problems: tuple[InputProblem, ...] = ()) -> Response:
    services = wired().services
    rulebook, today = services.rulebook(), services.today()
    lands = quick.lands(rulebook, language())
    measures = quick.measures(rulebook, today)
    spoken = labels.spoken(problems)
    named = {f"/land/{use}": name for use, name in lands}
    named |= {f"/measure/{code.code}": code.name[language()] for codes in measures.values() for code in codes}
    places = {p.pointer: named.get(p.pointer) or fact_names.name(p.pointer, language()) for p in problems}
    return html(
        "quick.html",
        422 if problems else 200,
        sent=sent,
        opened=[
            land for land, codes in measures.items() if any(sent.get(f"/measure/{c.code}") for c in codes)
        ],
        lands=lands,
        measures=[(land, [(c.code, c.name[language()]) for c in codes]) for land, codes in measures.items()],
        element_measures=lists.measures(rulebook, language())["element"],
        lists=lists.options(rulebook, language()),
        problems=spoken,
        wrong=by_pointer(spoken),
        places=places,
    )


def _no_land() -> InputProblem:
    return InputProblem(
        "/land/permanent_grassland",
        Text("Er is geen land ingevuld.", "No land was filled in."),
        Text("Vul bij minstens één gebruik de hectares in.", "Fill in the hectares of at least one use."),
    )
