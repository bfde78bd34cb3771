"""What an open payment could add to what is paid: a higher class pays in place of the lower one."""

from __future__ import annotations

from calculator.statements.award.could_add import could_add, ended, together

PREMIUM = {"scheme": "national.rvo.eco", "payment": "premie", "unit": "farm", "paths": ["figure:value"]}


def line(amount: str, payment: str = "premie") -> dict[str, object]:
    return {"scheme": "national.rvo.eco", "payment": payment, "amount_eur": amount}


AWARD: dict[str, object] = {
    "classes": [{"scheme": "national.rvo.eco"}],
    "years": [
        {"year": 2026, "lines": [line("6048.90"), line("10.00", "other")], "continuation": []},
        {"year": 2027, "lines": [], "continuation": []},
        {"year": 2028, "lines": [], "continuation": [line("6048.90")]},
    ],
}


def entry(most: str | None = "12097.80", **changes: object) -> dict[str, object]:
    return {**PREMIUM, "year": 2026, "could_pay_up_to_eur": most, **changes}


def test_a_higher_class_adds_what_it_pays_above_the_class_that_is_paid() -> None:
    assert could_add(AWARD, entry()) == 6_048_90
    assert could_add(AWARD, entry(year=2027)) == 12_097_80


def test_after_its_legal_basis_a_class_adds_nothing_to_the_total() -> None:
    assert could_add(AWARD, entry(year=2028)) == 0


def test_any_payment_that_is_open_after_its_legal_basis_adds_nothing_to_the_total() -> None:
    assert could_add(AWARD, entry(unit="P1", continuation=True)) == 0
    assert could_add(AWARD, entry(None, unit="P1", continuation=True)) == 0
    assert could_add(AWARD, entry(unit="P1", continuation=False)) == 12_097_80


def test_an_entry_for_several_years_adds_what_is_above_all_that_is_paid_in_them() -> None:
    assert could_add(AWARD, entry("36293.40", years=[2026, 2027, 2028])) == 36_293_40 - 2 * 6_048_90


def test_what_nobody_knows_stays_unknown() -> None:
    assert could_add(AWARD, entry(None)) is None


def test_other_open_payments_come_on_top_of_what_is_paid() -> None:
    """Of a pair that nobody published the part that is left out is told, beside the part that is paid."""
    assert could_add(AWARD, entry(paths=["relation:a/b"])) == 12_097_80
    assert could_add(AWARD, entry(scheme="province.x.a")) == 12_097_80
    assert could_add(AWARD, entry(unit="P1")) == 12_097_80


def test_years_and_places_add_up_and_one_that_is_unknown_makes_the_whole_unknown() -> None:
    paid, after = entry(), entry(unit="P1", continuation=True)
    assert together(AWARD, [paid, entry(year=2027), after]) == 6_048_90 + 12_097_80
    assert together(AWARD, [paid, entry(None)]) is None
    assert together(AWARD, [paid, entry(None, continuation=True)]) == 6_048_90


def test_the_years_after_the_end_of_the_legal_basis_are_named() -> None:
    late, later = entry(continuation=True, year=2028), entry(continuation=True, years=[2029, 2030])
    assert ended([entry(), later, late]) == [2028, 2029, 2030]
    assert ended([entry(), entry(year=2027)]) == []
