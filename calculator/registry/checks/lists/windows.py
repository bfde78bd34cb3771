"""Every window for applying names schemes that are there, and a source; no two of one scheme, year and step."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files import tables
from calculator.registry.files.problem import Findings, RuleProblem, nearest
from calculator.registry.lists import beside, windows


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Cells that are wrong, schemes that are not there, and windows that stand twice."""
    data = draft.beside.get(beside.WINDOWS)
    if data is None:
        return
    found = Findings(beside.WINDOWS)
    known = sorted({file.scheme.id for file in draft.schemes} | draft.unreadable_ids())
    said: set[tuple[str, int, str]] = set()
    for window, record in windows.read(data, found):
        for scheme in window.schemes:
            if scheme not in known:
                wanted = Text(nl="de id van een regeling", en="the id of a scheme")
                tables.cell_problem(found, record, "schemes", wanted, nearest(scheme, known))
            if (scheme, window.year, window.step) in said:
                wanted = Text(
                    nl=f"één venster per stap en jaar van {scheme}",
                    en=f"one window per step and year of {scheme}",
                )
                tables.cell_problem(found, record, "year", wanted)
            said.add((scheme, window.year, window.step))
    yield from found.problems
