"""A decision worked out per unit of its quantity, before it is known whose land it is.

What a block offers (its plans, their cells, the stacks in each, and what every stack gains and takes per unit) follows
from the terms of its claims, from the regime of each year, and from which rows the claims weigh in. So it is drafted once
and found again for every piece of the same type, on this farm and on the next; ``assembly`` then only multiplies with the
quantity. Farm-level decisions have amounts of their own and are remembered within one farm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.stacking.problem.decisions import runs
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.problem.decisions.held import begins
from calculator.stacking.problem.decisions.plans import (
    MOST_PLANS,
    Key,
    TooManyPlansError,
    kept_off,
    key_of,
    parcel_year,
    plan_keys,
    plans,
)
from calculator.stacking.problem.drafts.draft import (
    Course,
    Draft,
    DraftCell,
    DraftOption,
    Members,
    Ratio,
    added,
    beside,
    times,
)
from calculator.stacking.problem.drafts.in_part import in_part, unbeaten
from calculator.stacking.problem.drafts.turned_apart import Picked, apart, too_many, turns_of
from calculator.stacking.problem.drafts.without_value import with_and_without
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.compatible import MOST_TURNS
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.problem.stacks.tables import Tables, joined, table
from calculator.stacking.problem.weights import Weight

#: So many plans over the years are listed at most: where there are more, the others are looked for as they are needed.
MOST_LISTED = 16
#: What may be chosen where there is no claim.
_NOTHING: DraftCell = (DraftOption((0, 1), (), (), (), Stack((), (), (), ())),)
#: Members whose term begins, and those of which an extension does.
_Begun = tuple[frozenset[int], frozenset[int]]


@dataclass(slots=True)
class Drafting:
    """Works out one decision. ``wanted`` are members that must be taken; ``unknown`` turns true when a pair is so. ``own`` are
    the tables of this farm. ``anew``: contracts may begin in any year and end after a term; so many plans are ``listed`` at most.
    """

    decision: Decision
    members: Members
    rules: Mapping[int, Regime]
    reading: str
    wanted: frozenset[int]
    freed: Mapping[int, frozenset[str]]
    anew: bool = False
    listed: int = MOST_LISTED
    unknown: bool = False
    own: Tables = field(default_factory=dict)
    _place: dict[int, int] = field(default_factory=dict)
    _contracts: dict[Key, Claim] = field(default_factory=dict)
    _made: dict[tuple[int, ...], DraftCell] = field(default_factory=dict)
    #: By cell that stands for them (identity: ``_made`` keeps it alive) the ways of grants whose turns stand beside each other.
    _apart: dict[int, list[tuple[DraftCell, ...]]] = field(default_factory=dict)
    _shares: dict[tuple[int, int, int, int], tuple[Ratio, list[tuple[int, Weight, Ratio]], Stack]] = field(
        default_factory=dict
    )

    def run(self) -> Draft:
        """The draft; raises TooManyPlansError."""
        self._place = {id(c): at for at, c in enumerate(self.members.claims)}
        decision, groups = self.decision, list[tuple[DraftCell, ...]]()
        keys = plan_keys(decision)
        possible, self.unknown = plans(decision, keys, self.rules, self.reading)
        if self.anew and keys and not decision.whole and len(runs.years_of(decision, self.rules)) > 1:
            with suppress(runs.TooManyStepsError):
                return self._coursed(keys, possible)
        for plan in possible:
            cells = tuple(self._cells(frozenset(keys), plan))
            if not all(cells):
                continue
            cells = cells or (_NOTHING,)
            groups += self._whole(cells) if decision.whole and not decision.switches else [cells]
        return Draft(tuple(groups), self.unknown, self._plain)

    @property
    def _plain(self) -> bool:
        return not self.unknown and all(c.terms.rate.is_exact for c in self.members.claims)

    def _coursed(self, keys: list[Key], possible: Sequence[frozenset[Key]]) -> Draft:
        """All plans over the years, of which some are listed: all where there are few, else those of the whole horizon."""
        switched, cells, number = frozenset(keys), list[DraftCell](), dict[int, int]()

        def choices(year: int, held: frozenset[Key], turn: runs.Turn) -> tuple[int, ...] | None:
            found = tuple(self._of_year(year, switched, held, turn))
            if not all(found):
                return None
            if not found and year == first:
                found = (_NOTHING,)
            for cell in found:
                if id(cell) not in number:
                    number[id(cell)] = len(cells)
                    cells.append(cell)
            return tuple([number[id(cell)] for cell in found])

        for claim in self.members.claims:
            mine = key_of(claim, self.decision)
            if mine is not None:
                self._contracts.setdefault(mine, claim)
        first = min(self.decision.claims)
        charting = runs.Charting(self.decision, keys, self.rules, self.reading, choices)
        chart = charting.run()
        self.unknown = self.unknown or charting.unknown
        if runs.count(chart.layers) <= self.listed:
            paths = tuple(runs.paths_through(chart.layers))
        else:
            through = (charting.through(plan) for plan in possible)
            paths = tuple(dict.fromkeys(path for path in through if path is not None))
            paths = paths or (next(runs.paths_through(chart.layers)),)
        keyed = tuple(key_of(c, self.decision) for c in self.members.claims)
        course = Course(tuple(cells), chart, keyed)
        groups = tuple(course.group(path) for path in paths)
        return Draft(groups, self.unknown, self._plain, course if len(paths) else None, paths)

    def _whole(self, cells: Sequence[DraftCell]) -> list[tuple[DraftCell, ...]]:
        """A group for every choice of one option in each cell: a farm's decision is divided by a cap on quantities alone."""
        known = self.members, self.wanted, self._option
        ways = [in_part(cell, self._apart.get(id(cell), ()), *known) for cell in cells]
        if prod(map(len, ways)) > MOST_PLANS:
            raise TooManyPlansError.of(self.decision)
        return [tuple(chain.from_iterable(chosen)) for chosen in product(*ways)]

    def _cells(self, switched: frozenset[Key], plan: frozenset[Key]) -> Iterator[DraftCell]:
        """The cells of one plan: per year, piece and part what may be chosen; an empty one where nothing may."""
        for year in self.decision.claims:
            yield from self._of_year(year, switched, plan, None)

    def _of_year(
        self, year: int, switched: frozenset[Key], plan: frozenset[Key], turn: runs.Turn | None
    ) -> Iterator[DraftCell]:
        """The cells of one year of a plan; ``turn`` says which keys begin in it, where that is not as of old."""
        decision = self.decision
        members = decision.claims.get(year, ())
        key = {id(c): key_of(c, decision) for c in members}
        if any(self._place[id(c)] in self.wanted and key[id(c)] in switched - plan for c in members):
            yield ()
            return
        out = self._kept_off(members, key, plan, year) if turn is not None else frozenset()
        if any(self.members.claims[at].forced or at in self.wanted for at in out):
            yield ()
            return
        on = [
            c
            for c in members
            if (key[id(c)] not in switched or key[id(c)] in plan) and self._place[id(c)] not in out
        ]
        away = [c for c in on if c.ref in decision.switches]
        held = frozenset[Key]() if parcel_year(decision) else plan
        begun = frozenset(
            self._place[id(c)] for c in on if (self._begins(c) if turn is None else key[id(c)] in turn.begins)
        )
        extended = frozenset(
            self._place[id(c)] for c in on if turn is not None and key[id(c)] in turn.extends
        )
        for piece in sorted({c.piece for c in members}):
            here = tuple(c for c in on if c.piece == piece)
            elsewhere = tuple(c for c in away if not held or c.piece != piece)
            must = {
                self._place[id(c)]
                for c in here
                if ((k := key[id(c)]) is not None and k in held and (k[0] or c.commitment is None))
                or self._place[id(c)] in self.wanted
            }
            for part in joined(here, self.rules[year], farm=piece == "farm"):
                yield self._cell(tuple(here[i] for i in part), elsewhere, must, year, (begun, extended))

    def _kept_off(
        self, members: Sequence[Claim], key: Mapping[int, Key | None], plan: frozenset[Key], year: int
    ) -> frozenset[int]:
        """What the contracts of a plan keep off its ground in a year in which nothing can be claimed of them."""
        absent = plan.difference(key.values())
        held = [c for k, c in self._contracts.items() if k in absent and c.commitment is None]
        others = [c for c in members if key[id(c)] is None] if held else []
        out, unsure = kept_off(held, others, self.rules, year, self.reading)
        self.unknown = self.unknown or unsure
        return frozenset(self._place[id(c)] for c in out)

    def _begins(self, claim: Claim) -> bool:
        """Whether a term begins in the year of a claim that is on in all years."""
        return self.anew and claim.begins_contract and begins(claim, self.members.claims)

    def _cell(
        self,
        claims: tuple[Claim, ...],
        elsewhere: tuple[Claim, ...],
        must: set[int],
        year: int,
        begun: _Begun,
    ) -> DraftCell:
        places = tuple(self._place[id(c)] for c in claims)
        # Whether a term begins matters to what is granted at once.
        weigh = frozenset(at for at in places if self._granted(at))
        begun = begun[0] & weigh, begun[1] & weigh
        away = [self._place[id(c)] for c in elsewhere]
        key = (*places, -1, *away, -1, *sorted(begun[0]), -1, *sorted(begun[1]))
        if key not in self._made:
            freed, farm = self.freed.get(year, frozenset()), claims[0].piece == "farm"
            found = table(claims, self.rules[year], self.reading, elsewhere, freed, farm=farm, own=self.own)
            self.unknown = self.unknown or found.unknown
            needed = must & set(places)
            options: dict[tuple[tuple[int, str], ...], list[DraftOption]] = {}
            turns = turns_of(self.members, places, begun)
            picked = list(with_and_without(self.members, places, found.entries))
            if too_many(picked, turns):
                self._made[key] = self._turned_apart([each for each in picked if needed <= {*each[0]}], turns)
                return self._made[key]
            for picks, model in picked:
                for turned in product(*[turns[at] for at in picks]) if needed <= {*picks} else ():
                    made = self._option(picks, model, turned)
                    options.setdefault(made.turns, []).append(made)
            # Grants that are not on alike never beat each other: rows join each to other years.
            most = MOST_PLANS if self.decision.whole and not self.decision.switches else None
            known = self.members, self.wanted, most
            self._made[key] = tuple(o for alike in options.values() for o in unbeaten(alike, *known))
        return self._made[key]

    def _turned_apart(self, picked: Sequence[Picked], turns: Mapping[int, tuple[str, ...]]) -> DraftCell:
        """A cell for what is told apart, by which that is found again; raises TooManyPlansError."""
        ways = apart(picked, turns, self._option)
        found = tuple([option for way in ways for cell in way for option in cell])
        if len(found) > MOST_TURNS:
            raise TooManyPlansError.of(self.decision)
        self._apart[id(found)] = ways
        return found

    def _granted(self, at: int) -> bool:
        """Whether a member weighs in some row only where a term begins."""
        return self.anew and any(weight.given for weight in self.members.placements[at].weights)

    def _option(
        self, picks: tuple[int, ...], model: Stack, turned: tuple[str, ...], only: int | None = None
    ) -> DraftOption:
        """A stack with its turns; ``only`` one of its members, as it stands in it, where that is said."""
        gain: Ratio = (0, 1)
        uses, fixed = dict[int, Ratio](), dict[int, int]()
        for nth, at in enumerate(picks) if only is None else ((only, picks[only]),):
            paid, taken = self._taken(at, model, nth)
            gain = added(gain, paid)
            for slot, weight, amount in taken:
                if weight.unless and beside([self.members.claims[p] for p in picks], nth, weight.unless):
                    continue
                if not weight.counts_in(turned[nth], model.beside):
                    continue
                if weight.fixed:
                    fixed[slot] = fixed.get(slot, 0) + weight.fixed
                else:
                    uses[slot] = added(uses[slot], amount) if slot in uses else amount
        if only is not None:
            picks, model, turned = (picks[only],), model.alone(only), (turned[only],)
        return DraftOption(
            (gain[0] * MICRO, gain[1]),
            tuple([(slot, *amount) for slot, amount in sorted(uses.items()) if amount[0]]),
            tuple([(slot, amount) for slot, amount in sorted(fixed.items()) if amount]),
            picks,
            model,
            tuple(
                [(at, t) for at, t in zip(picks, turned, strict=True) if self.members.placements[at].turns]
            ),
        )

    def _taken(self, at: int, model: Stack, nth: int) -> tuple[Ratio, list[tuple[int, Weight, Ratio]]]:
        """What a member is paid in a stack and takes from its slots, in all; the same where it is paid and counts the same."""
        money, points, value = model.money[nth], model.points[nth], model.value[nth]
        key = (at, id(money), id(points), id(value))
        found = self._shares.get(key)
        if found is None:
            size, weights = self.members.size(at), self.members.placements[at].weights
            taken = [
                (slot, w, (0, 1) if w.fixed else times(w.per_unit(money, points, value), size))
                for slot, w in zip(self.members.slots[at], weights, strict=True)
            ]
            # The model is kept beside it, so that nothing else can come to bear the identity of what it holds.
            found = self._shares[key] = (times(money, size), taken, model)
        return found[0], found[1]
