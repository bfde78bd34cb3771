"""What a farm could do besides, as the result page asks for it: measures under who pays, each with its own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from calculator.domain.quantity import plain
from calculator.services.award.possible_measures import Extent, Possible
from calculator.services.errors import InputProblem
from calculator.web.forms import numbers
from calculator.web.language import language


@dataclass(frozen=True, slots=True)
class Asked:
    """A field: where it goes, what it is called, and what it means when it stays empty."""

    pointer: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The measures that could be weighed, with what was typed and what is wrong with it."""

    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    fields: Mapping[str, tuple[tuple[Asked, ...], Asked]]
    sent: Mapping[str, str]
    picked: Sequence[str]
    problems: Sequence[InputProblem]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.fields)

    def wrong(self, pointer: str) -> InputProblem | None:
        """What is wrong with one field."""
        return next((p for p in self.problems if p.pointer == pointer), None)


def fields(found: Possible) -> tuple[tuple[Asked, ...], Asked]:
    """The fields for how much, and the one for what it costs."""
    pointer = f"/consider/{found.code}"
    name, size = found.places[0][0], numbers.localised(plain(found.places[0][1]), language())
    much, cost = f"{pointer}/much", f"{pointer}/cost"
    unknown = gettext("leeg: onbekend")
    if found.extent is Extent.STRIP:
        return (
            Asked(much, gettext("Meters lang"), gettext("strook op perceel %(place)s", place=name)),
            Asked(f"{pointer}/width", gettext("Meters breed"), ""),
        ), Asked(cost, gettext("Kosten per meter per jaar"), unknown)
    if found.extent is Extent.LENGTH:
        whole = gettext("leeg: heel element %(place)s (%(much)s m)", place=name, much=size)
        return (Asked(much, gettext("Meters"), whole),), Asked(
            cost, gettext("Kosten per meter per jaar"), unknown
        )
    if found.extent is Extent.COUNT:
        whole = gettext("leeg: alle %(much)s van element %(place)s", place=name, much=size)
        return (Asked(much, gettext("Aantal"), whole),), Asked(
            cost, gettext("Kosten per stuk per jaar"), unknown
        )
    if found.extent is Extent.SURFACE:
        whole = gettext("leeg: heel element %(place)s (%(much)s m²)", place=name, much=size)
        return (Asked(much, gettext("Vierkante meters"), whole),), Asked(
            cost, gettext("Kosten per m² per jaar"), unknown
        )
    whole = gettext("leeg: heel perceel %(parcel)s (%(much)s ha)", parcel=name, much=size)
    return (Asked(much, gettext("Hectares"), whole),), Asked(
        cost, gettext("Kosten per hectare per jaar"), unknown
    )
