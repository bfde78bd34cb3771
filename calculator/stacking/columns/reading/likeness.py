"""Which farms answer alike on some facts: a number per farm, the same for the same answers in every part of a population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.looking import stretch
from calculator.stacking.columns.reading.numbering import distinct, numbered

#: A path, and the bounds that its answer is only compared with (none: the answer itself matters).
Asked = tuple[str, tuple[Decimal, ...] | None]


@dataclass(slots=True)
class _Stretches:
    """The answers at one path as numbers by code, the last for those who give none."""

    cuts: tuple[Decimal, ...] | None
    known: dict[object, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def of(self, values: list[object], codes: Ints) -> Ints:
        for value in values[len(self.numbers) :]:
            key = (value.__class__, stretch(value, self.cuts))
            self.numbers.append(self.known.setdefault(key, len(self.known) + 1))
        return np.array([*self.numbers, 0], dtype=np.int64)[codes]


@dataclass(slots=True)
class Likeness:
    """For some paths, what has been answered so far; answers are numbered as they first occur."""

    asked: tuple[Asked, ...]
    seen: list[_Stretches] = field(init=False)
    known: dict[tuple[int, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seen = [_Stretches(cuts) for _, cuts in self.asked]

    def of(self, codes: Mapping[str, Ints], values: Mapping[str, list[object]], farms: int) -> Ints:
        """A number per farm; ``codes`` are the places of its answers among ``values``."""
        given = [
            (s, codes[path], values[path])
            for s, (path, _) in zip(self.seen, self.asked, strict=True)
            if path in codes
        ]
        columns = {id(s): s.of(names, column) for s, column, names in given}
        if not columns or not farms:
            return np.full(farms, self.known.setdefault((0,) * len(self.seen), len(self.known)))
        first, inverse = distinct(numbered(list(columns.values())))
        keys = [columns[id(s)][first].tolist() if id(s) in columns else [0] * len(first) for s in self.seen]
        numbers = [self.known.setdefault(key, len(self.known)) for key in zip(*keys, strict=True)]
        return np.array(numbers, dtype=np.int64)[inverse]
