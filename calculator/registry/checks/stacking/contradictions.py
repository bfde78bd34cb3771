"""Two rows on the same pair, quantity and time say the same thing, whichever side is named first, and what one demands the
other does not forbid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.lists.relations import RelationRow

#: Types that work both ways; the others may well differ by direction.
_MUTUAL = (
    RelationType.EXCLUSIVE,
    RelationType.HIGHEST,
    RelationType.ADDITIVE,
    RelationType.SUM_CAPPED,
    RelationType.UNKNOWN,
)

#: How far a row of a level reaches, the narrowest first.
WIDTH = {Level.UNIT: 0, Level.PARCEL: 1, Level.CONTRACT: 2, Level.FARM: 2}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Pairs that are given twice with another type or parameter."""
    pairs: dict[frozenset[str], list[RelationRow]] = defaultdict(list)
    for row in draft.standing_relations():
        relation = row.relation
        for earlier in pairs[frozenset((relation.a, relation.b))]:
            if _contradict(relation, earlier.relation):
                yield RuleProblem(
                    row.file,
                    row.line,
                    Text(
                        nl=f"`{relation.type}` spreekt {earlier.file}, regel {earlier.line} tegen "
                        f"(`{earlier.relation.type}` voor hetzelfde paar)",
                        en=f"`{relation.type}` contradicts {earlier.file}, line {earlier.line} "
                        f"(`{earlier.relation.type}` for the same pair)",
                    ),
                    Text(
                        nl="laat er één gelden, of geef ze verschillende perioden",
                        en="let one of them hold, or give them different periods",
                    ),
                )
        pairs[frozenset((relation.a, relation.b))].append(row)
    yield from _in_a_ring(draft)


def _contradict(one: Relation, other: Relation) -> bool:
    same = one.quantity == other.quantity or Quantity.ALL in (one.quantity, other.quantity)
    if not same or not one.validity.overlaps(other.validity):
        return False
    for asked, apart in ((one, other), (other, one)):
        if (asked.type, apart.type) == (RelationType.REQUIRES, RelationType.EXCLUSIVE):
            # What is asked of the farm may be kept apart on the same ground: it can lie elsewhere.
            return WIDTH[apart.level] >= WIDTH[asked.level]
    mutual = one.type in _MUTUAL and other.type in _MUTUAL
    alike = (one.type, one.parameter) == (other.type, other.parameter)
    return mutual and not alike and one.level == other.level


def _in_a_ring(draft: Draft) -> Iterator[RuleProblem]:
    """Payments that are each what is left after the next, back to the first: none of them can be worked out first."""
    before: dict[str, list[RelationRow]] = defaultdict(list)
    for row in draft.standing_relations():
        if row.relation.type is RelationType.NET_OF:
            earlier = _way_back(row, before)
            if earlier is not None:
                yield _nothing_first(row, earlier)
            before[_scheme(row.relation.a)].append(row)


def _way_back(row: RelationRow, before: Mapping[str, Sequence[RelationRow]]) -> RelationRow | None:
    """The last row of a chain from side b of the row to its side a, all of which hold together on some day; None where there
    is none. ``before`` are the rows to take, by the scheme or group of their side a.

    A scheme stands for all its payments. Of two rows for one pair, back and forth, the one that names more holds alone.
    """
    begun = (row.relation.b, row.relation.validity)
    seen, todo = {begun}, [begun]
    while todo:
        here, holds = todo.pop()
        for step in before.get(_scheme(here), ()):
            common = holds.common(step.relation.validity)
            if common is None or not _overlap(step.relation.a, here):
                continue
            closes = _overlap(step.relation.b, row.relation.a)
            forth_and_back = here == row.relation.b and closes
            if closes and not (forth_and_back and step.relation.specificity != row.relation.specificity):
                return step
            reached = (step.relation.b, common)
            if reached not in seen:
                seen.add(reached)
                todo.append(reached)
    return None


def _overlap(one: str, other: str) -> bool:
    """Whether two selectors name a payment in common, as far as they say so themselves: groups only where they are the same."""
    return one == other or one == _scheme(other) or other == _scheme(one)


def _scheme(selector: str) -> str:
    return selector.partition("#")[0]


def _nothing_first(row: RelationRow, earlier: RelationRow) -> RuleProblem:
    (a, b), before = (row.relation.a, row.relation.b), earlier.relation.a
    ring = "" if before == b else f" (`{b}` ... `{before}` ... `{a}`)"
    return RuleProblem(
        row.file,
        row.line,
        Text(
            nl=f"`{a}` is wat er na `{b}` overblijft, en {earlier.file}, regel {earlier.line} zegt het omgekeerde{ring}: "
            "geen van die komt dan eerst",
            en=f"`{a}` is what is left after `{b}`, and {earlier.file}, line {earlier.line} says it the other way round{ring}: "
            "then none of these comes first",
        ),
        Text(
            nl="laat één van die regels weg; wordt alleen de hoogste betaald, schrijf dan `highest`",
            en="leave one of these rows out; where only the highest is paid, write `highest`",
        ),
    )
