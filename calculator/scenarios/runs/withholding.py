"""What each rule withholds: every farm that it can hold back is solved again without it, and gets what that brings.

Exact per farm. A rule can only hold back the farms that its absence touches (``touching``); a condition moreover only those
that it refuses: where it is met, or where the fact is not known, taking it away changes nothing that is paid. Rules are
taken away one at a time, so what two rules hold back together (either alone would still do it) shows at neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from calculator.domain.rulebook import Rulebook
from calculator.eligibility.conditions.territory import SCOPE_PATHS
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.result import Ints, Result, payers_of
from calculator.scenarios.runs.rule import Rule, Sort, every, relaxed
from calculator.scenarios.runs.touching import Touching
from calculator.scenarios.runs.variant import Variant
from calculator.scenarios.sums import codes_in, summed


@dataclass(frozen=True, slots=True, eq=False)
class Withheld:
    """``released``: rule (place in ``rules``), farm, payer and the cents by which that payer would pay more (or less).

    ``stopped``: rule and farm of every farm that a condition refuses.
    """

    rules: tuple[Rule, ...]
    released: pd.DataFrame
    stopped: pd.DataFrame


def withheld(
    evaluate: Evaluator,
    touching: Touching,
    rulebook: Rulebook,
    base: Result,
    only: Sequence[Rule] | None = None,
    without: tuple[Rule, ...] = (),
) -> Withheld:
    """What every rule (or those of ``only``) withholds, on top of those that are gone already (``without``)."""
    standing = tuple(s for s in rulebook.schemes if any(s.validity.contains(d) for d in touching.days()))
    rules = tuple(only) if only is not None else tuple(every(rulebook, standing))
    wanted = [
        (n, rule, f) for n, rule, f in _candidates(evaluate, touching, rulebook, rules, without) if len(f)
    ]
    found = evaluate.many([(Variant(rulebook.digest, (*without, rule)), farms) for _, rule, farms in wanted])
    parts = [
        _difference(base.of(farms), result).assign(rule=n)
        for (n, _, farms), result in zip(wanted, found, strict=True)
    ]
    columns = ["rule", "farm", "payer", "cents"]
    released = pd.concat([p for p in parts if len(p)] or [pd.DataFrame(columns=columns)], ignore_index=True)
    stops = [
        pd.DataFrame({"rule": np.full(len(f), n), "farm": f})
        for n, rule, f in wanted
        if rule.sort is Sort.CONDITION
    ]
    stopped = pd.concat(stops, ignore_index=True) if stops else pd.DataFrame(columns=["rule", "farm"])
    return Withheld(rules, released[columns], stopped)


def _candidates(
    evaluate: Evaluator,
    touching: Touching,
    rulebook: Rulebook,
    rules: Iterable[Rule],
    without: tuple[Rule, ...],
) -> Iterable[tuple[int, Rule, Ints]]:
    """Each rule with the farms that its absence can touch."""
    rules = list(rules)
    refused = pd.DataFrame(columns=["farm", "ref", "words"])
    if any(rule.sort is Sort.CONDITION for rule in rules):
        refused = evaluate.refused(
            Variant(rulebook.digest, without), np.arange(len(touching.population), dtype=np.int64)
        )
    by_condition = {
        key: np.sort(own["farm"].to_numpy(np.int64)) for key, own in refused.groupby(["ref", "words"])
    }
    scope = _scope(rulebook)
    nobody = np.zeros(0, dtype=np.int64)
    for n, rule in enumerate(rules):
        if rule.sort is Sort.CONDITION:
            # Whose farm it is (its dairy, its province) is no bottleneck: the scheme is simply somebody else's.
            own = (
                nobody if (rule.id, rule.words) in scope else by_condition.get((rule.id, rule.words), nobody)
            )
            yield n, rule, own
        else:
            yield n, rule, touching.touched(rulebook, relaxed(rulebook, rule))


def _scope(rulebook: Rulebook) -> set[tuple[str, str]]:
    return {
        (s.id, c.text.nl)
        for s in rulebook.schemes
        for p in s.payments
        for c in (*s.conditions, *p.conditions)
        if c.arguments.get("path") in SCOPE_PATHS
    }


def _difference(before: Result, after: Result) -> pd.DataFrame:
    """Cents per farm and payer that are paid more (or less), where anything differs."""
    sides = (before.paid, after.paid)
    refs = union_categoricals([side["ref"].array for side in sides])
    payers = payers_of(pd.Series(refs))
    cents = np.concatenate([-sides[0]["cents"].to_numpy(np.int64), sides[1]["cents"].to_numpy(np.int64)])
    farms = np.concatenate([side["farm"].to_numpy(np.int64) for side in sides])
    at, step = summed([farms, codes_in(payers)], cents[:, None])
    told = step[:, 0] != 0
    names = np.array([str(name) for name in payers.cat.categories] or [""], dtype=object)
    return pd.DataFrame({"farm": at[0][told], "payer": names[at[1][told]], "cents": step[told, 0]})
