"""Reading figures on a day: the value or range, how firm it is, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from calculator.domain.money import Range
from calculator.domain.scheme import Condition, Payment, Scheme, Text
from calculator.domain.source import STATUS_RANK, Confidence, Figure, Series, Status, pick

_CONFIDENCE_RANK = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


class NotPublishedError(LookupError):
    """A figure that the amount needs is not published for the day; ``name`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


#: What is missing where a rate goes by the kind of a landscape element and its measure lies on a parcel, which has none.
NO_ELEMENT = "elements"


class FactMissingError(LookupError):
    """A fact that the amount needs is not in the profile; ``paths`` says which."""

    def __init__(self, *paths: str) -> None:
        super().__init__(", ".join(paths))
        self.paths = paths


@dataclass(slots=True)
class Reading:
    """Reads the figures of one payment on one day and remembers every figure it used."""

    figures: Mapping[str, Series]
    day: date
    key: str = ""
    used: list[Figure] = field(default_factory=list)

    @classmethod
    def of(cls, payment: Payment, day: date, key: str = "") -> Reading:
        """A reading of the payment's figures; ``key`` picks from keyed figures (a region)."""
        return cls(payment.figures, day, key)

    def figure(self, name: str) -> Figure | None:
        """The firmest usable figure of the name, remembered as used, or None."""
        series = self.figures.get(name)
        found = series.on(self.day) if series else None
        if found is not None and all(found is not u for u in self.used):
            self.used.append(found)
        return found

    def euros(self, name: str, key: str | None = None) -> Range:
        """The figure as a range in its own unit; raises NotPublishedError where there is none."""
        value = self.optional(name, key)
        if value is None:
            raise NotPublishedError(name)
        return value

    def optional(self, name: str, key: str | None = None) -> Range | None:
        """As ``euros``, but None where there is none."""
        found = self.figure(name)
        if found is None:
            return None
        wanted = self.key if key is None else key
        value = pick(found.values, wanted)
        if value is not None:
            return _exactly(value)
        low, high = pick(found.low, wanted), pick(found.high, wanted)
        if low is not None and high is not None:
            return Range(Fraction(low), Fraction(low), Fraction(high))
        return None

    def bound(self, name: str, key: str | None = None) -> Range | None:
        """As ``optional`` of what limits a payment; unknown is not that there is none.

        Raises NotPublishedError where the rules have one in force of which nobody published the number, or not for this key.
        """
        found = self.optional(name, key)
        series = self.figures.get(name)
        if found is None and series is not None and series.known_on(self.day) is not None:
            raise NotPublishedError(name)
        return found

    def rest_on(self, scheme: Scheme, payment: Payment) -> None:
        """What the conditions of a payment hold facts against counts as used: what meets them rests on it."""
        for condition in (*scheme.conditions, *payment.conditions):
            name = condition.arguments.get("figure")
            if name is not None:
                self.figure(str(name))

    def assumed_bounds(self, scheme: Scheme, payment: Payment) -> tuple[Text, ...]:
        """Per condition whose figure was used and is assumed: that it is. The status of a line speaks of its tariff."""
        asked = [c for c in (*scheme.conditions, *payment.conditions) if "figure" in c.arguments]
        return tuple(_not_for_this_year(c) for c in asked if self._rests_on_assumed(c))

    def _rests_on_assumed(self, condition: Condition) -> bool:
        series = self.figures.get(str(condition.arguments["figure"]))
        found = series.on(self.day) if series else None
        return found is not None and found.status is Status.ASSUMED and any(found is u for u in self.used)

    def status(self) -> Status:
        """The least firm status of all figures used."""
        return max((f.status for f in self.used), key=STATUS_RANK.__getitem__, default=Status.DEFINITIVE)

    def confidence(self) -> Confidence:
        """The lowest confidence of all figures used."""
        return max(
            (f.confidence for f in self.used), key=_CONFIDENCE_RANK.__getitem__, default=Confidence.HIGH
        )

    def source_ids(self) -> tuple[str, ...]:
        """The sources of all figures used, in order of use."""
        return tuple(dict.fromkeys(s for f in self.used for s in f.sources))


def keys_on(payment: Payment, day: date) -> set[str]:
    """The classes of which a payment publishes a figure for the day."""
    usable = (figure for series in payment.figures.values() if (figure := series.on(day)))
    return {key for figure in usable for values in (figure.values, figure.high) for key in values} - {""}


def _not_for_this_year(condition: Condition) -> Text:
    said = condition.text
    return Text(
        nl=f"De drempel van deze voorwaarde is niet voor dit jaar gepubliceerd maar aangenomen: {said.nl}.",
        en=f"The threshold of this condition is not published for this year but assumed: {said.en}.",
    )


@lru_cache(maxsize=16_384)
def _exactly(value: Decimal) -> Range:
    return Range.exactly(Fraction(value))
