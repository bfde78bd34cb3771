"""Pairs of which nobody has published whether they may be combined: read as exclusive, and asked per farm and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations

import numpy as np

from calculator.domain.claim import OpenQuestion, Terms
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.explained.alike import PLACES, hanging
from calculator.stacking.columns.explained.named import laid_as_named
from calculator.stacking.columns.explained.open_farm import WIDTH, rows
from calculator.stacking.columns.explained.saying import Questions
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.straight import whole
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.columns.reading.numbering import distinct, numbered, spread
from calculator.stacking.columns.settling import Columns
from calculator.stacking.explaining import unpublished

RUNS = "a contract that runs and cannot be claimed beside a payment with which nothing is published"

#: The payment left out, the one beside which it is, and the year; what it could pay per unit of the piece (None: an activity).
_Pair = tuple[str, str, int, Fraction | None]


@dataclass(slots=True)
class Pairs:
    """What was worked out of offers; ``_every`` are all pairs met, by number."""

    columns: Columns
    questions: Questions
    _offers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _every: dict[_Pair, int] = field(default_factory=dict)
    _parts: dict[tuple[int, int], tuple[tuple[int, int, int], ...]] = field(default_factory=dict)
    _unknown: dict[tuple[str, str, int], bool] = field(default_factory=dict)
    _running: dict[int, bool] = field(default_factory=dict)

    def lay_as_named(self, case: Case) -> None:
        """Lay land that is alike at several places as names decide, where what is asked hangs on it; farms of which that cannot
        be told are left.
        """
        some = np.zeros(len(case.farms), dtype=np.bool_)
        some[[at for at in case.gap if at not in case.left]] = True
        if not some.any():
            return
        piece, pair, _, beside = self._out(case, some)
        for farm in hanging(case, self.on, piece, pair, beside):
            if not laid_as_named(case, farm):
                case.left[farm] = PLACES

    def of(self, case: Case) -> Ints:
        """Rows of what is left out beside another."""
        land = case.land
        at, back = distinct(land.offer)
        runs = np.array([self._runs_beside(n) for n in land.offer[at].tolist()], dtype=np.bool_)[back]
        for farm in np.unique(land.farm[runs]).tolist():
            case.left.setdefault(farm, RUNS)
        piece, pair, left, _ = self._out(case, np.ones(len(case.farms), dtype=np.bool_))
        return self._rows(case, piece, pair, left) if len(piece) else np.zeros((0, WIDTH), dtype=np.int64)

    def _out(self, case: Case, farms: Mask) -> tuple[Ints, Ints, Ints, Ints]:
        """Of these farms pieces, and a pair on each of which the one is left out, on how much, and on how much the other lies."""
        land, laid = case.land, case.laid
        at, back = distinct(land.offer)
        some = np.array([bool(self.on(n)) for n in land.offer[at].tolist()], dtype=np.bool_)[back]
        mine = np.flatnonzero(some[laid.piece] & (laid.quantity > 0) & farms[laid.farm])
        none = np.zeros(0, dtype=np.int64)
        if not len(mine):
            return none, none, none, none
        at, back = distinct(numbered((land.offer[laid.piece[mine]], laid.part[mine])))
        sets = [
            self._in_part(case, int(land.offer[laid.piece[n]]), int(laid.part[n])) for n in mine[at].tolist()
        ]
        counts = np.array([len(s) for s in sets], dtype=np.int64)
        every = np.array([x for s in sets for x in s], dtype=np.int64).reshape(-1, 3)
        each = every[spread((np.cumsum(counts) - counts)[back], counts[back])]
        row = np.repeat(mine, counts[back])
        piece, much = laid.piece[row], laid.quantity[row]
        firsts, group = distinct(numbered((piece, each[:, 0])))
        left, beside = (np.zeros(len(firsts), dtype=np.int64) for _ in range(2))
        np.add.at(left, group, much * each[:, 1])
        np.add.at(beside, group, much * each[:, 2])
        left = land.quantity[piece[firsts]] - left
        out = np.flatnonzero((left > 0) & (beside > 0))
        return piece[firsts[out]], each[firsts[out], 0], left[out], beside[out]

    def for_farm(self, case: Case) -> Iterator[Ints]:
        """Rows of payments for the farm that are left out beside another."""
        made = case.decided
        if made is None:
            return
        dropped = made.dropped
        for row in made.apart[~made.published]:
            for out, beside in permutations(np.flatnonzero(row).tolist(), 2):
                at = np.flatnonzero(dropped[out] & (made.best[beside] == 1))
                year, claim = made.years[out][0], made.claims[out]
                # Half a micro-cent is never half a cent: what was rounded down before is rounded as the amount itself.
                cents = (made.could[out, at] + MICRO // 2) // MICRO
                if len(at):
                    question = self.questions.of(self._question(claim.ref, made.claims[beside].ref))
                    yield rows(made.farms[at], FARM, question, 1 << (year - case.years.start), cents)

    def _rows(self, case: Case, piece: Ints, pair: Ints, left: Ints) -> Ints:
        """One row per farm, pair and year, on the place where it is one."""
        pairs = list(self._every)
        asked = {key: n for n, key in enumerate(dict.fromkeys(p[:3] for p in pairs))}
        same = np.array([asked[p[:3]] for p in pairs], dtype=np.int64)[pair]
        farm, place = case.land.farm[piece], case.farms.piece_place[case.land.piece[piece]]
        order = np.lexsort((place, same, farm))
        starts = np.flatnonzero(np.diff(numbered((farm, same))[order], prepend=-1))
        ends = np.append(starts[1:], len(order)) - 1
        first = order[starts] if len(order) else order
        found = np.zeros((len(starts), WIDTH), dtype=np.int64)
        if not len(found):
            return found
        found[:, 0] = farm[first]
        found[:, 1] = np.where(place[first] == place[order[ends]], place[first], FARM)
        numbers = [self.questions.of(self._question(*p[:2])) for p in pairs]
        found[:, 2] = np.array(numbers, dtype=np.int64)[pair[first]]
        found[:, 3] = np.array([1 << (p[2] - case.years.start) for p in pairs], dtype=np.int64)[pair[first]]
        self._amounts(found, pairs, pair[order], left[order], starts, ends)
        return found

    def _amounts(
        self, found: Ints, pairs: Sequence[_Pair], pair: Ints, left: Ints, starts: Ints, ends: Ints
    ) -> None:
        """What they could pay: the quantities together where all are paid as much per unit, else one by one."""
        money = np.array([p[3] is not None for p in pairs], dtype=np.bool_)[pair[starts]]
        found[:, 5] = money
        alike = pair[starts] == pair[ends]
        total = np.add.reduceat(left, starts)
        for number in np.unique(pair[starts][money]).tolist():
            here = money & alike & (pair[starts] == number)
            found[here, 4] = whole((Fraction(1, 2), (pairs[number][3] or Fraction(0)) / SCALE), total[here])
        for row in np.flatnonzero(money & ~alike).tolist():
            there = slice(int(starts[row]), int(ends[row]) + 1)
            parts = zip(pair[there].tolist(), left[there].tolist(), strict=True)
            found[row, 4] = settle(sum((pairs[p][3] or Fraction(0)) * much for p, much in parts) / SCALE)

    def _question(self, ref: str, beside: str) -> OpenQuestion:
        scheme, payment = ref.split("#")
        text, path = unpublished.asked(self.columns.rulebook, ref, beside)
        return OpenQuestion(scheme, payment, "", 0, (text,), (path,), None)

    def on(self, number: int) -> tuple[int, ...]:
        """All pairs on an offer of which nothing is published, whatever is taken."""
        if number not in self._offers:
            found = list[int]()
            offer = self.columns.types.offer(number)
            for year, now in zip(self.columns.years, offer.years, strict=False):
                claims = [(t.terms, t.factor) for t in now]
                for a, factor in claims:
                    for b, _ in claims if len(claims) > 1 else ():
                        if a.ref != b.ref and self._between(a, b, year):
                            each = None if a.value is not None else a.rate.high * factor
                            found.append(self._every.setdefault((a.ref, b.ref, year, each), len(self._every)))
            self._offers[number] = tuple(found)
        return self._offers[number]

    def _runs_beside(self, number: int) -> bool:
        """Whether a contract may run in a year in which it cannot be claimed, beside a payment nobody has paired it with."""
        if number not in self._running:
            years = [{t.terms.ref: t.terms for t in now} for now in self.columns.types.offer(number).years]
            self._running[number] = any(
                held.ref not in now and self._between(held, other, self.columns.years[later])
                for begun, there in enumerate(years)
                for held in there.values()
                if held.multi_year
                for later, now in enumerate(years[: begun + _lasts(held)])
                if later > begun
                for other in now.values()
            )
        return self._running[number]

    def _between(self, a: Terms, b: Terms, year: int) -> bool:
        key = (a.ref, b.ref, year)
        found = self._unknown.get(key)
        if found is None:
            between = self.columns.types.tables.rules[year].relations.between
            found = self._unknown[key] = between(a, b).unknown or between(b, a).unknown
        return found

    def _in_part(self, case: Case, offer: int, part: int) -> tuple[tuple[int, int, int], ...]:
        """Per pair on the offer whether the part takes the one, and the other."""
        found = self._parts.get((offer, part))
        if found is None:
            pairs, taken = list(self._every), case.compiled.parts[part].claims
            found = self._parts[offer, part] = tuple(
                (n, int((pairs[n][0], pairs[n][2]) in taken), int((pairs[n][1], pairs[n][2]) in taken))
                for n in self.on(offer)
            )
        return found


def _lasts(terms: Terms) -> int:
    """The most years that a contract runs at once."""
    return max(terms.term_years or 1, terms.extension.years if terms.extension is not None else 1)
