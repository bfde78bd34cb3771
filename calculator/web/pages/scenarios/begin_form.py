"""What is asked of a run beside its farms, as people type it."""

from __future__ import annotations

import re
from collections.abc import Container

from werkzeug.datastructures import MultiDict

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.by_form import choices
from calculator.services.scenario.running.jobs import Asked
from calculator.web.forms import numbers

#: Values stand apart by semicolons, so that 180,50 is one; a comma with a space behind it parts them too.
_APART = re.compile(r";|,\s")
#: What may be several values: spaces inside, or commas that are no decimal sign. Between thousands they do not stand here.
_SEVERAL = re.compile(r"\S\s+\S|,[0-9]{3}|,.*,")


def read(form: MultiDict[str, str], language: str, shares: Container[str] = ()) -> Asked:
    """The wish in machine form; raises InputProblems with every value that cannot be read.

    ``shares`` are the numbers of the changes whose values are per cents of now; a run is asked for factors of them.
    """
    problems: list[InputProblem] = []
    swept = []
    for change, values in zip(form.getlist("sweep_change"), form.getlist("sweep_values"), strict=False):
        if values.strip():
            swept.append(_axis(change, values, language, problems, share=change in shares))
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


def _axis(change: str, values: str, language: str, problems: list[InputProblem], *, share: bool) -> str:
    """``2=180,200``, as a run asks it."""
    if not change:
        said = Text("Er staan waarden zonder wijziging.", "There are values without a change.")
        mend = Text("Kies de wijziging die ze doorloopt.", "Choose the change that runs through them.")
        problems.append(InputProblem("/sweep", said, mend))
    found = []
    for written in filter(None, map(str.strip, _APART.split(values))):
        bare = written.removeprefix("€").removesuffix("%").strip()
        number = _several(written) if _SEVERAL.search(bare) else numbers.amount(bare, "/sweep", language)
        if isinstance(number, InputProblem):
            problems.append(number)
        else:
            found.append(choices.share(number) if share else number)
    return f"{change}={','.join(found)}"


def _several(written: str) -> InputProblem:
    shown = "".join(c if c.isprintable() else "?" for c in written[:40])
    return InputProblem(
        "/sweep",
        Text(
            f'"{shown}" kan één waarde zijn of meer.',
            f'"{shown}" could be one value or several.',
        ),
        Text(
            "Zet puntkomma's ertussen, zoals 180; 200; 250, en schrijf duizend als 1000.",
            "Put semicolons between them, such as 180; 200; 250, and write a thousand as 1000.",
        ),
    )
