"""A cap that counts for each of a number of the farm: EUR 10 per cow; columns say what the ordinary engine does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind, Text, Tier
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import ask, de_minimis, farm, parcel, payment, rulebook, scheme
from tests.stacking.columns.test_evaluation import DE_MINIMIS, same
from tests.stacking.columns.test_explained import ON
from tests.stacking.columns.test_explained import same as said

COWS = "herd.dairy_cows"


def paying(per: str, kind: PaymentKind = PaymentKind.FLAT, **figures: object) -> Rulebook:
    made = payment(
        "p", kind=kind, quantity="parcel_ha", cap_per=per, figures={"rate": 60, "cap": 10, **figures}
    )
    return rulebook(scheme("province.x.a", made))


def herd(cows: object, hectares: object = 10) -> FarmProfile:
    return farm(parcel("P1", hectares), facts={} if cows is None else {COWS: Decimal(str(cows))})


@pytest.mark.parametrize(("cows", "paid"), [(40, 400_00), (60, 600_00), (61, 600_00), (0, 0)])
def test_the_cap_counts_for_each_cow(cows: int, paid: int) -> None:
    assert award(ask(herd(cows), paying(COWS))).total == paid


def test_without_the_number_it_is_asked_and_nothing_is_paid() -> None:
    """At most it is the rate for all there is: no cap can make that more."""
    (question,) = award(ask(herd(None), paying(COWS))).open
    assert (question.paths, question.could_pay_cents) == ((COWS,), 600_00)


def test_without_what_is_multiplied_and_without_the_number_nobody_knows_what_it_could_pay() -> None:
    made = payment("p", quantity="declared.ha", cap_per=COWS, figures={"rate": 60, "cap": 10})
    (question,) = award(ask(herd(None), rulebook(scheme("province.x.a", made)))).open
    assert question.could_pay_cents is None


@pytest.mark.parametrize(("hectares", "asked"), [(3, False), (6, True)])
def test_where_it_is_nothing_without_the_cap_the_number_is_not_asked(hectares: int, asked: bool) -> None:
    tiers = (Tier("klein", at_least=Decimal(0)), Tier("groot", at_least=Decimal(6)))
    figures = {"klein": 0, "groot": 150, "cap": 10}
    made = payment(
        "p", kind=PaymentKind.STEP_AREA, quantity="parcel_ha", tiers=tiers, cap_per=COWS, figures=figures
    )
    found = award(ask(herd(None, hectares), rulebook(scheme("province.x.a", made))))
    assert (bool(found.open), bool(found.refusals)) == (asked, not asked)


def test_where_there_are_none_it_is_refused_and_says_of_what_and_what_can_be_done() -> None:
    (refused,) = award(ask(herd(0), paying(COWS))).refusals
    assert refused.shortfall == Text(
        "hoogstens €\u00a010 voor elk, en er zijn er 0", "at most €10 for each, and there are 0"
    )
    assert refused.formula.endswith(f"({COWS}: 0)")
    assert refused.remedy == Text(
        "Vul in hoeveel er zijn als dit niet klopt.", "Fill in how many there are if this is not right."
    )


def test_where_there_is_none_of_the_land_it_says_of_which_land() -> None:
    (refused,) = award(ask(herd(5), paying("arable_ha"))).refusals
    assert refused.shortfall is not None
    assert refused.shortfall.en == "at most €10 for each hectare of arable land, and there is 0 ha"


def test_where_there_are_none_nothing_else_is_asked() -> None:
    made = payment("p", quantity="declared.ha", cap_per=COWS, figures={"rate": 60, "cap": 10})
    found = award(ask(herd(0), rulebook(scheme("province.x.a", made))))
    assert (found.open, [r.shortfall is not None for r in found.refusals]) == ((), [True])


@pytest.mark.parametrize(
    ("kind", "figures", "paid"),
    [
        (PaymentKind.FIXED_PLUS_VARIABLE, {"fixed": 100}, 500_00),
        (PaymentKind.FIRST_QUANTITY, {"first": 9}, 500_00),
    ],
)
def test_other_kinds_end_at_it_too(kind: PaymentKind, figures: dict[str, object], paid: int) -> None:
    assert award(ask(herd(50), paying(COWS, kind, **figures))).total == paid


CONTRACT = Contract(
    "province.x.a", date(2025, 1, 1), date(2030, 12, 31), (ContractLine("p", "farm", Decimal(10)),)
)


def test_a_contract_for_the_farm_ends_at_it_too() -> None:
    found = award(ask(replace(herd(30), contracts=(CONTRACT,)), paying(COWS)))
    assert found.total == 300_00


def test_of_a_contract_under_a_ceiling_the_number_is_asked_and_what_it_was_granted_is_unknown() -> None:
    made = payment("p", quantity="parcel_ha", cap_per=COWS, figures={"rate": 60, "cap": 10})
    rules = rulebook(scheme("province.x.a", made, legal_basis=DE_MINIMIS), limits=[de_minimis()])
    found = award(ask(replace(herd(None), contracts=(CONTRACT,)), rules))
    assert (found.total, (COWS,) in [x.paths for x in found.open]) == (0, True)


@pytest.mark.parametrize(("cows", "paid"), [(None, 0), (60, 0), (40, 49_500_00)])
def test_while_the_number_is_unknown_aid_that_may_not_fit_beside_the_contract_is_open_and_not_refused(
    cows: int | None, paid: int
) -> None:
    """EUR 600 beside EUR 49,500 is too much under a ceiling of EUR 50,000, and EUR 400 a year is not."""
    held = payment("p", quantity="parcel_ha", cap_per=COWS, figures={"rate": 60, "cap": 10})
    new = scheme("province.x.b", payment("n", figures={"rate": 49_500}), legal_basis=DE_MINIMIS)
    rules = rulebook(scheme("province.x.a", held, legal_basis=DE_MINIMIS), new, limits=[de_minimis()])
    line = ContractLine("p", "farm", Decimal(10), decision="annual")
    contract = Contract("province.x.a", date(2026, 1, 1), date(2026, 12, 31), (line,))
    found = award(ask(replace(herd(cows), contracts=(contract,)), rules))
    assert sum(x.amount for x in found.years[0].lines if x.claim.payment == "n") == paid
    assert ("n" in [x.payment for x in found.open]) == (cows is None)


def test_of_a_contract_without_the_number_it_is_told_what_the_line_could_pay_at_most() -> None:
    found = award(ask(replace(herd(None), contracts=(CONTRACT,)), paying(COWS)))
    assert [(x.paths, x.could_pay_cents) for x in found.open] == [((COWS,), 600_00)]


@pytest.mark.parametrize("per", [COWS, "parcel_ha"])
def test_columns_pay_and_say_the_same(per: str) -> None:
    farms = [herd(cows, hectares) for cows, hectares in ((40, 10), (60, 10), (7, 2), (None, 3), (0, 5))]
    assert same(paying(per), farms).left() == {}
    assert said(paying(per), encode(farms, Vocabulary()), ON, 2).left == {}
