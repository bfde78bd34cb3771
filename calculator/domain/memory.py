"""What was worked out of a value, kept beside it for whoever asks the same next; it is never part of the value.

What may be asked is named once, where it is asked, with the sort of its keys and answers and how many are kept. An answer
follows from its key, and from what the memory stands beside, alone. Where a key names a thing by its identity, that thing is
kept in the answer: else another could come to bear its identity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Answers(Generic[K, V]):
    """Answers by their key. Once ``most`` of them are kept all are forgotten; None where the keys are of the value itself, which
    has no more of them.
    """

    name: str
    most: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Once(Generic[T]):
    """One answer, which follows from the value alone."""

    name: str


class Memory:
    """The memory of one value."""

    __slots__ = ("_answers", "_once")

    def __init__(self) -> None:
        self._answers: dict[Answers[Any, Any], dict[Any, Any]] = {}
        self._once: dict[Once[Any], Any] = {}

    def of(self, asked: Answers[K, V]) -> dict[K, V]:
        """The answers that are kept, with room for one more."""
        found = self._answers.get(asked)
        if found is None:
            found = self._answers[asked] = {}
        elif asked.most is not None and len(found) >= asked.most:
            found.clear()
        return found

    def answer(self, asked: Answers[K, V], key: K, work: Callable[[], V]) -> V:
        """The answer of a key, worked out where it is not kept."""
        known = self._answers.get(asked, {})
        return known[key] if key in known else self.of(asked).setdefault(key, work())

    def get(self, asked: Once[T]) -> T | None:
        """The answer, None where it was not found yet."""
        return self._once.get(asked)

    def keep(self, asked: Once[T], answer: T) -> T:
        """The answer, kept from now on."""
        self._once[asked] = answer
        return answer

    def once(self, asked: Once[T], work: Callable[[], T]) -> T:
        """The answer, worked out the first time."""
        if asked not in self._once:
            self._once[asked] = work()
        found: T = self._once[asked]
        return found

    def share(self, other: Memory, *asked: Once[Any]) -> None:
        """Keep these answers of another memory, as far as it has them."""
        self._once.update({each: other._once[each] for each in asked if each in other._once})

    def forget(self) -> None:
        """Begin anew."""
        self._answers.clear()
        self._once.clear()

    def __repr__(self) -> str:
        """All that is kept, so that anybody can see that it tells of no farm."""
        return f"Memory({self._answers!r}, {self._once!r})"

    def __len__(self) -> int:
        """How many questions have an answer."""
        return len(self._answers) + len(self._once)
