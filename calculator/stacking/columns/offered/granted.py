"""What farms are granted as a whole: one payment to some of them, with the amount of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from calculator.domain.claim import Claim
from calculator.domain.period import same_day_in
from calculator.domain.quantity import GRAIN
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.offered.sizes import Straight
from calculator.stacking.columns.offered.straight import amounts, whole


@dataclass(frozen=True, slots=True, eq=False)
class Granted:
    """One payment to some farms, the same in each of ``years``: cents as a line says them, and exactly in micro-cents.

    ``claim`` stands for all of them: its terms hold but for the rate. ``quantity`` is in millionths, ``rate`` in millionths of
    a cent per unit. ``high`` is the same at the highest of a tariff that is a range.
    """

    claim: Claim
    years: tuple[int, ...]
    farm: Ints
    cents: Ints
    exact: Ints
    quantity: Ints
    rate: Ints
    high: Granted | None = None

    def of(self, mask: Mask) -> Granted:
        """To some of its farms."""
        return Granted(
            self.claim, self.years, self.farm[mask], self.cents[mask], self.exact[mask], self.quantity[mask],
            self.rate[mask], self.high and self.high.of(mask),
        )  # fmt: skip

    def over(self, years: tuple[int, ...]) -> Granted:
        """In some of its years."""
        return replace(self, years=years, high=self.high and self.high.over(years))


@dataclass(slots=True)
class Beside:
    """What farms are granted and not paid: after the end of its legal basis, and while aid received is unknown."""

    ended: list[Granted] = field(default_factory=list)
    held: list[Granted] = field(default_factory=list)


def in_year(claim: Claim, year: int) -> Claim:
    """The claim as it is granted in that year."""
    return replace(claim, year=year, grant_date=same_day_in(year, claim.grant_date))


def on_line(line: Straight, years: tuple[int, ...], farm: Ints, sizes: Ints) -> Granted:
    """The amounts on a line, in whole numbers of any length; OverflowError where one does not fit in the columns."""
    claim = line.claim
    assert claim is not None
    high = (
        None if line.high is None else on_line(replace(line, rate=line.high, high=None), years, farm, sizes)
    )
    lines = amounts(line.quantity, line.rate, GRAIN[claim.unit])
    steps = sizes if lines.steps is None else whole(lines.steps, sizes)
    return Granted(
        claim, years, farm, whole(lines.cents, steps), whole(lines.exact, sizes), whole(lines.quantity, sizes),
        whole(lines.rate, sizes), high,
    )  # fmt: skip
