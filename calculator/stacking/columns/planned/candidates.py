"""Candidate measures as columns: every place with candidates as it would lie with each set of them that fits together.

An *arrangement* is that of ``eligibility.candidates``: measures taken, land in pieces, costs per year. Farms in a population read
them from their tables (``scenarios.encoding``); here they are made of profiles, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from calculator.domain.farm import FarmProfile, LandscapeElement, Parcel
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.candidates import (
    Arrangement,
    Candidate,
    TooManyCandidatesError,
    arranged,
    arrangements,
    candidates,
    known_costs,
    planned,
)
from calculator.eligibility.units import cut
from calculator.stacking.columns.answer import Codes, Ints
from calculator.stacking.columns.reading.farms import FINE, FinenessError, scaled
from calculator.stacking.columns.reading.numbering import runs
from calculator.stacking.columns.reading.vocabulary import Vocabulary

TOO_MANY = "more candidates on one place than can be worked out"
#: The effort of what has no known cost.
UNKNOWN = -1

#: Columns of an arrangement: farm, place, measures taken and giving way (bits, by their place among those of the place), cents a
#: year of all that lies there, and of what is taken.
FARM, PLACE, TAKEN, LOST, COST, EFFORT = range(6)
#: Columns of a measure: farm, place, the how many-th measure of the place, code, hundred-millionths of its unit, cents a year
#: that it asks, and whether it is a candidate.
INDEX, CODE, QUANTITY, ASKS, CANDIDATE = range(2, 7)


def known(effort: int | None) -> int:
    """Cents a year as the columns have them."""
    return UNKNOWN if effort is None else effort


@dataclass(frozen=True, slots=True, eq=False)
class Considered:
    """What some farms consider, in their order: ``rows`` are arrangements, the first of each place as it lies now.

    ``piece_row`` is the arrangement of each piece, kinds are those of a vocabulary. ``measures`` are those of places with
    arrangements, with codes of ``names``; ``elsewhere`` is what is done on other places, in cents per year as far as costs are
    known. ``reasons``: farms of which the arrangements cannot be listed.
    """

    rows: Ints
    piece_row: Ints
    piece_kind: Ints
    piece_quantity: Ints
    measures: Ints
    names: tuple[str, ...]
    elsewhere: Ints
    reasons: Mapping[int, str]

    def part(self, at: Ints) -> Considered:
        """Of some of the farms, by place and in that order."""
        count = len(self.elsewhere)
        rows, farm = runs(self.rows[:, FARM], at, count)
        pieces, row = runs(self.piece_row, rows, len(self.rows))
        listed, owner = runs(self.measures[:, FARM], at, count)
        odd = np.array(sorted(self.reasons), dtype=np.int64)
        here = np.flatnonzero(np.isin(at, odd)).tolist()
        return Considered(
            np.column_stack([farm, self.rows[rows, 1:]]), row, self.piece_kind[pieces], self.piece_quantity[pieces],
            np.column_stack([owner, self.measures[listed, 1:]]), self.names, self.elsewhere[at],
            {n: self.reasons[int(at[n])] for n in here},
        )  # fmt: skip


@dataclass(slots=True)
class Considering:
    """Gathers what farms consider from their profiles, under the codes of one rulebook."""

    rulebook: Rulebook
    words: Vocabulary
    names: Codes = field(default_factory=Codes)
    rows: list[tuple[int, ...]] = field(default_factory=list)
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    measures: list[tuple[int, ...]] = field(default_factory=list)
    elsewhere: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, farm: int, profile: FarmProfile) -> None:
        """The candidates of one farm; farms come in order."""
        every = candidates(profile, self.rulebook)
        number = {place.id: n for n, place in enumerate(profile.places)}
        offered: list[tuple[Parcel | LandscapeElement, tuple[Arrangement, ...]]] = []
        try:
            for place in profile.places:
                here = [c for c in every if c.place == place.id and c.fits]
                if here:
                    offered.append((place, arrangements(place, self.rulebook, here)))
            measures = [
                _listed(farm, number[p.id], Candidate(p.id, n, m, True), self.names)
                for p, _ in offered for n, m in enumerate(p.measures)
            ]  # fmt: skip
            made = [
                (_row(farm, number[p.id], p, one), self._pieces(p, one)) for p, of in offered for one in of
            ]
        except TooManyCandidatesError:
            self.reasons[farm] = TOO_MANY
            return
        except FinenessError:
            self.reasons[farm] = FINE
            return
        for row, pieces in made:
            self.pieces += [(len(self.rows), *piece) for piece in pieces]
            self.rows.append(row)
        self.measures += measures
        self.elsewhere[farm] = known_costs(profile, except_on=frozenset(place.id for place, _ in offered))

    def _pieces(self, place: Parcel | LandscapeElement, one: Arrangement) -> list[tuple[int, int]]:
        pieces = cut(replace(place, measures=one.measures))
        return [(self.words.kind(p), scaled(p.quantity)) for p in pieces if p.measures]

    def finished(self, farms: int) -> Considered:
        """What so many farms consider."""
        row, kind, quantity = _table(self.pieces, 3).T.copy()
        elsewhere = np.zeros(farms, dtype=np.int64)
        for farm, cents in self.elsewhere.items():
            elsewhere[farm] = cents
        return Considered(
            _table(self.rows, 6), row, kind, quantity, _table(self.measures, 7), self.names.names,
            elsewhere, self.reasons,
        )  # fmt: skip


def _row(farm: int, number: int, place: Parcel | LandscapeElement, one: Arrangement) -> tuple[int, ...]:
    lost = {code for code, _ in one.displaced}
    gives = [n for n, m in enumerate(place.measures) if not m.candidate and m.code in lost]
    bits = (sum(1 << n for n in one.taken), sum(1 << n for n in gives))
    return farm, number, *bits, one.cost, known(one.effort)


def _listed(farm: int, place: int, candidate: Candidate, names: Codes) -> tuple[int, ...]:
    measure = candidate.measure
    amount = scaled(measure.quantity)
    return (
        farm,
        place,
        candidate.index,
        names.of(measure.code),
        amount,
        known(candidate.effort),
        int(measure.candidate),
    )


def _table(rows: Iterable[Sequence[int]], width: int) -> Ints:
    return np.array(list(rows), dtype=np.int64).reshape(-1, width)


def as_planned(profile: FarmProfile, rulebook: Rulebook, taken: Mapping[int, int]) -> FarmProfile:
    """The farm with these measures taken (bits, by place) as managed ones beside what stays."""
    plan: dict[str, Arrangement] = {}
    every = candidates(profile, rulebook)
    for number, place in enumerate(profile.places):
        bits = taken.get(number, 0)
        here = [c for c in every if c.place == place.id and bits >> c.index & 1]
        if here:
            laid = arranged(place, here, rulebook)
            assert laid is not None, "a plan takes what fits together"
            plan[place.id] = laid
    return planned(profile, plan)
