"""A change of a scenario through a form: first its kind, then on what, then what it becomes. Nobody types a code."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario.by_form import editing as scenario_editing
from calculator.services.scenario.by_form import forms as scenario_forms
from calculator.services.scenario.by_form import questions as scenario_questions
from calculator.services.scenario.by_form.fields import Field
from calculator.services.scenario.by_form.kinds import BY_CODE, Kind
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.forms import numbers
from calculator.web.language import language
from calculator.web.pages.frame import html


def answer(scenario_id: str) -> Answer:
    """The next question; a POST adds the change and goes back to the scenario."""
    at, who = desk(), identity.asker()
    opened = scenario_bench.opened(at, who, scenario_id)
    kind = BY_CODE.get(request.values.get("kind", ""))
    if kind is None:
        raise NotFound
    on = date.fromisoformat(scenario_editing.head(opened.text)["on"])
    of = request.values.get("of", "")
    asked = scenario_questions.fields(kind, of, at.rulebook(), on) if of or not kind.first else ()
    problems: tuple[InputProblem, ...] = ()
    if request.method == "POST" and asked:
        try:
            change = scenario_forms.change(kind, of, _given(asked), at.rulebook(), on)
            text = scenario_editing.with_change(opened.text, change)
            scenario_bench.save(at, who, scenario_id, text)
        except InputProblems as wrong:
            problems = wrong.problems
        else:
            return redirect(page_url("scenario", scenario_id=scenario_id), 303)
    return _page(scenario_id, opened, kind, of, asked, problems, on)


def _page(
    scenario_id: str,
    opened: scenario_bench.Opened,
    kind: Kind,
    of: str,
    asked: tuple[Field, ...],
    problems: tuple[InputProblem, ...],
    on: date,
) -> Response:
    rulebook = desk().rulebook()
    firsts = scenario_questions.firsts(kind, rulebook, on) if kind.first else ()
    chosen = next((o.name for g in firsts for o in g.options if o.value == of), None)
    return html(
        "scenario_change.html",
        422 if problems else 200,
        scenario_id=scenario_id,
        opened=opened,
        kind=kind,
        of=of,
        firsts=firsts,
        chosen=chosen,
        asked=asked,
        problems=problems,
        wrong={p.pointer: p for p in problems},
        filled=request.form,
    )


def _given(asked: tuple[Field, ...]) -> dict[str, Any]:
    """What was filled in, by the sort of each field; raises InputProblems with everything that cannot be read."""
    given: dict[str, Any] = {}
    problems: list[InputProblem] = []
    for field in asked:
        written = request.form.get(f"/{field.name}", "").strip()
        if field.sort == "ticks":
            given[field.name] = request.form.getlist(f"/{field.name}")
        elif not written:
            if field.needed:
                problems.append(_missing(field))
        elif field.sort in ("number", "day"):
            read = _read(field, written)
            if isinstance(read, InputProblem):
                problems.append(read)
            else:
                given[field.name] = read
        else:
            given[field.name] = written
    if problems:
        raise InputProblems(problems)
    return given


def _read(field: Field, written: str) -> str | InputProblem:
    pointer = f"/{field.name}"
    if field.sort == "day":
        return numbers.day(written, pointer)
    return numbers.amount(written, pointer, language())


def _missing(field: Field) -> InputProblem:
    label = field.label
    return InputProblem(
        f"/{field.name}",
        Text(f"{label.nl}: hier staat nog niets.", f"{label.en}: nothing here yet."),
        Text("Vul het in.", "Fill it in."),
    )
