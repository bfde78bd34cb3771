"""Which conditions refuse which farms, as the assessment finds them; nothing is solved for this.

Columns answer for whole populations; farms that do not fit in them are assessed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.assessment import assess
from calculator.eligibility.contracts.commitments import split
from calculator.eligibility.subject import not_met
from calculator.eligibility.units import pieces
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.profiles import profiles_at
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.result import Ints
from calculator.stacking.columns import Evaluation

_CONDITIONS: Answers[tuple[str, str], str] = Answers("conditions by refusal")


def refused_of(evaluation: Evaluation, population: Population, farms: Ints) -> pd.DataFrame:
    """Farm, scheme and condition (its Dutch words), each once per farm."""
    known, left = evaluation.refused(encoded(population), farms)
    rest = farms[left]
    one_by_one = refused(
        evaluation.rulebook,
        zip(rest.tolist(), profiles_at(population, rest), strict=True),
        evaluation.on,
        evaluation.years,
    )
    parts = [
        pd.DataFrame({"farm": farms[at], "ref": scheme, "words": words})
        for (scheme, words), at in sorted(known.items())
        if len(at)
    ]
    found = pd.concat([*parts, one_by_one], ignore_index=True)
    return found.sort_values(["farm", "ref", "words"], kind="stable").reset_index(drop=True)


def refused(
    rulebook: Rulebook, farms: Iterable[tuple[int, FarmProfile]], on: date, years: int
) -> pd.DataFrame:
    """The same, assessed one by one."""
    known = _words(rulebook)
    rows: set[tuple[int, str, str]] = set()
    for farm, profile in farms:
        land = split(pieces(profile)[0], profile, rulebook)
        for found in assess(profile, rulebook, land, range(on.year, on.year + years), on):
            for refusal in found.refusals:
                words = known.get((refusal.scheme, refusal.reason.nl))
                if words is not None:
                    rows.add((farm, refusal.scheme, words))
    ordered = sorted(rows)
    return pd.DataFrame(
        {
            "farm": np.array([r[0] for r in ordered], dtype=np.int64),
            "ref": np.array([r[1] for r in ordered], dtype=object),
            "words": np.array([r[2] for r in ordered], dtype=object),
        }
    )


def _words(rulebook: Rulebook) -> dict[tuple[str, str], str]:
    """The words of each condition by scheme and what its refusal reads as."""
    known = rulebook.memory.of(_CONDITIONS)
    if not known:
        for scheme, payment in ((s, p) for s in rulebook.schemes for p in s.payments):
            known.update(
                {
                    (scheme.id, not_met(c.text).nl): c.text.nl
                    for c in (*scheme.conditions, *payment.conditions)
                }
            )
    return known
