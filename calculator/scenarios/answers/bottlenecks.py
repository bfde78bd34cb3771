"""The bottleneck map: per rule the euros that it withholds and the farms that it stops, by province and by payer."""

from __future__ import annotations

import pandas as pd

from calculator.scenarios.answers.table import ALL, blanked, cube, groups_of, protected, without_few_left
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.withholding import Withheld


def bottlenecks(population: Population, found: Withheld) -> pd.DataFrame:
    """Cents withheld (over the horizon) and farms held back per rule, group of farms and payer; largest rule first.

    ``rule`` is the place of the rule in ``found.rules``. ``refused`` are the farms that a condition refuses, also those
    that would not be paid more without it. What one payer would pay less makes room for another, and is negative.
    """
    rows = found.released.assign(one=0)
    refused = found.stopped.assign(payer="-", cents=0)
    every = pd.concat([rows[["rule", "farm", "payer", "cents"]], refused], ignore_index=True)
    parts = [
        _of_rule(population, rule, every[every["rule"] == rule])
        for rule in sorted(set(every["rule"].tolist()))
    ]
    if not parts:
        return pd.DataFrame(columns=["rule", "dimension", "group", "cents", "farms", "refused", "withheld"])
    told = pd.concat(parts, ignore_index=True)
    whole = told[told["dimension"] == ALL].set_index("rule")["order"]
    told = told.assign(order=told["rule"].map(whole)).sort_values(
        ["order", "rule", "dimension", "group"], ascending=[False, True, True, True], kind="stable"
    )
    return told.drop(columns="order").reset_index(drop=True)


def _of_rule(population: Population, rule: int, own: pd.DataFrame) -> pd.DataFrame:
    """The cells of one rule; what different rules withhold does not add up, so each is a table of its own."""
    rows = own.assign(is_refused=(own["payer"] == "-").astype("int64"))

    def count(part: pd.DataFrame) -> pd.DataFrame:
        said = {
            "farms": (part["cents"] != 0).astype("int64"),
            "refused": (part["is_refused"] > 0).astype("int64"),
        }
        return pd.DataFrame(said, index=part.index)

    cells = cube(rows, groups_of(population), (), ("cents", "is_refused"), count, parted=("payer",))
    cells = cells[cells["group"] != "-"].drop(columns="is_refused").reset_index(drop=True)
    order = int(cells.loc[cells["dimension"] == ALL, "cents"].iloc[0])
    counts = ("farms", "refused")
    told = protected(cells, exempt=population.synthetic, counts=counts, also=("cents",))
    if not population.synthetic:
        # A run without the rule tells the same amounts, withheld in its own way: no cell is company for another here.
        small = told.groupby("dimension")["withheld"].transform("any").to_numpy()
        told = blanked(told, small, ["cents", *counts])
        told = without_few_left(told, cells, population, counts)
    return told.drop(columns=["level", "node"]).assign(rule=rule, order=order)
