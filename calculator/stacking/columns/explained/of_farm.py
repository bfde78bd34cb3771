"""One farm out of the tables, as an award says it: the same refusals, claims that are not chosen, classes and prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.award import ClassResult, NotChosen
from calculator.domain.claim import Refusal, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.classes.premiums import EXACT
from calculator.stacking.columns.explained.tables import Explained
from calculator.stacking.columns.farms import SCALE
from calculator.stacking.solving.classes import reached_unpaid, shown


@dataclass(frozen=True, slots=True)
class LineSaid:
    """A line with its tariff: ``rate`` is cents per unit, ``terms`` say on what it rests."""

    year: int
    place: str
    quantity: Decimal
    cents: int
    rate: Fraction
    terms: Terms


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the award of one farm says beside its sum. ``prices`` are per limit that binds, in cents."""

    lines: tuple[LineSaid, ...]
    refusals: tuple[Refusal, ...]
    not_chosen: tuple[NotChosen, ...]
    classes: tuple[ClassResult, ...]
    prices: dict[str, int]


def of_farm(found: Explained, farm: int, profile: FarmProfile) -> Explanation:
    """The explanation of the farm at this place in the tables; ``profile`` names its places."""
    places = [*(place.id for place in profile.places), "farm"]
    prices = {
        found.prices.limits[found.prices.limit[n]]: int(found.prices.cents[n])
        for n in _rows(found.prices.farm, farm)
    }
    return Explanation(
        tuple(_lines(found, farm, places)),
        tuple(_refusals(found, farm, places)),
        tuple(_not_chosen(found, farm, places)),
        tuple(_classes(found, farm)),
        prices,
    )


def _rows(of: Ints, farm: int) -> range:
    """The rows of a farm; tables are by farm."""
    return range(int(np.searchsorted(of, farm)), int(np.searchsorted(of, farm + 1)))


def _lines(found: Explained, farm: int, places: Sequence[str]) -> Iterator[LineSaid]:
    lines = found.lines
    for n in _rows(lines.farm, farm):
        quantity, rate = Decimal(int(lines.quantity[n])) / MICRO, Fraction(int(lines.rate[n]), MICRO)
        terms = lines.tariffs[lines.tariff[n]]
        yield LineSaid(int(lines.year[n]), places[lines.place[n]], quantity, int(lines.cents[n]), rate, terms)


def _refusals(found: Explained, farm: int, places: Sequence[str]) -> Iterator[Refusal]:
    rows = found.refused
    for n in _rows(rows.farm, farm):
        yield replace(rows.sayings[rows.said[n]], place=places[rows.place[n]], year=int(rows.year[n]))


def _not_chosen(found: Explained, farm: int, places: Sequence[str]) -> Iterator[NotChosen]:
    rows = found.missed
    for n in _rows(rows.farm, farm):
        scheme, payment = rows.payments[rows.payment[n]].split("#")
        years = tuple(y for at, y in enumerate(found.years) if int(rows.years[n]) >> at & 1)
        cause = rows.causes[rows.cause[n]]
        yield NotChosen(
            scheme, payment, places[rows.place[n]], years[0], cause.because, cause.lost_to, cause.source, cause.article,
            int(rows.difference[n]) if rows.possible[n] else None, years, cause.relation,
        )  # fmt: skip


def _classes(found: Explained, farm: int) -> Iterator[ClassResult]:
    rows, goals = found.classes, found.goals
    scored: dict[tuple[int, int], list[int]] = {}
    for n in _rows(goals.farm, farm):
        scored.setdefault((int(goals.payment[n]), int(goals.year[n])), []).append(n)
    for n in _rows(rows.farm, farm):
        mine = scored.get((int(rows.payment[n]), int(rows.year[n])), [])
        paid, following, unpaid = (
            None if code < 0 else rows.names[code]
            for code in (int(rows.paid[n]), int(rows.following[n]), int(rows.unpaid[n]))
        )
        short = int(rows.short[n])
        hectares = Fraction(int(rows.size[n]), SCALE) or Fraction(1)
        yield ClassResult(
            scheme=rows.payments[rows.payment[n]].split("#")[0],
            year=int(rows.year[n]),
            name=paid,
            points={
                goals.names[goals.goal[g]]: (_points(goals.scored[g]), _points(goals.needed[g])) for g in mine
            },
            value_per_ha=shown(Fraction(int(rows.worth[n]), EXACT) / hectares),
            next_name=following,
            next_short_per_ha=None if short < 0 else Decimal(short) / 100,
            note=None if unpaid is None else reached_unpaid(unpaid),
            next_short_points={
                goals.names[goals.goal[g]]: Decimal(int(goals.short[g])) / 100 for g in mine if goals.short[g]
            },
        )


def _points(number: np.int64) -> Decimal:
    return shown(Fraction(int(number), EXACT))
