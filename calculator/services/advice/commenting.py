"""What farmer and adviser write to each other about a farm: plain text, with who and when, and nothing more than that."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

from calculator.domain.scheme import Text
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, FarmUnknown, NotAllowed, Permit
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database
from calculator.store.farms import comments
from calculator.store.farms.comments import Comment

MOST_SIGNS = 2_000
#: The same words of the same person again within this are one comment.
PRESSED_TWICE = timedelta(minutes=1)
#: Signs that turn the direction of a text around, so that it reads as something else.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def write(database: Database, actor: Actor, farm: str, text: str, *, now: datetime, today: date) -> None:
    """Keep a comment, once where a button was pressed twice.

    Raises InputProblems, FarmUnknown and NotAllowed, and then nothing is kept.
    """
    said = _plain(text)
    with database.transaction() as unit:
        permit = rights.require(unit, actor, farm, Action.COMMENT, now=now, today=today)
        if not 0 < len(said) <= MOST_SIGNS:
            raise InputProblems([_length()])
        organisation = permit.mandate.organisation if permit.mandate else None
        last = next(iter(comments.of_farm(unit, permit.farm.id, 1)), None)
        same = last is not None and (last.author_id, last.text) == (actor.user.id, said)
        if last is None or not same or now - last.written_at >= PRESSED_TWICE:
            comments.write(unit, permit.farm.id, actor.user.id, organisation, said, now)


def remove(database: Database, actor: Actor, farm: str, comment: str, *, now: datetime, today: date) -> None:
    """Remove one's own comment or, as the farmer, any of the farm; raises FarmUnknown and NotAllowed."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, farm, Action.COMMENT, now=now, today=today)
        found = comments.find(unit, permit.farm.id, comment)
        if found is None:
            raise FarmUnknown
        if not may_remove(found, actor, permit):
            raise NotAllowed(
                Text("Deze opmerking is van een ander.", "This comment is somebody else's."),
                Text("Vraag de schrijver om hem te wissen.", "Ask its author to erase it."),
            )
        comments.remove(unit, comment)


def may_remove(comment: Comment, actor: Actor, permit: Permit) -> bool:
    """Whether the person may remove it."""
    return permit.mandate is None or comment.author_id == actor.user.id


def _plain(text: str) -> str:
    """The text with line breaks of one kind and without signs that nobody types or sees."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c for c in lines if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _TURNING)
    )
    return "".join(kept).strip()


def _length() -> InputProblem:
    return InputProblem(
        "/text",
        Text("Er staat niets, of te veel.", "There is nothing, or too much."),
        Text(f"Schrijf 1 tot {MOST_SIGNS} tekens.", f"Write 1 to {MOST_SIGNS} signs."),
    )
