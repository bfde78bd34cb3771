"""Changes arranged for their page: by subject, with whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from calculator.registry.words.diff import Change


@dataclass(frozen=True, slots=True)
class Subject:
    """A scheme, limit or relation that changes; ``texts`` are (kind, words)."""

    id: str
    name: str
    whom: str
    texts: tuple[tuple[str, str], ...]


def by_subject(found: Iterable[Change], language: str) -> list[Subject]:
    """In the order in which they come."""
    together: dict[str, list[Change]] = {}
    for change in found:
        together.setdefault(change.subject, []).append(change)
    return [
        Subject(
            subject,
            same[0].name[language],
            same[0].whom[language],
            tuple((c.kind, c.text[language]) for c in same),
        )
        for subject, same in together.items()
    ]
