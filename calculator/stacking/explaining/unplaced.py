"""Running commitments that do not all fit: which, by how much, the nearest that does, and what they rest on that is not there.

The farm problem is solved once more with every commitment free to fall short, and nothing but the shortage counting:
hectares as they are, square metres as hectares, other units by the share of the line that is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO, Block, Cell, Group, Option, Problem
from calculator.domain.quantity import Unit, plain
from calculator.domain.scheme import Text
from calculator.stacking.law.pairs import Relations, selects
from calculator.stacking.law.reach import Reach, meet, on_land
from calculator.stacking.problem.assembly import Task, build
from calculator.stacking.problem.weights import FINE
from calculator.stacking.proof.merged import merged
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.steps.programme import StepProgramme, apart
from calculator.stacking.solving.steps.settlement import steps_in

_PER_UNIT = {Unit.HECTARE: Fraction(1), Unit.SQUARE_METRE: Fraction(1, 10_000)}
#: Shortages below this many units are rounding of the solver.
_DUST = Decimal("0.00005")
#: Parts that the search through whole steps may look at.
_MOST_PARTS = 2_000
#: Before the name of a commitment on ground that is certain.
_CERTAIN = "~"

#: Commitment, payment, place and year.
_Line = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Shortage:
    """A commitment that is placed in part: ``placed`` of ``asked`` units of its payment, in the first such year.

    ``bases`` are what it rests on (as relations name it) where too little of that can be claimed, or none.
    """

    ref: str
    place: str
    year: int
    unit: str
    asked: Decimal
    placed: Decimal
    bases: tuple[str, ...] = ()


def shortages(task: Task, *, in_steps: bool = False) -> tuple[Shortage, ...]:
    """The nearest fit of commitments that cannot all be placed; empty where it is not they that do not fit.

    With ``in_steps`` land is taken in whole square metres, metres and pieces, as the solver's own search finds it.
    """
    loose = tuple(_loose(task.claims))
    built = build(replace(task, claims=loose))
    asked = {(c.commitment, c.ref, c.place, c.year): c for c in loose if c.commitment is not None}
    rows = {
        index: asked[key[1], key[2], key[3], key[4]]  # type: ignore[index]
        for index, key in enumerate(built.rows.meaning)
        if key[0] == "at_least"
    }
    whole: dict[_Line, Decimal] = {}
    for claim in asked.values():
        whole[_line(claim)] = whole.get(_line(claim), Decimal(0)) + (claim.demand or 0)
    blocks = [_worthless(b) for b in built.problem.blocks]
    slack = [_slack(index, claim, whole[_line(claim)]) for index, claim in rows.items()]
    problem = Problem((*blocks, *slack), tuple(built.rows.rows))
    sizes = [steps_in(built, b) for b in range(len(blocks))] + [0] * len(slack)
    left_out = _in_steps(problem, sizes) if in_steps else _at_will(problem)
    if left_out is None:
        return ()
    short: dict[_Line, Decimal] = {}
    for claim, part in zip(rows.values(), left_out[len(blocks) :], strict=True):
        out = round(Decimal(part) * (claim.demand or 0), 4)
        short[_line(claim)] = short.get(_line(claim), Decimal(0)) + out
    claims = {(c.ref, c.place, c.year): c for c in asked.values()}
    found: dict[tuple[str, ...], Shortage] = {}
    for line, out in sorted((line, out) for line, out in short.items() if out > _DUST):
        name, ref, place, year = line
        if (name, ref, place) not in found:
            fits = whole[line] - out
            claim = claims[ref, place, year]
            bases = tuple(_missing(built.rules[year].relations, claim, loose))
            found[name, ref, place] = Shortage(ref, place, year, claim.unit, whole[line], fits, bases)
    return tuple(found.values())


def _missing(relations: Relations, claim: Claim, claims: Sequence[Claim]) -> Iterator[str]:
    """What the claim rests on and too little can be claimed of where it must lie: of other ground or the farm none at all."""
    for row in relations.needing:
        if not selects(row.a, claim.ref, claim.scheme, claim.groups) or row.id in claim.terms.heeded:
            continue
        there = [
            c
            for c in claims
            if c.year == claim.year and c.ref != claim.ref and selects(row.b, c.ref, c.scheme, c.groups)
            if c.piece == "farm" or meet(on_land(row), c, claim)
        ]
        on_ground = on_land(row) is Reach.GROUND and not any(c.piece == "farm" for c in there)
        least = claim.demand if on_ground and claim.demand is not None else Decimal(0)
        if sum((c.quantity for c in there), Decimal(0)) < least or not there:
            yield row.b


def _at_will(problem: Problem) -> list[float] | None:
    """Of every block how much of its last option is taken, where land is divided as finely as one likes; None where none fits."""
    weights = solve(problem).weights
    return [of[-1][-1][-1] if of[-1] else 0.0 for of in weights] if weights else None


def _in_steps(problem: Problem, sizes: Sequence[int]) -> list[float] | None:
    """The same of an answer in whole steps."""
    together = merged(problem, sizes)
    steps = StepProgramme(together.problem, together.sizes).best(_MOST_PARTS).steps
    weights = () if steps is None else apart(problem, together, steps).weights
    return [of[-1][-1][-1] if of[-1] else 0.0 for of in weights] if weights else None


def _loose(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Commitments on ground that is certain, as such that may be placed there in part; two to one payment apart."""
    before: dict[tuple[str, str, int], int] = {}
    for claim in claims:
        if not claim.forced:
            yield claim
            continue
        here = claim.ref, claim.piece, claim.year
        before[here] = before.get(here, 0) + 1
        yield replace(claim, commitment=f"{_CERTAIN}{claim.ref} {claim.piece} {before[here]}")


def _line(claim: Claim) -> _Line:
    """What falls short as one: where the ground is certain, all of a payment there, on however many pieces it lies."""
    name = claim.commitment or ""
    return "" if name.startswith(_CERTAIN) else name, claim.ref, claim.place, claim.year


def _worthless(block: Block) -> Block:
    groups = tuple(
        Group(tuple(Cell(tuple(Option(0, o.uses) for o in cell.options)) for cell in group.cells))
        for group in block.groups
    )
    return Block(block.id, groups, block.whole)


def _slack(row: int, claim: Claim, whole: Decimal) -> Block:
    """Leaves out up to all of a commitment on its ground, at the price of what it leaves out of the whole."""
    demand = claim.demand or Decimal(1)
    price = Fraction(demand) * _PER_UNIT.get(claim.unit, 1 / Fraction(whole or 1))
    out = Option(-int(price * MICRO * 100), ((row, -int(demand * FINE)),))
    return Block(f"~short:{row}", (Group((Cell((Option(0), out)),)),))


def refusal(found: Sequence[Shortage], *, in_steps: bool = False) -> Text:
    """What a person reads: which commitments, by how much, and what would fit (``in_steps``: on whole square metres)."""
    if not found:
        return Text(
            nl="De lopende verplichtingen passen niet samen binnen de wettelijke grenzen.",
            en="The running commitments do not fit together within the legal limits.",
        )
    nl = "; ".join(
        f"{s.ref} op {s.place} ({s.year}): {plain(s.asked - s.placed)} van {plain(s.asked)} {s.unit} te veel, "
        f"{plain(s.placed)} past{_rests(' (rust op {}, waarvan daar te weinig ligt)', s)}"
        for s in found
    )
    en = "; ".join(
        f"{s.ref} on {s.place} ({s.year}): {plain(s.asked - s.placed)} of {plain(s.asked)} {s.unit} too much, "
        f"{plain(s.placed)} fits{_rests(' (rests on {}, of which too little lies there)', s)}"
        for s in found
    )
    of = (
        (" op hele vierkante meters, meters en stuks", " on whole square metres, metres and pieces")
        if in_steps
        else ("", "")
    )
    return Text(
        nl=f"De lopende verplichtingen passen niet allemaal{of[0]}. Het dichtst bij: {nl}. Controleer de contractregels, of de "
        "oppervlakte van de maatregelen en percelen waarop zij liggen.",
        en=f"The running commitments do not all fit{of[1]}. The nearest: {en}. Check the contract lines, or the area of the "
        "measures and parcels on which they lie.",
    )


def _rests(words: str, short: Shortage) -> str:
    return words.format(", ".join(short.bases)) if short.bases else ""
