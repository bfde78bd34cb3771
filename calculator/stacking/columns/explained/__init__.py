"""The explanations of a population's awards, as tables of the same evaluation; ``docs/columns.md`` says what they hold."""

from __future__ import annotations

from calculator.stacking.columns.explained.tables import Explained

__all__ = ["Explained"]
