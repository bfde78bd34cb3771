"""Relations, limits and shares name schemes, payments and groups that exist in some version."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row
from calculator.registry.selecting import Selectable


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Orphans: selectors that select nothing."""
    known = Selectable.of(draft)
    for relation in draft.standing_relations():
        for side in ("a", "b"):
            selector = getattr(relation.relation, side)
            if not known.known(selector):
                cell = relation.cell(side)
                yield _orphan(relation.file, relation.line, f"{cell.nl}: ", f"{cell.en}: ", selector, known)
    for limit in draft.standing_limits():
        for place, selector in enumerate(limit.row.texts("payments")):
            if not known.known(selector):
                yield _orphan(limit.file, limit.row.at("payments", place), "", "", selector, known)
    for file in draft.standing_schemes():
        for line, written in _contracts(file.row):
            prefix = written.rstrip("*")
            names = (*known.periods, *known.unreadable)
            if not any(name == written or (prefix != written and name.startswith(prefix)) for name in names):
                yield _orphan(file.file, line, "", "", written, known)


def _orphan(file: str, line: int, nl: str, en: str, selector: str, known: Selectable) -> RuleProblem:
    return RuleProblem(
        file,
        line,
        Text(nl=f"{nl}er is geen `{selector}` in de regelingen", en=f"{en}no scheme holds `{selector}`"),
        nearest(selector, known.alike(selector)),
    )


def _contracts(row: Row) -> Iterator[tuple[int, str]]:
    for holder in (row, *row.rows("payments")):
        for condition in (c for top in holder.rows("conditions") for c in top.walk()):
            share = condition.row("of") if "of" in condition else None
            if share is not None:
                for place, written in enumerate(share.texts("contracts")):
                    yield share.at("contracts", place), written
