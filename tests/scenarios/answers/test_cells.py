"""Cells under ten farms are withheld, and nobody gets them back from what is told."""

import numpy as np
import pytest

from calculator.scenarios.answers.cells import LEAST, Sum, determined, withheld


def table(rows: list[list[int]]) -> tuple[np.ndarray, list[Sum], np.ndarray]:
    """Counts, sums and values of a table of two ways with its margins; the value of a cell is its count times a prime."""
    inner = np.array(rows)
    full = np.zeros((inner.shape[0] + 1, inner.shape[1] + 1), dtype=np.int64)
    full[:-1, :-1] = inner
    full[-1, :-1], full[:-1, -1], full[-1, -1] = inner.sum(0), inner.sum(1), inner.sum()
    high, wide = full.shape
    at = np.arange(high * wide).reshape(high, wide)
    sums = [Sum(int(at[r, -1]), tuple(at[r, :-1].tolist())) for r in range(high)]
    sums += [Sum(int(at[-1, c]), tuple(at[:-1, c].tolist())) for c in range(wide)]
    return full.reshape(-1, 1), sums, full.reshape(-1)


def attack(hidden: np.ndarray, sums: list[Sum], values: np.ndarray) -> dict[int, float]:
    """What a reader who knows every sum works out of the withheld cells, by least squares over all of them at once."""
    unknown = np.flatnonzero(hidden)
    if not len(unknown):
        return {}
    rows, right = [], []
    for one in sums:
        row, known = np.zeros(len(unknown)), 0.0
        for cell, sign in [(p, 1.0) for p in one.parts] + [(one.total, -1.0)]:
            if hidden[cell]:
                row[int(np.searchsorted(unknown, cell))] += sign
            else:
                known -= sign * values[cell]
        rows.append(row)
        right.append(known)
    matrix = np.array(rows)
    found, *_ = np.linalg.lstsq(matrix, np.array(right), rcond=None)
    _, sizes, basis = np.linalg.svd(matrix)
    free = np.abs(basis[(sizes > 1e-9).sum() :]).sum(0) > 1e-9
    return {int(c): float(v) for c, v, loose in zip(unknown, found, free, strict=True) if not loose}


@pytest.mark.parametrize(
    "rows",
    [
        [[50, 3, 40], [60, 70, 80], [20, 30, 40]],
        [[50, 3, 40], [60, 70, 4], [20, 30, 40]],
        [[9, 9], [50, 60]],
        [[1, 200]],
        [[0, 3], [12, 40]],
        [[5]],
        [[3, 40, 41], [40, 3, 41], [41, 40, 3]],
    ],
)
def test_no_withheld_cell_follows_from_what_is_told(rows: list[list[int]]) -> None:
    counts, sums, values = table(rows)
    hidden = withheld(counts, sums)
    small = ((counts > 0) & (counts < LEAST)).any(1)
    assert (hidden >= small).all()
    assert attack(hidden, sums, values * 7.0) == {}
    assert not determined(hidden, sums).any()


def test_without_company_the_attack_does_get_the_cell_back() -> None:
    counts, sums, values = table([[50, 3, 40], [60, 70, 80]])
    only_small = ((counts > 0) & (counts < LEAST)).any(1)
    (found,) = attack(only_small, sums, values).values()
    assert round(found) == 3


def test_a_cell_that_follows_from_sums_further_away_gets_company_there() -> None:
    # Twice the first is (4 + 5) - (2 + 3), though all of its own sums are withheld. This went on for ever.
    first, two, three, four, five, above, beside = range(7)
    sums = [
        Sum(four, (first, two)),
        Sum(five, (first, three)),
        Sum(above, (four, five)),
        Sum(beside, (two, three)),
    ]
    counts = np.array([[3], [5], [5], [8], [8], [16], [10]])
    hidden = withheld(counts, sums)
    assert np.flatnonzero(hidden).tolist() == [first, two, three, four, five, beside]
    assert not determined(hidden, sums).any()


def test_random_tables_give_nothing_away() -> None:
    random = np.random.default_rng(7)
    for _ in range(60):
        rows = random.choice(
            [0, 1, 4, 9, 10, 25, 300], size=(random.integers(1, 5), random.integers(1, 5))
        ).tolist()
        counts, sums, values = table(rows)
        hidden = withheld(counts, sums)
        assert attack(hidden, sums, values) == {}
        for one in sums:
            missing = [c for c in one.parts if hidden[c]]
            if missing and not hidden[one.total]:
                assert counts[missing].sum() >= LEAST, (
                    "what is missing of a told sum rests on ten farms or more"
                )


def test_nothing_is_withheld_where_no_cell_is_small() -> None:
    counts, sums, _ = table([[10, 20], [0, 40]])
    assert not withheld(counts, sums).any()
