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
from calculator.stacking.ground import Decision, decisions
from calculator.stacking.regime import Regime, regime
from calculator.stacking.rows import Rows
from calculator.stacking.stacks import Stack, excludes
from calculator.stacking.tables import joined, table

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
    """The problem, and what each of its options means: ``stacks[block][group][cell][option]``.

    ``unknown`` says that claims on one unit meet whose relation nobody has published.
    """

    problem: Problem
    stacks: tuple[tuple[tuple[tuple[Stack, ...], ...], ...], ...]
    rows: Rows
    rules: Mapping[int, Regime]
    decisions: tuple[Decision, ...]
    unknown: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be solved: the claims, the rules, the reading, and a limit to leave out (to find its price)."""

    profile: FarmProfile
    rulebook: Rulebook
    claims: tuple[Claim, ...]
    on: date
    reading: str = "expected"
    without: str | None = None


@dataclass(slots=True)
class Site:
    """What every block of one problem is built from; ``unknown`` turns true when an unpublished pair is met."""

    rows: Rows
    rules: Mapping[int, Regime]
    reading: str
    unknown: bool = False


Key = tuple[str, str]


def build(task: Task) -> Built:
    """The farm problem of the task; raises TooManyPlansError and ContradictoryCommitmentsError."""
    years = sorted({c.year for c in task.claims})
    rules = {year: regime(task.rulebook, year, task.on, task.without) for year in years}
    relations = {year: of_year.relations for year, of_year in rules.items()}
    rows = Rows(task.profile, task.rulebook, task.claims, task.on, relations, task.reading, task.without)
    site = Site(rows, rules, task.reading, rows.meets_unknown)
    made = decisions(task.claims, rules)
    blocks: list[Block] = []
    meanings: list[tuple[tuple[tuple[Stack, ...], ...], ...]] = []
    for decision in made:
        block, meaning = _block(decision, site)
        blocks.append(block)
        meanings.append(meaning)
    for block, meaning in _overflow(rows, blocks):
        blocks.append(block)
        meanings.append(meaning)
    problem = Problem(tuple(blocks), tuple(rows.rows))
    return Built(problem, tuple(meanings), rows, rules, tuple(made), site.unknown)


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


def _plans(decision: Decision, keys: list[Key], site: Site) -> Iterator[frozenset[Key]]:
    if not keys:
        yield frozenset()
        return
    samples: dict[Key, list[Claim]] = {key: [] for key in keys}
    for members in decision.claims.values():
        for claim in members:
            if _key_of(claim, decision) in samples:
                samples[_key_of(claim, decision)].append(claim)
    forced = {key for key in keys if any(c.demand is not None for c in samples[key])}
    clashes = {
        (a, b) for i, b in enumerate(keys) for a in keys[:i] if _clash(samples[a], samples[b], site)
    }
    count = 0

    def walk(at: int, held: tuple[Key, ...]) -> Iterator[frozenset[Key]]:
        nonlocal count
        if at == len(keys):
            count += 1
            if count > MOST_PLANS:
                raise TooManyPlansError(decision.id)
            yield frozenset(held)
            return
        if not any((other, keys[at]) in clashes for other in held):
            yield from walk(at + 1, (*held, keys[at]))
        if keys[at] not in forced:
            yield from walk(at + 1, held)

    yield from walk(0, ())


def _clash(ones: Sequence[Claim], others: Sequence[Claim], site: Site) -> bool:
    """Whether two multi-year claims exclude each other on one piece in a year."""
    for x in ones:
        for y in others:
            if x.year == y.year and x.piece == y.piece:
                relations = site.rules[x.year].relations
                pairs = (relations.between(x, y), relations.between(y, x))
                site.unknown = site.unknown or pairs[0].unknown or pairs[1].unknown
                if any(excludes(pair, site.reading) for pair in pairs):
                    return True
    return False


def _key_of(claim: Claim, decision: Decision) -> Key:
    return ("", claim.ref) if claim.ref in decision.switches else (claim.piece, claim.ref)


def block_with(built: Built, home: int, wanted: frozenset[int], reading: str = "expected") -> Block | None:
    """The block of a decision in which the wanted claims (by identity) are always taken; None where that cannot be."""
    try:
        return _block(built.decisions[home], Site(built.rows, built.rules, reading), wanted)[0]
    except ContradictoryCommitmentsError:
        return None


def _block(
    decision: Decision, site: Site, wanted: frozenset[int] = frozenset()
) -> tuple[Block, tuple[tuple[tuple[Stack, ...], ...], ...]]:
    groups: list[Group] = []
    meaning: list[tuple[tuple[Stack, ...], ...]] = []
    keys = _plan_keys(decision)
    made: dict[tuple[int, ...], tuple[Cell, tuple[Stack, ...]]] = {}
    for plan in _plans(decision, keys, site):
        cells = list(_cells(decision, keys, plan, site, wanted, made))
        if not all(stacks for _, stacks in cells):
            continue
        cells = cells or [(Cell((Option(0),)), (Stack((), (), (), ()),))]
        if decision.whole and not decision.switches and len(cells) == 1:
            groups += [Group((Cell((option,)),)) for option in cells[0][0].options]
            meaning += [((stack,),) for stack in cells[0][1]]
        else:
            groups.append(Group(tuple(cell for cell, _ in cells)))
            meaning.append(tuple(stacks for _, stacks in cells))
    if not groups:
        refs = tuple(sorted({c.ref for ms in decision.claims.values() for c in ms if c.demand is not None}))
        raise ContradictoryCommitmentsError(decision.id, refs)
    return Block(decision.id, tuple(groups), decision.whole), tuple(meaning)


def _cells(
    decision: Decision,
    keys: list[Key],
    plan: frozenset[Key],
    site: Site,
    wanted: frozenset[int],
    made: dict[tuple[int, ...], tuple[Cell, tuple[Stack, ...]]],
) -> Iterator[tuple[Cell, tuple[Stack, ...]]]:
    """The cells of one plan: per year, piece and part what may be chosen; ``made`` shares them between plans."""
    switched = set(keys)
    for year, members in decision.claims.items():
        if any(id(c) in wanted and _key_of(c, decision) in switched - plan for c in members):
            yield Cell(()), ()
            return
        on = [c for c in members if _key_of(c, decision) not in switched or _key_of(c, decision) in plan]
        away = [c for c in on if c.ref in decision.switches]
        for piece in sorted({c.piece for c in members}):
            here = tuple([c for c in on if c.piece == piece])
            must = frozenset(id(c) for c in here if _key_of(c, decision) in plan or id(c) in wanted)
            elsewhere = tuple([c for c in away if c.piece != piece])
            for part in joined(here, site.rules[year], farm=piece == "farm"):
                claims = tuple([here[i] for i in part])
                key = (*map(id, claims), -1, *map(id, elsewhere))
                if key not in made:
                    made[key] = _cell(claims, elsewhere, must, year, site)
                yield made[key]


def _cell(
    claims: tuple[Claim, ...], elsewhere: tuple[Claim, ...], must: frozenset[int], year: int, site: Site
) -> tuple[Cell, tuple[Stack, ...]]:
    """What may be chosen on a part; nothing at all where what must be taken cannot be."""
    found = table(claims, site.rules[year], site.reading, elsewhere, farm=claims[0].piece == "farm")
    site.unknown = site.unknown or found.unknown
    needed = {at for at, c in enumerate(claims) if id(c) in must}
    stacks, options = [], []
    for entry in found.entries:
        if needed <= set(entry.picks):
            stack = entry.model.of(tuple([claims[at] for at in entry.picks]))
            stacks.append(stack)
            options.append(_option(stack, site.rows))
    kept = _pareto(options)
    return Cell(tuple([options[i] for i in kept])), tuple([stacks[i] for i in kept])


def _option(stack: Stack, rows: Rows) -> Option:
    """Gain in micro-cents, rounded down, and uses in whole numbers, rounded so that a row is never kept by rounding."""
    top, bottom = 0, 1
    for claim, exact in zip(stack.claims, stack.exact, strict=True):
        cents, per = exact.money
        if cents:
            size, parts = claim.quantity.as_integer_ratio()
            top, bottom = top * per * parts + cents * size * bottom, bottom * per * parts
    costs: dict[str, Fraction] = {}
    for claim in stack.claims:
        for measure, each in claim.costs:
            costs[measure] = max(costs.get(measure, Fraction(0)), each * Fraction(claim.quantity))
    for cost in costs.values():
        top, bottom = top * cost.denominator - cost.numerator * bottom, bottom * cost.denominator
    return Option(top * MICRO // bottom, tuple(sorted(rows.uses(stack).items())))


def _pareto(options: Sequence[Option]) -> list[int]:
    """Indices of options that no other beats on gain and every row; of equals the first (fullest) stays."""
    if len(options) < 2:
        return list(range(len(options)))
    uses = [dict(o.uses) for o in options]
    kept: list[int] = []
    for i in sorted(range(len(options)), key=lambda i: (-options[i].gain, i)):
        if not any(_no_heavier(uses[j], uses[i]) for j in kept):
            kept = [j for j in kept if options[j].gain > options[i].gain or not _no_heavier(uses[i], uses[j])]
            kept.append(i)
    return sorted(kept)


def _no_heavier(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    """Whether the one takes at most what the other takes, of every row."""
    return all(amount <= other.get(row, 0) for row, amount in one.items()) and all(
        amount >= 0 for row, amount in other.items() if row not in one
    )


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
