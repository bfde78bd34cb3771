"""Running contracts that cannot all stay where they lie: the refusal names each, by how much, and what it rests on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.explaining.unplaced import refusal
from tests.builders import ask, farm, measure, parcel, pays, relation, rulebook
from tests.stacking.test_commitments import own
from tests.stacking.test_commitments import running as contract


def resting(level: Level) -> Rulebook:
    row = relation("province.x.plus", RelationType.REQUIRES, "province.x.base", level=level)
    return rulebook(pays("base", "base", 50), pays("plus", "plus", 20), relations=[row])


def running(*base: object) -> FarmProfile:
    """Two hectares of the supplement run on the first parcel; the base lies on the second."""
    line = ContractLine("p", "P1", Decimal(2))
    held = Contract("province.x.plus", date(2024, 1, 1), date(2028, 12, 31), (line,))
    return farm(parcel("P1", 3, "plus", *base), parcel("P2", 2, "base"), contracts=(held,))  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [Level.UNIT, Level.PARCEL])
def test_a_contract_whose_base_is_not_there_is_named_with_its_base(level: Level) -> None:
    with pytest.raises(NoLawfulAwardError) as refused:
        award(ask(running(), resting(level)))
    told = refused.value.reason
    assert (
        "province.x.plus#p op P1 (2026): 2 van 2 ha te veel, 0 past (rust op province.x.base, waarvan"
        in told.nl
    )
    assert "0 fits (rests on province.x.base, of which too little lies there)" in told.en


def test_what_fits_is_as_much_as_there_is_of_the_base() -> None:
    with pytest.raises(NoLawfulAwardError) as refused:
        award(ask(running(measure("base", "0.75")), resting(Level.UNIT)))
    assert "1.25 van 2 ha te veel, 0.75 past (rust op province.x.base" in refused.value.reason.nl


def test_a_base_that_is_there_is_not_named() -> None:
    """Of the base there is enough; two contracts want the same ground."""
    other = relation("province.x.other", RelationType.EXCLUSIVE, "province.x.plus")
    book = resting(Level.UNIT)
    rules = rulebook(*book.schemes, pays("other", "other", 5), relations=[*book.relations, other])
    lines = (ContractLine("p", "P1", Decimal(2)),)
    held = tuple(
        Contract(f"province.x.{n}", date(2024, 1, 1), date(2028, 12, 31), lines) for n in ("plus", "other")
    )
    with pytest.raises(NoLawfulAwardError) as refused:
        award(ask(farm(parcel("P1", 3, "plus", "base", "other"), contracts=held), rules))
    assert "1 van 2 ha te veel, 1 past" in refused.value.reason.nl
    assert "rust op" not in refused.value.reason.nl


def test_a_contract_stays_in_full_where_its_base_lies_elsewhere_on_the_farm_and_may() -> None:
    found = award(ask(running(), resting(Level.FARM)))
    assert found.total == 3 * 20_00 + 2 * 50_00


def why_not(land: FarmProfile, rules: Rulebook, years: int = 1) -> str:
    with pytest.raises(NoLawfulAwardError) as found:
        award(ask(land, rules, years=years))
    return found.value.reason.en


def test_two_contracts_for_one_payment_on_one_parcel_are_told_apart() -> None:
    """Each may lie anywhere on it, and one of the two falls short."""
    held = contract("a", 3), contract("a", "2.5")
    said = why_not(farm(parcel("P1", 5), contracts=held), rulebook(own("a", 100)))
    assert "0.5 of 3 ha too much, 2.5 fits" in said or "0.5 of 2.5 ha too much, 2 fits" in said


def test_what_falls_short_in_several_years_is_told_of_the_first() -> None:
    said = why_not(farm(parcel("P1", 5), contracts=(contract("a", 6),)), rulebook(own("a", 100)), years=2)
    assert said.count("too much") == 1
    assert "province.x.a#p on P1 (2026): 1 of 6 ha too much, 5 fits" in said


def test_a_commitment_that_fits_beside_one_that_does_not_is_not_named() -> None:
    held = contract("a", 6), contract("b", 2, "P2")
    land = farm(parcel("P1", 5), parcel("P2", 5), contracts=held)
    said = why_not(land, rulebook(own("a", 100), own("b", 100)))
    assert "province.x.a#p on P1 (2026): 1 of 6 ha too much" in said
    assert "province.x.b" not in said


def test_where_it_is_not_known_which_do_not_fit_none_is_named() -> None:
    assert refusal(()).en == "The running commitments do not fit together within the legal limits."
