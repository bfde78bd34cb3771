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
    """Claims on one piece of land, or for the farm, combine in more ways than can be worked out; ``place`` says where, ``ref``
    and ``year`` are of the first claim, ``others`` is how many come after it.
    """

    def __init__(self, place: str, ref: str = "", year: int = 0, others: int = 0) -> None:
        super().__init__(place)
        self.place, self.ref, self.year, self.others = place, ref, year, others

    def at(self, place: str) -> TooManyStacksError:
        """The same of a place by another name."""
        return TooManyStacksError(place, self.ref, self.year, self.others)


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
    # A group whose last member is passed, and of which none is held, never comes.
    due: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for i, groups in enumerate(asked):
        for group in groups:
            due[max(i, group.bit_length() - 1)].append((1 << i, group))
    waiting: list[tuple[int, tuple[int, ...], int]] = [(0, (), 0)]
    while waiting:
        at, held, mask = waiting.pop()
        in_vain = at and any(mask & needy and not mask & group for needy, group in due[at - 1])
        if in_vain or at == size:
            seen += 1 if in_vain else 1 + len(held) ** 2
            if seen > MOST_PAIRS:
                raise TooManyStacksError(place)
            if not in_vain:
                yield held
            continue
        if not forced[at]:
            waiting.append((at + 1, held, mask))
        if not against[at] & mask:
            waiting.append((at + 1, (*held, at), mask | 1 << at))
