"""How two claims bear on each other: typed, directed, dated, sourced, and per quantity and level."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from calculator.domain.period import Period
from calculator.domain.scheme import Level
from calculator.domain.source import Confidence, Source


class RelationType(StrEnum):
    """What happens when ``a`` and ``b`` meet on the same ground (or farm, as the level says).

    ``exclusive``: only one of them. ``highest``: only the higher counts. ``additive``: both count.
    ``zero``: ``a`` loses the quantity while ``b`` is claimed. ``reduced``: ``a`` keeps the share ``parameter``.
    ``requires``: ``a`` only where ``b`` is claimed. ``net_of``: ``a`` is paid less what ``b`` pays.
    ``sum_capped``: together at most ``parameter``. ``unknown``: nobody has published it; expected reads exclusive.
    """

    EXCLUSIVE = "exclusive"
    HIGHEST = "highest"
    ADDITIVE = "additive"
    ZERO = "zero"
    REDUCED = "reduced"
    REQUIRES = "requires"
    NET_OF = "net_of"
    SUM_CAPPED = "sum_capped"
    UNKNOWN = "unknown"


#: Groups of eco-activities, packages of agricultural nature management, and sales of credits: what nobody has published of two
#: payments in these is unknown, not allowed. A payment is in them by its kind or legal basis, whether its file says so or not.
ECO_ACTIVITY, ANLB, CREDIT_SALE = "eco-activity", "anlb", "credit-sale"
UNKNOWN_UNLESS_PUBLISHED = frozenset({ECO_ACTIVITY, ANLB, CREDIT_SALE})


class Quantity(StrEnum):
    """What a relation bears on."""

    MONEY = "money"
    POINTS = "points"
    VALUE = "value"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Relation:
    """One row of a relation table.

    ``a`` and ``b`` select payments: ``scheme#payment``, ``scheme`` (all its payments) or ``@group``. A row that names
    payments beats one that names a scheme, which beats one with a group. ``parameter`` is a share for ``reduced``,
    euros per unit for ``sum_capped``.
    """

    id: str
    a: str
    b: str
    type: RelationType
    quantity: Quantity
    level: Level
    validity: Period
    source: Source
    confidence: Confidence
    parameter: Decimal | None = None
    note: str | None = None

    @property
    def specificity(self) -> int:
        """Higher beats lower when several rows match one pair."""
        return sum(2 if "#" in side else (0 if side.startswith("@") else 1) for side in (self.a, self.b))


def selects(selector: str, ref: str, scheme: str, groups: tuple[str, ...]) -> bool:
    """Whether ``scheme#payment``, ``scheme`` or ``@group`` names the payment."""
    if selector.startswith("@"):
        return selector[1:] in groups
    return selector in (ref, scheme)
