"""A made-up farm of the bench opened in a process beside the server, which loads the libraries that tables take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.registry import rulebooks
from calculator.services.scenario.explained.opening import Opening
from calculator.services.statement.drawing import Failed


@dataclass(frozen=True, slots=True)
class Told:
    """What a process beside answers: the award, or what is wrong with what was asked."""

    award: Mapping[str, object]
    problems: tuple[InputProblem, ...] = ()


def tell(asked: Opening) -> Told | Failed:
    """The award of the farm under the rules of now, or why there is none, as a value that goes from process to process."""
    # The server process does not load it.
    from calculator.services.scenario.explained import opened

    try:
        return Told(opened.of_bench(asked, rulebooks.current()))
    except InputProblems as wrong:
        return Told({}, tuple(wrong.problems))
    except CannotComplete as stop:
        return Failed(stop.reason)


def award_of(said: Told | Failed) -> Mapping[str, object]:
    """The award that was told; raises InputProblems and CannotComplete."""
    if isinstance(said, Failed):
        raise CannotComplete(said.reason)
    if said.problems:
        raise InputProblems(list(said.problems))
    return said.award


def here(asked: Opening) -> Mapping[str, object]:
    """The award, worked out in this process; raises as ``award_of``."""
    return award_of(tell(asked))
