"""How much a count looks at, and how much it may."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.stacking.proof.step_ways import TooManyError


@dataclass(slots=True)
class Work:
    """Entries that are looked at, ``most`` at most."""

    most: int
    spent: int = 0

    def spend(self, entries: int) -> None:
        """Before these are looked at. TooManyError: they are too many, and none of them is."""
        if self.spent + entries > self.most:
            raise TooManyError
        self.spent += entries
