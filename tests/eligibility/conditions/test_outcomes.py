"""What an answer of a farm is as a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.eligibility.conditions.outcomes import as_number


@pytest.mark.parametrize(
    "written", ["NaN", "sNaN", "Infinity", "-inf", "1e9", "1E999999999", "1_000", "٣", " 5", ".5", "", "x"]
)
def test_what_no_person_writes_as_a_number_is_none(written: str) -> None:
    """Else it is reckoned with: of a power of ten every digit is written out."""
    assert as_number(written) is None


@pytest.mark.parametrize("written", ["0", "-5", "12.50", "00012"])
def test_a_number_that_was_written_as_text_is_that_number(written: str) -> None:
    assert as_number(written) == Decimal(written)
