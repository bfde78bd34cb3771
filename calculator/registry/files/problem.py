"""What is wrong with a rule file: where, what, and what to do about it, in Dutch and English.

Bad content is a value and never an exception, so that everything that is wrong is told at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from calculator.domain.scheme import Text


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One thing that is wrong in a rule file; ``file`` is relative to the rules folder, ``line`` counts from 1."""

    file: str
    line: int
    message: Text
    remedy: Text

    def text(self, language: str = "nl") -> str:
        """``file:line: message`` with the remedy on the next line."""
        return f"{self.file}:{self.line}: {self.message[language]}\n    {self.remedy[language]}"

    def __str__(self) -> str:
        return self.text("nl")


def in_order(problems: Iterable[RuleProblem]) -> tuple[RuleProblem, ...]:
    """By file and line, each problem once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.message.nl)))


@dataclass(slots=True)
class Findings:
    """What is wrong in one file, gathered while it is read."""

    file: str
    problems: list[RuleProblem] = field(default_factory=list)

    def wrong(self, line: int, message: Text, remedy: Text) -> None:
        """Note one problem of this file."""
        self.problems.append(RuleProblem(self.file, line, message, remedy))


def nearest(written: str, known: Iterable[str]) -> Text:
    """A remedy for a word that is not known: the nearest known one, or all of them when there are few."""
    choices = sorted(known)
    near = difflib.get_close_matches(written, choices, n=1, cutoff=0.6)
    if near:
        return Text(nl=f"bedoelt u `{near[0]}`?", en=f"did you mean `{near[0]}`?")
    if not choices:
        return Text(nl="hier is nog niets bekend", en="nothing is known here yet")
    listed = ", ".join(choices[:24]) + (" ..." if len(choices) > 24 else "")
    return Text(nl=f"kies uit: {listed}", en=f"choose from: {listed}")
