"""What the farms of a sample start, per measure, under the rules before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.answers.naming import Names
from calculator.scenarios.answers.sheet import Column, Sheet, Value
from calculator.scenarios.runs.starting import Started

Pair = tuple[Started, Started]


@dataclass(slots=True)
class _Sum:
    farms: int = 0
    quantity: int = 0
    effort: int = 0


def started_sheet(found: Sequence[Pair | None], rulebook: Rulebook, years: int) -> Sheet:
    """One row for all measures together, then one per measure."""
    told = [pair for pair in found if pair is not None]
    names, sides = Names(rulebook), [_sums([pair[n] for pair in told]) for n in (0, 1)]
    rows: list[tuple[Value, ...]] = [_whole(told, years)]
    for code in sorted(set(sides[0]) | set(sides[1])):
        own = [side.get(code, _Sum()) for side in sides]
        unit = (
            rulebook.codelists["measures"][code].columns.get("unit", "")
            if code in rulebook.codelists["measures"]
            else ""
        )
        figures = [v for s in own for v in (s.farms, Decimal(s.quantity) / 10_000, s.effort)]
        rows.append((code, names.measure(code), unit, *figures, None, None))
    return Sheet(
        "started",
        Text("Nieuwe maatregelen (steekproef)", "New measures (sample)"),
        _COLUMNS,
        tuple(rows),
        _note(found),
    )


def _sums(side: Sequence[Started]) -> dict[str, _Sum]:
    found: dict[str, _Sum] = {}
    for one in side:
        for code in {code for code, _, _ in one.measures}:
            found.setdefault(code, _Sum()).farms += 1
        for code, quantity, effort in one.measures:
            found[code].quantity += quantity
            found[code].effort += effort or 0
    return found


def _whole(told: Sequence[Pair], years: int) -> tuple[Value, ...]:
    figures: list[Value] = []
    for n in (0, 1):
        side = [pair[n] for pair in told]
        effort = sum(e or 0 for one in side for _, _, e in one.measures)
        figures += [sum(bool(one.measures) for one in side), None, effort]
    paid = [round(sum(pair[n].paid for pair in told) / years) for n in (0, 1)]
    return ("", Text("alle maatregelen", "all measures"), "", *figures, *paid)


def _note(found: Sequence[Pair | None]) -> Text:
    out = sum(pair is None for pair in found)
    return Text(
        f"{len(found)} bedrijven zijn geloot; van {out} zijn de kandidaten niet door te rekenen. Elk kiest zijn "
        f"beste plan, van wat het "
        "betaalt minus opgegeven kosten en gederfde inkomsten. Dit is geen hele populatie en er is niets opgehoogd.",
        f"{len(found)} farms were drawn; of {out} the candidates cannot be worked out. Each takes its best "
        f"plan, of what it pays less the "
        "costs and lost income that are given. This is no whole population, and nothing was scaled up.",
    )


_COLUMNS = (
    Column("measure", Text("maatregel", "measure")),
    Column("name", Text("naam", "name")),
    Column("unit", Text("eenheid", "unit")),
    Column("farms_before", Text("beginnen nu", "start now"), "whole"),
    Column("quantity_before", Text("hoeveel nu", "how much now"), "decimal"),
    Column("effort_before", Text("kosten nu per jaar (€)", "costs now a year (€)"), "euro"),
    Column("farms_after", Text("beginnen in het scenario", "start in the scenario"), "whole"),
    Column("quantity_after", Text("hoeveel in het scenario", "how much in the scenario"), "decimal"),
    Column("effort_after", Text("kosten scenario per jaar (€)", "costs scenario a year (€)"), "euro"),
    Column("paid_before", Text("ontvangen nu per jaar (€)", "received now a year (€)"), "euro"),
    Column("paid_after", Text("ontvangen scenario per jaar (€)", "received scenario a year (€)"), "euro"),
)
