"""Years after a legal basis ends: what is taken over from a solved year is what solving them by themselves gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import award
from calculator.stacking.certified import later_lines, optimum
from calculator.stacking.problem.assembly import Task, build
from calculator.stacking.problem.decisions.alike import alike
from calculator.stacking.problem.drafts.known_drafts import Own
from calculator.stacking.proof import counted_steps
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.repeating import repeated
from calculator.stacking.solving.steps import parts, whole_steps
from calculator.stacking.solving.steps import searching as step_search
from calculator.stacking.solving.steps.lines import unhindered
from calculator.stacking.solving.steps.settlement import allowance
from tests.benchmarks.farms import farm
from tests.builders import ask, parcel
from tests.builders import farm as alone
from tests.properties import test_across_properties as across

ON = date(2026, 7, 1)
#: The years after the legal bases end; from 2029 packages on the same land are gone.
AFTER = {2028, 2029, 2030, 2031, 2032}


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebooks.current()


def tasks(rules: Rulebook, seed: int) -> tuple[Task, Task]:
    """The years before the legal bases end, and those after."""
    profile = profiles.read(farm(seed), rules)
    land, _ = pieces(profile, with_candidates=False)
    claims = [c for a in assess(profile, rules, land, range(2026, 2036), ON) for c in a.claims]
    now = Task(profile, rules, tuple(c for c in claims if not c.continuation), ON)
    return now, replace(now, claims=tuple(c for c in claims if c.continuation))


def taken_over(task: Task, first: Outcome) -> set[int]:
    found = repeated(task, alike(task.claims, task.rulebook, task.on), first)
    return set() if found is None else {line.claim.year for line in found.lines}


@pytest.mark.parametrize("seed", range(2_300_000, 2_300_008))
def test_a_year_that_reads_as_a_solved_one_is_paid_as_if_it_were_solved_itself(
    rules: Rulebook, seed: int
) -> None:
    now, later = tasks(rules, seed)
    first, _ = optimum(now)
    assert taken_over(later, first) in ({2028}, AFTER)
    solved = optimum(replace(later, drafts=Own()), alike(later.claims, rules, ON))[0]
    assert later_lines(later, first) == (solved.lines, True)


def test_among_the_farms_are_such_that_names_choose_among_equals(rules: Rulebook) -> None:
    firsts = [optimum(tasks(rules, seed)[0])[0] for seed in range(2_300_000, 2_300_008)]
    assert any(first.rounds is not None and first.rounds.tied for first in firsts)
    assert any(first.rounds is None for first in firsts)


def changed(claims: tuple[Claim, ...], year: int) -> tuple[Claim, ...]:
    """The claims with one on land in the year made a tenth smaller."""
    at = next(n for n, c in enumerate(claims) if c.year == year and c.piece != "farm")
    smaller = replace(claims[at], quantity=claims[at].quantity - claims[at].quantity / 10)
    return (*claims[:at], smaller, *claims[at + 1 :])


def test_a_year_that_reads_otherwise_is_solved_itself_whether_or_not_a_row_holds_it_back(
    rules: Rulebook,
) -> None:
    held: set[bool] = set()
    for seed, year in ((2_300_001, 2028), (2_300_005, 2029)):
        now, later = tasks(rules, seed)
        later = replace(later, claims=changed(later.claims, year))
        first, years = optimum(now)[0], alike(later.claims, rules, ON)
        found = repeated(later, years, first)
        assert found is not None
        assert {c.year for c in found.rest.claims} == {year}
        held.add(unhindered(build(replace(later, claims=found.rest.claims, times=found.rest.times))) is None)
        assert later_lines(later, first) == (optimum(replace(later, drafts=Own()), years)[0].lines, True)
    assert held == {True, False}


def test_a_year_with_other_land_or_without_a_payment_that_others_lean_on_is_solved_itself(
    rules: Rulebook,
) -> None:
    now, later = tasks(rules, 2_300_000)
    first, _ = optimum(now)
    assert taken_over(replace(later, claims=changed(later.claims, 2028)), first) == AFTER - {2028}
    basic = [
        c for c in later.claims if c.terms.scheme == "national.rvo.basisinkomenssteun" and c.year == 2028
    ]
    without = replace(later, claims=tuple(c for c in later.claims if c not in basic))
    assert basic
    assert taken_over(without, first) == AFTER - {2028}
    solved = optimum(without, alike(without.claims, rules, ON))[0]
    assert later_lines(without, first) == (solved.lines, True)


def test_a_gap_past_half_a_cent_a_line_is_never_called_optimal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A farm of 12014's kind: a step of land that carries a relation is worth EUR 16.71, which the programme divides."""
    case = across.drawn(12_014)
    land = [
        parcel(f"P{i}", Decimal(size) / across.HA, *(f"m{n}" for n in names))
        for i, (size, names) in enumerate(case.parcels)
    ]
    asked = ask(alone(*land), across.book(case))
    proven = award(asked)
    assert (proven.certificate.status, proven.certificate.gap) == ("optimal", 0)
    monkeypatch.setattr(parts, "settled_at_corner", lambda *_: False)
    monkeypatch.setattr(whole_steps, "_ROUNDS", 0)
    monkeypatch.setattr(step_search, "_MOST_PARTS", 0)
    monkeypatch.setattr(step_search, "_FEW_COLUMNS", 0)
    monkeypatch.setattr(counted_steps, "_MOST_STEPS", 0)
    open_ = award(asked)
    assert open_.total == proven.total
    assert open_.certificate.gap == 1_671
    assert open_.certificate.status == "not_proven"


def test_what_lines_may_hide_is_half_a_cent_each_and_a_cent_at_least() -> None:
    assert [allowance(lines) for lines in (0, 2, 3, 24)] == [MICRO, MICRO, Fraction(3, 2) * MICRO, 12 * MICRO]
