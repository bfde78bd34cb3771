"""Two rows on the same pair, quantity and time say the same thing, whichever side is named first, and what one demands the
other does not forbid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

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
            elif _each_of_the_other(relation, earlier.relation):
                yield _nothing_first(row, earlier)
        pairs[frozenset((relation.a, relation.b))].append(row)


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


def _each_of_the_other(one: Relation, other: Relation) -> bool:
    """Whether of two payments each is what is left after the other."""
    crossed = (one.a, one.b) == (other.b, other.a) and one.validity.overlaps(other.validity)
    return crossed and one.type is other.type is RelationType.NET_OF


def _nothing_first(row: RelationRow, earlier: RelationRow) -> RuleProblem:
    a, b = row.relation.a, row.relation.b
    return RuleProblem(
        row.file,
        row.line,
        Text(
            nl=f"`{a}` is wat er na `{b}` overblijft, en {earlier.file}, regel {earlier.line} zegt het omgekeerde: geen van "
            "beide komt dan eerst",
            en=f"`{a}` is what is left after `{b}`, and {earlier.file}, line {earlier.line} says it the other way round: then "
            "neither comes first",
        ),
        Text(
            nl="laat één van de twee gelden; wordt alleen de hoogste betaald, schrijf dan `highest`",
            en="let one of the two hold; where only the higher one is paid, write `highest`",
        ),
    )
