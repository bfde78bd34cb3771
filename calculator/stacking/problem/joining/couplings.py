"""Rows, choices and deductions that join claims which lie apart; ``across`` and ``deductions`` fill them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.stacking.problem.weights import FINE, Weight

Key = tuple[object, ...]
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Use:
    """What the claims of a payment take from a row, those for the farm (``farm``) or those on land: ``place`` where only those on
    one parcel do, ``piece`` on one piece of it.
    """

    key: Key
    bound: int
    weight: Weight
    farm: bool
    place: str | None = None
    piece: str | None = None

    def counts(self, claim: Claim) -> bool:
        """Whether a claim of the payment lies there."""
        if (claim.piece == "farm") is not self.farm:
            return False
        return self.place in (None, claim.place) and self.piece in (None, claim.piece)


@dataclass(frozen=True, slots=True)
class Extra:
    """A block that stands for no claim: per group its options, as gain (micro-cents) and uses by the key of the row.

    A whole one is a choice. Otherwise its second option deducts, of money from the payment ``target`` in ``year``: what it has
    for the ``farm``, or on land (at ``place``).
    """

    id: str
    groups: tuple[tuple[tuple[int, tuple[tuple[Key, int], ...]], ...], ...]
    whole: bool
    target: str = ""
    farm: bool = False
    year: int = 0
    place: str | None = None

    def giving(self, key: Key, amount: int) -> Extra:
        """The deduction, giving so much back to one more row."""
        ((kept, (gain, uses)),) = self.groups
        return replace(self, groups=((kept, (gain, (*uses, (key, -amount)))),))


@dataclass(frozen=True, slots=True)
class Side:
    """The claims of one payment in one year, on one parcel (``place``), on one ``piece`` of it, or anywhere.

    What one that is ``parted`` loses anywhere is told apart by parcel: rows of a parcel come after it.
    """

    claims: tuple[Claim, ...]
    place: str | None
    piece: str | None = None
    parted: bool = False

    @property
    def ref(self) -> str:
        """``scheme#payment``."""
        return self.claims[0].ref

    @property
    def farm(self) -> bool:
        """Whether it is for the farm."""
        return self.claims[0].piece == "farm"

    @property
    def name(self) -> str:
        """One name for what a payment has on land, and another for what it has for the farm."""
        return f"{self.ref} farm" if self.farm else self.ref

    def parts(self) -> Iterator[Side]:
        """The side, parcel by parcel where it is parted."""
        if not self.parted:
            yield self
            return
        for place in sorted({c.place for c in self.claims}):
            yield Side(tuple(c for c in self.claims if c.place == place), place)

    def total(self, each: Callable[[Claim], Fraction]) -> Fraction:
        """The most that all claims together can bring."""
        return sum((each(c) * Fraction(c.quantity) for c in self.claims), Fraction(0))


@dataclass(slots=True)
class Couplings:
    """What is gathered, by payment and year; ``bounds`` are those of the rows named.

    ``on_parcels``: for some claims it matters on which parcel they lie. ``of_a_range``: some weights go by a published range.
    ``losses`` are, by payment, year and channel, the deductions that take from it already: their place in ``extras``, and how
    much at most. ``sums`` are rows of what two may come to together, the one that gives way last.
    """

    reading: str
    uses: dict[tuple[str, int], list[Use]] = field(default_factory=dict)
    extras: list[Extra] = field(default_factory=list)
    losses: dict[tuple[str, int, str], list[tuple[int, int]]] = field(default_factory=dict)
    sums: list[tuple[Key, Side, Side]] = field(default_factory=list)
    bounds: dict[Key, int] = field(default_factory=dict)
    on_parcels: bool = False
    of_a_range: bool = False

    def of(self, claim: Claim) -> Iterator[Use]:
        """What one claim takes from rows of this sort."""
        for use in self.uses.get((claim.terms.ref, claim.year), ()):
            if use.counts(claim):
                yield use

    def scope(self, claim: Claim) -> str:
        """The parcel or the piece on which the claim lies, where that matters."""
        uses = self.uses.get((claim.terms.ref, claim.year), ()) if self.on_parcels else ()
        if any(use.piece is not None for use in uses):
            return claim.piece
        return claim.place if any(use.place is not None for use in uses) else ""

    def take(self, side: Side, key: Key, bound: int, weight: Weight) -> None:
        """The claims of the side take from the row."""
        self.bounds[key] = bound
        self.on_parcels = self.on_parcels or side.place is not None
        use = Use(key, bound, weight, side.farm, side.place, side.piece)
        self.uses.setdefault((side.ref, side.claims[0].year), []).append(use)

    def choice(self, key: Key, *groups: Sequence[tuple[Key, int]]) -> None:
        """One of the groups, each with what it takes from rows."""
        name = "~choice:" + "|".join(str(k) for k in key)
        self.extras.append(Extra(name, tuple(((0, tuple(uses)),) for uses in groups), whole=True))

    def deduct(
        self,
        side: Side,
        key: Key,
        most: int,
        gives: Sequence[Key],
        takes: Sequence[Key] = (),
        channel: str = "money",
        share: Fraction = _ONE,
        *,
        whole: bool = False,
    ) -> None:
        """A block that gives up to ``most`` of a channel of the side back to rows, and takes it from others.

        Of money that is what it loses; a tenth of a cent cheaper or more, so that claims stay ``whole`` and are cut. It is
        never more than the ``share`` of what the payment is left, since it leaves room in rows after it and under caps.
        """
        year, less = side.claims[0].year, max(most // 100_000_000, min(most // 2, MICRO // 10))
        price = 0 if channel != "money" else most - less if whole else most
        for part in side.parts():
            mine, uses = (*key, part.place) if side.parted else key, [(row, -most) for row in gives]
            uses += [(row, most) for row in takes]
            if price:
                within = (*mine, "within")
                self.take(part, within, slack(most), Weight("money", factor=-share * MICRO))
                self.after_losses(part, channel, within, -share)
                uses.append((within, most))
            self.losses.setdefault((side.name, year, channel), []).append((len(self.extras), most))
            taken, target = ((0, ()), (-price, tuple(uses))), side.ref if price else ""
            self.extras.append(Extra(block_of(mine), (taken,), False, target, side.farm, year, part.place))

    def after_losses(self, side: Side, channel: str, key: Key, share: Fraction = _ONE) -> None:
        """The row asks for its share of what earlier deductions leave of the side, not of what these have taken already."""
        for at, most in self.losses.get((side.name, side.claims[0].year, channel), ()):
            if side.place in (None, self.extras[at].place):
                self.extras[at] = self.extras[at].giving(key, int(share * most))

    def present(self, side: Side, key: Key) -> tuple[Key, int]:
        """A row that keeps the side unclaimed unless a group of a choice eases it; what that group takes."""
        self.take(side, key, 0, Weight("area"))
        return key, negative(side.total(lambda c: Fraction(1)))


def block_of(key: Key) -> str:
    """The name of the block that deducts under a key."""
    return "~less:" + "|".join(str(k) for k in key)


def slack(most: int) -> int:
    """A cent or a part of what is deducted at most is left, so that its smallest step finds room where all is lost."""
    return max(MICRO, most // 100_000_000)


def negative(size: Fraction) -> int:
    """What a group gives back to a row of quantities."""
    return -int(size * FINE)
