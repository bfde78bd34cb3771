"""Every province pays what the best province pays.

Two payments are for the same thing when they are flat amounts per the same unit, for the same measures (or, for a whole
farm, the same service and quantity). Of each thing the province with the highest tariff is the best: the other provinces
that pay for it pay as much, and where a province pays nothing for it, the best payment is opened there, with its own
conditions. So nobody is paid twice for one thing. Schemes without provinces in their territory stay out of it, and so do
tariffs that are not published or that depend on a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from calculator.domain.period import Period
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme, Text
from calculator.scenarios.reform.figures import Value, replaced
from calculator.scenarios.reform.scenario import BestChange
from calculator.scenarios.reform.working import SOURCE, Working, clipped

Thing = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A payment for a thing: where it stands among the schemes, what it pays per unit, and in which provinces."""

    place: int
    payment: Payment
    rate: Decimal
    provinces: frozenset[str]


def best(working: Working, change: BestChange) -> None:
    """Raise what is paid to the best, and open the best where nothing is paid."""
    provinces = frozenset(working.base.codelists.get("provinces", {}))
    things: dict[Thing, list[_Offer]] = {}
    for place, ids in working.chosen(change.where, change.line, change.period).items():
        scheme = working.schemes[place]
        for payment in (p for p in scheme.payments if p.id in ids):
            offer = _offer(place, scheme, payment, change)
            if offer is not None:
                things.setdefault(_thing(payment), []).append(offer)
    raised: dict[int, dict[str, Payment]] = {}
    opened: dict[tuple[int, frozenset[str]], list[Payment]] = {}
    for offers in things.values():
        top = max(offers, key=lambda o: (o.rate, -o.place))
        for offer in offers:
            if offer.rate < top.rate:
                raised.setdefault(offer.place, {})[offer.payment.id] = _as_much(
                    working, offer, top.rate, change
                )
        without = provinces - frozenset[str]().union(*(o.provinces for o in offers))
        if without:
            opened.setdefault((top.place, without), []).append(top.payment)
    _write(working, change, raised, opened)


def _offer(place: int, scheme: Scheme, payment: Payment, change: BestChange) -> _Offer | None:
    series = payment.figures.get("rate")
    within = clipped(scheme.validity, change.period)
    figure = series.on(max(change.period.start, scheme.validity.start)) if series and within else None
    provinces = frozenset(scheme.territory.get("provinces", ()))
    flat = payment.kind is PaymentKind.FLAT and figure is not None and set(figure.values) == {""}
    if not flat or not provinces or figure is None:
        return None
    return _Offer(place, payment, figure.values[""], provinces)


def _thing(payment: Payment) -> Thing:
    if payment.level is Level.FARM:
        return ("farm", payment.unit, payment.quantity, payment.reward.service, payment.reward.indicator)
    return ("land", payment.unit, frozenset(payment.measures))


def _as_much(working: Working, offer: _Offer, rate: Decimal, change: BestChange) -> Payment:
    working.says(
        change.line,
        change.period,
        rate,
        "figure",
        f"{working.schemes[offer.place].id}#{offer.payment.id}",
        "rate",
        "",
    )
    series = replaced(working, offer.payment.figures["rate"], change.period, Value(value=rate))
    assert series is not None
    return replace(offer.payment, figures={**offer.payment.figures, "rate": series})


def _write(
    working: Working,
    change: BestChange,
    raised: Mapping[int, Mapping[str, Payment]],
    opened: Mapping[tuple[int, frozenset[str]], list[Payment]],
) -> None:
    for place, payments in raised.items():
        working.payments(place, tuple(payments), lambda p, own=payments: own[p.id])  # type: ignore[misc]
    for number, ((place, provinces), offered) in enumerate(
        sorted(opened.items(), key=lambda o: (o[0][0], sorted(o[0][1])))
    ):
        working.schemes.append(
            _elsewhere(working, working.schemes[place], sorted(provinces), offered, change.period, number)
        )


def _elsewhere(
    working: Working,
    scheme: Scheme,
    provinces: Iterable[str],
    payments: list[Payment],
    period: Period,
    number: int,
) -> Scheme:
    """The payments of a scheme in provinces that pay nothing for the same."""
    ids = {p.id for p in payments}
    within = clipped(scheme.validity, period)
    assert within is not None
    return replace(
        scheme,
        id=f"{scheme.id}-elders-{number + 1}",
        name=Text(f"{scheme.name.nl} (ook elders)", f"{scheme.name.en} (elsewhere too)"),
        validity=within,
        territory={"provinces": tuple(provinces)},
        payments=tuple(replace(p, groups=()) for p in scheme.payments if p.id in ids),
        sources={**scheme.sources, SOURCE: working.source},
        corrects=None,
        path="",
    )
