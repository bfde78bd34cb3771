"""Where something is wrong, in the words of the page instead of the keys of a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem
from calculator.services.profile import fact_names


def spoken(problems: Iterable[InputProblem]) -> tuple[InputProblem, ...]:
    """The problems with the keys of the document replaced by what their fields are called."""
    return tuple(
        replace(problem, message=_said(problem.message), remedy=_said(problem.remedy)) for problem in problems
    )


def _said(text: Text) -> Text:
    return Text(fact_names.spoken(text.nl, "nl"), fact_names.spoken(text.en, "en"))
