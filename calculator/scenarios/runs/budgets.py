"""Budgets of schemes: who is served when more is asked than there is, and on which day the money is gone.

Every farm asks for what its best response pays it in the dearest year of the horizon. Who is not served answers again
without that scheme, which may send it to another; so rounds follow until no budget is passed. A farm that was once turned
away does not come back, so the rounds end. Under ``pro_rata`` nobody is turned away: all are paid the same share, and keep
to their choice.

On which day a farm applies is not known: days are drawn from the seed, evenly over the days on which the scheme is open.
``ranking`` serves first who asks least per hectare of land.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from calculator.scenarios.population.tables import Population
from calculator.scenarios.reform.scenario import Allot, BudgetChange
from calculator.scenarios.runs.participating import Schemes
from calculator.scenarios.runs.result import Result, schemes_of

_MOST_ROUNDS = 50

#: Gives the best response of farms, each without the schemes that are barred to it.
Respond = Callable[[dict[int, Schemes]], Result]


@dataclass(frozen=True, slots=True)
class Allotment:
    """How the budget of a scheme came out: asked and paid in cents a year, farms served and turned away.

    ``gone_on`` is the day of the first application that was not served, where applications have days; ``share`` is what
    everybody got under ``pro_rata``, in millionths.
    """

    scheme: str
    allot: Allot
    budget: int
    asked: int
    paid: int
    served: int
    turned_away: int
    gone_on: date | None = None
    share: int = 1_000_000


def divide(
    population: Population,
    budgets: Mapping[str, BudgetChange],
    result: Result,
    respond: Respond,
    seed: int,
    year: int,
) -> tuple[Result, dict[int, Schemes], tuple[Allotment, ...]]:
    """The result within every budget, the schemes from which farms were turned away, and how each budget came out."""
    barred: dict[int, Schemes] = {}
    first = {name: _asked(result, name) for name in budgets}
    gone: dict[str, date | None] = {}
    for _ in range(_MOST_ROUNDS):
        turned = _turned_away(population, budgets, result, seed, year, gone)
        if not turned:
            break
        for farm, schemes in turned.items():
            barred[farm] = barred.get(farm, Schemes()) | schemes
        again = respond({farm: barred[farm] for farm in turned})
        result = result.but(again)
    else:
        raise RuntimeError("the budgets did not come to rest")
    result, shares = _shared(budgets, result)
    found = tuple(
        _allotment(change, first[name], result, barred, gone.get(name), shares.get(name, 1_000_000))
        for name, change in sorted(budgets.items())
    )
    return result, barred, found


def _asked(result: Result, scheme: str) -> pd.Series:
    """Cents per farm in its dearest year."""
    own = result.paid[schemes_of(result.paid["ref"]) == scheme]
    if own.empty:
        return pd.Series(dtype="int64")
    return own.groupby(["farm", "year"])["cents"].sum().groupby("farm").max()


def _turned_away(
    population: Population,
    budgets: Mapping[str, BudgetChange],
    result: Result,
    seed: int,
    year: int,
    gone: dict[str, date | None],
) -> dict[int, Schemes]:
    turned: dict[int, Schemes] = {}
    for name, change in sorted(budgets.items()):
        asked = _asked(result, name)
        if change.allot is Allot.PRO_RATA or int(asked.sum()) <= change.cents:
            continue
        # A lot is drawn by itself: it is not the day on which a farm applies.
        what = f"{name} lot" if change.allot is Allot.LOTTERY else name
        drawn = _drawn(population, asked, what, seed)
        ordered = asked.iloc[np.argsort(_order(population, change, asked, drawn), kind="stable")]
        late = ordered.cumsum() > change.cents
        # From the first application that does not fit, nobody is served.
        missed = ordered.index[int(np.argmax(late.to_numpy())) :]
        if change.allot is Allot.FIRST_COME:
            gone.setdefault(name, _day(change, year, float(drawn[asked.index.get_indexer(missed[:1])[0]])))
        for farm in missed:
            turned[int(farm)] = turned.get(int(farm), Schemes()) | {name}
    return turned


def _drawn(population: Population, asked: pd.Series, what: str, seed: int) -> np.ndarray:
    """A number from 0 up to 1 per farm, from the seed, what is drawn and the farm's key alone."""
    keys = population.keys
    words = (f"{seed} {what} {keys[int(farm)]}".encode() for farm in asked.index)
    return np.array([int.from_bytes(hashlib.sha256(w).digest()[:6], "big") / 2**48 for w in words])


def _order(population: Population, change: BudgetChange, asked: pd.Series, drawn: np.ndarray) -> np.ndarray:
    if change.allot is not Allot.RANKING:
        return drawn
    bounds = population.bounds("parcels")
    areas = population.parcels["area_m2"].to_numpy(np.int64)
    land = np.array([areas[bounds[int(f)] : bounds[int(f) + 1]].sum() for f in asked.index])
    return np.lexsort((drawn, asked.to_numpy() / np.maximum(land, 1))).argsort()


def _day(change: BudgetChange, year: int, drawn: float) -> date:
    opens, closes = (date(year, *day) for day in (change.opens, change.closes))
    return opens + timedelta(days=int(drawn * ((closes - opens).days + 1)))


def _shared(budgets: Mapping[str, BudgetChange], result: Result) -> tuple[Result, dict[str, int]]:
    """Everybody's share of the budgets that are divided pro rata, in whole millionths, parts of cents left unpaid."""
    shares: dict[str, int] = {}
    paid, before = result.paid.copy(), result.paid["cents"].to_numpy().copy()
    schemes = schemes_of(paid["ref"])
    for name, change in sorted(budgets.items()):
        asked = int(_asked(result, name).sum())
        if change.allot is not Allot.PRO_RATA or asked <= change.cents:
            continue
        shares[name] = change.cents * 1_000_000 // asked
        own = (schemes == name).to_numpy()
        paid.loc[own, "cents"] = paid.loc[own, "cents"] * shares[name] // 1_000_000
    if not shares:
        return result, shares
    lost = pd.Series(before - paid["cents"].to_numpy()).groupby(paid["farm"].to_numpy()).sum()
    farms = result.farms.copy()
    farms["total"] -= lost.reindex(farms["farm"]).fillna(0).astype("int64").to_numpy()
    return replace(result, paid=paid, farms=farms), shares


def _allotment(
    change: BudgetChange,
    first: pd.Series,
    result: Result,
    barred: Mapping[int, Schemes],
    gone_on: date | None,
    share: int,
) -> Allotment:
    paid = _asked(result, change.scheme)
    turned = sum(change.scheme in schemes for schemes in barred.values())
    return Allotment(
        change.scheme, change.allot, change.cents, int(first.sum()), int(paid.sum()), len(paid), turned, gone_on, share
    )  # fmt: skip
