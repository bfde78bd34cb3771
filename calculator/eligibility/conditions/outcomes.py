"""What a condition may look at, and what it answers: met, failed (by how much) or cannot be decided (what is missing)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.claim import Claim
from calculator.domain.farm import OF_PLACE, FarmProfile, told, where_told
from calculator.domain.quantity import dutch, plain
from calculator.domain.quickly import made_quickly
from calculator.domain.relation import Relation
from calculator.domain.scheme import Condition, Presence, Text
from calculator.domain.source import Series, pick
from calculator.eligibility.conditions.code_words import Codes
from calculator.eligibility.units import Piece


@made_quickly
@dataclass(frozen=True, slots=True)
class Outcome:
    """``met`` is None where a fact is missing; ``missing`` names the paths; ``shortfall`` says how far off it is.

    ``codes`` are what it is about where that is no number; they are named once somebody reads of it.
    ``awaits`` says what must happen first where no fact is missing: such a condition is never presumed to be met.
    ``presumes`` is of one that holds others: whether one that nothing decides presumes that it is met; None of others.
    """

    met: bool | None
    missing: tuple[str, ...] = ()
    shortfall: Text | None = None
    awaits: Text | None = None
    codes: Codes | None = None
    presumes: bool | None = None

    def presumed(self, condition: Condition) -> bool:
        """Whether the condition, that nothing decides, counts as met."""
        if self.met is not None or self.awaits is not None:
            return False
        return condition.absent is Presence.PRESUME if self.presumes is None else self.presumes


@made_quickly
@dataclass(frozen=True, slots=True)
class Setting:
    """What a condition may look at: the farm, the day, the piece and the quantity claimed there.

    ``claimed`` is what the farm can claim from others in that year and is paid under contract, where the condition looks at
    contracts; ``relations`` are those in force then. ``key`` picks from keyed bounds as from a keyed tariff; where the place does
    not say it it is None, and ``key_asked`` are the paths that would.
    """

    profile: FarmProfile
    day: date
    figures: Mapping[str, Series]
    piece: Piece | None = None
    quantity: Decimal | None = None
    width_m: Decimal | None = None
    claimed: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    key: str | None = ""
    key_asked: tuple[str, ...] = ()

    def own(self, path: str) -> object | None:
        """What the parcel or element itself answers at a path that is none of the farm."""
        return told(self.piece.whole, path) if self.piece and path.startswith(OF_PLACE) else None

    def where(self, path: str) -> str:
        """The path of a fact that is missing, with the place that it is asked of."""
        return where_told(self.piece.place, path) if self.piece and path.startswith(OF_PLACE) else path


MET = Outcome(True)
#: The conditions that hold others.
HOLDING = ("any_of", "all_of")
#: Tests a condition.
Test = Callable[[Condition, Setting], Outcome]


def place_asked(condition: Condition) -> str | None:
    """What the condition asks of the parcel or element: an attribute, or the path of an answer of its own; None of the farm."""
    if "of" in condition.arguments:
        return None  # a mean looks at all places
    named = condition.arguments.get("attribute")
    if named is None:
        named = condition.arguments.get("path")
        if named is None or not str(named).startswith(OF_PLACE):
            return None
    return str(named)


#: Of a number that is said bare.
NO_UNIT = Text("", "")


def compared(kind: str, found: Decimal, bound: Decimal, unit: Text = NO_UNIT) -> Outcome:
    """Whether a number is ``at_least``, ``at_most``, ``above`` or ``below`` a bound, and by how much it is not."""
    met = {
        "at_least": found >= bound,
        "at_most": found <= bound,
        "above": found > bound,
        "below": found < bound,
    }[kind]
    if met:
        return MET
    need = {"at_least": ("minstens", "at least"), "at_most": ("hoogstens", "at most")}.get(
        kind, ("meer dan", "more than") if kind == "above" else ("minder dan", "less than")
    )
    short = abs(bound - found)
    few = ("weinig", "little") if found < bound else ("veel", "much")
    # On a bound that must be passed nothing is too little or too much yet.
    by_nl, by_en = (
        (f" ({dutch(short)}{unit.nl} te {few[0]})", f" ({plain(short)}{unit.en} too {few[1]})")
        if short
        else ("", "")
    )
    return Outcome(
        False,
        shortfall=Text(
            nl=f"{dutch(found)}{unit.nl} waar {need[0]} {dutch(bound)}{unit.nl} nodig is{by_nl}",
            en=f"{plain(found)}{unit.en} where {need[1]} {plain(bound)}{unit.en} is needed{by_en}",
        ),
    )


def texts(value: object) -> tuple[str, ...]:
    """One text or a list of texts as a tuple."""
    if isinstance(value, (list, tuple)):
        return tuple(str(v) for v in value)
    return (str(value),)


def as_text(value: object) -> str:
    """An answer as rules write it: yes and no, or the word itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


#: A number as a person writes one: what else a decimal could be (no number at all, a power of ten) is none.
_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


def as_number(value: object) -> Decimal | None:
    """The fact as a number, or None where it is none."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or value is None:
        return None
    written = str(value)
    return Decimal(written) if _PLAIN.fullmatch(written) else None


def bound_of(condition: Condition, setting: Setting) -> Decimal | None:
    """The bound of a condition: its own value, or a figure of the payment on the day; None where not published."""
    return bound_on(condition, setting.figures, setting.day, setting.key or "")


def bound_by_key(condition: Condition, figures: Mapping[str, Series]) -> bool:
    """Whether the bound of a condition goes by an attribute of the land, so that it is not one for the whole farm."""
    series = figures.get(str(condition.arguments.get("figure")))
    return series is not None and any(key for figure in series.figures for key in figure.values)


def no_bound(condition: Condition, setting: Setting) -> Outcome:
    """That it cannot be decided without the bound: what would pick it is not known, or it is not published."""
    if setting.key is None:
        return Outcome(None, setting.key_asked)
    return Outcome(None, (f"figure:{condition.arguments.get('figure')}",))


def number_and_bound(condition: Condition, setting: Setting) -> tuple[Decimal, Decimal] | Outcome:
    """The fact that a condition names as a number, and its bound; what is missing where either is unknown."""
    path = str(condition.arguments["path"])
    found, bound = as_number(setting.profile.fact(path)), bound_of(condition, setting)
    if found is None:
        found = as_number(setting.own(path))
    if found is None:
        return Outcome(None, (setting.where(path),))
    return (found, bound) if bound is not None else no_bound(condition, setting)


def bound_on(condition: Condition, figures: Mapping[str, Series], day: date, key: str = "") -> Decimal | None:
    """The same, of a payment with these figures on that day; ``key`` picks from keyed ones."""
    if "value" in condition.arguments:
        return as_number(condition.arguments["value"])
    series = figures.get(str(condition.arguments.get("figure")))
    figure = series.on(day) if series else None
    return pick(figure.values, key) if figure else None
