"""The parcels of a form drawn as lines, for a page without script: the same drawing as in a statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calculator.statements.content.blocks import Shape
from calculator.statements.content.figures.bars import WIDTH
from calculator.statements.content.figures.parcel_map import Frame, Located, rings


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in drawing units; ``scale`` is a length and what it stands for."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    scale: tuple[float, str]


def picture(held: Iterable[tuple[str, Mapping[str, object] | None]]) -> Picture | None:
    """The drawing of the parcels that have an outline; None where none has."""
    located = [Located({"id": name}, found) for name, outline in held if (found := tuple(rings(outline)))]
    if not located:
        return None
    frame = Frame([point for item in located for ring in item.rings for point in ring])
    shapes = tuple(frame.shape(item, paid=False) for item in located)
    return Picture(WIDTH, round(frame.height, 2), shapes, frame.scale_bar())
