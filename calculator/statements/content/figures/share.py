"""The landscape share as a bar against the national goals of 2030 and 2050, laid out in drawing units."""

from __future__ import annotations

from decimal import Decimal

from calculator.statements.award.reading import inner, number
from calculator.statements.content.blocks import Goal, Share
from calculator.statements.content.figures.bars import WIDTH
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import rules

#: National goals for green-blue landscape elements (Aanvalsplan Landschapselementen, 2022): year and share of the land.
GOALS = ((2030, Decimal("0.05")), (2050, Decimal("0.10")))
_LEFT = 8.0
_FAR = WIDTH - 70.0


def share_of(paper: Paper) -> Share | None:
    """The picture, or None where the share is unknown."""
    value = number(inner(paper.award, "landscape_share"), "value")
    if value is None or value < 0:
        return None
    voice = paper.voice
    # A farm with more than twelve percent makes the scale longer, never the bar shorter.
    scale = (_FAR - _LEFT) / float(max(Decimal("0.12"), value))
    said = voice.percent(value)
    return Share(
        caption=voice.say(rules.SHARE_CAPTION),
        said=voice.say(rules.SHARE_PICTURE, share=said),
        label=said,
        left=_LEFT,
        length=round(float(value) * scale, 2),
        width=_FAR - _LEFT,
        goals=tuple(
            Goal(
                round(_LEFT + float(goal) * scale, 2),
                f"{voice.percent(goal)} · {voice.say(rules.SHARE_GOAL, year=year)}",
            )
            for year, goal in GOALS
        ),
    )
