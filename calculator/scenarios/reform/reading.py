"""From a scenario file to a scenario, or to everything that is wrong with it: place, what, and what to do about it.

Scalars are read as text and a key that is given twice is refused with its line (``registry.files.nodes``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from calculator.domain.money import cents_of
from calculator.domain.scheme import Text
from calculator.registry.files import nodes
from calculator.registry.files.problem import Findings, RuleProblem, in_order, nearest
from calculator.registry.files.records import Key, Record
from calculator.registry.files.row import Row
from calculator.registry.files.shapes import Shape
from calculator.scenarios.reform import changes
from calculator.scenarios.reform.scenario import Change, Participation, Scenario
from calculator.scenarios.reform.vocabulary import HEAD, KIND_RECORDS

#: A scenario looks no further ahead, as an award does not.
MOST_YEARS = 30

#: Gives the file of a scenario by its name, or None where there is none.
Find = Callable[[str], bytes | None]
_MOST_DEEP = 12


def nowhere(name: str) -> bytes | None:
    """No scenario stands on another one."""
    return None


class _Changes(Shape):
    """The list of changes; the kind of each decides which keys it may have."""

    def read(self, node: nodes.Node, found: Findings) -> object:
        if not isinstance(node, nodes.Sequence):
            found.wrong(
                node.line,
                Text("hier hoort een lijst van wijzigingen", "a list of changes belongs here"),
                Text(
                    "schrijf onder elkaar: - {change: tariff, ...}",
                    "write below each other: - {change: tariff, ...}",
                ),
            )
            return ()
        return tuple(self._one(item, found) for item in node.items)

    def _one(self, node: nodes.Node, found: Findings) -> Row | None:
        kind = node.entries.get("change") if isinstance(node, nodes.Mapping) else None
        if kind is None or not isinstance(kind[1], nodes.Scalar):
            found.wrong(
                node.line,
                Text("deze wijziging heeft geen `change`", "this change has no `change`"),
                nearest("", KIND_RECORDS),
            )
            return None
        record = KIND_RECORDS.get(kind[1].text)
        if record is None:
            found.wrong(
                kind[0],
                Text(
                    f"`{kind[1].text}` is geen bekende soort wijziging",
                    f"`{kind[1].text}` is not a known kind of change",
                ),
                nearest(kind[1].text, KIND_RECORDS),
            )
            return None
        return record.read(node, found)

    def schema(self) -> dict[str, object]:
        return {"type": "array"}


SCENARIO = Record(
    "scenario",
    Text("een scenario", "a scenario"),
    {**HEAD, "changes": Key(_Changes(), "wat er verandert", required=True)},
)


@dataclass(frozen=True, slots=True)
class _Reading:
    find: Find
    above: tuple[str, ...]
    unfinished: bool = False


def read(
    file: str, data: bytes, find: Find = nowhere, *, unfinished: bool = False
) -> tuple[Scenario | None, tuple[RuleProblem, ...]]:
    """The scenario of a file, or None and every problem; ``find`` gives the files that it may stand on.

    One that somebody is still making (``unfinished``) may have no changes yet.
    """
    problems: list[RuleProblem] = []
    scenario = _read(file, data, _Reading(find, (), unfinished), problems)
    return (None if problems else scenario), in_order(problems)


def _read(file: str, data: bytes, reading: _Reading, problems: list[RuleProblem]) -> Scenario | None:
    found = Findings(file)
    node = nodes.read(data, found)
    row = SCENARIO.read(node, found) if node is not None else None
    scenario = _built(row, data, found, reading) if row is not None and not found.problems else None
    if scenario is not None and row is not None and "stands_on" in row:
        below = _below(row, scenario.id, found, reading, problems)
        scenario = replace(scenario, below=below)
    if scenario is not None and row is not None and scenario.claims_stand:
        _nothing_chosen(row, scenario, found)
    problems += found.problems
    return scenario


def _built(row: Row, data: bytes, found: Findings, reading: _Reading) -> Scenario:
    day = row.day("on")
    changes.not_too_far(row, "on", day, found)
    years = row.maybe_whole("years") or 1
    if not 0 < years <= MOST_YEARS:
        found.wrong(
            row.at("years"),
            Text(f"{years} is geen aantal jaren", f"{years} is not a number of years"),
            Text(f"geef een getal van 1 tot {MOST_YEARS}", f"give a number from 1 to {MOST_YEARS}"),
        )
    listed = row.rows("changes")
    made: list[Change] = []
    for change in listed:
        one = changes.build(change, day, found)
        if one is not None:
            made.append(one)
    if not listed and "stands_on" not in row and not reading.unfinished:
        found.wrong(
            row.at("changes"),
            Text("er verandert niets", "nothing changes"),
            Text("noem minstens één wijziging", "name at least one change"),
        )
    return Scenario(
        id=row.text("scenario"),
        name=row.words("name"),
        on=day,
        changes=tuple(made),
        about=row.maybe_words("about") or Text("", ""),
        years=years,
        rulebook=row.maybe_text("rulebook"),
        participation=_participation(row.row("participation")),
        claims_stand=row.maybe_text("claims") == "stand",
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _participation(row: Row | None) -> Participation:
    if row is None:
        return Participation()
    return Participation(*(cents_of(Decimal(row.text(key, "0"))) for key in ("cost_eur", "threshold_eur")))


def _nothing_chosen(row: Row, scenario: Scenario, found: Findings) -> None:
    """Where claims stand nobody weighs whether to take part, and nobody asks for a budget again."""
    if not scenario.participation.least and not scenario.budgets:
        return
    found.wrong(
        row.at("claims"),
        Text(
            "wie aanvragen laat staan kiest niet opnieuw, en weegt geen deelname of budget",
            "who lets claims stand does not choose again, and weighs neither participation nor a budget",
        ),
        Text(
            "laat `claims` weg, of `participation` en de budgetten",
            "leave out `claims`, or `participation` and the budgets",
        ),
    )


def _below(
    row: Row, own: str, found: Findings, reading: _Reading, problems: list[RuleProblem]
) -> Scenario | None:
    name, line = row.text("stands_on"), row.at("stands_on")
    above = (*reading.above, own)
    if name in above or len(above) > _MOST_DEEP:
        found.wrong(
            line,
            Text(
                f"dit scenario staat uiteindelijk op zichzelf ({' > '.join((*above, name))})",
                f"this scenario in the end stands on itself ({' > '.join((*above, name))})",
            ),
            Text("laat `stands_on` weg of noem een ander", "leave out `stands_on` or name another"),
        )
        return None
    data = reading.find(name)
    if data is None:
        found.wrong(
            line,
            Text(f"er is geen scenario `{name}`", f"there is no scenario `{name}`"),
            Text("zet het in dezelfde map", "put it in the same folder"),
        )
        return None
    return _read(f"{name}.yaml", data, _Reading(reading.find, above), problems)
