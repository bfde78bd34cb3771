"""How the limits stand beside an award: what fills each, what it leaves, and how a cap came about. Amounts in whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import Text
from calculator.domain.source import Source


@dataclass(frozen=True, slots=True)
class CapCount:
    """How a cap came about that counts for each of a number of the farm: euros for ``each``, of which there are ``number``."""

    of: str
    each: Decimal
    number: Decimal


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How a limit stands in a year: used, ceiling, the grants in its window, its price where it binds.

    ``per_hectare`` is its ceiling in cents per hectare, where it is one. Of a minimum amount (``minimum_total``) the ceiling is
    that minimum, from below. ``filled_by`` are the payments (``scheme#payment``) that are paid under it in the year, where its
    scope is; empty of a ceiling over years, whose ``grants`` say so. ``counts`` says how a cap came about that goes by a number.
    """

    limit: str
    name: Text
    scope: str
    year: int
    used: int
    ceiling: int
    window: str | None
    grants: tuple[tuple[date, int, str], ...]
    binding: bool
    price: int | None
    largest_grant_that_fits: int | None
    source: Source | None
    article: str
    kind: LimitKind
    per_hectare: int | None = None
    filled_by: tuple[str, ...] = ()
    counts: CapCount | None = None
