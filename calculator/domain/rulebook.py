"""The rules that hold on one reference date, ready for the core: schemes, relations, limits, codes, digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TypeVar

from calculator.domain.limit import Limit
from calculator.domain.memory import Answers, Memory
from calculator.domain.relation import Relation
from calculator.domain.scheme import Scheme, Text
from calculator.domain.window import Window

Dated = TypeVar("Dated", Scheme, Relation, Limit)

#: Days of which is remembered what is in force.
_MOST_DAYS = 1000
_SCHEMES: Answers[date, tuple[Scheme, ...]] = Answers("schemes in force", _MOST_DAYS)
_RELATIONS: Answers[date, tuple[Relation, ...]] = Answers("relations in force", _MOST_DAYS)
_LIMITS: Answers[date, tuple[Limit, ...]] = Answers("limits in force", _MOST_DAYS)
_VERSIONS: Answers[str, tuple[Scheme, ...]] = Answers("versions of schemes")


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a codelist: its code, its names and its other columns as text."""

    code: str
    name: Text
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal basis on which payments rest: public or not, and the last day its rules are known to run (inclusive)."""

    code: str
    name: Text
    public: bool
    ends_on: date | None
    article: str


@dataclass(frozen=True, slots=True)
class RuleRef:
    """One rule file that an award rests on."""

    id: str
    valid_from: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every version of every rule, plus the digest over all rule files; the core asks it per reference date.

    ``schemes`` and ``limits`` hold all versions, ordered by id and start. ``codelists`` are by list name, then code.
    ``windows`` are the published windows for applying; they stand outside the digest, and no amount rests on them.
    ``memory`` holds what was worked out from these rules alone, for the next farm: never part of the value.
    """

    schemes: tuple[Scheme, ...]
    relations: tuple[Relation, ...]
    limits: tuple[Limit, ...]
    codelists: Mapping[str, Mapping[str, Code]]
    legal_bases: Mapping[str, LegalBasis]
    digest: str
    files: Mapping[str, str] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()
    memory: Memory = field(init=False, default_factory=Memory, compare=False, repr=False)

    def __reduce__(self) -> tuple[type[Rulebook], tuple[object, ...]]:
        """A copy, in another process too, begins without the memory, which knows schemes and payments by their identity."""
        return Rulebook, tuple(getattr(self, f.name) for f in fields(self) if f.init)

    def schemes_on(self, day: date) -> tuple[Scheme, ...]:
        """The schemes in force on the day, one version each, ordered by id."""
        return self._in_force(_SCHEMES, self.schemes, day)

    def scheme_on(self, scheme: str, day: date) -> Scheme | None:
        """The version of a scheme that is in force on the day."""
        return next((each for each in self.versions(scheme) if each.validity.contains(day)), None)

    def relations_on(self, day: date) -> tuple[Relation, ...]:
        """The relations in force on the day."""
        return self._in_force(_RELATIONS, self.relations, day)

    def limits_on(self, day: date) -> tuple[Limit, ...]:
        """The limits in force on the day."""
        return self._in_force(_LIMITS, self.limits, day)

    def _in_force(
        self, asked: Answers[date, tuple[Dated, ...]], rules: tuple[Dated, ...], day: date
    ) -> tuple[Dated, ...]:
        """Those in force on the day, remembered for a while."""
        known = self.memory.of(asked)
        found = known.get(day)
        if found is None:
            found = known[day] = tuple(rule for rule in rules if rule.validity.contains(day))
        return found

    def versions(self, scheme: str) -> tuple[Scheme, ...]:
        """Every version of a scheme, by its start."""
        known = self.memory.of(_VERSIONS)
        if not known:
            for each in self.schemes:
                known[each.id] = (*known.get(each.id, ()), each)
        return known.get(scheme, ())

    def code(self, codelist: str, code: str) -> Code | None:
        """One code of one list, or None."""
        return self.codelists.get(codelist, {}).get(code)
