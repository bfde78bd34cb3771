"""What fills a limit: payments by their names, each told once."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.award import Line


def once(refs: Iterable[str]) -> tuple[str, ...]:
    """These payments."""
    return tuple(sorted(set(refs)))


def payments(lines: Iterable[Line]) -> tuple[str, ...]:
    """The payments of lines of which something is paid: what comes to nothing fills nothing."""
    return once(x.claim.ref for x in lines if x.amount)
