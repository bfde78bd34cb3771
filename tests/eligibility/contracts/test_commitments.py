"""What a running contract pays from year to year: what it names, or what was published, raised where it says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.claim import Certainty
from calculator.domain.farm import Contract, ContractLine
from calculator.domain.limit import LimitKind
from calculator.domain.money import eur
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.scheme import PaymentKind
from calculator.domain.source import Confidence, Series, Status
from calculator.stacking.awarding import award
from tests.builders import SOURCE, ask, farm, figure, limit, measure, parcel, payment, rulebook, scheme

TARIFFS = {2024: "500", 2025: "510", 2026: "520", 2027: "530"}


def under(line: ContractLine, years: int = 2, since: int = 2024) -> Award:
    """A contract from 2024 on one hectare, under tariffs per year from ``since`` on."""
    figures = tuple(
        replace(figure(rate), period=Period(date(year, 1, 1), date(year + 1, 1, 1)))
        for year, rate in TARIFFS.items()
        if year >= since
    )
    rules = rulebook(
        scheme("national.anlb.a", replace(payment("p", measures=["ma"]), figures={"rate": Series(figures)}))
    )
    contract = Contract("national.anlb.a", date(2024, 1, 1), date(2029, 12, 31), (line,))
    return award(ask(replace(farm(parcel("P1", 1, "ma")), contracts=(contract,)), rules, years=years))


def paid(found: Award) -> list[tuple[int, Status]]:
    return [(line.amount, line.claim.terms.status) for year in found.years for line in year.lines]


LINE = ContractLine("p", "P1", Decimal(1))
OWN = replace(LINE, rate_eur=Decimal(480))


def test_what_a_contract_names_rises_since_it_began_and_that_is_an_assumption() -> None:
    found = under(replace(OWN, indexation=Decimal("0.02")))
    assert paid(found) == [(499_39, Status.ASSUMED), (509_38, Status.ASSUMED)]
    (said,) = [t.en for t in found.assumptions if "more every year" in t.en]
    assert "€480 per ha in 2024, and 2 % more every year after it" in said


def test_a_published_rate_rises_from_the_day_on_which_the_contract_began_and_not_on_top_of_later_rates() -> (
    None
):
    """EUR 500 of 2024, and not the EUR 520 of 2026 raised by two years."""
    found = under(replace(LINE, indexation=Decimal("0.02")))
    assert paid(found) == [(520_20, Status.ASSUMED), (530_60, Status.ASSUMED)]


def test_where_the_first_rate_is_not_known_that_of_the_year_is_paid_as_it_is() -> None:
    found = under(replace(LINE, indexation=Decimal("0.02")), since=2025)
    assert paid(found) == [(520_00, Status.DEFINITIVE), (530_00, Status.DEFINITIVE)]


@pytest.mark.parametrize(
    ("versions", "pays"),
    [({"2000-01-01": 100, "2024-01-01": 500}, 520_20), ({"2025-01-01": 500, "2026-01-01": 600}, 520_20)],
    ids=["the one that begins with the contract", "the first, where it began before all"],
)
def test_a_rate_rises_from_the_version_of_the_scheme_under_which_the_contract_began(
    versions: dict[str, int], pays: int
) -> None:
    days = [date.fromisoformat(day) for day in versions]
    made = [
        scheme(
            "national.anlb.a",
            payment("p", measures=["ma"], figures={"rate": rate}),
            validity=Period(day, end),
        )
        for day, end, rate in zip(days, [*days[1:], None], versions.values(), strict=True)
    ]
    line = replace(LINE, indexation=Decimal("0.02"))
    held = Contract("national.anlb.a", date(2024, 1, 1), date(2029, 12, 31), (line,))
    found = award(ask(farm(parcel("P1", 1, "ma"), contracts=(held,)), rulebook(*made)))
    assert [amount for amount, _ in paid(found)] == [pays]


@pytest.mark.parametrize("indexation", [None, Decimal(0)])
def test_without_indexation_a_contract_pays_what_it_names_or_the_rate_of_the_year(
    indexation: Decimal | None,
) -> None:
    assert paid(under(replace(OWN, indexation=indexation))) == [(480_00, Status.DEFINITIVE)] * 2
    found = under(replace(LINE, indexation=indexation))
    assert paid(found) == [(520_00, Status.DEFINITIVE), (530_00, Status.DEFINITIVE)]
    assert not any("every year" in t.en for t in found.assumptions)


def test_a_contract_at_a_published_rate_is_as_firm_as_that_rate_and_names_its_source() -> None:
    firm = {"status": Status.ASSUMED, "confidence": Confidence.LOW}
    for line, status, sources in (
        (LINE, Status.ASSUMED, (SOURCE,)),
        (replace(LINE, indexation=Decimal("0.02")), Status.ASSUMED, (SOURCE,)),
        (OWN, Status.DEFINITIVE, None),
    ):
        rules = rulebook(
            scheme("national.anlb.a", payment("p", measures=["ma"], figures={"rate": figure(500, **firm)}))
        )
        contract = Contract("national.anlb.a", date(2024, 1, 1), date(2029, 12, 31), (line,))
        found = award(ask(replace(farm(parcel("P1", 1, "ma")), contracts=(contract,)), rules))
        (terms,) = [each.claim.terms for each in found.years[0].lines]
        assert terms.status == status
        assert terms.certainty == Certainty.CONTRACTED
        if sources is not None:
            assert (terms.confidence, terms.sources) == (Confidence.LOW, sources)


def for_the_farm(
    quantity: int, kind: PaymentKind, figures: dict[str, object], indexation: str | None = None, **facts: int
) -> Award:
    """A contract for so many units, at the published figures of its payment."""
    paid = payment("p", kind=kind, unit=Unit.HECTARE, figures=figures, indicator="indicators.score")
    share = None if indexation is None else Decimal(indexation)
    line = replace(LINE, unit="farm", quantity=Decimal(quantity), indexation=share)
    contract = Contract("province.x.a", date(2024, 1, 1), date(2029, 12, 31), (line,))
    facts_of = {f"indicators.{code}": Decimal(value) for code, value in facts.items()}
    profile = replace(farm(parcel("P1", 5)), contracts=(contract,), facts=facts_of)
    return award(ask(profile, rulebook(scheme("province.x.a", paid))))


def euros(found: Award) -> list[str]:
    """What the contract pays; what a new claim for the same would pay is left out."""
    return [eur(x.amount) for x in found.years[0].lines if x.claim.terms.certainty is Certainty.CONTRACTED]


@pytest.mark.parametrize(
    ("quantity", "kind", "figures", "pays"),
    [
        (7000, PaymentKind.POINTS, {"rate": 1, "cap": 5000}, "5000.00"),
        (3000, PaymentKind.POINTS, {"rate": 1, "cap": 5000}, "3000.00"),
        (10, PaymentKind.FLAT, {"rate": 100, "deduction": 30}, "700.00"),
        (10, PaymentKind.FLAT, {"rate": 100, "max_quantity": 5}, "500.00"),
        (10, PaymentKind.FLAT, {"rate": 100, "max_quantity": "2.5"}, "250.00"),
        (3, PaymentKind.FLAT, {"rate": 100, "max_quantity": 5}, "300.00"),
        (10, PaymentKind.FIRST_QUANTITY, {"rate": 100, "first": 4}, "400.00"),
        (10, PaymentKind.FIXED_PLUS_VARIABLE, {"rate": 100, "fixed": 50}, "1050.00"),
        (10, PaymentKind.FIXED_PLUS_VARIABLE, {"rate": 100, "fixed": 50, "max_quantity": 5}, "550.00"),
        (10, PaymentKind.KPI_BINARY, {"rate": 100, "threshold": 3}, "1000.00"),
        (10, PaymentKind.RAMP, {"rate": 100, "ramp_from": 1, "ramp_to": 9}, "250.00"),
    ],
)
def test_a_contract_pays_no_more_than_its_kind_of_payment_does_for_what_it_says(
    quantity: int, kind: PaymentKind, figures: dict[str, object], pays: str
) -> None:
    assert euros(for_the_farm(quantity, kind, figures, score=3)) == [pays]


def test_a_contract_on_what_no_line_can_be_priced_by_or_on_nothing_at_all_pays_nothing() -> None:
    figures: dict[str, object] = {"rate": 100, "share": 50, "cap": 5000}
    for kind in (PaymentKind.PERCENT_COST, PaymentKind.MODEL):
        assert euros(for_the_farm(10, kind, figures)) == []
    for kind in (PaymentKind.FLAT, PaymentKind.KPI_BINARY):
        assert euros(for_the_farm(0, kind, {**figures, "threshold": 3}, score=3)) in ([], ["0.00"])


def test_a_contract_outlives_its_package_at_the_rate_of_the_last_version_that_had_it() -> None:
    """Whatever the package pays where it comes back later."""
    rates = {"2000-01-01": 500, "2025-01-01": 600, "2026-01-01": None, "2027-01-01": 900}
    days = [date.fromisoformat(day) for day in rates]
    made = [
        scheme(
            "national.anlb.a",
            payment("q" if rate is None else "p", measures=["ma"], figures={"rate": rate or 700}),
            validity=Period(day, end),
        )
        for day, end, rate in zip(days, [*days[1:], None], rates.values(), strict=True)
    ]
    held = Contract("national.anlb.a", date(2024, 1, 1), date(2029, 12, 31), (LINE,))
    found = award(ask(farm(parcel("P1", 1, "ma"), contracts=(held,)), rulebook(*made)))
    assert [eur(x.amount) for x in found.years[0].lines if x.claim.payment == "p"] == ["600.00"]


def test_a_published_rate_that_rises_ends_at_the_cap_of_its_payment() -> None:
    assert euros(for_the_farm(4900, PaymentKind.POINTS, {"rate": 1, "cap": 5000}, "0.02")) == ["5000.00"]


def test_a_contract_on_a_result_pays_nothing_below_it_and_is_open_where_the_result_is_not_known() -> None:
    figures: dict[str, object] = {"rate": 100, "threshold": 3}
    assert euros(for_the_farm(10, PaymentKind.KPI_BINARY, figures, score=2)) == []
    found = for_the_farm(10, PaymentKind.KPI_BINARY, figures)
    assert euros(found) == []
    assert {x.paths for x in found.open} == {("indicators.score",)}
    assert max(x.could_pay_cents or 0 for x in found.open) == 1000_00
    rising = for_the_farm(10, PaymentKind.KPI_BINARY, figures, "0.02")
    assert max(x.could_pay_cents or 0 for x in rising.open) == 1040_40


def strips(*measures: tuple[str, int], metres: int, cost: dict[str, int] | None = None) -> Award:
    """A contract for so many metres along a hectare with strips of these widths on it, of which each would do."""
    paid = payment("p", measures=["ma", "mb"], unit=Unit.METRE, quantity="length", figures={"rate": 1})
    laid = [
        measure(
            code, 1, width_m=Decimal(width),
            cost_eur=Decimal(cost[code]) if cost else None, income_forgone_eur=Decimal(0) if cost else None,
        )
        for code, width in measures
    ]  # fmt: skip
    basis = "aber_art34_aecc"
    most = limit("costs", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(basis,))
    rules = rulebook(scheme("national.anlb.a", paid, legal_basis=basis), limits=[most])
    line = ContractLine("p", "P1", Decimal(metres))
    contract = Contract("national.anlb.a", date(2024, 1, 1), date(2029, 12, 31), (line,))
    return award(ask(replace(farm(parcel("P1", 1, *laid)), contracts=(contract,)), rules))


@pytest.mark.parametrize("laid", [(("ma", 10), ("mb", 4)), (("mb", 4), ("ma", 10)), (("ma", 4), ("mb", 10))])
def test_a_contract_lies_under_the_measure_whose_ground_fits_it_and_that_is_an_assumption(
    laid: tuple[tuple[str, int], ...],
) -> None:
    """2,500 metres fit along a hectare in strips of 4 metres, and not in strips of 10."""
    narrow = next(code for code, width in laid if width == 4)
    found = strips(*laid, metres=2_500)
    (line,) = found.years[0].lines
    assert (line.amount, line.claim.measures) == (2_500_00, (narrow,))
    (said,) = [t.en for t in found.assumptions if "is contracted for the measure" in t.en]
    assert said == f"Assumed: p (P1) is contracted for the measure {narrow}: it fits 2500 m best."


def test_of_measures_that_both_have_room_the_fullest_is_taken() -> None:
    (line,) = strips(("ma", 4), ("mb", 10), metres=1_000).years[0].lines
    assert line.claim.measures == ("mb",)


def test_where_room_says_nothing_a_contract_lies_under_the_measure_that_costs_most() -> None:
    found = strips(("ma", 4), ("mb", 4), metres=2_500, cost={"ma": 1_000, "mb": 2_000})
    (line,) = found.years[0].lines
    assert (line.amount, line.claim.measures) == (2_000_00, ("mb",))


def test_where_measures_are_alike_nothing_is_assumed_of_them() -> None:
    found = strips(("mb", 4), ("ma", 4), metres=2_500)
    assert found.years[0].lines[0].claim.measures == ("ma",)
    assert not any("is contracted for" in t.en for t in found.assumptions)


def test_land_is_not_paid_anew_for_what_a_contract_has_for_the_farm_as_a_whole() -> None:
    """Five of the ten hectares may be any of them: EUR 100 and not EUR 300 for fifteen hectares."""
    rules = rulebook(scheme("national.anlb.a", payment("p", measures=["ma"], figures={"rate": 20})))
    line = replace(LINE, unit="farm", quantity=Decimal(5))
    contract = Contract("national.anlb.a", date(2024, 1, 1), date(2026, 12, 31), (line,))
    found = award(ask(farm(parcel("P1", 10, "ma"), contracts=(contract,)), rules, years=2))
    assert [sum(line.amount for line in year.lines) for year in found.years] == [100_00, 200_00]
    assert any("nothing new of the same payment is added" in said.en for said in found.assumptions)


def test_a_payment_for_the_farm_under_a_contract_on_a_parcel_is_not_paid_once_more() -> None:
    rules = rulebook(scheme("national.anlb.a", payment("p", figures={"rate": 500})))
    contract = Contract(
        "national.anlb.a", date(2024, 1, 1), date(2026, 12, 31), (replace(LINE, rate_eur=Decimal(20)),)
    )
    found = award(ask(farm(parcel("P1", 10, "ma"), contracts=(contract,)), rules))
    assert found.total == 20_00
