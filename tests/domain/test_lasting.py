"""By when notice must be given, and how often a contract was extended."""

from __future__ import annotations

from datetime import date

import pytest

from calculator.domain.lasting import Extension, Notice


@pytest.mark.parametrize(
    ("notice", "last", "latest"),
    [
        (Notice(months=6), date(2031, 12, 31), date(2031, 6, 30)),
        (Notice(months=3), date(2027, 3, 31), date(2026, 12, 31)),
        (Notice(months=12), date(2028, 2, 29), date(2027, 2, 28)),
        (Notice(months=1), date(2027, 3, 30), date(2027, 2, 27)),
        (Notice(by=(10, 1)), date(2031, 12, 31), date(2031, 10, 1)),
        (Notice(by=(10, 1)), date(2031, 3, 31), date(2030, 10, 1)),
        (Notice(by=(12, 31)), date(2031, 12, 31), date(2031, 12, 31)),
    ],
)
def test_notice_is_given_on_a_day_that_leaves_its_months_or_on_its_own(
    notice: Notice, last: date, latest: date
) -> None:
    assert notice.latest(last) == latest


def test_years_past_the_term_count_as_extensions_each_begun_one_whole() -> None:
    rule = Extension(2)
    assert [rule.used(6, served) for served in (1, 6, 7, 8, 9)] == [0, 0, 1, 1, 2]
