"""What farms are paid under one set of rules, as frames: one row per farm, and long tables of who is paid what.

``farms`` is ordered by position in the population (column ``farm``): ``total`` in cents over the horizon and ``status``
(``columns.STATUSES``). ``paid`` has farm, ref, year and cents; ``reached`` farm, ref, year and the class reached; ``open``
farm and ref of what waits for a fact or figure.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculator.stacking.columns import STATUSES, FarmColumns

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
    return table[np.isin(table["farm"].to_numpy(), farms)].reset_index(drop=True)


def joined(results: Sequence[Result]) -> Result:
    """The farms of all results together, in the order of the population."""
    tables = []
    for name in ("farms", *_TABLES):
        parts = [getattr(r, name) for r in results]
        filled = [p for p in parts if len(p)] or parts[:1]
        tables.append(_ordered(pd.concat(filled, ignore_index=True)))
    return Result(*tables)


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    keys = [c for c in ("farm", "ref", "year", "class") if c in table]
    return table.sort_values(keys, kind="stable").reset_index(drop=True)


def of_columns(answer: FarmColumns, farms: Ints) -> Result:
    """The answer of the engine for the farms at these positions."""
    refs = np.array(answer.payments, dtype=object)
    head = pd.DataFrame({"farm": farms, "total": answer.total, "status": answer.status})
    paid = pd.DataFrame(
        {
            "farm": farms[answer.paid.at[0]],
            "ref": refs[answer.paid.at[1]],
            "year": answer.paid.at[2],
            "cents": answer.paid.value,
        }
    )
    reached = pd.DataFrame(
        {
            "farm": farms[answer.reached.at[0]],
            "ref": refs[answer.reached.at[1]],
            "year": answer.reached.at[2],
            "class": np.array(answer.classes, dtype=object)[answer.reached.value],
        }
    )
    waiting = pd.DataFrame({"farm": farms[answer.open.at[0]], "ref": refs[answer.open.at[1]]})
    return Result(head, *(_ordered(t) for t in (paid, reached, waiting)))


def schemes_of(refs: pd.Series) -> pd.Series:
    """The scheme of each ``scheme#payment``."""
    known = {ref: str(ref).partition("#")[0] for ref in refs.unique()}
    return refs.astype(object).map(known)


def payers_of(refs: pd.Series) -> pd.Series:
    """The payer of each ``layer.payer.scheme#payment``."""
    known = {ref: str(ref).split(".", 2)[1] for ref in refs.unique()}
    return refs.astype(object).map(known)


def without_award(result: Result) -> int:
    """How many farms have no lawful award, or more than can be worked out."""
    return int((result.farms["status"] == STATUSES.index("none")).sum())


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
            codes, names = pd.factorize(values.astype(object), sort=True)
            arrays[key], words[key] = codes.astype(np.int64), [str(n) for n in names]
    arrays["words"] = np.frombuffer(json.dumps(words).encode(), dtype=np.uint8).astype(np.int64)
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
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
            values = held[key]
            told = np.array(words[key], dtype=object)[values] if key in words else values
            tables.setdefault(name, {})[column] = told
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
    none, words = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=object)
    return Result(
        pd.DataFrame({"farm": none, "total": none, "status": none}),
        pd.DataFrame({"farm": none, "ref": words, "year": none, "cents": none}),
        pd.DataFrame({"farm": none, "ref": words, "year": none, "class": words}),
        pd.DataFrame({"farm": none, "ref": words}),
    )
