"""De minimis aid worked out by hand from the texts, with the shipped limits: the engine must come to the same.

Regulation (EU) 1408/2013 as Regulation (EU) 2024/3118 amended it (from 16 December 2024), and before it; general aid by
Regulations (EU) 1407/2013 and, from 2024, 2023/2831. The sums are in the tests; the discount rate of 3 % is the
registry's written assumption.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import GrantRule, Scheme
from calculator.domain.undertaking import AidReceived, ControlLink, Merger, Split, Successor, Undertaking
from calculator.stacking.awarding import award
from tests.builders import ask, farm, payment, rulebook, scheme
from tests.scenarios.bench import shipped

AGRI, GENERAL = "de_minimis_agri_1408_2013", "de_minimis_general_2023_2831"


def gives(id: str, amount: object, on: str, basis: str = AGRI, years: int | None = None) -> Scheme:
    """An amount a year, decided on a day of each year; ``years``: for so many at once."""
    month, day = (int(part) for part in on.split("-"))
    grant = GrantRule("annual" if years is None else "multi_year", (month, day))
    made = payment("g", figures={"rate": amount}, grant=grant, term_years=years)
    return scheme(f"province.x.{id}", made, legal_basis=basis)


def had(
    *grants: tuple[str, object] | tuple[str, object, str], who: str | None = None
) -> tuple[AidReceived, ...]:
    return tuple(
        AidReceived(
            g[2] if len(g) > 2 else AGRI, date.fromisoformat(g[0]), Decimal(str(g[1])), enterprise=who
        )
        for g in grants
    )


def paid(on: str, aid: Undertaking | tuple[AidReceived, ...], *given: Scheme, years: int = 1) -> Fraction:
    """Euros that a farm is paid under the shipped ceilings on de minimis aid."""
    book = shipped()
    limits = [limit for limit in book.limits if limit.kind is LimitKind.DE_MINIMIS]
    rules = replace(rulebook(*given, limits=limits), legal_bases=book.legal_bases)
    if not isinstance(aid, Undertaking):
        aid = Undertaking(("Proefhoeve",), aid, activities_separated=True)
    return Fraction(award(ask(farm(undertaking=aid), rules, on, years)).total, 100)


@pytest.mark.parametrize(
    ("on", "new", "gets"),
    [
        ("2026-12-30", 25_000, 0),  # the three years began on 30 December 2023: 30,000 + 25,000
        (
            "2026-12-31",
            25_000,
            0,
        ),  # on the same date three years later, counted since the text does not settle it
        ("2027-01-01", 25_000, 25_000),
        ("2026-12-30", 20_000, 20_000),  # 50,000 is not above 50,000
        ("2026-12-30", 20_000.01, 0),
    ],
)
def test_three_years_end_on_a_day_and_not_with_the_year(on: str, new: object, gets: int) -> None:
    assert paid(on, had(("2023-12-31", 30_000)), gives("new", new, on[5:])) == gets


@pytest.mark.parametrize(
    ("on", "aid", "new", "gets"),
    [
        # 1407/2013: EUR 200,000 over the fiscal year of the grant and the two before it.
        ("2023-06-01", ("2021-01-01", 190_000), 10_000, 10_000),
        ("2023-06-01", ("2021-01-01", 190_000), 10_001, 0),
        ("2023-06-01", ("2020-12-31", 190_000), 10_001, 10_001),
        ("2023-12-31", ("2021-01-01", 190_000), 10_001, 0),
        # 2023/2831: EUR 300,000 over three years, also of what was given before it applied.
        ("2024-01-01", ("2021-01-01", 190_000), 110_000, 110_000),
        ("2024-01-01", ("2021-01-01", 190_000), 110_001, 0),
    ],
)
def test_general_aid_had_a_lower_ceiling_over_fiscal_years_until_2024(
    on: str, aid: tuple[str, object], new: object, gets: int
) -> None:
    assert paid(on, had((*aid, GENERAL)), gives("new", new, on[5:], GENERAL)) == gets


@pytest.mark.parametrize(("on", "gets"), [("2027-02-28", 0), ("2027-03-01", 25_000)])
def test_aid_of_a_leap_day_leaves_with_the_first_of_march(on: str, gets: int) -> None:
    assert paid(on, had(("2024-02-29", 30_000)), gives("new", 25_000, on[5:])) == gets


def test_yearly_grants_of_twenty_thousand_fit_twice_in_any_three_years_and_their_boundary_day() -> None:
    """Each fourth grant falls on the day on which three years end, so of any four in a row two fit: 2026, 2027, 2030, 2031."""
    days, most = range(2026, 2032), 0
    for chosen in range(2 ** len(days)):
        years = [year for at, year in enumerate(days) if chosen >> at & 1]
        if all(20_000 * sum(1 for y in years if day - 3 <= y <= day) <= 50_000 for day in days):
            most = max(most, 20_000 * len(years))
    assert most == 80_000
    assert paid("2026-07-01", (), gives("new", 20_000, "12-15"), years=6) == most


@pytest.mark.parametrize("each", [17_676, 17_677])
def test_three_years_in_one_decision_count_at_once_at_their_worth_on_that_day(each: int) -> None:
    """After each year: 17,676 x (1/1.03 + 1/1.03^2 + 1/1.03^3) = 49,998.53; a euro more a year comes to 50,001.36."""
    worth = each * sum(1 / Decimal("1.03") ** year for year in (1, 2, 3))
    assert round(worth, 2) == {17_676: Decimal("49998.53"), 17_677: Decimal("50001.36")}[each]
    fits = worth <= 50_000
    assert paid("2026-07-01", (), gives("new", each, "11-23", years=3), years=3) == (3 * each if fits else 0)


def test_a_decision_over_six_years_leaves_the_window_three_years_after_it_and_not_when_it_is_paid() -> None:
    """9,000 a year for six years weighs 48,755; 10,000 beside it fits again on 10 January 2030, and on that of 2031."""
    weighs = 9_000 * sum(1 / Decimal("1.03") ** year for year in range(1, 7))
    assert int(weighs) == 48_754
    both = gives("long", 9_000, "12-15", years=6), gives("short", 10_000, "01-10")
    assert paid("2026-02-01", (), *both, years=6) == 6 * 9_000 + 2 * 10_000


@pytest.mark.parametrize(
    ("general", "gets"), [(10_000, 15_000), (Decimal("10000.01"), Decimal("10000.01")), (4_000, 9_000)]
)
def test_agricultural_aid_has_its_own_ceiling_and_one_with_general_aid(general: object, gets: object) -> None:
    """45,000 + 240,000 were given: 5,000 and 10,000 come to 300,000 exactly; a cent more, and the dearer one stays."""
    aid = had(("2025-03-01", 45_000), ("2025-03-01", 240_000, GENERAL))
    given = gives("farm", 5_000, "10-01"), gives("shop", general, "11-01", GENERAL)
    assert paid("2026-07-01", aid, *given) == Fraction(str(gets))


def test_general_aid_leaves_agricultural_aid_the_fifty_thousand_of_its_own() -> None:
    aid = had(("2025-03-01", 50_000), ("2025-03-01", 100_000, GENERAL))
    given = gives("farm", 1, "10-01"), gives("shop", 150_000, "11-01", GENERAL)
    assert paid("2026-07-01", aid, *given) == 150_000


@pytest.mark.parametrize(
    ("on", "aid", "new", "gets"),
    [
        (
            "2024-12-15",
            ("2021-12-31", 20_000),
            20_000,
            20_000,
        ),  # fiscal 2022 to 2024: nothing was given in them
        ("2024-12-15", ("2022-01-01", 20_000), 1, 0),  # the same aid a day later is in the first of the three
        ("2024-12-16", ("2021-12-31", 20_000), 30_000, 30_000),  # any three years, from 16 December 2021
        ("2024-12-16", ("2021-12-31", 20_000), 30_001, 0),
        ("2024-12-16", ("2021-12-15", 20_000), 50_000, 50_000),
    ],
)
def test_the_window_of_fiscal_years_ended_on_16_december_2024(
    on: str, aid: tuple[str, int], new: int, gets: int
) -> None:
    assert paid(on, had(aid), gives("new", new, on[5:])) == gets


def test_what_was_granted_before_a_merger_stays_and_after_it_both_histories_count() -> None:
    """30,000 and 25,000 come to 55,000 on 1 June 2026: nothing fits until 2 February 2028, when the 25,000 are gone."""
    aid = (*had(("2025-06-01", 30_000), who="P"), *had(("2025-02-01", 25_000), who="Q"))
    merged = Undertaking(("P",), aid, events=(Merger(date(2026, 6, 1), ("P", "Q"), "P"),))
    before, after = gives("spring", 15_000, "05-01"), gives("summer", 15_000, "07-01")
    assert paid("2026-01-01", merged, before) == 15_000  # 30,000 + 15,000, of P alone
    assert paid("2026-01-01", merged, after) == 0
    assert paid("2027-01-01", merged, gives("late", 20_000, "12-31")) == 0
    assert paid("2028-01-01", merged, gives("late", 20_000, "02-01")) == 0
    assert paid("2028-01-01", merged, gives("late", 20_000, "02-02")) == 20_000


@pytest.mark.parametrize(("room", "gets"), [("36666.66", "36666.66"), ("36666.67", "0")])
def test_after_a_split_a_third_of_the_aid_goes_with_a_third_of_the_equity(room: str, gets: str) -> None:
    """A third of 40,000.00 is 13,333.33 and a third of a cent, which counts as 13,333.34: 36,666.66 fits."""
    into = (Successor("P", (), Decimal(100_000)), Successor("R", (), Decimal(200_000)))
    split = Undertaking(
        ("P",), had(("2025-06-01", 40_000), who="O"), events=(Split(date(2026, 1, 1), "O", into),)
    )
    assert paid("2026-02-01", split, gives("new", Decimal(room), "07-01")) == Fraction(gets)


def test_control_through_two_daughters_adds_up_to_a_majority() -> None:
    """P holds 60 % of Q; P has 30 % and Q 25 % of R: 55 % together, so that R's 20,000 counts. With 20 % of Q it is half."""
    aid = had(("2025-06-01", 20_000), who="R")
    for of_daughter, gets in ((25, 0), (20, 31_000)):
        votes = (("P", "Q", 60), ("P", "R", 30), ("Q", "R", of_daughter))
        links = tuple(ControlLink(parent, child, Decimal(share)) for parent, child, share in votes)
        assert paid("2026-02-01", Undertaking(("P",), aid, links), gives("new", 31_000, "07-01")) == gets


@pytest.mark.parametrize(("on", "gets"), [("2032-12-31", 1_000), ("2033-01-01", 0)])
def test_agricultural_aid_may_be_granted_until_the_end_of_2032(on: str, gets: int) -> None:
    assert paid(on, (), gives("new", 1_000, on[5:])) == gets


def test_two_grants_of_one_day_that_pass_the_ceiling_together_are_not_both_given() -> None:
    given = gives("a", 30_000, "07-01"), gives("b", "20000.01", "07-01"), gives("c", 20_000, "07-01")
    assert paid("2026-01-01", (), *given) == 50_000
