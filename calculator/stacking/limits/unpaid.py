"""Grants for several years at once that pay nothing in the year in which they are given, so that no line says they are."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.stacking.solving.outcome import Outcome


def unpaid(outcome: Outcome, claims: Iterable[Claim]) -> list[Line]:
    """Lines of nothing for what is taken of these claims and has no line, of grants that count for later years too.

    Of land that is divided a part may be paid in that year and another not.
    """
    at_once = [c for c in claims if c.terms.at_once_years is not None and id(c) in outcome.taken]
    if not at_once:
        return []
    told = {(id(line.claim), line.quantity, line.since, line.extended) for line in outcome.lines}
    found = [
        Line(claim, part.quantity, 0, 0, 0, since=part.since[0], extended=part.since[1])
        for claim in at_once
        for part in outcome.taken[id(claim)]
        if part.share and not (part.cents and (id(claim), part.quantity, *part.since) in told)
    ]
    return outcome.years.lines(found)
