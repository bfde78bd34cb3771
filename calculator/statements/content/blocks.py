"""What a statement is made of: a tree of plain words, ready to print, with nothing left to compute.

The tree is what golden tests compare and what the template draws; it knows no award and no HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; a ``note`` is set apart, because a reader must not miss it.

    ``none`` is the word, without a stop, behind the title of a section that says no more.
    """

    text: str
    tone: Literal["plain", "note", "small", "none"] = "plain"
    kind: str = field(default="prose", init=False)


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short sentences of equal weight."""

    items: tuple[str, ...]
    kind: str = field(default="bullets", init=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that stands out: what it is, the number, and what to know about it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The few numbers a reader looks for first; the first is the largest in print."""

    items: tuple[Figure, ...]
    kind: str = field(default="figures", init=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, such as who and when."""

    rows: tuple[tuple[str, str], ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``detail`` is printed smaller below it."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, whether it holds numbers (aligned right), and its share of the width in percent."""

    title: str
    width: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as many cells as columns; the first cell names the row. A ``total`` row is set off."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a shared title (a parcel, a year) and a line below it; an empty title prints no title."""

    title: str
    rows: tuple[Row, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its caption says what it shows, also to who only hears it."""

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    kind: str = field(default="table", init=False)

    @property
    def is_short(self) -> bool:
        """Whether it is kept on one page; a longer one breaks between rows and repeats its titles."""
        return sum(max(1, len(group.rows)) for group in self.groups) <= 4


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Names with the hash of what they stand for, a line each; a name is short enough not to be broken."""

    caption: str
    rows: tuple[tuple[str, str], ...]
    kind: str = field(default="fingerprints", init=False)


@dataclass(frozen=True, slots=True)
class Slice:
    """One payer's part of a bar: place from the left and top and size in drawing units, and the payer's fill."""

    x: float
    y: float
    width: float
    height: float
    fill: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: its slices, its label below (empty where labels would touch), and its total above."""

    slices: tuple[Slice, ...]
    middle: float
    top: float
    label: str
    total: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars per year by payer; ``said`` tells in words what the picture shows."""

    caption: str
    said: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    legend: tuple[tuple[int, str], ...]
    kind: str = field(default="bars", init=False)


@dataclass(frozen=True, slots=True)
class Goal:
    """A mark on a scale, with what it says."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share as a bar of ``length`` on a scale of ``width``, against goals; ``said`` tells it in words."""

    caption: str
    said: str
    label: str
    left: float
    length: float
    width: float
    goals: tuple[Goal, ...]
    kind: str = field(default="share", init=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a parcel as an SVG path of numbers, its label with its place, and whether it is paid for."""

    path: str
    label: str
    x: float
    y: float
    paid: bool


@dataclass(frozen=True, slots=True)
class ParcelMap:
    """Parcels in outline, north on top; ``scale`` is a length and what it measures, ``legend`` paid and not paid."""

    caption: str
    said: str
    note: str
    height: float
    shapes: tuple[Shape, ...]
    legend: tuple[str, str]
    scale: tuple[float, str]
    kind: str = field(default="map", init=False)


Block = Prose | Bullets | Figures | Facts | Table | Fingerprints | Bars | Share | ParcelMap


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part; ``id`` is its anchor and stays the same in every language."""

    id: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it only says that there is nothing, or nothing for this reader; it then is a title and that word."""
        return all(isinstance(block, Prose) and block.tone == "none" for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole statement in one language. ``running`` repeats above each page, ``footing`` below it."""

    language: Language
    title: str
    subject: str
    subtitle: str
    running: str
    footing: str
    page_word: str
    of_word: str
    sections: tuple[Section, ...]


def row(*cells: str | Cell, total: bool = False) -> Row:
    """A row from words or cells."""
    return Row(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells), total)
