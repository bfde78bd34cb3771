"""What farms are paid under one set of rules, as frames: one row per farm, and long tables of who is paid what.

``farms`` is ordered by position in the population (column ``farm``): ``total`` in cents over the horizon, ``status``
(``columns.STATUSES``), and ``gap`` in cents to the proven bound. ``paid`` has farm, ref, year and cents; ``reached`` farm, ref,
year and the class reached; ``open`` farm and ref of what waits for a fact or figure. Words are categories.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

from calculator.scenarios.sums import words_of
from calculator.stacking.columns import FarmColumns
from calculator.stacking.columns.narrow import narrowed

Ints = NDArray[np.int64]
_TABLES = ("paid", "reached", "open")


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The answer for some farms of a population."""

    farms: pd.DataFrame
    paid: pd.DataFrame
    reached: pd.DataFrame
    open: pd.DataFrame

    @property
    def totals(self) -> pd.Series:
        """Cents per farm over the horizon."""
        return self.farms.set_index("farm")["total"]

    def of(self, farms: Ints) -> Result:
        """The same for these farms alone."""
        return Result(*(_only(t, farms) for t in (self.farms, self.paid, self.reached, self.open)))

    def but(self, other: Result) -> Result:
        """The same with the farms of another result in place of the own."""
        mine = np.setdiff1d(self.farms["farm"].to_numpy(), other.farms["farm"].to_numpy())
        return joined([self.of(mine), other])


def _only(table: pd.DataFrame, farms: Ints) -> pd.DataFrame:
    at = table["farm"].to_numpy(np.int64)
    wanted = np.zeros(max(int(at.max(initial=-1)), int(farms.max(initial=-1))) + 1, dtype=np.bool_)
    wanted[farms] = True
    told: pd.DataFrame = table[wanted[at]]
    return told.reset_index(drop=True)


def joined(results: Sequence[Result]) -> Result:
    """The farms of all results together, in the order of the population."""
    tables = []
    for name in ("farms", *_TABLES):
        parts = [getattr(r, name) for r in results]
        filled = [p for p in parts if len(p)] or parts[:1]
        tables.append(_ordered(_below(filled)))
    return Result(*tables)


def _below(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all tables below each other; words stay categories."""
    if len(parts) == 1:
        return parts[0]
    columns: dict[str, Any] = {}
    for name in parts[0].columns:
        held = [p[name] for p in parts]
        if held[0].dtype == "category":
            columns[name] = union_categoricals(held)
        else:
            columns[name] = np.concatenate([h.to_numpy() for h in held])
    return pd.DataFrame(columns)


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """By farm and then by name and year; only words that occur are categories, in the order of the alphabet."""
    told = table.assign(**{c: named(table[c], str) for c in ("ref", "class") if c in table})
    keys = [c for c in ("farm", "ref", "year", "class") if c in table]
    plain = [
        told[c].cat.codes.to_numpy() if told[c].dtype == "category" else told[c].to_numpy() for c in keys
    ]
    return told.iloc[np.lexsort(plain[::-1])].reset_index(drop=True)


def of_columns(answer: FarmColumns, farms: Ints) -> Result:
    """The answer of the engine for the farms at these positions."""
    head = pd.DataFrame({"farm": farms, "total": answer.total, "status": answer.status, "gap": answer.gap})
    farm, ref, year = answer.paid.at
    paid = pd.DataFrame(
        {
            "farm": farms[farm],
            "ref": words_of(ref, answer.payments),
            "year": year,
            "cents": answer.paid.value,
        }
    )
    farm, ref, year = answer.reached.at
    reached = pd.DataFrame(
        {
            "farm": farms[farm],
            "ref": words_of(ref, answer.payments),
            "year": year,
            "class": words_of(answer.reached.value, answer.classes),
        }
    )
    farm, ref = answer.open.at
    waiting = pd.DataFrame({"farm": farms[farm], "ref": words_of(ref, answer.payments)})
    return Result(head, *(_ordered(t) for t in (paid, reached, waiting)))


def named(values: pd.Series, of: Callable[[str], str]) -> pd.Series:
    """Each word as what ``of`` calls it, asked once per word: categories that occur, in the order of the alphabet."""
    held = values.astype("category").cat
    codes: Ints = np.asarray(held.codes, dtype=np.int64)
    used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(held.categories)))
    called = {n: of(str(held.categories[n])) for n in used.tolist()}
    names = sorted(set(called.values()))
    place = {name: n for n, name in enumerate(names)}
    numbers = np.full(len(held.categories) + 1, -1, dtype=np.int64)
    numbers[used] = [place[called[n]] for n in used.tolist()]
    found = words_of(numbers[codes], names)
    found.index = values.index
    return found


def schemes_of(refs: pd.Series) -> pd.Series:
    """The scheme of each ``scheme#payment``."""
    return named(refs, lambda ref: ref.partition("#")[0])


def payers_of(refs: pd.Series) -> pd.Series:
    """The payer of each ``layer.payer.scheme#payment``."""
    return named(refs, lambda ref: ref.split(".", 2)[1])


def packed(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Tables as bytes: integer arrays, with words as JSON beside them (nothing that could run when it is read)."""
    arrays: dict[str, Ints] = {}
    words: dict[str, list[str]] = {}
    for name, table in tables.items():
        for column, values in table.items():
            key = f"{name}.{column}"
            if values.dtype.kind in "iu":
                arrays[key] = values.to_numpy(np.int64)
                continue
            held = values.astype("category").cat
            arrays[key] = np.asarray(held.codes, dtype=np.int64)
            words[key] = [str(n) for n in held.categories]
    arrays["words"] = np.frombuffer(json.dumps(words).encode(), dtype=np.uint8).astype(np.int64)
    out = io.BytesIO()
    np.savez_compressed(out, **{key: narrowed(held) for key, held in arrays.items()})  # type: ignore[arg-type]
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, pd.DataFrame]:
    """The other way round from ``packed``; ValueError where the bytes are no such thing."""
    tables: dict[str, dict[str, object]] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        words: dict[str, list[str]] = json.loads(held["words"].astype(np.uint8).tobytes())
        for key in held.files:
            if key == "words":
                continue
            name, _, column = key.partition(".")
            values = held[key].astype(np.int64)
            tables.setdefault(name, {})[column] = words_of(values, words[key]) if key in words else values
    return {name: pd.DataFrame(columns) for name, columns in tables.items()}


def to_bytes(result: Result) -> bytes:
    """The result of some farms, packed."""
    return packed({name: getattr(result, name) for name in ("farms", *_TABLES)})


def from_bytes(data: bytes) -> Result:
    """The other way round from ``to_bytes``."""
    tables = unpacked(data)
    return Result(*(tables[name] for name in ("farms", *_TABLES)))


def nothing() -> Result:
    """The result of no farms at all."""
    none = np.zeros(0, dtype=np.int64)
    words = words_of(none, ())
    return Result(
        pd.DataFrame({"farm": none, "total": none, "status": none, "gap": none}),
        pd.DataFrame({"farm": none, "ref": words, "year": none, "cents": none}),
        pd.DataFrame({"farm": none, "ref": words, "year": none, "class": words}),
        pd.DataFrame({"farm": none, "ref": words}),
    )
