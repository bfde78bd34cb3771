"""Running contracts on a basis that de minimis counts fill its window, once, by their grant date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.period import Period
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import GrantRule, PaymentKind, Text
from calculator.domain.undertaking import AidReceived, Merger, Split, Successor, Undertaking
from calculator.stacking.awarding import award
from calculator.stacking.law.contract_aid import contract_aid
from tests.builders import ask, de_minimis, farm, parcel, payment, rulebook, scheme, text

AGRI = "de_minimis_agri_1408_2013"
START, END = date(2025, 1, 1), date(2029, 12, 31)


def rules(basis: str = "unknown", **figures: object) -> Rulebook:
    margin = payment("rand", measures=["m1"], figures=figures or {"rate": 500})
    made = rulebook(
        scheme("water_board.dommel.a", margin, legal_basis=basis),
        scheme("province.x.b", payment("p", figures={"rate": 30_000}), legal_basis=AGRI),
        limits=[de_minimis()],
    )
    payers = {"dommel": Code("dommel", Text("Waterschap De Dommel", "Water board De Dommel"), {})}
    return replace(made, codelists={**made.codelists, "payers": payers})


def under_contract(*aid: AidReceived, **line: object) -> FarmProfile:
    terms = {"grant_date": START, "decision": "annual", "rate_eur": Decimal(500), **line}
    made = ContractLine("rand", "P1", Decimal(50), **terms)  # type: ignore[arg-type]
    contract = Contract("water_board.dommel.a", START, END, (made,))
    return replace(
        farm(parcel("P1", 50, "m1")),
        contracts=(contract,),
        undertaking=Undertaking(("Proefhoeve",), aid),
    )


def new_grant(found: Award) -> int:
    return sum(x.amount for y in found.years for x in y.lines if x.claim.payment == "p")


def test_yearly_decisions_count_each_year_of_the_contract_before_this_award_too() -> None:
    found = award(ask(under_contract(), rules()))
    held = [(str(day), cents) for day, cents, _ in found.limits[0].grants]
    assert held == [("2025-01-01", 25_000_00), ("2026-01-01", 25_000_00)]
    assert (new_grant(found), found.limits[0].binding) == (0, True)


def test_a_decision_over_years_counts_at_once_and_discounted_on_its_day() -> None:
    found = award(ask(under_contract(decision="multi_year", rate_eur=Decimal(100)), rules()))
    assert found.limits[0].grants[0][:2] == (START, 22_898_54)
    assert new_grant(found) == 0
    assert new_grant(award(ask(under_contract(decision="multi_year"), rules(), "2028-07-01"))) == 30_000_00


@pytest.mark.parametrize(
    ("payer", "basis", "day", "same"),
    [
        ("Waterschap De Dommel", AGRI, START, True),
        ("dommel", "unknown", START, True),
        (None, AGRI, START, True),
        ("Provincie", AGRI, START, False),
        ("dommel", AGRI, date(2025, 1, 2), False),
    ],
)
def test_a_grant_that_is_listed_as_aid_received_counts_once(
    payer: str | None, basis: str, day: date, *, same: bool
) -> None:
    listed = AidReceived(basis, day, Decimal(15_000), payer)
    found = award(ask(under_contract(listed, decision="multi_year", rate_eur=Decimal(40)), rules()))
    assert len(found.limits[0].grants) - (new_grant(found) > 0) == (1 if same else 2)


@pytest.mark.parametrize(
    ("members", "enterprise", "same"),
    [
        (("Proefhoeve", "Zus"), "Zus", False),
        (("Proefhoeve",), "Zus", False),
        (("Proefhoeve", "Zus"), "proefhoeve", True),
        (("De proef",), "De proef", True),
        ((), "Proefhoeve", True),
    ],
)
def test_what_the_same_payer_granted_another_enterprise_on_that_day_is_not_the_contract_of_the_farm(
    members: tuple[str, ...], enterprise: str, *, same: bool
) -> None:
    listed = AidReceived(AGRI, START, Decimal(100), "dommel", enterprise)
    held = replace(under_contract(decision="multi_year"), undertaking=Undertaking(members, (listed,)))
    assert new_grant(award(ask(held, rules()))) == (30_000_00 if same else 0)


def test_aid_of_one_that_the_farm_took_over_may_be_a_contract_that_it_took_over() -> None:
    listed = AidReceived(AGRI, START, Decimal(100), "dommel", "Zus")
    merger = Merger(date(2026, 1, 1), ("Proefhoeve", "Zus"), "Proefhoeve")
    taken = Undertaking(("Proefhoeve",), (listed,), events=(merger,))
    held = replace(under_contract(decision="multi_year"), undertaking=taken)
    assert new_grant(award(ask(held, rules()))) == 30_000_00


@pytest.mark.parametrize(("entries", "left"), [(0, ["a", "c"]), (1, ["a"]), (2, [])])
def test_one_listed_grant_stands_for_the_decision_of_one_scheme(entries: int, left: list[str]) -> None:
    """Two schemes granted on one day, and no payer filled in: the smaller of them is the one that is listed."""
    margin = payment("rand", measures=["m1"], figures={"rate": 500})
    hedge = payment("heg", measures=["m1"], figures={"rate": 1})
    both = rulebook(
        scheme("water_board.dommel.a", margin, legal_basis="unknown"),
        scheme("municipality.y.c", hedge, legal_basis=AGRI),
        limits=[de_minimis()],
    )
    held = under_contract(*[AidReceived(AGRI, START, Decimal(100))] * entries, decision="multi_year")
    small = ContractLine("heg", "P1", Decimal(1), Decimal(10), START, "multi_year")
    other = Contract("municipality.y.c", START, END, (small,))
    found = contract_aid(replace(held, contracts=(other, *held.contracts)), both)
    assert sorted({grant.scheme[-1] for grant in found}) == left


def test_another_known_basis_does_not_make_it_the_same_grant() -> None:
    listed = AidReceived("de_minimis_general_2023_2831", START, Decimal(15_000), "dommel")
    found = award(ask(under_contract(listed), rules(AGRI)))
    assert [cents for _, cents, _ in found.limits[0].grants] == [25_000_00] * 2


def test_what_is_not_filled_in_is_assumed_and_printed() -> None:
    found = award(ask(under_contract(grant_date=None, decision=None), rules()))
    said = [a.en for a in found.assumptions]
    assert (
        "Assumed: rand (water_board.dommel.a) was granted on 2025-01-01, the first day of the contract."
        in said
    )
    assert "Assumed: rand (water_board.dommel.a) was granted by a decision each year." in said
    assert found.limits[0].used == 50_000_00


def test_nothing_is_assumed_of_the_decision_behind_a_contract_that_no_ceiling_counts() -> None:
    found = award(ask(under_contract(grant_date=None, decision=None), rules("cap_aecc_art70")))
    assert not [a.en for a in found.assumptions if "granted" in a.en]


def test_a_contract_that_nobody_can_price_keeps_other_payments_open() -> None:
    found = award(ask(under_contract(rate_eur=None), rules(other=1)))
    (left,) = [o for o in found.open if o.payment == "p"]
    assert left.paths == ("contracts.0.lines.0.rate_eur",)
    assert new_grant(found) == 0


def test_contracts_that_nobody_can_price_are_asked_about_by_payment_place_and_line() -> None:
    held = under_contract(rate_eur=None)
    half = replace(held.contracts[0], lines=(replace(held.contracts[0].lines[0], quantity=Decimal(25)),))
    again = replace(held, contracts=(half, half))
    (left,) = [o for o in award(ask(again, rules(other=1))).open if o.payment == "p"]
    assert [text.nl for text in left.missing] == [
        f"wat betaalt het lopende contract voor rand (water_board.dommel.a) op P1 per jaar? Dat is niet gepubliceerd en telt "
        f"mee als de-minimissteun; vul in: contracts.{n}.lines.0.rate_eur"
        for n in (0, 1)
    ]


def test_how_full_a_ceiling_is_that_counts_a_contract_of_unknown_price_is_not_told() -> None:
    """A decision of 2025 stands in the window until 2028; yearly ones until after the contract."""
    found = award(ask(under_contract(rate_eur=None), rules(other=1), years=5))
    assert found.limits == ()
    told = award(ask(under_contract(rate_eur=None, decision="multi_year"), rules(other=1), years=5)).limits
    assert [x.year for x in told] == [2028, 2029, 2030]
    assert max(x.used for x in told) == 30_000_00


def test_a_contract_that_nobody_can_price_keeps_nothing_open_once_its_window_has_passed() -> None:
    held = under_contract(rate_eur=None, grant_date=date(2019, 1, 1))
    past = replace(held.contracts[0], start=date(2019, 1, 1), until=date(2019, 12, 31))
    found = award(ask(replace(held, contracts=(past,)), rules(other=1)))
    assert new_grant(found) == 30_000_00
    assert not [o for o in found.open if o.payment == "p"]


def test_a_contract_on_a_result_counts_in_full_whatever_the_result_is_now() -> None:
    """What earlier years scored nobody filled in: aid that may have been paid then is not nothing."""
    asked = payment(
        "rand",
        kind=PaymentKind.KPI_BINARY,
        indicator="indicators.score",
        figures={"rate": 500, "threshold": 3},
    )
    kept = rulebook(scheme("water_board.dommel.a", asked, legal_basis="unknown"), limits=[de_minimis()])
    held = under_contract(rate_eur=None)
    (line,) = held.contracts[0].lines
    to_the_farm = replace(held.contracts[0], lines=(replace(line, unit="farm"),))
    missed = replace(held, contracts=(to_the_farm,), facts={"indicators.score": Decimal(2)})
    assert [g.instalments for g in contract_aid(missed, kept)] == [(Fraction(25_000_00),)] * 5


def test_a_contract_on_another_basis_does_not_count() -> None:
    found = award(ask(under_contract(), rules("cap_aecc_art70")))
    assert new_grant(found) == 30_000_00


def test_yearly_decisions_that_are_still_to_come_keep_their_room() -> None:
    found = award(ask(under_contract(rate_eur=Decimal(200)), rules()))
    (use,) = found.limits
    assert (new_grant(found), use.used, use.largest_grant_that_fits) == (0, 20_000_00, 10_000_00)
    assert (use.binding, use.price) == (True, 30_000_00)
    assert found.not_chosen[0].lost_to == use.limit


@pytest.mark.parametrize(("until", "years"), [("2025-12-31", 1), ("2026-06-30", 2), ("2026-12-31", 2)])
def test_a_contract_is_granted_once_for_every_year_that_it_runs(until: str, years: int) -> None:
    held = under_contract()
    short = replace(held, contracts=(replace(held.contracts[0], until=date.fromisoformat(until)),))
    found = award(ask(short, rules(), "2027-07-01"))
    days = [str(day) for day, _, _ in found.limits[0].grants]
    assert days == ["2025-01-01", "2026-01-01"][:years] + ["2027-07-01"] * (years == 1)


def test_a_contract_is_granted_as_the_rules_of_its_first_day_say() -> None:
    """The version of 2026 decides on all years at once, under another name; the contract began under that of 2025."""
    then = payment("rand", measures=["m1"], figures={"rate": 500}, grant=GrantRule("annual", (7, 1)))
    now = replace(then, name=text("rand nieuw"), grant=GrantRule("multi_year", (7, 1)))
    versions = [
        scheme("water_board.dommel.a", paid, legal_basis="unknown", validity=period)
        for paid, period in (
            (then, Period(date(2000, 1, 1), date(2026, 1, 1))),
            (now, Period(date(2026, 1, 1))),
        )
    ]
    found = award(ask(under_contract(decision=None), rulebook(*versions, limits=[de_minimis()])))
    said = [a.en for a in found.assumptions]
    assert "Assumed: rand (water_board.dommel.a) was granted by a decision each year." in said
    assert [cents for _, cents, _ in found.limits[0].grants] == [25_000_00] * 2


def test_a_decision_over_years_counts_on_its_day_and_not_on_the_first_day_of_the_contract() -> None:
    decided = date(2024, 11, 1)
    found = contract_aid(under_contract(decision="multi_year", grant_date=decided), rules())
    assert [(grant.day, len(grant.instalments or ())) for grant in found] == [(decided, 5)]


def test_each_year_of_a_contract_counts_at_the_rate_of_that_year() -> None:
    versions = [
        scheme("water_board.dommel.a", payment("rand", measures=["m1"], figures={"rate": rate}), validity=period,
               legal_basis="unknown")
        for rate, period in ((100, Period(date(2000, 1, 1), date(2027, 1, 1))), (300, Period(date(2027, 1, 1))))
    ]  # fmt: skip
    found = contract_aid(under_contract(rate_eur=None), rulebook(*versions, limits=[de_minimis()]))
    assert [grant.instalments for grant in found] == [
        (Fraction(rate * 50_00),) for rate in (100, 100, 300, 300, 300)
    ]


def test_a_package_that_the_rules_of_the_first_day_do_not_have_counts_as_later_rules_say() -> None:
    other, margin = (
        payment("ander", figures={"rate": 1}),
        payment("rand", measures=["m1"], figures={"rate": 500}),
    )
    versions = [
        scheme("water_board.dommel.a", paid, legal_basis="unknown", validity=period)
        for paid, period in (
            (other, Period(date(2000, 1, 1), date(2026, 1, 1))),
            (margin, Period(date(2026, 1, 1))),
        )
    ]
    found = contract_aid(under_contract(), rulebook(*versions, limits=[de_minimis()]))
    assert {(grant.ref, len(grant.instalments or ())) for grant in found} == {
        ("water_board.dommel.a#rand", 1)
    }


def test_a_grant_to_one_that_was_split_into_the_farm_and_another_may_be_the_contract_of_the_farm() -> None:
    listed = AidReceived(AGRI, START, Decimal(100), "dommel", "Oud")
    split = Split(date(2026, 1, 1), "Oud", (Successor("Proefhoeve"), Successor("Zus")))
    apart = Undertaking(("Proefhoeve",), (listed,), events=(split,))
    assert contract_aid(replace(under_contract(decision="multi_year"), undertaking=apart), rules()) == ()


def test_a_listed_grant_stands_for_what_can_be_priced_before_what_nobody_can_price() -> None:
    """What stays is asked about: taking the listed grant for it would leave a known grant uncounted."""
    margin, hedge = (payment(name, measures=["m1"], figures={"other": 1}) for name in ("rand", "heg"))
    both = rulebook(
        scheme("water_board.dommel.a", margin, legal_basis="unknown"),
        scheme("municipality.y.c", hedge, legal_basis=AGRI),
        limits=[de_minimis()],
    )
    held = under_contract(AidReceived(AGRI, START, Decimal(100)), decision="multi_year")
    unpriced = ContractLine("heg", "P1", Decimal(1), None, START, "multi_year")
    other = Contract("municipality.y.c", START, END, (unpriced,))
    found = contract_aid(replace(held, contracts=(other, *held.contracts)), both)
    assert [(grant.scheme, grant.unknown) for grant in found] == [("municipality.y.c", True)]
