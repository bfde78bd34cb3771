"""A rulebook with a scenario applied to it: a value with a digest of its own, or everything that is wrong.

Nothing of the rulebook that it starts from is changed. What the scenario sets names the scenario as its source and counts
as assumed, so that it shows wherever an amount rests on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.files.problem import RuleProblem, in_order, nearest
from calculator.scenarios.reform import best, figures, rules
from calculator.scenarios.reform import scenario as s
from calculator.scenarios.reform.working import Working


def apply(rulebook: Rulebook, scenario: s.Scenario) -> tuple[Rulebook | None, tuple[RuleProblem, ...]]:
    """The rulebook of the scenario and of all that it stands on, or None and every problem."""
    problems: list[RuleProblem] = []
    standing = rulebook
    for one in scenario.chain():
        found, wrong = _one(standing, rulebook, one)
        problems += wrong
        standing = found
    return (None if problems else standing), in_order(problems)


def _one(rulebook: Rulebook, first: Rulebook, scenario: s.Scenario) -> tuple[Rulebook, list[RuleProblem]]:
    working = Working.of(rulebook, scenario)
    if scenario.rulebook is not None and scenario.rulebook != first.digest:
        working.found.wrong(
            1,
            Text(
                f"dit scenario is geschreven tegen regels {scenario.rulebook}; dit zijn {first.digest}",
                f"this scenario was written against rules {scenario.rulebook}; these are {first.digest}",
            ),
            Text("lees het na en pas `rulebook` aan", "read it again and change `rulebook`"),
        )
    for change in scenario.changes:
        _APPLY[type(change)](working, change)
    _switched_off_and_changed(working)
    return _assembled(working), working.found.problems


def _switched_off_and_changed(working: Working) -> None:
    """A scheme that goes is not changed as well."""
    off = {target[1]: said for target, said in working.said.items() if target[0] == "switch"}
    for target, said in working.said.items():
        scheme = target[1].partition("#")[0]
        if target[0] == "switch" or scheme not in off:
            continue
        for period, line, _ in said:
            clash = next((where for other, where, _ in off[scheme] if other.overlaps(period)), None)
            if clash is not None:
                working.found.wrong(
                    line,
                    Text(f"{scheme} vervalt al door regel {clash}", f"{scheme} goes already by line {clash}"),
                    Text("laat één van de twee regels weg", "leave out one of the two lines"),
                )


def _assembled(working: Working) -> Rulebook:
    base, scenario = working.base, working.scenario
    mark = hashlib.sha256(f"{base.digest} {scenario.sha256 or scenario!r}".encode()).hexdigest()
    own = set(map(id, base.schemes))
    schemes = (x if id(x) in own else replace(x, digest=_digest(mark, x.id)) for x in working.schemes)
    return Rulebook(
        schemes=tuple(sorted(schemes, key=lambda x: (x.id, x.validity.start))),
        relations=tuple(sorted(working.relations, key=lambda r: (r.id, r.validity.start))),
        limits=tuple(sorted(working.limits, key=lambda x: (x.id, x.validity.start))),
        codelists=base.codelists,
        legal_bases=working.legal_bases,
        digest=f"sha256:{mark}",
        windows=base.windows,
        files={**base.files, f"scenario/{scenario.id}.yaml": scenario.sha256},
    )


def _digest(mark: str, name: str) -> str:
    return hashlib.sha256(f"{mark} {name}".encode()).hexdigest()


def _budget(working: Working, change: s.BudgetChange) -> None:
    """A budget is no rule: it is divided after every farm has chosen. Only that the scheme exists is looked at."""
    known = {x.id for x in working.schemes}
    if change.scheme not in known:
        working.found.wrong(
            change.line,
            Text(f"er is geen regeling `{change.scheme}`", f"there is no scheme `{change.scheme}`"),
            nearest(change.scheme, known),
        )
    working.says(change.line, rules.ALWAYS, (change.cents, change.allot), "budget", change.scheme)


_APPLY: Mapping[type[Any], Callable[[Working, Any], None]] = {
    s.FigureChange: figures.figure,
    s.IndexChange: figures.index,
    s.LimitChange: figures.limit,
    s.RelationChange: rules.relation,
    s.BudgetChange: _budget,
    s.AreaChange: rules.area,
    s.DatesChange: rules.dates,
    s.BasisChange: rules.basis,
    s.BasisEnd: rules.basis_end,
    s.SwitchChange: rules.switch,
    s.ConditionChange: rules.condition,
    s.TermChange: rules.term,
    s.BestChange: best.best,
    s.Draft: rules.draft,
}
