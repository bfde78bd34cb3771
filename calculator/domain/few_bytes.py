"""In how few bytes whole numbers are held."""

from __future__ import annotations


def bytes_of(least: int, most: int, fewest: int = 1) -> int:
    """The bytes of whole numbers from the least up to the most, at least so many; OverflowError where 8 do not hold them."""
    for size in (1, 2, 4, 8):
        half = 1 << (8 * size - 1)
        if size >= fewest and -half <= least and most < half:
            return size
    raise OverflowError(f"no whole number of 64 bits: {least} or {most}")
