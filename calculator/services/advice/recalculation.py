"""One farm calculated anew: its result, and how much of the difference with the earlier one the rules have brought.

Compared is the first year of each: what a year pays under the rules of then and under those of now. Whole terms would mix in
that a term moved on, past the end of a legal basis.

Rules and profile may both have changed since. What the rules brought is the difference that is left when today's profile
is calculated under the rules of then; the rest is the profile's. Where the rules of then cannot be had back, neither is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

from calculator.domain.dutch_day import dutch_day
from calculator.domain.rulebook import Rulebook
from calculator.registry.words import diff
from calculator.services import faults
from calculator.services.award import as_json as award_json
from calculator.services.award import awards
from calculator.services.award import summary as result_summary
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.profile.first_problem import first_problem
from calculator.services.registry import rulebooks
from calculator.services.statement.drawing import Failed
from calculator.services.statement.workers import Question
from calculator.store.farms.results import Result

MODE = "managed"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The earlier result that a new one is compared with; ``recorded`` is the day on which its rules were known so."""

    on: date
    digest: str
    recorded: date
    revision: int
    years: int
    amounts: Mapping[int, int]
    schemes: tuple[str, ...]

    @property
    def first(self) -> int:
        """What its first year pays, in cents."""
        return self.amounts[min(self.amounts)]

    @property
    def kept(self) -> dict[str, object]:
        """As it is kept beside the new result."""
        return {
            "on": self.on.isoformat(),
            "digest": self.digest,
            "recorded": self.recorded.isoformat(),
            "revision": self.revision,
            "years": self.years,
            "amounts": {str(year): amount for year, amount in self.amounts.items()},
            "schemes": list(self.schemes),
        }


@dataclass(frozen=True, slots=True)
class Recalculation:
    """A profile at a revision, and the last result of it."""

    question: Question
    revision: int
    last: Result | None


@dataclass(frozen=True, slots=True)
class Calculated:
    """The summary, the rules it rests on, and what it is compared with (None: there was nothing under other rules)."""

    summary: Mapping[str, object]
    digest: str
    earlier: Mapping[str, object] | None


def recalculate(asked: Recalculation) -> Calculated | Failed:
    """The farm under our own rules; what is wrong with one farm is a value."""
    question = asked.question
    try:
        rulebook = rulebooks.current()
        found = _award(rulebook, question, question.on)
        english = award_json.to_json(found.value, rulebook, language="en")
        files = _files(rulebook.digest)
        summary = result_summary.of(found.award, english, question.document, rulebook, files, question.on)
        then = baseline(asked.last, rulebook.digest, question.on)
        earlier = None if then is None else _compared(asked, then, summary, rulebook)
    except InputProblems as wrong:
        return Failed(first_problem(wrong, rulebooks.current(), question.document))
    except CannotComplete as stop:
        return Failed(stop.reason)
    except Exception as fault:  # noqa: BLE001  whatever goes wrong with one farm is told of that farm
        return Failed(faults.noted("a farm could not be computed anew", fault))
    return Calculated(summary, rulebook.digest, earlier)


def baseline(last: Result | None, digest: str, on: date) -> Baseline | None:
    """The last result, where its rules or day are others; else the one that this last one was compared with."""
    if last is None:
        return None
    if (last.digest, last.on) == (digest, on):
        return None if last.earlier is None else read(last.earlier)
    summary = result_summary.read(last.summary)
    return Baseline(
        last.on,
        last.digest,
        dutch_day(last.computed_at),
        last.revision,
        last.years,
        summary.years,
        tuple(sorted(summary.schemes)),
    )


def read(kept: Mapping[str, object]) -> Baseline:
    """A baseline back from where it was kept."""
    numbers = cast("Mapping[str, int]", kept)
    return Baseline(
        date.fromisoformat(str(kept["on"])),
        str(kept["digest"]),
        date.fromisoformat(str(kept["recorded"])),
        numbers["revision"],
        numbers["years"],
        {int(year): amount for year, amount in cast("Mapping[str, int]", kept["amounts"]).items()},
        tuple(str(scheme) for scheme in cast("list[object]", kept["schemes"])),
    )


def _compared(
    asked: Recalculation, then: Baseline, summary: Mapping[str, object], rulebook: Rulebook
) -> dict[str, object]:
    question, now = asked.question, result_summary.read(summary)
    same = (then.revision, then.years) == (asked.revision, question.years)
    # The profile of today under the rules of then; where nothing else changed, that is known already.
    between = then.first if same else _under(then, question, rulebook)
    after = now.years[min(now.years)]
    concerned = now.schemes | set(then.schemes)
    changes = [
        {"nl": f"{change.name.nl}: {change.text.nl}", "en": f"{change.name.en}: {change.text.en}"}
        for change in diff.changes(rulebook, *sorted((then.on, question.on)))
        if change.subject in concerned
    ]
    return {
        **then.kept,
        "year": min(now.years),
        "before": then.first,
        "after": after,
        "by_rules": None if between is None else after - between,
        "by_profile": None if between is None else between - then.first,
        "corrected": then.digest != rulebook.digest,
        "changes": changes,
    }


def _under(then: Baseline, question: Question, rulebook: Rulebook) -> int | None:
    try:
        rules = rulebook if then.digest == rulebook.digest else rulebooks.as_recorded(then.recorded, "/on")
        if rules.digest != then.digest:
            return None
        found = _award(rules, question, then.on)
    except (InputProblems, CannotComplete):
        # What was sound then may be refused today: the difference is told without saying whose it is.
        return None
    amounts = result_summary.by_year(found.award)
    return amounts[min(amounts)]


def _award(rulebook: Rulebook, question: Question, on: date) -> awards.AwardResult:
    return awards.compute(rulebook, question.document, on=on, years=question.years, mode=MODE, language="nl")


@lru_cache(maxsize=2)
def _files(digest: str) -> Mapping[str, bytes]:
    return rulebooks.rule_files(digest)
