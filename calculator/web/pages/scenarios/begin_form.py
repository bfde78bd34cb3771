"""What is asked of a run beside its farms, as people type it."""

from __future__ import annotations

import re

from werkzeug.datastructures import MultiDict

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.running.jobs import Asked
from calculator.web.forms import numbers

#: Values stand apart by semicolons, so that 180,50 is one; a comma with a space behind it parts them too.
_APART = re.compile(r";|,\s")


def read(form: MultiDict[str, str], language: str) -> Asked:
    """The wish in machine form; raises InputProblems with every value that cannot be read."""
    problems: list[InputProblem] = []
    swept = []
    for change, values in zip(form.getlist("sweep_change"), form.getlist("sweep_values"), strict=False):
        if values.strip():
            swept.append(_axis(change, values, language, problems))
    budget = form.get("budget", "").strip()
    euros = numbers.amount(budget, "/budget", language) if budget else ""
    if isinstance(euros, InputProblem):
        problems.append(euros)
    if problems:
        raise InputProblems(problems)
    return Asked(
        population=form.get("population", ""),
        seed=form.get("seed", "").strip(),
        bottlenecks="bottlenecks" in form,
        roadmap=form.get("roadmap", "").strip(),
        ranges="ranges" in form,
        sweep=tuple(swept),
        budget=str(euros),
        sample=form.get("sample", "").strip(),
    )


def _axis(change: str, values: str, language: str, problems: list[InputProblem]) -> str:
    """``2=180,200``, as a run asks it."""
    if not change:
        said = Text("Er staan waarden zonder wijziging.", "There are values without a change.")
        mend = Text("Kies de wijziging die ze doorloopt.", "Choose the change that runs through them.")
        problems.append(InputProblem("/sweep", said, mend))
    found = []
    for written in filter(None, map(str.strip, _APART.split(values))):
        number = numbers.amount(written, "/sweep", language)
        if isinstance(number, InputProblem):
            problems.append(number)
        else:
            found.append(number)
    return f"{change}={','.join(found)}"
