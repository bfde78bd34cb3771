"""A share of the farm under contract: packages that the farm can claim but has not contracted count once it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile, Parcel
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Condition, Presence, Text
from calculator.eligibility.conditions.contracted import running
from calculator.eligibility.conditions.outcomes import Setting
from calculator.eligibility.conditions.shares import NONE_YET
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, relation, rulebook, scheme


def share(of: object, absent: Presence = Presence.ASK) -> Condition:
    arguments = {"of": of, "value": Decimal("0.05"), "in": "parcel_ha"}
    return Condition("share_at_least", arguments, absent, Text("ANLb op 5 %", "ANLb on 5 %"), ("S1",))


def rules(condition: Condition) -> object:
    package = payment("a01", measures=["gras"], figures={"rate": 500})
    discount = payment("korting", figures={"rate": 300}, conditions=(condition,))
    return rulebook(
        scheme("national.anlb.polder", package),
        scheme("aaa.verpachter.korting", discount, legal_basis="private"),
    )


def answered(profile: FarmProfile, condition: Condition) -> Award:
    return award(ask(profile, rules(condition)))  # type: ignore[arg-type]


UNDER_CONTRACT = share({"contracts": ["national.anlb.*"]})
LAND = (parcel("P1", 10, measure("gras", 1)), parcel("P2", 5))


def test_packages_claimed_now_leave_a_condition_on_contracts_open_with_what_it_could_pay() -> None:
    found = answered(farm(*LAND), UNDER_CONTRACT)
    assert not found.refusals
    (waits,) = found.open
    assert waits.could_pay_cents == 300_00
    assert waits.paths == ("contracts",)
    assert waits.missing[1].nl == "de nieuwe pakketten (1 ha) tellen mee zodra het contract loopt"
    assert found.total == 500_00


def test_one_of_several_conditions_waits_for_the_contract_too() -> None:
    organic = Condition("declared", {"path": "declared.bio"}, Presence.ASK, Text("bio", "organic"), ("S1",))
    either = Condition(
        "any_of", {"conditions": (UNDER_CONTRACT, organic)}, Presence.ASK, Text("een", "one"), ("S1",)
    )
    (waits,) = answered(farm(*LAND, facts={"declared.bio": False}), either).open
    assert waits.missing[1].en == "the new packages (1 ha) count once their contract runs"


def test_a_contract_that_does_not_run_is_never_presumed() -> None:
    found = answered(farm(*LAND), share({"contracts": ["national.anlb.*"]}, Presence.PRESUME))
    assert [o.payment for o in found.open] == ["korting"]


def test_too_few_new_packages_are_refused_and_say_what_only_counts_under_contract() -> None:
    found = answered(farm(parcel("P1", 100, measure("gras", 1))), UNDER_CONTRACT)
    (refused,) = found.refusals
    assert refused.shortfall is not None
    assert (
        refused.shortfall.nl == "5 ha tekort voor 5 % van 100 ha; 1 ha telt pas mee zodra het contract loopt"
    )


def test_packages_of_another_scheme_do_not_count() -> None:
    found = answered(farm(*LAND), share({"contracts": ["national.snl.*"]}))
    assert [r.payment for r in found.refusals] == ["korting"]


def test_a_running_contract_meets_the_condition() -> None:
    line = ContractLine("a01", "P1", Decimal(1), Decimal(500))
    runs = Contract("national.anlb.polder", date(2023, 1, 1), date(2028, 12, 31), (line,))
    assert answered(farm(*LAND, contracts=(runs,)), UNDER_CONTRACT).total == 800_00


def under(*lines: tuple[str, str, str]) -> Contract:
    """A contract of the polder, by package, parcel and quantity."""
    made = tuple(ContractLine(package, place, Decimal(much), Decimal(500)) for package, place, much in lines)
    return Contract("national.anlb.polder", date(2023, 1, 1), date(2028, 12, 31), made)


def discounted(*lines: tuple[str, str, str], row: RelationType | None, land: Parcel = LAND[1]) -> bool:
    """Whether a farm of 100 hectares, five of them in P2, has the discount; ``row`` is what holds between two packages."""
    packages = [
        payment(p, measures=[m], figures={"rate": 500}) for p, m in (("a01", "gras"), ("a02", "mest"))
    ]
    nests = payment("nest", unit=Unit.NEST, quantity="indicators.nesten", figures={"rate": 50})
    discount = payment("korting", figures={"rate": 300}, conditions=(UNDER_CONTRACT,))
    made = rulebook(
        scheme("national.anlb.polder", *packages, nests),
        scheme("aaa.verpachter.korting", discount, legal_basis="private"),
        relations=[relation("national.anlb.polder#a01", row, "national.anlb.polder#a02")] if row else [],
    )
    found = award(ask(farm(parcel("P1", 95), land, contracts=(under(*lines),)), made))
    return "korting" in {x.claim.payment for x in found.years[0].lines}


def test_nests_under_contract_are_no_hectares() -> None:
    assert not discounted(("nest", "P2", "12"), row=None)


def test_two_packages_that_may_rest_on_one_another_are_the_ground_of_one() -> None:
    """Three hectares with two packages are three of a hundred, not six."""
    both = ("a01", "P2", "3"), ("a02", "P2", "3")
    assert not discounted(*both, row=RelationType.ADDITIVE)
    assert discounted(("a01", "P2", "5"), ("a02", "P2", "1"), row=RelationType.ADDITIVE)


def test_packages_that_exclude_each_other_lie_beside_each_other() -> None:
    assert discounted(("a01", "P2", "3"), ("a02", "P2", "2"), row=RelationType.EXCLUSIVE)
    assert not discounted(("a01", "P2", "2.9"), ("a02", "P2", "2"), row=RelationType.EXCLUSIVE)


def test_packages_that_are_drawn_apart_lie_beside_each_other_though_they_might_not() -> None:
    drawn = parcel("P2", 5, measure("gras", 3, part="a"), measure("mest", 2, part="b"))
    assert discounted(("a01", "P2", "3"), ("a02", "P2", "2"), row=RelationType.ADDITIVE, land=drawn)


def test_lines_of_one_package_on_a_parcel_add_up() -> None:
    assert discounted(("a01", "P2", "3"), ("a01", "P2", "2"), row=None)


def test_ground_under_contract_does_not_count_again_as_a_new_package() -> None:
    line = ContractLine("a01", "P1", Decimal(3), Decimal(500))
    runs = Contract("national.anlb.polder", date(2023, 1, 1), date(2028, 12, 31), (line,))
    found = answered(farm(parcel("P1", 100, measure("gras", 3)), contracts=(runs,)), UNDER_CONTRACT)
    (refused,) = found.refusals
    assert refused.shortfall is not None
    assert refused.shortfall.nl == "2 ha tekort voor 5 % van 100 ha"


def test_a_shortfall_is_written_as_each_language_writes_numbers() -> None:
    line = ContractLine("a01", "P1", Decimal("0.5"), Decimal(500))
    runs = Contract("national.anlb.polder", date(2023, 1, 1), date(2028, 12, 31), (line,))
    found = answered(farm(parcel("P1", "34.35", measure("gras", "0.5")), contracts=(runs,)), UNDER_CONTRACT)
    (refused,) = found.refusals
    assert refused.shortfall is not None
    assert refused.shortfall.nl.startswith("1,2175 ha tekort voor 5 % van 34,35 ha")
    assert refused.shortfall.en.startswith("1.2175 ha short of 5 % of 34.35 ha")


def test_a_condition_that_asks_for_any_of_it_says_that_there_is_none() -> None:
    any_of_it = replace(
        share({"measures": ["rand"]}),
        arguments={"of": {"measures": ["rand"]}, "value": Decimal("0.0001"), "in": "parcel_ha"},
    )
    (refused,) = answered(farm(*LAND), any_of_it).refusals
    assert refused.shortfall == NONE_YET
    assert answered(farm(parcel("P1", 10, measure("rand", "0.01"))), any_of_it).total == 300_00


class Looked(tuple):  # type: ignore[type-arg]
    """Says how often it was gone through."""

    times = 0

    def __iter__(self) -> Iterator[object]:
        self.times += 1
        return super().__iter__()


@pytest.mark.parametrize("parcels", [1, 40])
def test_claims_are_gone_through_once_however_many_parcels_a_farm_has(parcels: int) -> None:
    claims = Looked()
    land = farm(*(parcel(f"P{n}", 1) for n in range(parcels)))
    assert (
        running({"contracts": ["national.anlb.*"]}, Setting(land, date(2026, 7, 1), {}, claimed=claims)) == 0
    )
    assert claims.times == 1
