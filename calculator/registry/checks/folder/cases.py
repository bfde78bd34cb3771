"""Every worked case is written as one: a sentence, a source, a day, a farm, and something that it expects."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry import cases
from calculator.registry.draft import Draft
from calculator.registry.files.problem import Findings, RuleProblem, nearest
from calculator.registry.lists import beside


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Cases that cannot be read, that stand beside no scheme, or that expect a line of no scheme."""
    known = {file.scheme.id for file in draft.schemes} | draft.unreadable_ids()
    for path, data in beside.cases(draft.beside).items():
        found = Findings(path)
        if path.endswith(".yaml"):
            case = cases.read(path, data, found)
            if case is not None:
                _ids(case, known, found)
        else:
            found.wrong(
                1,
                Text(nl="dit voorbeeld wordt niet gelezen", en="this case is not read"),
                Text(nl="een voorbeeld eindigt op .yaml", en="a case ends in .yaml"),
            )
        yield from found.problems


def _ids(case: cases.Case, known: set[str], found: Findings) -> None:
    named = [
        case.scheme,
        *(str(row["scheme"]) for t in cases.TABLES for row in case.expected(t) if "scheme" in row),
    ]
    for scheme in dict.fromkeys(named):
        if scheme not in known:
            found.wrong(
                1,
                Text(nl=f"er is geen regeling `{scheme}`", en=f"there is no scheme `{scheme}`"),
                nearest(scheme, known),
            )
