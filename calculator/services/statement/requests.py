"""What is asked when a statement is asked for, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.statement_life import Life
from calculator.services.award import options
from calculator.services.award.awards import canonical
from calculator.services.award.options import Options
from calculator.services.award.wishes import Typed
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.statement.recipient import in_language, recipient
from calculator.statements.carrying.purposes import Recipient
from calculator.store import Unit
from calculator.store.records import statements

MOST_KEY = 200
MOST_REASON = 500
T = TypeVar("T")
_PLAN = ("effort", "lock", "forbid")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks a statement of, and for whom; ``supersedes`` is the statement that it takes the place of.

    ``effort``, ``lock`` and ``forbid`` are what is set for a plan, in mode advise.
    """

    farm: str
    on: str | None = None
    years: str | None = None
    mode: str | None = None
    language: str = "nl"
    supersedes: str | None = None
    recipient: str = ""
    purpose: str = "farmer"
    effort: str | None = None
    lock: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()

    @property
    def wish(self) -> Typed:
        """What is set for a plan, as it was typed."""
        return Typed(self.effort, self.lock, self.forbid, "/")

    def fingerprint(self) -> str:
        """The same request gives the same text; what is not set for a plan is no part of it."""
        asked = {name: getattr(self, name) for name in self.__slots__ if name not in _PLAN}
        return hashlib.sha256(canonical({**asked, **self.wish.options})).hexdigest()


def read(request: Request, rulebook: Rulebook, today: date) -> tuple[Options, Recipient]:
    """What is asked, and for whom under its name in the language asked for; raises InputProblems with all that is wrong."""
    problems: list[InputProblem] = []
    asked = _kept(problems, lambda: _options(request, rulebook, today))
    reader = _kept(problems, lambda: recipient(request.recipient, request.purpose))
    if asked is None or reader is None:
        raise InputProblems(problems)
    return asked, in_language(reader, rulebook, request.language)


def _kept(problems: list[InputProblem], reading: Callable[[], T]) -> T | None:
    """What is read, or None with its problems put to the others."""
    try:
        return reading()
    except InputProblems as wrong:
        problems += wrong.problems
        return None


def _options(request: Request, rulebook: Rulebook, today: date) -> Options:
    return options.read(
        rulebook,
        on=request.on,
        years=request.years,
        mode=request.mode,
        today=today,
        prefix="/",
        wish=request.wish,
    )


def check_superseded(unit: Unit, request: Request) -> None:
    """Only an issued statement of the same farm can be superseded; raises InputProblems."""
    if request.supersedes is None:
        return
    earlier = statements.find(unit, request.supersedes)
    if earlier is None or earlier.farm != request.farm or earlier.life is not Life.ISSUED:
        raise InputProblems(
            [
                InputProblem(
                    "/supersedes",
                    Text(
                        "Er is geen uitgegeven overzicht van dit bedrijf met dit kenmerk.",
                        "There is no issued statement of this farm with this id.",
                    ),
                    Text("Kies een uitgegeven overzicht.", "Choose an issued statement."),
                )
            ]
        )


def check_key(key: str | None) -> None:
    """Whether a text can be kept as a key; raises InputProblems."""
    if key is not None and (not 0 < len(key) <= MOST_KEY or not all("!" <= sign <= "~" for sign in key)):
        raise InputProblems(
            [
                InputProblem(
                    "Idempotency-Key",
                    Text("Deze sleutel is niet bruikbaar.", "This key cannot be used."),
                    Text(
                        f"Geef 1 tot {MOST_KEY} zichtbare ASCII-tekens, bijvoorbeeld een UUID.",
                        f"Give 1 to {MOST_KEY} visible ASCII signs, such as a UUID.",
                    ),
                )
            ]
        )


def other_request() -> InputProblem:
    """The key stands for something else."""
    return InputProblem(
        "Idempotency-Key",
        Text(
            "Deze sleutel is al gebruikt voor een ander verzoek.",
            "This key was used for another request already.",
        ),
        Text("Geef een nieuwe sleutel, of hetzelfde verzoek.", "Give a new key, or the same request."),
    )


def no_reason() -> InputProblem:
    """A withdrawal says why."""
    return InputProblem(
        "/reason",
        Text("Intrekken kan alleen met een reden.", "Withdrawing needs a reason."),
        Text(
            f"Schrijf er één van hoogstens {MOST_REASON} tekens.",
            f"Write one of at most {MOST_REASON} signs.",
        ),
    )
