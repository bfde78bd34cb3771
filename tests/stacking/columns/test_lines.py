"""The lines of a population's awards are those of every farm's own award."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from calculator.domain.claim import Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.money import settle
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import Question, award
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.lines import Lines

ON, YEARS = date(2026, 7, 1), 3

#: Year, place, payment, millionths of the unit, cents; and the tariff: millionths of a cent per unit, and what is said of it.
_Line = tuple[int, str, str, int, int, int, tuple[object, ...]]


def tariff(terms: Terms) -> tuple[object, ...]:
    return (
        terms.unit, terms.legal_basis, terms.status, terms.certainty, terms.confidence, terms.public,
        tuple((s.title, s.article) for s in terms.sources),
    )  # fmt: skip


def told(found: Lines, farm: int, profile: FarmProfile) -> list[_Line]:
    places = [*(p.id for p in profile.parcels), *(e.id for e in profile.elements), "farm"]
    return sorted(
        (
            int(found.year[n]), places[found.place[n]], found.payments[found.payment[n]],
            int(found.quantity[n]), int(found.cents[n]), int(found.rate[n]), tariff(found.tariffs[found.tariff[n]]),
        )
        for n in np.flatnonzero(found.farm == farm).tolist()
    )  # fmt: skip


def own(profile: FarmProfile, rules: Rulebook) -> list[_Line]:
    result = award(Question(profile, rules, ON, YEARS, "test", "sha256:test"))
    return sorted(
        (
            year.year, x.claim.place, x.claim.ref, int(x.quantity * 1_000_000), x.amount,
            settle(x.claim.terms.rate.expected * 1_000_000), tariff(x.claim.terms),
        )
        for year in result.years
        for x in year.lines
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["typical", "hard"])
def test_every_line_of_every_farm_is_that_of_its_own_award(kind: str) -> None:
    rules, farms = rulebooks.current(), encoded(synthesise(20, seed=17, kind=kind))
    found = Evaluation(rules, ON, YEARS).lines(farms, np.arange(len(farms)))
    for at in range(len(farms)):
        assert told(found, at, farms.profiles[at]) == own(farms.profiles[at], rules)


def test_the_lines_of_a_farm_add_up_to_what_it_is_paid() -> None:
    rules, farms = rulebooks.current(), encoded(synthesise(400, seed=3))
    evaluation, every = Evaluation(rules, ON, YEARS), np.arange(len(farms))
    found, paid = evaluation.lines(farms, every), evaluation.of_columns(farms, every)
    total = np.zeros(len(farms), dtype=np.int64)
    np.add.at(total, found.farm, found.cents)
    assert total.tolist() == paid.total.tolist()
