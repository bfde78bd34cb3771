"""What may be stacked on each parcel of a farm, and why not: every payment that came up there against every other.

It looks the pairs up where the award did (``pair_outcomes``). Places on which the same payments came up are shown as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import cast

from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.services.award.pair_outcomes import Kind, outcomes

Json = Mapping[str, object]

#: More payments on one place than this are not drawn against each other.
MOST = 14


@dataclass(frozen=True, slots=True)
class Held:
    """A payment that came up on a place: paid there, counted for a class, or not chosen."""

    ref: str
    name: str
    scheme_name: str
    state: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two payments and what holds between them, with the rules that say so."""

    one: str
    other: str
    kind: Kind
    rules: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Parcels or elements with the same payments; ``cells`` has a row per payment, None on the diagonal."""

    places: tuple[str, ...]
    payments: tuple[Held, ...]
    cells: tuple[tuple[Kind | None, ...], ...]
    pairs: tuple[Pair, ...]


def of(award: Json, rulebook: Rulebook, on: date) -> tuple[Place, ...]:
    """Every place with at least two payments in the first year, those where most came up first."""
    found: dict[str, dict[str, Held]] = {}
    for place, held in _came_up(award):
        known = found.setdefault(place, {})
        before = known.get(held.ref)
        if before is not None and before.amount is not None and held.amount is not None:
            held = Held(held.ref, held.name, held.scheme_name, held.state, before.amount + held.amount)
        if before is None or held.state == before.state:
            known[held.ref] = held
    together: dict[tuple[str, ...], list[str]] = {}
    for place, payments in found.items():
        if place != "farm" and len(payments) > 1:
            together.setdefault(tuple(sorted(payments)), []).append(place)
    drawn = [_place(tuple(places), found, rulebook, on) for places in together.values()]
    return tuple(sorted(drawn, key=lambda place: -len(place.payments)))


def _came_up(award: Json) -> Iterator[tuple[str, Held]]:
    """What is paid first, so that a payment that is paid in part is not called unchosen."""
    years = _rows(award, "years")
    first = years[0] if years else {}
    for line in _rows(first, "lines"):
        yield str(line["unit"]), _held(line, "paid", Decimal(str(line["amount_eur"])))
    for state, key in (("counts", "activities"), ("not_chosen", "not_chosen")):
        for entry in _rows(award, key):
            if str(entry.get("year")) == str(first.get("year")):
                yield str(entry["unit"]), _held(entry, state)


def _held(entry: Json, state: str, amount: Decimal | None = None) -> Held:
    scheme, payment = str(entry["scheme"]), str(entry["payment"])
    name, scheme_name = str(entry.get("payment_name") or payment), str(entry.get("scheme_name") or scheme)
    return Held(f"{scheme}#{payment}", name, scheme_name, state, amount)


def _place(
    places: tuple[str, ...], found: Mapping[str, Mapping[str, Held]], rulebook: Rulebook, on: date
) -> Place:
    known = outcomes(rulebook, on)
    # What is paid differs by place; one that stands for several shows no amount.
    payments = [
        held if len(places) == 1 else Held(held.ref, held.name, held.scheme_name, held.state)
        for held in list(found[places[0]].values())[:MOST]
    ]
    met: dict[tuple[str, str], Pair] = {}
    for one, other in combinations(payments, 2):
        a, b = known.sides.get(one.ref), known.sides.get(other.ref)
        if a is not None and b is not None:
            outcome = known.between(a, b)
            met[one.ref, other.ref] = Pair(one.name, other.name, outcome.kind, outcome.rows)
    cells = tuple(tuple(_kind(met, one.ref, other.ref) for other in payments) for one in payments)
    pairs = tuple(pair for pair in met.values() if pair.kind is not Kind.MAY or pair.rules)
    return Place(places, tuple(payments), cells, pairs)


def _kind(met: Mapping[tuple[str, str], Pair], one: str, other: str) -> Kind | None:
    pair = met.get((one, other)) or met.get((other, one))
    return pair.kind if pair else None


def _rows(holder: Json, key: str) -> list[Json]:
    return cast("list[Json]", holder.get(key) or [])
