"""What is wrong, in the words and in the order of the page instead of those of a document."""

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


#: The keys of a profile in the order in which the form asks for them; what is asked for a computation follows.
_ORDER = (
    "farm", "parcels", "bundles", "elements", "herd", "supply", "indicators", "finance", "contracts", "declared",
    "undertaking", "year", "on", "years",
)  # fmt: skip


def from_top(problems: Iterable[InputProblem]) -> tuple[InputProblem, ...]:
    """The problems as somebody meets them who goes down the form, row by row; within a row as they were found."""
    return tuple(sorted(problems, key=_place))


def _place(problem: InputProblem) -> tuple[int, int]:
    _, top, row, *_ = [*problem.pointer.split("/"), "", "", ""]
    return (_ORDER.index(top) if top in _ORDER else len(_ORDER), int(row) if row.isdecimal() else -1)


def _said(text: Text) -> Text:
    return Text(fact_names.spoken(text.nl, "nl"), fact_names.spoken(text.en, "en"))
