"""How thick a trunk is: a number, or one of the classes that payers use (``<20``, ``20-60``, ``>60``), in centimetres."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

#: From and to, both included, and whether the bound itself is left out.
_Span = tuple[Decimal, Decimal, bool]

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_MOST = Decimal(10_000)


def class_of(found: str, classes: Iterable[str]) -> str | None:
    """The class that a trunk lies in, all of it; the words as they are where it lies in none, None where they say no size."""
    span = _span(found)
    for name in classes:
        whole = _span(name)
        if found == name or (span is not None and whole is not None and _within(span, whole)):
            return name
    return found if span is not None else None


def _within(span: _Span, whole: _Span) -> bool:
    low, high, open_ = span
    least, most, without = whole
    if without and not open_ and (low == least or high == most):
        return False
    return least <= low and high <= most


def _span(text: str) -> _Span | None:
    """What the words span: a number, two with a dash between them, or what is above or below one."""
    plain = re.sub(r"\s+|cm", "", text).replace("\N{EN DASH}", "-")
    if one := re.fullmatch(_NUMBER, plain):
        size = _decimal(one[1])
        return size, size, False
    if two := re.fullmatch(f"{_NUMBER}-{_NUMBER}", plain):
        return _decimal(two[1]), _decimal(two[2]), False
    if beside := re.fullmatch(f"([<>]){_NUMBER}", plain):
        size = _decimal(beside[2])
        return (Decimal(0), size, True) if beside[1] == "<" else (size, _MOST, True)
    return None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
