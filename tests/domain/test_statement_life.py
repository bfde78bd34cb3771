"""The life of a statement as a table: which step leads where, and that nothing leads back."""

import pytest

from calculator.domain.statement_life import WORDS, ImpossibleStep, Life, Step, after, number_of, possible

LEADS = {
    (Life.DRAFT, Step.APPROVE): Life.APPROVED,
    (Life.DRAFT, Step.WITHDRAW): Life.WITHDRAWN,
    (Life.APPROVED, Step.ISSUE): Life.ISSUED,
    (Life.APPROVED, Step.WITHDRAW): Life.WITHDRAWN,
    (Life.ISSUED, Step.SUPERSEDE): Life.SUPERSEDED,
    (Life.ISSUED, Step.WITHDRAW): Life.WITHDRAWN,
}


@pytest.mark.parametrize("state", Life)
@pytest.mark.parametrize("step", Step)
def test_every_step_leads_where_the_table_says_or_says_why_not(state: Life, step: Step) -> None:
    if (state, step) in LEADS:
        assert after(state, step) is LEADS[state, step]
        assert step in possible(state)
        return
    with pytest.raises(ImpossibleStep) as refused:
        after(state, step)
    assert WORDS[state].nl in refused.value.reason.nl
    assert WORDS[state].en in refused.value.reason.en
    assert step not in possible(state)


def test_no_step_leads_back_to_an_earlier_state() -> None:
    order = list(Life)
    assert all(order.index(LEADS[key]) > order.index(key[0]) for key in LEADS)


def test_nothing_is_issued_that_the_farmer_did_not_approve() -> None:
    assert [state for state in Life if Step.ISSUE in possible(state)] == [Life.APPROVED]


@pytest.mark.parametrize(
    ("year", "sequence", "number"),
    [(2026, 1, "2026-000001"), (2026, 17, "2026-000017"), (2031, 1_234_567, "2031-1234567")],
)
def test_a_number_names_its_year_and_its_place(year: int, sequence: int, number: str) -> None:
    assert number_of(year, sequence) == number


def test_a_year_starts_at_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        number_of(2026, 0)
