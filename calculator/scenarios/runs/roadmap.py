"""A roadmap: in which order taking rules away releases most.

Greedy: of all candidates the one that releases most by itself goes first; then every other candidate is solved again on top of
it, and so on. So each step is the best next one given those before it; that need not be the best set of that size, because
two rules that only release something together are not seen until one of them is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.result import Result
from calculator.scenarios.runs.rule import Rule
from calculator.scenarios.runs.touching import Touching
from calculator.scenarios.runs.variant import Variant
from calculator.scenarios.runs.withholding import Withheld, withheld


@dataclass(frozen=True, slots=True)
class Step:
    """The rule that goes next: cents it releases on top of those before it, of which public, and on how many farms.

    Of ``otherwise`` farms it releases something else than it does by itself.
    """

    rule: Rule
    released: int
    public: int
    farms: int
    otherwise: int = 0


def roadmap(
    evaluate: Evaluator,
    touching: Touching,
    rulebook: Rulebook,
    base: Result,
    first: Withheld,
    *,
    steps: int,
    candidates: int = 12,
) -> tuple[Step, ...]:
    """At most so many steps, among the candidates that release most by themselves (``first``)."""
    alone = first.released.groupby("rule")["cents"].sum().sort_values(ascending=False, kind="stable")
    left = [first.rules[int(str(n))] for n in alone.index[:candidates] if alone[n] > 0]
    found: list[Step] = []
    gone: tuple[Rule, ...] = ()
    public = frozenset(s.payer for s in rulebook.schemes if s.payer_is_public)
    standing = first
    while left and len(found) < steps:
        step = _best(standing, left, public, first)
        if step is None:
            break
        found.append(step)
        left.remove(step.rule)
        gone = (*gone, step.rule)
        if left and len(found) < steps:
            base = base.but(evaluate(Variant(rulebook.digest, gone), base.farms["farm"].to_numpy()))
            standing = withheld(evaluate, touching, rulebook, base, left, gone)
    return tuple(found)


def _best(standing: Withheld, left: list[Rule], public: frozenset[str], first: Withheld) -> Step | None:
    best: Step | None = None
    for place, rule in enumerate(standing.rules):
        own = standing.released[standing.released["rule"] == place]
        if rule not in left or own.empty:
            continue
        cents = int(own["cents"].sum())
        per_farm, alone = own.groupby("farm")["cents"].sum(), _per_farm(first, rule)
        step = Step(
            rule,
            cents,
            int(own.loc[own["payer"].isin(public), "cents"].sum()),
            int((per_farm != 0).sum()),
            int((per_farm.sub(alone, fill_value=0) != 0).sum()),
        )
        if cents > 0 and (best is None or cents > best.released):
            best = step
    return best


def _per_farm(held: Withheld, rule: Rule) -> pd.Series:
    own = held.released[held.released["rule"] == held.rules.index(rule)]
    return own.groupby("farm")["cents"].sum()
