"""The loans and leases of farms, without the rest of their profiles."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.domain.farm import FarmProfile, Lease, Loan
from calculator.scenarios.population.profiles import money
from calculator.scenarios.population.profiles.slices import Slice
from calculator.scenarios.population.tables import Population


def parties(population: Population, profiles: Sequence[FarmProfile]) -> Sequence[FarmProfile]:
    """A profile per farm that says no more than its loans and leases; the whole one where a lease goes by its parcels."""
    count = len(population)
    if population.loans is None and population.leases is None:
        return [FarmProfile(0, "", (), loans=None, leases=None)] * count
    farms = Slice(population, "farms", 0, count)
    loans: list[tuple[Loan, ...] | None] = [None] * count
    leases: list[tuple[Lease, ...] | None] = [None] * count
    if population.loans is not None:
        loans = money.loans(Slice(population, "loans", 0, count), farms("loans_known"))
    if population.leases is not None:
        leases = money.leases(Slice(population, "leases", 0, count), farms("leases_known"))
    nothing: dict[tuple[bool, bool], FarmProfile] = {}
    found: list[FarmProfile] = []
    for at, (lent, leased) in enumerate(zip(loans, leases, strict=True)):
        if any(lease.area_ha is None and lease.parcels for lease in leased or ()):
            found.append(profiles[at])
        elif lent or leased:
            found.append(FarmProfile(0, "", (), loans=lent, leases=leased))
        else:
            bare = FarmProfile(0, "", (), loans=lent, leases=leased)
            found.append(nothing.setdefault((lent is None, leased is None), bare))
    return found
