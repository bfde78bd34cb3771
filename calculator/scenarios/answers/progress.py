"""Progress over the years: farms that stack, euros under contracts of several years, and the landscape share.

A farm stacks in a year when two schemes or more pay it. Under a contract of several years is what a payment with a term
of more than one year pays. In all years farms do what they do, so their landscape stays as it is.
"""

from __future__ import annotations

import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.answers.guarding import Guard
from calculator.scenarios.answers.naming import DIMENSION, Names
from calculator.scenarios.answers.sheet import Column, Sheet, whole
from calculator.scenarios.answers.table import cube, groups_of, protected
from calculator.scenarios.runs.result import Result, schemes_of
from calculator.scenarios.runs.running import Run

SIDES = ("before", "after")


def progress(run: Run, watch: Guard | None = None) -> Sheet:
    """Per year and province: stacking farms and euros under contracts of several years, on both sides."""
    names, rows, guard = Names(run.rules[1]), [], watch or Guard()
    for year in sorted({int(y) for side in (run.before, run.after) for y in side.paid["year"].unique()}):
        for _, row in _cells(run, year, guard).iterrows():
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
            Text("onder meerjarige contracten, nu (EUR)", "under contracts of years, now (EUR)"),
            "euro",
        ),
        Column(
            "long_after",
            Text("onder meerjarige contracten, scenario (EUR)", "under contracts of years, scenario (EUR)"),
            "euro",
        ),
    )
    return Sheet("progress", Text("Voortgang", "Progress"), columns, tuple(rows))


def _cells(run: Run, year: int, guard: Guard) -> pd.DataFrame:
    parts = []
    for side, result, rules in zip(SIDES, (run.before, run.after), run.rules, strict=True):
        parts.append(_of_farms(result, rules, year).add_suffix(f"_{side}"))
    # Every farm has a row, also one that is paid nothing any more: it may have been paid in an earlier run.
    every = pd.RangeIndex(len(run.population))
    rows = pd.concat(parts, axis=1).reindex(every).fillna(0).astype("int64").rename_axis("farm").reset_index()
    values = ["stack_before", "stack_after", "long_before", "long_after"]

    def count(part: pd.DataFrame) -> pd.DataFrame:
        said = {f"n_{v}": (part[v] != 0).astype("int64") for v in values}
        for what in ("stack", "long"):
            said[f"n_{what}_changed"] = (part[f"{what}_before"] != part[f"{what}_after"]).astype("int64")
        return pd.DataFrame(said, index=part.index)

    cells = cube(rows, groups_of(run.population, ("province",)), (), values, count, compared=guard.columns)
    if cells.empty:
        return cells
    counted = [c for c in cells.columns.tolist() if str(c).startswith("n_")]
    return protected(
        cells,
        exempt=run.population.synthetic,
        counts=counted,
        also=values,
        guard=guard,
        table=f"progress {year}",
    )


def _of_farms(result: Result, rules: Rulebook, year: int) -> pd.DataFrame:
    """Per farm: whether it stacks (0 or 1), and its cents under contracts of several years."""
    paid = result.paid[result.paid["year"] == year]
    long = {f"{s.id}#{p.id}" for s in rules.schemes for p in s.payments if (p.term_years or 1) > 1}
    schemes = paid.assign(scheme=schemes_of(paid["ref"])).groupby("farm")["scheme"].nunique()
    under = paid[paid["ref"].isin(long)].groupby("farm")["cents"].sum()
    return pd.DataFrame({"stack": (schemes >= 2).astype("int64"), "long": under}).fillna(0)
