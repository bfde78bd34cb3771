"""How amounts, quantities and dates are said in one language; every figure on a statement goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from calculator.domain.citing import cited
from calculator.domain.money import eur
from calculator.domain.months import MONTHS
from calculator.domain.quantity import plain
from calculator.domain.scheme import Text
from calculator.domain.sentences import listed

Language = Literal["nl", "en"]

NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Voice:
    """A language with its marks: ``€ 1.234,56`` and 24 november 2026, or ``€1,234.56`` and 24 November 2026."""

    language: Language

    def say(self, text: Text, **values: object) -> str:
        """The words in this language, with the named values filled in."""
        said = text[self.language]
        return said.format(**values) if values else said

    def money(self, cents: int) -> str:
        """An amount in euros, always with two decimals."""
        return self._euro(eur(cents))

    def rate(self, euros: Decimal) -> str:
        """An amount per unit: at least two decimals, and as many as the source gave (EUR 0.0144 per point)."""
        whole, _, decimals = plain(euros).partition(".")
        return self._euro(f"{whole}.{decimals.ljust(2, '0')}")

    def number(self, value: Decimal | int) -> str:
        """A quantity without trailing zeros."""
        return self._marked(plain(Decimal(value)))

    def points(self, value: Decimal, *, short: bool = False) -> str:
        """Points to two decimals: those scored downwards and those ``short`` upwards, so that no goal seems to be reached."""
        return self.number(value.quantize(Decimal("0.01"), ROUND_CEILING if short else ROUND_FLOOR))

    def area(self, hectares: Decimal) -> str:
        """Hectares with at least two decimals, as parcels are registered."""
        whole, _, decimals = plain(hectares).partition(".")
        return self._marked(f"{whole}.{decimals.ljust(2, '0')}")

    def percent(self, share: Decimal) -> str:
        """A share of one as a percentage with at most one decimal."""
        rounded = (share * 100).quantize(Decimal("0.1"))
        return f"{self._marked(plain(rounded))}%"

    def day(self, day: date) -> str:
        """A date with the month in full."""
        return NO_BREAK.join((str(day.day), MONTHS[day.month - 1][self.language], str(day.year)))

    def days(self, written: str) -> str:
        """A date written ``2026-05-15`` in full; other words (a period, a deadline) as they are."""
        try:
            return self.day(date.fromisoformat(written))
        except ValueError:
            return written

    def cited(self, article: str) -> str:
        """A citation of law as it is written in Dutch, in this language."""
        return cited(article)[self.language]

    def years(self, years: list[int]) -> str:
        """Years as runs: ``2026-2028`` (en dash), ``2026, 2028``."""
        runs: list[list[int]] = []
        for year in sorted(set(years)):
            if runs and runs[-1][-1] == year - 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

    def listed(self, items: list[str], most: int = 8) -> str:
        """Items with commas; past ``most`` the rest is counted."""
        return listed(items, most)[self.language]

    def _euro(self, machine: str) -> str:
        sign, digits = ("-", machine[1:]) if machine.startswith("-") else ("", machine)
        if self.language == "nl":
            return f"€{NO_BREAK}{sign}{self._marked(digits)}"
        return f"{sign}€{self._marked(digits)}"

    def _marked(self, machine: str) -> str:
        sign, digits = ("-", machine[1:]) if machine.startswith("-") else ("", machine)
        whole, _, decimals = digits.partition(".")
        thousands, mark = (".", ",") if self.language == "nl" else (",", ".")
        grouped = f"{int(whole):,}".replace(",", thousands)
        return f"{sign}{grouped}{mark}{decimals}" if decimals else f"{sign}{grouped}"
