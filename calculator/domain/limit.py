"""Limits that bind a farm or an undertaking across payments: ceilings, minimum amounts, caps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from calculator.domain.period import Period
from calculator.domain.scheme import NotModelled, Text
from calculator.domain.source import Series, Source


class LimitKind(StrEnum):
    """The closed vocabulary of limits; ``docs/rules.md`` says which figures each takes."""

    DE_MINIMIS = "de_minimis"
    PER_HECTARE = "per_hectare"
    COST_SHARE = "cost_share"
    MINIMUM_TOTAL = "minimum_total"
    AMOUNT_CAP = "amount_cap"
    QUANTITY_CAP = "quantity_cap"


#: The figure of a limit that decides: its height.
MEASURE = {
    LimitKind.DE_MINIMIS: "ceiling",
    LimitKind.PER_HECTARE: "ceiling",
    LimitKind.COST_SHARE: "percent",
    LimitKind.MINIMUM_TOTAL: "minimum",
    LimitKind.AMOUNT_CAP: "cap",
    LimitKind.QUANTITY_CAP: "cap",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit from one date.

    It binds the payments that ``payments`` selects (``scheme#payment``, ``scheme``, ``@group``) and those whose legal
    basis is in ``legal_bases``. ``counts`` are bases that fill the ceiling without being cut by it (ANLb under the
    ABER ceiling per hectare). ``all_or_nothing`` grants are refused whole (Regulation 1408/2013, article
    3(8)). A cap on quantities with ``share_of`` is in percent of that land; one on euros with ``cap_per`` counts for each of that
    number or quantity of the farm.
    """

    id: str
    name: Text
    kind: LimitKind
    validity: Period
    figures: Mapping[str, Series]
    sources: Mapping[str, Source]
    article: str
    payments: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    all_or_nothing: bool = False
    window: str | None = None
    window_years: int | None = None
    keyed_by: str | None = None
    share_of: str | None = None
    cap_per: str | None = None
    not_modelled: tuple[NotModelled, ...] = field(default=())
    digest: str = ""
    path: str = ""

    @property
    def source(self) -> Source | None:
        """The source that it names first."""
        return next(iter(self.sources.values()), None)
