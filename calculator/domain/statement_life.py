"""The life of a statement: draft, approved by the farmer, issued, superseded, withdrawn. What cannot be undone is not a step.

An issued statement keeps its bytes, number and check code for ever; superseding or withdrawing says something about it
and changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from calculator.domain.scheme import Text


class Life(StrEnum):
    """Where a statement is in its life."""

    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done with a statement; only the farmer approves, and only an issue supersedes."""

    APPROVE = "approve"
    ISSUE = "issue"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


_AFTER: Mapping[tuple[Life, Step], Life] = {
    (Life.DRAFT, Step.APPROVE): Life.APPROVED,
    (Life.DRAFT, Step.WITHDRAW): Life.WITHDRAWN,
    (Life.APPROVED, Step.ISSUE): Life.ISSUED,
    (Life.APPROVED, Step.WITHDRAW): Life.WITHDRAWN,
    (Life.ISSUED, Step.SUPERSEDE): Life.SUPERSEDED,
    (Life.ISSUED, Step.WITHDRAW): Life.WITHDRAWN,
}

WORDS: Mapping[Life, Text] = {
    Life.DRAFT: Text("concept", "draft"),
    Life.APPROVED: Text("akkoord", "approved"),
    Life.ISSUED: Text("uitgegeven", "issued"),
    Life.SUPERSEDED: Text("vervangen", "superseded"),
    Life.WITHDRAWN: Text("ingetrokken", "withdrawn"),
}

_REFUSED: Mapping[Step, Text] = {
    Step.APPROVE: Text(
        "Alleen een concept kan worden goedgekeurd; dit overzicht is {state}.",
        "Only a draft can be approved; this statement is {state}.",
    ),
    Step.ISSUE: Text(
        "Alleen een overzicht waarmee de boer akkoord is, kan worden uitgegeven; dit is {state}.",
        "Only a statement that the farmer approved can be issued; this one is {state}.",
    ),
    Step.SUPERSEDE: Text(
        "Alleen een uitgegeven overzicht kan worden vervangen; dit is {state}.",
        "Only an issued statement can be superseded; this one is {state}.",
    ),
    Step.WITHDRAW: Text(
        "Dit overzicht kan niet meer worden ingetrokken; het is {state}.",
        "This statement can no longer be withdrawn; it is {state}.",
    ),
}


class ImpossibleStep(Exception):  # noqa: N818  it says what happened
    """The statement is not where that step starts; ``reason`` says where it is."""

    def __init__(self, state: Life, step: Step) -> None:
        self.state, self.step = state, step
        refused, word = _REFUSED[step], WORDS[state]
        self.reason = Text(refused.nl.format(state=word.nl), refused.en.format(state=word.en))
        super().__init__(self.reason.en)


def after(state: Life, step: Step) -> Life:
    """Where a step leads; raises ImpossibleStep."""
    found = _AFTER.get((state, step))
    if found is None:
        raise ImpossibleStep(state, step)
    return found


def possible(state: Life) -> tuple[Step, ...]:
    """The steps that start here, in the order in which they are offered."""
    return tuple(step for step in Step if (state, step) in _AFTER)


def number_of(year: int, sequence: int) -> str:
    """The number as it is printed: ``2026-000017``; sequences of a year count from 1 without a gap."""
    if sequence < 1:
        raise ValueError("a sequence counts from 1")
    return f"{year:04d}-{sequence:06d}"
