"""Lines in whole cents under ceilings: of those that were rounded up the last are rounded down where all would pass a limit.

What is granted is exact and keeps every limit; only its writing in cents could pass one, by half a cent for every line. Rounding
down never can: so as many lines as it takes are, and every line stays within a cent of what is granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.scheme import Text
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.ceilings import filled
from calculator.stacking.solving.steps.settlement import Share

_DOWN = Text(
    "Op hele centen naar beneden afgerond: naar boven zou een plafond overschreden worden.",
    "Rounded down to whole cents: rounded up, a ceiling would be passed.",
)
#: Cents as numerator and denominator, not in lowest terms.
Ratio = tuple[int, int]
#: Who was granted a decision over years, where, and in which year.
_Decision = tuple[str, str, int]
#: A block and one of its cells: ground in a year.
_Ground = tuple[int, int]
#: Names the rows of ceilings over years.
WINDOW = "de_minimis"


@dataclass(slots=True)
class _Counted:
    """What a limit counts of lines: what a cent of each weighs, by place, those that give first in front; what weighs
    ``beside`` these; and what all may come to.
    """

    most: Fraction = Fraction(0)
    weights: dict[int, Fraction] = field(default_factory=dict)
    beside: Fraction = Fraction(0)


def keep_ceilings(built: Built, shares: Sequence[Share], found: list[Line], exact: Sequence[Ratio]) -> None:
    """Rounds down lines that together would pass a ceiling over years, per hectare or on costs; ``exact`` are their cents."""
    for counted in (*_windows(built, found), *_on_land(built, shares, found)):
        _lower(found, exact, counted)


def _lower(found: list[Line], exact: Sequence[Ratio], counted: _Counted) -> None:
    over = sum((w * found[at].amount for at, w in counted.weights.items()), counted.beside) - counted.most
    if over <= 0:
        return
    more = {at: found[at].amount - Fraction(*exact[at]) for at in counted.weights}
    raised = [at for at, cents in more.items() if cents > 0]
    if over > sum((counted.weights[at] * more[at] for at in raised), Fraction(0)):
        # Passed by what is granted, not by its writing: a ceiling of a day on which nothing is granted.
        return
    for at in raised:
        found[at] = _a_cent_less(found[at])
        over -= counted.weights[at]
        if over <= 0:
            return


def _a_cent_less(line: Line) -> Line:
    less = line.amount - 1
    high = less if line.claim.rate.is_exact else line.high
    return replace(line, amount=less, low=min(line.low, less), high=high, caveats=(*line.caveats, _DOWN))


def _windows(built: Built, found: Sequence[Line]) -> Iterator[_Counted]:
    """What every ceiling over years counts on each day on which it is tested.

    Later years of a grant count as they were granted, so that of these rounding alone is added.
    """
    windows = {row for row, key in enumerate(built.rows.meaning) if key[0] == WINDOW}
    by_row = {row: _Counted(Fraction(built.rows.rows[row].bound // MICRO)) for row in windows}
    known: dict[tuple[int, int, str], list[tuple[int, Limit]]] = {}
    decided: dict[_Decision, list[tuple[int, Limit]]] = {}
    later: list[int] = []
    for at in range(len(found) - 1, -1, -1) if windows else ():
        line, claim = found[at], found[at].claim
        if claim.demand is not None:
            continue
        if not built.rows.windows.begun(claim, line.since, line.extended):
            later.append(at)
            continue
        whole = claim.terms.at_once_years is not None
        key = (id(claim.terms), claim.year, claim.piece if whole else "")
        if key not in known:
            known[key] = list(_tested(built, claim))
        for row, limit in known[key]:
            if not whole:
                by_row[row].weights[at] = Fraction(1)
                continue
            counts = built.rows.counts(limit, claim, extended=line.extended is not None)
            by_row[row].weights[at] = counts.factor
            by_row[row].beside += counts.besides * Fraction(line.quantity)
            decided[claim.ref, claim.piece, claim.year] = known[key]
    for at in later:
        _add_later(built, found[at], at, decided, by_row)
    for counted in by_row.values():
        counted.weights = dict(sorted(counted.weights.items(), reverse=True)) if later else counted.weights
        yield counted


def _tested(built: Built, claim: Claim) -> Iterator[tuple[int, Limit]]:
    """The rows of the days on which what is given with the claim stands in a window."""
    for limit, day in built.rows.windows.tests(claim):
        row = built.rows.index.get((WINDOW, limit.id, day))
        if row is not None:
            yield row, limit


def _add_later(
    built: Built,
    line: Line,
    at: int,
    decided: dict[_Decision, list[tuple[int, Limit]]],
    by_row: dict[int, _Counted],
) -> None:
    """What rounding adds to a line of a later year of a grant: it weighs discounted to the day on which all was given."""
    claim, windows = line.claim, built.rows.windows
    granted = claim.rate.reading(built.rows.reading) * Fraction(line.quantity)
    given = windows.given_in(claim, line.since, line.extended)
    for row, limit in decided.get((claim.ref, claim.piece, given), ()) if line.amount > granted else ():
        rate = windows.discount(limit.id, same_day_in(given, claim.grant_date))
        weight = 1 / (1 + rate) ** (claim.year - given + 1)
        by_row[row].weights[at] = weight
        by_row[row].beside -= weight * granted


def _on_land(built: Built, shares: Sequence[Share], found: Sequence[Line]) -> Iterator[_Counted]:
    """What every ceiling per hectare or on costs counts on ground of which it cuts something."""
    stacks, cut = built.stacks(shares), dict[_Ground, set[str]]()
    for share, stack in zip(shares, stacks, strict=True):
        if stack.cut and share.share:
            cut.setdefault((share.block, share.cell), set()).update(limit for _, limit, _ in stack.cut)
    if not cut:
        return
    lines: dict[int, list[int]] = {}
    for at in range(len(found) - 1, -1, -1):
        lines.setdefault(id(found[at].claim), []).append(at)
    grounds: dict[_Ground, list[tuple[Share, Stack]]] = {ground: [] for ground in cut}
    for share, stack in zip(shares, stacks, strict=True):
        if (share.block, share.cell) in cut:
            grounds[share.block, share.cell].append((share, stack))
    for ground, limits in cut.items():
        yield from _on_ground(built, grounds[ground], limits, lines)


def _on_ground(
    built: Built, here: Sequence[tuple[Share, Stack]], limits: set[str], lines: dict[int, list[int]]
) -> Iterator[_Counted]:
    found: dict[tuple[str, str], _Counted] = {}
    for share, stack in here:
        every = built.rules[stack.claims[0].year].ceilings if stack.claims else ()
        for one in filled((x for x in every if x.limit in limits), stack):
            counted = found.setdefault((one.limit, one.measure), _Counted())
            counted.most += one.most * share.share
            for place, weight in one.weights:
                counted.weights |= dict.fromkeys(lines.get(id(stack.claims[place]), ()), weight)
    yield from found.values()
