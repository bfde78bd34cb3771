"""What is said of payments on land: refusals, open questions and activities that wait, asked once per type of land."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Refusal
from calculator.domain.quantity import Unit, in_steps, plain
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.at_best import could_pay
from calculator.eligibility.earning import earning
from calculator.eligibility.eco.activities import assess_activity
from calculator.eligibility.eco.class_premium import assess_class
from calculator.eligibility.payments import NOTHING, assess_payment
from calculator.eligibility.subject import Findings, Subject, triggers
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.explained.open_farm import rows as open_rows
from calculator.stacking.columns.explained.saying import Questions, Sayings, Waitings, bits
from calculator.stacking.columns.offered.land import one
from calculator.stacking.columns.offered.straight import whole
from calculator.stacking.columns.reading.counting import ITSELF
from calculator.stacking.columns.reading.farms import SCALE, Farms
from calculator.stacking.columns.reading.numbering import spread
from calculator.stacking.columns.reading.sorts import Kind
from calculator.stacking.columns.settling import Columns

#: A refusal without place and year, and the year.
_Said = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OnLand:
    """What is said of the payments on a piece: refusals; open questions with the years (bits), and what each could pay per unit
    of the piece (None: unknown); activities that wait, with the years.
    """

    refused: tuple[_Said, ...] = ()
    open: tuple[tuple[int, int, Fraction | None], ...] = ()
    waits: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class SaidOnLand:
    """What was asked of land under the rules of ``columns``; ``pieces`` is what is said of each piece, a number of ``sets``."""

    columns: Columns
    sayings: Sayings
    questions: Questions
    waitings: Waitings = field(default_factory=Waitings)
    pieces: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    sets: list[OnLand] = field(default_factory=list)
    _entries: dict[tuple[object, ...], OnLand] = field(default_factory=dict)
    _types: dict[tuple[int, ...], int] = field(default_factory=dict)
    _numbers: dict[OnLand, int] = field(default_factory=dict)
    _amounts: dict[Fraction, int] = field(default_factory=dict)
    #: Refusals of what pays nothing, and the unit in which their sums begin with how much there is.
    _nothing: dict[int, Unit] = field(default_factory=dict)

    def of(self, farms: Farms, stays: Mask) -> tuple[Ints, Ints]:
        """Refusals of the farms that stay (farm, year, place, what is said), and rows of open questions."""
        self.pieces = numbers = self.columns.types.asked(farms, self._number, exactly=True)
        at, mine = _each(numbers, [s.refused for s in self.sets], stays[farms.piece_farm], 2)
        mine[:, 0] = self._sized(mine[:, 0], farms.piece_quantity[at])
        asked, questions = _each(numbers, self._questions(), stays[farms.piece_farm], 3)
        much, question = farms.piece_quantity[asked], questions[:, 0]
        found = open_rows(farms.piece_farm[asked], farms.piece_place[asked], 0, 0, np.zeros_like(asked))
        found[:, 2], found[:, 3], found[:, 5] = question, questions[:, 1], questions[:, 2] >= 0
        amounts = list(self._amounts)
        for place in np.unique(questions[:, 2]).tolist():
            if place >= 0:
                here = questions[:, 2] == place
                found[here, 4] = whole((Fraction(1, 2), amounts[place] / SCALE), much[here])
        refused = np.stack([farms.piece_farm[at], mine[:, 1], farms.piece_place[at], mine[:, 0]], axis=1)
        return refused, found

    def _sized(self, said: Ints, quantity: Ints) -> Ints:
        """What is said of pieces of that size: the sum of what pays nothing begins with how much there is."""
        sized = np.isin(said, list(self._nothing))
        if not sized.any():
            return said
        pairs, inverse = np.unique(
            np.stack([said[sized], quantity[sized]], axis=1), axis=0, return_inverse=True
        )
        whole_of = []
        for number, much in pairs.tolist():
            bare = self.sayings.all[number]
            size = plain(in_steps(Decimal(much) / SCALE, self._nothing[number]))
            whole_of.append(self.sayings.of(replace(bare, formula=size + bare.formula)))
        found = said.copy()
        found[sized] = np.array(whole_of, dtype=np.int64)[inverse.reshape(-1)]
        return found

    def _refused(
        self, subject: Subject, refusals: Sequence[Refusal], years: Sequence[int]
    ) -> tuple[_Said, ...]:
        """The numbers of refusals, with each of the years; of what pays nothing without how much there is."""
        unit, piece = subject.payment.unit, subject.piece
        size = "" if piece is None else plain(in_steps(piece.quantity, unit))
        said = list[_Said]()
        for refusal in refusals:
            nothing = refusal.reason == NOTHING and refusal.formula.startswith(f"{size} {unit} ")
            bare = replace(refusal, formula=refusal.formula.removeprefix(size)) if nothing else refusal
            number = self.sayings.of(bare)
            if nothing:
                self._nothing[number] = unit
            said += [(number, year) for year in years]
        return tuple(said)

    def _questions(self) -> list[list[tuple[int, int, int]]]:
        """Per set its questions with their years, and the number of what they could pay per unit."""
        amounts = self._amounts
        return [
            [
                (q, years, -1 if each is None else amounts.setdefault(each, len(amounts)))
                for q, years, each in s.open
            ]
            for s in self.sets
        ]

    def _number(self, farms: Farms, kind: Kind, at: int, key: tuple[int, ...]) -> int:
        """The number of what is said of the payments on a piece."""
        number = self._types.get(key)
        if number is None:
            said = _together(self._of_piece(farms, kind, at))
            number = self._numbers.setdefault(said, len(self.sets))
            if number == len(self.sets):
                self.sets.append(said)
            if key[1] < ITSELF:
                self._types[key] = number
        return number

    def _of_piece(self, farms: Farms, kind: Kind, at: int) -> Iterator[OnLand]:
        profile, piece = one(farms, kind, at)
        for plan in self.columns.types.units.planned(kind.site):
            entry = plan.entry
            reads = None if entry.reads.beyond else plan.looks(profile, piece, exactly=True)
            for day, years in plan.days:
                key = (*plan.key, tuple(years), day, reads)
                said = None if reads is None else self._entries.get(key)
                if said is None:
                    measure = triggers(piece, entry.payment, self.columns.rulebook)
                    subject = Subject(
                        profile, self.columns.rulebook, entry.span.scheme, entry.payment, day, piece, measure
                    )
                    said = self._asked_there(earning(subject), years, Fraction(piece.quantity))
                    if reads is not None:
                        self._entries[key] = said
                yield said

    def _asked_there(self, subject: Subject, years: Sequence[int], quantity: Fraction) -> OnLand:
        found, when = findings(subject), bits(years, self.columns.years.start)
        if not found.open:
            return OnLand(self._refused(subject, found.refusals, years))
        number = self.questions.of(found.open[0])
        most = None if found.waiting else could_pay(subject)
        waits = tuple((self.waitings.of(w, number, quantity), when) for w in found.waiting)
        return OnLand((), ((number, when, None if most is None else most / quantity),), waits)


def _together(every: Iterable[OnLand]) -> OnLand:
    """What is said of all payments; the same question in other years is asked once."""
    refused, waits = list[_Said](), dict[int, int]()
    asked = dict[tuple[int, Fraction | None], int]()
    for said in every:
        refused += said.refused
        for question, years, each in said.open:
            asked[question, each] = asked.get((question, each), 0) | years
        for number, years in said.waits:
            waits[number] = waits.get(number, 0) | years
    return OnLand(tuple(refused), tuple((q, y, each) for (q, each), y in asked.items()), tuple(waits.items()))


def _each(
    numbers: Ints, sets: Sequence[Sequence[tuple[int, ...]]], stays: Mask, width: int
) -> tuple[Ints, Ints]:
    """The members of the sets of all pieces that stay: the piece, and the member."""
    counts = np.array([len(s) for s in sets], dtype=np.int64)
    every = np.array([member for s in sets for member in s], dtype=np.int64).reshape(-1, width)
    if not len(sets):
        return np.zeros(0, dtype=np.int64), every
    piece = np.flatnonzero((counts[numbers] > 0) & stays)
    mine = counts[numbers[piece]]
    starts = (np.cumsum(counts) - counts)[numbers[piece]]
    return np.repeat(piece, mine), every[spread(starts, mine)]


def findings(subject: Subject) -> Findings:
    """What the ordinary eligibility says of one payment at one place."""
    found = Findings()
    kind = subject.payment.kind
    if kind is PaymentKind.CLASS_PREMIUM:
        assess_class(subject, found)
    elif kind is PaymentKind.ACTIVITY:
        assess_activity(subject, found)
    else:
        assess_payment(subject, found)
    return found


def said_in(sayings: Sayings, refusals: Sequence[Refusal], years: Sequence[int]) -> tuple[_Said, ...]:
    """The numbers of refusals, with each of the years."""
    return tuple([(number, year) for number in map(sayings.of, refusals) for year in years])
