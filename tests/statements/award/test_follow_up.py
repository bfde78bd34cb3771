"""Expected against paid: what is not known stays unknown, and an explanation is given only where it fits to the cent."""

from decimal import Decimal
from typing import Any

import pytest

from calculator.statements.award.follow_up import Finding, FollowUp, Paid, follow_up, sums, years
from calculator.statements.outputs.sheets_later import follow_up_table


def line(
    name: str, quantity: str, rate: str, amount: str, low: str | None = None, high: str | None = None
) -> dict[str, Any]:
    return {
        "scheme": name, "payment": "p", "payer": name, "payer_name": name, "payment_name": name, "unit": "farm",
        "quantity": quantity, "unit_of_measure": "ha", "rate_eur": rate, "amount_eur": amount,
        "low_eur": low or amount, "high_eur": high or amount,
    }  # fmt: skip


def award(*lines: dict[str, Any]) -> dict[str, Any]:
    return {
        "years": [
            {"year": 2026, "lines": list(lines)},
            {"year": 2027, "lines": [line("later", "1", "1", "1.00")]},
        ]
    }


GRASS = (line("gras", "18.40", "158.00", "2907.20"), line("gras", "9.75", "158.00", "1540.50"))


def year(paid: int | None, *lines: dict[str, Any], today: dict[str, Any] | None = None) -> FollowUp:
    given = [] if paid is None else [Paid(str((lines or GRASS)[0]["scheme"]), "p", paid)]
    return follow_up(
        award(*(lines or GRASS)), 2026, given, None if today is None else sums(today, 2026), "nl"
    )


def test_what_the_farmer_did_not_say_is_unknown_and_no_zero() -> None:
    found = year(None)
    (outcome,) = found.outcomes
    assert (outcome.paid, outcome.difference, outcome.finding) == (None, None, Finding.UNKNOWN)
    assert (found.expected, found.paid, found.unknown, found.difference) == (444_770, 0, 444_770, 0)
    row = follow_up_table(found, "nl").rows[-1]
    assert row[5] is None
    assert row[6] is None
    assert "nog niet bekend" in str(row[7])


def test_nothing_paid_is_something_else_than_nothing_known() -> None:
    (outcome,) = year(0).outcomes
    assert (outcome.difference, outcome.finding) == (-444_770, Finding.NOT_PAID)


@pytest.mark.parametrize(
    ("paid", "finding", "implied"),
    [
        (444_770, Finding.AS_EXPECTED, None),
        # 28.15 ha at EUR 160.00, each place rounded by itself
        (450_400, Finding.OTHER_RATE, Decimal("160.00")),
        # 27.75 ha at EUR 158.00
        (438_450, Finding.OTHER_QUANTITY, Decimal("27.75")),
        (444_771, Finding.UNEXPLAINED, None),
    ],
)
def test_a_difference_is_explained_only_where_it_fits_to_the_cent(
    paid: int, finding: Finding, implied: Decimal | None
) -> None:
    (outcome,) = year(paid).outcomes
    assert (outcome.finding, outcome.implied) == (finding, implied)


def test_today_s_rules_explain_before_anything_else() -> None:
    today = award(line("gras", "18.40", "160.00", "2944.00"), line("gras", "9.75", "160.00", "1560.00"))
    (outcome,) = year(450_400, today=today).outcomes
    assert (outcome.finding, outcome.today) == (Finding.OTHER_RULES, 450_400)


def test_an_amount_within_the_range_says_so() -> None:
    found = year(300_33, line("pacht", "1", "279.00", "279.00", "279.00", "558.00"))
    assert found.outcomes[0].finding is Finding.WITHIN_RANGE


def test_what_was_paid_without_being_expected_is_listed() -> None:
    found = follow_up(award(*GRASS), 2026, [Paid("nieuw", "x", 5_000), Paid("nieuw", "x", 2_500)], None, "nl")
    last = found.outcomes[-1]
    assert (last.scheme, last.expected, last.paid, last.finding) == ("nieuw", 0, 7_500, Finding.NOT_EXPECTED)
    assert found.difference == 7_500


def test_only_the_year_asked_for_counts() -> None:
    assert years(award(*GRASS)) == (2026, 2027)
    assert follow_up(award(*GRASS), 2027, [], None, "nl").expected == 100


def test_the_rows_add_up_to_the_last() -> None:
    rows = follow_up_table(year(438_450), "en").rows
    assert sum(row[4].cents for row in rows[:-1]) == rows[-1][4].cents  # type: ignore[union-attr]
    assert "27.75 ha" in str(rows[0][7].word)  # type: ignore[union-attr]
