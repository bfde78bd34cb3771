"""What happens when two payments meet: one of four outcomes, with the rows that say so.

It asks the same question as an award does (``stacking.pairs``), of payments that nobody has claimed yet, so that the
matrix on the page and the answer of a farm cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from calculator.domain.memory import Answers
from calculator.domain.relation import UNKNOWN_UNLESS_PUBLISHED, Quantity, Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.stacking.law.pairs import Relations, selects

_OUTCOMES: Answers[date, Outcomes] = Answers("outcomes of pairs", 8)


class Kind(StrEnum):
    """May stack; may not; partly (points without value, or a lower amount); nobody has published it."""

    MAY = "may"
    PARTLY = "partly"
    MAY_NOT = "may_not"
    UNKNOWN = "unknown"


#: Types that leave less than both in full. ``zero`` of money is a payment that lapses, see ``_kind``.
_LESS = frozenset(
    {
        RelationType.HIGHEST,
        RelationType.REDUCED,
        RelationType.NET_OF,
        RelationType.SUM_CAPPED,
        RelationType.ZERO,
    }
)


@dataclass(frozen=True, slots=True)
class Side:
    """A payment as one side of a pair; public as a claim of it would be."""

    ref: str
    scheme: str
    payment: Payment
    groups: tuple[str, ...]
    cost_components: tuple[str, ...]
    public: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What holds between two payments. Without ``rows`` nobody recorded the pair: it then may stack, unless both are
    public money for the same ``shared_costs``.
    """

    kind: Kind
    rows: tuple[Relation, ...] = ()
    shared_costs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Between:
    """What holds between two schemes: the outcome of every pair of their payments, by kind."""

    kind: Kind
    counts: Mapping[Kind, int]
    rows: tuple[Relation, ...]


@dataclass(slots=True)
class Outcomes:
    """The outcomes of one day, each worked out once."""

    sides: Mapping[str, Side]
    relations: Relations
    _alike: dict[object, int] = field(default_factory=dict)
    _classes: dict[str, int] = field(default_factory=dict)
    _known: dict[tuple[int, int, bool], Outcome] = field(default_factory=dict)
    _own: dict[str, tuple[Side, ...]] = field(default_factory=dict)
    _pairs: dict[tuple[str, str], Between | None] = field(default_factory=dict)

    @classmethod
    def of(cls, rulebook: Rulebook, day: date) -> Outcomes:
        """For every payment of the day."""
        sides = {side.ref: side for scheme in rulebook.schemes_on(day) for side in _sides(scheme)}
        return cls(sides, Relations(rulebook.relations_on(day)))

    def of_scheme(self, scheme: str) -> tuple[Side, ...]:
        """The payments of a scheme."""
        if not self._own:
            grouped: dict[str, list[Side]] = {}
            for side in self.sides.values():
                grouped.setdefault(side.scheme, []).append(side)
            self._own.update({name: tuple(sides) for name, sides in grouped.items()})
        return self._own.get(scheme, ())

    def two(self, one: str, other: str) -> Between | None:
        """What holds between two schemes, kept; None where they have no pair of payments."""
        key = (min(one, other), max(one, other))
        if key not in self._pairs:
            self._pairs[key] = self.schemes(self.of_scheme(one), self.of_scheme(other))
        return self._pairs[key]

    def between(self, a: Side, b: Side) -> Outcome:
        """What holds when the two meet, whichever is named first."""
        first, second = sorted((self._class(a), self._class(b)))
        key = (first, second, a.scheme == b.scheme)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._outcome(a, b)
        return found

    def schemes(self, first: Iterable[Side], second: Iterable[Side]) -> Between | None:
        """What holds between two groups of payments; None where they have no pair (one payment and itself)."""
        others = tuple(second)
        found = [self.between(a, b) for a in first for b in others if a.ref != b.ref]
        if not found:
            return None
        counts = Counter(outcome.kind for outcome in found)
        rows = dict.fromkeys(row for outcome in found for row in outcome.rows)
        return Between(_together(counts), counts, tuple(rows))

    def _class(self, side: Side) -> int:
        """Payments that the same rows name, and that pay for the same, meet any other payment alike."""
        found = self._classes.get(side.ref)
        if found is None:
            who = (side.ref, side.scheme, side.groups)
            rows = self.relations.rows
            named = tuple((selects(row.a, *who), selects(row.b, *who)) for row in rows)
            unsaid = bool(UNKNOWN_UNLESS_PUBLISHED.intersection(side.groups))
            what = (named, side.cost_components, side.public, unsaid)
            found = self._classes[side.ref] = self._alike.setdefault(what, len(self._alike))
        return found

    def _outcome(self, a: Side, b: Side) -> Outcome:
        ahead, back = self.relations.between(a, b), self.relations.between(b, a)
        rows = tuple(dict.fromkeys((*ahead.relations, *back.relations)))
        if ahead.unknown or back.unknown:
            return Outcome(Kind.UNKNOWN, rows, ahead.shared_costs or back.shared_costs)
        return Outcome(_kind(rows), rows)


def outcomes(rulebook: Rulebook, day: date) -> Outcomes:
    """The outcomes of a day, kept for the next question."""
    return rulebook.memory.answer(_OUTCOMES, day, lambda: Outcomes.of(rulebook, day))


def _sides(scheme: Scheme) -> Iterator[Side]:
    for payment in scheme.payments:
        yield Side(
            f"{scheme.id}#{payment.id}",
            scheme.id,
            payment,
            payment.groups,
            payment.cost_components,
            scheme.payer_is_public or scheme.state_resources,
        )


def _together(counts: Mapping[Kind, int]) -> Kind:
    """One outcome for many pairs: the only one there is; unknown where some are and the others may; else partly."""
    if len(counts) == 1:
        return next(iter(counts))
    return Kind.UNKNOWN if set(counts) == {Kind.MAY, Kind.UNKNOWN} else Kind.PARTLY


def _kind(rows: Iterable[Relation]) -> Kind:
    """The strictest of the rows."""
    kinds = {_row_kind(row) for row in rows}
    return next((kind for kind in (Kind.MAY_NOT, Kind.PARTLY) if kind in kinds), Kind.MAY)


def _row_kind(row: Relation) -> Kind:
    gone = row.type is RelationType.ZERO and row.quantity in (Quantity.MONEY, Quantity.ALL)
    if row.type is RelationType.EXCLUSIVE or gone:
        return Kind.MAY_NOT
    return Kind.PARTLY if row.type in _LESS else Kind.MAY
