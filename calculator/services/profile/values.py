"""Reading one value of a document at its place, and collecting what is wrong instead of stopping at it.

Every reader takes a place (or None, where the key is absent) and answers the value, or None where it is
absent or wrong; what is wrong is then among the findings. Absent and JSON ``null`` are the same: unknown.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.quantity import plain
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import Text
from calculator.registry.files.shapes import parse_month_day
from calculator.services.errors import InputProblem
from calculator.services.profile import words

_MACHINE = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMMA = re.compile(r"[0-9]{1,3}(\.?[0-9]{3})*,[0-9]+")
YES_NO = {"yes": True, "no": False, "ja": True, "nee": False}

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)


class Findings:
    """What is wrong so far. Looking for a near word is slow, so only the first problems get one."""

    def __init__(self) -> None:
        self.problems: list[InputProblem] = []
        self._searches = 300

    def add(self, pointer: str, said: words.Words) -> None:
        """Note one problem."""
        self.problems.append(InputProblem(pointer, said[0], said[1]))

    def nearest(self, word: str, options: Sequence[str]) -> str | None:
        """The option that looks most like the word, or None; one that begins with it goes first: it was not finished."""
        if self._searches == 0:
            return None
        self._searches -= 1
        lowered, start = {option.casefold(): option for option in options}, word.casefold()[:80]
        begun = sorted(x for x in lowered if len(start) > 3 and x.startswith(start))
        near = begun or difflib.get_close_matches(start, lowered, 1, 0.6)
        return lowered[near[0]] if near else None


@made_quickly
@dataclass(frozen=True, slots=True)
class Place:
    """A value, the JSON pointer to it, and where to note what is wrong with it."""

    value: object
    pointer: str
    findings: Findings

    def wrong(self, said: words.Words) -> None:
        """Note that the value is wrong."""
        self.findings.add(self.pointer, said)

    def below(self, step: str | int, value: object) -> Place:
        """The value under a key or index of this one."""
        key = str(step).replace("~", "~0").replace("/", "~1")
        return Place(value, f"{self.pointer}/{key}", self.findings)

    def items(self, most: int, what: Text) -> list[Place]:
        """The places in a list; none where it is no list or longer than ``most``."""
        if not isinstance(self.value, list | tuple):
            self.wrong(words.wrong_kind(self.value, "list"))
            return []
        if len(self.value) > most:
            self.wrong(words.too_many(len(self.value), most, what))
            return []
        return [self.below(index, value) for index, value in enumerate(self.value)]


class Fields:
    """The keys of an object: a known key gives a place, an unknown one is noted at once."""

    def __init__(self, place: Place, known: Sequence[str]) -> None:
        self.place = place
        self._values: dict[str, object] = {}
        if not isinstance(place.value, dict):
            place.wrong(words.wrong_kind(place.value, "object"))
            self.readable = False
            return
        self.readable = True
        for key, value in place.value.items():
            if key in known:
                if value is not None:
                    self._values[key] = value
                continue
            name = str(key)
            if name not in known:
                near = place.findings.nearest(name, known)
                place.below(name, value).wrong(words.unknown_key(name, near, known))
            elif value is not None:
                self._values[name] = value

    def get(self, key: str) -> Place | None:
        """The place of the key, or None where it is absent."""
        value = self._values.get(key)
        # A key of ours has no sign that a pointer escapes.
        return None if value is None else Place(value, f"{self.place.pointer}/{key}", self.place.findings)

    def must(self, key: str) -> Place | None:
        """The place of a key that must be there; its absence is noted."""
        if self.readable and key not in self._values:
            self.place.below(key, None).wrong(words.missing(key))
        return self.get(key)

    def present(self) -> Iterator[tuple[str, Place]]:
        """The known keys that are there, in the order of the document."""
        return ((key, self.place.below(key, value)) for key, value in self._values.items())


@dataclass(frozen=True, slots=True)
class Bounds:
    """From ``low`` (itself excluded when ``above``) to ``high`` inclusive, with so many decimals."""

    unit: str
    high: Decimal
    places: int
    low: Decimal = Decimal(0)
    above: bool = False
    why: Text | None = None


def number(place: Place | None, bounds: Bounds) -> Decimal | None:
    """A decimal in machine form within its bounds."""
    if place is None:
        return None
    value = _machine(place)
    if value is None:
        return None
    exponent = value.normalize().as_tuple().exponent
    if value < bounds.low or (bounds.above and value == bounds.low):
        place.wrong(words.too_small(place.value, plain(bounds.low), bounds.unit, above=bounds.above))
    elif value > bounds.high:
        place.wrong(words.too_large(place.value, plain(bounds.high), bounds.unit, bounds.why))
    elif isinstance(exponent, int) and -exponent > bounds.places:
        place.wrong(words.too_precise(place.value, bounds.places, bounds.unit))
    else:
        return abs(value) if value == 0 else value
    return None


def _machine(place: Place) -> Decimal | None:
    value = place.value
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | float):
        place.wrong(words.wrong_kind(value, "number"))
        return None
    # A float from another JSON reader counts as its shortest text: the same up to fifteen digits.
    text = _digits(value)
    if _MACHINE.fullmatch(text):
        return Decimal(text)
    meant = text.replace(".", "").replace(",", ".") if _COMMA.fullmatch(text) else None
    place.wrong(words.bad_number(text, meant))
    return None


def _digits(value: str | int | Decimal | float) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return format(Decimal(value), "f") if value.bit_length() < 80 else "…"
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() and abs(value.adjusted()) < 40 else "…"
    return repr(value)


def whole(place: Place | None, low: int, high: int) -> int | None:
    """A whole number from ``low`` to ``high`` inclusive."""
    found = number(place, Bounds("", Decimal(high), 0, low=Decimal(low)))
    return None if found is None else int(found)


def text(place: Place | None, most: int = 200) -> str | None:
    """A text of 1 to ``most`` printable signs."""
    if place is None:
        return None
    value = place.value
    if not isinstance(value, str):
        place.wrong(words.wrong_kind(value, "text"))
        return None
    if not value or len(value) > most or value != value.strip() or not value.isprintable():
        place.wrong(words.bad_text(value, most))
        return None
    return value


def day(place: Place | None, first: date = FIRST_DAY, last: date = LAST_DAY) -> date | None:
    """A date from ``first`` to ``last`` inclusive, written ``2026-05-15``."""
    if place is None:
        return None
    value = place.value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        place.wrong(words.bad_day(value))
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        # 30 February: written as a date, but none.
        place.wrong(words.bad_day(value))
        return None
    if not first <= found <= last:
        place.wrong(words.day_outside(found, first, last))
        return None
    return found


def month_day(place: Place | None) -> tuple[int, int] | None:
    """A day of any year, written ``10-01``."""
    if place is None:
        return None
    found = parse_month_day(place.value) if isinstance(place.value, str) else None
    if found is None:
        place.wrong(words.bad_month_day(place.value))
    return found


def flag(place: Place | None) -> bool | None:
    """Yes or no: JSON true and false, or the words in Dutch or English."""
    if place is None:
        return None
    value = place.value
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in YES_NO:
        return YES_NO[value.casefold()]
    place.wrong(words.wrong_kind(value, "flag"))
    return None


def choice(place: Place | None, options: Sequence[str]) -> str | None:
    """One of a short closed list."""
    if place is None:
        return None
    value = (
        str(place.value)
        if isinstance(place.value, int) and not isinstance(place.value, bool)
        else place.value
    )
    if isinstance(value, str) and value in options:
        return value
    if not isinstance(value, str):
        place.wrong(words.wrong_kind(value, "text"))
        return None
    place.wrong(words.not_one_of(value, options, place.findings.nearest(value, options)))
    return None


def texts(place: Place | None, most: int, what: Text) -> tuple[str, ...] | None:
    """A list of texts."""
    if place is None:
        return None
    return tuple(found for item in place.items(most, what) if (found := text(item)) is not None)


def years(place: Place | None) -> list[tuple[int, Place]]:
    """The entries of an object whose keys are years, from 1990 to 2100."""
    if place is None:
        return []
    if not isinstance(place.value, dict):
        place.wrong(words.wrong_kind(place.value, "object"))
        return []
    found = []
    for key, value in place.value.items():
        at = place.below(str(key), value)
        year = int(key) if isinstance(key, str) and _YEAR.fullmatch(key) else 0
        if FIRST_DAY.year <= year <= LAST_DAY.year:
            found.append((year, at))
        else:
            at.wrong(words.not_a_year(key))
    return found
