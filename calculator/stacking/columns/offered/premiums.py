"""Class premiums in columns: what every farm needs for each class, and which class its activities reach.

What a class asks per hectare, and what it pays, is the ordinary engine's answer for one farm of each group; the entry points
of a farm follow from its hectares per region (Uitvoeringsregeling GLB 2023, article 25(1)(b)).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.quantity import GRAIN
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment
from calculator.eligibility.eco.class_premium import assess_class
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.offered.sizes import MISSING, quantities
from calculator.stacking.columns.offered.straight import whole
from calculator.stacking.columns.offered.whole_farm import grouped
from calculator.stacking.columns.reading.farms import SCALE, Farms
from calculator.stacking.columns.reading.whereabouts import Whereabouts
from calculator.stacking.problem.weights import FINE

#: A scheme, a year, and a goal (or no goal for the value).
Named = tuple[str, int, str]
#: The order of magnitude in which scores are compared stays in 64 bits below this.
_LARGEST = 2**62
#: Points and value are exact in so many parts, where figures have two decimals.
EXACT = 100 * SCALE


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """The classes of a premium in some years, highest first: cents per farm and class, and what each asks, in millionths.

    ``quantity`` is what each farm has of what is paid for, in millionths of its unit, ``size`` the same in hundred-millionths.
    ``points`` are per goal (rows as in ``farm``); ``value`` is per farm and class, below zero where the class asks for none.
    ``exact`` are the points in parts of ``EXACT``, below zero where that does not say them; ``per_ha`` what classes ask of the
    value per hectare, None where they ask for none.
    """

    ref: str
    scheme: str
    years: tuple[int, ...]
    claims: tuple[Claim, ...]
    farm: Ints
    cents: Ints
    quantity: Ints
    points: Mapping[str, Ints]
    value: Ints
    size: Ints
    exact: Mapping[str, Ints]
    per_ha: tuple[Fraction | None, ...]


def offered(
    rulebook: Rulebook,
    on: date,
    years: range,
    farms: Farms,
    scoring: Mapping[tuple[str, int], Mask],
    open_: Opened,
    places: Whereabouts,
    *,
    ended: bool = False,
) -> Iterator[Offered]:
    """All class premiums, of farms with an activity in some year (``scoring``); ``open_`` gains what misses something.

    ``ended``: those after the end of their legal basis, and no others.
    """
    for span in spans(rulebook, years, on):
        for payment in span.premiums if not span.blocked else ():
            active = [scoring[span.scheme.id, y] for y in span.years if (span.scheme.id, y) in scoring]
            if not active:
                continue
            inside = np.flatnonzero(places.within(span.scheme, farms) & np.any(active, axis=0))
            read = reads(rulebook, span.scheme, payment)
            for members, _ in grouped(farms, read, inside):
                yield from _of_group(rulebook, span, payment, farms, members, open_, ended)


def _of_group(
    rulebook: Rulebook, span: Span, payment: Payment, farms: Farms, members: Ints, open_: Opened, ended: bool
) -> Iterator[Offered]:
    ref = f"{span.scheme.id}#{payment.id}"
    sizes = quantities(payment, farms)
    lost = (farms.lost[members] == 1) | (sizes[members] <= MISSING)
    open_.add(ref, members[lost])
    members = members[~lost]
    if not len(members):
        return
    sample, found = int(members[0]), Findings()
    day = same_day_in(span.years[0], span.day)
    assess_class(Subject(farms.profiles[sample], rulebook, span.scheme, payment, day), found)
    if found.open:
        open_.add(ref, members)
    claims = [c for c in found.claims if c.terms.continuation == ended]
    if not claims:
        return
    claims.sort(key=lambda c: -c.rate.expected)
    entry = payment.figures["entry"].on(day)
    assert entry is not None
    points, exact = _needed({k: Fraction(v) for k, v in entry.values.items()}, farms, members, sizes[members])
    made = Offered(
        ref, span.scheme.id, span.years, tuple(claims), members, _cents(claims, sizes[members]),
        _quantity(claims[0], sizes[members]), points, _value(claims, sizes[members]), sizes[members], exact,
        tuple(_per_ha(c, int(sizes[sample])) for c in claims),
    )  # fmt: skip
    _agrees(made, claims[0])
    yield made


def _needed(
    entry: Mapping[str, Fraction], farms: Farms, members: Ints, size: Ints
) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Entry points per goal in millionths, rounded up: by hectares per region; what lies in none asks the most. Then exactly."""
    inside = {r: column[members] for r, column in farms.regions.items()}
    extra = size - sum(inside.values(), np.zeros(len(members), dtype=np.int64))
    some = sum((farms.present[r][members] for r in farms.present), np.zeros(len(members), dtype=np.int64)) > 0
    asked = [(*key.partition(".")[::2], per_ha) for key, per_ha in entry.items()]
    found, exact = dict[str, Ints](), dict[str, Ints]()
    for goal in dict.fromkeys(g for _, g, _ in asked):
        scale = _common(per_ha for _, g, per_ha in asked if g == goal)
        total = np.zeros(len(members), dtype=np.int64)
        most = np.zeros(len(members), dtype=np.int64)
        for region, g, per_ha in asked:
            if g != goal:
                continue
            whole = int(per_ha * scale)
            _fits(whole, size)
            total += whole * inside.get(region, np.zeros(len(members), dtype=np.int64))
            lies = farms.present.get(region, np.zeros(len(farms), dtype=np.int64))[members] == 1
            most = np.where(lies | ~some, np.maximum(most, whole), most)
        total += most * np.maximum(extra, 0)
        found[goal] = -(-total // (scale * (SCALE // FINE)))
        more, under = Fraction(EXACT // SCALE, scale).as_integer_ratio()
        _fits(more, total)
        exact[goal] = np.where(total * more % under == 0, total * more // under, -1)
    return found, exact


def _common(numbers: Iterator[Fraction]) -> int:
    scale = 1
    for number in numbers:
        scale = int(np.lcm(scale, number.denominator))
    return scale


def _fits(factor: int, sizes: Ints) -> None:
    if len(sizes) and abs(factor) * int(sizes.max()) > _LARGEST:
        raise OverflowError("entry points past 64 bits")


def eased(made: Offered, hopes: Mapping[Named, Ints]) -> Iterator[Offered]:
    """The same where so much is scored in a year beside what is laid on land (millionths per farm), years apart that differ."""
    if not any(scheme == made.scheme for scheme, _, _ in hopes):
        yield made
        return
    told: list[tuple[dict[str, Ints], Ints, list[int]]] = []
    for year in made.years:
        names = {goal: (made.scheme, year, goal) for goal in (*made.points, "")}
        more = {goal: hopes[name][made.farm] for goal, name in names.items() if name in hopes}
        points = {g: np.maximum(n - more[g], 0) if g in more else n for g, n in made.points.items()}
        value = made.value
        if "" in more:
            value = np.where(value > more[""][:, None], value - more[""][:, None], -1)
        for others, worth, years in told:
            if np.array_equal(worth, value) and all(np.array_equal(others[g], points[g]) for g in points):
                years.append(year)
                break
        else:
            told.append((points, value, [year]))
    for points, value, years in told:
        yield replace(made, points=points, value=value, years=tuple(years))


def _cents(claims: Sequence[Claim], sizes: Ints) -> Ints:
    """Cents per farm and class, as the line says them."""
    found = np.zeros((len(sizes), len(claims)), dtype=np.int64)
    for at, claim in enumerate(claims):
        step = int(GRAIN[claim.unit] * SCALE)
        each = claim.rate.expected * Fraction(GRAIN[claim.unit])
        found[:, at] = whole((Fraction(1, 2), each), sizes // step)
    return found


def of_classes(made: Offered) -> Ints:
    """What every class would pay each farm before it is rounded, in micro-cents rounded down."""
    each = [whole((Fraction(0), c.rate.expected * MICRO / SCALE), made.size) for c in made.claims]
    return np.array(each, dtype=np.int64).reshape(len(made.claims), len(made.farm)).T


def micro_cents(made: Offered, place: Ints) -> Ints:
    """The same of each farm's class (by its place, past the last: none)."""
    with_none = np.concatenate([of_classes(made), np.zeros((len(made.farm), 1), dtype=np.int64)], axis=1)
    found: Ints = with_none[np.arange(len(made.farm)), np.minimum(place, len(made.claims))]
    return found


def _quantity(claim: Claim, sizes: Ints) -> Ints:
    """Whole steps of the unit, in millionths."""
    step = int(GRAIN[claim.unit] * SCALE)
    return sizes // step * (step * FINE // SCALE)


def _value(claims: Sequence[Claim], size: Ints) -> Ints:
    """What each class asks of the value, in millionths of a euro, rounded up."""
    own = Fraction(int(size[0]), SCALE)
    found = np.full((len(size), len(claims)), -1, dtype=np.int64)
    for at, claim in enumerate(claims):
        if claim.needs_value is None or not own:
            continue
        per_ha = claim.needs_value / own * Fraction(FINE, SCALE)
        _fits(per_ha.numerator, size)
        found[:, at] = -(-size * per_ha.numerator // per_ha.denominator)
    return found


def _per_ha(claim: Claim, size: int) -> Fraction | None:
    """What a class asks of the value per hectare, from a farm of that size."""
    return None if claim.needs_value is None or not size else claim.needs_value / Fraction(size, SCALE)


def _agrees(made: Offered, claim: Claim) -> None:
    """The first farm of a group is asked by the ordinary engine too: both must say the same."""
    own = {g: -(-n.numerator * FINE // n.denominator) for g, n in (claim.needs_points or {}).items()}
    if own != {g: int(column[0]) for g, column in made.points.items()}:
        raise AssertionError(f"{made.ref}: entry points in columns differ from those of the ordinary engine")


def reached(made: Offered, scores: Mapping[str, Ints]) -> Ints:
    """Per farm of the premium the highest class (its place) for which these scores are enough; past the last: none."""
    zero = np.zeros(len(made.farm), dtype=np.int64)
    points = np.ones(len(made.farm), dtype=np.bool_)
    for goal, needed in made.points.items():
        points &= scores.get(goal, zero) >= needed
    value = scores.get("", zero)[:, None]
    enough = points[:, None] & ((made.value < 0) | (value >= made.value))
    first: Ints = np.where(enough.any(axis=1), enough.argmax(axis=1), enough.shape[1])
    return first
