"""Aid over time: each grant comes in on its day and falls out the day after three years, once, however many years count it."""

from datetime import date
from decimal import Decimal

from calculator.web.views.aid_window import HEAD, HEIGHT, of

OLD = {"grant_date": "2024-06-01", "amount_eur": "18000.00", "from": "Provincie"}
NEW = {"grant_date": "2025-06-01", "amount_eur": "29000.00", "from": "Gemeente"}


def use(year: int, *grants: dict[str, str], window: str = "rolling 3") -> dict[str, object]:
    return {"year": year, "ceiling_eur": "50000.00", "window": window, "grants": list(grants)}


def test_every_grant_falls_out_the_day_after_its_window_and_frees_its_room() -> None:
    found = of([use(2026, OLD, NEW), use(2027, OLD, NEW), use(2028, NEW)])
    assert found is not None
    assert [(e.day, e.counted, e.room) for e in found.events] == [
        (date(2024, 6, 1), Decimal(18000), Decimal(32000)),
        (date(2025, 6, 1), Decimal(47000), Decimal(3000)),
        (date(2027, 6, 2), Decimal(29000), Decimal(21000)),
        (date(2028, 6, 2), Decimal(0), Decimal(50000)),
    ]
    assert len(found.steps) == 3, "nothing is drawn where nothing counts"
    assert found.ceiling_y == HEAD
    assert found.steps[1].height == round(HEIGHT * 47 / 50)
    assert [year for year, _ in found.years] == [2024, 2025, 2026, 2027, 2028]
    assert found.steps[0].x + found.steps[0].width == found.steps[1].x


def test_two_equal_grants_of_one_day_are_two() -> None:
    found = of([use(2026, NEW, NEW)])
    assert found is not None
    assert found.events[1].counted == Decimal(58000)
    assert found.events[1].room == 0


def test_no_window_is_drawn_without_grants_or_for_a_limit_that_does_not_roll() -> None:
    assert of([use(2026)]) is None
    assert of([use(2026, NEW, window="fiscal 3")]) is None
