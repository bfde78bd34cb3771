"""What is open of a candidate that a plan leaves: a payment that cannot be decided adds nothing to a plan, and is not nothing.

The farm is assessed with the candidate beside the plan, and what is open there beyond what is open of the plan is of the
candidate. That is then solved too, as it is expected and at its best reading: a pair of payments whose relation nobody published
is open only between what is paid and what is left out, and what cannot make up for the costs of a candidate is no reason not to
weigh it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from calculator.domain.award import Award
from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Payment, PaymentKind, Scheme
from calculator.eligibility.candidates import Arrangement, Candidate
from calculator.eligibility.claiming import continues
from calculator.eligibility.subject import codes_of
from calculator.stacking import awarding
from calculator.stacking.advising.asking import Advice, Laid
from calculator.stacking.awarding import Question
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.explaining.hoped import not_paid
from calculator.stacking.explaining.unpublished import unknown_pairs, unpublished
from calculator.stacking.problem.regime import regime

#: How the path of a pair of payments begins.
_PAIR = "relation:"
_Key = tuple[str, str, str, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is open beside a plan; ``shown`` is its award."""

    advice: Advice
    laid: Laid
    shown: Award

    def on(self, candidate: Candidate) -> tuple[OpenQuestion, ...]:
        """What keeps a candidate that the plan leaves from being weighed, with what each could pay at most.

        Nothing where nothing is open of it, or where the plan leaves as much without it even if all that is open is paid.
        """
        here = self._with(candidate)
        if here is None:
            return ()
        laid = {**self.laid, candidate.place: here}
        farm = self.advice.farm(laid)
        known = awarding.assessed(farm)
        open_, claims = awarding.held_back(farm, known[0])
        lines = [line for year in self.shown.years for line in (*year.lines, *year.continuation)]
        asked = self._beyond(candidate, farm, not_paid(open_, claims, lines))
        met = _unpublished(farm, candidate, claims)
        if not asked and not met:
            return ()
        try:
            outcome, high = awarding.high(farm, known)
        except NoLawfulAwardError:
            # With the candidate no contract could be kept: nothing of it can be paid, whatever is answered.
            return ()
        pairs = [
            q for q in unpublished(outcome) if not met.isdisjoint(q.paths[0].removeprefix(_PAIR).split("/"))
        ]
        more, costs = _most(farm, asked), self.advice.cost(laid) - self.advice.cost(self.laid)
        if more is not None and high is not None and high + more - costs <= self.shown.high:
            return ()
        return (*asked, *self._beyond(candidate, farm, pairs))

    def _with(self, candidate: Candidate) -> Arrangement | None:
        """How its place lies with the candidate beside what the plan takes there, or else with least beside it."""
        now = self.laid[candidate.place].taken if candidate.place in self.laid else frozenset[int]()
        fits = [
            a
            for of in self.advice.choices.places
            for a in of
            if a.place == candidate.place and candidate.index in a.taken
        ]
        return min(fits, key=lambda a: (len(a.taken ^ now), sorted(a.taken)), default=None)

    def _beyond(
        self, candidate: Candidate, farm: Question, asked: Iterable[OpenQuestion]
    ) -> tuple[OpenQuestion, ...]:
        """What is open beyond what the award says is; where nobody knows how much it pays, what the candidate earns is."""
        told = _together(self.shown.open)
        found: list[OpenQuestion] = []
        for key, question in _together(asked).items():
            most, before = question.could_pay_cents, told.get(key)
            if _after_its_basis(farm, question):
                continue
            if before is None:
                found.append(question)
            elif most is None:
                if before.could_pay_cents is not None or _earns(farm, candidate, question):
                    found.append(question)
            elif before.could_pay_cents is not None and most > before.could_pay_cents:
                found.append(replace(question, could_pay_cents=most - before.could_pay_cents))
        return tuple(found)


def _unpublished(farm: Question, candidate: Candidate, claims: Sequence[Claim]) -> set[str]:
    """The payments that the candidate earns and that nobody has published whether they go with another one of the farm."""
    codes = codes_of(farm.rulebook, candidate.measure.code)
    met: set[str] = set()
    for year in farm.horizon:
        there = {c.terms.ref: c for c in claims if c.year == year}
        earned = {
            c.terms.ref
            for c in claims
            if c.year == year and c.place == candidate.place and not codes.isdisjoint(c.terms.measures)
        }
        met |= earned.intersection(unknown_pairs(regime(farm.rulebook, year, farm.on), there))
    return met


def _most(farm: Question, asked: Iterable[OpenQuestion]) -> int | None:
    """Cents that what is open could pay beside the high reading, which has what activities could score; None: nobody knows."""
    amounts = [
        q.could_pay_cents
        for q in asked
        if all(p.kind not in (PaymentKind.ACTIVITY, PaymentKind.CLASS_PREMIUM) for _, p in _asked(farm, q))
    ]
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)


def _earns(farm: Question, candidate: Candidate, question: OpenQuestion) -> bool:
    """Whether the candidate is a measure that the payment is for, on the place that is asked about."""
    codes = codes_of(farm.rulebook, candidate.measure.code)
    return question.place == candidate.place and any(
        not codes.isdisjoint(payment.measures) for _, payment in _asked(farm, question)
    )


def _asked(farm: Question, question: OpenQuestion) -> Iterator[tuple[Scheme, Payment]]:
    """The payment that a question is about, as it is in force in its year."""
    scheme = farm.rulebook.scheme_on(question.scheme, same_day_in(question.year, farm.on))
    if scheme is not None:
        yield from ((scheme, payment) for payment in scheme.payments if payment.id == question.payment)


def _after_its_basis(farm: Question, question: OpenQuestion) -> bool:
    """Whether the legal basis has ended by then: it adds to no total."""
    day = same_day_in(question.year, farm.on)
    return any(continues(farm.rulebook, scheme, payment, day) for scheme, payment in _asked(farm, question))


def _together(questions: Iterable[OpenQuestion]) -> dict[_Key, OpenQuestion]:
    """By what is asked of which payment where, one question with what all of these could pay."""
    found: dict[_Key, OpenQuestion] = {}
    for q in questions:
        # Of a pair it is told at one place or of the farm, by where it is met.
        place = "" if q.paths[:1] and q.paths[0].startswith(_PAIR) else q.place
        key = (q.scheme, q.payment, place, q.year, q.paths)
        before = found.get(key)
        if before is not None:
            parts = before.could_pay_cents, q.could_pay_cents
            q = replace(q, could_pay_cents=None if None in parts else sum(p for p in parts if p is not None))
        found[key] = q
    return found
