"""Law is cited in both languages from one text, and a Dutch law keeps its name."""

from __future__ import annotations

import pytest

from calculator.domain.citing import cited


@pytest.mark.parametrize(
    ("written", "nl", "en"),
    [
        ("26(3)", "artikel 26(3)", "article 26(3)"),
        (
            "Verordening (EU) 1408/2013, artikel 3(2) en 3(8), zoals vervangen door 2024/3118",
            "Verordening (EU) 1408/2013, artikel 3(2) en 3(8), zoals vervangen door 2024/3118",
            "Regulation (EU) 1408/2013, article 3(2) and 3(8), as replaced by 2024/3118",
        ),
        ("Uitvoeringsregeling GLB 2023, artikel 8",) * 2 + ("Uitvoeringsregeling GLB 2023, article 8",),
        ("overweging 36; 2(10)", "overweging 36; 2(10)", "recital 36; 2(10)"),
        ("toelichting op de regeling van 2023",) * 2 + ("notes on the scheme of 2023",),
        ("regeling van 2018", "regeling van 2018", "scheme of 2018"),
        ("aanhef en artikel II, onderdeel C",) * 2 + ("preamble and article II, part C",),
        ("titel 5.8", "titel 5.8", "title 5.8"),
        ("Besluit C(2018) 6937 van de Commissie, SA.44848 (2017/N)",) * 2
        + ("Commission Decision C(2018) 6937, SA.44848 (2017/N)",),
    ],
)
def test_a_citation_reads_in_either_language(written: str, nl: str, en: str) -> None:
    assert (cited(written).nl, cited(written).en) == (nl, en)
