"""Pictures of the sheets: bars, small multiples per province, a map of provinces, a distribution and a curve.

A picture is shapes in drawing units and the words that say the same; the template only draws what stands here. It is made from
the sheets, so that it holds the same numbers and withholds the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from calculator.domain.scheme import Text
from calculator.scenarios.answers import curves
from calculator.scenarios.answers.shapes import WIDE, Box, Label, Picture, Room, cents, money
from calculator.scenarios.answers.sheet import Sheet, Value

_LEFT = 190.0
_ROW = 34.0
#: Column and row of each province on the map, as they lie towards each other.
TILES = {
    "Fryslân": (2, 0), "Groningen": (3, 0),
    "Noord-Holland": (1, 1), "Flevoland": (2, 1), "Drenthe": (3, 1),
    "Zuid-Holland": (0, 2), "Utrecht": (1, 2), "Gelderland": (2, 2), "Overijssel": (3, 2),
    "Zeeland": (0, 3), "Noord-Brabant": (1, 3), "Limburg": (2, 3),
}  # fmt: skip


def pictures(sheets: Sequence[Sheet], language: str, room: Room = WIDE) -> tuple[Picture, ...]:
    """Every picture that the sheets allow."""
    by_key = {sheet.key: sheet for sheet in sheets}
    made = []
    if "costs" in by_key:
        made.append(payers(by_key["costs"], language, room))
    if "incomes" in by_key:
        made += [
            map_of_provinces(by_key["incomes"], language, room),
            multiples(by_key["incomes"], language, room),
        ]
    if "outcomes" in by_key:
        made.append(distribution(by_key["outcomes"], language, room))
    if "histogram" in by_key:
        made.append(curves.histogram(by_key["histogram"], language, room))
    if "bottlenecks" in by_key:
        made.append(curves.bottlenecks(by_key["bottlenecks"], language, room))
    if "sweep" in by_key:
        made.append(curves.swept(by_key["sweep"], language, room))
    return tuple(picture for picture in made if picture.boxes)


def _word(value: Value, language: str) -> str:
    return value[language] if isinstance(value, Text) else str(value or "")


_NOW = Text("nu", "now")
_THEN = Text("scenario", "scenario")


def payers(sheet: Sheet, language: str, room: Room = WIDE, most: int = 10) -> Picture:
    """What each payer pays, now and in the scenario, the largest first."""
    rows = [r for r in sheet.records() if r["payer"] and not r["scheme"] and cents(r["after"]) is not None]
    rows.sort(key=lambda r: -max(cents(r["before"]) or 0, cents(r["after"]) or 0))
    entries = [
        (_word(r["name"], language), cents(r["before"]) or 0, cents(r["after"]) or 0) for r in rows[:most]
    ]
    caption = Text("Wie betaalt wat: nu en in het scenario", "Who pays what: now and in the scenario")[
        language
    ]
    return _pairs("payers", caption, entries, language, room)


def _pairs(key: str, caption: str, entries: list[tuple[str, int, int]], language: str, room: Room) -> Picture:
    highest = max((max(b, a) for _, b, a in entries), default=0) or 1
    left, row = room.left(_LEFT), _ROW + room.above
    scale = (room.width - left - 110) / highest
    boxes, labels, said = list[Box](), list[Label](), list[str]()
    for at, (name, before, after) in enumerate(entries):
        start = 8 + at * row
        top = start + room.above
        labels += room.name(name, left, start, top + 11, 28)
        for half, (amount, word) in enumerate(((before, _NOW), (after, _THEN))):
            width = max(0.0, amount * scale)
            boxes.append(Box(left, top + half * 12, round(width, 2), 11, half))
            labels.append(
                Label(left + width + 5, top + 9 + half * 12, f"{money(amount, language)} {word[language]}")
            )
        said.append(
            f"{name}: {_NOW[language]} {money(before, language)}, {_THEN[language]} {money(after, language)}."
        )
    return Picture(
        key, caption, " ".join(said), room.width, 12 + len(entries) * row, tuple(boxes), tuple(labels)
    )


def _provinces(sheet: Sheet, language: str) -> dict[str, tuple[int | None, str]]:
    """Mean difference per province by its Dutch name, and what it is called; None where withheld."""
    found: dict[str, tuple[int | None, str]] = {}
    for record in sheet.records():
        if isinstance(record["dimension"], Text) and record["dimension"].en == "province":
            found[_word(record["group"], "nl")] = (cents(record["mean"]), _word(record["group"], language))
    return found


def _in_tile(called: str, middle: float, y: float, room: Room) -> list[Label]:
    """The name of a province, in two lines where it has two parts and the tile is narrow."""
    first, dash, second = called.partition("-")
    if not (room.narrow and dash):
        return [Label(middle, y, called, "middle")]
    return [Label(middle, y - 6, first + dash, "middle"), Label(middle, y + 7, second, "middle")]


def map_of_provinces(sheet: Sheet, language: str, room: Room = WIDE) -> Picture:
    """The mean difference per farm as a map of tiles: darker is more."""
    found = _provinces(sheet, language)
    highest = max((abs(m) for m, _ in found.values() if m is not None), default=0) or 1
    boxes, labels, said = list[Box](), list[Label](), list[str]()
    first, tile = (1.0, 68.0) if room.narrow else (60.0, 118.0)
    for name, (column, row) in TILES.items():
        if name not in found:
            continue
        mean, called = found[name]
        x, y = first + column * (tile + 4), 6 + row * 62.0
        fill = -1 if mean is None or mean < 0 else 6 + round(2 * mean / highest)
        told = Text("weggelaten", "withheld")[language] if mean is None else money(mean, language)
        boxes.append(Box(x, y, tile, 56, fill))
        labels += [
            *_in_tile(called, x + tile / 2, y + 24, room),
            Label(x + tile / 2, y + 42 + room.above / 3, told, "middle"),
        ]
        said.append(f"{called}: {told}.")
    caption = Text("Gemiddeld verschil per bedrijf, per provincie", "Mean difference per farm, by province")[
        language
    ]
    return Picture("map", caption, " ".join(said), room.width, 262, tuple(boxes), tuple(labels))


def multiples(sheet: Sheet, language: str, room: Room = WIDE) -> Picture:
    """Per province a small picture of what its farms receive together, now and in the scenario, each on its own scale."""
    rows = [
        r for r in sheet.records()
        if isinstance(r["dimension"], Text) and r["dimension"].en == "province" and cents(r["after"]) is not None
    ]  # fmt: skip
    boxes, labels, said = list[Box](), list[Label](), list[str]()
    across = 2 if room.narrow else 4
    for at, record in enumerate(rows):
        x, top = 8 + (at % across) * room.width / across, 6 + (at // across) * 96.0
        before, after = cents(record["before"]) or 0, cents(record["after"]) or 0
        highest = max(before, after) or 1
        name = _word(record["group"], language)
        labels.append(Label(x, top + 12, name))
        for half, (amount, word) in enumerate(((before, _NOW), (after, _THEN))):
            width = 90 * max(0, amount) / highest
            y = top + 20 + half * 28
            boxes.append(Box(x, y, round(width, 2), 12, half))
            labels.append(Label(x, y + 24, f"{word[language]} {money(amount, language)}"))
        said.append(
            f"{name}: {_NOW[language]} {money(before, language)}, {_THEN[language]} {money(after, language)}."
        )
    caption = Text("Per provincie, elk op eigen schaal", "By province, each on its own scale")[language]
    high = 12 + -(-len(rows) // across) * 96.0
    return Picture("provinces", caption, " ".join(said), room.width, high, tuple(boxes), tuple(labels))


def distribution(sheet: Sheet, language: str, room: Room = WIDE) -> Picture:
    """How many farms win, stay the same and lose, per farm type."""
    counts: dict[str, dict[str, int]] = {}
    for record in sheet.records():
        farms = cents(record["farms"])
        if (
            isinstance(record["dimension"], Text)
            and record["dimension"].en == "farm type"
            and farms is not None
        ):
            counts.setdefault(_word(record["group"], language), {})[_word(record["outcome"], language)] = (
                farms
            )
    kinds = list(dict.fromkeys(k for of in counts.values() for k in of))
    highest = max((sum(of.values()) for of in counts.values()), default=0) or 1
    boxes, labels, said = list[Box](), list[Label](), list[str]()
    left, row = room.left(_LEFT), 24.0 + room.above
    for at, (name, of) in enumerate(counts.items()):
        x, start = left, 8 + at * row
        top = start + room.above
        labels += room.name(name, left, start, top + 8, 28)
        for kind in kinds:
            width = (room.width - left - 60) * of.get(kind, 0) / highest
            if width:
                boxes.append(Box(round(x, 2), top, round(width, 2), 15, kinds.index(kind)))
                x += width
        labels.append(Label(x + 5, top + 12, str(sum(of.values()))))
        said.append(f"{name}: {', '.join(f'{kind} {n}' for kind, n in of.items())}.")
    foot = 8 + len(counts) * row
    apart = (room.width - left) / max(3, len(kinds))
    for at, kind in enumerate(kinds):
        boxes.append(Box(left + at * apart, foot + 6, 11, 11, at))
        labels.append(Label(left + at * apart + 16, foot + 15, kind))
    caption = Text("Winnaars en verliezers naar bedrijfstype", "Winners and losers by farm type")[language]
    return Picture("outcomes", caption, " ".join(said), room.width, foot + 24, tuple(boxes), tuple(labels))
