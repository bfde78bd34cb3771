"""A farm problem with what its blocks mean, and what every block of it is built from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from calculator.domain.claim import Claim
from calculator.domain.memory import Once
from calculator.domain.problem import Problem
from calculator.domain.quickly import made_quickly
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.problem.decisions.runs import Since
from calculator.stacking.problem.drafts.draft import Draft
from calculator.stacking.problem.drafts.known_drafts import KnownDrafts
from calculator.stacking.problem.joining.rows import Rows
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.regime import Regime

#: What is taken, and its stacks.
_STACKS: Once[tuple[Sequence[Choosing], list[Stack]]] = Once("stacks")

#: Per member of a decision the rows that it weighs in, as indices of the problem or as slots of the decision.
Rowed = tuple[tuple[int, ...], ...]


@made_quickly
@dataclass(frozen=True, slots=True)
class Site:
    """What every block of one problem is built from.

    ``slots`` are the slots and their rows by the rows of the members.
    ``drafted`` are those of land in the rows of this problem, by kind and the members that must be taken.
    """

    rows: Rows
    rules: Mapping[int, Regime]
    reading: str
    times: Mapping[int, int]
    drafts: KnownDrafts
    slots: dict[Rowed, tuple[Rowed, tuple[int, ...]]] = field(default_factory=dict)
    drafted: dict[object, tuple[Draft, tuple[int, ...]]] = field(default_factory=dict)


@made_quickly
@dataclass(frozen=True, slots=True)
class Meaning:
    """What the options of a block mean: stacks of these claims, as the draft says."""

    claims: tuple[Claim, ...]
    draft: Draft

    def stack(self, group: int, cell: int, option: int) -> Stack:
        """The stack of one option."""
        drafted = self.draft.groups[group][cell][option]
        claims, model = self.claims, drafted.model
        return Stack(
            tuple([claims[at] for at in drafted.picks]), model.money, model.points, model.value, model.cut
        )

    def since(self, group: int) -> Mapping[int, Since]:
        """By claim (identity) the years in which the term and the extension of its contract began, where plans say so."""
        course = self.draft.course
        if course is None:
            return {}
        first = self.claims[0].year
        began = course.chart.since(self.draft.paths[group])
        return {
            id(claim): _from(first, *began[claim.year - first][key])
            for claim, key in zip(self.claims, course.keyed, strict=True)
            if key is not None and key in began[claim.year - first]
        }


def _from(first: int, began: int, extended: int | None) -> Since:
    return first + began, None if extended is None else first + extended


class Choosing(Protocol):
    """What says which option of which block is taken."""

    @property
    def block(self) -> int:
        """The block."""

    @property
    def group(self) -> int:
        """The group of the block."""

    @property
    def cell(self) -> int:
        """The cell of the group."""

    @property
    def option(self) -> int:
        """The option of the cell."""


@made_quickly
@dataclass(frozen=True, slots=True)
class Built:
    """The problem, and what each of its blocks means; blocks after the last meaning pay what passes a cap.

    ``unknown`` says that claims meet whose relation nobody has published.
    """

    problem: Problem
    meanings: tuple[Meaning, ...]
    site: Site
    decisions: tuple[Decision, ...]
    unknown: bool

    @property
    def rows(self) -> Rows:
        """The rows by name."""
        return self.site.rows

    @property
    def rules(self) -> Mapping[int, Regime]:
        """The regime of each year."""
        return self.site.rules

    @property
    def turned_apart(self) -> bool:
        """Whether grants to the farm have their turns in cells apart, which a programme divides and no answer does."""
        return any(
            block.whole
            and meaning.claims[0].piece == "farm"
            and max(len(c.options) for g in block.groups for c in g.cells) > 1
            for block, meaning in zip(self.problem.blocks, self.meanings, strict=False)
        )

    def stack(self, block: int, group: int, cell: int, option: int) -> Stack:
        """The stack of one option of one block."""
        return self.meanings[block].stack(group, cell, option) if block < len(self.meanings) else _EMPTY

    def since(self, block: int, group: int) -> Mapping[int, Since]:
        """By claim (identity) the years in which the term and the extension of its contract began under a plan of a block."""
        return self.meanings[block].since(group) if block < len(self.meanings) else {}

    def since_on_farm(self, taken: Sequence[Choosing]) -> Mapping[int, Since]:
        """The same of grants to the farm for several years, whose years are decisions of their own, under what is taken."""
        turned = [
            (self.meanings[x.block].claims[at], turn)
            for x in taken
            if x.block < len(self.meanings)
            for at, turn in self.meanings[x.block].draft.groups[x.group][x.cell][x.option].turns
        ]
        return self.rows.farm_terms.since(turned)

    def held_to_all_years(self) -> tuple[str, ...]:
        """The places on which contracts may begin in any year by law, but are looked at only as on in all years or in none."""
        found = (
            claim.place
            for meaning in self.meanings
            if self.rows.anew and meaning.draft.course is None and len({c.year for c in meaning.claims}) > 1
            for claim in meaning.claims
            if claim.multi_year and claim.demand is None and claim.piece != "farm"
        )
        return tuple(sorted(set(found)))

    def stacks(self, taken: Sequence[Choosing]) -> list[Stack]:
        """The stacks of what is taken, in the same order; found once for the same sequence."""
        known = self.problem.memory.get(_STACKS)
        if known is None or known[0] is not taken:
            found = [
                self.meanings[x.block].stack(x.group, x.cell, x.option)
                if x.block < len(self.meanings)
                else _EMPTY
                for x in taken
            ]
            known = self.problem.memory.keep(_STACKS, (taken, found))
        return known[1]


_EMPTY = Stack((), (), (), ())
