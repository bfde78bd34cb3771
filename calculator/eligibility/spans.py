"""Years in which a scheme reads the same are assessed once.

A span is one reading of one version of a scheme over years in which every figure, and every legal basis still in force, is the
same; of what is granted for several years at once under a ceiling also those of the years that follow. What is found for its
first year holds for the others; only the year and the grant date differ. Payments that look at the years themselves (best n of
m years, crop history, running contracts) stand apart and are assessed each year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from calculator.domain.memory import Answers
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Payment, PaymentKind, Scheme
from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.conditions.territory import readings_of
from calculator.eligibility.instalments import looks_ahead

#: By the horizon, and lists of spans that are assessed together by those of one farm.
_SPANS: Answers[object, tuple[Span, ...]] = Answers("spans", 64)
_TOGETHER: Answers[int, tuple[object, tuple[tuple[Span, ...], ...]]] = Answers("spans together", 1_000)


@dataclass(frozen=True, slots=True)
class Span:
    """One version of a scheme; ``day`` is its first reference date.

    ``steady`` payments read the same in all its years, ``yearly`` ones look at the year, ``premiums`` rest on both;
    ``late`` ones look at the contracts of the farm, and so at what it can claim from others.
    """

    scheme: Scheme
    steady: tuple[Payment, ...]
    yearly: tuple[Payment, ...]
    premiums: tuple[Payment, ...]
    late: tuple[Payment, ...]
    day: date
    years: tuple[int, ...]

    @property
    def blocked(self) -> bool:
        """Whether the text asks something that nobody has accepted to leave out."""
        return any(not n.accepted for n in self.scheme.not_modelled)


def spans(rulebook: Rulebook, years: range, on: date) -> tuple[Span, ...]:
    """All spans of the years, by scheme and first year; ``on`` gives the day of each year at which rules are read."""
    remembered = rulebook.memory.of(_SPANS)
    key = (on.month, on.day, years.start, years.stop)
    found = remembered.get(key)
    if found is None:
        found = remembered[key] = tuple(_spans(rulebook, years, on))
    return found


def _spans(rulebook: Rulebook, years: range, on: date) -> Iterator[Span]:
    for scheme in rulebook.schemes:
        alike: dict[tuple[object, ...], list[date]] = {}
        for year in years:
            day = same_day_in(year, on)
            if scheme.validity.contains(day):
                alike.setdefault(_signature(scheme, rulebook, day), []).append(day)
        premiums = tuple(p for p in scheme.payments if p.kind is PaymentKind.CLASS_PREMIUM)
        rest = [p for p in scheme.payments if p not in premiums]
        late = tuple(p for p in rest if p.kind is not PaymentKind.ACTIVITY and _looks_at_contracts(scheme, p))
        yearly = tuple(p for p in rest if p not in late and _looks_at_years(scheme, p))
        steady = tuple(p for p in rest if p not in late and p not in yearly)
        for reading in readings_of(scheme, rulebook):
            for days in alike.values():
                yield Span(reading, steady, yearly, premiums, late, days[0], tuple(d.year for d in days))


def on_land_together(mine: tuple[Span, ...], rulebook: Rulebook) -> tuple[tuple[Span, ...], ...]:
    """The spans, those of one version of a scheme together where all its steady payments are on land.

    ``mine`` are a list that the rulebook keeps: it is known by its identity.
    """
    known = rulebook.memory.of(_TOGETHER)
    found = known.get(id(mine))
    if found is None or found[0] is not mine:
        groups = (tuple(group) for _, group in groupby(mine, key=lambda span: id(span.scheme)))
        made = tuple(part for group in groups for part in _parts(group))
        found = known[id(mine)] = (mine, made)
    return found[1]


def _parts(group: tuple[Span, ...]) -> Iterable[tuple[Span, ...]]:
    first = group[0]
    on_land = not first.blocked and all(p.level is not Level.FARM for p in first.steady)
    return [group] if on_land else [(span,) for span in group]


def _signature(scheme: Scheme, rulebook: Rulebook, day: date) -> tuple[object, ...]:
    found: list[object] = [
        id(series.on(day)) for payment in scheme.payments for series in payment.figures.values()
    ]
    for name in (scheme.legal_basis, *(p.legal_basis for p in scheme.payments)):
        basis = rulebook.legal_bases.get(name or "")
        found.append(basis is not None and basis.ends_on is not None and day > basis.ends_on)
    return (*found, *looks_ahead(scheme, rulebook, day))


def _looks_at_years(scheme: Scheme, payment: Payment) -> bool:
    return payment.kind in (PaymentKind.BEST_N, PaymentKind.CONTRACT_YEAR) or any(
        c.kind == "history_includes" or "contracts" in _of(c) for c in every_condition(scheme, payment)
    )


def _looks_at_contracts(scheme: Scheme, payment: Payment) -> bool:
    return bool(contracted(scheme, payment))


def contracted(scheme: Scheme, payment: Payment) -> frozenset[str]:
    """The schemes (or ``layer.payer.*``) whose contracts a payment looks at."""
    return frozenset(
        name
        for c in every_condition(scheme, payment)
        if "contracts" in _of(c)
        for name in texts(_of(c)["contracts"])
    )


def _of(condition: Condition) -> Mapping[str, object]:
    of = condition.arguments.get("of")
    return of if isinstance(of, Mapping) else {}


def every_condition(scheme: Scheme, payment: Payment) -> Iterator[Condition]:
    """The conditions of a payment and of its scheme, with those that others hold."""
    waiting: list[Condition] = [*scheme.conditions, *payment.conditions]
    while waiting:
        condition = waiting.pop()
        yield condition
        nested = condition.arguments.get("conditions")
        if isinstance(nested, Iterable):
            waiting += [c for c in nested if isinstance(c, Condition)]
