"""The explanation of one farm of a population in the words of an award: the same keys, of what the tables say."""

from __future__ import annotations

from datetime import date

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.money import eur
from calculator.domain.rulebook import Rulebook
from calculator.services.award import lines_json, open_json
from calculator.services.award.as_json import class_json, not_chosen_json, refusal_json
from calculator.services.award.names import Json, Names
from calculator.stacking.columns.explained.of_farm import Explanation, LineSaid

#: What a line says that is not kept in the tables.
_OF_THE_CLAIM = frozenset(
    {"piece", "low_eur", "high_eur", "formula", "grant_date", "caveats", "measures", "contract"}
)


def to_json(found: Explanation, rulebook: Rulebook, on: date, *, language: str = "nl") -> Json:
    """As of an award: ``lines``, ``continuation``, ``refusals``, ``open``, ``not_chosen``, ``classes`` and the totals.

    ``limits`` are those that bind, and their price.
    """
    names = Names.of(rulebook, language)
    return {
        "lines": [_line(line, names) for line in found.lines],
        "continuation": [_line(line, names) for line in found.after],
        "refusals": [refusal_json(refusal, names) for refusal in found.refusals],
        "open": open_json.to_json(found.open, names, on),
        "not_chosen": [not_chosen_json(lost, names) for lost in found.not_chosen],
        "classes": [class_json(result, names) for result in found.classes],
        "limits": [
            {"limit": limit, "price_eur": eur(cents)} for limit, cents in sorted(found.prices.items())
        ],
        "range": {
            "low": eur(found.low),
            "expected": eur(found.total),
            "high": eur(found.high),
        },
        "continuation_eur": eur(found.continuation),
    }


def _line(line: LineSaid, names: Names) -> Json:
    """A line with its year; what hangs on the day of a grant, on the piece or on a range is not kept in the tables."""
    claim = Claim(line.terms, line.place, "", line.year, line.quantity, "", date(line.year, 1, 1))
    said = lines_json.line(Line(claim, line.quantity, line.cents, line.cents, line.cents), names)
    kept = {name: value for name, value in said.items() if name not in _OF_THE_CLAIM}
    return {**kept, "year": line.year, "rate_eur": lines_json.rate(line.rate)}
