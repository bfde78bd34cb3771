"""Pictures along a line: a sweep, a spread of differences, the years, what rules withhold, and runs beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from calculator.domain import amount_words
from calculator.domain.scheme import Text
from calculator.scenarios.answers.shapes import WIDE, Box, Label, Picture, Room, cents, money
from calculator.scenarios.answers.sheet import Sheet, Value

_LEFT = 250.0
#: So many fit in one line before a bar.
_LETTERS = 38


def swept(sheet: Sheet, language: str, room: Room = WIDE) -> Picture:
    """What the scenario costs at each value; of two figures each value of the second is left to the table."""
    rows = list(sheet.records())
    if any(row["second"] is not None for row in rows):
        return Picture("curve", "", "", room.width, 0)
    points = [
        (row["first"], amount)
        for row in rows
        if isinstance(row["first"], Decimal) and (amount := cents(row["difference"])) is not None
    ]
    caption = Text("Wat het scenario meer kost, per waarde", "What the scenario costs more, by value")
    return curve(points, caption[language], language, room)


def curve(points: Sequence[tuple[Decimal, int]], caption: str, language: str, room: Room = WIDE) -> Picture:
    """What is paid at each value of a sweep, as a line."""
    if not points:
        return Picture("curve", caption, "", room.width, 0)
    lows, highs = min(v for v, _ in points), max(v for v, _ in points)
    least, most = min(c for _, c in points), max(c for _, c in points)
    wide, high = float(highs - lows) or 1.0, float(most - least) or 1.0

    margin = 34.0 if room.narrow else 75.0

    def at(value: Decimal, cents: int) -> tuple[float, float]:
        return round(margin + (room.width - 2 * margin) * float(value - lows) / wide, 2), round(
            190 - 150 * (cents - least) / high, 2
        )

    placed = [at(v, c) for v, c in points]
    # On a phone there is room for four amounts beside each other; the others are in the words and in the table.
    told = list(zip(placed, points, strict=True))[:: -(-len(points) // 4) if room.narrow else 1]
    labels = [Label(x, y - 9, money(c, language), "middle") for (x, y), (_, c) in told]
    labels += [Label(x, 216, amount_words.number(v, language), "middle") for (x, _), (v, _) in told]
    boxes = tuple(Box(x - 3, y - 3, 6, 6, 1) for x, y in placed)
    said = " ".join(f"{amount_words.number(v, language)}: {money(c, language)}." for v, c in points)
    return Picture("curve", caption, said, room.width, 226, boxes, tuple(labels), (tuple(placed),))


def histogram(sheet: Sheet, language: str, room: Room = WIDE) -> Picture:
    """How many farms differ by how much a year."""
    rows = [(_word(r["range"], language), cents(r["farms"])) for r in sheet.records()]
    caption = Text(
        "Hoeveel bedrijven hoeveel verschil merken, per jaar", "How many farms differ by how much a year"
    )
    return _bars("histogram", caption[language], [(n, v, _count(v)) for n, v in rows], language, room)


def bottlenecks(sheet: Sheet, language: str, room: Room = WIDE, most: int = 10) -> Picture:
    """The rules that withhold most from all farms together."""
    rows = [
        (f"{_word(r['sort'], language)}: {_word(r['name'], language)}", cents(r["withheld"]))
        for r in sheet.records()
        if r["dimension"] == _ALL
    ]
    told = sorted((r for r in rows if r[1] is not None and r[1] > 0), key=lambda r: -(r[1] or 0))[:most]
    entries = [(name, value, money(value or 0, language)) for name, value in told]
    caption = Text("Wat regels tegenhouden", "What rules withhold")
    return _bars("bottlenecks", caption[language], entries, language, room)


def beside(entries: Sequence[tuple[str, int | None]], language: str, room: Room = WIDE) -> Picture:
    """What each of several scenarios costs more than now."""
    caption = Text("Verschil met nu, per scenario", "Difference from now, by scenario")
    told = [(n, v, "-" if v is None else money(v, language)) for n, v in entries]
    return _bars("beside", caption[language], told, language, room)


def over_the_years(sheets: Sequence[Sheet], language: str, room: Room = WIDE) -> tuple[Picture, ...]:
    """Per province the farms that stack, and the euros under contracts of several years, year by year."""
    found = next((s for s in sheets if s.key == "progress"), None)
    if found is None:
        return ()
    stack = Text(
        "Bedrijven die stapelen in het scenario, per jaar", "Farms that stack in the scenario, by year"
    )
    long = Text(
        "Euro's onder meerjarige contracten in het scenario, per jaar",
        "Euros under contracts of several years in the scenario, by year",
    )
    made = (
        _small(found, "stack_after", stack[language], language, room, euros=False),
        _small(found, "long_after", long[language], language, room, euros=True),
    )
    return tuple(picture for picture in made if picture.boxes)


def _small(sheet: Sheet, column: str, caption: str, language: str, room: Room, *, euros: bool) -> Picture:
    """One small picture per province, all on the same years, each on its own scale."""
    series: dict[str, list[tuple[int, int | None]]] = {}
    for row in sheet.records():
        year = row["year"]
        if isinstance(row["dimension"], Text) and row["dimension"].en == "province" and isinstance(year, int):
            series.setdefault(_word(row["group"], language), []).append((year, cents(row[column])))
    boxes, labels, said = list[Box](), list[Label](), list[str]()
    across = 2 if room.narrow else 4
    for at, (name, years) in enumerate(series.items()):
        x, top = 8 + (at % across) * room.width / across, 6 + (at // across) * 92.0
        highest = max((v for _, v in years if v is not None), default=0) or 1
        labels.append(Label(x, top + 12, name))
        step = (room.width / across - 18) / len(years)
        for n, (_, value) in enumerate(years):
            high = 40 * (value or 0) / highest
            fill = -1 if value is None else 1
            boxes.append(
                Box(
                    round(x + n * step, 2),
                    round(top + 60 - high, 2),
                    round(step - 2, 2),
                    round(high, 2),
                    fill,
                )
            )
        first, last = years[0], years[-1]
        shown = _told(last[1], language, euros=euros)
        labels.append(
            Label(x, top + 74, f"{first[0]}-{last[0]}: {shown}" if len(years) > 1 else f"{last[0]}: {shown}")
        )
        said.append(f"{name}: " + ", ".join(f"{y} {_told(v, language, euros=euros)}" for y, v in years) + ".")
    return Picture(
        column,
        caption,
        " ".join(said),
        room.width,
        12 + -(-len(series) // across) * 92.0,
        tuple(boxes),
        tuple(labels),
    )


def _told(value: int | None, language: str, *, euros: bool) -> str:
    if value is None:
        return Text("weggelaten", "withheld")[language]
    return money(value, language) if euros else amount_words.number(Decimal(value), language)


def _bars(
    key: str, caption: str, entries: Sequence[tuple[str, int | None, str]], language: str, room: Room
) -> Picture:
    """One bar per entry; what is below zero goes to the left of the line."""
    values = [v for _, v, _ in entries if v is not None]
    low, high = min([0, *values]), max([0, *values])
    left = room.left(_LEFT)
    scale = (room.width - left - 110) / ((high - low) or 1)
    zero = left - low * scale
    # A name of two lines needs the room of two.
    two = not room.narrow and any(len(name) > _LETTERS for name, _, _ in entries)
    row = (32.0 if two else 24.0) + room.above
    boxes, labels, said = list[Box](), list[Label](), list[str]()
    for at, (name, value, words) in enumerate(entries):
        first = 8 + at * row
        top = first + room.above
        width = abs(value or 0) * scale
        start = zero if (value or 0) >= 0 else zero - width
        labels += room.name(name, left, first, top + 8, _LETTERS)
        boxes.append(Box(round(start, 2), top, round(width, 2), 15, 0 if (value or 0) >= 0 else 3))
        labels.append(Label(round(zero + max(0.0, (value or 0) * scale) + 5, 2), top + 12, words))
        said.append(f"{name}: {words}.")
    return Picture(
        key, caption, " ".join(said), room.width, 14 + len(entries) * row, tuple(boxes), tuple(labels)
    )


def _count(value: int | None) -> str:
    return "-" if value is None else str(value)


def _word(value: Value, language: str) -> str:
    return value[language] if isinstance(value, Text) else str(value or "")


_ALL = Text("alle", "all")
