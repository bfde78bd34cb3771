"""Where the lines of running contracts lie: on ground that is certain, or somewhere on the pieces that bear the measure.

A line lies where its measure is drawn; where none is drawn, anywhere on its parcel or element. It is certain where it
fills all of that ground, and where it is alone on one piece, which is then cut in two. Otherwise the farm problem
places it: exactly so much, on whichever of the pieces leaves the most for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.farm import Contract, ContractLine, FarmProfile, Measure
from calculator.domain.quantity import GRAIN, Unit
from calculator.domain.quickly import made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.candidates import unit_cost
from calculator.eligibility.measured import in_unit
from calculator.eligibility.subject import contenders
from calculator.eligibility.units import Piece

_GROUND = (Unit.HECTARE, Unit.METRE, Unit.SQUARE_METRE, Unit.PIECE)


@made_quickly
@dataclass(frozen=True, slots=True)
class Committed:
    """One line of a contract; ``id`` tells it from all others, ``quantity`` is whole steps of its payment's unit."""

    id: str
    contract: Contract
    line: ContractLine
    payment: Payment

    @property
    def quantity(self) -> Decimal:
        """What the contract says, to the smallest step of the unit (half up)."""
        grain = GRAIN[self.payment.unit]
        return (self.line.quantity / grain).quantize(Decimal(1), "ROUND_HALF_UP") * grain


def line_path(line: str, key: str) -> str:
    """Where the line of this id says something in the profile, as questions name it: ``contracts.0.lines.1.rate_eur``."""
    contract, number = line.split(".")
    return f"contracts.{contract}.lines.{number}.{key}"


@made_quickly
@dataclass(frozen=True, slots=True)
class Spot:
    """A piece on which a line may lie, and how much of it fits there, in the payment's unit; as much as it says where that is
    not ``measured``.
    """

    piece: Piece
    room: Decimal
    measured: bool = True


@made_quickly
@dataclass(frozen=True, slots=True)
class Placed:
    """The spots of a line; where ``certain``, it fills them all. No spots: it is a line of the farm as a whole."""

    committed: Committed
    spots: tuple[Spot, ...]
    certain: bool


def has_ground(one: Placed) -> bool:
    """Whether the line is for ground that is measured, so that it lies where no other line of its payment does."""
    return any(spot.measured for spot in one.spots)


def committed(profile: FarmProfile, rulebook: Rulebook) -> Iterator[Committed]:
    """Every line of every contract that some version of its scheme knows, with that version's payment."""
    for number, contract in enumerate(profile.contracts):
        versions = rulebook.versions(contract.scheme)
        for nth, line in enumerate(contract.lines):
            known = [p for p in (s.payment(line.package) for s in versions) if p is not None]
            if known:
                yield Committed(f"{number}.{nth}", contract, line, known[-1])


def split(pieces: tuple[Piece, ...], profile: FarmProfile, rulebook: Rulebook) -> tuple[Piece, ...]:
    """Cut the pieces on which a contract line is alone and fills a part, so that it lies on a whole piece."""
    cut = list(pieces)
    for here in _by_place(pieces, profile, rulebook):
        for one in here:
            alone = _alone(one, here)
            if alone is not None and one.committed.quantity < alone.piece.quantity:
                at, size = cut.index(alone.piece), one.committed.quantity
                rest = replace(alone.piece, id=f"{alone.piece.id}+", quantity=alone.piece.quantity - size)
                cut[at : at + 1] = [replace(alone.piece, quantity=size), rest]
    return tuple(cut)


def placed(pieces: tuple[Piece, ...], profile: FarmProfile, rulebook: Rulebook) -> tuple[Placed, ...]:
    """Where every line lies, on pieces as ``split`` has cut them."""
    found: list[Placed] = []
    for here in _by_place(pieces, profile, rulebook):
        for one in here:
            first = one.spots[:1]
            if (
                _alone(one, here) is not None
                and len(one.spots) == 2
                and first[0].room == one.committed.quantity
            ):
                found.append(Placed(one.committed, first, certain=True))
            else:
                found.append(Placed(one.committed, one.spots, certain=not one.spots or _fills(one)))
    return tuple(found)


def _by_place(pieces: Sequence[Piece], profile: FarmProfile, rulebook: Rulebook) -> Iterator[list[Placed]]:
    """The lines of each parcel or element together, none of them certain yet."""
    if not profile.contracts:
        return
    ground: dict[str, list[Piece]] = {}
    for piece in pieces:
        ground.setdefault(piece.place, []).append(piece)
    on: dict[str, list[Placed]] = {}
    for one in committed(profile, rulebook):
        spots = tuple(_spots(one, ground.get(one.line.unit, ()), rulebook))
        on.setdefault(one.line.unit, []).append(Placed(one, spots, certain=False))
    yield from on.values()


def _spots(one: Committed, here: Sequence[Piece], rulebook: Rulebook) -> Iterator[Spot]:
    laid = [(piece, contenders(piece, one.payment, rulebook)) for piece in here]
    drawn = [(piece, found) for piece, found in laid if found]
    for piece, found in drawn or laid:
        room = _room(piece, one.payment, _fitting(one, piece, found))
        if room is None:
            # Nests, trees and tonnes are not ground: the line rests on one piece as it is.
            yield Spot(piece, one.quantity, measured=False)
            return
        yield Spot(piece, room)


def lies_under(one: Committed, piece: Piece, rulebook: Rulebook) -> Measure | None:
    """The measure on a piece that a line is for: its contract does not name it.

    Of several that would do it is the one whose ground fits what the contract says: one on which it finds room before one on
    which it does not, the fullest of these, then the one that costs most, where the costs of all are known.
    """
    return _fitting(one, piece, contenders(piece, one.payment, rulebook))


def _fitting(one: Committed, piece: Piece, found: Sequence[Measure]) -> Measure | None:
    if len(found) < 2:
        return found[0] if found else None
    costs = [unit_cost(m) if m.income_forgone_eur is not None else None for m in found]
    known = [each for each in costs if each is not None]

    def fit(at: int) -> tuple[bool, Decimal, Fraction]:
        room = _room(piece, one.payment, found[at])
        size = Decimal(0) if room is None else room
        fits = room is None or size >= one.quantity
        return fits, -size if fits else size, known[at] if len(known) == len(found) else Fraction(0)

    return found[max(range(len(found)), key=fit)]


def _room(piece: Piece, payment: Payment, measure: Measure | None) -> Decimal | None:
    if payment.unit not in _GROUND or (payment.unit is Unit.PIECE and _own_unit(piece) != "piece"):
        return None
    try:
        room = in_unit(piece.quantity, measure, payment.unit, _own_unit(piece))
    except FactMissingError:
        return None
    grain = GRAIN[payment.unit]
    return room // grain * grain


def _own_unit(piece: Piece) -> str:
    element = piece.element
    if element is None:
        return "ha"
    return "m" if element.length_m else ("piece" if element.count else "m2")


def _fills(one: Placed) -> bool:
    return sum((s.room for s in one.spots), Decimal(0)) == one.committed.quantity


def _base(spot: Spot) -> str:
    return spot.piece.id.rstrip("+")


def _alone(one: Placed, here: Sequence[Placed]) -> Spot | None:
    """The one piece on which the line lies without any other line that does not fill its ground; None elsewhere."""
    bases = {_base(s) for s in one.spots}
    if len(bases) != 1 or _fills(one) or one.committed.payment.unit != _own_unit(one.spots[0].piece):
        return None
    for other in here:
        if other is not one and not _fills(other) and bases & {_base(s) for s in other.spots}:
            return None
    return one.spots[0]
