"""The rules of a scenario, held against the same checks as the registry.

Only what the scenario changes is written out, read and checked, beside the codelists; every other file counts as present but
not read (as the registry does with files that were recorded later), so that a scenario is set up in a moment.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TypeVar

from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry import checks, draft, relations
from calculator.registry.problem import RuleProblem, in_order
from calculator.scenarios.reform.scenario import Scenario
from calculator.scenarios.reform.writing import limit_file, limit_path, scheme_file, scheme_path

_RELATIONS = "relations/scenario.csv"
T = TypeVar("T")


def check(
    before: Rulebook, after: Rulebook, scenario: Scenario, files: Mapping[str, bytes]
) -> tuple[RuleProblem, ...]:
    """What the checks of the registry find in whatever differs; ``files`` are the rule files of the rulebook before."""
    written = {scheme_path(x): scheme_file(x, scenario.on) for x in _new(before.schemes, after.schemes)}
    written |= {limit_path(x): limit_file(x, scenario.on) for x in _new(before.limits, after.limits)}
    changed = _new(before.relations, after.relations)
    own = set(map(id, changed))
    # What differs comes last: of two rows that contradict each other, the later one is told.
    ordered = [*(r for r in after.relations if id(r) not in own), *changed]
    lists = {path: data for path, data in files.items() if path.startswith("codelists/")}
    found, problems = draft.read({**lists, **written, _RELATIONS: _table(ordered)})
    found.left_out += [p for p in files if p not in written and p.startswith(("schemes/", "limits/"))]
    first = len(ordered) - len(changed) + 2
    wrong = [p for p in (*problems, *checks.run(found)) if _concerns(p, written, first)]
    return in_order(_told(p, scenario) for p in wrong)


def _new(before: Sequence[T], after: Sequence[T]) -> list[T]:
    """What was not there before; a value that nobody touched is the same object."""
    known = set(map(id, before))
    return [x for x in after if id(x) not in known]


def _concerns(problem: RuleProblem, written: Mapping[str, bytes], first: int) -> bool:
    return problem.file in written or (problem.file == _RELATIONS and problem.line >= first)


def _told(problem: RuleProblem, scenario: Scenario) -> RuleProblem:
    """The problem as one of the scenario, since that is the file that a person can mend."""
    place = problem.file.rpartition("/")[0].partition("/")[2].replace("/", ".") or problem.file
    return RuleProblem(
        f"{scenario.id}.yaml",
        1,
        Text(f"{place}: {problem.message.nl}", f"{place}: {problem.message.en}"),
        problem.remedy,
    )


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
