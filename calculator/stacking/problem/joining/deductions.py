"""What a payment loses to another that lies elsewhere: rows that ask for a deduction, and choices that ease them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.stacking.problem.joining.couplings import Couplings, Key, Side, slack
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


def _is_higher(joined: Couplings, one: Side, other: Side, key: Key) -> tuple[Key, int]:
    """A row that says that the one is left as much as the other, and what a group of a choice takes to let it be."""
    most = _up(other.total(_worth("money", joined.reading)))
    row = (*key, "higher", one.ref)
    for side, sign in ((one, -1), (other, 1)):
        joined.take(side, row, slack(most), _weight("money", Fraction(sign)))
        joined.after_losses(side, "money", row, Fraction(sign))
    return row, -most


def _lose(joined: Couplings, side: Side, key: Key, channel: str, share: Fraction) -> tuple[Eased, Eased]:
    """The share of a channel must be deducted; what a group of a choice takes to let it be, and to have it be."""
    row, most = (*key, channel), _up(side.total(_worth(channel, joined.reading)) * share)
    if most <= 0:
        return [], []
    joined.take(side, row, 0, _weight(channel, share))
    joined.after_losses(side, channel, row, share)
    if channel != "money":
        joined.deduct(side, row, most, [row], [_premium(channel, side)], channel)
        return [(row, -most)], []
    off = _shut(joined, row)
    joined.deduct(side, row, most, [row], [off], channel, share)
    return [(row, -most)], [(off, -most)]


def _shut(joined: Couplings, key: Key) -> Key:
    """A row in which nothing may be deducted unless a group of a choice eases it."""
    joined.bounds[(*key, "off")] = 0
    return (*key, "off")


def _no_more(joined: Couplings, side: Side, key: Key, bound: int) -> None:
    """The row keeps a deduction at or below what the side is paid, and the bound."""
    joined.take(side, key, bound, _weight("money", Fraction(-1)))


def reduced(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """``a`` keeps a share (of ``zero``: none) while any of ``b`` is claimed."""
    kept = Fraction(row.parameter or 0) if row.type is RelationType.REDUCED else Fraction(0)
    lost = [_lose(joined, a, key, c, 1 - kept) for c in _channels(row.quantity, a)]
    without, beside = ([e for each in lost for e in each[nth]] for nth in (0, 1))
    if without:
        joined.choice(key, without, [joined.present(b, (*key, "claimed")), *beside])


def highest(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """Of each channel only the higher counts: one of the two loses all of it."""
    sides = [tuple(_channels(row.quantity, s)) for s in (a, b)]
    kinds = dict.fromkeys(c.split(":")[0] for c in (*sides[0], *sides[1]))
    for kind in kinds:
        mine = [[c for c in channels if c.split(":")[0] == kind] for channels in sides]
        both = list(zip((a, b), mine, strict=True))
        if not all(
            any(side.total(_worth(c, joined.reading)) > 0 for c in channels) for side, channels in both
        ):
            # Beside one that has none of it (an activity pays no money) there is nothing to be the lower of.
            continue
        ways: list[Eased] = [[], []]
        higher = (
            [_is_higher(joined, *sides_, (*key, kind)) for sides_ in ((a, b), (b, a))]
            if kind == "money"
            else []
        )
        for nth, (side, channels) in enumerate(both):
            for channel in channels:
                keeps, loses = _lose(joined, side, (*key, nth), channel, Fraction(1))
                ways[nth] += keeps
                ways[1 - nth] += loses
        for nth, eased in enumerate(higher):
            ways[1 - nth].append(eased)
        joined.choice((*key, kind), *ways)


def net_of(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """``a`` is paid less what ``b`` pays, and not below nothing."""
    worth = _worth("money", joined.reading)
    of_a, of_b = _up(a.total(worth)), _up(b.total(worth))
    if of_a <= 0 or of_b <= 0:
        return
    paid, nothing, least = (*key, "net"), (*key, "nothing"), (*key, "least")
    joined.take(b, paid, 0, _weight("money", Fraction(1)))
    joined.take(a, nothing, 0, _weight("money", Fraction(1)))
    joined.after_losses(a, "money", nothing)
    _no_more(joined, b, least, slack(of_a))
    claimed = joined.present(a, (*key, "claimed"))
    joined.deduct(a, key, of_a, [paid, nothing], [least])
    free, whole = (paid, -of_b), (nothing, -of_a)
    joined.choice(key, [free, whole], [whole, claimed], [free, claimed])


def sum_capped(joined: Couplings, row: Relation, a: Side, b: Side, key: Key) -> None:
    """Claimed together they pay at most the parameter, in euros: ``b`` gives way, and ``a`` once nothing of ``b`` is left."""
    worth = _worth("money", joined.reading)
    of_a, of_b = _up(a.total(worth)), _up(b.total(worth))
    most = int(Fraction(row.parameter or 0) * 100 * MICRO)
    over = of_a + of_b - most
    if over <= 0:
        return
    passed, first, second = (*key, "passed"), max(0, of_a - most), min(over, of_b)
    for side in (a, b):
        joined.take(side, key, most, _weight("money", Fraction(1)))
        joined.after_losses(side, "money", key)
        _no_more(joined, side, passed, slack(over) - most)
        joined.after_losses(side, "money", passed, Fraction(-1))
    joined.sums.append((key, a, b))
    here, there = joined.present(a, (*key, "first")), joined.present(b, (*key, "second"))
    within: Eased = [(passed, -most)]
    ways = [[(key, -over), there, *within], [(key, -over), here, *within], [here, there, *within]]
    if second > 0:
        off, gives = _shut(joined, (*key, "b")), [key]
        ways.append([here, there, (off, -second)])
        if first:
            # The first gives where nothing is left of the second.
            rest = (*key, "rest")
            joined.take(b, rest, 0, _weight("money", Fraction(1)))
            joined.after_losses(b, "money", rest)
            gives.append(rest)
            ways = [[*eased, (rest, -second)] for eased in ways]
        joined.deduct(b, (*key, "b"), second, gives, [passed, off], whole=True)
    if first:
        off = _shut(joined, (*key, "a"))
        ways.append([here, there, (off, -first), *([((*key, "b", "off"), -second)] if second > 0 else [])])
        joined.deduct(a, (*key, "a"), first, [key], [passed, off], whole=True)
    joined.choice(key, *ways)


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


def turns(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """When each first payment of what two may come to together has its turn: once all that it gives way to have had theirs.

    Of a circle the first by name begins, as on the same ground (``stacks.between``).
    """
    left, found = set(pairs), dict[str, int]()
    while left:
        waiting = {second for _, second in left}
        first = min({one for one, _ in left} - waiting or {one for one, _ in left})
        found[first] = len(found)
        left = {pair for pair in left if pair[0] != first}
    return found
