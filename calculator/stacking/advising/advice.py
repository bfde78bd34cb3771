"""Advise: the measures are chosen too, with their costs, so that what is left is most.

Every place with candidates has *arrangements* (``eligibility.candidates``): sets of its candidates that fit together, with
what they displace. Each is assessed as if it were managed, so that what it can claim is what the farm could claim with it.
A place becomes one whole block of the farm problem with a group per arrangement, whose cells hold the stacks of its land and
its cost. Decisions that divide land over plans of several years stay blocks of their own, tied to their arrangement by a
row. What is solved is therefore one problem, with one proof; nothing is chosen greedily.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO, Block, Cell, Group, Option, Problem, Row
from calculator.eligibility.candidates import Arrangement
from calculator.stacking.advising.claimed import OF, Claimed, claims_of
from calculator.stacking.advising.shares import Shares
from calculator.stacking.advising.tied import cells_and_tied
from calculator.stacking.awarding import Assessed, Question
from calculator.stacking.certified import OPTIMAL, NotInTimeError, over_years
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError, Task, build
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.joining.bare import bare
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from calculator.stacking.proof import certificate
from calculator.stacking.solving.optimum.combinations import Best, Combinations
from calculator.stacking.solving.optimum.over_years import solved_over_years
from calculator.stacking.solving.outcome import gained
from calculator.stacking.solving.search.found import COIN


class NoPlanError(ValueError):
    """Nothing can be chosen that keeps what the farmer set: no arrangement of ``place``, or (None) of the farm."""

    def __init__(self, place: str | None) -> None:
        super().__init__(place or "farm")
        self.place = place


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do on every place with candidates, what is left at most under it (micro-cents), and how that is proven.

    ``value`` is what the solver found; ``bound`` is proven, and no plan that keeps the same wishes leaves more. ``settled`` is
    what none leaves more than in whole steps, all known costs paid, where that was looked for.
    """

    arrangements: Mapping[str, Arrangement]
    value: Fraction
    bound: Fraction
    kind: str
    status: str
    settled: Fraction | None = None


#: Whether an arrangement keeps what the farmer set.
Keeps = Callable[[Arrangement], bool]


@dataclass(slots=True)
class Choices:
    """One farm problem over all arrangements, ready to be asked for the best plan under any wish.

    ``claimed`` is what the farm could claim under every arrangement; in a ``wide`` one that may be more than is paid of it.
    """

    problem: Problem
    places: tuple[tuple[Arrangement, ...], ...]
    masters: tuple[int, ...]
    effort: int
    steps: int
    claimed: Claimed
    wide: bool = False
    _combined: list[Combinations | None] = field(default_factory=list)

    @property
    def combined(self) -> Combinations | None:
        """All plans bounded at once; None where there are too many, or not all plans over the years are listed."""
        if not self._combined:
            self._combined.append(Combinations.of(self.problem, frozenset(self.masters)))
        return self._combined[0]

    def allowed(self, keeps: Keeps, max_effort: int | None = None) -> dict[int, tuple[int, ...]]:
        """By master block the arrangements (by place) that keep the wish, where these are not all; raises NoPlanError."""
        allowed: dict[int, tuple[int, ...]] = {}
        for offered, at in zip(self.places, self.masters, strict=True):
            here = tuple(
                place
                for place, arrangement in enumerate(offered)
                if keeps(arrangement) and (max_effort is None or arrangement.effort is not None)
            )
            if not here:
                raise NoPlanError(offered[0].place)
            if len(here) < len(offered):
                allowed[at] = here
        return allowed

    def limits(self, max_effort: int | None, max_steps: int | None = None) -> dict[int, int]:
        """The bounds of the rows of effort and of candidates taken, where these are set."""
        found = {self.effort: max_effort, self.steps: max_steps}
        return {row: bound for row, bound in found.items() if bound is not None}

    def laid(
        self, keeps: Keeps, max_effort: int | None = None, max_steps: int | None = None
    ) -> Mapping[str, Arrangement]:
        """The arrangements of ``best``, without what proves them."""
        combined = self.combined
        if combined is not None:
            only = combined.only(self.allowed(keeps, max_effort), self.limits(max_effort, max_steps))
            if only is not None:
                return self._arranged(only)
        return self.best(keeps, max_effort, max_steps).arrangements

    def _arranged(self, only: Best) -> dict[str, Arrangement]:
        picked = [of[only.groups.get(at, 0)] for of, at in zip(self.places, self.masters, strict=True)]
        return {arrangement.place: arrangement for arrangement in picked}

    def _at_once(self) -> Plan | None:
        """The best of all plans, where prices of a few programmes prove it and no other leaves as much."""
        combined = self.combined
        only = None if combined is None else combined.only({})
        if combined is None or only is None or only.worth is None:
            return None
        proof = combined.proof(only.worth)
        if proof is None:
            return None
        value, bound = Fraction(round(only.worth)), Fraction(certificate.upper_bound(self.problem, proof))
        if bound > value + 2 * COIN:
            return None
        return Plan(self._arranged(only), value, bound, proof.kind, OPTIMAL)

    def best(self, keeps: Keeps, max_effort: int | None = None, max_steps: int | None = None) -> Plan:
        """The plan that leaves most among arrangements that keep the wish; raises NoPlanError.

        ``max_effort`` is cents per year over all candidates taken; those of unknown cost are then left out.
        ``max_steps`` is how many candidates may be taken.
        """
        free = not self.allowed(keeps, max_effort) and not self.limits(max_effort, max_steps)
        if free and (plan := self._at_once()) is not None:
            return plan
        blocks, rows = list(self.problem.blocks), list(self.problem.rows)
        kept: list[list[Arrangement]] = []
        for offered, at in zip(self.places, self.masters, strict=True):
            here = [
                (arrangement, group)
                for arrangement, group in zip(offered, blocks[at].groups, strict=True)
                if keeps(arrangement) and (max_effort is None or arrangement.effort is not None)
            ]
            if not here:
                raise NoPlanError(offered[0].place)
            kept.append([arrangement for arrangement, _ in here])
            blocks[at] = replace(blocks[at], groups=tuple(group for _, group in here))
        for row, bound in self.limits(max_effort, max_steps).items():
            rows[row] = replace(rows[row], bound=bound)
        over = solved_over_years(Problem(tuple(blocks), tuple(rows), self.problem.constant))
        problem, solution = over.problem, over.solution
        if solution.status == "infeasible":
            raise NoPlanError(None)
        if blocks and not solution.weights:
            raise NotInTimeError
        picked = [
            max(range(len(of)), key=lambda g, at=at: solution.group_weights[at][g])  # type: ignore[misc]
            for of, at in zip(kept, self.masters, strict=True)
        ]
        return Plan(
            {of[g].place: of[g] for of, g in zip(kept, picked, strict=True)},
            gained(problem, solution),
            Fraction(certificate.upper_bound(problem, solution.proof)),
            solution.proof.kind,
            solution.status,
        )


def choices(
    question: Question,
    offered: Sequence[tuple[Arrangement, ...]],
    without: str | None = None,
    claimed: Claimed | None = None,
    now: Assessed | None = None,
) -> Choices:
    """The farm problem over all arrangements; ``without`` leaves out one limit, to find its price; ``claimed`` is what can be
    claimed under them, and ``now`` what was found of the farm as it is, where these are known.

    Raises the assembly's refusals. Arrangements in which running commitments cannot be
    placed are not offered, unless it is how the place lies now.
    """
    claimed = claims_of(question, offered, now) if claimed is None else claimed
    built, impossible = _built(question, claimed.claims, claimed.places, without)
    return _joined(question, built, offered, claimed, impossible)


def _built(
    question: Question, claims: Sequence[Claim], places: Mapping[str, tuple[str, int]], without: str | None
) -> tuple[Built, set[str]]:
    """The farm problem over all claims, and the arrangements in which running commitments cannot be placed."""
    impossible: set[str] = set()
    while True:
        possible = tuple(c for c in claims if c.place not in impossible)
        try:
            empty = bare(possible, question.horizon, question.rulebook, question.on)
            task, years = over_years(
                Task(question.profile, question.rulebook, possible, question.on, without=without, bare=empty)
            )
            return build(replace(task, claims=years.claims, times=years.times)), impossible
        except ContradictoryCommitmentsError as clash:
            name = next((n for n in places if clash.place.startswith(n)), None)
            if name is None or places[name][1] == 0:
                raise ContradictoryCommitmentsError(clash.place.split(OF)[0], clash.refs) from clash
            impossible.add(name)
        except (TooManyStacksError, TooManyPlansError) as excess:
            raise excess.at(excess.place.split(OF)[0]) from excess


def _joined(
    question: Question,
    built: Built,
    offered: Sequence[tuple[Arrangement, ...]],
    claimed: Claimed,
    impossible: set[str],
) -> Choices:
    """One whole block per place with candidates in the place of the blocks of its arrangements."""
    names = claimed.places
    rows = list(built.problem.rows)
    shares = Shares(question, tuple(a for of in offered for a in of), rows)
    blocks, of_place, forced = _sorted_out(built, names, shares)
    blocks += shares.blocks()
    effort, steps = len(rows), len(rows) + 1
    rows.append(Row("effort", sum(max(a.effort or 0 for a in of) for of in offered), 100))
    rows.append(Row("steps", sum(max(len(a.taken) for a in of) for of in offered)))
    owed = _owed(built, names)
    places: list[tuple[Arrangement, ...]] = []
    masters: list[int] = []
    for of in offered:
        groups: list[Group] = []
        left: list[Arrangement] = []
        for number, arrangement in enumerate(of):
            name = f"{arrangement.place}{OF}{number:03d}"
            if name in impossible:
                continue
            cells, tied = cells_and_tied(of_place[name], rows, forced)
            cost = -arrangement.cost * question.years * MICRO
            # Of plans that leave the same the one with the fewest candidates is taken.
            uses = [*(use for _, given in tied for use in given), (effort, arrangement.effort or 0)]
            uses += [(row, bound) for other, row, bound in owed.get(arrangement.place, ()) if other != name]
            uses += shares.given(arrangement)
            uses.append((steps, len(arrangement.taken)))
            paid = Option(cost - len(arrangement.taken), tuple(sorted(u for u in uses if u[1])))
            groups.append(Group((Cell((paid,)), *cells)))
            blocks += [block for block, _ in tied]
            left.append(arrangement)
        masters.append(len(blocks))
        places.append(tuple(left))
        blocks.append(Block(f"{of[0].place}{OF}choice", tuple(groups), whole=True))
    problem = Problem(tuple(blocks), tuple(rows), built.problem.constant)
    wide = shares.wide and claimed.assessed is None
    return Choices(problem, tuple(places), tuple(masters), effort, steps, claimed, wide)


def _sorted_out(
    built: Built, names: Mapping[str, tuple[str, int]], shares: Shares
) -> tuple[list[Block], dict[str, list[Block]], set[str]]:
    """The blocks that no arrangement decides on, those of each arrangement, and which hold a commitment."""
    blocks: list[Block] = []
    of_place: dict[str, list[Block]] = {name: [] for name in names}
    forced: set[str] = set()
    for at, block in enumerate(built.problem.blocks):
        meaning = built.meanings[at] if at < len(built.meanings) else None
        claims = () if meaning is None else meaning.claims
        if claims and claims[0].place in of_place:
            of_place[claims[0].place].append(block if meaning is None else shares.held(block, meaning))
            if any(c.forced for c in claims):
                forced.add(block.id)
        else:
            blocks.append(block if meaning is None else shares.held(block, meaning))
    return blocks, of_place, forced


def _owed(built: Built, names: Mapping[str, tuple[str, int]]) -> dict[str, list[tuple[str, int, int]]]:
    """Per place the rows that ask a running commitment in full under one arrangement (its name, row and bound).

    Under any other arrangement the row is kept by itself: the commitment has a row of its own there.
    """
    found: dict[str, list[tuple[str, int, int]]] = {}
    for row, key in enumerate(built.rows.meaning):
        name = str(key[3]) if key[0] == "at_least" else ""
        if name in names:
            found.setdefault(names[name][0], []).append((name, row, built.problem.rows[row].bound))
    return found
