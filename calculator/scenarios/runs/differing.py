"""A rulebook told as what differs from another one, for a process that holds the other.

What is the same object in both is the same object there too, so that what was worked out from it still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from calculator.domain.limit import Limit
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Code, LegalBasis, Rulebook
from calculator.domain.scheme import Scheme
from calculator.domain.window import Window

R = TypeVar("R", Scheme, Relation, Limit, Window)


@dataclass(frozen=True, slots=True)
class Difference:
    """A number stands for what the other rulebook has at that place, None for all that it has of that sort."""

    digest: str
    schemes: tuple[Scheme | int, ...]
    relations: tuple[Relation | int, ...]
    limits: tuple[Limit | int, ...]
    windows: tuple[Window | int, ...]
    codelists: Mapping[str, Mapping[str, Code]] | None
    legal_bases: Mapping[str, LegalBasis] | None
    files: Mapping[str, str]

    @classmethod
    def between(cls, base: Rulebook, other: Rulebook) -> Difference:
        """What ``other`` has that is not an object of ``base``."""
        return cls(
            other.digest,
            _told(base.schemes, other.schemes),
            _told(base.relations, other.relations),
            _told(base.limits, other.limits),
            _told(base.windows, other.windows),
            None if other.codelists is base.codelists else other.codelists,
            None if other.legal_bases is base.legal_bases else other.legal_bases,
            other.files,
        )

    def on(self, base: Rulebook) -> Rulebook:
        """The other rulebook, with the objects of ``base``."""
        return Rulebook(
            schemes=_taken(base.schemes, self.schemes),
            relations=_taken(base.relations, self.relations),
            limits=_taken(base.limits, self.limits),
            codelists=base.codelists if self.codelists is None else self.codelists,
            legal_bases=base.legal_bases if self.legal_bases is None else self.legal_bases,
            digest=self.digest,
            files=self.files,
            windows=_taken(base.windows, self.windows),
        )


def _told(base: Iterable[R], other: Iterable[R]) -> tuple[R | int, ...]:
    places = {id(rule): place for place, rule in enumerate(base)}
    return tuple(places.get(id(rule), rule) for rule in other)


def _taken(base: tuple[R, ...], told: Iterable[R | int]) -> tuple[R, ...]:
    return tuple(base[rule] if isinstance(rule, int) else rule for rule in told)
