"""Some farms with everything that they are offered, and the class that each of them reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.compiled import Compiled, Name, Ratios
from calculator.stacking.columns.farms import Farms
from calculator.stacking.columns.land import Land
from calculator.stacking.columns.premiums import Offered, reached
from calculator.stacking.columns.whole_farm import Granted

BALANCE = "money against a class"

#: A premium in a year with the class of each of its farms: its place, past the last where there is none.
Chosen = tuple[Offered, int, Ints]


@dataclass(slots=True)
class Case:
    """``left`` are the farms that cannot be settled here, with the reason."""

    farms: Farms
    land: Land
    granted: list[Granted]
    premiums: list[Offered]
    left: dict[int, str]
    compiled: Compiled
    rulebook: Rulebook
    on: date
    years: range

    def total(self, of: Ratios) -> dict[Name, Ints]:
        """Sums per farm by name."""
        land = self.land
        total = self.compiled.total(of, land.farm, land.table, land.quantity, len(self.farms))
        return {name: total[:, at] for name, at in of.names.known.items()}

    def leave(self, farms: Ints, reason: str) -> None:
        """Leave these farms, unless they are left for another reason already."""
        for at in farms.tolist():
            self.left.setdefault(at, reason)

    def classes(self) -> list[Chosen]:
        """The class of every farm, per premium and year; farms for which it hangs on other choices are left."""
        best, most = self.total(self.compiled.scores), self.total(self.compiled.most)
        found: list[Chosen] = []
        for made in self.premiums:
            for year in made.years:
                active = self.land.scoring.get((made.scheme, year))
                if active is None:
                    continue
                here, could = (
                    reached(
                        made, {str(n[2]): t[made.farm] for n, t in of.items() if n[:2] == (made.scheme, year)}
                    )
                    for of in (best, most)
                )
                mine = active[made.farm]
                self.leave(made.farm[mine & (could < here)], BALANCE)
                found.append((made, year, np.where(mine, here, len(made.claims))))
        return found
