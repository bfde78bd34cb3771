"""Notes: a demand that can no longer be met, because what is asked ended before what asks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.selecting import Selectable


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Rows of `requires` that go on after the last day of what they ask."""
    known = Selectable.of(draft)
    for row in draft.standing_relations():
        relation = row.relation
        asking, asked = known.periods.get(relation.a, ()), known.periods.get(relation.b, ())
        ended = _end(asked)
        if relation.type is not RelationType.REQUIRES or ended is None:
            continue
        later = Period(max(ended, relation.validity.start), None)
        if relation.validity.overlaps(later) and any(_goes_on(p, relation.validity, later) for p in asking):
            yield RuleProblem(
                row.file,
                row.line,
                Text(
                    nl=f"`{relation.b}` geldt tot {ended}: daarna wordt `{relation.a}` door deze eis nooit betaald",
                    en=f"`{relation.b}` holds until {ended}: after that `{relation.a}` is never paid by this demand",
                ),
                Text(
                    nl="laat de eis dan eindigen (`valid_until`), of voeg toe wat ervoor in de plaats komt",
                    en="end the demand then (`valid_until`), or add what comes in its place",
                ),
            )


def _end(periods: Sequence[Period]) -> date | None:
    """The last end; None where one has none, or there are none."""
    ends = [p.end for p in periods]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _goes_on(asking: Period, row: Period, later: Period) -> bool:
    start = max(asking.start, row.start, later.start)
    ends = [p.end for p in (asking, row) if p.end is not None]
    return not ends or start < min(ends)
