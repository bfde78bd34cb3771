"""Stacked bars per year by payer, laid out in drawing units; the template only draws what stands here."""

from __future__ import annotations

from calculator.statements import words
from calculator.statements.blocks import Bar, Bars, Slice
from calculator.statements.paper import Paper
from calculator.statements.reading import PaidLine

WIDTH = 640.0
HEIGHT = 190.0
LEFT = 76.0
TOP = 14.0
#: As many fills as can be told apart in black and white; further payers share the last one.
FILLS = 6


def bars_of(paper: Paper) -> Bars | None:
    """The picture, or None where no year pays anything."""
    series = _series(paper)
    totals = {year: sum(amounts.get(year, 0) for _, amounts in series) for year in paper.years}
    highest = max(totals.values(), default=0)
    if highest <= 0:
        return None
    step = _round_step(highest)
    scale = HEIGHT / (-(-highest // step) * step)
    room = (WIDTH - LEFT) / len(totals)
    width = round(min(64.0, room * 0.68), 2)
    bars = tuple(
        _bar(paper, year, series, LEFT + room * (index + 0.5), width, scale)
        for index, year in enumerate(totals)
    )
    return Bars(
        caption=paper.voice.say(words.BARS_CAPTION),
        said=_said(paper, series, totals),
        bars=bars,
        ticks=tuple(
            (
                round(TOP + HEIGHT - amount * scale, 2),
                paper.voice.money(amount).removesuffix(",00").removesuffix(".00"),
            )
            for amount in range(0, -(-highest // step) * step + 1, step)
        ),
        legend=tuple((fill, name) for fill, (name, _) in enumerate(series)),
    )


def _series(paper: Paper) -> list[tuple[str, dict[int, int]]]:
    by_payer: dict[str, dict[int, int]] = {}
    for line in paper.lines:
        amounts = by_payer.setdefault(paper.payer(line), {})
        amounts[line.year] = amounts.get(line.year, 0) + line.amount
    ranked = sorted(by_payer.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    ranked = [(name, amounts) for name, amounts in ranked if any(amounts.values())]
    if len(ranked) <= FILLS:
        return ranked
    rest = ranked[FILLS - 1 :]
    together = {year: sum(amounts.get(year, 0) for _, amounts in rest) for year in paper.years}
    return [*ranked[: FILLS - 1], (paper.voice.say(words.OTHERS, count=len(rest)), together)]


def _bar(
    paper: Paper,
    year: int,
    series: list[tuple[str, dict[int, int]]],
    middle: float,
    width: float,
    scale: float,
) -> Bar:
    foot, slices, total = TOP + HEIGHT, [], 0
    for fill, (_, amounts) in enumerate(series):
        # A negative line (a contribution) lowers the total; a picture cannot show it and the table does.
        amount = max(0, amounts.get(year, 0))
        height = amount * scale
        foot -= height
        total += amount
        if height > 0:
            left, upper, high = round(middle - width / 2, 2), round(foot, 2), round(height, 2)
            slices.append(Slice(left, upper, width, high, fill))
    count = len(paper.years)
    shown = count <= 15 or (year - paper.years[0]) % 5 == 0
    return Bar(
        slices=tuple(slices),
        middle=round(middle, 2),
        top=round(foot, 2),
        label=str(year) if shown else "",
        total=paper.voice.money(total) if count <= 6 else "",
    )


def _round_step(highest: int) -> int:
    """A step of 1, 2 or 5 times a power of ten euros that gives at most five lines; never under one euro."""
    power = 100
    while True:
        for factor in (1, 2, 5):
            if highest <= 5 * factor * power:
                return factor * power
        power *= 10


def _said(paper: Paper, series: list[tuple[str, dict[int, int]]], totals: dict[int, int]) -> str:
    voice = paper.voice
    sentences = []
    for year, total in totals.items():
        parts = [f"{name} {voice.money(amounts[year])}" for name, amounts in series if amounts.get(year)]
        if parts and len(totals) <= 6:
            sentences.append(
                voice.say(words.BAR_SAYS, year=year, total=voice.money(total), parts=", ".join(parts))
            )
        else:
            sentences.append(voice.say(words.BAR_SAYS_SHORT, year=year, total=voice.money(total)))
    return voice.say(words.BARS_SAY, years=" ".join(sentences))


def payers_by_amount(lines: tuple[PaidLine, ...], paper: Paper) -> list[tuple[str, list[PaidLine]]]:
    """Lines per payer, the largest payer first; equal amounts by name."""
    found: dict[str, list[PaidLine]] = {}
    for line in lines:
        found.setdefault(paper.payer(line), []).append(line)
    return sorted(found.items(), key=lambda item: (-sum(line.amount for line in item[1]), item[0]))
