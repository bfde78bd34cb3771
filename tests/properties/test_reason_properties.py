"""Why a claim is not paid, on odd farms under odd rules: what is named is there, bears on it, and is gone with its rule.

Every reason is held against the words of the rules and against an award of the same farm without the row or limit it names;
the price of every limit that binds against that award too. It knows no row, stack or proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import pytest

from calculator.domain.award import Award, NotChosen
from calculator.domain.limit import LimitKind
from calculator.domain.relation import Relation, RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import Question, award
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError
from tests.properties.odd import drawn

_REFUSED = (NoLawfulAwardError, ContradictoryCommitmentsError)
_FARM = "farm"


def asked(seed: int) -> Question | None:
    """A farm whose rows and limits each cite an article of their own; None under a minimum of what is paid on land."""
    made = drawn(seed)
    rules = made.rulebook
    if any(limit.id == "min" for limit in rules.limits):
        return None
    rows = tuple(replace(row, source=replace(row.source, article=f"row {row.id}")) for row in rules.relations)
    limits = tuple(replace(limit, article=f"limit {limit.id}") for limit in rules.limits)
    return replace(made, rulebook=replace(rules, relations=rows, limits=limits))


def awarded(question: Question) -> Award | None:
    try:
        return award(question)
    except _REFUSED:
        return None


class Told:
    """An award, and what is paid or held of every payment: at which place, in which year."""

    def __init__(self, question: Question, found: Award) -> None:
        self.question, self.found = question, found
        self.rows = {f"row {row.id}": row for row in question.rulebook.relations}

    @cached_property
    def held(self) -> set[tuple[str, str, int]]:
        here = set()
        for line in (line for year in self.found.years for line in year.lines):
            term = line.contract_years(self.question.on.year) or (line.claim.year, line.claim.year)
            years = {line.claim.year, *range(term[0], term[1] + 1)}
            here |= {(line.claim.ref, line.claim.place, year) for year in years}
        # What runs already keeps out what it excludes, whether or not anything is paid of it.
        for contract in self.question.profile.contracts:
            years = set(range(contract.start.year, contract.until.year + 1))
            lines = ((f"{contract.scheme}#{line.package}", line.unit) for line in contract.lines)
            here |= {(ref, place, year) for ref, place in lines for year in years}
        return here

    def paid(self, of: NotChosen) -> int:
        """Cents of the payment at the place, in all years."""
        lines = (line for year in self.found.years for line in year.lines)
        return sum(x.amount for x in lines if x.claim.ref == ref(of) and x.claim.place == of.place)

    def whole(self, of: NotChosen) -> bool:
        """Whether its reason must be true in every year that it names: the years of a contract go together."""
        schemes = [s for s in self.question.rulebook.schemes if s.id == of.scheme]
        return all(p.term_years is None for s in schemes for p in s.payments)

    def without_row(self, row: Relation) -> Told | None:
        rules = self.question.rulebook
        return self._again(replace(rules, relations=tuple(r for r in rules.relations if r is not row)))

    def without_limit(self, limit: str) -> Told | None:
        rules = self.question.rulebook
        return self._again(replace(rules, limits=tuple(x for x in rules.limits if x.id != limit)))

    def _again(self, rules: object) -> Told | None:
        question = replace(self.question, rulebook=rules)  # type: ignore[arg-type]
        found = awarded(question)
        return None if found is None else Told(question, found)

    def says(self, of: NotChosen) -> bool:
        """Whether the same payment is kept out at the same place by the same."""
        return any(_reason(x) == _reason(of) for x in self.found.not_chosen)


def ref(of: NotChosen) -> str:
    return f"{of.scheme}#{of.payment}"


def _reason(of: NotChosen) -> tuple[object, ...]:
    return ref(of), of.place, of.because, of.lost_to, of.article


def _named(side: str, payment: str) -> bool:
    return side in (payment, payment.partition("#")[0])


def _near(row: Relation, one: str, other: str) -> bool:
    return one == other or _FARM in (one, other) or row.level in (Level.FARM, Level.CONTRACT)


def _true_in(told: Told, of: NotChosen, row: Relation) -> Iterator[int]:
    """The years of an entry in which its winner is there, or what it needs is not, under a row in force."""
    for year in of.years:
        if row.validity.contains(date(year, 7, 1)):
            near = [(r, place) for r, place, y in told.held if y == year and _near(row, of.place, place)]
            there = any(r == of.lost_to for r, _ in near)
            if row.type is RelationType.REQUIRES:
                # What lies on another part of the same parcel carries nothing where the row is of one ground.
                base = [place for r, place in near if _named(row.b, r)]
                there = all(row.level is Level.UNIT and place == of.place != _FARM for place in base)
            if there:
                yield year


def lost_to_a_payment(told: Told, of: NotChosen) -> None:
    row = told.rows[of.article or ""]
    lost_to, sides = of.lost_to or "", ((row.a, row.b), (row.b, row.a))
    assert of.relation is row.type
    if row.type is RelationType.REQUIRES:
        assert (_named(row.a, ref(of)), row.b) == (True, lost_to)
    else:
        assert any(_named(one, ref(of)) and _named(other, lost_to) for one, other in sides)
    true = list(_true_in(told, of, row))
    assert true
    assert not told.whole(of) or true == list(of.years)
    other = told.without_row(row)
    assert other is None or other.paid(of) > told.paid(of) or not other.says(of)


def kept_out_by_a_limit(told: Told, of: NotChosen) -> None:
    if of.limit is None:
        scheme = next(
            s for s in told.question.rulebook.schemes if s.id == (of.lost_to or "").partition("#")[0]
        )
        assert any("max_quantity" in p.figures for p in scheme.payments)
        return
    assert of.article == f"limit {of.limit}"
    other = told.without_limit(of.limit)
    assert other is None or not other.says(of)


def priced(told: Told) -> None:
    """The price of a limit is what the best without it pays more, but for the cents of lines and whole steps of land.

    Without a cap a grant may be too large for a ceiling over years, and fall away whole: then the cap costs nothing.
    """
    for limit, kind, price in {(u.limit, u.kind, u.price) for u in told.found.limits if u.binding}:
        other = told.without_limit(limit)
        if price is None or other is None:
            continue
        both = (told.found, other.found)
        if any(found.certificate.status != "optimal" for found in both):
            continue
        lines = sum(len(year.lines) for found in both for year in found.years)
        more = other.found.total - told.found.total
        if kind is LimitKind.AMOUNT_CAP:
            more = max(more, 0)
        assert abs(more - price) <= 2 * lines + 2, limit


def check(seed: int) -> Sequence[NotChosen]:
    question = asked(seed)
    found = None if question is None else awarded(question)
    if question is None or found is None:
        return ()
    told = Told(question, found)
    for of in found.not_chosen:
        if of.because == "relation":
            lost_to_a_payment(told, of)
        elif of.because == "limit":
            kept_out_by_a_limit(told, of)
        else:
            assert (of.because, of.lost_to) == ("better_total", None)
            assert of.difference is not None or not of.worked_out, (seed, of)
    priced(told)
    return found.not_chosen


@pytest.mark.parametrize("seed", [8, 24, 88, 383, 596])
def test_every_reason_is_true_and_gone_with_the_rule_that_it_names(seed: int) -> None:
    assert check(seed)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(0, 2_000, 25))
def test_every_reason_is_true_on_two_thousand_farms(start: int) -> None:
    for seed in range(start, start + 25):
        check(seed)
