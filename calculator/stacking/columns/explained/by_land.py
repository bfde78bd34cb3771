"""What is said of a payment that looks at shares of the land: the ordinary engine is asked for one of all farms that answer alike
and of which every share stands alike; the others are told the same with their own hectares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from calculator.domain.claim import OpenQuestion, Refusal
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Payment, PaymentKind, Text
from calculator.eligibility.conditions.territory import SCOPE_PATHS
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span
from calculator.eligibility.subject import Findings, Subject, try_conditions
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.explained.open_farm import rows, single
from calculator.stacking.columns.explained.said_on_land import findings
from calculator.stacking.columns.explained.saying import Questions, Sayings, bits
from calculator.stacking.columns.explained.shares import Sums
from calculator.stacking.columns.explained.standing_shares import ENOUGH, Share, shares
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.straight import parts
from calculator.stacking.columns.reading.numbering import numbered
from calculator.stacking.columns.reading.sorts import Facts
from calculator.stacking.columns.settling import Columns

#: The place of the words of a share among what is asked: none of them, or more than one that reads the same.
_OF_NONE, _UNSURE = -1, -2

#: What was said by number, with another share's hectares: the saying, the bound, and the numbers of the share.
Told = dict[tuple[object, ...], int]


@dataclass(slots=True)
class ByLand:
    """One payment in one span; ``open`` gains rows of open questions. ``told`` is kept for other spans."""

    columns: Columns
    sayings: Sayings
    questions: Questions
    span: Span
    payment: Payment
    sums: Sums
    told: Told
    open: list[Ints] = field(default_factory=list)

    def of(self, mode: str, members: Ints) -> Iterator[Ints]:
        """Rows of what refuses these farms, as in ``Refusing``."""
        farms, read = self.sums.farms, reads(self.columns.rulebook, self.span.scheme, self.payment)
        facts = tuple((path, None) for path in sorted({*read.facts, self.payment.quantity}))
        alike = farms.alike(facts)
        if self.payment.kind is not PaymentKind.CLASS_PREMIUM:
            members = members[~self._elsewhere(members, tuple(f for f in facts if f[0] in SCOPE_PATHS))]
        for day, years, some in self._days(mode, members):
            asked = shares(self.span, self.payment, day, farms, self.sums.new.get(years[0]), some)
            alone: Mask = self.sums.whole[some]
            if self.sums.apart or not all(share.fits() for share in asked):
                alone = np.ones(len(some), dtype=np.bool_)
            stands = [share.stands() for share in asked]
            group = numbered([alike[some], *stands])
            for at in parts(group, np.flatnonzero(~alone)):
                short = [s for s, of in zip(asked, stands, strict=True) if int(of[at[0]]) != ENOUGH]
                yield from self._group(day, years, some, at, short)
            for one in some[alone].tolist():
                yield from self._single(day, years, one)

    def _elsewhere(self, members: Ints, scope: Facts) -> Mask:
        """Which of these farms the payment is not for, whatever else they answer: of them nothing is said."""
        farms, found, rules = self.sums.farms, np.zeros(len(members), dtype=np.bool_), self.columns.rulebook
        for at in parts(farms.alike(scope)[members], np.arange(len(members))) if scope else ():
            profile = farms.told(int(members[at[0]]), [path for path, _ in scope])
            subject = Subject(profile, rules, self.span.scheme, self.payment, self.span.day)
            found[at] = try_conditions(subject, Findings())[1]
        return found

    def _days(self, mode: str, members: Ints) -> Iterator[tuple[date, tuple[int, ...], Ints]]:
        """The days on which farms are asked, with the years for which the answer holds."""
        span = self.span
        if mode == "steady":
            yield span.day, span.years, members
        elif mode == "yearly" or not self.sums.new:
            for years in [(y,) for y in span.years] if mode == "yearly" else [span.years]:
                yield same_day_in(years[0], span.day), years, members
        else:
            # Years in which as much may be contracted are answered at once.
            much = np.stack([self.sums.new[year][members] for year in span.years])
            for n, year in enumerate(span.years):
                same = much == much[n]
                first = np.flatnonzero(~same[:n].any(axis=0))
                pattern = np.array([1 << k for k in range(len(same))], dtype=np.int64) @ same
                for some in parts(pattern, first):
                    years = tuple(y for k, y in enumerate(span.years) if same[k, some[0]])
                    yield same_day_in(year, span.day), years, members[some]

    def _group(
        self, day: date, years: tuple[int, ...], some: Ints, at: Ints, short: Sequence[Share]
    ) -> Iterator[Ints]:
        """Farms that are answered alike; ``at`` are their places among ``some`` and in the shares that are not enough."""
        found, farm = self._asked(day, int(some[at[0]]), years[0]), some[at]
        said = [share.said(next(share.numbers(at[:1]))) for share in short]
        texts = [[text for text in (o.shortfall, o.awaits) if text is not None] for o in said]
        refused = [(r, _which(r.shortfall, texts)) for r in found.refusals]
        waits = [(q, [_which(text, texts) for text in q.missing]) for q in found.open]
        if _UNSURE in [n for _, n in refused] or any(_UNSURE in of for _, of in waits):
            for one in farm.tolist():
                yield from self._single(day, years, one)
            return
        for refusal, n in refused:
            numbers = self._refusals(refusal, short[n] if n >= 0 else None, at)
            for year in years:
                yield _rows(farm, year, numbers)
        every = bits(years, self.columns.years.start)
        for question, of in waits:
            found_ = rows(farm, FARM, 0, every, None)
            found_[:, 2] = self._questions(question, [short[n] if n >= 0 else None for n in of], at)
            if question.could_pay_cents is not None:
                found_[:, 4], found_[:, 5] = question.could_pay_cents, 1
            self.open.append(found_)

    def _refusals(self, refusal: Refusal, share: Share | None, at: Ints) -> Ints:
        """What the farms are told, by number, each with its own hectares."""
        first = self.sayings.of(refusal)
        if share is None:
            return np.full(len(at), first, dtype=np.int64)
        found = list[int]()
        for numbers in share.numbers(at):
            key = (first, share.bound, share.in_hectares, numbers)
            number = self.told.get(key)
            if number is None:
                said = replace(refusal, shortfall=share.said(numbers).shortfall)
                number = self.told[key] = self.sayings.of(said)
            found.append(number)
        return np.array(found, dtype=np.int64)

    def _questions(self, question: OpenQuestion, of: Sequence[Share | None], at: Ints) -> Ints:
        if not any(of):
            return np.full(len(at), self.questions.of(question), dtype=np.int64)
        found = list[int]()
        for n in range(len(at)):
            missing = [
                text if share is None else share.said(next(share.numbers(at[n : n + 1]))).awaits or text
                for text, share in zip(question.missing, of, strict=True)
            ]
            found.append(self.questions.of(replace(question, missing=tuple(missing))))
        return np.array(found, dtype=np.int64)

    def _single(self, day: date, years: tuple[int, ...], at: int) -> Iterator[Ints]:
        """One farm by itself."""
        found = self._asked(day, at, years[0])
        for question in found.open:
            self.open.append(single(at, question, years, self.columns.years.start, self.questions))
        for refusal in found.refusals:
            for year in years:
                yield _rows(np.array([at]), year, np.array([self.sayings.of(refusal)]))

    def _asked(self, day: date, at: int, year: int) -> Findings:
        profile = self.sums.profile(at)
        claimed = self.sums.claimed(at, year, profile)
        rules = self.columns.rulebook
        return findings(Subject(profile, rules, self.span.scheme, self.payment, day, claimed=claimed))


def _which(said: Text | None, texts: Sequence[Sequence[Text]]) -> int:
    """The share of which these are the words."""
    mine = [n for n, of in enumerate(texts) if said is not None and said in of]
    return _OF_NONE if not mine else mine[0] if len(mine) == 1 else _UNSURE


def _rows(farm: Ints, year: int, numbers: Ints) -> Ints:
    same = np.ones_like(farm)
    return np.stack([farm, same * year, same * FARM, numbers], axis=1)
