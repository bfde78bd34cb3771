"""One farm out of the tables, as an award says it: the same refusals, claims that are not chosen, classes and prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.award import ClassResult, NotChosen
from calculator.domain.claim import OpenQuestion, Refusal, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.places import with_places
from calculator.domain.problem import MICRO
from calculator.domain.scheme import Text
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.explained.saying import UNIT
from calculator.stacking.columns.explained.tables import NOT_WORKED_OUT, POSSIBLE, Explained
from calculator.stacking.columns.lines import Lines
from calculator.stacking.columns.offered.premiums import EXACT
from calculator.stacking.columns.reading.farms import SCALE
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
    open: tuple[OpenQuestion, ...]
    after: tuple[LineSaid, ...]
    total: int
    low: int
    high: int
    continuation: int


def of_farm(found: Explained, farm: int, profile: FarmProfile) -> Explanation:
    """The explanation of the farm at this place in the tables; ``profile`` names its places."""
    places = [*(place.id for place in profile.places), "farm"]
    prices = {
        found.prices.limits[found.prices.limit[n]]: int(found.prices.cents[n])
        for n in _rows(found.prices.farm, farm)
    }
    return Explanation(
        tuple(_lines(found.lines, farm, places)),
        tuple(_refusals(found, farm, places)),
        tuple(_not_chosen(found, farm, places)),
        tuple(_classes(found, farm)),
        prices,
        tuple(_open(found, farm, places)),
        tuple(_lines(found.after, farm, places)),
        *_totals(found, farm),
    )


def _rows(of: Ints, farm: int) -> range:
    """The rows of a farm; tables are by farm."""
    return range(int(np.searchsorted(of, farm)), int(np.searchsorted(of, farm + 1)))


def _lines(lines: Lines, farm: int, places: Sequence[str]) -> Iterator[LineSaid]:
    for n in _rows(lines.farm, farm):
        quantity, rate = Decimal(int(lines.quantity[n])) / MICRO, Fraction(int(lines.rate[n]), MICRO)
        terms = lines.tariffs[lines.tariff[n]]
        yield LineSaid(int(lines.year[n]), places[lines.place[n]], quantity, int(lines.cents[n]), rate, terms)


def _refusals(found: Explained, farm: int, places: Sequence[str]) -> Iterator[Refusal]:
    rows = found.refused
    for n in _rows(rows.farm, farm):
        yield replace(rows.sayings[rows.said[n]], place=places[rows.place[n]], year=int(rows.year[n]))


def _open(found: Explained, farm: int, places: Sequence[str]) -> Iterator[OpenQuestion]:
    rows, mine = found.open, _rows(found.open.farm, farm)
    for n in mine:
        asked, cents = rows.questions[rows.question[n]], int(rows.cents[n]) if rows.known[n] else None
        for year in (y for at, y in enumerate(found.years) if int(rows.years[n]) >> at & 1):
            question = _at_place(asked, places[rows.place[n]], year, cents)
            if int(rows.question[n]) in rows.classes:
                question = _with_activities(found, mine, question, places)
            yield question


def _at_place(question: OpenQuestion, place: str, year: int, cents: int | None) -> OpenQuestion:
    """The question as it is asked of a place in a year."""
    missing, paths = question.missing, question.paths
    for path in paths:
        if path.startswith(UNIT):
            told = f"{place}.{path[len(UNIT) :]}"
            missing = tuple(Text(t.nl.replace(path, told), t.en.replace(path, told)) for t in missing)
    named = [f"{place}.{p[len(UNIT) :]}" if p.startswith(UNIT) else p for p in paths]
    # What counts places of the farm names the place itself where the payment says ``unit``.
    paths = tuple(dict.fromkeys(named))
    return OpenQuestion(question.scheme, question.payment, place, year, missing, paths, cents)


def _with_activities(
    found: Explained, mine: range, question: OpenQuestion, places: Sequence[str]
) -> OpenQuestion:
    """A class that waits, with the open activities of its scheme in that year, as the rows have them."""
    rows, bit = found.open, 1 << found.years.index(question.year)
    waiting = [
        (_at_place(rows.questions[q], places[rows.place[n]], question.year, None), rows.activities[q])
        for n in mine
        if int(rows.years[n]) & bit and (q := int(rows.question[n])) in rows.activities
    ]
    ours = [(asked, name) for asked, name in waiting if asked.scheme == question.scheme]
    named = with_places((name, asked.place) for asked, name in ours)
    text = Text(f"{question.missing[0].nl} {named.nl}", f"{question.missing[0].en} {named.en}")
    return replace(
        question, missing=(text,), paths=tuple(sorted({p for asked, _ in ours for p in asked.paths}))
    )


def _totals(found: Explained, farm: int) -> tuple[int, int, int, int]:
    totals = found.totals
    for n in _rows(totals.farm, farm):
        return int(totals.total[n]), int(totals.low[n]), int(totals.high[n]), int(totals.after[n])
    return 0, 0, 0, 0


def _not_chosen(found: Explained, farm: int, places: Sequence[str]) -> Iterator[NotChosen]:
    rows = found.missed
    for n in _rows(rows.farm, farm):
        scheme, payment = rows.payments[rows.payment[n]].split("#")
        years = tuple(y for at, y in enumerate(found.years) if int(rows.years[n]) >> at & 1)
        cause = rows.causes[rows.cause[n]]
        yield NotChosen(
            scheme, payment, places[rows.place[n]], years[0], cause.because, cause.lost_to, cause.source, cause.article,
            int(rows.difference[n]) if rows.possible[n] == POSSIBLE else None, years, cause.relation,
            under_contract=cause.under_contract, worked_out=bool(rows.possible[n] != NOT_WORKED_OUT),
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
            reached=unpaid,
            next_short_points={
                goals.names[goals.goal[g]]: Decimal(int(goals.short[g])) / 100 for g in mine if goals.short[g]
            },
        )


def _points(number: np.int64) -> Decimal:
    return shown(Fraction(int(number), EXACT))
