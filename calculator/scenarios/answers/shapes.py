"""What a picture is made of: shapes in drawing units, and the words that say the same."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain import amount_words
from calculator.scenarios.answers.sheet import Value

WIDTH = 640.0


@dataclass(frozen=True, slots=True)
class Room:
    """How wide a picture may be, in drawing units of about a pixel.

    Where there is little, names stand above their bars and less stands side by side: on a phone nothing is scrolled sideways.
    """

    width: float = WIDTH
    narrow: bool = False

    def left(self, wanted: float) -> float:
        """Where bars begin that have their names before them."""
        return 2.0 if self.narrow else wanted

    @property
    def above(self) -> float:
        """What a row needs more for a name above its bar."""
        return 15.0 if self.narrow else 0.0

    def name(self, name: str, left: float, top: float, middle: float, most: int) -> list[Label]:
        """The name of a row that begins at ``top``: before its bars, or above them."""
        if self.narrow:
            return [Label(left, top + 10, textwrap.shorten(name, _ABOVE, placeholder="…"))]
        return named(name, left - 8, middle, most)


WIDE, NARROW = Room(), Room(288.0, narrow=True)
#: So many letters fit above a bar on a phone.
_ABOVE = 54


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``fill`` is one of the fills of the template: 0 to 3 apart in print, 6 to 8 ever darker, -1 withheld."""

    x: float
    y: float
    width: float
    height: float
    fill: int


@dataclass(frozen=True, slots=True)
class Label:
    """A text; ``anchor`` as SVG says it."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes, a caption, and what a reader hears who cannot see them."""

    key: str
    caption: str
    said: str
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    labels: tuple[Label, ...] = ()
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()


def named(name: str, x: float, middle: float, most: int) -> list[Label]:
    """The name that ends before ``x``, in two lines where it is longer than ``most`` signs; what is longer still is cut."""
    lines = textwrap.wrap(name, most, max_lines=2, placeholder="…", break_on_hyphens=False)
    first = middle + 4 - 6.5 * (len(lines) - 1)
    return [Label(x, first + 13 * n, line, "end") for n, line in enumerate(lines)]


def money(cents: int, language: str) -> str:
    """Whole euros as a person reads them."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{amount_words.EURO[language]}{amount_words.number(Decimal(round(abs(cents) / 100)), language)}"


def cents(value: Value) -> int | None:
    """Cents or a number of a cell; None where it is withheld."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
