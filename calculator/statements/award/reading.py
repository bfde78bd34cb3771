"""The award as it arrives (JSON-ready, the contract's keys) read into values; what is absent reads as empty.

Texts of an award are either in its own language already, or a pair ``{"nl": ..., "en": ...}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from calculator.domain.money import cents_of

Obj = Mapping[str, object]


class UnreadableAwardError(ValueError):
    """The award is not of the contract's shape; the message names the place."""


def objects(source: Obj, key: str) -> tuple[Obj, ...]:
    """The objects of a list; an absent list is empty."""
    found = source.get(key)
    if found is None:
        return ()
    if not isinstance(found, list | tuple) or not all(isinstance(item, Mapping) for item in found):
        raise UnreadableAwardError(f"{key}: a list of objects is expected")
    return tuple(found)


def items(source: Obj, key: str) -> tuple[object, ...]:
    """A list of whatever it holds; an absent list is empty."""
    found = source.get(key)
    if found is None:
        return ()
    if not isinstance(found, list | tuple):
        raise UnreadableAwardError(f"{key}: a list is expected")
    return tuple(found)


def inner(source: Obj, key: str) -> Obj:
    """The object under a key; empty where it is absent."""
    found = source.get(key)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise UnreadableAwardError(f"{key}: an object is expected")
    return found


def words(value: object, language: str) -> str:
    """A text in the language asked for where there is a choice; empty where there is none."""
    if isinstance(value, Mapping):
        value = value.get(language) or value.get("nl") or value.get("text") or ""
        return words(value, language)
    return "" if value is None else str(value)


def text(source: Obj, key: str, language: str = "nl") -> str:
    """The text under a key, or empty."""
    return words(source.get(key), language)


def number(source: Obj, key: str) -> Decimal | None:
    """The decimal under a key, or None."""
    found = source.get(key)
    if found is None or found == "":
        return None
    try:
        value = Decimal(str(found))
    except InvalidOperation as fault:
        raise UnreadableAwardError(f"{key}: {str(found)[:40]!r} is not a number") from fault
    if not value.is_finite():
        raise UnreadableAwardError(f"{key}: {found!s} is not a number")
    return value


def cents(source: Obj, key: str) -> int | None:
    """The amount in euros under a key as cents, or None."""
    found = number(source, key)
    return None if found is None else cents_of(found)


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One payment line of one year; amounts in cents, ``rate`` in euros per unit of measure."""

    year: int
    scheme: str
    payer: str
    payment: str
    service: str
    indicator: str
    term: str
    unit: str
    quantity: Decimal | None
    measure: str
    rate: Decimal | None
    amount: int
    formula: str
    legal_basis: str
    status: str
    certainty: str
    sources: tuple[object, ...]
    origin: Obj

    @property
    def ref(self) -> tuple[str, str]:
        """What the line is a payment of."""
        return (self.scheme, self.payment)


def paid_lines(award: Obj, language: str, key: str = "lines") -> tuple[PaidLine, ...]:
    """The lines of all years, in the order of the award; ``continuation`` lines stand under their own key."""
    return tuple(
        _line(line, int(str(year.get("year"))), language)
        for year in objects(award, "years")
        for line in objects(year, key)
    )


def _line(line: Obj, year: int, language: str) -> PaidLine:
    amount = cents(line, "amount_eur")
    if amount is None:
        raise UnreadableAwardError(f"years/{year}/lines: a line without amount_eur")
    service = line.get("service")
    reward = service if isinstance(service, Mapping) else line
    return PaidLine(
        year=year,
        scheme=text(line, "scheme"),
        payer=text(line, "payer", language),
        payment=text(line, "payment"),
        service=words(reward.get("service_name") or reward.get("name") or reward.get("service"), language),
        indicator=words(reward.get("indicator"), language),
        term=words(reward.get("term"), language),
        unit=text(line, "unit") or "farm",
        quantity=number(line, "quantity"),
        measure=text(line, "unit_of_measure"),
        rate=number(line, "rate_eur"),
        amount=amount,
        formula=text(line, "formula", language),
        legal_basis=text(line, "legal_basis", language),
        status=text(line, "status"),
        certainty=text(line, "certainty"),
        sources=items(line, "sources"),
        origin=line,
    )
