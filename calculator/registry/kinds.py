"""Which figures each kind of payment and limit takes, and in which unit: the one table that checks and docs share.

In a unit ``{unit}`` stands for the payment's own unit. ``tiers`` stands for the figures that the tiers name,
``above`` for those that they name as a rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import PaymentKind

_EUROS = ("EUR", "EUR/farm")
_PER_UNIT = ("EUR/{unit}",)
_POINTS = ("points/ha",)
_COUNT = ("{unit}",)
_YEARS = ("year",)
_CAP: Mapping[str, tuple[str, ...]] = {"cap": _EUROS, "min_amount": _EUROS, "extra_share": ("%",)}
#: What is paid for a quantity may begin after one, and end at one.
_SIZED: Mapping[str, tuple[str, ...]] = {**_CAP, "max_quantity": _COUNT, "free": _COUNT, "free_share": ("%",)}


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures that must be there and may be there, each with the units it can have (none: any unit)."""

    required: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]]
    tiers: tuple[str, ...] = ()
    free: bool = False
    above: tuple[str, ...] = ()

    def units(self, name: str) -> tuple[str, ...]:
        """The units that a figure of the name may have; empty means any."""
        return self.required.get(name) or self.optional.get(name) or ()


def _kind(*, tiers: tuple[str, ...] = (), **required: tuple[str, ...]) -> Figures:
    return Figures(required, _SIZED, tiers)


_PERCENT = Figures({"percent": ("%",)}, {**_CAP, "threshold": _EUROS})
_PERCENT_ITEMS = Figures(
    {"percent": ("%",)},
    {**_CAP, "threshold": _EUROS, "cap_per_item": ("EUR", "EUR/piece"), "max_items": ("piece",)},
)
_CONTINGENT = Figures({}, _CAP, free=True)

PAYMENTS: Mapping[PaymentKind, Figures] = {
    PaymentKind.FLAT: Figures(
        {"rate": _PER_UNIT}, {**_SIZED, "min_quantity": _COUNT, "deduction": _PER_UNIT}
    ),
    PaymentKind.FIRST_QUANTITY: _kind(rate=_PER_UNIT, first=_COUNT),
    PaymentKind.ACTIVITY: Figures({"points": _POINTS, "value": _PER_UNIT}, {}),
    PaymentKind.CLASS_PREMIUM: Figures({"entry": _POINTS, "threshold": _PER_UNIT, "rate": _PER_UNIT}, {}),
    PaymentKind.KPI_BINARY: Figures({"rate": _PER_UNIT}, {**_SIZED, "threshold": (), "threshold_max": ()}),
    PaymentKind.TIERED: _kind(tiers=_PER_UNIT),
    PaymentKind.CONTRACT_YEAR: _kind(tiers=_PER_UNIT),
    PaymentKind.RAMP: _kind(rate=_PER_UNIT, ramp_from=(), ramp_to=()),
    PaymentKind.INTERPOLATED: _kind(tiers=_PER_UNIT),
    PaymentKind.POINTS: Figures({"rate": ("EUR/point",)}, _CAP),
    PaymentKind.GATE_POINTS: Figures(
        {"base": _PER_UNIT, "per_point": ("EUR/{unit}/point",)}, {**_SIZED, "max_points": ("point",)}
    ),
    PaymentKind.BEST_N: Figures(
        {"rate": _PER_UNIT, "n": _YEARS, "m": _YEARS}, {**_SIZED, "threshold": (), "threshold_max": ()}
    ),
    PaymentKind.STEP_AREA: Figures({}, _SIZED, _EUROS, above=_PER_UNIT),
    PaymentKind.BANDED: _kind(tiers=_PER_UNIT),
    PaymentKind.FIXED_PLUS_VARIABLE: _kind(fixed=_EUROS, rate=_PER_UNIT),
    PaymentKind.PERCENT_COST: _PERCENT_ITEMS,
    PaymentKind.COST_SHARE: _PERCENT_ITEMS,
    PaymentKind.PERCENT_BALANCE: _PERCENT,
    PaymentKind.PERCENT_RENT: _PERCENT,
    PaymentKind.VALUE_LOSS: Figures({"percent": ("%",), "residual": ("EUR", "EUR/{unit}")}, _CAP),
    PaymentKind.TENDER_INDEX: _CONTINGENT,
    PaymentKind.MODEL: _CONTINGENT,
}

LIMITS: Mapping[LimitKind, Figures] = {
    LimitKind.DE_MINIMIS: Figures({"ceiling": ("EUR",)}, {"discount_rate": ("%",)}),
    LimitKind.PER_HECTARE: Figures({"ceiling": ("EUR/ha",)}, {}),
    LimitKind.COST_SHARE: Figures({"percent": ("%",)}, {}),
    LimitKind.MINIMUM_TOTAL: Figures({"minimum": _EUROS}, {}),
    LimitKind.AMOUNT_CAP: Figures({"cap": _EUROS}, {}),
    LimitKind.QUANTITY_CAP: Figures({"cap": ()}, {}),
}
