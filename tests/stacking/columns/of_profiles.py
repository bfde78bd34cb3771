"""What farms consider read from their profiles, one by one, for tests that hold the tables of a population against it."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.planned.candidates import Considered, Considering
from calculator.stacking.columns.reading.vocabulary import Vocabulary


def considered(profiles: Sequence[FarmProfile], rulebook: Rulebook, words: Vocabulary) -> Considered:
    """What farms consider; ``words`` may grow."""
    made = Considering(rulebook, words)
    for farm, profile in enumerate(profiles):
        made.add(farm, profile)
    return made.finished(len(profiles))
