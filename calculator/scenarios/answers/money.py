"""Who pays what, who takes part, and what it does to incomes: sums over farms, before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.answers.cells import LEAST
from calculator.scenarios.answers.guarding import Guard
from calculator.scenarios.answers.table import ALL, COUNTS, both, cube, groups_of, protected
from calculator.scenarios.runs.result import named, payers_of, schemes_of
from calculator.scenarios.runs.running import Run

#: The tree of payments: who pays at which level of government, who, for which scheme.
LEVELS = ("layer", "payer", "scheme")
OUTCOMES = ("loses", "same", "wins")
#: Less than this difference a year (cents) is no difference.
_SLIGHT = 1


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Frames in cents. ``cells`` is the protected cube over payments, groups of farms and years; see ``table``.

    Its level 0 is the effect on incomes: all farms of a group count there, and ``middle`` is the middle farm's difference.
    """

    cells: pd.DataFrame
    outcomes: pd.DataFrame
    reasons: pd.DataFrame

    @property
    def incomes(self) -> pd.DataFrame:
        """The whole of every group of farms."""
        return self.cells[(self.cells["level"] == 0) & (self.cells["dimension"] != "year")].reset_index(
            drop=True
        )

    @property
    def years(self) -> pd.DataFrame:
        """Cents per layer and payer in each year of the horizon."""
        return self.cells[self.cells["dimension"] == "year"].reset_index(drop=True)


def answers(run: Run, watch: Guard | None = None) -> Answers:
    """All tables on money; what was told of these farms before (``watch``) has its rows, with nothing in them."""
    guard = watch or Guard()
    sides = [
        pd.concat([s.paid, guard.rows], ignore_index=True) if len(guard.rows) else s.paid
        for s in (run.before, run.after)
    ]
    rows = _with_payer(both(sides[0], sides[1], ["farm", "ref", "year"]))
    cells = cube(rows, groups_of(run.population), LEVELS, parted=("year",), compared=guard.columns)
    whole = _incomes(run, guard)
    below = cells[(cells["level"] > 0) | (cells["dimension"] == "year")]
    together = pd.concat([whole, below.assign(farms=0, middle=0)], ignore_index=True)
    told = protected(
        together,
        exempt=run.population.synthetic,
        counts=(*COUNTS, "farms"),
        also=("before", "after", "middle"),
        guard=guard,
        table="money",
    )
    return Answers(told, _outcomes(run, guard), _reasons(run, rows))


def _with_payer(rows: pd.DataFrame) -> pd.DataFrame:
    schemes = schemes_of(rows["ref"])
    layers = named(schemes, lambda scheme: scheme.split(".", 1)[0])
    return rows.assign(scheme=schemes, layer=layers, payer=payers_of(rows["ref"]))


def changes(run: Run) -> pd.DataFrame:
    """Per farm by position: cents before and after over the horizon, and whether it wins, loses or stays the same."""
    before, after = (side.totals for side in (run.before, run.after))
    found = pd.DataFrame({"before": before, "after": after.reindex(before.index)})
    return found.assign(outcome=outcome_of(found["after"] - found["before"], run.receipt.years))


def outcome_of(step: pd.Series, years: int | pd.Series) -> np.ndarray:
    """What a difference in cents over so many years means."""
    place = np.where(step.abs() < _SLIGHT * years, 1, np.where(step > 0, 2, 0))
    found: np.ndarray = np.array(OUTCOMES, dtype=object)[place]
    return found


def _every_farm(own: pd.DataFrame) -> pd.DataFrame:
    """All farms of a group, those paid on each side, and those that differ."""
    sides = {
        "farms_before": own["before"] != 0,
        "farms_after": own["after"] != 0,
        "farms_changed": own["before"] != own["after"],
    }
    return pd.DataFrame(
        {"farms": 1, **{name: held.astype("int64") for name, held in sides.items()}}, index=own.index
    )


def _present(own: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"farms": own["one"]}, index=own.index)


def _incomes(run: Run, guard: Guard) -> pd.DataFrame:
    """Farms, sums and the middle farm's difference per group (cents over the horizon)."""
    farms = changes(run)
    rows = farms[["before", "after"]].reset_index()
    groups = groups_of(run.population)
    cells = cube(rows, groups, (), count=_every_farm, compared=guard.columns)
    step = (farms["after"] - farms["before"]).to_numpy()
    where = zip(cells["dimension"], cells["group"], strict=True)
    middle = [int(np.median(step[_members(groups, d, g)])) for d, g in where]
    return cells.assign(middle=middle)


def _members(groups: pd.DataFrame, dimension: str, group: str) -> np.ndarray:
    if dimension == ALL:
        return np.ones(len(groups), dtype=bool)
    return (groups[dimension] == group).to_numpy()


def _outcomes(run: Run, guard: Guard) -> pd.DataFrame:
    """How many farms win, lose or stay the same per group, and how many cents that is together."""
    farms = changes(run)
    own = pd.DataFrame({"kind": farms["outcome"], "cents": farms["after"] - farms["before"], "one": 1})
    # Where a farm stood in an earlier run it left something behind, though it counts there no more.
    other = [
        pd.DataFrame(
            {"kind": outcome_of(e["after"] - e["before"], e["years"]), "cents": 0, "one": 0}, index=e.index
        )
        for e in guard.outcomes
    ]
    rows = pd.concat([own, *other]).rename_axis("farm").reset_index()
    cells = cube(
        rows, groups_of(run.population), ("kind",), ("cents", "one"), _present, compared=guard.columns
    )
    told = protected(
        cells,
        exempt=run.population.synthetic,
        counts=("farms",),
        also=("cents",),
        guard=guard,
        table="outcomes",
    )
    return told.drop(columns="one")


def _reasons(run: Run, rows: pd.DataFrame) -> pd.DataFrame:
    """Of the farms that win or lose: the scheme whose amount differs most, and whether the scenario changed that scheme.

    Where it did not, the difference comes from what gives way to it or makes room for it.
    """
    farms = changes(run)
    moved = farms[farms["outcome"] != "same"]
    own = rows[rows["farm"].isin(moved.index)].assign(step=lambda t: t["after"] - t["before"])
    by_scheme = own.groupby(["farm", "scheme"], observed=True)["step"].sum().reset_index()
    by_scheme["sign"] = by_scheme["farm"].map((moved["after"] - moved["before"]).apply(np.sign))
    by_scheme["along"] = by_scheme["step"] * by_scheme["sign"]
    by_scheme = by_scheme.sort_values(["farm", "along", "scheme"], ascending=[True, False, True])
    main = by_scheme.groupby("farm").head(1)
    direct = changed_schemes(*run.rules)
    told = main.assign(
        outcome=main["farm"].map(farms["outcome"]), direct=main["scheme"].isin(direct),
        cents=main["farm"].map(farms["after"] - farms["before"]),
    )  # fmt: skip
    found = (
        told.groupby(["outcome", "scheme", "direct"], observed=True)["cents"]
        .agg(["size", "sum"])
        .reset_index()
    )
    found.columns = pd.Index(["outcome", "scheme", "direct", "farms", "cents"])
    if run.population.synthetic:
        return found.assign(withheld=False)
    # The numbers of winners and losers stand in another table, so small reasons are put together, or left out.
    return _grouped_small(found)


def _grouped_small(found: pd.DataFrame) -> pd.DataFrame:
    kept = []
    for _, own in found.groupby("outcome", observed=True):
        small = own["farms"] < LEAST
        if small.any() and own.loc[small, "farms"].sum() < LEAST and (~small).any():
            least = own.loc[~small, "farms"].idxmin()
            small = small | (own.index == least)
        if not small.any():
            kept.append(own)
            continue
        rest = own[small]
        kept.append(own[~small])
        if rest["farms"].sum() >= LEAST:
            joined = {"outcome": rest["outcome"].iloc[0], "scheme": "?", "direct": False}
            kept.append(
                pd.DataFrame([{**joined, "farms": rest["farms"].sum(), "cents": rest["cents"].sum()}])
            )
    told = pd.concat(kept, ignore_index=True) if kept else found.iloc[:0]
    return told.assign(withheld=False)


def changed_schemes(before: Rulebook, after: Rulebook) -> frozenset[str]:
    """The ids of schemes that read differently."""
    old, new = ({id(s): s.id for s in r.schemes} for r in (before, after))
    differ = {name for key, name in old.items() if key not in new} | {
        n for k, n in new.items() if k not in old
    }
    return frozenset(differ)
