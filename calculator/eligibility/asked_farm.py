"""The farm that is assessed: what every payment is held against, with what it answers found once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.amounts.quantities import farm_quantity
from calculator.eligibility.conditions.outcomes import Outcome, Setting, as_number
from calculator.eligibility.land import Land
from calculator.eligibility.subject import Findings, Subject

#: Stands for an answer that is a number, and so of one farm.
NUMBER = object()
#: Quantities that are the same for every farm.
_ALWAYS = ("one", "area")

#: How much there is of what a payment counts: whether there is any, or the paths that would say so.
Much = bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Farm:
    """A profile under rules. ``answers`` are outcomes of conditions that look at the farm alone, by their identity.

    ``running`` are the claims of running contracts per year: those that were found first. ``words`` are the facts as far as they
    are words, ``NUMBER`` where they are not.
    """

    profile: FarmProfile
    rulebook: Rulebook
    land: Land
    running: Mapping[int, int] = field(default_factory=dict)
    words: Mapping[str, object] = field(init=False)
    answers: dict[int, Outcome] = field(default_factory=dict)
    _much: dict[tuple[str, str | None, str | None], Much] = field(default_factory=dict)
    _met: dict[tuple[int, ...], tuple[bool | None, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = {path: fact if _is_words(fact) else NUMBER for path, fact in self.profile.facts.items()}
        object.__setattr__(self, "words", words)

    def subject(
        self, scheme: Scheme, payment: Payment, day: date, claimed: tuple[Claim, ...] = ()
    ) -> Subject:
        """A payment of a scheme, not yet at a place; ``claimed`` is what others can pay in that year."""
        return Subject(self.profile, self.rulebook, scheme, payment, day, None, None, claimed)

    def findings(self) -> Findings:
        """Nothing found yet, with what the farm answered so far."""
        return Findings(answers=self.answers)

    def word(self, path: str) -> object:
        """The answer at a path as far as it is words; ``NUMBER`` where it is not."""
        return self.words.get(path)

    def much(self, payment: Payment) -> Much:
        """Whether there is anything of what a payment for the farm counts; None where that is the same for every farm."""
        if payment.quantity in _ALWAYS:
            return None
        key = (payment.quantity, payment.parties.get("lender"), payment.parties.get("lessor"))
        if key not in self._much:
            try:
                self._much[key] = bool(farm_quantity(payment, self.profile))
            except FactMissingError as missing:
                self._much[key] = missing.paths
        return self._much[key]

    def met(self, asks: tuple[int, ...], conditions: tuple[Condition, ...]) -> tuple[bool | None, ...]:
        """Which of the conditions are met, all of which look at the farm alone; ``asks`` are their identities."""
        found = self._met.get(asks)
        if found is None:
            setting, tested = Setting(self.profile, date.min, {}), self.findings()
            found = self._met[asks] = tuple([tested.outcome(c, setting).met for c in conditions])
        return found


def _is_words(fact: object) -> bool:
    if isinstance(fact, tuple):
        return all(isinstance(x, str) and as_number(x) is None for x in fact)
    return fact is None or isinstance(fact, str | bool)
