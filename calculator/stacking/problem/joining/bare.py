"""Years without a claim in which what is held must be looked at all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.domain.rulebook import Rulebook
from calculator.stacking.law.pairs import Relations
from calculator.stacking.problem.decisions.held import Contracts, by_year
from calculator.stacking.problem.decisions.holding import held_apart
from calculator.stacking.problem.joining.beside import held_in, held_together, reaches
from calculator.stacking.problem.joining.farm_terms import FarmTerms
from calculator.stacking.problem.stacks.regime import regime

_YEAR = attrgetter("year")


def bare(claims: Sequence[Claim], years: Iterable[int], rulebook: Rulebook, on: date) -> tuple[int, ...]:
    """The years without a claim in which grants or contracts may be held that exclude each other, wherever they lie."""
    claimed = set(map(_YEAR, claims))
    empty = [year for year in years if year not in claimed]
    if not empty:
        return ()
    lasting = [c for c in claims if (t := c.terms).multi_year or t.at_once_years is not None]
    if not lasting:
        return ()
    rules = {year: regime(rulebook, year, on) for year in sorted({*claimed, *empty})}
    found = {year for year, _, _ in held_apart(lasting, rules)}
    # Without a claim in the year all ground of a contract is alike: one claim of each terms stands for it.
    samples = {(id(c.terms), c.year): c for c in lasting}.values()
    if len(found) < len(empty) and _may_meet(samples, [rules[y].relations for y in empty]):
        terms, ground = FarmTerms(lasting), Contracts(by_year(samples))
        held = ((y, held_in(terms, ground, y)) for y in empty if y not in found)
        found |= {y for y, of in held if held_together(of, rules[y].relations)}
    return tuple([y for y in empty if y in found])


def _may_meet(lasting: Iterable[Claim], rules: Iterable[Relations]) -> bool:
    """Whether one is for the farm, or rows that reach beyond the same ground name two of them."""
    of = {c.ref: c for c in lasting}
    far = {id(row): row for each in rules for row in each.far}.values()
    return any(c.piece == "farm" for c in of.values()) or sum(reaches(c, far) for c in of.values()) > 1
