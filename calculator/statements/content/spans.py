"""The years of a term as columns: years without any payment share one, and equal years do where there are many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from calculator.statements.award.reading import PaidLine
from calculator.statements.content import words
from calculator.statements.content.paper import Paper


@dataclass(frozen=True, slots=True)
class Span:
    """Years next to each other under one title; where they are paid, every one of them is paid the same."""

    years: tuple[int, ...]
    paid: bool

    @property
    def repeats(self) -> bool:
        """Whether an amount in this column is that of each of several years."""
        return self.paid and len(self.years) > 1


def spans(paper: Paper, most: int) -> list[Span]:
    """The years in order; equal ones are put together only where there would be more than ``most`` columns."""
    paid = _paid_of(paper)
    found = _grouped(paper.years, lambda one, other: not paid[one] and not paid[other], paid)
    if len(found) > most:
        found = _grouped(paper.years, lambda one, other: paid[one] == paid[other], paid)
    return found


def title(paper: Paper, span: Span) -> str:
    """``2026``, ``2029–2055``, or ``2026–2028, per jaar`` where each of them is paid the amount below it."""
    said = paper.voice.years(list(span.years))
    return paper.voice.say(words.EACH_YEAR, years=said) if span.repeats else said


def amount(paper: Paper, lines: list[PaidLine], span: Span) -> str:
    """What the lines pay in one year of the span; a dash where nothing was computed, which is not the same as zero."""
    year = span.years[0]
    found = [line.amount for line in lines if line.year == year]
    return paper.voice.money(sum(found)) if found else words.NOTHING


_Paid = dict[int, dict[tuple[str, str], int]]


def _paid_of(paper: Paper) -> _Paid:
    """Per year the amount per payer and certainty."""
    found: _Paid = {year: {} for year in paper.years}
    for line in paper.lines:
        key = (line.payer, line.certainty)
        found[line.year][key] = found[line.year].get(key, 0) + line.amount
    return found


def _grouped(years: list[int], same: Callable[[int, int], bool], paid: _Paid) -> list[Span]:
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1 and same(runs[-1][-1], year):
            runs[-1].append(year)
        else:
            runs.append([year])
    return [Span(tuple(run), bool(paid[run[0]])) for run in runs]
