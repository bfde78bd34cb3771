"""Amounts in sentences carry the euro sign and the marks of the reader's language, whoever wrote the sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain import amount_words
from calculator.domain.scheme import Text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            Text("beslissingen boven EUR 25.000", "decisions above EUR 25,000"),
            Text("beslissingen boven €\u00a025.000", "decisions above €25,000"),
        ),
        (Text("EUR 5, of EUR 6", "EUR 5, or EUR 6"), Text("€\u00a05, of €\u00a06", "€5, or €6")),
        (Text("in EUR per hectare", "in EUR per hectare"), Text("in EUR per hectare", "in EUR per hectare")),
    ],
)
def test_an_amount_that_a_rule_writes_with_its_code_is_read_with_its_sign(written: Text, said: Text) -> None:
    assert amount_words.with_euro_sign(written) == said


def test_an_amount_has_the_marks_of_its_language_and_cents_where_there_are_any() -> None:
    assert amount_words.euros(Decimal("1234.5")) == Text("€\u00a01.234,50", "€1,234.50")
    assert amount_words.cents(120_000) == Text("€\u00a01.200", "€1,200")


def test_a_unit_reads_as_one_of_it() -> None:
    assert amount_words.one_of("100kg_milk") == Text("100 kg melk", "100 kg of milk")
    assert amount_words.one_of("ha") == Text("ha", "ha")
