"""The small things that entries of the catalogue are made of: texts, periods, numbers and sources as JSON-ready data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.period import Period
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.source import Figure, Source
from calculator.registry.words import remarks

Data = dict[str, object]


def source(given: Source) -> Data:
    """A text that was read."""
    return {
        "id": given.id,
        "title": given.title,
        "url": given.url,
        "article": given.article,
        "seen": given.seen.isoformat(),
        "published": given.published,
    }


def period(given: Period) -> Data:
    """Half-open: ``valid_until`` is the first day on which it no longer holds."""
    return {
        "valid_from": given.start.isoformat(),
        "valid_until": given.end.isoformat() if given.end else None,
    }


def words(text: Text | None, language: str | None) -> object:
    """In one language, or in both where none is asked for."""
    if text is None:
        return None
    return text[language] if language else {"nl": text.nl, "en": text.en}


def numbers(values: Mapping[str, Decimal]) -> dict[str, str]:
    """Keyed values as decimal strings."""
    return {key: plain(value) for key, value in values.items()}


def number(value: Decimal | None) -> str | None:
    """A decimal string, or None."""
    return None if value is None else plain(value)


def figure_data(
    figure: Figure, sources: Mapping[str, Source], rulebook: Rulebook, language: str | None
) -> Data:
    """One figure: value, unit, period, status, confidence and source together."""
    return {
        **period(figure.period),
        "unit": figure.unit,
        "values": numbers(figure.values),
        "low": numbers(figure.low),
        "high": numbers(figure.high),
        "status": figure.status.value,
        "confidence": figure.confidence.value,
        "computes": figure.computes,
        "origin": words(remarks.told(figure.origin, rulebook), language),
        "note": words(remarks.told(figure.note, rulebook), language),
        "sources": [source(sources[s]) if s in sources else {"id": s} for s in figure.sources],
    }
