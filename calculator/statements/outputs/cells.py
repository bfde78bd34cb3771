"""Cells read from an award: what is absent is unknown, and a word that has no translation stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj, cents, text
from calculator.statements.award.voice import Voice
from calculator.statements.outputs.tables import Cell, Code, Euro


def euro(source: Obj, key: str) -> Euro | None:
    """The amount under a key."""
    found = cents(source, key)
    return None if found is None else Euro(found)


def day_of(source: Obj, key: str) -> date | str | None:
    """The day under a key; a date that is no date stays a text."""
    written = text(source, key)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return written


def word(voice: Voice, known: Mapping[str, Text], code: str) -> Code | None:
    """A code of a closed list with its word."""
    if not code:
        return None
    return Code(code, voice.say(known[code]) if code in known else code)


def source_cells(voice: Voice, title: str, article: str, url: str) -> tuple[Cell, Cell, Cell]:
    """A source in three columns."""
    return (voice.cited(title) or None, voice.cited(article) or None, url or None)
