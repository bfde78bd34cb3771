"""What is declared and paid by the piece is a whole number: nobody has half a weir."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.quantity import Unit
from calculator.services.errors import InputProblems
from calculator.services.profile import profiles
from tests.builders import payment, scheme
from tests.services.farms import farm, rulebook

RULES = rulebook()


@pytest.mark.parametrize("unit", [Unit.PIECE, Unit.NEST, Unit.TREE])
def test_what_is_declared_and_paid_by_the_piece_is_a_whole_number(unit: Unit) -> None:
    made = payment("p", unit=unit, quantity="declared.stuwen", figures={"rate": 500})
    rules = replace(RULES, schemes=(*RULES.schemes, scheme("province.x.a", made)))
    for written in (Decimal("4.5"), "4.5"):
        with pytest.raises(InputProblems) as caught:
            profiles.read(farm() | {"declared": {"stuwen": written}}, rules)
        assert [(p.pointer, p.message.en) for p in caught.value.problems] == [
            ("/declared/stuwen", "4.5 is not a whole number.")
        ]
    for many in (0, 4, "4"):
        assert profiles.read(farm() | {"declared": {"stuwen": many}}, rules).fact("declared.stuwen") == int(
            many
        )


def test_what_is_declared_and_measured_somewhere_else_too_need_not_be_whole() -> None:
    pieces = payment("p", unit=Unit.PIECE, quantity="declared.bomen", figures={"rate": 500})
    tonnes = payment("q", unit=Unit.TONNE_PRODUCT, quantity="declared.bomen", figures={"rate": 5})
    rules = replace(RULES, schemes=(*RULES.schemes, scheme("province.x.a", pieces, tonnes)))
    read = profiles.read(farm() | {"declared": {"bomen": Decimal("4.5")}}, rules)
    assert read.fact("declared.bomen") == Decimal("4.5")
