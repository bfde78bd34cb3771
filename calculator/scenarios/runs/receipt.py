"""What pins a run: the same receipt gives the same result to the cent, whoever worked it out and however many there were."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from calculator.scenarios.runs.rechecking import Recheck


@dataclass(frozen=True, slots=True)
class Receipt:
    """Hash of the population, digests of the rulebooks, hash of the scenario, reference date, years, seed, engine.

    ``left_out`` are rows of the population that were broken and were left out, as asked. ``recheck`` is what came of working out
    a sample once more: it follows from the rest, and is there once the run is done.
    """

    population: str
    before: str
    after: str
    scenario: str
    on: date
    years: int
    seed: int
    engine: str
    left_out: int = 0
    recheck: Recheck | None = None

    @property
    def key(self) -> str:
        """One word for all of it."""
        return hashlib.sha256(json.dumps(self._pinned(), sort_keys=True).encode()).hexdigest()

    @property
    def mark(self) -> str:
        """What every evaluation of this population shares, whatever the scenario: so a next scenario finds the baseline."""
        said = [self.population, self.on.isoformat(), str(self.years), self.engine]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def as_data(self) -> dict[str, object]:
        """The receipt as JSON-ready data."""
        return {**self._pinned(), **(self.recheck.as_data() if self.recheck else {})}

    def _pinned(self) -> dict[str, object]:
        told = {**asdict(self), "on": self.on.isoformat()}
        del told["recheck"]
        return told
