"""What is kept of every farm of a population takes no more bytes than it needs, and comes back as it was."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.stacking.columns.answer import Gathering, Ints, rows
from calculator.stacking.columns.narrow import narrowed
from calculator.stacking.columns.reading.farms import Farms, encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import farm, parcel


@pytest.mark.parametrize(
    ("numbers", "size"),
    [
        ([], 8),
        ([-128, 127], 1),
        ([-1, 128], 2),
        ([-129, 0], 2),
        ([2**15 - 1], 2),
        ([2**15], 4),
        ([-(2**31), 2**31 - 1], 4),
        ([2**31], 8),
        ([-(2**31) - 1], 8),
    ],
)
def test_numbers_are_the_same_in_the_fewest_bytes(numbers: list[int], size: int) -> None:
    found = narrowed(np.array(numbers, dtype=np.int64))
    assert found.tolist() == numbers
    assert found.itemsize == size


def test_answers_are_held_in_few_bytes_and_told_as_numbers_to_reckon_with() -> None:
    into = Gathering((2026,))
    farms = [into.payments.of(name) for name in ("a#1", "b#1")]
    into.farms.append(rows([(n, 0, 0, 0) for n in range(3)], 4))
    into.paid.append(rows([(2, farms[1], 2026, 2**31), (0, farms[0], 2026, 7)], 4))
    found = into.finished()
    assert [column.itemsize for column in found.paid.columns] == [1, 1, 2, 8]
    assert found.total.tolist() == [7, 0, 2**31]
    assert [column.tolist() for column in (*found.paid.at, found.paid.value)] == [
        [0, 2], [0, 1], [2026, 2026], [7, 2**31],
    ]  # fmt: skip
    # What farms are paid together is more than 32 bits hold: sums are of whole numbers.
    assert {column.dtype for column in (*found.paid.at, found.total, found.gap)} == {np.dtype(np.int64)}


def test_what_is_kept_of_a_population_serves_its_parts_and_is_small() -> None:
    every = encode([farm(parcel("P1", n + 1)) for n in range(6)], Vocabulary())
    asked: list[int] = []

    def work(farms: Farms) -> Ints:
        asked.append(len(farms))
        return 40 * np.arange(len(farms), dtype=np.int64)

    part = every.part(np.array([5, 1], dtype=np.int64))
    first, again = part.once(("answers",), work), part.once(("answers",), work)
    assert first.tolist() == again.tolist() == [200, 40]
    # Numbers that are worked on further do not run over.
    assert first.dtype == np.int64
    assert asked == [6]
    assert every.kept["answers",].nbytes == 2 * len(every)
