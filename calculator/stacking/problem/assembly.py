"""From claims to the farm problem: decisions become blocks, plans become groups, stacks become options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, compress
from math import lcm
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.problem import Block, Cell, Group, Option, Problem, Runs
from calculator.domain.quickly import made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.stacking.problem.built import Built, Meaning, Site
from calculator.stacking.problem.decisions.ground import Decision, Kind, decisions
from calculator.stacking.problem.decisions.runs import along
from calculator.stacking.problem.drafts.draft import Cast, Draft, DraftOption, Members, Mould
from calculator.stacking.problem.drafts.known_drafts import KnownDrafts, Own
from calculator.stacking.problem.joining.granting import granting
from calculator.stacking.problem.joining.rows import Rows
from calculator.stacking.problem.joining.unclaimed import extras, overflow
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.problem.stacks.regime import regime
from calculator.stacking.problem.weights import BEGUN

#: Drafts remembered of one kind of decision; beyond this all are forgotten and made anew.
_MOST_CONTEXTS = 256
#: Orders of rows that are remembered of one draft; beyond this all are forgotten.
_MOST_MOULDS = 64
_QUANTITY = attrgetter("quantity")


class ContradictoryCommitmentsError(ValueError):
    """Running commitments that cannot all be placed; ``place`` says where, ``refs`` which."""

    def __init__(self, place: str, refs: tuple[str, ...]) -> None:
        super().__init__(f"{place}: {', '.join(refs)}")
        self.place, self.refs = place, refs


@made_quickly
@dataclass(frozen=True, slots=True)
class Task:
    """What is to be solved: the claims, the rules, the reading, and a limit to leave out (to find its price).

    ``times`` says how often the gains of a year count that stands for others too. ``anew`` says that contracts may begin in any
    year, and end after a term; then every year stands for itself. ``drafts`` are those of the farm's own decisions, for
    all problems that are made of one task, as ``time`` is for all searches. ``bare`` are years without a claim
    in which what is held keeps out what it excludes; ``beside`` lines of the farm are settled elsewhere, and rounded too, and so
    are the classes of the premiums that are ``scored`` (scheme and year): of equals what scores more still comes first.
    """

    profile: FarmProfile
    rulebook: Rulebook
    claims: tuple[Claim, ...]
    on: date
    reading: str = "expected"
    without: str | None = None
    times: Mapping[int, int] = field(default_factory=dict)
    anew: bool = False
    bare: tuple[int, ...] = ()
    beside: int = 0
    scored: frozenset[tuple[str, int]] = frozenset()
    drafts: Own = field(default_factory=Own)
    time: SearchTime = field(default_factory=SearchTime)


def build(task: Task, like: Built | None = None) -> Built:
    """The farm problem of the task; raises TooManyPlansError and ContradictoryCommitmentsError.

    ``like`` is another reading of the same claims: its rows serve, and its blocks that read the same.
    """
    site, made = _laid_out(task, like)
    unknown, blocks, meanings = site.rows.across.unknown, list[Block](), list[Meaning]()
    for at, decision in enumerate(made):
        if like is not None and like.site.rows is site.rows and like.meanings[at].draft.plain:
            block, meaning = like.problem.blocks[at], like.meanings[at]
        else:
            block, meaning = _block(decision, site)
        unknown = unknown or meaning.draft.unknown
        blocks.append(block)
        meanings.append(meaning)
    blocks += [
        *overflow(site.rows, task.times, task.reading), *extras(site.rows, task.times), *granting(site.rows)
    ]  # fmt: skip
    problem = Problem(tuple(blocks), tuple(site.rows.rows))
    return Built(problem, tuple(meanings), site, made, unknown)


def _laid_out(task: Task, like: Built | None) -> tuple[Site, tuple[Decision, ...]]:
    """The rows and regimes of a task and its decisions."""
    memory = task.rulebook.memory
    if like is not None and not like.rows.follows_reading:
        rows, rules, made = like.rows, like.rules, like.decisions
        slots = like.site.slots
    else:
        years = sorted({*(c.year for c in task.claims), *task.bare})
        rules = {year: regime(task.rulebook, year, task.on, task.without) for year in years}
        relations = {year: of_year.relations for year, of_year in rules.items()}
        rows = Rows(
            task.profile, task.rulebook, task.claims, task.on, relations, task.reading, task.without, task.anew,
            task.scored,
        )  # fmt: skip
        made, slots = tuple(decisions(task.claims, rules, memory, rows.across.turning, rows.across.apart)), {}
    drafts = KnownDrafts(memory, task.drafts, rules, task.reading, rows.across.freed, task.anew)
    return Site(rows, rules, task.reading, task.times, drafts, slots), made


def block_with(built: Built, home: int, wanted: frozenset[int]) -> Block | None:
    """The block of a decision in which the wanted claims (by identity) are always taken; None where that cannot be."""
    try:
        return _block(built.decisions[home], built.site, wanted)[0]
    except ContradictoryCommitmentsError:
        return None


def block_without(built: Built, home: int, places: tuple[int, ...]) -> Block | None:
    """The block of a decision of one year with nothing but the claims at these places; None where that cannot be."""
    decision = built.decisions[home]
    ((year, claims),) = decision.claims.items()
    kind = decision.kind.left.setdefault(places, Kind()) if decision.kind is not None else None
    left = {year: tuple([claims[at] for at in places])}
    try:
        return _block(Decision(decision.id, left, decision.whole, decision.switches, kind), built.site)[0]
    except ContradictoryCommitmentsError:
        return None


def block_given(built: Built, home: int, wanted: Claim) -> Block | None:
    """The block of a decision in which a grant to the farm for several years is given in the year of the claim.

    None where that cannot be, or where the claim is no such grant.
    """
    if not built.rows.farm_terms.turns(wanted):
        return None
    try:
        block, meaning = _block(built.decisions[home], built.site, frozenset([id(wanted)]))
    except ContradictoryCommitmentsError:
        return None
    begun = (meaning.claims.index(wanted), BEGUN)
    groups = list[Group]()
    for group, of in zip(block.groups, meaning.draft.groups, strict=True):
        given = [[begun in option.turns for option in cell] for cell in of]
        if any(map(any, given)):
            kept = zip(group.cells, given, strict=True)
            cells = [Cell(tuple(compress(cell.options, on))) if any(on) else cell for cell, on in kept]
            groups.append(Group(tuple(cells)))
    return Block(block.id, tuple(groups), block.whole) if groups else None


def _block(decision: Decision, site: Site, wanted: frozenset[int] = frozenset()) -> tuple[Block, Meaning]:
    of_years = decision.claims
    if len(of_years) == 1:
        (claims,) = of_years.values()
    else:
        claims = tuple(chain.from_iterable(of_years.values()))
    must = frozenset([at for at, c in enumerate(claims) if id(c) in wanted]) if wanted else wanted
    first = claims[0].quantity
    even = decision.id[:5] != "farm:" and (
        len(claims) == 1 or list(map(_QUANTITY, claims)).count(first) == len(claims)
    )
    draft, order = _drafted(decision, claims, site, must, even=even)
    if not draft.groups:
        refs = tuple(sorted({c.ref for c in claims if c.demand is not None}))
        raise ContradictoryCommitmentsError(decision.id, refs)
    mould = draft.moulds.get(order)
    if mould is None:
        if len(draft.moulds) >= _MOST_MOULDS:
            draft.moulds.clear()
        mould = draft.moulds[order] = _mould(draft, order)
    much, parts = first.as_integer_ratio() if even else (1, 1)
    times = site.times
    groups: tuple[Group, ...]
    if draft.course is not None:
        cells = tuple([_cell(cell, claims, times, much, parts) for cell in mould[0]])
        return Block(decision.id, *_plans(draft, cells)), Meaning(claims, draft)
    if len(mould) == 1 and len(mould[0]) == 1:
        groups = (Group((_cell(mould[0][0], claims, times, much, parts),)),)
    else:
        groups = tuple(
            [Group(tuple([_cell(cell, claims, times, much, parts) for cell in group])) for group in mould]
        )
    return Block(decision.id, groups, decision.whole), Meaning(claims, draft)


def _plans(draft: Draft, cells: tuple[Cell, ...]) -> tuple[tuple[Group, ...], bool, Runs]:
    """The groups of a draft with a course, that they may be mixed, and all plans."""
    assert draft.course is not None
    runs = Runs(cells, draft.course.layers)
    return tuple([along(runs, path) for path in draft.paths]), False, runs


def _mould(draft: Draft, order: tuple[int, ...]) -> Mould:
    """The options of a draft with the rows of the problem in their slots, by row; with a course all its cells as one group."""
    groups = [draft.course.cells] if draft.course is not None else draft.groups
    return tuple(tuple(tuple(_cast(option, order) for option in cell) for cell in group) for group in groups)


def _cast(option: DraftOption, order: tuple[int, ...]) -> Cast:
    """An option with its rows; what it takes of these over one denominator."""
    whole = lcm(*(d for _, _, d in option.uses))
    uses = sorted((order[slot], -n * (whole // d)) for slot, n, d in option.uses)
    return (
        *option.gain,
        option.picks[0] if option.picks else None,
        tuple(row for row, _ in uses),
        tuple(less for _, less in uses),
        whole,
        tuple((order[slot], amount) for slot, amount in option.fixed),
    )


def _cell(
    cell: tuple[Cast, ...], claims: tuple[Claim, ...], times: Mapping[int, int], much: int, parts: int
) -> Cell:
    """A cell at its size. Gain rounded down and uses rounded up, so that no row is ever kept by rounding.

    ``times`` says how often a year counts.
    """
    options = []
    for top, bottom, pick, rows, less, whole, fixed in cell:
        uses: tuple[tuple[int, int], ...] = ()
        if rows:
            over = whole * parts
            uses = tuple(zip(rows, [-(n * much // over) for n in less], strict=True))
        if fixed:
            total = dict(uses)
            for row, amount in fixed:
                total[row] = total.get(row, 0) + amount
            uses = tuple(sorted([(row, amount) for row, amount in total.items() if amount]))
        gain = top * much // (bottom * parts)
        if gain and times and pick is not None:
            gain *= times.get(claims[pick].year, 1)
        options.append(Option(gain, uses))
    return Cell(tuple(options))


def _drafted(
    decision: Decision, claims: tuple[Claim, ...], site: Site, must: frozenset[int], *, even: bool
) -> tuple[Draft, tuple[int, ...]]:
    """The draft of a decision and the rows that its slots stand for; the same for all land of a kind."""
    kind = decision.kind if even and not site.rows.across.joined.on_parcels else None
    if kind is None:
        members, order = _members(claims, site, even=even)
        return site.drafts.of(decision, members, must), order
    found = site.drafted.get((kind, must))
    if found is None:
        found = site.drafted[kind, must] = _of_kind(kind, decision, claims, site, must)
    return found


def _of_kind(
    kind: Kind, decision: Decision, claims: tuple[Claim, ...], site: Site, must: frozenset[int]
) -> tuple[Draft, tuple[int, ...]]:
    """The draft of decisions of a kind; where its rows are not of this farm alone, as it was found for another."""
    rows = site.rows
    context = (site.reading, must, rows.context, rows.anew)
    known = kind.drafts.get(context) if rows.context is not None else None
    if known is not None:
        draft, named = known
        return draft, rows.named(named)
    members, order = _members(claims, site, even=True)
    draft = site.drafts.of(decision, members, must)
    if rows.context is not None and not any(rows.windowed(c) for c in claims):
        if len(kind.drafts) >= _MOST_CONTEXTS:
            kind.drafts.clear()
        kind.drafts[context] = draft, tuple([rows.stated(row) for row in order])
    return draft, order


def _members(claims: tuple[Claim, ...], site: Site, *, even: bool) -> tuple[Members, tuple[int, ...]]:
    """The members of a decision, and the rows that its slots stand for."""
    placements = tuple([site.rows.placement(c) for c in claims])
    touched = tuple([p.rows for p in placements])
    known = site.slots.get(touched)
    if known is None:
        order = tuple(dict.fromkeys(chain.from_iterable(touched)))
        number = {row: slot for slot, row in enumerate(order)}
        known = site.slots[touched] = tuple([tuple([number[row] for row in rows]) for rows in touched]), order
    slots, order = known
    return Members(claims, placements, slots, even), order
