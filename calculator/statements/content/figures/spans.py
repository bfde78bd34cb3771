"""The years of a term as columns: years without any payment share one, and equal years do where there are many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from calculator.statements.award.known import partly_known
from calculator.statements.award.reading import PaidLine
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import words


@dataclass(frozen=True, slots=True)
class Span:
    """Years next to each other under one title; where they are paid, every one of them is paid the same."""

    years: tuple[int, ...]
    paid: bool
    partly: bool = False
    """Whether of these years only a part of the payments is known."""

    @property
    def repeats(self) -> bool:
        """Whether an amount in this column is that of each of several years."""
        return self.paid and len(self.years) > 1


def spans(paper: Paper, most: int) -> list[Span]:
    """The years in order; equal ones are put together only where there would be more than ``most`` columns."""
    paid, partly = _paid_of(paper), set(partly_known(paper.award))
    found = _grouped(paper.years, lambda one, other: not paid[one] and not paid[other])
    if len(found) > most:
        found = _grouped(
            paper.years, lambda one, other: paid[one] == paid[other] and (one in partly) == (other in partly)
        )
    return [Span(run, bool(paid[run[0]]), run[0] in partly) for run in found]


def title(paper: Paper, span: Span) -> str:
    """``2026``, ``2029–2055``, or ``2026–2028, per jaar`` where each of them is paid the amount below it.

    Marked where only a part is known: the note below the table says so of the same mark.
    """
    said = paper.voice.years(list(span.years))
    told = paper.voice.say(words.EACH_YEAR, years=said) if span.repeats else said
    return told + words.MARK if span.partly else told


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


def _grouped(years: list[int], same: Callable[[int, int], bool]) -> list[tuple[int, ...]]:
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1 and same(runs[-1][-1], year):
            runs[-1].append(year)
        else:
            runs.append([year])
    return [tuple(run) for run in runs]
