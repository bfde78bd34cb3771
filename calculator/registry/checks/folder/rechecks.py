"""Every re-check points at a rule file that is there, with a known outcome and a day."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.registry import places
from calculator.registry.draft import Draft
from calculator.registry.files.problem import Findings, RuleProblem
from calculator.registry.lists import beside, rechecks


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Cells that are wrong, and rows that point at nothing."""
    data = draft.beside.get(beside.CHECKS)
    if data is None:
        return
    found = Findings(beside.CHECKS)
    rows = rechecks.read(data, found)
    yield from found.problems
    yield from places.orphans(beside.CHECKS, ((r.record, r.path, r.figure) for r in rows), draft).problems
