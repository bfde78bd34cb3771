"""What the searches of one award may still take, and what they have found: counted, since the core reads no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

#: Seconds that all searches of one award may take together.
SECONDS = 10.0


@dataclass(slots=True)
class SearchTime:
    """What is left of the seconds of an award, by what solving takes and an estimate.

    What is asked again with the same content is answered once: readings, prices and forced claims of one award mostly leave
    most of it as it is.
    """

    left: float = field(default_factory=lambda: SECONDS)
    _known: dict[object, object] = field(default_factory=dict)

    def spend(self, seconds: float) -> None:
        """Notes work that was done."""
        self.left = max(0.0, self.left - seconds)

    def some(self, seconds: float) -> SearchTime:
        """At most so many of them, with what has been found."""
        return SearchTime(min(seconds, self.left), self._known)

    @contextmanager
    def within(self, seconds: float) -> Iterator[SearchTime]:
        """As ``some``, and what is spent of them is spent of these too."""
        some = self.some(seconds)
        before = some.left
        yield some
        self.spend(before - some.left)

    def knows(self, key: object) -> bool:
        """Whether ``once`` was asked for this key."""
        return key in self._known

    def once(self, key: object, find: Callable[[], T]) -> T:
        """What ``find`` says, asked once of what has this key."""
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]  # type: ignore[assignment]
        return found
