"""Who pays what, who takes part, and what it does to incomes: sums over farms, before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.answers.cells import LEAST
from calculator.scenarios.answers.guarding import Guard
from calculator.scenarios.answers.spread import placed
from calculator.scenarios.answers.table import (
    ALL,
    COUNTS,
    VALUES,
    both,
    cube,
    groups_of,
    on_both_sides,
    protected,
    without_few_left,
)
from calculator.scenarios.answers.years import between_years
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
    cells = cube(
        _beside(rows, guard),
        groups_of(run.population),
        LEVELS,
        (*VALUES, *_earlier(guard)),
        _on_all_sides,
        parted=("year",),
        compared=guard.columns,
    ).drop(columns=_earlier(guard))
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
        start=None if run.population.synthetic else between_years(rows, together),
    )
    told = without_few_left(told, together, run.population, ("farms_before", "farms_after"))
    outcomes = _outcomes(run, guard, told)
    return Answers(told, outcomes, _reasons(run, rows, outcomes))


def _earlier(guard: Guard) -> list[str]:
    """The columns with what was paid on each side of each earlier run."""
    return [f"earlier_{n}" for n in range(len(guard.sides))]


def _beside(rows: pd.DataFrame, guard: Guard) -> pd.DataFrame:
    """The rows with what earlier runs told of the same farm, payment and year, which all stand among them."""
    for name, frame in zip(_earlier(guard), guard.sides, strict=True):
        told = frame.assign(ref=frame["ref"].astype(str)).set_index(["farm", "ref", "year"])["cents"]
        at = pd.MultiIndex.from_arrays([rows["farm"], rows["ref"].astype(str), rows["year"]])
        rows = rows.assign(**{name: told.reindex(at).fillna(0).to_numpy().astype(np.int64)})
    return rows


def _on_all_sides(own: pd.DataFrame) -> pd.DataFrame:
    """On how many farms the sums rest, and their differences, also with those of earlier runs."""
    found = on_both_sides(own)
    olds = [str(c) for c in own if str(c).startswith("earlier_")]
    return found.assign(
        **{f"pair_{old}_{side}": (own[old] != own[side]).astype("int64") for old in olds for side in VALUES}
    )


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
    return _on_all_sides(own).assign(farms=1)


def _present(own: pd.DataFrame) -> pd.DataFrame:
    # What stays the same is known to be nothing: its cents hide none beside them.
    return pd.DataFrame(
        {"farms": own["one"], "pair_cents": (own["cents"] != 0).astype("int64")}, index=own.index
    )


def _incomes(run: Run, guard: Guard) -> pd.DataFrame:
    """Farms, sums and the middle farm's difference per group (cents over the horizon)."""
    farms = changes(run)
    rows = farms[["before", "after"]].reset_index()
    told = [frame[side] for frame in guard.outcomes for side in VALUES]
    rows = rows.assign(**{name: one.to_numpy() for name, one in zip(_earlier(guard), told, strict=True)})
    groups, values = groups_of(run.population), (*VALUES, *_earlier(guard))
    cells = cube(rows, groups, (), values, _every_farm, compared=guard.columns).drop(columns=_earlier(guard))
    step = (farms["after"] - farms["before"]).to_numpy()
    where = zip(cells["dimension"], cells["group"], strict=True)
    middle = [int(np.median(step[_members(groups, d, g)])) for d, g in where]
    return cells.assign(middle=middle)


def _members(groups: pd.DataFrame, dimension: str, group: str) -> np.ndarray:
    if dimension == ALL:
        return np.ones(len(groups), dtype=bool)
    return (groups[dimension] == group).to_numpy()


def _outcomes(run: Run, guard: Guard, money: pd.DataFrame) -> pd.DataFrame:
    """How many farms win, lose or stay the same per group, by range of difference, and how many cents that is together.

    The whole of a group stands among the incomes (``money``): what is told there hides nothing here.
    """
    farms = changes(run)
    # Where a farm stood in an earlier run it left something behind, though it counts there no more.
    every = [_outcome(farms, run.receipt.years, 1), *(_outcome(e, e["years"], 0) for e in guard.outcomes)]
    rows = pd.concat(every).rename_axis("farm").reset_index()
    levels, values = ("kind", "range"), ("cents", "one")
    cells = cube(rows, groups_of(run.population), levels, values, _present, compared=guard.columns)
    whole = money[(money["level"] == 0) & (money["dimension"] != "year")]
    shown = dict(zip(zip(whole["dimension"], whole["group"], strict=True), ~whole["withheld"], strict=True))
    at = list(zip(cells["dimension"], cells["group"], strict=True))
    top = (cells["level"] == 0).to_numpy()
    told = protected(
        cells,
        exempt=run.population.synthetic,
        counts=("farms",),
        also=("cents",),
        guard=guard,
        table="outcomes",
        start=top & np.array([not shown.get(key, False) for key in at], dtype=bool),
        given=top & np.array([shown.get(key, False) for key in at], dtype=bool),
    )
    return told.drop(columns="one")


def _outcome(farms: pd.DataFrame, years: int | pd.Series, one: int) -> pd.DataFrame:
    """What a difference means per farm; only what counts now (1) has cents."""
    step = farms["after"] - farms["before"]
    kind = outcome_of(step, years)
    return pd.DataFrame(
        {"kind": kind, "range": placed(step / years, kind == "same"), "cents": step * one, "one": one},
        index=farms.index,
    )


def _reasons(run: Run, rows: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Of the farms that win or lose: the scheme whose amount differs most, and whether the scenario changed that scheme.

    Where it did not, the difference comes from what gives way to it or makes room for it. Of an outcome that is withheld
    nothing is told.
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
    hidden = outcomes.loc[outcomes["withheld"] & (outcomes["dimension"] == ALL), "node"]
    return _grouped_small(found[~found["outcome"].isin(hidden)])


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
