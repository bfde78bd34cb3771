"""Questions on payments that a ceiling over years counts ask for aid received too, of farms that have not filled it in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calculator.domain.period import same_day_in
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.explained.saying import Questions
from calculator.stacking.limits.unknown_aid import received_too


def with_aid(rows: Ints, questions: Questions, case: Case) -> Ints:
    """Rows of open questions, of such farms with what asks for both; years in which that reads otherwise become rows apart."""
    unknown = case.farms.aid_unknown[rows[:, 0]] != 0
    if not unknown.any():
        return rows
    found, mine = [rows[~unknown]], rows[unknown]
    for number in np.unique(mine[:, 2]).tolist():
        here = mine[mine[:, 2] == number]
        for asked, years in _asked(number, questions, case).items():
            part = here[here[:, 3] & years != 0]
            part[:, 2], part[:, 3] = asked, part[:, 3] & years
            found.append(part)
    return np.concatenate(found)


def _asked(number: int, questions: Questions, case: Case) -> dict[int, int]:
    """By what is asked in all, the years (bits) in which that is so."""
    bare, found = questions.all[number], dict[int, int]()
    for year in case.years:
        question = received_too(case.rulebook, replace(bare, year=year), same_day_in(year, case.on))
        asked = number if question.paths == bare.paths else questions.of(question)
        found[asked] = found.get(asked, 0) | 1 << (year - case.years.start)
    return found
