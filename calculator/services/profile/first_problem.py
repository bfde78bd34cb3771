"""What is wrong with a profile in one line, where a whole list has no room: a batch, a run, a page of many farms."""

from __future__ import annotations

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblems
from calculator.services.profile import fact_names


def first_problem(wrong: InputProblems, rulebook: Rulebook, document: object = None) -> Text:
    """The first problem with its place in words and remedy, and how many more there are; rows of ``document`` by their own id."""
    first, more = wrong.problems[0], len(wrong.problems) - 1

    def said(language: str, others: str) -> str:
        place = first.pointer or "/"
        if fact_names.known(place):
            place = fact_names.name(place, language, rulebook, document)
        return f"{place}: {first.message[language]} {first.remedy[language]}" + (others if more else "")

    return Text(said("nl", f" (en nog {more})"), said("en", f" (and {more} more)"))
