"""A published file is never edited and never removed."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.registry.draft import Draft
from calculator.registry.files import documents
from calculator.registry.files.problem import RuleProblem
from calculator.registry.lists.published import edited, read_list


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Files that differ from what the list of published files says of them, and lines of the list that are wrong."""
    data = draft.beside.get(documents.PUBLISHED)
    if data is None:
        return
    listed, problems = read_list(data)
    yield from problems
    yield from edited(draft.all_hashes, listed)
