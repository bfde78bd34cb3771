"""Every figure of a draft, with the place and the payment or limit it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.limit import LimitKind
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import PaymentKind
from calculator.registry import kinds
from calculator.registry.draft import Draft
from calculator.registry.files.row import Row


@made_quickly
@dataclass(frozen=True, slots=True)
class Found:
    """One figure: its file, the payment or limit (``owner``), its name there, and its own row."""

    file: str
    owner: Row
    kind: kinds.Figures
    name: str
    row: Row

    def numbers(self) -> Iterator[tuple[Decimal, int]]:
        """Every number in it, with its line."""
        for key in ("value", "low", "high"):
            number = self.row.maybe_number(key)
            if number is not None:
                yield number, self.row.at(key)
        for key in ("values", "lows", "highs"):
            for name, number in self.row.numbers(key).items():
                yield number, self.row.at(key, name)

    def units(self) -> tuple[str, ...]:
        """The units that the figure may have here; empty means any."""
        tiers = self.owner.rows("tiers")
        units = self.kind.units(self.name)
        if any(t.text("figure") == self.name for t in tiers):
            units = self.kind.tiers
        elif any(t.maybe_text("rate") == self.name for t in tiers):
            units = self.kind.above
        own = self.owner.text("unit", "")
        found = tuple(unit.replace("{unit}", own) for unit in units)
        return (*found, "EUR") if "EUR/farm" in found and "EUR" not in found else found


def every(draft: Draft) -> Iterator[Found]:
    """The figures of every scheme and limit."""
    for file in draft.schemes:
        for payment in file.row.rows("payments"):
            yield from _of(file.file, payment, kinds.PAYMENTS[PaymentKind(payment.text("kind"))])
    for limit in draft.limits:
        yield from _of(limit.file, limit.row, kinds.LIMITS[LimitKind(limit.row.text("kind"))])


def _of(file: str, owner: Row, kind: kinds.Figures) -> Iterator[Found]:
    for name, rows in owner.lists_by_key("figures").items():
        for row in rows:
            yield Found(file, owner, kind, name, row)
