"""The best answer in whole steps that was found of a problem, beside what is proven of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from calculator.stacking.problem.built import Built
from calculator.stacking.solving.steps.settlement import Share, objective


@dataclass(slots=True)
class Best:
    """The best shares that were found of a problem, and what no answer in whole steps exceeds (micro-cents).

    A difference of ``slack`` between the two is nothing worth looking for; ``allowed`` says it of other shares, where that
    hangs on these.
    """

    built: Built
    slack: Fraction
    shares: tuple[Share, ...] | None
    bound: Fraction
    gain: Fraction = Fraction(0)
    allowed: Callable[[tuple[Share, ...]], Fraction] | None = None

    def __post_init__(self) -> None:
        if self.shares is not None:
            self.gain = objective(self.built.problem, self.shares)

    @property
    def beaten(self) -> Fraction | None:
        """What another answer has to gain more than, if there is one to beat."""
        return None if self.shares is None else self.gain

    @property
    def near(self) -> bool:
        """Whether there is nothing worth looking for."""
        return self.holds(self.bound)

    def holds(self, bound: Fraction) -> bool:
        """Whether no answer under this bound would be worth looking for."""
        return self.shares is not None and bound - self.gain <= self.slack

    def offer(self, shares: tuple[Share, ...] | None) -> None:
        """Takes the shares where they are better."""
        if shares is None:
            return
        gain = objective(self.built.problem, shares)
        if self.shares is None or gain > self.gain:
            self.shares, self.gain = shares, gain
            if self.allowed is not None:
                self.slack = self.allowed(shares)
