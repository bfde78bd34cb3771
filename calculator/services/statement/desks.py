"""The desk at which statements are asked for and made, with the real calculation, rules and clock."""

from __future__ import annotations

from datetime import UTC, datetime

from calculator.domain.dutch_day import dutch_day
from calculator.services.award import awards
from calculator.services.registry import rulebooks
from calculator.services.statement.life import Desk
from calculator.store import Database


def live(database: Database) -> Desk:
    """The real calculation, rules and clock."""
    return Desk(
        database,
        rulebooks.current,
        awards.compute,
        now=lambda: datetime.now(UTC),
        today=lambda: dutch_day(datetime.now(UTC)),
    )
