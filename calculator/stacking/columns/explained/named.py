"""Land that is alike at several places, laid as names decide: of equals the answer stands that has the least numbers drawn from
them (``bounds``).

Of two ways of such land any place may take either, as long as so much takes each. So the places are filled in the order of what
the numbers of the two differ by, each over its size. The numbers hang on what the problem calls the choices of that ground alone,
for which the ordinary engine is asked; nothing is solved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.problem import Option
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import Piece, pieces
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.offered.compiled import Laid
from calculator.stacking.columns.ordinary import NO_ANSWER, Asked, problem_of
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.alike import Alike
from calculator.stacking.solving.free_choice.bounds import drawn

#: Nearer than this to the end of a place the rounding of shares may decide whether the next one has a part.
_NEAR = SCALE // 1000
#: Rows that ask the same of a farm whatever else it does: what classes ask.
_OF_CLASSES = ("points|", "value|")


@dataclass(frozen=True, slots=True)
class _Divided:
    """A choice of which two ways are taken: rows of what is picked, the ways, pieces of land, and how much takes the other."""

    rows: Ints
    ways: tuple[int, int]
    pieces: tuple[int, ...]
    other: int


def laid_as_named(case: Case, farm: int) -> bool:
    """Whether the divided land of a farm could be laid so; where not it stays as it is."""
    choices = list(_choices(case, farm))
    if any(one is None for one in choices):
        return False
    ground = _Ground.of(case, farm, {p for one in choices if one is not None for p in one.pieces})
    found = list[tuple[Ints, Ints, Ints]]()
    for one in choices:
        order = None if one is None or ground is None else ground.order(case, one)
        laid = None if one is None or order is None else _filled(case, one, order)
        if laid is None:
            return False
        found.append(laid)
    gone = np.concatenate([one.rows for one in choices if one is not None])
    mine = np.flatnonzero(case.picked.farm == farm)
    kept, picked = mine[~np.isin(mine, gone)], case.picked
    piece, part, much = (np.concatenate(column) for column in zip(*found, strict=True))
    case.lay(
        np.array([farm]),
        Laid(
            np.full(len(kept) + len(piece), farm, dtype=np.int64), np.concatenate([picked.part[kept], part]),
            np.concatenate([picked.quantity[kept], much]), np.concatenate([picked.piece[kept], piece]),
        ),
    )  # fmt: skip
    return True


def _choices(case: Case, farm: int) -> Iterator[_Divided | None]:
    """The choices of a farm of which several ways are taken at several places; None for one with more than two."""
    picked = case.picked
    mine = np.flatnonzero((picked.farm == farm) & (picked.quantity > 0))
    number = np.array([case.compiled.choice_of(part) for part in picked.part[mine].tolist()], dtype=np.int64)
    for choice in np.unique(number).tolist():
        rows = mine[number == choice]
        ways, land = np.unique(picked.part[rows]).tolist(), np.unique(picked.piece[rows]).tolist()
        if len(ways) < 2 or len(land) < 2:
            continue
        other = int(picked.quantity[rows][picked.part[rows] == ways[-1]].sum())
        yield _Divided(rows, (ways[0], ways[1]), tuple(land), other) if len(ways) == 2 else None


@dataclass(frozen=True, slots=True)
class _Ground:
    """The problem of some places of a farm with the classes that it may reach, its pieces by their number in the land."""

    built: Built
    years: Alike
    names: Mapping[int, str]

    @classmethod
    def of(cls, case: Case, farm: int, land: set[int]) -> _Ground | None:
        """Of the whole places on which these pieces of land lie; None where the engine cuts them otherwise."""
        profile, asked = case.farms.profiles[farm], Asked(case.rulebook, case.on, case.years)
        every = [piece for piece in pieces(profile)[0] if piece.measures]
        first, last = np.searchsorted(case.farms.piece_farm, [farm, farm + 1]).tolist()
        if len(every) != last - first:
            return None
        mine = {at: every[int(case.land.piece[at]) - first] for at in land}
        places = {piece.place for piece in mine.values()}
        classes = {one.ref for one in case.premiums if farm in one.farm}
        some = tuple(piece for piece in every if piece.place in places)
        try:
            built, years = problem_of(asked, profile, tuple(_claims(asked, profile, some, classes)))
        except NO_ANSWER:
            return None
        return cls(built, years, {at: piece.id for at, piece in mine.items()})

    def order(self, case: Case, one: _Divided) -> Sequence[int] | None:
        """The pieces of a choice by which takes the other way first; None where it is no choice of a year by itself."""
        a, b = (case.compiled.parts[way].claims for way in one.ways)
        years = {year for _, year in a ^ b}
        year = min(years)
        if len(years) > 1 or self.years.years.get(year) != (year,):
            return None
        ways = [frozenset(ref for ref, of in way if of == year) for way in (a, b)]
        worth: dict[int, float] = {}
        for piece in one.pieces:
            numbers = self._numbers(self.names[piece], year, ways)
            if numbers is None:
                return None
            worth[piece] = (numbers[1] - numbers[0]) / int(case.land.quantity[piece])
        return sorted(worth, key=lambda piece: worth[piece])

    def _numbers(self, name: str, year: int, ways: Sequence[frozenset[str]]) -> list[float] | None:
        """The numbers drawn from the names of these ways of a piece in a year."""
        problem = self.built.problem
        for block, meaning in zip(problem.blocks, self.built.meanings, strict=False):
            first = meaning.claims[0]
            if first.piece != name or first.year != year or len(block.groups) > 1:
                continue
            (group,) = block.groups
            if len(group.cells) > 1:
                continue
            options: dict[frozenset[str], Option] = {
                frozenset(c.ref for c in meaning.stack(0, 0, n).claims): option
                for n, option in enumerate(group.cells[0].options)
            }
            found = [options[way] for way in ways if way in options]
            rows = {problem.rows[row].id for option in found for row, _ in option.uses}
            if len(found) == len(ways) and all(row.startswith(_OF_CLASSES) for row in rows):
                return [drawn(problem, block, 0, option) for option in found]
        return None


def _claims(
    asked: Asked, profile: FarmProfile, land: tuple[Piece, ...], classes: set[str]
) -> Iterator[Claim]:
    for one in assess(profile, asked.rulebook, land, asked.years, asked.on):
        for claim in one.claims:
            if not claim.continuation and (claim.piece != "farm" or claim.ref in classes):
                yield claim


def _filled(case: Case, one: _Divided, order: Sequence[int]) -> tuple[Ints, Ints, Ints] | None:
    """Pieces, ways and quantities with the other way in that order; None where rounding may decide what the last of them has."""
    rest, rows = one.other, list[tuple[int, int, int]]()
    for piece in order:
        size = int(case.land.quantity[piece])
        much = min(rest, size)
        if (0 < much < _NEAR) or (0 < size - much < _NEAR) or (much == rest == size and piece != order[-1]):
            return None
        rows += [(piece, way, some) for way, some in zip(one.ways, (size - much, much), strict=True) if some]
        rest -= much
    found = np.array(rows, dtype=np.int64)
    return found[:, 0], found[:, 1], found[:, 2]
