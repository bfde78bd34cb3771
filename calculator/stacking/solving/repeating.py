"""A later year that reads as one already solved takes its answer, told under its own names.

After a legal basis ends a farm mostly claims the same again. Where a year has the claims of a solved one, on terms that pay
and ask the same under the same rules, its problem is that of the solved year but for the names of blocks and rows. Names
only choose among equals, so no more is asked anew than which of these comes first. What the solved year has beside (a
payment without a continuation) must be decided by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.alike import Alike, signature
from calculator.stacking.problem.drafts.known_drafts import follows_from
from calculator.stacking.solving.doing_without import paid_without
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps import lines
from calculator.stacking.solving.steps.settlement import objective, settle_shares

#: Sorts of rows that bind one year alone, whose names tell the year as a number.
_YEARLY = frozenset({"points", "value", "quantity", "amount_cap", "quantity_cap"})

#: What a claim and the one that stands for it are both of.
_SAME = attrgetter("terms.ref", "piece", "terms.class_name")
_MUCH, _TERMS, _GRANTED = attrgetter("quantity", "costs"), attrgetter("terms"), attrgetter("grant_date")
_DEMAND = attrgetter("demand")

#: By claim of the solved year (identity) the one that stands for it.
_Standing = Mapping[int, Claim]


@dataclass(frozen=True, slots=True)
class Repeated:
    """The lines of the years that take the answer of a solved one, and the other years."""

    lines: tuple[Line, ...]
    rest: Alike


def repeated(task: Task, years: Alike, first: Outcome) -> Repeated | None:
    """What the years of a task take from those solved first; None where that is nothing.

    ``task`` is under the same rules and reading as the first years were.
    """
    solved = tuple(first.years.years)
    if len(solved) != 1 or first.solution.status != "optimal" or not _by_years_alone(first.built):
        return None
    by_year: dict[int, list[Claim]] = {}
    for claim in years.claims:
        by_year.setdefault(claim.year, []).append(claim)
    found: list[Line] = []
    taken: set[int] = set()
    for year, claims in by_year.items():
        standing = _standing(task, first, solved[0], year, claims)
        others = [c for other, of in by_year.items() if other != year for c in of]
        if standing is None or _goes_on(claims, others):
            continue
        if _rest_apart(first.built, standing):
            told = _told(first, solved[0], year, years.times.get(year, 1))
        else:
            told = paid_without(first, standing)
        if told is None:
            continue
        mine = [x.of(standing[id(x.claim)]) for x in told if id(x.claim) in standing]
        found += years.lines(mine)
        taken.add(year)
    if not taken:
        return None
    rest = tuple(c for c in years.claims if c.year not in taken)
    return Repeated(
        tuple(found), Alike({y: of for y, of in years.years.items() if y not in taken}, rest, years.others)
    )


def _by_years_alone(built: Built) -> bool:
    """Whether no row joins the solved year with another, or payments that lie apart."""
    across = built.rows.across
    if across.joined.uses or across.joined.extras or across.freed:
        return False
    return len(built.problem.blocks) == len(built.decisions) and all(
        key[0] in _YEARLY for key in built.rows.meaning
    )


def _goes_on(claims: Iterable[Claim], others: Iterable[Claim]) -> bool:
    """Whether a plan for several years goes on in another year that is solved apart."""
    lasting = {c.terms.ref for c in claims if c.terms.multi_year}
    return bool(lasting) and any(c.terms.multi_year and c.terms.ref in lasting for c in others)


def _standing(
    task: Task, first: Outcome, solved: int, year: int, claims: Sequence[Claim]
) -> _Standing | None:
    """Which claim of the year stands for one of the solved year; None where they do not read alike."""
    earlier = first.years.claims
    before = zip(earlier, map(_SAME, earlier), strict=True)
    others = list[Claim]()
    for same in map(_SAME, claims):
        for one, known in before:
            if known == same:
                others.append(one)
                break
        else:
            return None
    if not {None}.issuperset(map(_DEMAND, (*claims, *others))):
        return None
    if list(map(_MUCH, claims)) != list(map(_MUCH, others)):
        return None
    found = dict(zip(map(id, others), claims, strict=True))
    # Claims on the same terms read alike: one pair of each says what rules hold.
    sides = [zip(map(id, map(_TERMS, of)), map(_GRANTED, of), strict=True) for of in (others, claims)]
    pairs = dict(zip(zip(*sides, strict=True), zip(others, claims, strict=True), strict=True))
    if any(follows_from(a.terms) != follows_from(b.terms) for a, b in pairs.values()):
        return None
    ruled = [
        signature([pair[side] for pair in pairs.values()], task.rulebook, when, task.on, task.without)
        for side, when in ((0, solved), (1, year))
    ]
    return found if ruled[0] == ruled[1] else None


def _rest_apart(built: Built, standing: _Standing) -> bool:
    """Whether what no claim stands for is decided by itself, and takes nothing from any row."""
    for block, decision in zip(built.problem.blocks, built.decisions, strict=True):
        stood = {id(c) in standing for members in decision.claims.values() for c in members}
        if len(stood) > 1:
            return False
        if stood == {False} and any(o.uses for g in block.groups for c in g.cells for o in c.options):
            return False
    return True


def _told(first: Outcome, solved: int, year: int, times: int) -> Sequence[Line] | None:
    """The lines of the solved year, as they are told under the names of another; None where that takes a search."""
    built, rounds = first.built, first.rounds
    if free_choice(built.problem).drawn:
        return None
    here = [x for x in first.lines if x.claim.year == solved]
    if rounds is None:
        return here
    if not rounds.tied:
        return here
    named = _renamed(built, rounds.blocks, solved, year, first.years.times, times)
    solution = rounds.under(named, first.solution)
    if solution is None:
        return None
    if solution is first.solution:
        return here
    shares = settle_shares(built, solution)
    if objective(built.problem, shares) > Fraction(first.bounds.total) + len(shares):
        return None
    return lines.lines(built, shares, lines.taken(built, shares))


def _renamed(
    built: Built, blocks: Iterable[int], solved: int, year: int, before: Mapping[int, int], times: int
) -> Problem:
    """The problem with these blocks and all rows as they are called, and gain, in the other year."""
    had = before.get(solved, 1)
    changed = list(built.problem.blocks)
    for index in blocks:
        block = changed[index]
        name = block.id.removesuffix(f":{solved}")
        changed[index] = Block(
            block.id if name == block.id else f"{name}:{year}",
            tuple(Group(tuple(_gaining(c, had, times) for c in g.cells)) for g in block.groups),
            block.whole,
        )
    rows = [
        Row("|".join(str(year if part == solved else part) for part in key), row.bound, row.scale)
        for key, row in zip(built.rows.meaning, built.problem.rows, strict=True)
    ]
    return Problem(tuple(changed), tuple(rows), built.problem.constant)


def _gaining(cell: Cell, had: int, times: int) -> Cell:
    """The cell with gains that count so many times where they counted otherwise."""
    return Cell(tuple(Option(o.gain // had * times, o.uses) for o in cell.options))
