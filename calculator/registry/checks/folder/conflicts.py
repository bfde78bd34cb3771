"""Every conflicting source points at a figure that is there, and gives its source and the reason for the choice."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.registry import places
from calculator.registry.draft import Draft
from calculator.registry.files.problem import Findings, RuleProblem
from calculator.registry.lists import beside, conflicts


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Cells that are wrong, and rows that point at nothing."""
    data = draft.beside.get(beside.CONFLICTS)
    if data is None:
        return
    found = Findings(beside.CONFLICTS)
    rows = conflicts.read(data, found)
    yield from found.problems
    yield from places.orphans(beside.CONFLICTS, ((r.record, r.path, r.figure) for r in rows), draft).problems
