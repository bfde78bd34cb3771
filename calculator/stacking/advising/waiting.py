"""What is open of a candidate that a plan leaves: a payment that cannot be decided adds nothing to a plan, and is not nothing.

Under every arrangement it was found what is open, and which payments may meet others that nobody has published a relation with.
Only where that could make up for what is known to be lost is the farm assessed with the candidate beside the plan, and solved as
it is expected and at its best reading: a pair is open only between what is paid and what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.award import Award, ClassResult
from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.money import settle
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Payment, PaymentKind, Scheme
from calculator.eligibility.candidates import Arrangement, Candidate
from calculator.eligibility.claiming import continues
from calculator.eligibility.subject import codes_of
from calculator.stacking import awarding
from calculator.stacking.advising.asking import Advice, Laid
from calculator.stacking.advising.claimed import OF
from calculator.stacking.awarding import Question
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.explaining.hoped import not_paid
from calculator.stacking.explaining.unpublished import unknown_pairs, unpublished
from calculator.stacking.law.reach import Reach
from calculator.stacking.problem.stacks.regime import regime

#: How the path of a pair of payments begins.
_PAIR = "relation:"
_Key = tuple[str, str, str, int, tuple[str, ...]]


@dataclass(slots=True)
class Waiting:
    """What is open beside a plan; ``shown`` is its award."""

    advice: Advice
    laid: Laid
    shown: Award
    _told: dict[_Key, OpenQuestion] = field(init=False)
    _planned: dict[int, list[Claim]] = field(init=False)
    _now: dict[int, dict[str, Claim]] = field(init=False)
    _of_farm: bool = field(init=False)
    _most_scored: bool | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        claimed, farm = self.advice.choices.claimed, self.advice.question
        self._told = _together(self.shown.open)
        here = {_named(of, self.laid[of[0].place]) for of in self.advice.choices.places}
        self._planned = {year: [] for year in farm.horizon}
        for claim in claimed.claims:
            if claim.place not in claimed.places or claim.place in here:
                self._planned[claim.year].append(claim)
        self._now = {year: {c.terms.ref: c for c in of} for year, of in self._planned.items()}
        # Read at its widest, no question of the farm that a candidate alone would raise is missing; of classes its land tells.
        asked = claimed.open.get("farm", ())
        wide = [q for q in asked if not _of_kind(farm, q, PaymentKind.CLASS_PREMIUM)]
        self._of_farm = any(key not in self._told for key in _together(wide))

    def on(self, candidate: Candidate, difference: int | None) -> tuple[OpenQuestion, ...]:
        """What keeps a candidate that the plan leaves from being weighed, with what each could pay at most.

        Nothing where nothing is open of it, or where the plan leaves as much without it even if all that is open is paid.
        ``difference`` is what the plan would gain with it (cents), as far as is known.
        """
        here = self._with(candidate)
        if here is None or not self._could_pay(candidate, here, difference):
            return ()
        laid = {**self.laid, candidate.place: here}
        farm = self.advice.farm(laid)
        known = awarding.assessed(farm)
        open_, claims = awarding.held_back(farm, known[0])
        lines = [line for year in self.shown.years for line in (*year.lines, *year.continuation)]
        asked = self._beyond(candidate, farm, not_paid(open_, claims, lines))
        try:
            outcome, high = awarding.high(farm, known)
        except NoLawfulAwardError:
            # With the candidate no contract could be kept: nothing of it can be paid, whatever is answered.
            return ()
        earned = {c.terms.ref for c in claims if c.place == candidate.place and _earned(farm, candidate, c)}
        pairs = ((q, q.paths[0].removeprefix(_PAIR).split("/")) for q in unpublished(outcome))
        met = [q for q, pair in pairs if not earned.isdisjoint(pair)]
        more, costs = _most(farm, asked), self.advice.cost(laid) - self.advice.cost(self.laid)
        if more is not None and high is not None and high + more - costs <= self.shown.high:
            return ()
        return (*asked, *self._beyond(candidate, farm, met))

    def _with(self, candidate: Candidate) -> Arrangement | None:
        """How its place lies with the candidate beside what the plan takes there, or else with least beside it."""
        now = self.laid[candidate.place].taken if candidate.place in self.laid else frozenset[int]()
        offered = [a for of in self.advice.choices.places if of[0].place == candidate.place for a in of]
        idle = (candidate.place, candidate.index) in self.advice.idle
        if idle and not offered:
            offered = [self.advice.as_it_lies(candidate.place)]
        nearest = sorted(offered, key=lambda a: (len(a.taken ^ now), sorted(a.taken)))
        if not idle:
            return next((a for a in nearest if candidate.index in a.taken), None)
        beside = (self.advice.with_idle(candidate, a) for a in nearest)
        return next((a for a in beside if a is not None), None)

    def _could_pay(self, candidate: Candidate, here: Arrangement, difference: int | None) -> bool:
        """Whether what is open of the candidate, at its most, could make up for what is lost; true where nobody knows."""
        choices, farm = self.advice.choices, self.advice.question
        if self._of_farm or sum(map(len, choices.places)) != len(choices.claimed.places):
            return True
        open_, claims = self._found(candidate, here)
        idle = (candidate.place, candidate.index) in self.advice.idle
        if idle and any(_for(farm, candidate, q) for q in open_):
            # It was found without what the plan has there, and adds to that.
            return True
        asked = self._beyond(candidate, farm, open_)
        met = self._met(candidate, claims)
        most = _most(farm, asked)
        if most is None or (self._could_score(candidate, claims, asked, met) and not self._scores_most()):
            return True
        most += sum(settle(c.rate.high * Fraction(c.quantity)) for c in met if c.terms.value is None)
        return most > 0 and (difference is None or most + difference > 0)

    def _found(self, candidate: Candidate, here: Arrangement) -> tuple[Sequence[OpenQuestion], list[Claim]]:
        """What is open of its place with the candidate, and what can be claimed there."""
        choices, idle = self.advice.choices, self.advice.idle
        if (candidate.place, candidate.index) in idle:
            return idle[candidate.place, candidate.index], []
        name = _named(next(of for of in choices.places if of[0].place == candidate.place), here)
        return choices.claimed.open.get(name, ()), [c for c in choices.claimed.claims if c.place == name]

    def _could_score(
        self, candidate: Candidate, here: Sequence[Claim], asked: Sequence[OpenQuestion], met: Sequence[Claim]
    ) -> bool:
        """Whether a higher class may be reached: by an activity that waits, here or beside what the candidate scores on land
        where another waits, or by activities of which nobody says that they go together.
        """
        farm = self.advice.question
        below = {(x.scheme, x.year) for x in self.shown.classes if x.next_name is not None}
        every = {(x.scheme, x.year) for x in self.shown.classes}
        waits = {(q.scheme, q.year) for q in asked if _of_kind(farm, q, PaymentKind.ACTIVITY)}
        if not waits <= every - below:
            return True
        scored = {(c.scheme, c.year) for c in met if c.terms.value is not None}
        if any((x.scheme, x.year) in scored and self._reached(x, met) for x in self.shown.classes):
            return True
        earned = below & {
            (c.scheme, c.year) for c in here if c.terms.value is not None and _earned(farm, candidate, c)
        }
        return any(
            (q.scheme, q.year) in earned and _of_kind(farm, q, PaymentKind.ACTIVITY) for q in self.shown.open
        )

    def _met(self, candidate: Candidate, here: Sequence[Claim]) -> list[Claim]:
        """What the candidate earns there beside something that nobody has published a relation with."""
        farm, found = self.advice.question, list[Claim]()
        for year, now in self._now.items():
            mine = [c for c in here if c.year == year]
            earned = [c for c in mine if _earned(farm, candidate, c)]
            if not earned:
                continue
            there = {**now, **{c.terms.ref: c for c in mine}}
            pairs = unknown_pairs(regime(farm.rulebook, year, farm.on), there)
            for claim in earned:
                others = pairs.get(claim.terms.ref, {})
                if any(_meets(claim, other, reach, mine, now) for other, reach in others.items()):
                    found.append(claim)
        return found

    def _reached(self, result: ClassResult, met: Iterable[Claim]) -> bool:
        """Whether the next class could be reached with these activities beside all that could be scored and is not."""
        if result.next_name is None:
            return False
        claims = [c for c in self._planned[result.year] if c.scheme == result.scheme]
        mine = [c for c in met if (c.scheme, c.year) == (result.scheme, result.year)]
        every = [c for c in (*claims, *mine) if c.terms.value is not None]
        size = next((Fraction(c.quantity) for c in claims if c.class_name is not None), Fraction(0))
        for goal, short in result.next_short_points.items():
            scored = Fraction(result.points[goal][0]) if goal in result.points else Fraction(0)
            could = sum(
                (c.terms.points.get(goal, Fraction(0)) * Fraction(c.quantity) for c in every), Fraction(0)
            )
            if could < scored + Fraction(short):
                return False
        worth = sum(((c.terms.value or Fraction(0)) * Fraction(c.quantity) for c in every), Fraction(0))
        short_per_ha = Fraction(result.next_short_per_ha or 0)
        return worth >= (Fraction(result.value_per_ha) + short_per_ha) * size

    def _scores_most(self) -> bool:
        """Whether the high reading of the plan has the most of every decision as it is: then no further points bring anything."""
        if self._most_scored is None:
            self._most_scored = self.advice.unhindered(self.laid)
        return self._most_scored

    def _beyond(
        self, candidate: Candidate, farm: Question, asked: Iterable[OpenQuestion]
    ) -> tuple[OpenQuestion, ...]:
        """What is open beyond what the award says is; where nobody knows how much it pays, what the candidate earns is."""
        found: list[OpenQuestion] = []
        for key, question in _together(asked).items():
            most, before = question.could_pay_cents, self._told.get(key)
            if before is not None:
                had = before.could_pay_cents
                if most is None:
                    if had is None and not _for(farm, candidate, question):
                        continue
                elif had is None or most <= had:
                    continue
                else:
                    question = replace(question, could_pay_cents=most - had)
            if not _after_its_basis(farm, question):
                found.append(question)
        return tuple(found)


def _named(of: Sequence[Arrangement], here: Arrangement) -> str:
    """How claims name a place under one of the arrangements that are offered for it."""
    return f"{here.place}{OF}{of.index(here):03d}"


def _meets(claim: Claim, other: str, reach: Reach, here: Iterable[Claim], now: Mapping[str, Claim]) -> bool:
    """Whether another payment is claimed where it bears on the claim: on its ground or place, or anywhere on the farm."""
    if other in now and (reach is Reach.FARM or now[other].piece == "farm"):
        return True
    return any(c.terms.ref == other and (reach is not Reach.GROUND or c.piece == claim.piece) for c in here)


def _earned(farm: Question, candidate: Candidate, claim: Claim) -> bool:
    """Whether the candidate is what the claim is paid for."""
    return not codes_of(farm.rulebook, candidate.measure.code).isdisjoint(claim.terms.measures)


def _most(farm: Question, asked: Iterable[OpenQuestion]) -> int | None:
    """Cents that what is open could pay beside the high reading, which has what activities could score; None: nobody knows."""
    amounts = [
        q.could_pay_cents
        for q in asked
        if not _of_kind(farm, q, PaymentKind.ACTIVITY, PaymentKind.CLASS_PREMIUM)
    ]
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)


def _of_kind(farm: Question, question: OpenQuestion, *kinds: PaymentKind) -> bool:
    """Whether it is about a payment of these kinds."""
    return any(payment.kind in kinds for _, payment in _asked(farm, question))


def _for(farm: Question, candidate: Candidate, question: OpenQuestion) -> bool:
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
