"""How much a payment for the farm is multiplied with, per farm; and amounts as stretches of straight lines over it.

The ordinary engine is asked at both ends of a stretch and in between. Where the three lie on one line, and no figure of the
rule lies between the ends, every farm in the stretch lies on it; elsewhere the stretch is cut, down to a few farms, each asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Payment
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.amounts.quantities import farm_quantity
from calculator.eligibility.conditions.outcomes import as_number
from calculator.eligibility.conditions.territory import PATHS
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import AREAS, SCALE, Farms, scaled

#: A quantity that the farm does not give, and one that does not fit in the columns.
MISSING, ODD = -1, -2
#: Quantities that are read of loans and leases.
OF_PARTIES = ("loan_balance", "rent", "leased_ha")
_FEW = 4
#: No more hundred-millionths than this are held of an answer: a billion kilograms of milk.
_LARGEST = 10**17


def quantities(payment: Payment, farms: Farms) -> Ints:
    """The quantity of every farm in hundred-millionths, before it is divided by ``divide_by``."""
    name = payment.quantity
    if name not in OF_PARTIES:
        return numbers(name, farms)
    key = (name, *sorted(payment.parties.items()), payment.divide_by)
    return farms.once(key, lambda every: _of_parties(payment, every))


def numbers(name: str, farms: Farms) -> Ints:
    """A number or quantity of every farm that is not read of loans and leases, in hundred-millionths."""
    if name in ("one", "area"):
        return np.full(len(farms), SCALE, dtype=np.int64)
    if name in AREAS:
        return farms.areas[name]
    return farms.once((name,), lambda every: _numbers(name, every))


def _numbers(name: str, farms: Farms) -> Ints:
    codes = farms.codes.get(name)
    if codes is None:
        return np.full(len(farms), MISSING, dtype=np.int64)
    values = np.array([*(_number(v) for v in farms.words.values(name)), MISSING], dtype=np.int64)
    return values[codes]


def _of_parties(payment: Payment, farms: Farms) -> Ints:
    profiles = farms.parties or farms.profiles
    firsts, inverse = np.unique(farms.once(("parties",), _same_parties), return_inverse=True)
    return np.array([_of_party(payment, profiles[at]) for at in firsts.tolist()], dtype=np.int64)[inverse]


def _same_parties(farms: Farms) -> Ints:
    """Of every farm the first whose loans and leases are one and the same."""
    known, every = dict[int, int](), list(farms.parties or farms.profiles)
    return np.array([known.setdefault(id(profile), at) for at, profile in enumerate(every)], dtype=np.int64)


def _of_party(payment: Payment, profile: FarmProfile) -> int:
    held: object = profile.loans if payment.quantity == "loan_balance" else profile.leases
    if not held:
        return MISSING if held is None else 0
    try:
        found = farm_quantity(payment, profile)
    except FactMissingError:
        return MISSING
    return _scaled(found * payment.divide_by)


def _number(value: object) -> int:
    if isinstance(value, tuple):
        numbers = [as_number(x) for x in value]
        if None in numbers:
            return MISSING
        return _scaled(sum(n for n in numbers if n is not None))
    number = as_number(value)
    return MISSING if number is None else _scaled(number)


def _scaled(number: object) -> int:
    try:
        return scaled(number, _LARGEST)  # type: ignore[arg-type]
    except ValueError:
        return ODD


def listed(payment: Payment, farms: Farms) -> bool:
    """Whether a farm may give a list of amounts, which may count one by one."""
    farms.words.values(payment.quantity)
    return payment.quantity in farms.words.listed


def seen_by(
    payment: Payment, facts: Iterable[str], farms: Farms, at: int, lands: Iterable[str] = ()
) -> FarmProfile:
    """A farm as far as a payment looks at it that asks these facts of the farm, and how much there is of these lands."""
    areas = {*lands, *((payment.quantity,) if payment.quantity in AREAS else ())}
    if payment.quantity in OF_PARTIES or len(areas) > 1:
        return farms.profiles[at]
    return farms.told(at, (*facts, *PATHS.values(), payment.quantity), *areas)


@dataclass(frozen=True, slots=True)
class Straight:
    """A claim over a stretch of quantities: its quantity and rate (cents) are each a number plus a slope.

    ``claim`` stands for all, None where nothing is claimed; ``open``: a fact or figure is missing. ``high`` is the rate at its
    highest, where the rate is a range.
    """

    claim: Claim | None
    open: bool
    quantity: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    rate: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    high: tuple[Fraction, Fraction] | None = None

    @property
    def pays(self) -> tuple[object, ...]:
        """The same for lines that pay the same on the same terms."""
        if self.claim is None:
            return (None, self.open)
        return (_terms(self.claim), self.open, self.quantity, self.rate, self.high)


#: What one farm is answered: a claim, and whether the payment is open.
Asked = tuple[Claim | None, bool]


def stretches(
    order: Ints, sizes: Ints, ask: Callable[[int], Asked], knots: Sequence[Fraction]
) -> Iterator[tuple[Straight, Ints]]:
    """Straight lines with the farms on them; ``order`` are farms by size, ``knots`` sizes at which a line may bend."""
    waiting = [order]
    while waiting:
        members = waiting.pop()
        mine = sizes[members]
        first, middle, last = int(mine[0]), int(mine[len(mine) // 2]), int(mine[-1])
        if first == last:
            yield flat(ask(int(members[0]))), members
            continue
        between = next((k for k in knots if first < k < last), None)
        if between is not None:
            low, high = np.searchsorted(mine, ceil(between)), np.searchsorted(mine, floor(between), "right")
            waiting += [part for part in (members[:low], members[low:high], members[high:]) if len(part)]
            continue
        tried = members if len(members) <= _FEW else members[[0, len(members) // 2, -1]]
        line = _line([(int(sizes[at]), ask(int(at))) for at in tried])
        if line is not None and (len(members) <= _FEW or first < middle < last):
            yield line, members
        elif len(members) <= _FEW:
            for at in members.tolist():
                yield flat(ask(at)), np.array([at])
        else:
            waiting += [members[: len(members) // 2], members[len(members) // 2 :]]


def flat(asked: Asked) -> Straight:
    """What one farm is answered, whatever its quantity."""
    claim, open_ = asked
    if claim is None:
        return Straight(None, open_)
    zero = Fraction(0)
    high = None if claim.rate.is_exact else (claim.rate.high, zero)
    return Straight(claim, open_, (Fraction(claim.quantity), zero), (claim.rate.expected, zero), high)


def _line(points: Sequence[tuple[int, Asked]]) -> Straight | None:
    """The line through the points; None where there is none."""
    claims = [asked[0] for _, asked in points]
    first = claims[0]
    if first is None:
        same = all(c is None for c in claims) and len({asked[1] for _, asked in points}) == 1
        return Straight(None, points[0][1][1]) if same else None
    found = [c for c in claims if c is not None and _terms(c) == _terms(first)]
    if len(found) < len(points):
        return None
    sizes = [size for size, _ in points]
    quantity = _through(sizes, [Fraction(c.quantity) for c in found])
    rate = _through(sizes, [c.rate.expected for c in found])
    if quantity is None or rate is None or (quantity[1] and rate[1]):
        return None
    high = None if first.rate.is_exact else _through(sizes, [c.rate.high for c in found])
    if any(c.rate.is_exact != first.rate.is_exact for c in found) or (
        high is None and not first.rate.is_exact
    ):
        return None
    return Straight(first, points[0][1][1], quantity, rate, high)


def _terms(claim: Claim) -> tuple[object, ...]:
    terms = claim.terms
    return (
        terms.unit, terms.legal_basis, terms.class_name, terms.at_once_years, terms.max_quantity,
        terms.continuation, claim.grant_date, terms.instalments,
    )  # fmt: skip


def _through(sizes: Sequence[int], values: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    slope = (values[-1] - values[0]) / (sizes[-1] - sizes[0])
    start = values[0] - slope * sizes[0]
    if any(start + slope * size != value for size, value in zip(sizes, values, strict=True)):
        return None
    return start, slope


def knots_of(payment: Payment) -> tuple[Fraction, ...]:
    """Quantities (hundred-millionths) at which the amount may bend: figures themselves, and caps by what is paid per unit."""
    figures = {name: [Fraction(v) for f in s.figures for m in (f.values, f.low, f.high) for v in m.values()]
               for name, s in payment.figures.items()}  # fmt: skip
    plain = [v for values in figures.values() for v in values]
    plain += [Fraction(x) for t in payment.tiers for x in (t.at_least, t.at_most) if x is not None]
    caps = [
        cap / rate * times
        for cap in (*figures.get("cap", ()), *figures.get("min_amount", ()))
        for name, values in figures.items()
        for rate in values
        for times in (1, 100)
        if name not in ("cap", "min_amount") and rate
    ]
    return tuple(sorted({v * Fraction(payment.divide_by) * SCALE for v in (*plain, *caps) if v > 0}))
