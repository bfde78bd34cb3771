"""What a process keeps from one run to the next: the farms of the last one, and the processes that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field

from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.keeping import Crews
from calculator.services.scenario.running import farms as scenario_farms
from calculator.services.statement.life import Desk
from calculator.store.scenarios.populations import KeptPopulation, Kind


@dataclass(slots=True)
class Standing:
    """One population at most. Clients are gathered anew for each run, since a mandate may have ended; nothing of them stays."""

    crews: Crews = field(default_factory=Crews)
    _of: str = ""
    _farms: Population | None = None

    def population(self, desk: Desk, kept: KeptPopulation) -> Population:
        """The farms of a run; raises CannotComplete where they are gone."""
        stays = kept.kind is not Kind.CLIENTS and not kept.archived
        if self._farms is None or not stays or self._of != kept.public_id:
            # The former ones go first, so that never two are in memory.
            self.close()
            found = scenario_farms.population(desk, kept)
            if not stays:
                return found
            self._of, self._farms = kept.public_id, found
        return self._farms

    def done(self) -> None:
        """A run is over: what does not stay goes."""
        if self._farms is None:
            self.close()

    def close(self) -> None:
        """Let go of all of it."""
        self.crews.close()
        self._of, self._farms = "", None
