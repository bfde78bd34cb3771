"""Stacked bars per year by payer, laid out in drawing units; the template only draws what stands here."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.statements.award.reading import PaidLine
from calculator.statements.content.blocks import Bar, Bars, Slice
from calculator.statements.content.figures.spans import Span, spans
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import words

WIDTH = 640.0
HEIGHT = 190.0
LEFT = 76.0
TOP = 14.0
#: As many fills as can be told apart in black and white; further payers share the last one.
FILLS = 6


def bars_of(paper: Paper) -> Bars | None:
    """The picture, or None where no year pays anything."""
    series = _series(paper)
    # Years without any payment share one place.
    slots = spans(paper, len(paper.years))
    totals = {span: sum(amounts.get(span.years[0], 0) for _, amounts in series) for span in slots}
    highest = max(totals.values(), default=0)
    if highest <= 0:
        return None
    step = _round_step(highest)
    scale = HEIGHT / (-(-highest // step) * step)
    room = (WIDTH - LEFT) / len(totals)
    width = round(min(64.0, room * 0.68), 2)
    bars = tuple(
        _bar(paper, span, series, _Place(index, len(totals), LEFT + room * (index + 0.5), width, scale))
        for index, span in enumerate(totals)
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a bar stands among how many, its middle and width in drawing units, and the height of one cent."""

    index: int
    count: int
    middle: float
    width: float
    scale: float


def _bar(paper: Paper, span: Span, series: list[tuple[str, dict[int, int]]], place: _Place) -> Bar:
    foot, slices, total = TOP + HEIGHT, [], 0
    for fill, (_, amounts) in enumerate(series):
        # A negative line (a contribution) lowers the total; a picture cannot show it and the table does.
        amount = max(0, amounts.get(span.years[0], 0))
        height = amount * place.scale
        foot -= height
        total += amount
        if height > 0:
            left, upper, high = round(place.middle - place.width / 2, 2), round(foot, 2), round(height, 2)
            slices.append(Slice(left, upper, place.width, high, fill))
    shown = place.count <= 10 or place.index % 5 == 0
    return Bar(
        slices=tuple(slices),
        middle=round(place.middle, 2),
        top=round(foot, 2),
        label=paper.voice.years(list(span.years)) if shown else "",
        total=paper.voice.money(total) if place.count <= 6 and total else "",
    )


def _round_step(highest: int) -> int:
    """A step of 1, 2 or 5 times a power of ten euros that gives at most five lines; never under one euro."""
    power = 100
    while True:
        for factor in (1, 2, 5):
            if highest <= 5 * factor * power:
                return factor * power
        power *= 10


def _said(paper: Paper, series: list[tuple[str, dict[int, int]]], totals: dict[Span, int]) -> str:
    voice = paper.voice
    sentences = []
    for span, total in totals.items():
        year, years = span.years[0], voice.years(list(span.years))
        parts = [f"{name} {voice.money(amounts[year])}" for name, amounts in series if amounts.get(year)]
        if parts and len(totals) <= 6:
            sentences.append(
                voice.say(words.BAR_SAYS, year=year, total=voice.money(total), parts=", ".join(parts))
            )
        else:
            amount = voice.money(total) if span.paid else words.NOTHING
            sentences.append(voice.say(words.BAR_SAYS_SHORT, year=years, total=amount))
    return voice.say(words.BARS_SAY, years=" ".join(sentences))


def payers_by_amount(lines: tuple[PaidLine, ...], paper: Paper) -> list[tuple[str, list[PaidLine]]]:
    """Lines per payer, the largest payer first; equal amounts by name."""
    found: dict[str, list[PaidLine]] = {}
    for line in lines:
        found.setdefault(paper.payer(line), []).append(line)
    return sorted(found.items(), key=lambda item: (-sum(line.amount for line in item[1]), item[0]))
