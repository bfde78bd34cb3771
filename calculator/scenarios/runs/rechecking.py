"""A sample of the farms of a run, worked out once more by the ordinary engine: every sum in exact arithmetic.

The sample is drawn from the seed of the run, so that the same receipt has the same farms. A farm may differ by what both answers
leave to their proven bounds, and where land is divided by a cent per year for lines that are rounded apart; anything more is a
disagreement, and the run is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.result import Ints, Result
from calculator.scenarios.runs.variant import Variant
from calculator.stacking.columns import STATUSES

#: One farm in so many of a small population, and of a large one; of that so many at most before the second counts.
_ONE_IN_SMALL, _ONE_IN_LARGE, _FEW = 200, 4_000, 3


@dataclass(frozen=True, slots=True)
class Recheck:
    """How many answers were worked out again, by which seed, the largest difference (cents) and how many disagreed."""

    farms: int
    seed: int
    most_cents: int
    disagreed: int

    def as_data(self) -> dict[str, object]:
        """As JSON-ready data of a receipt."""
        return {
            "rechecked_farms": self.farms,
            "rechecked_seed": self.seed,
            "rechecked_most_cents": self.most_cents,
            "rechecked_disagreed": self.disagreed,
        }


class DisagreementError(Exception):
    """Farms of the sample are paid otherwise by the ordinary engine, so that the whole run cannot be trusted."""

    def __init__(self, recheck: Recheck) -> None:
        super().__init__(
            f"{recheck.disagreed} of {recheck.farms} farms worked out again are paid otherwise, "
            f"by up to {recheck.most_cents} cents"
        )
        self.recheck = recheck


def size(farms: int) -> int:
    """How many of so many farms are worked out again."""
    return min(-(-farms // _ONE_IN_SMALL), _FEW + farms // _ONE_IN_LARGE)


def drawn(farms: Ints, seed: int) -> Ints:
    """The sample of these farms (by position), in order."""
    generator = np.random.Generator(np.random.PCG64(seed))
    return np.sort(generator.permutation(np.sort(farms))[: size(len(farms))])


def recheck(evaluate: Evaluator, told: Sequence[tuple[Variant, Result]], seed: int, years: int) -> Recheck:
    """Draw from each result, given under its variant; raises DisagreementError."""
    asked = [(variant, drawn(result.farms["farm"].to_numpy(np.int64), seed)) for variant, result in told]
    exact = evaluate.exactly(asked)
    apart = [
        _apart(result.of(farms).farms, own.farms, years)
        for (_, farms), (_, result), own in zip(asked, told, exact, strict=True)
        if len(farms)
    ]
    every = pd.concat(apart) if apart else pd.DataFrame({"cents": [], "disagrees": []})
    found = Recheck(
        len(every), seed, int(every["cents"].max()) if len(every) else 0, int(every["disagrees"].sum())
    )
    if found.disagreed:
        raise DisagreementError(found)
    return found


def _apart(told: pd.DataFrame, own: pd.DataFrame, years: int) -> pd.DataFrame:
    """Per farm how far the two totals lie apart, and whether that is more than both may leave."""
    both = told.merge(own, on="farm", suffixes=("", "_own"), validate="one_to_one")
    cents = (both["total"] - both["total_own"]).abs()
    gaps = both["gap"] + both["gap_own"]
    none = STATUSES.index("none")
    unlike = (both["status"] == none) != (both["status_own"] == none)
    return pd.DataFrame({"cents": cents, "disagrees": unlike | (cents > gaps + 2 * years * (gaps > 0))})
