"""Pairs on land of which nobody has published whether they may be combined: read as exclusive, and asked per farm, pair and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

import numpy as np

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.money import settle
from calculator.domain.scheme import Text
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.explained.open_farm import rows
from calculator.stacking.columns.explained.saying import Questions
from calculator.stacking.columns.farms import SCALE
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.numbering import distinct, numbered
from calculator.stacking.columns.settling import Columns
from calculator.stacking.columns.units import Offer
from calculator.stacking.solving.outcome import named_payment

DIVIDED = "land divided over choices, with a pair of which nobody has published whether it may be combined"

#: The payment left out, the one beside which it is, and the year; what it could pay per unit of the piece (None: an activity).
_Pair = tuple[str, str, int, Fraction | None]


@dataclass(slots=True)
class Pairs:
    """What was worked out of patterns of land."""

    columns: Columns
    questions: Questions
    _offers: dict[int, tuple[_Pair, ...]] = field(default_factory=dict)
    _patterns: dict[tuple[int, tuple[int, ...]], tuple[_Pair, ...]] = field(default_factory=dict)

    def of(self, case: Case) -> Iterator[Ints]:
        """Rows of what is left out beside another; farms on which that land is divided are left."""
        land, laid = case.land, case.laid
        at, back = distinct(land.offer)
        some = np.array([bool(self._unknown(n)) for n in land.offer[at].tolist()], dtype=np.bool_)[back]
        mine = np.flatnonzero(some[laid.piece] & (laid.quantity > 0))
        divided = laid.quantity[mine] != land.quantity[laid.piece[mine]]
        case.leave(np.unique(laid.farm[mine[divided]]), DIVIDED)
        mine = mine[~divided]
        mine = mine[np.argsort(laid.piece[mine], kind="stable")]
        firsts = np.flatnonzero(np.diff(laid.piece[mine], prepend=-1))
        found = list[tuple[int, int, int, int]]()
        pairs: dict[_Pair, int] = {}
        for here in np.split(mine, firsts[1:]) if len(mine) else ():
            piece = int(laid.piece[here[0]])
            for pair in self._pattern(case, int(land.offer[piece]), tuple(sorted(laid.part[here].tolist()))):
                place = int(case.farms.piece_place[land.piece[piece]])
                number = pairs.setdefault(pair, len(pairs))
                found.append((int(land.farm[piece]), place, number, int(land.quantity[piece])))
        yield from self._rows(case, np.array(found, dtype=np.int64).reshape(-1, 4), list(pairs))

    def _rows(self, case: Case, found: Ints, pairs: Sequence[_Pair]) -> Iterator[Ints]:
        """One row per farm, pair and year, on the place where it is one."""
        asked = {pair[:3]: n for n, pair in enumerate(pairs)}
        same = np.array([asked[pair[:3]] for pair in pairs], dtype=np.int64)
        group = numbered((found[:, 0], same[found[:, 2]])) if len(found) else np.zeros(0, dtype=np.int64)
        order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.diff(group[order], prepend=-1))
        for here in np.split(order, starts[1:]) if len(found) else ():
            ref, beside, year, _ = pairs[int(found[here[0], 2])]
            places = set(found[here, 1].tolist())
            each = [(pairs[n][3], much) for n, much in found[here][:, 2:].tolist()]
            cents = None
            if each[0][0] is not None:
                whole = sum((e * much for e, much in each if e is not None), Fraction(0))
                cents = np.array([settle(whole / SCALE)], dtype=np.int64)
            place = places.pop() if len(places) == 1 else FARM
            number = self.questions.of(self._question(ref, beside, year))
            yield rows(found[here[:1], 0], place, number, 1 << (year - case.years.start), cents)

    def _question(self, ref: str, beside: str, year: int) -> OpenQuestion:
        scheme, payment = ref.split("#")
        name = named_payment(self.columns.rulebook, beside)
        text = Text(
            nl=f"of dit samen mag met {name.nl} is niet gepubliceerd; gerekend is alsof het niet mag",
            en=f"whether it may be combined with {name.en} is not published; it is read as not allowed",
        )
        return OpenQuestion(scheme, payment, "", year, (text,), (f"relation:{ref}/{beside}",), None)

    def _claims(self, offer: Offer) -> list[tuple[Claim, Fraction]]:
        years = zip(self.columns.years, offer.years, strict=False)
        return [(t.in_year(year, at="P"), t.factor) for year, now in years for t in now]

    def _unknown(self, number: int) -> tuple[_Pair, ...]:
        """All pairs on an offer of which nothing is published, whatever is taken."""
        if number not in self._offers:
            claims = self._claims(self.columns.types.offer(number))
            self._offers[number] = tuple(
                (a.ref, b.ref, a.year, None if a.value is not None else a.rate.high * factor)
                for a, factor in claims
                for b, _ in claims
                if a.year == b.year and a.ref != b.ref and self._between(a, b)
            )
        return self._offers[number]

    def _between(self, a: Claim, b: Claim) -> bool:
        between = self.columns.types.tables.rules[a.year].relations.between
        return between(a, b).unknown or between(b, a).unknown

    def _pattern(self, case: Case, offer: int, parts: tuple[int, ...]) -> tuple[_Pair, ...]:
        """The pairs of which one is taken and the other is not."""
        found = self._patterns.get((offer, parts))
        if found is None:
            made = (case.compiled.parts[p].claims for p in parts)
            taken: frozenset[tuple[str, int]] = reduce(frozenset.union, made, frozenset())
            found = self._patterns[offer, parts] = tuple(
                pair for pair in self._unknown(offer) if (pair[0], pair[2]) not in taken and (pair[1], pair[2]) in taken
            )
        return found

