"""Drawn farms of whose land, numbers and place much is asked: hectares in all, shares, densities, bands, least amounts, regions.

Beside them land under a contract that ends within the years, by tiers and with an indexation, and an undertaking that was split
and merges. What all of it comes to is said here once more, by the words of ``docs/rules.md``; nothing of the engine is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.relation import RelationType as T

LAND, FARM = "abcd", "fghi"
HA, FIRST = 10_000, 2026
USES = ("permanent_grassland", "temporary_grassland", "arable", "permanent_crop")
CROPS = ("265", "266", "233")
IN = {
    "parcel_ha": USES,
    "arable_ha": USES[2:3],
    "grassland_ha": USES[:2],
    "permanent_grassland_ha": USES[:1],
}
HERD, RESULT = "herd.livestock_units", "indicators.x"
#: Municipalities with their province and water boards; there is always another municipality, of any province.
TOWNS = {
    "m1": ("utrecht", ("amstel", "rijn")),
    "m2": ("utrecht", ("rijn",)),
    "m3": ("drenthe", ("hunze",)),
    "m4": ("drenthe", ("hunze", "vecht")),
}
BOARDS = {
    b: tuple(sorted({p for p, own in TOWNS.values() if b in own})) for _, own in TOWNS.values() for b in own
}
KINDS = ("municipalities", "provinces", "water_boards")


@dataclass(frozen=True)
class Field:
    """A parcel in square metres: its use and crop, and the payments whose measure lies on all of it."""

    size: int
    use: str
    crop: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """What a payment asks, with what it asks in each year; ``of`` says of which land, ``within`` per or of which."""

    kind: str
    asked: tuple[Decimal, ...]
    of: tuple[str, tuple[str, ...]] | None = None
    within: str | None = None
    presumed: bool = False


@dataclass(frozen=True)
class Pay:
    """Euros per hectare or in all, or by ``bands`` or by ``tiers`` of a result: from so much on, so much."""

    rate: int
    bounds: tuple[Bound, ...] = ()
    where: Mapping[str, tuple[str, ...]] | None = None
    bands: tuple[tuple[Decimal, int], ...] = ()
    tiers: tuple[tuple[Decimal, int], ...] = ()
    quantity: str = "area"
    most: Decimal | None = None
    least: int | None = None
    aid: bool = False


@dataclass(frozen=True)
class Contract:
    """What runs on the whole first parcel from the start of a year to the end of one; a rate of its own, or what is published."""

    since: int
    until: int
    how: str
    rate: int
    steps: tuple[tuple[Decimal, int], ...]
    rises: Decimal


@dataclass(frozen=True)
class Aid:
    """Aid received by the farm (``theirs``: by what it merges with) on a day; ``activity`` says where it went at a split."""

    day: date
    euros: int
    activity: str | None = None
    theirs: bool = False


@dataclass(frozen=True)
class Case:
    """A farm, what it is asked, rows per name (a, type, b, parameter), caps, and aid under a ceiling.

    The cap on euros counts for ``each`` of the herd, or hectare of some land, where that is said.
    """

    years: int
    fields: tuple[Field, ...]
    pays: Mapping[str, Pay]
    rows: tuple[tuple[str, T, str, Decimal | None], ...]
    herd: int | None
    result: int | None
    place: Mapping[str, str]
    contract: Contract | None
    metres: tuple[tuple[tuple[str, ...], str | None, Decimal], ...]
    euros: tuple[tuple[str, ...], int] | None
    room: int
    aid: tuple[Aid, ...]
    split: tuple[date, int, int] | None
    merges: date | None
    each: str | None = None


def worlds(place: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Every place at which a farm may lie that says so much."""
    every = [(m, p, b) for m, (p, own) in TOWNS.items() for b in own]
    every += [("elsewhere", p, b) for b, reach in BOARDS.items() for p in reach]
    for at in every:
        here = dict(zip(KINDS, at, strict=True))
        if all(here[kind] == said for kind, said in place.items()):
            yield here


def inside(case: Case, pay: Pay) -> bool | None:
    """Whether the farm lies where the payment holds; None where that is open."""
    if pay.where is None:
        return True
    found = {all(here[k] in codes for k, codes in pay.where.items()) for here in worlds(case.place)}
    return found == {True} if len(found) == 1 else None


def held(case: Case, year: int) -> bool:
    return case.contract is not None and case.contract.since <= year <= case.contract.until


def hectares(case: Case, of: tuple[str, tuple[str, ...]], year: int) -> Decimal:
    what, wanted = of
    if what == "contracts":
        return Decimal(case.fields[0].size if held(case, year) else 0) / HA
    counts = {
        "measures": lambda f: any(f"m{n}" in wanted for n in f.names),
        "land_use": lambda f: f.use in wanted,
        "crops": lambda f: f.crop in wanted,
    }[what]
    return Decimal(sum(f.size for f in case.fields if counts(f))) / HA


def area(case: Case, name: str) -> Decimal:
    return Decimal(sum(f.size for f in case.fields if f.use in IN[name])) / HA


def meets(case: Case, bound: Bound, year: int) -> bool | None:
    """Whether the farm is what is asked; None where it did not say."""
    asked = bound.asked[year - FIRST]
    whole = area(case, bound.within) if bound.within else None
    if bound.of is not None:
        have = hectares(case, bound.of, year)
        return have >= asked if whole is None else bool(whole) and have >= asked * whole
    if case.herd is None:
        return True if bound.presumed else None
    assert whole is not None
    kept = case.herd >= asked * whole if bound.kind.endswith("least") else case.herd <= asked * whole
    return bool(whole) and kept


def stands(case: Case, pay: Pay, year: int) -> bool | None:
    """Whether the payment can be claimed; None where that is open."""
    answers = [inside(case, pay), *(meets(case, b, year) for b in pay.bounds)]
    if pay.tiers and case.result is None:
        answers.append(None)
    if pay.quantity == HERD and case.herd is None:
        answers.append(None)
    if case.euros is not None and most_euros(case) is None:
        # Euros for each of nobody knows how many.
        answers += [None for n, of in case.pays.items() if of is pay and n in case.euros[0]]
    return False if False in answers else None if None in answers else True


def most_euros(case: Case) -> Decimal | None:
    """What the cap on euros comes to, in whole cents; None where the farm does not say the number that it counts for."""
    assert case.euros is not None
    if case.each is None:
        return Decimal(case.euros[1])
    number = case.herd if case.each == HERD else area(case, case.each)
    return None if number is None else Decimal(int(case.euros[1] * Decimal(number) * 100)) / 100


def by_bands(bands: tuple[tuple[Decimal, int], ...], size: Decimal) -> Fraction:
    ends = [start for start, _ in bands[1:]] + [size]
    return sum(
        (
            Fraction(max(Decimal(0), min(end, size) - start)) * rate
            for (start, rate), end in zip(bands, ends, strict=True)
        ),
        Fraction(0),
    )


def by_tier(tiers: tuple[tuple[Decimal, int], ...], found: Decimal) -> int:
    return max((start, rate) for start, rate in ((Decimal(-1), 0), *tiers) if start <= found)[1]


def much(case: Case, pay: Pay) -> Decimal:
    """How much a payment to the farm is paid for, at most."""
    if pay.quantity == "one":
        return Decimal(1)
    found = Decimal(case.herd or 0) if pay.quantity == HERD else area(case, pay.quantity)
    return found if pay.most is None else min(found, pay.most)


def asks_for(case: Case, pay: Pay) -> Fraction:
    """Euros that a payment to the farm comes to by itself; nothing below its least amount."""
    size = much(case, pay)
    rate = by_tier(pay.tiers, Decimal(case.result or 0)) if pay.tiers else pay.rate
    found = by_bands(pay.bands, size) if pay.bands else Fraction(size) * rate
    return found if pay.least is None or found >= pay.least else Fraction(0)


def per_hectare(pay: Pay, field: Field) -> Fraction:
    """Euros per hectare of a payment on a parcel on which its measure lies whole."""
    size = Decimal(field.size) / HA
    return by_bands(pay.bands, size) / Fraction(size) if pay.bands else Fraction(pay.rate)


def contracted(case: Case, year: int) -> Fraction:
    """Euros that the contract pays in a year: what it names, or its kind by the year or the result, each risen since it began."""
    if case.contract is None or not held(case, year):
        return Fraction(0)
    one, size = case.contract, Decimal(case.fields[0].size) / HA
    first = one.since if one.rises else year
    rate = {
        "named": Fraction(one.rate),
        "by year": Fraction(by_tier(one.steps, Decimal(first - one.since + 1))),
        "by result": Fraction(by_tier(one.steps, Decimal(case.result or 0))),
        "by band": by_bands(one.steps, size) / Fraction(size),
    }[one.how]
    return rate * (1 + Fraction(one.rises)) ** (year - one.since) * Fraction(size)


def received(case: Case, on: date) -> list[tuple[date, Decimal]]:
    """The aid that the farm holds on a day, after a split its part of it, after a merger theirs too."""
    found = list[tuple[date, Decimal]]()
    for aid in case.aid:
        euros = Decimal(aid.euros)
        if aid.theirs and (case.merges is None or on < case.merges):
            continue
        if not aid.theirs and case.split is not None and aid.day < case.split[0] <= on:
            own, other = case.split[1:]
            if aid.activity == "akker":
                continue
            if aid.activity is None:
                part = Fraction(aid.euros * 100 * own, own + other)
                euros = Decimal(-(-part.numerator // part.denominator)) / 100
        found.append((aid.day, euros))
    return found


def filled(case: Case, on: date) -> Decimal:
    """What stands in the window of a day, of what was received."""
    start = on.replace(year=on.year - 3)
    return sum((euros for day, euros in received(case, on) if start <= day <= on), Decimal(0))
