"""Land divided in whole steps for classes: the kernel leaves what the best of all divisions leaves."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.columns.classes import kernel

Floats = NDArray[np.float64]
#: No class, so that a place past the last is paid nothing.
_NONE = 0.0


def _best(
    sizes: list[int],
    first: list[int],
    gain: Floats,
    score: Floats,
    points: Floats,
    value: Floats,
    cents: Floats,
) -> float:
    """The most that classes pay beyond what the land gives up, by every division of the steps."""
    blocks = []
    for b, size in enumerate(sizes):
        ways = first[b + 1] - first[b]
        blocks.append([d for d in product(range(size + 1), repeat=ways) if sum(d) == size])
    top, width = -np.inf, points.shape[1] + 1
    most = sum(size * gain[first[b]] for b, size in enumerate(sizes))
    for division in product(*blocks):
        taken = np.array([n for of in division for n in of], dtype=float)
        scored, paid = taken @ score, 0.0
        for s in range(len(points)):
            mine = scored[s * width : (s + 1) * width]
            enough = bool((mine[:-1] >= points[s] - 1e-9).all())
            paid += max(
                [
                    _NONE,
                    *(c for v, c in zip(value[s], cents[s], strict=True) if enough and mine[-1] >= v - 1e-9),
                ]
            )
        top = max(top, paid + taken @ gain - most)
    return float(top)


def test_no_division_in_whole_steps_leaves_more_than_the_one_that_is_found() -> None:
    rnd = np.random.default_rng(3)
    apart = 0
    for _ in range(150):
        years, classes = int(rnd.integers(1, 4)), 2
        sizes = [int(n) for n in rnd.integers(2, 6, int(rnd.integers(1, 4)))]
        first = np.concatenate(
            [[0], np.cumsum(rnd.integers(2, 4 if len(sizes) < 3 else 3, len(sizes)))]
        ).tolist()
        gain = rnd.integers(0, 40, first[-1]).astype(float)
        score = rnd.integers(0, 7, (first[-1], years * 2)) * rnd.choice((0.0, 1.0), (first[-1], years * 2))
        for b in range(len(sizes)):
            gain[first[b]] = gain[first[b] : first[b + 1]].max()
        points = rnd.integers(0, 30, (years, 1)) + rnd.choice((0.0, 0.5), (years, 1))
        value = np.sort(rnd.integers(0, 40, (years, classes)).astype(float), axis=1)[:, ::-1].copy()
        cents = np.sort(rnd.integers(10, 200, (years, classes)).astype(float), axis=1)[:, ::-1].copy()
        base = sum(size * score[first[b]] for b, size in enumerate(sizes))
        steps, chosen = np.zeros(first[-1]), np.zeros(years, dtype=np.int64)
        status, bound = kernel.farm(
            np.array(sizes, dtype=float), np.array(first), np.ones(len(sizes)), gain, True, score, base, points,
            value, cents, np.ones(years, dtype=np.bool_), steps, chosen,
        )  # fmt: skip
        assert status == kernel.SOLVED
        lost = sum(
            steps[w] * (gain[first[b]] - gain[w])
            for b in range(len(sizes))
            for w in range(first[b] + 1, first[b + 1])
        )
        left = sum(cents[s, c] for s, c in enumerate(chosen.tolist()) if c < classes) - lost
        best = _best(sizes, first, gain, score, points, value, cents)
        assert bound >= best - 1e-6
        assert best - 1.0 - 1e-3 <= left <= best + 1e-6
        assert bound - left <= 1.0 + 1e-3
        apart += bound - left < 1e-6
    assert apart >= 135


def test_ways_that_bring_the_same_are_one_way() -> None:
    gain = np.array([311_860.0, 0.0, 0.0, 0.0])
    score = np.array([[1.0, 0.0], [3.0, 0.0], [3.0, 0.0], [3.0, 0.0]])
    steps, chosen = np.zeros(4), np.zeros(1, dtype=np.int64)
    # Three quarters of a step short of a whole one, whichever of the three it is.
    status, bound = kernel.farm(
        np.array([4.8156]), np.array([0, 4]), np.array([1e-4]), gain, True, score, np.array([4.8156, 0.0]),
        np.array([[4.88895]]), np.array([[-1.0]]), np.array([[130_370.0]]), np.ones(1, dtype=np.bool_), steps, chosen,
    )  # fmt: skip
    assert (status, chosen[0], steps.sum()) == (kernel.SOLVED, 0, 367)
    assert abs(bound - (130_370.0 - 367e-4 * 311_860.0)) < 1e-3


def test_land_that_is_alike_is_one_block_so_that_equals_are_not_gone_through_for_ever() -> None:
    # Three blocks of which two are alike, and a step of these costs seven cents: nothing between two steps is an answer.
    sizes = np.array([1.3418, 10.3007, 1.7363, 1.7799, 3.1357])
    gain = np.array([66_678.0, 0.0, 5_000.0, 0.0, 66_678.0, 0.0, 91_376.0, 66_678.0, 91_376.0, 0.0])
    score = np.zeros((10, 2))
    score[1::2] = [[1.0, 91.0]] * 3 + [[1.0, 181.0]] * 2
    steps, chosen = np.zeros(10), np.zeros(1, dtype=np.int64)
    status, bound = kernel.farm(
        sizes, np.arange(0, 11, 2), np.full(5, 1e-4), gain, True, score, np.array([88.651, 8202.4899]),
        np.array([[102.3754]]), np.array([[10237.54]]), np.array([[1_842_757.0]]), np.ones(1, dtype=np.bool_), steps, chosen,
    )  # fmt: skip
    lost = sum(steps[w] * 1e-4 * (gain[w - 1] - gain[w]) for w in range(1, 10, 2))
    assert (status, chosen[0]) == (kernel.SOLVED, 0)
    assert all(0 <= taken * 1e-4 <= size + 1e-9 for taken, size in zip(steps[1::2], sizes, strict=True))
    assert (steps * 1e-4) @ score[:, 1] >= 10237.54 - 8202.4899 - 1e-9
    assert -1e-6 <= bound - (1_842_757.0 - lost) <= 1.0


def test_half_a_step_in_every_year_is_a_whole_one_whichever_ways_are_taken() -> None:
    """Every way that brings points brings two per hectare, so that an odd number of ten-thousandths is out of reach."""
    years, sizes = 5, np.array([0.8063, 4.7317])
    gain, score = list[float](), list[list[float]]()
    for value in (91.0, 0.0):
        for other in product((False, True), repeat=years):
            last = max((year + 1 for year in range(years) if other[year]), default=0)
            gain.append(62_372.0 * (years - last))
            score.append([x for there in other for x in ((3.0, value) if there else (1.0, 181.0))])
    needs, base = np.full((years, 1), 6.6999), np.array([6.2232, 1179.6676] * years)
    steps, chosen = np.zeros(64), np.zeros(years, dtype=np.int64)
    status, bound = kernel.farm(
        sizes, np.array([0, 32, 64]), np.full(2, 1e-4), np.array(gain), True, np.array(score), base, needs,
        np.full((years, 1), 893.32), np.full((years, 1), 80_399.0), np.ones(years, dtype=np.bool_), steps, chosen,
    )  # fmt: skip
    assert (status, chosen.tolist()) == (kernel.SOLVED, [0] * years)
    lost = sum(n * 1e-4 * (gain[0] - gain[w]) for w, n in enumerate(steps))
    assert abs(lost - 2384e-4 * 311_860.0) < 1e-6
    assert abs(bound - (years * 80_399.0 - lost)) < 1e-3


def test_land_that_gives_something_up_is_divided_in_steps_before_land_that_gives_up_nothing() -> None:
    """On fields points come at no cost in a single year, on grass in all years up to one, at a payment for each."""
    years, gain, score = 5, list[float](), list[NDArray[np.float64]]()
    fields = [
        *((1.6983, year, (0.0, 0.0, 177.0)) for year in (0, 1)),
        *((2.0552, year, (2.0, 0.0, 215.0)) for year in range(years)),
        *((0.1311, year, (2.0, 0.0, 215.0)) for year in (2, 3, 4)),
    ]
    for _, year, *one in fields:
        for way in (*one, (1.0, 2.0, 51.0)):
            gain.append(0.0)
            score.append(np.outer(np.arange(years) == year, way).ravel())
    for last in range(years + 1):
        gain.append(62_372.0 * (years - last))
        score.append(np.outer(np.arange(years) < last, (1.0, 4.0, 91.0)).ravel())
    base = np.array([*[12.7869, 1.8832, 918.3112] * 2, *[6.8814, 5.0176, 598.0033] * 3])
    points = np.array([[4.427325, 7.378875], *[[5.9031, 7.378875]] * 4])
    value = np.array([[590.31]] * 2 + [[354.186]] * 3)
    cents = np.array([[59_031.0], [39_845.925], *[[31_876.74]] * 3])
    first = np.array([*range(0, 22, 2), 26])[:12]
    steps, chosen = np.zeros(len(gain)), np.zeros(years, dtype=np.int64)
    status, bound = kernel.farm(
        np.array([*(size for size, *_ in fields), 0.9275]), first, np.full(11, 1e-4), np.array(gain), True, np.array(score),
        base, points, value, cents, np.ones(years, dtype=np.bool_), steps, chosen,
    )  # fmt: skip
    assert (status, chosen.tolist()) == (kernel.SOLVED, [0] * years)
    lost = sum(n * 1e-4 * (gain[20] - gain[w]) for w, n in enumerate(steps) if w > 20)
    assert abs(lost - 4_801 * 6.2372) < 1e-6
    assert abs(bound - (cents.sum() - lost)) < 1e-3


def test_steps_that_bring_nearly_the_same_are_counted_together() -> None:
    """Six fields bring points at eight to fourteen cents a step, two others each in a year for value: their sum is whole."""
    fields = (
        (4.1897, 80_014.0, 91.0),
        (0.8428, 124_744.0, 91.0),
        (0.4666, 140_408.0, 91.0),
        (0.9811, 93_292.0, 91.0),
        (3.0507, 124_744.0, 28.0),
        (6.8865, 140_408.0, 28.0),
    )
    gain = np.array([x for _, cents, _ in fields for x in (cents, 0.0)] + [0.0] * 4)
    score = np.zeros((16, 4))
    score[1:12:2] = [[1.0, value] * 2 for *_, value in fields]
    score[13, :2], score[15, 2:] = (1.0, -2093.0), (1.0, -2093.0)
    sizes = np.array([*(size for size, *_ in fields), 7.9172, 7.9172])
    steps, chosen = np.zeros(16), np.zeros(2, dtype=np.int64)
    status, bound = kernel.farm(
        sizes, np.arange(0, 18, 2), np.full(8, 1e-4), gain, True, score, np.array([94.1985, 31051.7466] * 2),
        np.full((2, 1), 106.714), np.full((2, 1), 21342.8), np.full((2, 1), 2e6), np.ones(2, dtype=np.bool_), steps, chosen,
    )  # fmt: skip
    assert (status, chosen.tolist()) == (kernel.SOLVED, [0, 0])
    assert (steps[1:12:2].sum(), steps[13], steps[15]) == (75_942, 49_213, 49_213)
    lost = sum(steps[w] * 1e-4 * gain[w - 1] for w in range(1, 12, 2))
    assert -1e-6 <= bound - (4_000_000.0 - lost) <= 1e-3
