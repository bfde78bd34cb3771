"""Class premiums that wait for open activities: the highest class that these could still bring, and what these could score.

As the ordinary eligibility has it: activities that are claimed count in full, open ones with their published points and value,
and where these are not published with as much as it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from calculator.domain.claim import OpenQuestion
from calculator.eligibility.eco.class_premium import enough_for
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.explained.classes import FINER, missing
from calculator.stacking.columns.explained.open_farm import rows
from calculator.stacking.columns.explained.readings import Readings
from calculator.stacking.columns.explained.refusals import Refusing
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.premiums import EXACT, Named, Offered
from calculator.stacking.columns.offered.straight import whole
from calculator.stacking.columns.offered.units import Template
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.columns.reading.numbering import distinct
from calculator.stacking.problem.weights import FINE

#: Stands for as much as it takes.
_ANY = 2**60


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Per scheme and year which farms have an activity that waits; and of these what that could score, and all activities.

    Scores are in parts of ``EXACT``.
    """

    there: Mapping[tuple[str, int], Mask]
    open: Mapping[Named, Ints]
    every: Mapping[Named, Ints]

    @property
    def hopes(self) -> dict[Named, Ints]:
        """What is open in millionths, rounded down as what is chosen scores."""
        return {name: np.where(s < _ANY, s // (EXACT // FINE), _ANY) for name, s in self.open.items()}


@dataclass(slots=True)
class Waiting:
    """What was worked out of land; ``questions`` are those of classes that wait."""

    refusing: Refusing
    readings: Readings
    questions: set[int] = field(default_factory=set)
    _templates: dict[int, tuple[Template, Mapping[str, int] | None]] = field(default_factory=dict)
    _asked: dict[str, frozenset[str]] = field(default_factory=dict)
    _claimed: dict[int, Mapping[Named, int] | None] = field(default_factory=dict)
    _waits: dict[int, tuple[Mapping[Named, int], frozenset[tuple[str, int]]] | None] = field(
        default_factory=dict
    )

    def of(
        self, case: Case, premiums: Sequence[Offered], scored: Scored, paid: Mapping[tuple[str, int], Ints]
    ) -> Iterator[Ints]:
        """Rows of what waits; ``paid`` are cents per farm, by payment and year."""
        for made in premiums:
            for year in made.years:
                there = scored.there.get((made.scheme, year))
                at = np.flatnonzero(there[made.farm]) if there is not None else ()
                if len(at):
                    yield from self._of(case, made, year, np.asarray(at), scored.every, paid)

    def _of(
        self, case: Case, made: Offered, year: int, at: Ints, score: Mapping[Named, Ints],
        paid: Mapping[tuple[str, int], Ints],
    ) -> Iterator[Ints]:  # fmt: skip
        farm, none = made.farm[at], np.zeros(len(case.farms), dtype=np.int64)
        reaches = np.ones(len(at), dtype=np.bool_)
        for goal, needed in made.exact.items():
            case.leave(farm[needed[at] < 0], FINER)
            reaches &= score.get((made.scheme, year, goal), none)[farm] >= needed[at]
        worth = score.get((made.scheme, year, ""), none)[farm]
        short, _ = missing(made, made.size[at], np.where(worth < _ANY, worth, 0))
        enough = reaches[:, None] & ((short == 0) | (worth >= _ANY)[:, None])
        best = np.where(enough.any(axis=1), enough.argmax(axis=1), len(made.claims))
        had = paid.get((made.ref, year), none)[farm]
        for place, claim in enumerate(made.claims):
            mine = best == place
            cents = whole((Fraction(1, 2), claim.rate.high / SCALE), made.size[at][mine])
            got = cents > had[mine]
            number = self._question(made, claim.class_name)
            yield rows(farm[mine][got], FARM, number, 1 << (year - case.years.start), cents[got])

    def _question(self, made: Offered, name: str | None) -> int:
        scheme, payment = made.ref.split("#")
        asked = OpenQuestion(scheme, payment, "farm", 0, (enough_for(name),), (), None)
        number = self.refusing.questions.of(asked)
        self.questions.add(number)
        return number

    def scored(self, case: Case, premiums: Sequence[Offered]) -> Scored:
        """What waits, and the most that it and all activities could score."""
        schemes = {made.scheme for made in premiums}
        land, count = case.land, len(case.farms)
        numbers, back = distinct(self.refusing.land.pieces)
        first = self.refusing.land.pieces[numbers]
        told = [self._of_set(n) for n in first.tolist()]
        keys = {key for one in told if one is not None for key in one[1] if key[0] in schemes}
        there = {key: np.zeros(count, dtype=np.bool_) for key in keys}
        for n, one in enumerate(told):
            mine = np.flatnonzero(back == n) if one is None or one[1] else np.zeros(0, dtype=np.int64)
            if one is None:
                case.leave(np.unique(land.farm[mine]), FINER)
            for key in one[1] & keys if one else ():
                there[key][land.farm[mine]] = True
        some = np.zeros(count, dtype=np.bool_)
        for mask in there.values():
            some |= mask
        piece = np.flatnonzero(some[land.farm])
        total = dict[Named, Ints]()
        sets = {int(n): one[0] for n, one in zip(first.tolist(), told, strict=True) if one is not None}
        self._add(case, piece, self.refusing.land.pieces[piece], sets, total)
        waits = {name: score.copy() for name, score in total.items()}
        offers = {n: self._of_offer(n) for n in np.unique(land.offer[piece]).tolist()}
        for number in (n for n, of in offers.items() if of is None):
            case.leave(np.unique(land.farm[land.offer == number]), FINER)
        self._add(case, piece, land.offer[piece], {n: of or {} for n, of in offers.items()}, total)
        return Scored(there, waits, total)

    def _add(
        self, case: Case, piece: Ints, numbers: Ints, each: Mapping[int, Mapping[Named, int]], total: dict[Named, Ints]
    ) -> None:  # fmt: skip
        at, back = distinct(numbers)
        found = [each.get(n, {}) for n in numbers[at].tolist()]
        owner, quantity = case.land.farm[piece], case.land.quantity[piece]
        for name in sorted({name for one in found for name in one}):
            into = total.setdefault(name, np.zeros(len(case.farms), dtype=np.int64))
            per = np.array([one.get(name, 0) for one in found], dtype=np.int64)[back]
            known = per < _ANY
            np.add.at(into, owner, np.where(known, per * quantity, 0))
            into[owner[~known]] = _ANY

    def _of_set(self, number: int) -> tuple[Mapping[Named, int], frozenset[tuple[str, int]]] | None:
        """Per unit what the activities that wait score in each year, and when; None: finer than is kept."""
        if number not in self._waits:
            self._waits[number] = self._waiting(number)
        return self._waits[number]

    def _waiting(self, number: int) -> tuple[Mapping[Named, int], frozenset[tuple[str, int]]] | None:
        found, keys = dict[Named, int](), set[tuple[str, int]]()
        for of, years in self.refusing.land.sets[number].waits:
            one = self.refusing.land.waitings.all[of]
            for year in self._years(years):
                keys.add((one.scheme, year))
                unknown = one.each is None
                points = {} if unknown or one.points is None else one.points
                value = None if unknown else one.value
                for goal in self._goals(one.scheme) if unknown or one.points is None else ():
                    found[one.scheme, year, goal] = _ANY
                if value is None:
                    found[one.scheme, year, ""] = _ANY
                scored = {**points, **({} if value is None else {"": value})}
                for goal, amount in scored.items():
                    if not _more(found, (one.scheme, year, goal), amount * (one.each or 0)):
                        return None
        return found, frozenset(keys)

    def _of_offer(self, number: int) -> Mapping[Named, int] | None:
        """Per unit what the activities that are claimed score in full in each year; None: finer than is kept."""
        if number not in self._claimed:
            self._claimed[number] = self._offered(number)
        return self._claimed[number]

    def _offered(self, number: int) -> Mapping[Named, int] | None:
        found = dict[Named, int]()
        columns = self.readings.columns
        offer = columns.types.offer(number)
        now = [(y, t) for y, every in zip(columns.years, offer.years, strict=False) for t in every]
        later = [(y, t) for y, t in offer.beside if self.readings.later(offer, y, t)]
        for year, template in (*now, *later):
            if template.terms.value is None:
                continue
            scored = self._scored(template)
            if scored is None:
                return None
            for goal, amount in scored.items():
                name = (template.terms.scheme, year, goal)
                found[name] = found.get(name, 0) + amount
        return found

    def _scored(self, template: Template) -> Mapping[str, int] | None:
        """Per unit of the piece what an activity scores, in parts of ``EXACT``; None: finer than is kept."""
        known = self._templates.get(id(template))
        if known is None:
            terms, found = template.terms, dict[Named, int]()
            fits = all(
                _more(found, ("", 0, goal), (amount or 0) * template.factor)
                for goal, amount in {**terms.points, "": terms.value}.items()
            )
            # The template is kept beside it, so that nothing else can come to bear its identity.
            scored = {goal: amount for (_, _, goal), amount in found.items()} if fits else None
            known = self._templates[id(template)] = (template, scored)
        return known[1]

    def _years(self, years: int) -> list[int]:
        every = self.readings.columns.years
        return [year for year in every if years >> (year - every.start) & 1]

    def _goals(self, scheme: str) -> frozenset[str]:
        """The goals on which the classes of a scheme ask points."""
        if scheme not in self._asked:
            self._asked[scheme] = frozenset(
                key.partition(".")[2]
                for s in self.readings.columns.rulebook.schemes
                for p in (s.payments if s.id == scheme else ())
                for figure in (p.figures["entry"].figures if "entry" in p.figures else ())
                for key in figure.values
            )
        return self._asked[scheme]


def _more(found: dict[Named, int], name: Named, amount: Fraction | int) -> bool:
    """Add an amount per unit in parts of ``EXACT``; whether it is a whole number of them."""
    each = Fraction(amount) * (EXACT // SCALE)
    if each.denominator != 1:
        return False
    found[name] = min(found.get(name, 0) + each.numerator, _ANY)
    return True
