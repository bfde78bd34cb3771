"""A process beside each server process that draws and checks files, so that nobody waits for a page because of a file.

A file that asks for too much memory, or stops its process in another way, takes nobody along; it is told of that file.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from calculator import allocator
from calculator.services.errors import CannotComplete
from calculator.services.registry import rulebooks
from calculator.services.statement import drawing as statement_drawing
from calculator.services.statement.drawing import Drawing, Drawn, Failed
from calculator.services.statement.workers import Pool

if TYPE_CHECKING:
    from calculator.services.statement.statements import Checked

Answer = TypeVar("Answer")
Task = TypeVar("Task")

#: Pages go first where both want the processor; but somebody waits for this file.
GENTLE = 5
#: After so many files the process makes room for a new one: libraries that draw hold a little more each time.
MOST_FILES = 200


class DrawingRoom:
    """One process, made at its first task and now and then anew; one task at a time."""

    def __init__(self, most_files: int = MOST_FILES) -> None:
        self._pool = Pool(1, GENTLE)
        self._one = threading.Lock()
        self._made, self._most = 0, most_files

    def warm(self) -> None:
        """Have it started and its libraries and rules loaded, without waiting for that."""
        threading.Thread(target=self.each, args=(_ready, [0]), daemon=True).start()

    def close(self) -> None:
        """Stop the process, whatever it is at: whoever waited for it has been told, or is gone."""
        for child in multiprocessing.active_children():
            child.kill()

    def draw_all(self, drawings: Sequence[Drawing]) -> Sequence[Drawn | Failed]:
        """As ``statement_drawing.in_turn``."""
        return self.each(_drawn, drawings)

    def render(self, award: object, document: object, *, language: str, issued_on: date) -> bytes:
        """The statement of an award, under no number; raises CannotComplete."""
        asked = Drawing(
            cast("dict[str, object]", award), cast("dict[str, object]", document), language, issued_on, None
        )
        (made,) = self.draw_all([asked])
        if isinstance(made, Failed):
            raise CannotComplete(made.reason)
        return made.pdf

    def verify(self, pdf: bytes) -> Checked:
        """The verdict on a file from anybody; raises CannotComplete where checking it stopped the process."""
        (said,) = self.each(_verified, [pdf])
        if isinstance(said, Failed):
            raise CannotComplete(said.reason)
        return said

    def each(
        self, function: Callable[[Task], Answer | Failed], tasks: Sequence[Task]
    ) -> list[Answer | Failed]:
        """The answers to tasks, worked out there one after the other."""
        with self._one:
            answers = list(self._pool.each(function, tasks))
            self._made += len(tasks)
            if self._made < self._most:
                return answers
            self._made = 0
            self._pool.end()
        self.warm()
        return answers


def _drawn(drawing: Drawing) -> Drawn | Failed:
    made = statement_drawing.tried(drawing)
    # A file takes a hundred megabytes for a moment, which the next one may be long in coming to use.
    allocator.give_back()
    return made


def _ready(_task: int) -> int:
    rulebooks.current()
    return 0


def _verified(pdf: bytes) -> Checked:
    # Reading PDF takes large libraries; the server process does not load them.
    from calculator.services.statement import statements

    return statements.verify(pdf)
