"""Awards that were worked out a moment ago: one looks at a result, goes to a part of the profile, and comes back.

They are held in the memory of the process and nowhere else, few of them, under a hash of everything they follow from.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from flask import Flask, current_app

from calculator.services import wishes
from calculator.services.award_options import Options
from calculator.services.awards import canonical
from calculator.web.language import language
from calculator.web.wiring import AwardResult, wired

#: A process holds so many; an award of ten years has a few megabytes.
MOST = 12
EXTENSION = "stapelwijzer-computed"


class Held:
    """The last few awards, those of longest ago first."""

    def __init__(self, most: int = MOST) -> None:
        self._found: OrderedDict[str, AwardResult] = OrderedDict()
        self._lock, self._most = Lock(), most

    def get(self, key: str) -> AwardResult | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: str, found: AwardResult) -> None:
        with self._lock:
            self._found[key] = found
            while len(self._found) > self._most:
                self._found.popitem(last=False)


def install(app: Flask) -> None:
    """Give an application a memory of its own."""
    app.extensions[EXTENSION] = Held()


def award(document: object, asked: Options, wish: wishes.Typed = wishes.NOTHING) -> AwardResult:
    """The award of a document in the language of this request; raises InputProblems and CannotComplete."""
    services = wired().services
    rulebook = services.rulebook()
    said = (asked.on, asked.years, asked.mode, language(), sorted(wish.options.items()), rulebook.digest)
    key = hashlib.sha256(canonical(document) + repr(said).encode()).hexdigest()
    held: Held = current_app.extensions[EXTENSION]
    found = held.get(key)
    if found is None:
        found = services.compute(
            rulebook,
            document,
            on=asked.on,
            years=asked.years,
            mode=asked.mode,
            language=language(),
            wish=wish,
        )
        held.put(key, found)
    return found
