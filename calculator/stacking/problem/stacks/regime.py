"""The rules that decide what may rest on one unit in a year: relations, ceilings per hectare, a shared minimum amount.

Years and farms under the same rows and figures share one regime, and with it everything that was worked out from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from operator import attrgetter

from calculator.domain.limit import Limit, LimitKind
from calculator.domain.memory import Answers, Memory
from calculator.domain.period import same_day_in
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.stacking.law.pairs import Party, Relations, selects
from calculator.stacking.problem.stacks import Ceiling

#: By what is asked, and by the rows and figures that are in force then; relations by their rows alone.
_ASKED: Answers[tuple[int, int, int, str | None], Regime] = Answers("regime of a year", 5_000)
_REGIMES: Answers[object, Regime] = Answers("regimes")
_RELATIONS: Answers[tuple[int, ...], Relations] = Answers("relations")

#: The limits that are settled within a stack, and the figure of each.
_FIGURES = {
    LimitKind.PER_HECTARE: "ceiling",
    LimitKind.COST_SHARE: "percent",
    LimitKind.MINIMUM_TOTAL: "minimum",
}


@dataclass(slots=True, eq=False)
class Regime:
    """Relations and ceilings in force, and the limit (if any) that pays nothing below ``minimum`` cents in all.

    ``memory`` keeps the tables of stacks and the joins that follow from the regime alone.
    """

    relations: Relations
    ceilings: tuple[Ceiling, ...]
    minimum: Fraction | None
    minimum_of: Limit | None
    memory: Memory = field(default_factory=Memory)
    _shares: dict[str, bool] = field(default_factory=dict)

    def shares_minimum(self, claim: Party) -> bool:
        """Whether the claim (or payment) counts towards the minimum amount."""
        if self.minimum_of is None:
            return False
        found = self._shares.get(claim.ref)
        if found is None:
            selectors = self.minimum_of.payments
            found = any(selects(s, claim.ref, claim.scheme, claim.groups) for s in selectors)
            self._shares[claim.ref] = found
        return found


def regime(rulebook: Rulebook, year: int, on: date, without: str | None = None) -> Regime:
    """The regime of a year on the day of ``on``; ``without`` leaves out one limit, to find its price."""
    asked = rulebook.memory.of(_ASKED)
    key = (year, on.month, on.day, without)
    found = asked.get(key)
    if found is None:
        found = asked[key] = _regime(rulebook, same_day_in(year, on), without)
    return found


def _regime(rulebook: Rulebook, day: date, without: str | None) -> Regime:
    """The one regime of these rows and figures, made on first use."""
    rows = rulebook.relations_on(day)
    ceilings: list[tuple[Limit, object]] = []
    minimum: tuple[Limit, object] | None = None
    # In the order of their ids: of two ceilings that cut the same, that of the first is named.
    for limit in sorted(rulebook.limits_on(day), key=attrgetter("id")):
        series = limit.figures.get(_FIGURES.get(limit.kind, ""))
        figure = series.on(day) if series else None
        if limit.id == without or figure is None:
            continue
        if limit.kind is not LimitKind.MINIMUM_TOTAL:
            ceilings.append((limit, figure))
        else:
            minimum = (limit, figure)
    known = rulebook.memory.of(_REGIMES)
    key = (
        tuple(id(r) for r in rows),
        tuple((id(limit), id(figure)) for limit, figure in ceilings),
        None if minimum is None else (id(minimum[0]), id(minimum[1])),
    )
    if key not in known:
        known[key] = _made(rulebook, rows, ceilings, minimum, day)
    return known[key]


def _made(
    rulebook: Rulebook,
    rows: tuple[Relation, ...],
    ceilings: list[tuple[Limit, object]],
    minimum: tuple[Limit, object] | None,
    day: date,
) -> Regime:
    shared = rulebook.memory.of(_RELATIONS)
    relations = shared.setdefault(tuple(id(r) for r in rows), Relations(rows))
    cut = []
    for limit, _ in ceilings:
        figure = limit.figures[_FIGURES[limit.kind]].on(day)
        assert figure is not None
        bases = frozenset(limit.legal_bases)
        if limit.kind is LimitKind.COST_SHARE:
            share = Fraction(figure.values[""]) / 100
            cut.append(Ceiling(limit.id, bases, frozenset(limit.counts) - bases, {}, share))
            continue
        cents = {key: Fraction(v) * 100 for key, v in figure.values.items()}
        cut.append(Ceiling(limit.id, bases, frozenset(limit.counts) - bases, cents))
    least = None
    if minimum is not None:
        figure = minimum[0].figures["minimum"].on(day)
        assert figure is not None
        least = Fraction(figure.values[""]) * 100
    return Regime(relations, tuple(cut), least, minimum[0] if minimum else None)
