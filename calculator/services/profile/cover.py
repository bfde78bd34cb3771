"""Whether the measures fit on their ground.

Every measure by itself fits on its parcel or element. Managed measures of one ``part`` lie on the same
ground, so a part is as large as its largest measure; parts lie beside each other, so together they fit too.
Measures without a part may overlap anything and need only fit by themselves; a candidate displaces what is
managed and takes no ground.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.farm import Measure
from calculator.domain.quantity import dutch, plain
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import Text
from calculator.services.profile import words
from calculator.services.profile.values import Place


@made_quickly
@dataclass(frozen=True, slots=True)
class PlacedMeasure:
    """A measure, and the place of the key that says on how much it lies."""

    at: Place
    measure: Measure


def check(place: Place, measures: Sequence[PlacedMeasure], sizes: Mapping[str, Decimal]) -> None:
    """Note what does not fit; ``sizes`` is how much ground there is per unit."""
    for placed in measures:
        unit = placed.measure.unit
        if unit in sizes:
            within(placed.at, placed.measure.quantity, sizes[unit], unit)
        elif "ha" not in sizes:
            placed.at.wrong(_not_measured_so(unit))
    for unit, size in sizes.items():
        _parts(place, [p.measure for p in measures if p.measure.unit == unit], size, unit)
    _twice(measures)


def within(place: Place | None, quantity: Decimal | None, size: Decimal, unit: str) -> None:
    """Note that a quantity is more than the ground it lies on."""
    if place is not None and quantity is not None and quantity > size:
        place.wrong(
            (
                Text(
                    f"{_veel(quantity, unit)} is meer dan de {_veel(size, unit)} die er is.",
                    f"{_much(quantity, unit)} is more than the {_much(size, unit)} there is.",
                ),
                Text(
                    f"Vul hoogstens {_veel(size, unit)} in, of verbeter de grootte van perceel of element.",
                    f"Fill in at most {_much(size, unit)}, or mend the size of the parcel or element.",
                ),
            )
        )


def _parts(place: Place, measures: list[Measure], size: Decimal, unit: str) -> None:
    parts: dict[str, Decimal] = {}
    for measure in measures:
        if measure.part is not None and not measure.candidate:
            parts[measure.part] = max(parts.get(measure.part, Decimal(0)), measure.quantity)
    together = sum(parts.values(), Decimal(0))
    # One part that is too large by itself has been said of its measure.
    if together <= size or len(parts) < 2:
        return
    over = together - size
    listed, gezet = (
        words.shown(", ".join(f"{part}: {said(size)}" for part, size in sorted(parts.items())))
        for said in (plain, dutch)
    )
    place.below("measures", None).wrong(
        (
            Text(
                f"De delen ({gezet}) zijn samen {_veel(together, unit)}, {_veel(over, unit)} meer dan er is.",
                f"The parts ({listed}) are {_much(together, unit)} together, {_much(over, unit)} more than there is.",
            ),
            Text(
                "Maak de delen kleiner, of geef maatregelen op dezelfde grond hetzelfde deel.",
                "Make the parts smaller, or give measures on the same ground the same part.",
            ),
        )
    )


def _twice(measures: Sequence[PlacedMeasure]) -> None:
    seen: set[tuple[str, str | None, bool]] = set()
    for placed in measures:
        key = (placed.measure.code, placed.measure.part, placed.measure.candidate)
        if key in seen:
            placed.at.wrong(
                (
                    Text(
                        f'De maatregel "{key[0]}" staat hier al op dezelfde grond.',
                        f'The measure "{key[0]}" stands on the same ground already.',
                    ),
                    Text(
                        "Voeg de twee samen, of geef elk een eigen deel als ze naast elkaar liggen.",
                        "Merge the two, or give each a part of its own if they lie beside each other.",
                    ),
                )
            )
        seen.add(key)


def _not_measured_so(unit: str) -> words.Words:
    key = {"m": "length_m", "piece": "count", "m2": "area_m2"}[unit]
    return (
        Text(f"Van dit element is {key} zelf niet gegeven.", f"The element itself does not give {key}."),
        Text(
            f"Vul {key} van het element in, of gebruik de maat die het heeft.",
            f"Fill in {key} of the element, or use the measure it has.",
        ),
    )


def _much(quantity: Decimal, unit: str) -> str:
    return f"{plain(quantity)} {'x' if unit == 'piece' else unit}"


def _veel(quantity: Decimal, unit: str) -> str:
    return f"{dutch(quantity)} {'x' if unit == 'piece' else unit}"
