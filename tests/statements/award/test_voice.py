"""Figures, dates and citations as one language says them."""

from __future__ import annotations

import pytest

from calculator.statements.award.voice import Voice


@pytest.mark.parametrize(
    ("written", "nl", "en"),
    [
        ("18-27a", "artikel 18-27a", "article 18-27a"),
        ("14(1)", "artikel 14(1)", "article 14(1)"),
        ("artikel 3 en 4", "artikel 3 en 4", "article 3 and 4"),
        ("bijlage 2 C", "bijlage 2 C", "annex 2 C"),
        ("artikel 1(3) tot 1(7)", "artikel 1(3) tot 1(7)", "article 1(3) to 1(7)"),
        ("", "", ""),
    ],
)
def test_a_bare_number_of_an_article_is_called_an_article(written: str, nl: str, en: str) -> None:
    assert (Voice("nl").cited(written), Voice("en").cited(written)) == (nl, en)
