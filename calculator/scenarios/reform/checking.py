"""The rules of a scenario, held against the same checks as the registry.

Only what the scenario changes is written out, read and checked, beside the codelists as the rules hold them; every other file
counts as present but not read (as the registry does with files that were recorded later), so that a scenario is set up in a
moment.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from calculator.domain.memory import Answers, Once
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.registry import checks, draft
from calculator.registry.checks.check import Check
from calculator.registry.checks.figures import never_read, plausible
from calculator.registry.checks.texts import remarks
from calculator.registry.files.problem import Findings, RuleProblem, in_order
from calculator.registry.files.row import Row
from calculator.registry.lists import codelists, relations
from calculator.registry.lists.codelists import Codelist
from calculator.scenarios.reform import rows
from calculator.scenarios.reform.scenario import (
    BasisEnd,
    BudgetChange,
    Change,
    Draft,
    IndexChange,
    LimitChange,
    RelationChange,
    Scenario,
)
from calculator.scenarios.reform.writing import limit_path, scheme_path

_LISTS: Answers[str, Codelist] = Answers("codelists as read")
_WRITTEN: Once[rows.Written] = Once("rows as written")

_RELATIONS = "relations/scenario.csv"
#: The line of the first row below the heading, and how another row is named in a message.
_FIRST = 2
_ROW = re.compile(re.escape(_RELATIONS) + r", (?:regel|line) (\d+)")
#: Who writes a scenario does not widen the range of a unit.
_IMPLAUSIBLE = Text(
    nl="kijk naar de komma en de eenheid, en vul een bedrag in dat tussen deze twee ligt",
    en="look at the decimal point and the unit, and give an amount between these two",
)
#: Who writes a scenario cannot add to the codelists.
_REMARK = Text(
    nl="schrijf `scenario: geen gepubliceerd getal`, of een opmerking die in codelists/remarks.csv staat",
    en="write `scenario: no published figure`, or a remark that stands in codelists/remarks.csv",
)
_OTHER_REMEDY = {plausible.REMEDY: _IMPLAUSIBLE, remarks.REMEDY: _REMARK}
T = TypeVar("T")


def check(before: Rulebook, after: Rulebook, scenario: Scenario) -> tuple[RuleProblem, ...]:
    """What the checks of the registry find in whatever differs."""
    changed = _new(before.relations, after.relations)
    other = set(map(id, changed))
    # What differs comes last: of two rows that contradict each other, the later one is told.
    ordered = [*(r for r in after.relations if id(r) not in other), *changed]
    found, problems = draft.read({_RELATIONS: _table(ordered)})
    found.codelists = _lists(before)
    written = _written(before, after, scenario, found, problems)
    found.left_out += [p for p in before.files if p not in written and p.startswith(("schemes/", "limits/"))]
    first = len(ordered) - len(changed) + _FIRST
    wrong = [p for p in (*problems, *checks.run(found, _checks(scenario))) if _concerns(p, written, first)]
    own = _as_drafted(after, scenario)
    return in_order(_told(p, scenario, ordered, own) for p in wrong)


def _lists(before: Rulebook) -> dict[str, Codelist]:
    """The codelists, which no scenario changes and whose own cells were checked with the rules: put back from these."""
    known = before.memory.of(_LISTS)
    if not known:
        known.update({name: codelists.restored(name, codes) for name, codes in before.codelists.items()})
    return dict(known)


def _written(
    before: Rulebook, after: Rulebook, scenario: Scenario, found: draft.Draft, problems: list[RuleProblem]
) -> frozenset[str]:
    """Put whatever differs into the draft as if it had been read from its file; the paths of these files."""
    paths: set[str] = set()
    written = before.memory.once(_WRITTEN, rows.Written)
    versions: dict[str, list[Scheme]] = {}
    for scheme in before.schemes:
        versions.setdefault(scheme.id, []).append(scheme)
    drafted = _as_drafted(after, scenario)
    for scheme in _new(before.schemes, after.schemes):
        noted = Findings(scheme_path(scheme))
        if noted.file in drafted:
            found.schemes.append(draft.SchemeFile(noted.file, drafted[noted.file], scheme))
            paths.add(noted.file)
            continue
        start = rows.nearest(scheme, versions.get(scheme.id, ()))
        like = None if start is None else written.of(start, scenario.on)
        read = rows.scheme_row(scheme, scenario.on, noted, like)
        if read is not None:
            found.schemes.append(draft.SchemeFile(noted.file, read[0], scheme))
            # What stands in the rule that it was made from was checked with that one.
            found.look_at(*read)
        problems += noted.problems
        paths.add(noted.file)
    for limit in _new(before.limits, after.limits):
        noted = Findings(limit_path(limit))
        row = rows.limit_row(limit, scenario.on, noted)
        if row is not None:
            found.limits.append(draft.LimitFile(noted.file, row, limit))
        problems += noted.problems
        paths.add(noted.file)
    return frozenset(paths)


def _as_drafted(after: Rulebook, scenario: Scenario) -> dict[str, Row]:
    """New schemes of this scenario that no other change touches, by the path of their file: as they stand in the scenario."""
    rows = {scheme_path(c.scheme): c for c in scenario.changes if isinstance(c, Draft)}
    same = {scheme_path(s): s for s in after.schemes if scheme_path(s) in rows}
    return {
        path: change.row
        for path, change in rows.items()
        if path in same and replace(same[path], digest=change.scheme.digest) == change.scheme
    }


def _checks(scenario: Scenario) -> tuple[Check, ...]:
    """Those that a change can break. A scheme that ends sooner keeps the figures of its later days, which nobody forgot.

    What grows for years may well pass what is paid today, so growth is not asked whether it is plausible.
    """
    grows = any(isinstance(c, IndexChange) for one in scenario.chain() for c in one.changes)
    without = {never_read.check, *([plausible.check] if grows else [])}
    return tuple(c for c in checks.CHECKS if c not in without)


def _new(before: Sequence[T], after: Sequence[T]) -> list[T]:
    """What was not there before; a value that nobody touched is the same object."""
    known = set(map(id, before))
    return [x for x in after if id(x) not in known]


def _concerns(problem: RuleProblem, written: frozenset[str], first: int) -> bool:
    return problem.file in written or (problem.file == _RELATIONS and problem.line >= first)


def _told(
    problem: RuleProblem, scenario: Scenario, relations: Sequence[Relation], drafted: Collection[str]
) -> RuleProblem:
    """The problem as one of the scenario, since that is the file that a person can mend."""
    place = problem.file.rpartition("/")[0].partition("/")[2].replace("/", ".") or problem.file
    if problem.file == _RELATIONS:
        place = relations[problem.line - _FIRST].id
    message = Text(*(f"{place}: {_by_name(problem.message[x], relations)}" for x in ("nl", "en")))
    remedy = _OTHER_REMEDY.get(problem.remedy, problem.remedy)
    line = problem.line if problem.file in drafted else _line(scenario, place)
    return RuleProblem(f"{scenario.id}.yaml", line, message, remedy)


def _line(scenario: Scenario, place: str) -> int:
    """The last change that bears on a scheme, limit or combination rule; the first line where none names it.

    What is wrong with a new scheme is so where that stands: a budget changes none of its words.
    """
    bears = [change for change in scenario.changes if _bears_on(change, place)]
    lines = [change.line for change in bears if not isinstance(change, BudgetChange)]
    lines = lines or [change.line for change in bears]
    if not lines and len(scenario.changes) == 1:
        lines = [scenario.changes[0].line]
    return max(lines, default=1)


def _bears_on(change: Change, place: str) -> bool:
    match change:
        case Draft():
            return change.scheme.id == place
        case RelationChange():
            return change.id == place
        case LimitChange():
            return change.limit == place
        case BudgetChange():
            return change.scheme == place
        case BasisEnd():
            return False
        case _:
            named = change.where.selector.partition("#")[0]
            return named == place or (named.endswith(".*") and place.startswith(named[:-1]))


def _by_name(message: str, relations: Sequence[Relation]) -> str:
    """Combination rules by their id: the table in which they were held against each other is nobody's file."""
    return _ROW.sub(lambda found: f"`{relations[int(found[1]) - _FIRST].id}`", message)


def _table(rows: Sequence[Relation]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(relations.REQUIRED)
    for r in rows:
        end = r.validity.end.isoformat() if r.validity.end else ""
        source = r.source
        writer.writerow(
            [
                r.id, r.a, r.b, r.type, r.quantity, r.level, "" if r.parameter is None else r.parameter,
                r.validity.start, end, source.article or "", source.title, source.url, source.seen,
                r.confidence, (r.note or "").replace("\n", " "),
            ]
        )  # fmt: skip
    return out.getvalue().encode()
