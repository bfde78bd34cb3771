"""A hash of what a population says, whatever the order of its rows and the form of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from calculator.scenarios.population.columns import Kind
from calculator.scenarios.population.schema import TABLES

if TYPE_CHECKING:
    from hashlib import _Hash

#: So many numbers are written out whole at a time: they are kept in fewer bytes.
_AT_ONCE = 1 << 18


def digest_of(frames: Mapping[str, pd.DataFrame]) -> str:
    """``sha256:...`` over the tables in canonical order; a column without any value says nothing."""
    found = hashlib.sha256(b"stapelwijzer population 1\n")
    for name, table in TABLES.items():
        frame = frames.get(name)
        if frame is None:
            continue
        found.update(f"table {name} {len(frame)}\n".encode())
        for column in table.columns:
            if column.name in frame and not (values := frame[column.name]).isna().all():
                found.update(f"column {column.name}\n".encode())
                _feed(found, values, column.kind)
    return f"sha256:{found.hexdigest()}"


def _feed(found: _Hash, values: pd.Series, kind: Kind) -> None:
    """Text as its words in order of the alphabet and a number per row, so that no row can run into the next."""
    if kind in (Kind.TEXT, Kind.DAY):
        used = values.cat.remove_unused_categories()
        words = sorted(used.cat.categories)
        codes = used.cat.set_categories(words).cat.codes.to_numpy(np.int32)
        found.update("".join(f"{len(word)}:{word}" for word in words).encode())
    elif kind is Kind.FLAG:
        codes = values.astype("boolean").astype("Int8").fillna(-1).to_numpy(np.int8)
    else:
        found.update(np.packbits(values.isna().to_numpy(bool)).tobytes())
        for first in range(0, len(values), _AT_ONCE):
            some = values.iloc[first : first + _AT_ONCE].fillna(0).to_numpy(np.int64)
            found.update(some.astype("<i8", copy=False).data)
        return
    found.update(np.ascontiguousarray(codes, codes.dtype.newbyteorder("<")).data)
