"""Changed rules as the rows that reading their files would give.

A scenario makes figures by the thousand (a tariff that grows for twenty years in every payment of fifty schemes): these are put
into their rows directly. What reads as in the rule that a scenario starts from is taken from the row of that one, which is read
once; all else is written and read as any rule file is. A number that no file could hold is refused all the same, since it goes
through the reader of the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from calculator.domain.limit import Limit
from calculator.domain.quantity import plain
from calculator.domain.scheme import Scheme
from calculator.domain.source import Figure, Series
from calculator.registry import build
from calculator.registry.files import nodes
from calculator.registry.files.problem import Findings
from calculator.registry.files.row import Row
from calculator.registry.files.shapes import NUMERIC
from calculator.registry.vocabulary import LIMIT, SCHEME
from calculator.scenarios.reform import rereading
from calculator.scenarios.reform.writing import Data, limit_data, scheme_data, written_on

#: How a part of a figure is called, where it is one number and where it goes by a key.
_VALUE, _LOW, _HIGH = ("value", "values"), ("low", "lows"), ("high", "highs")


@dataclass(slots=True)
class Written:
    """Schemes as they are written without their figures, with the rows that this gives; by identity, so each is kept too."""

    known: dict[int, tuple[Scheme, Data, Row]] = field(default_factory=dict)

    def of(self, scheme: Scheme, on: date) -> tuple[Data, Row] | None:
        """What is written of a scheme and its row; None where that cannot be read."""
        held = self.known.get(id(scheme))
        if held is None:
            data, unread = _bare(scheme, on), Findings("")
            row = rereading.read(SCHEME, data, None, unread, [])
            if not isinstance(row, Row) or unread.problems:
                return None
            held = self.known[id(scheme)] = (scheme, data, row)
        return held[1], held[2]


def nearest(scheme: Scheme, versions: Iterable[Scheme]) -> Scheme | None:
    """The version that a changed one was most likely made from: the last that starts no later.

    Whichever it is, the row is the same.
    """
    ordered = sorted(versions, key=lambda v: (v.validity.start <= scheme.validity.start, v.validity.start))
    return ordered[-1] if ordered else None


def scheme_row(
    scheme: Scheme, on: date, found: Findings, like: tuple[Data, Row] | None = None
) -> tuple[Row, tuple[Row, ...]] | None:
    """The row of a scheme that is written down on that day; None where it cannot be read back, with the reason noted.

    ``like`` is one that it was made from, as it is written. With the row come the records that are not taken from that one.
    """
    fresh: list[Row] = []
    read = rereading.read(SCHEME, _bare(scheme, on), like, found, fresh)
    if not isinstance(read, Row) or found.problems:
        return None
    # What is taken from the other one stays its own.
    row = Row(1, dict(read.values))
    known = set(map(id, like[1].rows("payments"))) if like is not None else set()
    # A payment of that one was built with its own rule.
    row.values["payments"] = tuple([p for p in read.rows("payments") if id(p) not in known])
    build.scheme(row, "", found)
    row.values["payments"] = tuple([Row(1, dict(p.values)) for p in read.rows("payments")])
    for payment, own in zip(scheme.payments, row.rows("payments"), strict=True):
        own.values["figures"] = figures = _figures(payment.figures, found)
        fresh += [figure for series in figures.values() for figure in series]
    return None if found.problems else (row, tuple(fresh))


def _bare(scheme: Scheme, on: date) -> Data:
    """What is written of a scheme, without its figures."""
    bare = replace(scheme, payments=tuple([replace(p, figures={}) for p in scheme.payments]))
    return scheme_data(bare, written_on(scheme.sources, on))


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
    for values, names in ((figure.values, _VALUE), (figure.low, _LOW), (figure.high, _HIGH)):
        if values:
            _numbers(told, values, names, found)
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
    read = {key: NUMERIC.read(nodes.Scalar(plain(value), 1), found) for key, value in values.items()}
    if read.keys() == {""}:
        told[names[0]] = read[""]
    else:
        told[names[1]] = read
