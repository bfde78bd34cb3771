"""How law is cited: written once, as in Dutch, and said in either language; names of Dutch law stay as they are."""

from __future__ import annotations

import re

from calculator.domain.scheme import Text

_CITED = (
    (r"\bBesluit (C\(\d{4}\) \d+) van de Commissie\b", r"Commission Decision \1"),
    (r"\bVerordening \((EU|EG)\)", r"Regulation (\1)"),
    (r"\bartikel\b", "article"),
    (r"\boverweging\b", "recital"),
    (r"\bbijlage\b", "annex"),
    (r"\bzoals vervangen door\b", "as replaced by"),
    (r"\btot wijziging van\b", "amending"),
    (r"\btoelichting op\b", "notes on"),
    (r"\baanhef en\b", "preamble and"),
    (r"\bonderdeel(?= [A-Z0-9])", "part"),
    (r"\btitel(?= \d)", "title"),
    (r"\bde regeling van (?=\d{4})", "the scheme of "),
    (r"\bregeling van (?=\d{4})", "scheme of "),
    (r"(?<=[\d)]) en (?=[\d(a-z])", " and "),
    (r"(?<=[\d)]) tot (?=[\d(])", " to "),
)


def cited(article: str) -> Text:
    """A citation in both languages; a bare number of an article is called one."""
    dutch = f"artikel {article}" if article[:1].isdigit() else article
    english = dutch
    for written, said in _CITED:
        english = re.sub(written, said, english)
    return Text(dutch, english)
