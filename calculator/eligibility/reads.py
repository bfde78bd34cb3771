"""What the outcome of a payment can depend on: facts of the farm, attributes of the place, sizes, other land.

Two places that agree on all that a payment reads are answered alike, so one of them need be asked. A fact that is only
compared is read as the stretch between two of its bounds in which it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calculator.domain.farm import OF_PLACE
from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Payment, PaymentKind, Scheme
from calculator.eligibility.amounts.figures import Reading
from calculator.eligibility.conditions.densities import DENSITIES
from calculator.eligibility.conditions.outcomes import as_number, place_asked
from calculator.eligibility.conditions.shares import OF_LAND
from calculator.eligibility.conditions.totals import OF_PLACES
from calculator.eligibility.instalments import steady
from calculator.eligibility.payments import GENERAL_DE_MINIMIS

_READS: Answers[tuple[int, int], Reads] = Answers("reads")
_FACTS_ON: Answers[tuple[int, int, date], tuple[tuple[str, tuple[Decimal, ...] | None], ...]] = Answers(
    "facts on a day"
)

#: Paths under which columns keep what a profile says beside its facts: whether activities are kept apart (general de minimis aid
#: looks at it), the year that it describes, and what an indicator was in other years.
ASIDE = "aside."
SEPARATED, YEAR, EARLIER = f"{ASIDE}activities_separated", f"{ASIDE}year", f"{ASIDE}earlier."

#: Kinds whose amount grows with the quantity alone, all else equal.
_IN_PROPORTION = frozenset(
    {
        PaymentKind.FLAT, PaymentKind.ACTIVITY, PaymentKind.TIERED, PaymentKind.KPI_BINARY, PaymentKind.RAMP,
        PaymentKind.INTERPOLATED, PaymentKind.GATE_POINTS, PaymentKind.CONTRACT_YEAR, PaymentKind.BEST_N,
    }
)  # fmt: skip
#: Kinds whose amount looks at the year that the profile describes, and at other years.
_OF_YEARS = (PaymentKind.BEST_N, PaymentKind.CONTRACT_YEAR)
#: Figures without which such an amount is not known, whatever was measured.
_NEEDED = {
    PaymentKind.KPI_BINARY: ("rate",),
    PaymentKind.RAMP: ("rate", "ramp_from", "ramp_to"),
    PaymentKind.POINTS: ("rate",),
    PaymentKind.GATE_POINTS: ("base", "per_point", "max_points"),
}
#: Those of them that a payment may do without: then there is no end.
_ENDS = frozenset({"max_points"})
#: Conditions that look at all land of the farm, whatever place the payment is asked at; and one that does for the farm itself.
_OF_ALL_LAND = frozenset({*OF_LAND, *OF_PLACES, *DENSITIES})
_SOME_PARCEL = "parcel_is"
#: Figures by which items are paid one by one, before a first part of them all is taken off.
_BY_ITEM = frozenset({"cap_per_item", "max_items"})
#: Figures that make an amount bend.
_BENDING = frozenset(
    {
        "cap",
        "min_amount",
        "min_quantity",
        "max_quantity",
        "extra_share",
        "free",
        "free_share",
        "first",
        "threshold",
        "cap_per_item",
        "max_items",
    }
)


@dataclass(frozen=True, slots=True)
class Reads:
    """``facts`` are paths, each with the bounds that it is only compared with (none: its value itself matters). Where a scheme is
    open is not among them: that is asked of the scheme.

    ``attributes`` are those of the parcel or element, with what it answers itself (``place.waterpeil_cm``). ``size``: the amount
    does not grow with the quantity in proportion.
    ``history``: the crops of earlier years; ``years``: among the facts is the year that the profile describes.
    ``beyond``: other land of the farm. Where that is no more than what lies somewhere on it, ``anywhere`` are the attributes of
    parcels of which this is asked; where it is no more than how much it has per hectare, ``dense`` are the conditions that ask
    this; where it is no more than whether conditions on all of its land are met, ``counts`` are these. ``measured``: how much is
    paid goes by what comes first, or by a cap per so much. ``alone``: it is more than any of these.
    """

    facts: Mapping[str, tuple[Decimal, ...] | None]
    attributes: frozenset[str]
    size: bool
    history: bool
    beyond: bool
    years: bool = False
    anywhere: frozenset[str] = frozenset()
    dense: tuple[Condition, ...] = ()
    counts: tuple[Condition, ...] = ()
    measured: bool = False
    alone: bool = False


def reads(rulebook: Rulebook, scheme: Scheme, payment: Payment) -> Reads:
    """What one payment of a scheme looks at; remembered per rulebook."""
    known = rulebook.memory.of(_READS)
    key = (id(scheme), id(payment))
    if key not in known:
        known[key] = _reads(rulebook, scheme, payment)
    return known[key]


def facts_on(
    rulebook: Rulebook, scheme: Scheme, payment: Payment, day: date
) -> tuple[tuple[str, tuple[Decimal, ...] | None], ...]:
    """The facts on which it hangs what a farm is paid on that day, in order; remembered per rulebook.

    Where a figure is not published the payment is open, whatever was measured: then the indicator is none of them. Nor is a
    number that is held against land alone (``Reads.dense``, ``Reads.counts``), nor what a cap goes by.
    """
    known = rulebook.memory.of(_FACTS_ON)
    key = (id(scheme), id(payment), day)
    if key not in known:
        reading = Reading.of(payment, day)
        needed = (
            name for name in _NEEDED.get(payment.kind, ()) if name not in _ENDS or name in payment.figures
        )
        unpublished = any(reading.optional(name) is None for name in needed)
        read = reads(rulebook, scheme, payment)
        besides = (*read.dense, *read.counts)
        of = replace(payment, cap_per=None) if read.measured else payment
        known[key] = tuple(sorted(_of(scheme, of, measured=not unpublished, besides=besides).items()))
    return known[key]


def _of(
    scheme: Scheme, payment: Payment, *, measured: bool = True, besides: tuple[Condition, ...] = ()
) -> dict[str, tuple[Decimal, ...] | None]:
    """The facts, without the indicator unless it is ``measured``, and ``besides`` those of these conditions."""
    conditions = [c for c in _flat((*scheme.conditions, *payment.conditions)) if c not in besides]
    facts: dict[str, tuple[Decimal, ...] | None] = {}
    for path, cuts in _facts(scheme, payment, conditions, measured=measured):
        if path.startswith(OF_PLACE):
            continue
        before = facts.get(path, ())
        facts[path] = None if cuts is None or before is None else tuple(sorted({*before, *cuts}))
    return facts


def _reads(rulebook: Rulebook, scheme: Scheme, payment: Payment) -> Reads:
    conditions = list(_flat((*scheme.conditions, *payment.conditions)))
    attributes = {name for c in conditions if (name := place_asked(c)) is not None}
    attributes |= {payment.keyed_by} if payment.keyed_by else set()
    attributes |= {name for name in (payment.indicator or "",) if name.startswith(OF_PLACE)}
    attributes |= {"glmc9"} if payment.value_zero_when == "glmc9" else set()
    kinds = {c.kind for c in conditions}
    of_farm = payment.level is Level.FARM
    looking = kinds & (_OF_ALL_LAND | {_SOME_PARCEL} if of_farm else _OF_ALL_LAND)
    land = tuple([c for c in conditions if c.kind in looking]) if looking else ()
    measured = payment.cap_per is not None or payment.share_of is not None
    alone = measured and _by_more(rulebook, scheme, payment)
    asked = () if alone else land
    somewhere = asked if looking == {_SOME_PARCEL} and not measured else ()
    dense = asked if of_farm and looking <= {*DENSITIES} and not measured else ()
    bends = payment.kind not in _IN_PROPORTION or not _BENDING.isdisjoint(_figures(payment))
    return Reads(
        _of(scheme, payment),
        frozenset(attributes),
        size=bends or any(k.startswith("quantity_") for k in kinds),
        history="history_includes" in kinds,
        beyond=alone or measured or bool(land),
        years=payment.kind in _OF_YEARS,
        anywhere=frozenset(str(c.arguments["attribute"]) for c in somewhere),
        dense=dense,
        counts=() if somewhere or dense else asked,
        measured=measured and not alone,
        alone=alone,
    )


def _by_more(rulebook: Rulebook, scheme: Scheme, payment: Payment) -> bool:
    """Whether a payment that is measured goes by more than what is left to pay for and what its cap goes by: by each item, or by
    what is granted in later years where that may be another amount.
    """
    by_item = payment.share_of is not None and not _BY_ITEM.isdisjoint(payment.figures)
    return by_item or not steady(rulebook, scheme, payment)


def _figures(payment: Payment) -> set[str]:
    """The figures that an amount is worked out from; a threshold on an indicator is no bend in the quantity."""
    # On land a largest quantity is shared by all pieces, and counts in the farm problem.
    names = set(payment.figures) - ({"max_quantity"} if payment.level is Level.UNIT else set())
    return names - {"threshold"} if payment.kind in _IN_PROPORTION else names


def _flat(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for condition in conditions:
        yield condition
        nested = condition.arguments.get("conditions")
        if isinstance(nested, (list, tuple)):
            yield from _flat(tuple(nested))


def _facts(
    scheme: Scheme, payment: Payment, conditions: list[Condition], *, measured: bool
) -> Iterator[tuple[str, tuple[Decimal, ...] | None]]:
    for condition in conditions:
        path = str(condition.arguments.get("path", ""))
        if condition.kind == "declared":
            yield path if path.startswith("declared.") else f"declared.{path}", None
        elif condition.kind in ("fact_at_least", "fact_at_most", "fact_above", "fact_below"):
            yield path, _bounds(condition, payment)
        elif path:
            yield path, None
    if payment.indicator and measured:
        yield payment.indicator, _steps(payment)
    if payment.kind in _OF_YEARS:
        yield YEAR, None
    if payment.kind is PaymentKind.BEST_N:
        yield f"{EARLIER}{(payment.indicator or '').removeprefix('indicators.')}", _steps(payment)
    if payment.extra_quantity:
        yield payment.extra_quantity, None
    if payment.cap_per and "." in payment.cap_per:
        yield payment.cap_per, None
    if payment.organic_class:
        yield "farm.organic", None
    if GENERAL_DE_MINIMIS in (payment.legal_basis, scheme.legal_basis):
        yield SEPARATED, None


def _steps(payment: Payment) -> tuple[Decimal, ...] | None:
    """Every number that the indicator is only compared with; None where it is more than compared."""
    if payment.kind is PaymentKind.TIERED:
        return tuple([x for t in payment.tiers for x in (t.at_least, t.at_most) if x is not None])
    if payment.kind is PaymentKind.BEST_N:
        return _figures_of(payment, "threshold") + _figures_of(payment, "threshold_max")
    return None


def _bounds(condition: Condition, payment: Payment) -> tuple[Decimal, ...]:
    """Every bound that the condition may have on any day."""
    if "value" in condition.arguments:
        bound = as_number(condition.arguments["value"])
        return () if bound is None else (bound,)
    return _figures_of(payment, str(condition.arguments.get("figure")))


def _figures_of(payment: Payment, name: str) -> tuple[Decimal, ...]:
    """All numbers that a figure has on any day."""
    series = payment.figures.get(name)
    figures = series.figures if series else ()
    return tuple(sorted({n for f in figures for of in (f.values, f.low, f.high) for n in of.values()}))
