"""De minimis aid by the text: on every day on which something is granted, all that stands in the window of that day.

The version of the ceiling in force on the day counts (Regulations (EU) 1408/2013 and 2023/2831). A decision over years counts
at once, discounted to its day; what the first year pays follows from the choice, later years count in full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ortools.linear_solver import pywraplp

from calculator.domain.claim import Claim
from tests.properties.shipped.law import Bound


@dataclass(frozen=True)
class Granted:
    """Aid that the undertaking holds already, in cents."""

    basis: str
    day: date
    cents: int


def received(document: Mapping[str, object]) -> list[Granted]:
    """What counts: aid of the farm, and of enterprises of which it has more than half of the votes."""
    told = document["undertaking"]
    assert isinstance(told, dict)
    mine = {None, *told["members"]}
    mine |= {x["child"] for x in told.get("links", ()) if x["parent"] in mine and float(x["voting_pct"]) > 50}
    return [
        Granted(x["legal_basis"], date.fromisoformat(x["grant_date"]), round(float(x["amount_eur"]) * 100))
        for x in told["aid_received"]
        if x.get("enterprise") in mine
    ]


def fills(
    solver: pywraplp.Solver,
    grants: Sequence[tuple[Claim, object, object]],
    aid: Sequence[Granted],
    bounds: Sequence[Bound],
    reading: str,
) -> None:
    """Rows that keep every ceiling on every day on which something is granted; of aid received only after a grant."""
    windows = [b for b in bounds if b.kind == "de_minimis"]
    for limit in {b.id for b in windows}:
        versions = [b for b in windows if b.id == limit]
        counted = [g for g in grants if any(v.names(g[0]) for v in versions)]
        days = {c.grant_date for c, _, _ in counted}
        if not days:
            continue
        held = {a.day for a in aid if any(a.basis in v.bases for v in versions) and a.day > min(days)}
        for day in days | held:
            version = next((v for v in versions if v.holds(day)), None)
            ceiling = version.number("ceiling", day) if version else None
            if version is None or ceiling is None:
                continue
            start = version.since(day)
            before = sum(a.cents for a in aid if a.basis in version.bases and start <= a.day <= day)
            within = [g for g in counted if version.names(g[0]) and start <= g[0].grant_date <= day]
            weight = sum(_weight(g, _rate(versions, g[0].grant_date), reading) for g in within)
            room = max(0.0, float(ceiling) * 100 - before)
            on_day = [g for g in within if g[0].grant_date == day]
            if day in held or not on_day:
                solver.Add(weight <= room)
            else:
                given = solver.BoolVar("")
                for _, share, _ in on_day:
                    solver.Add(share <= given)
                solver.Add(weight <= room + 1e9 * (1 - given))


def _rate(versions: Sequence[Bound], day: date) -> Fraction:
    version = next((v for v in versions if v.holds(day)), None)
    return ((version.number("discount_rate", day) if version else None) or Fraction(0)) / 100


def _weight(grant: tuple[Claim, object, object], rate: Fraction, reading: str) -> object:
    claim, share, first = grant
    years = claim.terms.at_once_years
    if years is None:
        return first
    later = claim.terms.instalments
    each = [getattr(claim.rate, reading)] * (years - 1)
    if later is not None:
        each = [getattr(x, reading) for x in later.after[: years - 1]]
    besides = sum((cents / (1 + rate) ** (n + 2) for n, cents in enumerate(each)), Fraction(0))
    return float(1 / (1 + rate)) * first + float(besides * Fraction(claim.quantity)) * share
