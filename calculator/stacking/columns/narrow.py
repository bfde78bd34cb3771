"""Numbers held in few bytes each: for what is kept or sent, never for what is reckoned with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calculator.domain.few_bytes import bytes_of

#: Numbers in any number of bytes.
Narrow = NDArray[Any]


def narrowed(numbers: Narrow) -> Narrow:
    """The same numbers in as few bytes each as hold them all."""
    if not len(numbers) or numbers.dtype != np.int64:
        return numbers
    return numbers.astype(f"i{bytes_of(int(numbers.min()), int(numbers.max()))}")


def widened(numbers: Narrow) -> NDArray[np.int64]:
    """The other way round from ``narrowed``."""
    return numbers.astype(np.int64, copy=False)
