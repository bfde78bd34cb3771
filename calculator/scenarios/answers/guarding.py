"""No two runs on the same real farms give a farm away by their difference.

A run on real farms is held against itself (before and after) and against every run that was told before. A cell is told only
where the farms that differ from each of those are none or ten and more, there and in whatever follows by subtraction; what
was withheld once stays withheld; and what was told before on farms that did not change counts as known, so that it is no
company for a small cell. What each farm got, and which cells were told, stands in the ledger of a run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from calculator.scenarios.answers.cells import LEAST
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.result import Ints, Result, packed, unpacked
from calculator.scenarios.runs.running import Run

_GROUPS = ("province", "farm_type", "size_class")
_SIDES = ("before", "after")
_KEYS = ["farm", "ref", "year"]


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """What a run told of which farms: both sides by the key of the farm, the farms, and per table which cells were hidden.

    ``rules`` names the rules, day and years that the run started from; ``extras`` are the sheets told besides.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    farms: pd.DataFrame
    cells: Mapping[str, Mapping[str, bool]]
    rules: str
    years: int
    extras: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Guard:
    """``pairs`` are sets of farms (by position) between which differences could be taken, ``since`` those that differ from
    each earlier run. ``rows`` are payments that an earlier run told of these farms, ``sides`` what these were on each of its
    sides, ``outcomes`` their differences there.
    """

    pairs: tuple[Ints, ...] = ()
    since: tuple[Ints, ...] = ()
    earlier: tuple[Ledger, ...] = ()
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({k: [] for k in (*_KEYS, "cents")}))
    sides: tuple[pd.DataFrame, ...] = ()
    outcomes: tuple[pd.DataFrame, ...] = ()
    noted: dict[str, dict[str, bool]] = field(default_factory=dict)

    @property
    def first(self) -> bool:
        """Whether nothing was told of these farms before."""
        return not self.earlier

    def columns(self, farms: pd.Series) -> dict[str, np.ndarray]:
        """Per row whether its farm differs, one column per comparison."""
        found = {f"pair_{n}": farms.isin(moved).to_numpy("int64") for n, moved in enumerate(self.pairs)}
        return found | {
            f"since_{n}": farms.isin(moved).to_numpy("int64") for n, moved in enumerate(self.since)
        }

    def hidden_before(self, table: str, cells: pd.DataFrame) -> np.ndarray:
        """What any earlier run withheld."""
        names = _names(cells)
        return np.array(
            [any(le.cells.get(table, {}).get(n, False) for le in self.earlier) for n in names], dtype=bool
        )

    def known(self, table: str, cells: pd.DataFrame) -> np.ndarray:
        """What an earlier run told, of farms that have not changed since."""
        names, found = _names(cells), np.zeros(len(cells), dtype=bool)
        for n, ledger in enumerate(self.earlier):
            own = ledger.cells.get(table, {})
            told = np.array([own.get(name) is False for name in names], dtype=bool)
            found |= told & (cells[f"since_{n}"].to_numpy() == 0)
        return found

    def note(self, table: str, cells: pd.DataFrame, hidden: np.ndarray) -> None:
        """Remember which cells are told."""
        self.noted[table] = dict(zip(_names(cells), hidden.tolist(), strict=True))


def _names(cells: pd.DataFrame) -> list[str]:
    return [f"{n}|{d}|{g}" for n, d, g in zip(cells["node"], cells["dimension"], cells["group"], strict=True)]


def guard(run: Run, earlier: Sequence[Ledger] = ()) -> Guard:
    """The guard of a run on real farms; made-up farms need none."""
    if run.population.synthetic:
        return Guard()
    sides = {name: _by_position(getattr(run, name)) for name in _SIDES}
    placed = [_placed(ledger, run.population) for ledger in earlier]
    pairs = [_moved(sides["before"], sides["after"])]
    since, rows = [], []
    for old, changed in placed:
        same = [_moved(old[name], sides[name]) for name in _SIDES]
        since.append(np.union1d(np.concatenate(same), changed))
        pairs += [np.union1d(_moved(o, s), changed) for o in old.values() for s in sides.values()]
        rows += [frame.assign(cents=0) for frame in old.values()]
    distinct = {moved.tobytes(): moved for moved in pairs if len(moved)}
    return Guard(
        tuple(distinct.values()),
        tuple(since),
        tuple(earlier),
        pd.concat(rows, ignore_index=True) if rows else Guard().rows,
        tuple(frame for old, _ in placed for frame in old.values()),
        tuple(
            _differences(old, len(run.population)).assign(years=le.years)
            for le, (old, _) in zip(earlier, placed, strict=True)
        ),
    )


def unlike(population: Population, earlier: Sequence[Ledger]) -> int:
    """How many farms came or went since an earlier run, where in some group that are one to nine; else 0."""
    groups = _farms(population)
    for ledger in earlier:
        other = ledger.farms.set_index("key")
        own = groups.set_index("key")
        gone = pd.concat([other[~other.index.isin(own.index)], own[~own.index.isin(other.index)]])
        if len(gone) and any(
            (counts > 0).any() and (counts < LEAST).any()
            for counts in (gone[g].value_counts().to_numpy() for g in _GROUPS)
        ):
            return len(gone)
    return 0


def same(population: Population, ledger: Ledger) -> bool:
    """Whether these are the farms of an earlier run, and read as they did then."""
    now, then = (
        frame.sort_values("key").reset_index(drop=True) for frame in (_farms(population), ledger.farms)
    )
    return bool(now[["key", "said"]].equals(then[["key", "said"]]))


def ledger_of(run: Run, guard_: Guard, extras: Sequence[str]) -> Ledger:
    """What this run told."""
    keys = np.array(run.population.keys, dtype=object)
    sides = {
        name: _by_position(getattr(run, name))
        .assign(key=lambda t: keys[t["farm"].to_numpy("int64")])
        .drop(columns="farm")
        for name in _SIDES
    }
    return Ledger(
        sides["before"],
        sides["after"],
        _farms(run.population),
        guard_.noted,
        rules_of(run),
        run.receipt.years,
        tuple(extras),
    )


def rules_of(run: Run) -> str:
    """The rules, day and years that a run starts from."""
    return f"{run.receipt.before} {run.receipt.on.isoformat()} {run.receipt.years}"


def to_bytes(ledger: Ledger) -> bytes:
    """The ledger, packed."""
    about = {
        "cells": ledger.cells,
        "rules": ledger.rules,
        "years": ledger.years,
        "extras": list(ledger.extras),
    }
    frames = {
        "before": ledger.before,
        "after": ledger.after,
        "farms": ledger.farms,
        "about": pd.DataFrame({"text": [json.dumps(about)]}),
    }
    return packed(frames)


def from_bytes(data: bytes) -> Ledger:
    """The other way round."""
    frames = unpacked(data)
    about = json.loads(frames["about"]["text"].iloc[0])
    return Ledger(
        frames["before"],
        frames["after"],
        frames["farms"],
        about["cells"],
        about["rules"],
        about["years"],
        tuple(about["extras"]),
    )


def _by_position(result: Result) -> pd.DataFrame:
    found = result.paid[[*_KEYS, "cents"]]
    return found.groupby(_KEYS, observed=True)["cents"].sum().astype("int64").reset_index()


def _placed(ledger: Ledger, population: Population) -> tuple[dict[str, pd.DataFrame], Ints]:
    """Both sides by position in this population, and the farms whose own rows read differently now."""
    place = {key: n for n, key in enumerate(population.keys)}
    sides = {}
    for name in _SIDES:
        frame = getattr(ledger, name)
        at = frame["key"].map(place)
        kept = frame[at.notna()].assign(farm=at[at.notna()].astype("int64"))
        sides[name] = kept[[*_KEYS, "cents"]].reset_index(drop=True)
    now = _farms(population).set_index("key")["said"]
    then = ledger.farms.set_index("key")["said"]
    shared = now.index.intersection(then.index)
    changed = [place[key] for key in shared[(now[shared] != then[shared]).to_numpy()]]
    return sides, np.array(sorted(changed), dtype=np.int64)


def _moved(one: pd.DataFrame, other: pd.DataFrame) -> Ints:
    """The farms of which any payment differs."""
    sides = [frame.set_index(_KEYS)["cents"] for frame in (one, other)]
    step = sides[0].sub(sides[1], fill_value=0)
    found = step[step != 0].index.get_level_values("farm").unique()
    return np.sort(found.to_numpy(np.int64))


def _differences(sides: Mapping[str, pd.DataFrame], count: int) -> pd.DataFrame:
    """Cents before and after of every farm in an earlier run."""
    found = {
        name: frame.groupby("farm")["cents"].sum().reindex(range(count), fill_value=0)
        for name, frame in sides.items()
    }
    return pd.DataFrame(found).astype("int64")


def _farms(population: Population) -> pd.DataFrame:
    """Key, groups and a hash of all that stands in the tables of every farm."""
    said = np.zeros(len(population), dtype=np.uint64)
    for frame in population.tables.values():
        codes = frame["farm_key"].cat.codes.to_numpy()
        plain = (
            frame.drop(columns=["farm_key"])
            .astype(object)
            .where(frame.drop(columns=["farm_key"]).notna(), "")
        )
        hashes = pd.util.hash_pandas_object(plain.astype(str), index=False).to_numpy(np.uint64)
        np.add.at(said, codes[codes >= 0], hashes[codes >= 0])
    groups = {
        g: population.farms[g].astype(object).where(population.farms[g].notna(), "?").astype(str)
        for g in _GROUPS
    }
    return pd.DataFrame({"key": population.keys, **groups, "said": said.view(np.int64)}).reset_index(
        drop=True
    )
