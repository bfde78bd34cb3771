"""The tables of a population as the columns that ``stacking.columns`` settles: whole arrays at once, no profile per farm."""

from __future__ import annotations

from calculator.scenarios.encoding.farms import encoded

__all__ = ["encoded"]
