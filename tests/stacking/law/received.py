"""How much of the aid received counts on a day, as a ceiling over years counts it."""

from __future__ import annotations

from datetime import date

from calculator.domain.limit import Limit
from calculator.domain.money import cents_of
from calculator.domain.undertaking import Undertaking
from calculator.stacking.law.deminimis import counted, in_window


def used(limit: Limit, undertaking: Undertaking, day: date) -> int:
    """Cents of aid already received that count on the day."""
    return sum(
        cents_of(a.amount_eur)
        for a in counted(undertaking, limit.legal_bases, day)
        if in_window(limit, a.grant_date, day)
    )
