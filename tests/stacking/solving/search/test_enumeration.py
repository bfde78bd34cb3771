"""In which order decisions are counted out."""

from __future__ import annotations

from calculator.stacking.solving.search.enumeration import year_by_year


def test_decisions_that_say_their_year_are_counted_out_year_by_year() -> None:
    assert year_by_year(["farm:b:2027", "farm:a:2027", "~day:2026-07-01", "farm:c:2026"]) == [3, 2, 1, 0]
    assert year_by_year(["farm:a:2027", "P1"]) is None
    assert year_by_year(["farm:a:2027", "farm:b:2027"]) is None
