"""Payments that ask a share of the land under a measure that the farm considers: paid only beside a plan that has it.

Claims of a plan are read at their widest, as if every candidate were done. So for every such share there is a choice of its own:
whether the plan has it. A row lets it be taken only where the hectares that are there without a candidate, with what the
arrangements add, are enough; and a payment that asks the share is taken only beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain, product
from math import lcm

from calculator.domain.claim import Claim
from calculator.domain.period import same_day_in
from calculator.domain.problem import Block, Cell, Group, Option, Row
from calculator.domain.scheme import Condition
from calculator.eligibility.candidates import Arrangement, planned
from calculator.eligibility.conditions.outcomes import as_number
from calculator.eligibility.conditions.shares import area_of, needed, numerator, taken_in
from calculator.stacking.advising.wide import asked_of, asking, loosely
from calculator.stacking.awarding import Question
from calculator.stacking.problem.built import Meaning

#: More groups than this are not made of one of a whole choice.
_MOST = 64

#: Hectares that a share needs, that are there as the farm is, and what each arrangement adds (in the order of those offered).
_Share = tuple[Fraction, Fraction, tuple[Fraction, ...]]


@dataclass(slots=True)
class Shares:
    """The shares that payments of a farm ask, as rows that are added to ``rows``; ``wide``: some are read at their widest."""

    question: Question
    arrangements: tuple[Arrangement, ...]
    rows: list[Row]
    wide: bool = False
    _asked: dict[tuple[str, int], tuple[_Share, ...]] = field(default_factory=dict)
    #: Per share the rows that tie payments to it.
    _tied: dict[_Share, list[int]] = field(default_factory=dict)
    _given: dict[tuple[str, frozenset[int]], list[tuple[int, int]]] = field(default_factory=dict)

    def held(self, block: Block, meaning: Meaning) -> Block:
        """The block with every choice that asks a share tied to it, beside the choice of nothing.

        A block stays read at its widest where it has plans over years, commitments, or several payments in a year: what another
        choice beats, that asks a share, is no longer among its choices.
        """
        refs, rules = [c.ref for c in meaning.claims], self.question.rulebook
        self.wide = self.wide or not loosely(rules).isdisjoint(refs)
        if asking(rules).isdisjoint(refs):
            return block
        if not any(self._shares(c) for c in meaning.claims):
            return block
        years = [claim.year for claim in meaning.claims]
        if (
            len(years) > len(set(years))
            or block.runs is not None
            or any(c.demand is not None for c in meaning.claims)
        ):
            self.wide = True
            return block
        groups = [
            Group(tuple([self._cell(block.id, meaning, (g, c), cell) for c, cell in enumerate(group.cells)]))
            for g, group in enumerate(block.groups)
        ]
        return replace(
            block, groups=tuple(chain.from_iterable(map(_undivided if block.whole else _as_it_is, groups)))
        )

    def _cell(self, name: str, meaning: Meaning, at: tuple[int, int], cell: Cell) -> Cell:
        options = []
        for place, option in enumerate(cell.options):
            asked = [s for claim in meaning.stack(*at, place).claims for s in self._shares(claim)]
            uses = [self._tie(f"share|{name}|{at[0]}|{at[1]}|{place}|{n}", s) for n, s in enumerate(asked)]
            options.append(replace(option, uses=tuple(sorted((*option.uses, *uses)))))
        return Cell((*options, Option(0)))

    def _tie(self, name: str, share: _Share) -> tuple[int, int]:
        """What a choice takes of a new row that it has no more of than of the share."""
        row = len(self.rows)
        self.rows.append(Row(name, 0))
        self._tied.setdefault(share, []).append(row)
        return row, 1

    def blocks(self) -> Iterator[Block]:
        """Whether the plan has each share that is asked."""
        for number, (share, ties) in enumerate(self._tied.items()):
            needed, have, adds = share
            row, fine = len(self.rows), lcm(*(x.denominator for x in (needed, have, *adds)))
            self.rows.append(Row(f"share|{number}", int(have * fine), fine))
            for arrangement, added in zip(self.arrangements, adds, strict=True):
                if added:
                    key = arrangement.place, arrangement.taken
                    self._given.setdefault(key, []).append((row, -int(added * fine)))
            uses = (*((tie, -1) for tie in ties), (row, int(needed * fine)))
            has = Group((Cell((Option(0, tuple(sorted(uses))),)),))
            yield Block(f"share|{number}", (has, Group((Cell((Option(0),)),))), whole=True)

    def given(self, arrangement: Arrangement) -> Sequence[tuple[int, int]]:
        """What an arrangement takes of the rows of shares, below nothing; known once ``blocks`` are."""
        return self._given.get((arrangement.place, arrangement.taken), ())

    def _shares(self, claim: Claim) -> tuple[_Share, ...]:
        """What the payment of a claim asks of the land under measures that are considered."""
        key = claim.ref, claim.year
        if key not in self._asked:
            self._asked[key] = tuple(self._found(claim))
        return self._asked[key]

    def _found(self, claim: Claim) -> Iterator[_Share]:
        question = self.question
        day = same_day_in(claim.year, question.on)
        scheme = question.rulebook.scheme_on(claim.scheme, day)
        payment = scheme.payment(claim.payment) if scheme is not None else None
        if scheme is None or payment is None:
            return
        for condition in asked_of(scheme, payment):
            of, least = condition.arguments["of"], as_number(condition.arguments.get("value"))
            self.wide = self.wide or least is None
            if least is not None and isinstance(of, Mapping):
                share = self._share(condition, of, least)
                if any(share[2]):
                    yield share

    def _share(self, condition: Condition, of: Mapping[str, object], least: Decimal) -> _Share:
        profile = self.question.profile
        name = taken_in(condition)
        whole = None if name is None else area_of(profile, name)
        have = numerator(of, planned(profile, {}))
        adds = [numerator(of, planned(profile, {a.place: a})) - have for a in self.arrangements]
        return Fraction(needed(least, whole)), Fraction(have), tuple([Fraction(x) for x in adds])


def _as_it_is(group: Group) -> Iterator[Group]:
    yield group


def _undivided(group: Group) -> Iterator[Group]:
    """The group of a whole choice with one option of every cell that offers something or nothing: such a cell is not divided."""
    either = [len(cell.options) == 2 and cell.options[1] == Option(0) for cell in group.cells]
    if 2 ** sum(either) > _MOST:
        yield group
        return
    ways = [
        [Cell((option,)) for option in cell.options] if two else [cell]
        for cell, two in zip(group.cells, either, strict=True)
    ]
    for cells in product(*ways):
        yield Group(cells)
