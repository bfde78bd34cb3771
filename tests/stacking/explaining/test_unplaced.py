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
from tests.builders import ask, farm, measure, parcel, pays, relation, rulebook


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
