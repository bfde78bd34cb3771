"""Two ways to end without an answer: the input is wrong, or the calculation cannot be completed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from calculator.domain.scheme import Text


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing wrong: where (a JSON pointer, ``""`` for the whole), what, and how to mend it."""

    pointer: str
    message: Text
    remedy: Text


class InputProblems(Exception):  # noqa: N818  it is the problems, all of them at once
    """The input is wrong; ``problems`` holds every problem found, and never none."""

    def __init__(self, problems: Iterable[InputProblem]) -> None:
        self.problems: tuple[InputProblem, ...] = tuple(problems)
        super().__init__("; ".join(f"{p.pointer or '/'}: {p.message.en}" for p in self.problems))


def by_pointer(problems: Iterable[InputProblem]) -> dict[str, InputProblem]:
    """The first problem of each field."""
    return {problem.pointer: problem for problem in reversed(tuple(problems))}


class CannotComplete(Exception):  # noqa: N818  the name says what happened, as a person would
    """The input is right, but no answer can be given; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)
