"""The day it is in the Netherlands, whatever clock a server keeps: grants, mandates and reference dates are of Dutch days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_NETHERLANDS = ZoneInfo("Europe/Amsterdam")


def dutch_day(moment: datetime) -> date:
    """The day there at a moment that knows its zone; raises ValueError for one that does not."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is on no day: give it UTC")
    return moment.astimezone(_NETHERLANDS).date()
