"""Running commitments are placed in full, on the ground that leaves most; if they cannot be, the refusal says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile, LandscapeElement, Measure
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, PaymentKind, Scheme
from calculator.domain.source import Series, Status
from calculator.stacking.awarding import award
from calculator.stacking.certified import NoLawfulAwardError
from tests.builders import ask, farm, figure, measure, parcel, payment, pays, relation, rulebook, scheme

START, END = date(2025, 1, 1), date(2027, 12, 31)


def own(id: str, rate: int, **changes: object) -> Scheme:
    """Pays for a measure of its own name."""
    return pays(id, f"m{id}", rate, **changes)


def running(id: str, quantity: object, unit: str = "P1", until: date = END, rate: object = None) -> Contract:
    line = ContractLine("p", unit, Decimal(str(quantity)), None if rate is None else Decimal(str(rate)))
    return Contract(f"province.x.{id}", START, until, (line,))


def apart(*pairs: str) -> list[object]:
    return [relation(f"province.x.{p[0]}", RelationType.EXCLUSIVE, f"province.x.{p[1]}") for p in pairs]


def paid(found: object, id: str, year: int = 0) -> Decimal:
    lines = found.years[year].lines  # type: ignore[attr-defined]
    return sum((x.quantity for x in lines if x.claim.ref == f"province.x.{id}#p"), Decimal(0))


def odd_cycle() -> Rulebook:
    """Five payments, each excluding the next."""
    rates = {"a": 10, "b": 20, "c": 30, "d": 40, "e": 100}
    return rulebook(*(own(n, r) for n, r in rates.items()), relations=apart("ab", "bc", "cd", "de", "ea"))


def test_two_commitments_on_one_piece_lie_where_they_leave_most() -> None:
    rules = odd_cycle()
    land = parcel("P1", 5, *(measure(f"m{n}", 5) for n in "abcde"))
    # b and d can share ground, a cannot lie with b; e excludes d and a: three hectares are left for e where they overlap.
    held = (running("b", 2), running("d", 2))
    found = award(ask(farm(land, contracts=held), rules))
    assert (paid(found, "b"), paid(found, "d"), paid(found, "e")) == (2, 2, 3)
    assert found.certificate.gap == 0


def test_a_commitment_goes_to_the_piece_where_it_costs_least() -> None:
    rules = rulebook(own("a", 10), own("b", 500), relations=apart("ab"))
    land = parcel("P1", 6, measure("ma", 4, part="x"), measure("mb", 4, part="x"), measure("ma", 2, part="y"))
    found = award(ask(farm(land, contracts=(running("a", 3),)), rules))
    assert paid(found, "b") == 3
    assert paid(found, "a") == 3
    pieces = {x.claim.piece: x.quantity for x in found.years[0].lines if x.claim.ref == "province.x.a#p"}
    assert sorted(pieces.values()) == [1, 2]


def test_where_a_commitment_lies_stays_the_same_over_its_years() -> None:
    rules = rulebook(own("a", 10), own("b", 500), own("c", 900), relations=apart("ab", "ac"))
    land = parcel("P1", 4, measure("ma", 2, part="x"), measure("mb", 2, part="x"), measure("ma", 2, part="y"))
    land = parcel("P1", 4, *land.measures, measure("mc", 2, part="y"))
    found = award(ask(farm(land, contracts=(running("a", 2),)), rules, years=3))
    where = [{x.claim.piece for x in y.lines if x.claim.certainty == "contracted"} for y in found.years[:2]]
    assert where[0] == where[1]
    assert len(where[0]) == 1


def test_the_ground_of_a_commitment_is_free_when_it_ends() -> None:
    rules = rulebook(own("a", 10), own("b", 500), relations=apart("ab"))
    land = parcel("P1", 4, "ma", "mb")
    found = award(ask(farm(land, contracts=(running("a", 3, until=date(2026, 12, 31)),)), rules, years=2))
    assert [paid(found, "b", y) for y in (0, 1)] == [1, 4]


def test_where_a_contract_over_years_ends_its_payment_need_not_be_taken_again() -> None:
    six = scheme("province.x.a", payment("p", measures=["ma"], figures={"rate": 10}, term_years=6))
    rules = rulebook(six, own("b", 30), relations=apart("ab"))
    held = running("a", 4, until=date(2027, 12, 31))
    found = award(ask(farm(parcel("P1", 4, "ma", "mb"), contracts=(held,)), rules, years=5))
    assert [y.total for y in found.years] == [40_00, 40_00, 120_00, 120_00, 120_00]
    better = rulebook(six, own("b", 5), relations=apart("ab"))
    again = award(ask(farm(parcel("P1", 4, "ma", "mb"), contracts=(held,)), better, years=5))
    assert [y.total for y in again.years] == [40_00] * 5


def test_a_commitment_and_a_new_claim_of_the_same_payment_never_share_ground() -> None:
    rules = rulebook(own("a", 10), own("b", 1), relations=apart("ab"))
    land = parcel("P1", 5, measure("ma", 3, part="x"), measure("ma", 2, part="y"))
    found = award(ask(farm(land, contracts=(running("a", 4, rate=7), running("b", 1))), rules))
    assert paid(found, "a") == 4
    lines = [x for x in found.years[0].lines if x.claim.certainty == "contracted"]
    assert sum(x.quantity for x in lines) == 5


def test_what_a_contract_pays_already_is_not_told_as_not_chosen() -> None:
    """Four hectares in two parts, three of them under contract: the fourth is claimed anew and nothing is left."""
    land = parcel("P1", 4, measure("ma", 2, part="x"), measure("ma", 2, part="y"), measure("mb", 2, part="y"))
    found = award(ask(farm(land, contracts=(running("a", 3),)), rulebook(own("a", 10), own("b", 1))))
    assert (paid(found, "a"), found.not_chosen) == (4, ())
    beside = rulebook(own("a", 10), own("b", 500), relations=apart("ab"))
    found = award(ask(farm(land, contracts=(running("a", 2),)), beside))
    assert paid(found, "b") == 2
    (lost,) = found.not_chosen
    assert (lost.scheme, lost.lost_to, lost.difference) == ("province.x.a", "province.x.b#p", -980_00)


def test_an_odd_cycle_of_commitments_that_fit_only_if_they_overlap() -> None:
    land = parcel("P1", 5, *(measure(f"m{n}", 5) for n in "abcde"))
    held = tuple(running(n, 2) for n in "abcde")
    found = award(ask(farm(land, contracts=held), odd_cycle()))
    assert [paid(found, n) for n in "abcde"] == [2] * 5


def test_commitments_that_do_not_fit_are_named_with_how_much_is_too_much() -> None:
    land = parcel("P1", 5, *(measure(f"m{n}", 5) for n in "abcde"))
    held = tuple(running(n, "2.1") for n in "abcde")
    with pytest.raises(NoLawfulAwardError) as refused:
        award(ask(farm(land, contracts=held), odd_cycle()))
    # Five times 2.1 on ground where at most two of five may lie: 10.5 of 10.
    assert "0.5 van 2.1 ha te veel, 1.6 past" in refused.value.reason.nl
    assert "0.5 of 2.1 ha too much, 1.6 fits" in refused.value.reason.en


def test_a_commitment_larger_than_the_ground_of_its_measure_is_refused_with_the_nearest_fit() -> None:
    rules = rulebook(own("a", 10))
    held = (running("a", "2.5"),)
    with pytest.raises(
        NoLawfulAwardError, match=r"province\.x\.a#p on P1 \(2026\): 0\.5 of 2\.5 ha too much"
    ):
        award(ask(farm(parcel("P1", 5, measure("ma", 2)), contracts=held), rules))


def test_a_commitment_without_a_drawn_measure_may_lie_anywhere_on_its_parcel() -> None:
    rules = rulebook(own("a", 10), own("b", 500), relations=apart("ab"))
    land = parcel("P1", 5, measure("mb", 2, part="x"))
    found = award(ask(farm(land, contracts=(running("a", 3),)), rules))
    assert (paid(found, "a"), paid(found, "b")) == (3, 2)


def test_a_commitment_that_nobody_can_price_is_placed_and_open() -> None:
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["ma"])), own("b", 500), relations=apart("ab")
    )
    found = award(ask(farm(parcel("P1", 5, "ma", "mb"), contracts=(running("a", 3),)), rules))
    assert paid(found, "b") == 2
    # The land beside it could be claimed anew, at a rate that nobody published either.
    assert {(o.scheme, o.paths) for o in found.open} == {
        ("province.x.a", ("contracts.0.lines.0.rate_eur",)), ("province.x.a", ("figure:rate",)),
    }  # fmt: skip


def test_a_commitment_of_the_farm_is_paid_as_the_contract_says() -> None:
    rules = rulebook(scheme("province.x.a", payment("p", figures={"rate": 100})))
    found = award(ask(farm(parcel("P1", 1), contracts=(running("a", 1, "farm", rate=120),)), rules))
    assert found.total == 120_00
    assert [x.claim.certainty for x in found.years[0].lines] == ["contracted"]


def test_commitments_of_the_farm_for_one_payment_add_up_each_at_its_own_rate() -> None:
    rules = rulebook(own("a", 100))
    held = (running("a", 3, "farm", rate=120), running("a", 2, "farm", rate=90), running("a", "0.5", "farm"))
    found = award(ask(farm(parcel("P1", 9, "ma"), contracts=held), rules))
    assert found.total == (3 * 120 + 2 * 90 + 50) * 100
    (line,) = found.years[0].lines
    assert (line.quantity, line.claim.formula) == (
        Decimal("5.5"),
        "3 ha x EUR 120 + 2 ha x EUR 90 + 0.5 ha x EUR 100",
    )


def test_commitments_of_the_farm_that_end_in_other_years_add_up_while_they_run() -> None:
    rules = rulebook(scheme("province.x.a", payment("p", figures={"rate": 100})))
    held = (
        running("a", 1, "farm", rate=120),
        running("a", 1, "farm", rate=90, until=date(2026, 12, 31)),
    )
    found = award(ask(farm(parcel("P1", 1), contracts=held), rules, years=2))
    assert [sum(x.amount for x in year.lines) for year in found.years] == [210_00, 120_00]


def test_of_commitments_of_the_farm_one_that_nobody_can_price_is_open_beside_what_the_other_pays() -> None:
    rules = rulebook(scheme("province.x.a", payment("p")))
    held = (running("a", 1, "farm", rate=120), running("a", 1, "farm"))
    found = award(ask(farm(parcel("P1", 1), contracts=held), rules))
    assert found.total == 120_00
    assert [x.claim.formula for x in found.years[0].lines] == ["1 farm x EUR 120"]
    assert [(o.scheme, o.paths) for o in found.open] == [("province.x.a", ("contracts.1.lines.0.rate_eur",))]


def test_lines_that_nobody_can_price_are_told_apart_by_where_they_stand_in_the_profile() -> None:
    rules = rulebook(scheme("province.x.a", payment("p")))
    held = (running("a", 1, "farm"), running("a", 1, "farm"))
    found = award(ask(farm(parcel("P1", 1), contracts=held), rules))
    said = {text.nl for o in found.open for text in o.missing}
    assert said >= {
        f"het tarief is niet gepubliceerd; neem het over uit het contract en vul in: contracts.{n}.lines.0.rate_eur"
        for n in (0, 1)
    }


def test_commitments_for_nests_on_one_parcel_add_up() -> None:
    nests = payment("p", measures=["ma"], figures={"rate": 50}, unit=Unit.PIECE, quantity="count")
    held = (running("a", 3), running("a", 2))
    found = award(ask(farm(parcel("P1", 2, "ma"), contracts=held), rulebook(scheme("province.x.a", nests))))
    assert (found.total, paid(found, "a")) == (250_00, 5)


@pytest.mark.parametrize(
    ("type", "total"),
    [(RelationType.NET_OF, 210), (RelationType.HIGHEST, 210), (RelationType.EXCLUSIVE, 210)],
)
def test_commitments_of_the_farm_meet_another_payment_as_one(type: RelationType, total: int) -> None:
    """200 beside two lines of 210 together, each of them below it: as the other is claimed anew, all three come to these."""
    rules = rulebook(
        scheme("province.x.a", payment("p", figures={"rate": 100})), own("b", 200),
        relations=[relation("province.x.b", type, "province.x.a")],
    )  # fmt: skip
    held = running("a", 1, "farm", rate=120), running("a", 1, "farm", rate=90)
    found = award(ask(farm(parcel("P1", 1, "mb"), contracts=held), rules))
    assert found.total == total * 100


def test_what_could_be_claimed_anew_of_a_payment_for_the_farm_gives_way_to_its_own_contract() -> None:
    each = payment("p", figures={"rate": 100}, quantity="subsidiable_ha", unit=Unit.HECTARE)
    rules = rulebook(scheme("province.x.a", each))
    held = (running("a", 3, "farm", rate=120, until=date(2026, 12, 31)),)
    found = award(ask(farm(parcel("P1", 10), contracts=held), rules, years=2))
    assert [sum(x.amount for x in year.lines) for year in found.years] == [360_00, 1_000_00]
    (missed,) = found.not_chosen
    assert (missed.because, missed.relation, missed.lost_to) == ("relation", "exclusive", "province.x.a#p")
    assert missed.under_contract
    assert missed.years == (2026,)
    assert missed.difference is None, "the contract stands"


@pytest.mark.parametrize("unit", ["P1", "farm"])
def test_once_a_contract_that_was_signed_for_later_has_ended_a_new_one_may_begin(unit: str) -> None:
    """One for two years from 2027: what would begin before it would still run then, what begins in 2029 does not."""
    paid = payment("p", measures=["ma"] if unit == "P1" else [], figures={"rate": 100}, term_years=2,
                   grant=GrantRule("multi_year", (7, 1)))  # fmt: skip
    much = Decimal(10) if unit == "P1" else Decimal(1)
    line = ContractLine("p", unit, much, Decimal(120))
    signed = Contract("province.x.a", date(2027, 1, 1), date(2028, 12, 31), (line,))
    rules = rulebook(scheme("province.x.a", paid))
    found = award(ask(farm(parcel("P1", 10, "ma"), contracts=(signed,)), rules, years=5))
    assert [year.total for year in found.years] == [
        int(much * each) * 100 for each in (0, 120, 120, 100, 100)
    ]
    assert {r.year for r in found.refusals} == {2026}


def hedge_farm(*contracts: Contract) -> FarmProfile:
    hedge = LandscapeElement(
        "E1",
        "heg",
        length_m=Decimal(300),
        measures=(Measure("ma", Decimal(300), "m"), Measure("mb", Decimal(300), "m")),
    )
    return farm(parcel("P1", 1), elements=(hedge,), contracts=contracts)


def test_commitments_in_metres_lie_along_an_element() -> None:
    rules = rulebook(
        *(
            scheme(
                f"province.x.{n}",
                payment("p", measures=[f"m{n}"], figures={"rate": r}, unit=Unit.METRE, quantity="length"),
            )
            for n, r in (("a", 1), ("b", 5))
        ),
        relations=apart("ab"),
    )
    found = award(ask(hedge_farm(running("a", "120.5", "E1")), rules))
    assert (paid(found, "a"), paid(found, "b")) == (Decimal("120.5"), Decimal("179.5"))


def test_of_commitments_in_pieces_the_smallest_part_of_a_line_falls_short() -> None:
    """Ten trees too many are a tenth of the one line, and all of the other."""

    def trees(id: str) -> object:
        paid = payment("p", measures=[f"m{id}"], figures={"rate": 5}, unit=Unit.PIECE, quantity="count")
        return scheme(f"province.x.{id}", paid)

    row = LandscapeElement(
        "E1",
        "bomenrij",
        count=Decimal(100),
        measures=(Measure("ma", Decimal(100), "piece"), Measure("mb", Decimal(100), "piece")),
    )
    rules = rulebook(trees("a"), trees("b"), relations=apart("ab"))
    held = (running("a", 100, "E1"), running("b", 10, "E1"))
    with pytest.raises(NoLawfulAwardError) as refused:
        award(ask(farm(parcel("P1", 1), elements=(row,), contracts=held), rules))
    assert "province.x.a#p on E1 (2026): 10 of 100 piece too much, 90 fits" in refused.value.reason.en
    assert "province.x.b" not in refused.value.reason.en


def test_commitments_that_exclude_each_other_lie_apart_on_a_parcel_that_loses_its_value_as_a_whole() -> None:
    grass = payment(
        "gras", measures=["gras"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 91}
    )
    lost = [
        relation("national.rvo.eco", RelationType.ZERO, f"province.x.{n}", quantity=Quantity.VALUE, level=Level.PARCEL)
        for n in "ab"
    ]  # fmt: skip
    rules = rulebook(
        scheme("national.rvo.eco", grass), own("a", 10), own("b", 20), relations=[*apart("ab"), *lost]
    )
    land = parcel("P1", 5, "ma", "mb", "gras")
    found = award(ask(farm(land, contracts=(running("a", 2), running("b", 3))), rules))
    assert (paid(found, "a"), paid(found, "b")) == (2, 3)


@pytest.mark.parametrize(("years", "said"), [(6, False), (7, True)])
def test_a_new_commitment_shorter_than_the_horizon_is_said_to_be_renewed(years: int, said: bool) -> None:
    six = scheme("province.x.a", payment("p", measures=["ma"], figures={"rate": 10}, term_years=6))
    found = award(ask(farm(parcel("P1", 4, "ma")), rulebook(six), years=years))
    assert any("renewed" in text.en for text in found.assumptions) == said


def test_a_contract_that_is_listed_twice_is_refused_with_what_fits() -> None:
    held = farm(parcel("P1", 10, measure("ma", 6)), contracts=(running("a", 6), running("a", 6)))
    with pytest.raises(NoLawfulAwardError) as refused:
        award(ask(held, rulebook(own("a", 100))))
    assert "province.x.a#p on P1 (2026): 6 of 12 ha too much, 6 fits" in refused.value.reason.en


@pytest.mark.parametrize("level", [Level.UNIT, Level.FARM])
def test_a_commitment_whose_amount_nobody_published_keeps_out_what_it_excludes_elsewhere(
    level: Level,
) -> None:
    """It pays nothing that is known, and lies there all the same."""
    unpublished = Series((figure({}, status=Status.UNKNOWN),))
    held, other = own("a", 0), own("b", 200)
    if level is Level.UNIT:
        other = scheme("province.x.b", payment("p", figures={"rate": 200}))
    held = replace(held, payments=(replace(held.payments[0], figures={"rate": unpublished}),))
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", level=level)
    land = (parcel("P1", 5, "ma"), parcel("P2", 1, "mb"))
    found = award(ask(farm(*land, contracts=(running("a", 5),)), rulebook(held, other, relations=[row])))
    assert found.total == 0
    assert [(x.lost_to, x.under_contract, x.difference) for x in found.not_chosen] == [
        ("province.x.a#p", True, None)
    ]
