"""Payments that are made once are asked once per place: in the first year in which they are claimed or open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from calculator.domain.claim import OpenQuestion
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.reading.numbering import numbered

ONCE = "a payment that is made once and is claimed in one year, open in another"


def asked_once(rows: Ints, questions: Sequence[OpenQuestion], rulebook: Rulebook, case: Case) -> Ints:
    """Rows of open questions without those that a payment which is made once asks again."""
    made = {f"{s.id}#{p.id}" for s in rulebook.schemes for p in s.payments if p.once}
    refs = [f"{q.scheme}#{q.payment}" for q in questions]
    of = {ref: n for n, ref in enumerate(sorted({*refs} & made))}
    code = np.array([of.get(ref, -1) for ref in refs], dtype=np.int64)[rows[:, 2]]
    again = np.flatnonzero(code >= 0)
    if not len(again):
        return rows
    _leave(case, rows[again, 0], code[again], of)
    group = numbered((rows[again, 0], rows[again, 1] + 1, code[again]))
    lowest = rows[again, 3] & -rows[again, 3]
    order = np.lexsort((lowest, group))
    first = order[np.diff(group[order], prepend=-1) != 0]
    kept = np.ones(len(rows), dtype=np.bool_)
    kept[again] = False
    kept[again[first]] = True
    found = rows.copy()
    found[again, 3] = lowest
    return found[kept]


def _leave(case: Case, farms: Ints, codes: Ints, of: Mapping[str, int]) -> None:
    """Leave the farms that claim such a payment as well."""
    for ref, code in of.items():
        has = case.land.has.get(ref)
        claims = np.zeros(len(case.farms), dtype=np.bool_) if has is None else has.copy()
        for one in case.granted:
            if one.claim.ref == ref:
                claims[one.farm] = True
        asking = farms[codes == code]
        case.leave(np.unique(asking[claims[asking]]), ONCE)
