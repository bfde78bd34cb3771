"""An award of a drawn farm held against the programme over every lawful set: its totals and lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from calculator.domain.award import Award
from calculator.domain.claim import Claim
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.assessment import assess
from calculator.eligibility.contracts.commitments import split
from calculator.eligibility.units import pieces
from calculator.services.errors import InputProblems
from calculator.services.profile import profiles
from calculator.stacking.awarding import Question, award
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError
from tests.properties.shipped.aid import UnpricedError, held
from tests.properties.shipped.farms import Asked
from tests.properties.shipped.law import between, near, reach
from tests.properties.shipped.programme import Case, Programme

ECO = "national.rvo.eco-regeling"


@dataclass(frozen=True)
class Told:
    """An award, and the claims of its farm each by itself."""

    found: Award
    case: Case

    @classmethod
    def of(cls, asked: Asked, rules: Rulebook) -> Told | None:
        """None where the farm cannot be read, where its commitments leave no lawful answer, or where one that counts under a
        ceiling names no amount.
        """
        try:
            profile = profiles.read(asked.document, rules)
            aid = held(asked.document, rules)
        except (InputProblems, UnpricedError):
            return None
        question = Question(profile, rules, asked.on, asked.years, "test", "sha256:test")
        try:
            found = award(question)
        except (NoLawfulAwardError, ContradictoryCommitmentsError):
            return None
        land, _ = pieces(question.profile, with_candidates=False)
        land = split(land, question.profile, rules)
        years = assess(question.profile, rules, land, question.horizon, asked.on)
        claims = {x.year: [c for c in x.claims if not c.continuation] for x in years}
        days = {year: same_day_in(year, asked.on) for year in claims}
        return cls(found, Case(claims, days, aid))

    @cached_property
    def best(self) -> float:
        best = Programme(self.case).best()
        assert best is not None, "the award is lawful, so something is"
        return best

    @cached_property
    def cents(self) -> int:
        """What lines in whole cents may differ by."""
        return sum(len(year.lines) for year in self.found.years) + 2

    @cached_property
    def paid(self) -> dict[tuple[object, ...], int]:
        found: dict[tuple[object, ...], int] = {}
        for line in (line for year in self.found.years for line in year.lines):
            found[_own(line.claim)] = found.get(_own(line.claim), 0) + line.amount
        return found

    def pays(self, claim: Claim) -> int:
        return self.paid.get(_own(claim), 0)


def _own(claim: Claim) -> tuple[object, ...]:
    """What tells a claim of an award from all others: a commitment may run beside a new claim of the same payment."""
    return claim.piece, claim.year, claim.class_name, claim.mark, claim.demand is None


def totals(told: Told) -> None:
    found, slack = told.found, told.cents
    gap = found.certificate.gap
    assert told.best - slack - gap <= found.total <= told.best + slack
    low = Programme(replace(told.case, reading="low")).best()
    assert low is not None
    assert abs(found.low - min(low, told.best)) <= slack + gap, (found.low, low)
    # Activities that wait for an answer count in the high reading besides.
    if not any(x.scheme == ECO for x in found.open if not any(p.startswith("relation:") for p in x.paths)):
        high = Programme(replace(told.case, reading="high")).best()
        assert high is not None
        assert abs(found.high - max(high, told.best)) <= 2 * slack + gap, (found.high, high)


def lines_are_lawful(told: Told) -> None:
    """There is a lawful division that pays every claim what its line says."""
    programme = Programme(told.case)
    for claim in told.case.every:
        if told.pays(claim):
            programme.pay(claim, told.pays(claim) - 1)
    assert programme.best() is not None


def met_rows(told: Told) -> set[str]:
    """The rows of which both sides qualify, as near to each other as the row reaches."""
    found = set[str]()
    for year, claims in told.case.claims.items():
        for at, x in enumerate(claims):
            for y in claims[:at]:
                for row, _ in between(x, y, told.case.days[year]).rows:
                    if near(reach(row.level, x, y), x, y) or (row.level == "parcel" and x.place == y.place):
                        found.add(row.id)
    return found
