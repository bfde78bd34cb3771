"""What a payment loses to another that lies elsewhere: rows that ask for a deduction, and choices that ease them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.stacking.problem.joining.couplings import Couplings, Key, Side
from calculator.stacking.problem.weights import FINE, Weight

Eased = list[tuple[Key, int]]


def _channels(quantity: Quantity, side: Side) -> Iterator[str]:
    """What the relation takes from the side: ``money``, ``value``, or points of a goal by its name."""
    terms = side.claims[0].terms
    if quantity in (Quantity.MONEY, Quantity.ALL) and terms.value is None:
        yield "money"
    if quantity in (Quantity.VALUE, Quantity.ALL) and terms.value:
        yield "value"
    if quantity in (Quantity.POINTS, Quantity.ALL):
        yield from (f"points:{goal}" for goal in terms.points)


def _worth(channel: str, reading: str) -> Callable[[Claim], Fraction]:
    if channel == "money":
        return lambda c: c.rate.reading(reading) * MICRO
    if channel == "value":
        return lambda c: (c.value or Fraction(0)) * FINE
    return lambda c: c.points.get(channel.removeprefix("points:"), Fraction(0)) * FINE


def _weight(channel: str, share: Fraction) -> Weight:
    """Counts what is paid or scored, above zero."""
    if channel == "money":
        return Weight("money", factor=share * MICRO)
    if channel == "value":
        return Weight("value", factor=-share * FINE)
    return Weight("points", channel.removeprefix("points:"), -share * FINE)


def _premium(channel: str, side: Side) -> Key:
    claim = side.claims[0]
    if channel == "value":
        return ("value", claim.scheme, claim.year)
    return ("points", claim.scheme, claim.year, channel.removeprefix("points:"))


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _lose(joined: Couplings, side: Side, key: Key, channel: str, share: Fraction) -> Eased:
    """The share of a channel must be deducted; what a group of a choice takes to let it be."""
    row, most = (*key, channel), _up(side.total(_worth(channel, joined.reading)) * share)
    if most <= 0:
        return []
    joined.take(side, row, 0, _weight(channel, share))
    joined.after_losses(side, channel, row, share)
    _deduct(joined, side, row, channel, most)
    return [(row, -most)]


def _deduct(joined: Couplings, side: Side, row: Key, channel: str, most: int) -> None:
    rows: Eased = [(row, -most)]
    if channel != "money":
        rows.append((_premium(channel, side), most))
    joined.deduct(side, row, most, rows, targets=(side.ref,) if channel == "money" else (), channel=channel)


def reduced(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """``a`` keeps a share (of ``zero``: none) while any of ``b`` is claimed."""
    kept = Fraction(row.parameter or 0) if row.type is RelationType.REDUCED else Fraction(0)
    eased = [e for c in _channels(row.quantity, a) for e in _lose(joined, a, key, c, 1 - kept)]
    if eased:
        joined.choice(key, eased, [joined.present(b, (*key, "claimed"))])


def highest(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """Of each channel only the higher counts: one of the two loses all of it."""
    sides = [tuple(_channels(row.quantity, s)) for s in (a, b)]
    kinds = dict.fromkeys(c.split(":")[0] for c in (*sides[0], *sides[1]))
    for kind in kinds:
        mine = [[c for c in channels if c.split(":")[0] == kind] for channels in sides]
        both = zip((a, b), mine, strict=True)
        if not all(
            any(side.total(_worth(c, joined.reading)) > 0 for c in channels) for side, channels in both
        ):
            # Beside one that has none of it (an activity pays no money) there is nothing to be the lower of.
            continue
        groups = [
            [e for c in channels for e in _lose(joined, side, (*key, nth), c, Fraction(1))]
            for nth, (side, channels) in enumerate(zip((a, b), mine, strict=True))
        ]
        joined.choice((*key, kind), *groups)


def net_of(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """``a`` is paid less what ``b`` pays, and not below nothing."""
    worth = _worth("money", joined.reading)
    of_a, of_b = _up(a.total(worth)), _up(b.total(worth))
    if of_a <= 0 or of_b <= 0:
        return
    paid, nothing = (*key, "net"), (*key, "nothing")
    joined.take(b, paid, 0, _weight("money", Fraction(1)))
    joined.take(a, nothing, 0, _weight("money", Fraction(1)))
    joined.after_losses(a, "money", nothing)
    claimed = joined.present(a, (*key, "claimed"))
    joined.deduct(a, key, of_a, [(paid, -of_a), (nothing, -of_a)], targets=(a.ref,))
    free, whole = (paid, -of_b), (nothing, -of_a)
    joined.choice(key, [free, whole], [whole, claimed], [free, claimed])


def sum_capped(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """Claimed together they pay at most the parameter, in euros; what passes it is taken from ``b``, then from ``a``."""
    worth = _worth("money", joined.reading)
    together = _up(a.total(worth)) + _up(b.total(worth))
    most = int(Fraction(row.parameter or 0) * 100 * MICRO)
    if together <= most:
        return
    for side in (a, b):
        joined.take(side, key, most, _weight("money", Fraction(1)))
        joined.after_losses(side, "money", key)
    over = together - most
    joined.deduct(b, key, over, [(key, -over)], targets=(b.ref, a.ref))
    of_a, of_b = joined.present(a, (*key, "first")), joined.present(b, (*key, "second"))
    joined.choice(key, [(key, -over), of_b], [(key, -over), of_a], [of_a, of_b])


WORK: dict[RelationType, Callable[[Couplings, Relation, Side, Side, Key], None]] = {
    RelationType.ZERO: reduced,
    RelationType.REDUCED: reduced,
    RelationType.NET_OF: net_of,
    RelationType.SUM_CAPPED: sum_capped,
    RelationType.HIGHEST: highest,
}
#: In which order they work, as on the same ground (``between.py``): each takes of what those before it leave.
STAGE = {
    RelationType.ZERO: 0,
    RelationType.REDUCED: 0,
    RelationType.NET_OF: 1,
    RelationType.SUM_CAPPED: 2,
    RelationType.HIGHEST: 3,
}
