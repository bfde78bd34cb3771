"""From claims to the farm problem: decisions become blocks, plans become groups, stacks become options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.problem import MICRO, Block, Cell, Group, Option, Problem
from calculator.domain.rulebook import Rulebook
from calculator.stacking.ground import Decision, YearRules, decisions, rules_of
from calculator.stacking.pairs import Relations
from calculator.stacking.rows import Rows
from calculator.stacking.stacks import Ground, Stack, excludes, parts, stacks

#: A plan names the multi-year claims and parcel switches that are on; more plans than this are refused.
MOST_PLANS = 4096


class TooManyPlansError(ValueError):
    """More combinations of multi-year claims on one piece of land than can be worked out; ``place`` says where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class ContradictoryCommitmentsError(ValueError):
    """Running commitments that cannot all be placed; ``place`` says where, ``refs`` which."""

    def __init__(self, place: str, refs: tuple[str, ...]) -> None:
        super().__init__(f"{place}: {', '.join(refs)}")
        self.place, self.refs = place, refs


@dataclass(frozen=True, slots=True)
class Built:
    """The problem, and what each of its options means: ``stacks[block][group][cell][option]``."""

    problem: Problem
    stacks: tuple[tuple[tuple[tuple[Stack, ...], ...], ...], ...]
    rows: Rows
    rules: Mapping[int, YearRules]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be solved: the claims, the rules, the reading, and a limit to leave out (to find its price).

    ``relations`` are those of an earlier build; where the same rows are in force its answers are used again.
    """

    profile: FarmProfile
    rulebook: Rulebook
    claims: tuple[Claim, ...]
    on: date
    reading: str = "expected"
    without: str | None = None
    relations: Relations | None = None


Key = tuple[str, str]


def build(task: Task) -> Built:
    """The farm problem of the task; raises TooManyPlansError and ContradictoryCommitmentsError."""
    years = sorted({c.year for c in task.claims})
    rules: dict[int, YearRules] = {}
    before = task.relations
    for year in years:
        rules[year] = rules_of(task.rulebook, task.claims, year, task.on, task.without, before)
        before = rules[year].relations
    relations = {year: of_year.relations for year, of_year in rules.items()}
    rows = Rows(task.profile, task.rulebook, task.claims, relations, task.reading, task.without)
    made = decisions(task.claims, rules)
    blocks: list[Block] = []
    meanings: list[tuple[tuple[tuple[Stack, ...], ...], ...]] = []
    for decision in made:
        block, meaning = _block(decision, rules, rows, task.reading)
        blocks.append(block)
        meanings.append(meaning)
    for block, meaning in _overflow(rows, blocks):
        blocks.append(block)
        meanings.append(meaning)
    return Built(Problem(tuple(blocks), tuple(rows.rows)), tuple(meanings), rows, rules, tuple(made))


def _plan_keys(decision: Decision) -> list[Key]:
    """What a plan switches: multi-year claims per piece, and switching refs for the whole parcel."""
    keys: set[Key] = set()
    for members in decision.claims.values():
        for claim in members:
            if claim.ref in decision.switches:
                keys.add(("", claim.ref))
            elif claim.multi_year and claim.demand is None and (claim.piece != "farm" or claim.at_once_years):
                keys.add((claim.piece, claim.ref))
    return sorted(keys)


def _plans(
    decision: Decision, keys: list[Key], rules: Mapping[int, YearRules], reading: str
) -> Iterator[frozenset[Key]]:
    samples = {
        key: [c for ms in decision.claims.values() for c in ms if _key_of(c, decision) == key] for key in keys
    }
    forced = [key for key in keys if any(c.demand is not None for c in samples[key])]
    count = 0

    def clash(a: Key, b: Key) -> bool:
        for x in samples[a]:
            for y in samples[b]:
                if x.year == y.year and x.piece == y.piece:
                    relations = rules[x.year].relations
                    if excludes(relations.between(x, y), reading) or excludes(
                        relations.between(y, x), reading
                    ):
                        return True
        return False

    def walk(at: int, held: tuple[Key, ...]) -> Iterator[frozenset[Key]]:
        nonlocal count
        if at == len(keys):
            count += 1
            if count > MOST_PLANS:
                raise TooManyPlansError(decision.id)
            yield frozenset(held)
            return
        if not any(clash(keys[at], other) for other in held):
            yield from walk(at + 1, (*held, keys[at]))
        if keys[at] not in forced:
            yield from walk(at + 1, held)

    yield from walk(0, ())


def _key_of(claim: Claim, decision: Decision) -> Key:
    return ("", claim.ref) if claim.ref in decision.switches else (claim.piece, claim.ref)


def block_with(built: Built, home: int, wanted: frozenset[int], reading: str = "expected") -> Block | None:
    """The block of a decision in which the wanted claims (by identity) are always taken; None where that cannot be."""
    try:
        return _block(built.decisions[home], built.rules, built.rows, reading, wanted)[0]
    except ContradictoryCommitmentsError:
        return None


def _block(
    decision: Decision,
    rules: Mapping[int, YearRules],
    rows: Rows,
    reading: str,
    wanted: frozenset[int] = frozenset(),
) -> tuple[Block, tuple[tuple[tuple[Stack, ...], ...], ...]]:
    groups: list[Group] = []
    meaning: list[tuple[tuple[Stack, ...], ...]] = []
    keys = _plan_keys(decision)
    for plan in _plans(decision, keys, rules, reading):
        cells = list(_cells(decision, keys, plan, rules, reading, wanted))
        if not all(cells):
            continue
        cells = cells or [[Stack((), (), (), ())]]
        settled = [[_option(stack, rows) for stack in cell] for cell in cells]
        kept = [_pareto(options) for options in settled]
        chosen = [tuple(cell[i] for i in k) for cell, k in zip(cells, kept, strict=True)]
        built = [tuple(options[i] for i in k) for options, k in zip(settled, kept, strict=True)]
        if decision.whole and not decision.switches and len(built) == 1:
            groups += [Group((Cell((o,)),)) for o in built[0]]
            meaning += [((s,),) for s in chosen[0]]
        else:
            groups.append(Group(tuple(Cell(o) for o in built)))
            meaning.append(tuple(chosen))
    if not groups:
        refs = tuple(sorted({c.ref for ms in decision.claims.values() for c in ms if c.demand is not None}))
        raise ContradictoryCommitmentsError(decision.id, refs)
    return Block(decision.id, tuple(groups), decision.whole), tuple(meaning)


def _cells(
    decision: Decision,
    keys: list[Key],
    plan: frozenset[Key],
    rules: Mapping[int, YearRules],
    reading: str,
    wanted: frozenset[int],
) -> Iterator[list[Stack]]:
    switched = set(keys)
    for year, members in decision.claims.items():
        of_year = rules[year]
        if any(id(c) in wanted and _key_of(c, decision) in switched - plan for c in members):
            yield []
            return
        on = [c for c in members if _key_of(c, decision) not in switched or _key_of(c, decision) in plan]
        away = [c for c in on if c.ref in decision.switches]
        for piece in sorted({c.piece for c in members}):
            here = tuple(c for c in on if c.piece == piece)
            must = frozenset(id(c) for c in here if _key_of(c, decision) in plan or id(c) in wanted)
            elsewhere = tuple(c for c in away if c.piece != piece)
            together = of_year.minimum_of if piece == "farm" else frozenset[str]()
            for part in parts(here, of_year.relations, of_year.ceilings, together):
                claims = tuple(here[i] for i in part)
                yield list(_stacks_of(claims, of_year, reading, elsewhere, together, must))


def _stacks_of(
    claims: tuple[Claim, ...],
    rules: YearRules,
    reading: str,
    elsewhere: tuple[Claim, ...],
    together: frozenset[str],
    must: frozenset[int],
) -> Iterator[Stack]:
    minimum = rules.minimum if any(c.ref in together for c in claims) else None
    ground = Ground(claims, rules.relations, reading, rules.ceilings, elsewhere, minimum, together)
    needed = {id(c) for c in claims} & must
    for stack in stacks(ground):
        if needed <= {id(c) for c in stack.claims}:
            yield stack


def _option(stack: Stack, rows: Rows) -> Option:
    gain = sum(
        (m * Fraction(c.quantity) for c, m in zip(stack.claims, stack.money, strict=True)), Fraction(0)
    )
    costs: dict[str, Fraction] = {}
    for claim in stack.claims:
        for measure, each in claim.costs:
            costs[measure] = max(costs.get(measure, Fraction(0)), each * Fraction(claim.quantity))
    net = (gain - sum(costs.values(), Fraction(0))) * MICRO
    return Option(net.numerator // net.denominator, tuple(sorted(rows.uses(stack).items())))


def _pareto(options: Sequence[Option]) -> list[int]:
    """Indices of options that no other beats on gain and every row; of equals the first (fullest) stays."""
    uses = [dict(o.uses) for o in options]
    kept: list[int] = []
    for i, option in enumerate(options):
        beaten = False
        for j, other in enumerate(options):
            if i == j or other.gain < option.gain:
                continue
            if all(uses[j].get(r, 0) <= uses[i].get(r, 0) for r in {*uses[i], *uses[j]}):
                same = other.gain == option.gain and uses[i] == uses[j]
                if not same or j < i:
                    beaten = True
                    break
        if not beaten:
            kept.append(i)
    return kept


def _overflow(
    rows: Rows, blocks: list[Block]
) -> Iterator[tuple[Block, tuple[tuple[tuple[Stack, ...], ...], ...]]]:
    """For every cap on euros: what passes the cap may be claimed but is not paid."""
    empty = Stack((), (), (), ())
    for index, key in enumerate(rows.meaning):
        if key[0] != "amount_cap":
            continue
        most = sum(
            max(
                (u for g in b.groups for c in g.cells for o in c.options for r, u in o.uses if r == index),
                default=0,
            )
            * max(len(g.cells) for g in b.groups)
            for b in blocks
        )
        over = max(0, most - rows.rows[index].bound)
        if over:
            # One part in a hundred million cheaper, so that claims stay whole and the cap cuts the sum.
            cut = Option(over // 100_000_000 - over, ((index, -over),))
            yield (
                Block(f"~cap:{rows.rows[index].id}", (Group((Cell((Option(0), cut)),)),)),
                (((empty, empty),),),
            )


__all__ = ["Built", "Relations", "Task", "build"]
