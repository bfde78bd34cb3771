"""A task that is solved: the problem, its proof, what was settled, and the lines that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.memory import Answers, Memory
from calculator.domain.problem import Problem, Solution
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.alike import Alike
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.optimum.ruled_out import Found
from calculator.stacking.solving.steps.lines import Taken
from calculator.stacking.solving.steps.settlement import Share

_PAYMENTS: Answers[str, Text] = Answers("payment names")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A solved task: what was built, how its optimum is proven, the solver's answer, what was settled of it, and what that
    gains in micro-cents.

    Built and settled are the first of ``years`` that read alike; ``lines`` are of all years; ``rounds`` say how it was found
    where rows held it back; ``stepped`` is the bound on answers in whole steps, where it was looked for. ``chosen`` are the
    claims taken, by year and ref, ``ground`` the stacks taken, by piece and year, ``paid`` what is paid, by ref, piece and year,
    and ``memory`` the rest: all as far as was asked.
    """

    built: Built
    bounds: Bounds
    solution: Solution
    shares: tuple[Share, ...]
    objective: Fraction
    taken: Mapping[int, list[Taken]]
    lines: tuple[Line, ...]
    years: Alike
    rounds: Found | None = None
    stepped: Fraction | None = None
    chosen: dict[int, dict[str, list[Claim]]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    ground: dict[tuple[str, int], list[tuple[Fraction, Stack]]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    paid: set[tuple[str, str, int]] = field(init=False, default_factory=set, compare=False, repr=False)
    memory: Memory = field(init=False, default_factory=Memory, compare=False, repr=False)

    @property
    def bound(self) -> Fraction:
        """Micro-cents that no lawful answer exceeds."""
        return Fraction(self.bounds.total) if self.stepped is None else self.stepped

    @property
    def in_steps(self) -> bool:
        """Whether a programme divides what is worth euros: then other choices of its claims are settled in whole steps too."""
        return self.built.turned_apart or self.stepped is not None

    @property
    def out_of_time(self) -> bool:
        """Whether the search was stopped: lawful and certified, with a gap, and nothing to hold another choice against."""
        return self.solution.status == "time_limit"

    def pays(self, claim: Claim) -> bool:
        """Whether anything is paid of a claim's payment on its piece in its year; found when it is first asked."""
        if not self.paid:
            self.paid.update((line.claim.ref, line.claim.piece, line.claim.year) for line in self.lines)
        return (claim.ref, claim.piece, claim.year) in self.paid

    def stacks_on(self, piece: str, year: int) -> Sequence[tuple[Fraction, Stack]]:
        """What is taken on a piece in a year: stacks, each with its share; found when it is first asked."""
        if not self.ground:
            for share, stack in zip(self.shares, self.built.stacks(self.shares), strict=True):
                if share.share:
                    for at in {(claim.piece, claim.year) for claim in stack.claims}:
                        self.ground.setdefault(at, []).append((share.share, stack))
        return self.ground.get((piece, year), ())

    def chosen_in(self, year: int) -> Mapping[str, list[Claim]]:
        """The claims taken in a year, by ref; found when it is first asked."""
        if not self.chosen:
            for parts in self.taken.values():
                claim = parts[0].claim
                self.chosen.setdefault(claim.year, {}).setdefault(claim.ref, []).append(claim)
        return self.chosen.get(year, {})

    def held_in(self, year: int) -> Mapping[str, list[Claim]]:
        """Contracts, and grants to the farm for several years, that are held in a year in which nothing can be claimed of them:
        by ref, as they were claimed before.
        """
        here = {(of.ref, of.piece) for members in self.chosen_in(year).values() for of in members}
        found: dict[str, dict[str, Claim]] = {}
        for parts in self.taken.values():
            claim = parts[0].claim
            if (
                claim.year < year
                and (claim.ref, claim.piece) not in here
                and any(p.lasts(year) for p in parts)
            ):
                found.setdefault(claim.ref, {})[claim.piece] = claim
        return {ref: list(of.values()) for ref, of in found.items()}


def gained(problem: Problem, solution: Solution) -> Fraction:
    """What a solution gains, in micro-cents, as far as its weights (floats) say."""
    total = 0.0
    for block, weights in zip(problem.blocks, solution.weights, strict=True):
        for group, cells in zip(block.groups, weights, strict=True):
            for cell, shares in zip(group.cells, cells, strict=True):
                total += sum(o.gain * w for o, w in zip(cell.options, shares, strict=True) if w)
    return Fraction(problem.constant) + Fraction(round(total))


def payment_name(outcome: Outcome, claim: Claim) -> Text:
    """Payment and scheme as a person reads them."""
    return named_payment(outcome.built.rows.rulebook, claim.ref)


def named_payment(rulebook: Rulebook, ref: str) -> Text:
    """As ``payment_name``, of a payment by its ref."""
    known = rulebook.memory.of(_PAYMENTS)
    if not known:
        for scheme in reversed(rulebook.schemes):
            for payment in reversed(scheme.payments):
                named = Text(f"{payment.name.nl} ({scheme.name.nl})", f"{payment.name.en} ({scheme.name.en})")
                known[f"{scheme.id}#{payment.id}"] = named
    return known.get(ref) or Text(ref, ref)
