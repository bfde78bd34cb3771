"""What a condition counts of the farm place by place: how much there is of it, and whether the place itself is as asked.

``where`` under ``of`` are conditions on the parcel or element itself: all of them are met, or it does not count. Where an answer
is missing it may count, which is asked while it decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from calculator.domain.farm import FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.scheme import Condition
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.conditions.outcomes import Setting, Test, texts
from calculator.eligibility.measured import exactly
from calculator.eligibility.units import Piece

Place = Parcel | LandscapeElement
#: A size: a share adds up hectares, a total whatever a strip comes to by its width.
Size = TypeVar("Size", bound=Decimal | Fraction)
#: The conditions that a place may be asked to meet to be counted.
ON_A_PLACE = (
    "fact_is", "fact_at_least", "fact_at_most", "fact_above", "fact_below", "parcel_is", "element_is",
    "history_includes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lot(Generic[Size]):
    """A place that is counted: ``much`` of it (None where its size is not known). ``fits`` is None where an answer is
    ``missing`` that says whether it counts.
    """

    place: Place
    much: Size | None
    fits: bool | None
    missing: tuple[str, ...] = ()


def where_of(of: Mapping[str, object]) -> tuple[Condition, ...]:
    """What places must be to be counted."""
    found = of.get("where", ())
    return tuple(c for c in found if isinstance(c, Condition)) if isinstance(found, tuple) else ()


def judged(
    sized: Iterable[tuple[Place, Size | None, tuple[str, ...]]],
    of: Mapping[str, object],
    setting: Setting,
    test: Test,
) -> Iterator[Lot[Size]]:
    """The places that are, or may be, as asked, with those that are not; each comes with its size, or what is missing of that."""
    where = where_of(of)
    for place, much, unsized in sized:
        found = [test(condition, _at(place, setting)) for condition in where]
        missing: tuple[str, ...] = tuple(path for outcome in found for path in outcome.missing)
        fits = False if any(o.met is False for o in found) else None if missing else True
        yield Lot(place, much, fits, (*unsized, *missing) if fits is not False else ())


def _at(place: Place, setting: Setting) -> Setting:
    """The setting on the whole of a place."""
    parcel = place if isinstance(place, Parcel) else None
    element = place if isinstance(place, LandscapeElement) else None
    size = Decimal(0) if parcel is None else parcel.area_ha
    return replace(setting, piece=Piece(place.id, place.id, size, place.measures, parcel, element))


def sized(
    of: Mapping[str, object], profile: FarmProfile, unit: Unit | None
) -> Iterator[tuple[Place, Fraction | None, tuple[str, ...]]]:
    """Every place with any of what ``of`` names, and how much in the unit; without a unit each counts as one."""
    for place in profile.places:
        try:
            much = sum(_parts(of, place, unit), Fraction(0))
        except FactMissingError as lacking:
            yield place, None, tuple(f"{place.id}.{path}" for path in lacking.paths)
            continue
        if isinstance(place, Parcel) and unit in _GROUND:
            much = min(much, Fraction(place.area_ha * _GROUND[unit]))
        if much:
            yield place, much if unit else Fraction(1), ()


#: How many of a unit of ground go into a hectare.
_GROUND: Mapping[Unit | None, Decimal] = {Unit.HECTARE: Decimal(1), Unit.SQUARE_METRE: M2_PER_HA}


def _parts(of: Mapping[str, object], place: Place, unit: Unit | None) -> Iterator[Fraction]:
    if "measures" in of:
        yield from _under({*texts(of["measures"])}, place, unit)
    if isinstance(place, LandscapeElement):
        if "elements" in of and place.kind in texts(of["elements"]):
            yield Fraction(_of_element(place, unit))
        return
    named = (("land_use", place.land_use), ("crops", place.crop_code))
    for _ in (key for key, own in named if key in of and own in texts(of[key])):
        yield Fraction(place.area_ha * _GROUND.get(unit, Decimal(1)))


def _under(wanted: set[str], place: Place, unit: Unit | None) -> Iterator[Fraction]:
    """What lies under these measures, part beside part; measures of one part overlap."""
    parts: dict[str | None, Fraction] = {}
    for measure in place.measures:
        if measure.code in wanted and not measure.candidate:
            much = _of_measure(measure, "ha" if isinstance(place, Parcel) else measure.unit, unit)
            parts[measure.part] = max(much, parts.get(measure.part, Fraction(0)))
    yield from parts.values()


def _of_measure(measure: Measure, given: str, unit: Unit | None) -> Fraction:
    if unit is None:
        return Fraction(measure.quantity)
    if (given == Unit.PIECE) != (unit is Unit.PIECE):
        return Fraction(0)  # trees are no metres
    return exactly(measure.quantity, measure, unit, given)


def _of_element(element: LandscapeElement, unit: Unit | None) -> Decimal:
    """How much of an element there is; raises FactMissingError where it does not say."""
    if unit is None:
        return Decimal(1)
    if unit in (Unit.METRE, Unit.PIECE):
        key = "length_m" if unit is Unit.METRE else "count"
        own = element.length_m if unit is Unit.METRE else element.count
        if own is None:
            raise FactMissingError(key)
        return own
    if element.area_m2 is not None:
        return element.area_m2 * _GROUND[unit] / M2_PER_HA
    for key, value in (("length_m", element.length_m), ("width_m", element.width_m)):
        if value is None:
            raise FactMissingError(key)
    return (element.length_m or Decimal(0)) * (element.width_m or Decimal(0)) * _GROUND[unit] / M2_PER_HA
