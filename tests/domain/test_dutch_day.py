"""Half an hour after midnight it is a new day for a farmer, though a server on UTC still has the day before."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from calculator.domain.dutch_day import dutch_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 27, 23, 30, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 27, 22, 30, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_the_netherlands(moment: datetime, day: date) -> None:
    assert dutch_day(moment) == day


def test_a_moment_without_a_zone_is_on_no_day() -> None:
    with pytest.raises(ValueError, match="zone"):
        dutch_day(datetime(2026, 7, 1, 12))  # noqa: DTZ001
