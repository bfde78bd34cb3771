"""The spread of differences: how many farms win or lose how much a year."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from calculator.domain import amount_words
from calculator.domain.scheme import Text
from calculator.scenarios.answers.sheet import Column, Sheet, whole
from calculator.scenarios.answers.table import ALL

#: Euros a year at which one range goes over into the next.
EDGES = (-5_000, -1_000, -250, 0, 250, 1_000, 5_000)


def histogram(outcomes: pd.DataFrame, note: Text) -> Sheet:
    """Farms per range of difference a year; no difference is a range of its own."""
    own = outcomes[(outcomes["level"] == 2) & (outcomes["dimension"] == ALL)]
    by_range = {str(row["node"]).rpartition(" > ")[2]: row for _, row in own.iterrows()}
    listed = tuple(
        (name, whole(by_range[str(n)]["farms"]) if str(n) in by_range else 0)
        for n, name in enumerate(ranges())
    )
    columns = (
        Column("range", Text("verschil per jaar", "difference a year")),
        Column("farms", Text("bedrijven", "farms"), "whole"),
    )
    return Sheet(
        "histogram", Text("Spreiding van het verschil", "Spread of the difference"), columns, listed, note
    )


def placed(each: pd.Series, same: np.ndarray) -> np.ndarray:
    """The range of each difference in cents a year: losses and gains to both sides of none."""
    cents = np.array(EDGES) * 100
    up, down = (np.searchsorted(cents, each.to_numpy(), side=side) for side in ("right", "left"))
    # Zero ends the losses and starts the gains; between them lies no difference at all.
    return np.where(same, EDGES.index(0) + 1, np.where(each.to_numpy() > 0, up + 1, down))


def ranges() -> tuple[Text, ...]:
    """What each range is called, from the largest loss to the largest gain."""
    middle = EDGES.index(0)
    names: list[Text] = []
    for language in ("nl", "en"):
        amounts, sign = (
            [amount_words.number(_decimal(abs(edge)), language) for edge in EDGES],
            amount_words.EURO[language],
        )
        less, more, none = _WORDS[language]
        down = [f"{less} {sign}{amounts[0]} {_MORE[language]}"]
        down += [
            f"{less} {sign}{amounts[n + 1] if n + 1 < middle else '0'}-{amounts[n]}" for n in range(middle)
        ]
        up = [
            f"{more} {sign}{'0' if n == middle else amounts[n]}-{amounts[n + 1]}"
            for n in range(middle, len(EDGES) - 1)
        ]
        up.append(f"{more} {sign}{amounts[-1]} {_MORE[language]}")
        told = [*down, none, *up]
        names = (
            [Text(t, t) for t in told]
            if not names
            else [Text(n.nl, t) for n, t in zip(names, told, strict=True)]
        )
    return tuple(names)


_WORDS = {"nl": ("minder:", "meer:", "geen verschil"), "en": ("less:", "more:", "no difference")}
_MORE = {"nl": "of meer", "en": "or more"}


def _decimal(value: int) -> Decimal:
    """Whole euros."""
    return Decimal(value)
