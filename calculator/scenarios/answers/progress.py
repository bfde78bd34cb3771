"""Progress over the years: farms that stack, euros under contracts of several years, and the landscape share.

A farm stacks in a year when two schemes or more pay it for a service: income support, which all farms have, is none. Under
a contract of several years is what a payment with a term of more than one year pays. In all years farms do what they do, so
their landscape stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.answers.cells import LEAST, Mask
from calculator.scenarios.answers.guarding import Guard
from calculator.scenarios.answers.naming import DIMENSION, Names
from calculator.scenarios.answers.sheet import WITHHELD, Column, Sheet, whole
from calculator.scenarios.answers.table import ALL, cube, groups_of, protected
from calculator.scenarios.answers.years import few_between
from calculator.scenarios.runs.result import Result, schemes_of
from calculator.scenarios.runs.running import Run

SIDES = ("before", "after")


def progress(run: Run, watch: Guard | None = None, money: pd.DataFrame | None = None) -> Sheet:
    """Per year and province: stacking farms and euros under contracts of several years, on both sides.

    ``money`` are the cells of payments as they are told, which the euros of real farms must not give away.
    """
    names, rows, guard = Names(run.rules[1]), [], watch or Guard()
    years = sorted({int(y) for side in (run.before, run.after) for y in side.paid["year"].unique()})
    farms = {year: _of_both(run, year) for year in years}
    exposed = Exposed.of(run, farms, money)
    for year in years:
        for _, row in _cells(run, year, farms[year], guard, exposed).iterrows():
            dimension = str(row["dimension"])
            group = names.group(dimension, str(row["group"]))
            figures = [whole(row[c]) for c in ("stack_before", "stack_after", "long_before", "long_after")]
            rows.append((year, DIMENSION[dimension], group, *figures))
    columns = (
        Column("year", Text("jaar", "year"), "whole"),
        Column("dimension", Text("indeling", "division")),
        Column("group", Text("groep", "group")),
        Column("stack_before", Text("bedrijven die stapelen, nu", "farms that stack, now"), "whole"),
        Column(
            "stack_after", Text("bedrijven die stapelen, scenario", "farms that stack, scenario"), "whole"
        ),
        Column(
            "long_before",
            Text("onder meerjarige contracten, nu (€)", "under contracts of years, now (€)"),
            "euro",
        ),
        Column(
            "long_after",
            Text("onder meerjarige contracten, scenario (€)", "under contracts of years, scenario (€)"),
            "euro",
        ),
    )
    return Sheet("progress", Text("Voortgang", "Progress"), columns, tuple(rows), WITHHELD)


def _of_both(run: Run, year: int) -> pd.DataFrame:
    """What ``_of_farms`` says, on both sides. Every farm has a row, also one that is paid nothing any more: it may have been
    paid in an earlier run.
    """
    parts = [
        _of_farms(result, rules, year).add_suffix(f"_{side}")
        for side, result, rules in zip(SIDES, (run.before, run.after), run.rules, strict=True)
    ]
    every = pd.RangeIndex(len(run.population))
    return pd.concat(parts, axis=1).reindex(every).fillna(0).astype("int64").rename_axis("farm").reset_index()


def _cells(run: Run, year: int, farms: pd.DataFrame, guard: Guard, exposed: Exposed) -> pd.DataFrame:
    """Numbers and euros are withheld apart: where one is small the other need not be."""
    found = []
    for what, table in (("stack", "progress"), ("long", "contracts")):
        values = [f"{what}_{side}" for side in SIDES]

        def count(part: pd.DataFrame, values: list[str] = values, what: str = what) -> pd.DataFrame:
            said = {f"n_{v}": (part[v] != 0).astype("int64") for v in values}
            said["n_changed"] = (part[values[0]] != part[values[1]]).astype("int64")
            if what == "stack":
                # All farms of a group less those that stack are those that do not.
                said |= {f"n_not_{v}": (part[v] == 0).astype("int64") for v in values}
            return pd.DataFrame(said, index=part.index)

        groups = groups_of(run.population, ("province",))
        cells = cube(farms, groups, (), values, count, compared=guard.columns)
        counted = [c for c in cells.columns.tolist() if str(c).startswith("n_")]
        told = protected(
            cells,
            exempt=run.population.synthetic,
            counts=counted,
            also=values,
            guard=guard,
            table=f"{table} {year}",
            start=exposed.mask(cells, what, year),
        )
        found.append(told[["dimension", "group", *values]].set_index(["dimension", "group"]))
    return pd.concat(found, axis=1).reset_index()


@dataclass(frozen=True, slots=True)
class Exposed:
    """Cells that would give farms away beside others that are told: (what, year, dimension, group), and 0 for every year."""

    cells: frozenset[tuple[str, int, str, str]] = frozenset()

    def mask(self, cells: pd.DataFrame, what: str, year: int) -> Mask:
        """Those among the cells of a year."""
        at = zip(cells["dimension"], cells["group"], strict=True)
        return np.array([any((what, y, d, g) in self.cells for y in (0, year)) for d, g in at], dtype=bool)

    @classmethod
    def of(cls, run: Run, farms: Mapping[int, pd.DataFrame], money: pd.DataFrame | None) -> Exposed:
        """Of real farms; what differs from another year for a few of them, and euros that money elsewhere completes."""
        if run.population.synthetic or not farms:
            return cls()
        groups = groups_of(run.population, ("province",))
        members = {(ALL, ALL): np.ones(len(groups), dtype=bool)}
        members |= {
            ("province", str(g)): (groups["province"] == g).to_numpy() for g in groups["province"].unique()
        }
        found: set[tuple[str, int, str, str]] = set()
        for what in ("stack", "long"):
            sides = [f"{what}_{side}" for side in SIDES]
            amounts = np.stack([frame[sides].to_numpy(np.int64) for frame in farms.values()], axis=1)
            for (dimension, group), own in members.items():
                left = few_between(amounts[own])
                found |= {(what, list(farms)[at], dimension, group) for at in left}
        return cls(frozenset(found | _completed(run, money, members)))


def _completed(
    run: Run, money: pd.DataFrame | None, members: Mapping[tuple[str, str], Mask]
) -> set[tuple[str, int, str, str]]:
    """Euros under contracts are those of their schemes: where one of these is withheld, they would complete it.

    So would they of a scheme that one to nine farms are paid under a contract or without one, beside the others.
    """
    lasting, mixed = set(), set()
    for rules in run.rules:
        for scheme in rules.schemes:
            terms = {(p.term_years or 1) > 1 for p in scheme.payments}
            lasting |= {scheme.id} if True in terms else set()
            mixed |= {scheme.id} if len(terms) > 1 else set()
    found: set[tuple[str, int, str, str]] = set()
    if money is not None:
        hidden = money[money["withheld"] & (money["level"] == 3)]
        for node, dimension, group in zip(hidden["node"], hidden["dimension"], hidden["group"], strict=True):
            if str(node).rpartition(" > ")[2] in lasting:
                by_year = dimension == "year"
                found.add(
                    ("long", int(group), ALL, ALL) if by_year else ("long", 0, str(dimension), str(group))
                )
    for result, rules in zip((run.before, run.after), run.rules, strict=True):
        long = {f"{s.id}#{p.id}" for s in rules.schemes for p in s.payments if (p.term_years or 1) > 1}
        paid = result.paid.assign(scheme=schemes_of(result.paid["ref"]).astype(str))
        paid = paid[paid["scheme"].isin(mixed) & (paid["cents"] != 0)]
        for _, own in paid.groupby(["scheme", paid["ref"].isin(long)], observed=True):
            farms = own["farm"].unique()
            found |= {
                ("long", 0, d, g) for (d, g), inside in members.items() if 0 < inside[farms].sum() < LEAST
            }
    return found


def _of_farms(result: Result, rules: Rulebook, year: int) -> pd.DataFrame:
    """Per farm: whether it stacks (0 or 1), and its cents under contracts of several years."""
    paid = result.paid[result.paid["year"] == year]
    long = {f"{s.id}#{p.id}" for s in rules.schemes for p in s.payments if (p.term_years or 1) > 1}
    served = {f"{s.id}#{p.id}" for s in rules.schemes for p in s.payments if p.serves}
    serving = paid[paid["ref"].isin(served) & (paid["cents"] != 0)]
    schemes = serving.assign(scheme=schemes_of(serving["ref"])).groupby("farm")["scheme"].nunique()
    under = paid[paid["ref"].isin(long)].groupby("farm")["cents"].sum()
    return pd.DataFrame({"stack": (schemes >= 2).astype("int64"), "long": under}).fillna(0)
