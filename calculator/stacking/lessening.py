"""What the euros of the total leave of what would be continued after the end of a legal basis beside it.

The total stands as it is, so that a line of continuation is what comes on top of it. Of two payments of which the one is paid
less what the other pays (``net_of``, either way) or the higher alone (``highest``) that is what it pays more than the other; of
two that pay so much together (``sum_capped``) what the other leaves; and where it would take a share of the other (``zero``,
``reduced``) what it pays more than that share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.award import Line
from calculator.domain.claim import Claim, Terms
from calculator.domain.money import Range, settle
from calculator.domain.quantity import plain
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Text
from calculator.eligibility.amounts.basis import show
from calculator.stacking.law.pairs import Party, Relations
from calculator.stacking.law.reach import Reach, on_land, reach
from calculator.stacking.solving.steps.cutting_lines import take_off
from calculator.stacking.solving.steps.lines import lowered

#: That of some lines so much was taken off as they stood.
TAKEN_OFF = Text(
    nl="Van de voortzetting is afgehaald wat betalingen elders in het totaal ervan wegnemen. Of een andere voortzetting dan meer "
    "zou brengen, is niet uitgerekend.",
    en="What payments elsewhere in the total take of the continuation was taken off it. Whether another continuation would then "
    "bring more was not worked out.",
)
_OF_MONEY = (Quantity.MONEY, Quantity.ALL)
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Lessening:
    """A row by which a payment in the total leaves less of another, and how far apart: less that ``share`` of what it pays; or,
    without one, what it leaves of ``most`` cents (per unit on the same land, in all elsewhere).

    What a payment is ``net`` of goes off before such a cap; what the other would lose beside it, after.
    """

    id: str
    far: Reach
    share: Fraction | None
    most: Fraction = Fraction(0)
    net: bool = False

    @property
    def stage(self) -> int:
        """In which order rows work."""
        return 1 if self.share is None else 2 * (not self.net)


def lessening(claim: Claim, other: Claim, relations: Relations) -> Iterator[Lessening]:
    """The rows by which another payment that is paid in full leaves less of one; none of an activity, which pays nothing."""
    if claim.terms.value is not None or other.terms.value is not None:
        return
    for pair, ahead in ((relations.between(claim, other), True), (relations.between(other, claim), False)):
        for row in pair.relations:
            share = _share(row, ahead=ahead)
            if row.type is RelationType.SUM_CAPPED and ahead and row.parameter is not None:
                yield Lessening(row.id, reach(row, claim, other), None, Fraction(row.parameter) * 100)
            elif share is not None:
                net = ahead and row.type is RelationType.NET_OF
                yield Lessening(row.id, reach(row, claim, other), share, net=net)


def joins(relations: Relations, claim: Party, other: Party) -> bool:
    """Whether a row between two payments works on all that one of them pays, not on what is left of it."""
    pairs = relations.between(claim, other), relations.between(other, claim)
    return any(row.type in _ON_ALL for pair in pairs for row in pair.relations)


_ON_ALL = (RelationType.REDUCED, RelationType.SUM_CAPPED)


def lessens(relations: Relations, claim: Party, other: Party) -> Reach | None:
    """How far apart on land two payments bear on each other's euros, or one needs the other: on its ground, or maybe farther."""
    pairs = relations.between(claim, other), relations.between(other, claim)
    rows = [row for pair in pairs for row in pair.relations if row.type in _BEARING]
    if not rows:
        return None
    return Reach.GROUND if all(on_land(row) is Reach.GROUND for row in rows) else Reach.FARM


_BEARING = frozenset(RelationType) - {RelationType.ADDITIVE, RelationType.EXCLUSIVE, RelationType.UNKNOWN}


def _share(row: Relation, *, ahead: bool) -> Fraction | None:
    """What share of the other's pay is gone of what is continued; ``ahead`` where this stands on side a."""
    if row.type is RelationType.NET_OF:
        return _ONE
    if row.quantity not in _OF_MONEY:
        return None
    if row.type is RelationType.HIGHEST:
        return _ONE if ahead else None
    if not ahead and row.type in (RelationType.ZERO, RelationType.REDUCED):
        return 1 - Fraction(row.parameter or 0) if row.type is RelationType.REDUCED else _ONE
    return None


@dataclass(frozen=True, slots=True)
class _Off:
    """What is to be taken off the lines of a payment in a year: ``lost`` cents, or all above ``most``; on a piece, on a place, or
    anywhere.
    """

    ref: str
    year: int
    place: str | None
    piece: str | None
    stage: int
    lost: int = 0
    most: int | None = None

    def of(self, claim: Claim) -> bool:
        there = self.place in (None, claim.place) and self.piece in (None, claim.piece)
        return there and claim.ref == self.ref and claim.year == self.year

    def concerns(self, line: Line) -> bool:
        """Whether it is taken off this line."""
        return self.of(line.claim)


@dataclass(slots=True)
class Paid:
    """The lines of the total by year and payment, and what these leave of what would be continued."""

    lines: Iterable[Line]
    _of: dict[tuple[int, str], list[Line]] | None = None
    _off: dict[tuple[object, ...], _Off] = field(default_factory=dict)
    #: By terms (identity) and what is lost: the terms, and what is left of them.
    _left: dict[tuple[int, Fraction, tuple[Fraction, ...], Fraction], tuple[Terms, Terms]] = field(
        default_factory=dict
    )

    def leave(self, claim: Claim, rows: Sequence[tuple[Lessening, str]], *, joined: bool) -> Claim:
        """The claim less what payments (by ref) leave of it where it lies; what these take elsewhere is taken off its lines.

        So is all of it where the claim is ``joined`` to another that would be continued, in a way that looks at all that it pays.
        """
        less, most = {0: Fraction(0), 2: Fraction(0)}, list[Fraction]()
        for row, ref in rows:
            near = self._near(claim, row, ref)
            if not near:
                continue
            if row.far is not Reach.GROUND and claim.piece != "farm":
                self._later(claim, row, ref, sum(x.amount for x in near))
                continue
            each, much = _each(claim, near, row), Fraction(claim.quantity)
            per_unit = row.far is Reach.GROUND and claim.piece != "farm"
            if joined:
                ground = replace(row, most=row.most * much) if per_unit else row
                self._later(claim, ground, ref, settle(each * much))
                continue
            if row.share is not None:
                less[row.stage] += row.share * each
            else:
                top = row.most if per_unit else row.most / much
                most.append(max(Fraction(0), top - each))
        return self._lower(claim, less[0], tuple(most), less[2])

    def known(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims, without their money where payments elsewhere take all that they could come to."""
        gone = set[int]()
        for off in self._off.values():
            mine = [claim for claim in claims if off.of(claim)]
            worth = sum((c.rate.expected * Fraction(c.quantity) for c in mine), Fraction(0))
            if off.most == 0 or (off.most is None and off.lost >= worth):
                gone.update(map(id, mine))
        return tuple(self._lower(c, c.rate.high) if id(c) in gone else c for c in claims)

    def taken_off(self, lines: Sequence[Line]) -> tuple[tuple[Line, ...], bool]:
        """The lines less what is lost to payments that lie elsewhere, and whether that is anything."""
        found, changed = list(lines), False
        for off in sorted(self._off.values(), key=lambda x: x.stage):
            under = sum(x.amount for x in found if off.of(x.claim))
            over = min(under, off.lost) if off.most is None else max(0, under - off.most)
            changed = changed or over > 0
            take_off(found, over, off.concerns)
        return tuple(x for x in found if x.amount) if changed else tuple(lines), changed

    def _lower(
        self, claim: Claim, less: Fraction, most: tuple[Fraction, ...] = (), then: Fraction = Fraction(0)
    ) -> Claim:
        key = id(claim.terms), less, most, then
        if key not in self._left:
            # The old terms are kept beside it, so that no others can come to bear their identity.
            self._left[key] = claim.terms, _left_of(claim.terms, less, most, then)
        terms = self._left[key][1]
        if terms is claim.terms:
            return claim
        each = show(terms.rate.times(Fraction(1, 100)))
        return replace(claim, terms=terms, formula=f"{plain(claim.quantity)} {terms.unit} x EUR {each}")

    def _near(self, claim: Claim, row: Lessening, ref: str) -> list[Line]:
        if self._of is None:
            self._of = {}
            for line in self.lines:
                self._of.setdefault((line.claim.year, line.claim.ref), []).append(line)
        there = self._of.get((claim.year, ref), ())
        if row.far is Reach.FARM:
            return list(there)
        if row.far is Reach.PARCEL:
            return [x for x in there if x.claim.place == claim.place]
        return [x for x in there if x.claim.piece == claim.piece]

    def _later(self, claim: Claim, row: Lessening, ref: str, paid: int) -> None:
        off = _Off(
            claim.ref,
            claim.year,
            claim.place if row.far is Reach.PARCEL else None,
            claim.piece if row.far is Reach.GROUND else None,
            row.stage,
        )
        if row.share is not None:
            off = replace(off, lost=settle(row.share * paid))
        else:
            off = replace(off, most=max(0, settle(row.most) - paid))
        self._off[ref, row.id, claim.ref, claim.year, off.place, off.piece] = off


def _each(claim: Claim, near: Sequence[Line], row: Lessening) -> Fraction:
    """Cents that these lines pay per unit of the claim: land of which they pay for a part counts as paid for."""
    if row.far is not Reach.GROUND or claim.piece == "farm":
        return Fraction(sum(x.amount for x in near)) / Fraction(claim.quantity)
    return max(_rate(x) * Fraction(x.claim.quantity) for x in near) / Fraction(claim.quantity)


def _rate(line: Line) -> Fraction:
    if line.formula is None and not line.caveats:
        return line.claim.rate.expected
    return Fraction(line.amount) / Fraction(line.quantity)


def _left_of(terms: Terms, less: Fraction, most: tuple[Fraction, ...], then: Fraction) -> Terms:
    rate = terms.rate

    def left(cents: Fraction) -> Fraction:
        return max(Fraction(0), min((max(Fraction(0), cents - less), *most)) - then)

    made = Range(left(rate.low), left(rate.expected), left(rate.high))
    if made.expected == rate.expected:
        return terms
    told = lowered(made.expected, rate.expected, terms.unit)
    return replace(terms, rate=made, caveats=(*terms.caveats, told))
