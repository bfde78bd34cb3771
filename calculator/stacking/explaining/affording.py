"""Whether there is time to ask what forcing a claim costs, also where nothing has to be solved for it.

A year of grants that relations join is one decision with thousands of choices: drafting it again with a claim forced in, bounding
it and pricing it takes a second, and a long horizon has many such claims. What is that heavy is charged to the time of the award,
and left out once that is spent; what is light is always told.
"""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.problem import Problem
from calculator.stacking.problem.search_time import SearchTime

#: Seconds by estimate for every choice of a block, for every entry that bounding it looks at, and for every set of claims whose
#: choices are made anew; and what is light.
_EACH_CHOICE, _EACH_ENTRY, _EACH_SET, _LIGHT = 5e-5, 5e-7, 2e-4, 0.05


def affords(
    problem: Problem, blocks: Iterable[int], time: SearchTime, counted: int = 0, sets: int = 0
) -> bool:
    """Whether a claim can be forced into these blocks; what that takes is spent. ``counted`` is what bounding them anew looks at,
    where the award was counted out (``recount.Tally``); ``sets`` may rest together for the farm, most of which others beat.
    """
    groups = (group for index in blocks for group in problem.blocks[index].groups)
    work = _EACH_CHOICE * sum([len(cell.options) for group in groups for cell in group.cells])
    work += _EACH_ENTRY * counted + _EACH_SET * sets
    if work <= _LIGHT:
        return True
    if time.left <= 0:
        return False
    time.spend(work)
    return True
