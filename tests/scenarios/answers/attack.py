"""What somebody works out who has every sheet of every run on the same real farms, and knows in what the farms are alike.

Every euro that is told is a sum of amounts of farms. Whoever reads knows which amounts are the same (of a farm and payment, in
two years, on two sides or in two runs), so that equal amounts are one unknown. A combination of told sums that is left with one
to nine farms gives these away. Of numbers of farms the same is asked, by groups, outcomes and ranges, and of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from calculator.domain.scheme import Text
from calculator.scenarios.answers import money, spread
from calculator.scenarios.answers.cells import LEAST
from calculator.scenarios.answers.naming import DIMENSION, Names
from calculator.scenarios.answers.sheet import Sheet
from calculator.scenarios.answers.sheets import OUTCOME
from calculator.scenarios.answers.table import ALL, DIMENSIONS, groups_of
from calculator.scenarios.runs.result import payers_of
from calculator.scenarios.runs.running import Run

SIDES = ("before", "after")
Sheets = Mapping[str, Sheet]


@dataclass
class Known:
    """The told sums, as rows over the unknown amounts, with what they are called."""

    rows: list[np.ndarray] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, name: str, row: np.ndarray, told: object) -> None:
        if told is not None and row.any():
            self.rows.append(row)
            self.names.append(name)


class Attack:
    """All runs together; ``unknown`` has a row per amount (run, side, farm, ref, year) with its place among the unknowns."""

    def __init__(self, runs: Sequence[tuple[Run, Sheets]]) -> None:
        self.runs = runs
        frames = [
            getattr(run, side).paid[["farm", "ref", "year", "cents"]].assign(run=n, side=side)
            for n, (run, _) in enumerate(runs)
            for side in SIDES
        ]
        paid = pd.concat(frames, ignore_index=True)
        paid = paid[paid["cents"] != 0].assign(ref=lambda t: t["ref"].astype(str)).reset_index(drop=True)
        scheme = paid["ref"].str.partition("#")[0]
        self.at = paid.groupby(["farm", "ref", "cents"], sort=False).ngroup().to_numpy()
        self.paid = paid.assign(
            scheme=scheme, layer=scheme.str.split(".").str[0], payer=payers_of(paid["ref"]).astype(str)
        )
        self.size = int(self.at.max()) + 1
        self.farm = np.zeros(self.size, dtype=np.int64)
        self.farm[self.at] = paid["farm"].to_numpy(np.int64)
        population = runs[0][0].population
        self.count = len(population)
        self.groups = groups_of(population)
        self.known = Known()
        for n, (run, sheets) in enumerate(runs):
            self._euros(n, run, sheets)

    def row(self, mask: np.ndarray, weight: np.ndarray | float = 1.0) -> np.ndarray:
        """The sum of the amounts under a mask."""
        return np.bincount(
            self.at[mask], weights=np.broadcast_to(weight, mask.shape)[mask], minlength=self.size
        )

    def inside(self, dimension: str, group: str) -> np.ndarray:
        """Whether each amount is of a farm in a group."""
        own = np.ones(self.count, bool) if dimension == ALL else (self.groups[dimension] == group).to_numpy()
        return own[self.paid["farm"].to_numpy(np.int64)]

    def places(self, run: Run) -> dict[tuple[Text, Text], tuple[str, str]]:
        """Groups by what they are called."""
        names = Names(run.rules[1])
        found = {(DIMENSION[ALL], names.group(ALL, ALL)): (ALL, ALL)}
        for d in DIMENSIONS:
            found |= {
                (DIMENSION[d], names.group(d, str(g))): (d, str(g)) for g in self.groups[d].cat.categories
            }
        return found

    def _euros(self, n: int, run: Run, sheets: Sheets) -> None:
        p, places = self.paid, self.places(run)
        sides = {side: ((p["run"] == n) & (p["side"] == side)).to_numpy() for side in SIDES}
        by_name = {name: at for (_, name), at in places.items() if at[0] in (ALL, "province")}

        def both(name: str, record: Mapping[str, object], inside: np.ndarray) -> None:
            for side in SIDES:
                self.known.add(f"{n} {name} {side}", self.row(sides[side] & inside), record[side])

        for r in sheets["costs"].records():
            both(f"costs {r['layer']} {r['payer']} {r['scheme']}", r, self._node(r))
        for r in sheets["years"].records():
            both(
                f"years {r['year']} {r['layer']} {r['payer']}",
                r,
                self._node(r) & (p["year"] == r["year"]).to_numpy(),
            )
        for r in sheets["uptake"].records():
            place = by_name[r["group"]]  # type: ignore[index]
            both(
                f"uptake {r['scheme']} {place}",
                r,
                (p["scheme"] == r["scheme"]).to_numpy() & self.inside(*place),
            )
        for r in sheets["incomes"].records():
            place = places[r["dimension"], r["group"]]  # type: ignore[index]
            both(f"incomes {place}", r, self.inside(*place))
        kinds = {text: name for name, text in OUTCOME.items()}
        outcome = money.changes(run)["outcome"].to_numpy()[p["farm"].to_numpy(np.int64)]
        for r in sheets["outcomes"].records():
            place, kind = places[r["dimension"], r["group"]], kinds[r["outcome"]]  # type: ignore[index]
            own = (outcome == kind) & self.inside(*place)
            step = self.row(sides["after"] & own) - self.row(sides["before"] & own)
            self.known.add(f"{n} outcomes {kind} {place}", step, r["difference"])
        for r in sheets["progress"].records():
            place = places[r["dimension"], r["group"]]  # type: ignore[index]
            own = self.inside(*place) & (p["year"] == r["year"]).to_numpy()
            for side, rules in zip(SIDES, run.rules, strict=True):
                long = {
                    f"{s.id}#{x.id}" for s in rules.schemes for x in s.payments if (x.term_years or 1) > 1
                }
                under = self.row(sides[side] & own & p["ref"].isin(long).to_numpy())
                self.known.add(f"{n} long {r['year']} {place} {side}", under, r[f"long_{side}"])

    def _node(self, record: Mapping[str, object]) -> np.ndarray:
        own = np.ones(len(self.paid), bool)
        for level in ("layer", "payer", "scheme"):
            if record.get(level):
                own &= (self.paid[level] == record[level]).to_numpy()
        return own

    def farms(self, row: np.ndarray) -> int:
        """On how many farms a combination rests."""
        return len(np.unique(self.farm[np.abs(row) > 1e-6]))

    def pairs(self) -> Iterator[str]:
        """Two told sums whose difference rests on one to nine farms."""
        told = np.array(self.known.rows)
        for n, row in enumerate(told):
            near = np.abs(told[n + 1 :] - row) > 1e-6
            for m in np.flatnonzero(near.any(axis=1) & (near.sum(axis=1) < 500)):
                if len(np.unique(self.farm[near[m]])) < LEAST:
                    yield f"{self.known.names[n]} - {self.known.names[n + 1 + m]}"

    def alone(self) -> Iterator[str]:
        """Told sums that rest on one to nine farms themselves."""
        yield from (
            name
            for name, row in zip(self.known.names, self.known.rows, strict=True)
            if self.farms(row) < LEAST
        )

    def targets(self) -> Iterator[tuple[str, np.ndarray]]:
        """Every cell of payments, groups and years on one to nine farms, on either side and their difference."""
        p = self.paid
        groups = [(ALL, ALL), *((d, str(g)) for d in DIMENSIONS for g in self.groups[d].cat.categories)]
        for place in groups:
            inside = self.inside(*place)
            for level in (None, "layer", "payer", "scheme"):
                for node in [""] if level is None else sorted(p[level].unique()):
                    own = inside if level is None else inside & (p[level] == node).to_numpy()
                    for year in (None, *sorted(p["year"].unique())):
                        mine = own if year is None else own & (p["year"] == year).to_numpy()
                        for n in range(len(self.runs)):
                            mask = mine & (p["run"] == n).to_numpy()
                            one, other = (self.row(mask & (p["side"] == s).to_numpy()) for s in SIDES)
                            for what, row in (("before", one), ("after", other), ("step", other - one)):
                                if 0 < self.farms(row) < LEAST:
                                    yield f"{n} {place} {node} {year} {what}", row

    def solved(self) -> Iterator[str]:
        """Small cells that some combination of all told sums gives."""
        told = np.array(self.known.rows)
        _, sizes, basis = np.linalg.svd(told, full_matrices=False)
        basis = basis[sizes > sizes.max() * 1e-10]
        for name, row in self.targets():
            left = row - basis.T @ (basis @ row)
            if np.abs(left).max() < 1e-6 * np.abs(row).max():
                yield name


class Numbers:
    """Numbers of farms of one run: by what divides all farms of a group, and what is left of them."""

    def __init__(self, run: Run, sheets: Sheets) -> None:
        self.run, self.sheets = run, sheets
        self.attack = Attack([(run, sheets)])
        self.places = self.attack.places(run)
        self.sizes = {
            self.places[r["dimension"], r["group"]]: r["farms"]  # type: ignore[index]
            for r in sheets["incomes"].records()
        }

    def members(self, place: tuple[str, str]) -> np.ndarray:
        dimension, group = place
        if dimension == ALL:
            return np.ones(self.attack.count, bool)
        return (self.attack.groups[dimension] == group).to_numpy()

    def families(self) -> Iterator[tuple[str, np.ndarray, list[tuple[np.ndarray, object]]]]:
        """Each property of farms with who has it, and the told numbers of those who do, with whom they count."""
        p, count = self.attack.paid, self.attack.count
        by_name = {name: at for (_, name), at in self.places.items() if at[0] in (ALL, "province")}
        for side in SIDES:
            mine = p["side"] == side
            for scheme in sorted(p["scheme"].unique()):
                has = np.zeros(count, bool)
                has[p.loc[mine & (p["scheme"] == scheme), "farm"].unique()] = True
                told = [(self.members(by_name[r["group"]]), r[f"farms_{side}"]) for r in self.sheets["uptake"].records()  # type: ignore[index]
                        if r["scheme"] == scheme]  # fmt: skip
                yield f"{scheme} {side}", has, told
            rules = self.run.rules[SIDES.index(side)]
            serving = {f"{s.id}#{x.id}" for s in rules.schemes for x in s.payments if x.serves}
            result = getattr(self.run, side).paid
            for year in sorted(result["year"].unique()):
                own = result[(result["year"] == year) & (result["cents"] != 0) & result["ref"].isin(serving)]
                kinds = (
                    own.assign(scheme=own["ref"].astype(str).str.partition("#")[0])
                    .groupby("farm")["scheme"]
                    .nunique()
                )
                has = np.zeros(count, bool)
                has[kinds[kinds >= 2].index] = True
                told = [(self.members(self.places[r["dimension"], r["group"]]), r[f"stack_{side}"])  # type: ignore[index]
                        for r in self.sheets["progress"].records() if r["year"] == year]  # fmt: skip
                yield f"stack {year} {side}", has, told
        farms = money.changes(self.run)
        outcome, step = (
            farms["outcome"].to_numpy(),
            (farms["after"] - farms["before"]) / self.run.receipt.years,
        )
        ranges = spread.placed(step, outcome == "same")
        kinds_ = {text: name for name, text in OUTCOME.items()}
        rows = list(self.sheets["outcomes"].records())
        spread_ = list(self.sheets["histogram"].records())
        for kind in money.OUTCOMES:
            told = [(self.members(self.places[r["dimension"], r["group"]]) & (outcome == k), r["farms"])  # type: ignore[index]
                    for r in rows for k in [kinds_[r["outcome"]]]]  # type: ignore[index]  # fmt: skip
            told += [(ranges == n, r["farms"]) for n, r in enumerate(spread_)]
            yield f"outcome {kind}", outcome == kind, told
        for n in range(len(spread_)):
            yield f"range {n}", ranges == n, told

    def small(self) -> Iterator[str]:
        """Numbers of farms from one to nine that follow from the told ones."""
        groups = list(self.sizes)
        for name, has, told in self.families():
            count = self.attack.count
            rows = [
                np.concatenate(
                    [who & has, who & ~has] if "outcome" in name or "range" in name else [who & has, 0 * who]
                )
                for who, number in told
                if number is not None
            ]
            rows += [np.tile(self.members(g), 2) for g in groups if self.sizes[g] is not None]
            if not rows:
                continue
            matrix = np.array(rows, dtype=float)
            _, sizes, basis = np.linalg.svd(matrix, full_matrices=False)
            basis = basis[sizes > sizes.max() * 1e-10]
            for place in groups:
                inside = self.members(place)
                for what, mine in (("has", has), ("has not", ~has)):
                    row = np.zeros(2 * count)
                    row[:count] = inside & mine if what == "has" else 0
                    row[count:] = 0 if what == "has" else inside & mine
                    if 0 < row.sum() < LEAST and np.abs(row - basis.T @ (basis @ row)).max() < 1e-6:
                        yield f"{name} {what} {place} {int(row.sum())}"
