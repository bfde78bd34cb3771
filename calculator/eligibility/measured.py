"""A measured quantity in the unit that is asked: hectares to square metres, a strip to metres by its width."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from calculator.domain.farm import Measure
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.eligibility.amounts.figures import FactMissingError

_AREA = (Unit.HECTARE, Unit.SQUARE_METRE)


def in_unit(quantity: Decimal, measure: Measure | None, unit: Unit, given: str) -> Decimal:
    """A quantity that is ``given`` in ha, m2 or m in another of these; any other unit is the one in which it is counted.

    Metres of a strip that go on for ever are rounded. Raises FactMissingError where the width that this takes is not known.
    """
    if given == unit or unit not in (*_AREA, Unit.METRE):
        return quantity
    if given in _AREA and unit in _AREA:
        return quantity * M2_PER_HA if given == Unit.HECTARE else quantity / M2_PER_HA
    width = _width(measure)
    if unit is Unit.METRE:
        return quantity * M2_PER_HA / width if given == Unit.HECTARE else quantity / width
    return quantity * width if unit is Unit.SQUARE_METRE else quantity * width / M2_PER_HA


def exactly(quantity: Decimal, measure: Measure | None, unit: Unit, given: str) -> Fraction:
    """As ``in_unit``, unrounded: three strips of a third of a metre are one metre."""
    if unit is Unit.METRE and given in _AREA:
        return Fraction(in_unit(quantity, measure, Unit.SQUARE_METRE, given)) / Fraction(_width(measure))
    return Fraction(in_unit(quantity, measure, unit, given))


def _width(measure: Measure | None) -> Decimal:
    width = measure.width_m if measure else None
    if width is None:
        raise FactMissingError("width_m")
    return width
