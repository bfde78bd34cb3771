"""Rows of a population stand by farm, payment and year, in whatever order they came in."""

from __future__ import annotations

import pytest

from calculator.stacking.columns.answer import Gathering, rows


@pytest.mark.parametrize("cents", [7, 2**61], ids=["as paid", "as large as fits"])
def test_rows_stand_in_written_order_however_large_the_amounts(cents: int) -> None:
    into = Gathering((2026, 2027))
    into.farms.append(rows([(1, 0, 0, 0), (0, 0, 0, 0)], 4))
    into.paid.append(rows([(1, 0, 2026, 5), (0, 1, 2026, 3)], 4))
    into.paid.append(rows([(0, 0, 2027, 4), (0, 0, 2026, cents)], 4))
    found = into.finished()
    farm, payment, year = (column.tolist() for column in found.paid.at)
    assert list(zip(farm, payment, year, found.paid.value.tolist(), strict=True)) == [
        (0, 0, 2026, cents), (0, 0, 2027, 4), (0, 1, 2026, 3), (1, 0, 2026, 5),
    ]  # fmt: skip
    assert found.total.tolist() == [cents + 7, 5]
    assert len(found.open) == 0
