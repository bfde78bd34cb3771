"""The kind of every piece of land, as the rules see it where its farm lies."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from calculator.domain.scheme import Scheme
from calculator.eligibility.conditions.territory import readings
from calculator.eligibility.units import Piece
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.looking import place_of
from calculator.stacking.columns.reading.numbering import distinct, numbered
from calculator.stacking.columns.reading.sorts import Kind, Sort, Sorts
from calculator.stacking.columns.reading.whereabouts import Whereabouts


@dataclass(slots=True)
class Kinds:
    """Kinds met so far (``made``, by number), and the sort of everything that the vocabulary knows to lie together.

    Sorts with the same bound schemes are one *group*: where those are open is worked out once per group and area.
    """

    sorts: Sorts
    places: Whereabouts
    made: list[Kind] = field(default_factory=list)
    _sorts: list[Sort] = field(default_factory=list)
    _at: dict[int, int] = field(default_factory=dict)
    _sort_of: list[int] = field(default_factory=list)
    _groups: dict[tuple[int, ...], int] = field(default_factory=dict)
    _bound: list[tuple[Scheme, ...]] = field(default_factory=list)
    _group_of: list[int] = field(default_factory=list)
    _open: dict[int, Ints] = field(default_factory=dict)
    _known: dict[tuple[int, int], int] = field(default_factory=dict)
    _seen: dict[tuple[object, ...], Kind] = field(default_factory=dict)
    _laid: list[int] = field(default_factory=list)
    _looked: dict[tuple[tuple[str, ...], bool], dict[int, tuple[object, ...]]] = field(default_factory=dict)

    def take(self, other: Kinds) -> list[bool]:
        """Take over what holds here too; whether each of the other's kinds does."""
        here = {id(scheme) for scheme in readings(self.sorts.rulebook)}
        known = [self.sorts.knows(sort) for sort in other._sorts]
        stays = [all(id(e.span.scheme) in here for e in kind.site.entries) for kind in other.made]
        self._sorts, self._at, self._groups = list(other._sorts), dict(other._at), dict(other._groups)
        self._bound, self._group_of = list(other._bound), list(other._group_of)
        self._sort_of = [n if n >= 0 and known[n] else -1 for n in other._sort_of]
        self.made = list(other.made)
        self._laid, self._looked = other._laid, other._looked
        self._known = {key: n for key, n in other._known.items() if self._sort_of[self._laid[key[0]]] >= 0}
        self._seen = {key: kind for key, kind in other._seen.items() if stays[kind.number]}
        return stays

    def of(self, farms: Farms) -> Ints:
        """The number of the kind of every piece."""
        words, pieces = farms.words, farms.piece_kind
        self._laid = words.laid_of
        lies = np.array(self._laid, dtype=np.int64)[pieces]
        self._sort_of += [-1] * (len(words.laid) - len(self._sort_of))
        for at in distinct(lies)[0].tolist():
            if self._sort_of[lies[at]] < 0:
                self._sort_of[lies[at]] = self._sort(words.samples[pieces[at]])
        area = self.places.areas(farms)[farms.piece_farm]
        open_ = self._opened(np.array(self._sort_of, dtype=np.int64)[lies], area)
        first, inverse = distinct(numbered((pieces, open_)))
        keys = list(zip(pieces[first].tolist(), open_[first].tolist(), strict=True))
        for key in keys:
            if key not in self._known:
                sort = self._sorts[self._sort_of[self._laid[key[0]]]]
                self._known[key] = self._kind(words.samples[key[0]], key, sort).number
        return np.array([self._known[key] for key in keys], dtype=np.int64)[inverse]

    def _sort(self, piece: Piece) -> int:
        """The place of the sort of a piece."""
        sort = self.sorts.of(piece)
        at = self._at.setdefault(id(sort), len(self._sorts))
        if at == len(self._sorts):
            group = tuple(map(id, sort.bound))
            if group not in self._groups:
                self._groups[group] = len(self._bound)
                self._bound.append(sort.bound)
            self._sorts.append(sort)
            self._group_of.append(self._groups[group])
        return at

    def _opened(self, sort: Ints, area: Ints) -> Ints:
        """For every piece the number of the set of its bound schemes that is open in its area."""
        areas = len(self.places.open)
        group_of = np.array(self._group_of, dtype=np.int64)[sort]
        first, inverse = distinct(group_of)
        groups = group_of[first]
        for group in groups.tolist():
            if len(self._open.get(group, ())) < areas:
                self._open[group] = self._numbers(self._bound[group], areas)
        table = np.array([self._open[group] for group in groups.tolist()], dtype=np.int64)
        found: Ints = table.reshape(len(groups), areas)[inverse, area]
        return found

    def _numbers(self, bound: tuple[Scheme, ...], areas: int) -> Ints:
        """Per area the number of the set of these schemes that is open there."""
        if not bound:
            return np.full(areas, self.sorts.number(()))
        rows = self.places.open[:, self.places.columns(bound)]
        known, found = dict[bytes, int](), np.zeros(areas, dtype=np.int64)
        for area, row in enumerate(rows):
            told = row.tobytes()
            number = known.get(told)
            if number is None:
                number = known[told] = self.sorts.number(self.places.opened(bound, area))
            found[area] = number
        return found

    def _kind(self, piece: Piece, key: tuple[int, int], sort: Sort) -> Kind:
        """The kind of a piece of that sort; ``key`` are the numbers of the piece and of what is open where it lies."""
        site = self.sorts.site(sort, key[1])
        looked = self._looked.setdefault((site.attributes, site.history), {})
        place = looked.get(key[0])
        if place is None:
            place = looked[key[0]] = place_of(piece, site.attributes, history=site.history)
        seen = (id(site), piece.parcel is None, place)
        found = self._seen.get(seen)
        if found is None:
            found = self._seen[seen] = Kind(len(self.made), piece, site, place)
            self.made.append(found)
        return found
