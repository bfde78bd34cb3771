"""Take-up as best response: a farm takes part in the schemes that together leave it most.

Without a threshold or costs that is the award itself. With them every scheme that the farm takes part in must be worth what
it asks: of all sets of schemes the farm picks the one with the highest total less what its schemes ask. The search is exact: a
set is bounded by the best award without the schemes that were dropped, less what is asked for those that were kept, and the
most promising set is looked at first. What runs under contract is no choice and asks nothing.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from calculator.scenarios.reform.scenario import Participation
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.result import Ints, Result, joined, nothing, schemes_of
from calculator.scenarios.runs.variant import Variant

Schemes = frozenset[str]


@dataclass(slots=True)
class Search:
    """One farm's search: sets still to be looked at, best bound first, as (bound, kept, dropped)."""

    waiting: list[tuple[int, int, Schemes, Schemes]] = field(default_factory=list)
    best: int | None = None
    chosen: Schemes = frozenset()
    count: int = 0

    def push(self, bound: int, kept: Schemes, dropped: Schemes) -> None:
        """Look at it later, unless it cannot beat what is there."""
        if self.best is None or bound > self.best:
            self.count += 1
            heapq.heappush(self.waiting, (-bound, self.count, kept, dropped))

    def pop(self) -> tuple[Schemes, Schemes] | None:
        """The most promising set that can still beat what is there."""
        while self.waiting:
            bound, _, kept, dropped = heapq.heappop(self.waiting)
            if self.best is None or -bound > self.best:
                return kept, dropped
        return None


def respond(
    evaluate: Evaluator,
    rules: Variant,
    farms: Ints,
    participation: Participation,
    years: int,
    barred: dict[int, Schemes] | None = None,
) -> tuple[Result, dict[int, Schemes]]:
    """The best response of each farm, and the schemes that it leaves aside (beyond those barred to it)."""
    barred = barred or {}
    first = _evaluated(evaluate, rules, {int(f): barred.get(int(f), frozenset()) for f in farms})
    if not participation.least or not len(farms):
        return first, {}
    asked = participation.least * years
    fixed = _contracted(evaluate, rules, first)
    searches = {int(f): Search() for f in farms}
    asking = {f: (Schemes(), barred.get(f, frozenset())) for f in searches}
    found: dict[tuple[int, Schemes], Result] = {}
    answer = first
    while asking:
        _look(answer, asking, searches, found, fixed, asked)
        asking = {f: nxt for f, s in searches.items() if (nxt := s.pop()) is not None}
        answer = _evaluated(evaluate, rules, {f: dropped for f, (_, dropped) in asking.items()})
    chosen = [found[f, s.chosen] for f, s in sorted(searches.items())]
    left = {f: s.chosen - barred.get(f, frozenset()) for f, s in searches.items()}
    return joined(chosen), {f: schemes for f, schemes in left.items() if schemes}


def _look(
    answer: Result,
    asking: dict[int, tuple[Schemes, Schemes]],
    searches: dict[int, Search],
    found: dict[tuple[int, Schemes], Result],
    fixed: dict[int, Schemes],
    asked: int,
) -> None:
    """Take in what the sets pay, and branch on the schemes that are used and not yet decided."""
    paid = _schemes_of(answer)
    totals = answer.totals
    for farm, (kept, dropped) in asking.items():
        search, total = searches[farm], int(totals[farm])
        used = paid.get(farm, Schemes()) - fixed.get(farm, Schemes())
        worth = total - asked * len(used)
        if search.best is None or worth > search.best:
            search.best, search.chosen = worth, dropped
            found[farm, dropped] = answer.of(np.array([farm], dtype=np.int64))
        # Of the best set, the first of these schemes that it drops is one of them; or it drops none, and is this one.
        firm = kept
        for scheme in sorted(used - kept):
            search.push(total - asked * len(firm), firm, dropped | {scheme})
            firm = firm | {scheme}


def _schemes_of(result: Result) -> dict[int, Schemes]:
    pairs = result.paid[["farm", "ref"]].drop_duplicates()
    schemes = schemes_of(pairs["ref"])
    grouped: dict[int, set[str]] = {}
    for farm, scheme in zip(pairs["farm"].tolist(), schemes.tolist(), strict=True):
        grouped.setdefault(int(farm), set()).add(scheme)
    return {farm: Schemes(names) for farm, names in grouped.items()}


def _contracted(evaluate: Evaluator, rules: Variant, first: Result) -> dict[int, Schemes]:
    """The schemes that pay a farm even when it takes part in nothing new."""
    used = _schemes_of(first)
    nothing_new = _evaluated(evaluate, rules, used)
    return _schemes_of(nothing_new)


def _evaluated(evaluate: Evaluator, rules: Variant, dropped: dict[int, Schemes]) -> Result:
    """Each farm without the schemes dropped for it; farms that drop the same are evaluated together."""
    groups: dict[Schemes, list[int]] = {}
    for farm, schemes in dropped.items():
        groups.setdefault(schemes, []).append(farm)
    asked = [
        (
            Variant(rules.digest, rules.without, tuple(sorted(schemes))),
            np.array(sorted(members), dtype=np.int64),
        )
        for schemes, members in sorted(groups.items(), key=lambda g: sorted(g[0]))
    ]
    return joined(evaluate.many(asked)) if asked else nothing()
