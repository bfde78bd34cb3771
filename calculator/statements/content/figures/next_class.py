"""How far the next class of a premium is, in value per hectare and points per goal, and what its premium pays more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal

from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj, cents, inner, number, text
from calculator.statements.award.voice import Voice

_VALUE = Text("{short} per ha", "{short} per ha")
_POINTS = Text("{short} punten {goal}", "{short} points of {goal}")
_AND = Text("{first} en {last}", "{first} and {last}")
_BRINGS = Text(
    "de premie is dan {amount} per jaar hoger; wat u ervoor moet doen of laten, en wat dat kost, is er niet af",
    "the premium is then {amount} a year higher; what you would do or give up for it, and what that costs, is not taken off",
)


def shortage(voice: Voice, to_next: Obj) -> str:
    """``€ 7,16 per ha en 3,9 punten biodiversiteit``; empty where nothing is short."""
    found = tuple(_parts(voice, to_next))
    if len(found) < 2:
        return "".join(found)
    return voice.say(_AND, first=", ".join(found[:-1]), last=found[-1])


def brings(voice: Voice, to_next: Obj) -> str:
    """What the premium of that class pays more in a year; empty where nobody knows, as in statements of before."""
    amount = cents(to_next, "brings_eur")
    return voice.say(_BRINGS, amount=voice.money(amount)) if amount and amount > 0 else ""


def _parts(voice: Voice, to_next: Obj) -> Iterator[str]:
    value = number(to_next, "value_per_ha")
    if value:
        yield voice.say(_VALUE, short=voice.rate(value.quantize(Decimal("0.01"), ROUND_CEILING)))
    for goal, entry in inner(to_next, "points").items():
        points = number(entry, "short") if isinstance(entry, Mapping) else None
        if points:
            name = text(entry, "name", voice.language) if isinstance(entry, Mapping) else ""
            yield voice.say(_POINTS, short=voice.points(points, short=True), goal=(name or goal).lower())
