"""What was asked of one farm for a payment holds for the next that answers alike and has as much of it."""

from fractions import Fraction

import numpy as np

from calculator.stacking.columns.offered.sizes import Asked
from calculator.stacking.columns.offered.straight import Lines, whole


def test_a_size_that_was_asked_for_is_known_however_few_farms_have_it() -> None:
    sizes, codes = np.array([100, 100, 250, 400, 900]), np.array([7, 7, 7, 8, 8])
    lines, asked = Lines(), list[int]()

    def ask(at: int) -> Asked:
        asked.append(at)
        return None, bool(codes[at] == 8 and sizes[at] == 900)

    found = lines.learn(np.arange(5), codes, sizes, ask, ())
    assert set(asked) >= {2, 3, 4}
    assert lines.on_lines(codes, sizes).tolist() == found.tolist()
    assert [lines.lines[n].open for n in found.tolist()] == [False, False, False, False, True]
    assert lines.on_lines(np.array([7, 7, 9]), np.array([101, 251, 100])).tolist() == [-1, -1, -1]


def test_of_no_farms_a_number_is_rounded_down_whatever_its_slope() -> None:
    # A term of twelve years at a rate of interest has a slope that no column holds.
    found = whole((Fraction(0), Fraction(10**30, 3)), np.zeros(0, dtype=np.int64))
    assert found.dtype == np.int64
    assert not len(found)
