"""Changed rules as the rows that reading their files would give.

A scenario makes figures by the thousand (a tariff that grows for twenty years in every payment of fifty schemes): these are put
into their rows directly. All else is written and read as any rule file is. A number that no file could hold is refused all
the same, since it goes through the reader of the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculator.domain.limit import Limit
from calculator.domain.quantity import plain
from calculator.domain.scheme import Scheme
from calculator.domain.source import Figure, Series
from calculator.registry import build, nodes
from calculator.registry.problem import Findings
from calculator.registry.row import Row
from calculator.registry.shapes import NUMERIC
from calculator.registry.vocabulary import LIMIT, SCHEME
from calculator.scenarios.reform.writing import limit_data, scheme_data, written_on


def scheme_row(scheme: Scheme, on: date, found: Findings) -> Row | None:
    """The row of a scheme that is written down on that day; None where it cannot be read back, with the reason noted."""
    bare = replace(scheme, payments=tuple(replace(p, figures={}) for p in scheme.payments))
    row = SCHEME.read(nodes.of(scheme_data(bare, written_on(scheme.sources, on))), found)
    if row is None or found.problems:
        return None
    build.scheme(row, "", found)
    for payment, own in zip(scheme.payments, row.rows("payments"), strict=True):
        own.values["figures"] = _figures(payment.figures, found)
    return None if found.problems else row


def limit_row(limit: Limit, on: date, found: Findings) -> Row | None:
    """The same of a limit."""
    bare = replace(limit, figures={})
    row = LIMIT.read(nodes.of(limit_data(bare, written_on(limit.sources, on))), found)
    if row is None or found.problems:
        return None
    build.limit(row, "", found)
    row.values["figures"] = _figures(limit.figures, found)
    return None if found.problems else row


def _figures(figures: Mapping[str, Series], found: Findings) -> dict[str, tuple[Row, ...]]:
    return {name: tuple([_figure(f, found) for f in series.figures]) for name, series in figures.items()}


def _figure(figure: Figure, found: Findings) -> Row:
    told: dict[str, object] = {"from": figure.period.start}
    if figure.period.end is not None:
        told["until"] = figure.period.end
    _numbers(told, figure.values, ("value", "values"), found)
    _numbers(told, figure.low, ("low", "lows"), found)
    _numbers(told, figure.high, ("high", "highs"), found)
    if figure.unit:
        told["unit"] = figure.unit
    told["status"], told["confidence"] = str(figure.status), str(figure.confidence)
    if figure.sources:
        told["sources"] = tuple(figure.sources)
    told |= {key: words for key, words in (("origin", figure.origin), ("note", figure.note)) if words}
    return Row(1, told)


def _numbers(
    told: dict[str, object], values: Mapping[str, Decimal], names: tuple[str, str], found: Findings
) -> None:
    if not values:
        return
    read = {key: NUMERIC.read(nodes.Scalar(plain(value), 1), found) for key, value in values.items()}
    if read.keys() == {""}:
        told[names[0]] = read[""]
    else:
        told[names[1]] = read
