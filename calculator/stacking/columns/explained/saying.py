"""What is said of payments, by number: refusals and open questions without their place and year, and activities that wait.

A path that names the place itself, and words that repeat it, say ``unit`` instead: so one saying serves every place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.claim import OpenQuestion, Refusal
from calculator.domain.scheme import Text
from calculator.eligibility.subject import Waiting

#: Stands in the path of a question for the place that it is asked of.
UNIT = "unit."


@dataclass(slots=True)
class Sayings:
    """Refusals without their place and year, by number."""

    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    all: list[Refusal] = field(default_factory=list)

    def of(self, refusal: Refusal) -> int:
        """The number of what it says."""
        short, remedy = refusal.shortfall, refusal.remedy
        key = (
            refusal.scheme, refusal.payment, refusal.reason.nl, refusal.formula, short and short.nl, remedy and remedy.nl,
            id(refusal.source),
        )  # fmt: skip
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.all)
            self.all.append(replace(refusal, place="", year=0))
        return found


@dataclass(slots=True)
class Questions:
    """Open questions without place, year and amount, by number."""

    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    all: list[OpenQuestion] = field(default_factory=list)

    def of(self, question: OpenQuestion) -> int:
        """The number of what it asks."""
        own = f"{question.place}."
        paths = tuple([UNIT + p[len(own) :] if p.startswith(own) else p for p in question.paths])
        key = (
            question.scheme,
            question.payment,
            tuple([t.nl for t in question.missing]),
            question.paths,
            paths,
        )
        found = self.known.get(key)
        if found is None:
            missing = question.missing
            for path, said in zip(question.paths, paths, strict=True):
                if path != said:
                    missing = tuple(Text(t.nl.replace(path, said), t.en.replace(path, said)) for t in missing)
            bare = replace(question, place="", year=0, missing=missing, paths=paths, could_pay_cents=None)
            alike = (bare.scheme, bare.payment, tuple([t.nl for t in bare.missing]), bare.paths)
            found = self.known.get(alike)
            if found is None:
                found = self.known[alike] = len(self.all)
                self.all.append(bare)
            self.known[key] = found
        return found


@dataclass(frozen=True, slots=True)
class Waits:
    """An activity that is open on land: per unit of the piece its hectares (None: unknown), its points and value per hectare."""

    question: int
    scheme: str
    name: Text
    each: Fraction | None
    points: Mapping[str, Fraction] | None
    value: Fraction | None


@dataclass(slots=True)
class Waitings:
    """Activities that wait, by number."""

    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    all: list[Waits] = field(default_factory=list)

    def of(self, waiting: Waiting, question: int, quantity: Fraction) -> int:
        """The number of an activity that waits on a piece of that size, with the question that it asks."""
        each = None if waiting.hectares is None else Fraction(waiting.hectares) / quantity
        key = (question, each, id(waiting.points), waiting.value)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.all)
            self.all.append(
                Waits(question, waiting.scheme, waiting.name, each, waiting.points, waiting.value)
            )
        return found


def bits(years: Sequence[int], first: int) -> int:
    """A bit per year, the first of the horizon lowest."""
    return sum(1 << (year - first) for year in years)
