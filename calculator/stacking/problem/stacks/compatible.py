"""Every set of claims that may rest together, in bounded time: at most so many are looked at, else the place is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

#: More pairs than this, over all sets on one piece of land, are not looked through (some seconds).
MOST_PAIRS = 1_500_000
#: More claims than this on one piece of land, or for the farm, are not held against each other: every pair of them is asked.
MOST_CLAIMS = 1_000
#: So many turns of grants in stacks stand beside each other at most: with more of them one programme takes a minute.
MOST_TURNS = 600


class TooManyStacksError(ValueError):
    """Claims on one piece of land combine in more ways than can be worked out; ``place`` says where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def compatible(
    place: str,
    out: Sequence[Sequence[bool]],
    forced: Sequence[bool],
    needs: Sequence[Sequence[Sequence[int]]],
) -> Iterator[tuple[int, ...]]:
    """Sets of indices without a pair that is out, with all that is forced, and with one of each group that a member needs.

    Fuller sets first. TooManyStacksError: more than ``MOST_PAIRS`` pairs had to be looked at.
    """
    size, seen = len(forced), 0
    against = [sum(1 << j for j in range(size) if out[i][j]) for i in range(size)]
    asked = [[sum(1 << j for j in group) for group in groups] for groups in needs]
    waiting: list[tuple[int, tuple[int, ...], int]] = [(0, (), 0)]
    while waiting:
        at, held, mask = waiting.pop()
        if at == size:
            seen += 1 + len(held) ** 2
            if seen > MOST_PAIRS:
                raise TooManyStacksError(place)
            if all(mask & group for i in held for group in asked[i]):
                yield held
            continue
        if not forced[at]:
            waiting.append((at + 1, held, mask))
        if not against[at] & mask:
            waiting.append((at + 1, (*held, at), mask | 1 << at))
