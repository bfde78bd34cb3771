"""Batches of any kind, as whoever asked for them sees them: which farms may be in one, how far it is, and stopping it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from calculator.domain.scheme import Text
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, FarmUnknown, NotAllowed
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, Unit
from calculator.store.accounts import organisations, users
from calculator.store.background import batches
from calculator.store.background.batches import Batch, BatchKind, BatchState, Item

MOST_FARMS = 2_000

NO_FARM = Text(
    "Dit bedrijf bestaat niet, of u mag het niet zien.", "There is no such farm, or you may not see it."
)
_LEAVE_OUT = Text("Laat het weg.", "Leave it out.")

#: What a token must reach to stop a batch of a kind.
_STOPS = {BatchKind.STATEMENTS: Action.ISSUE, BatchKind.RESULTS: Action.VIEW}


@dataclass(frozen=True, slots=True)
class Turn:
    """A few farms of a batch, those that come after them, and what was begun for these while others were finished."""

    items: Sequence[Item]
    following: Sequence[Item] = ()
    begun: object = None


def once(farm_ids: Sequence[str]) -> list[str]:
    """Each farm once, in the order given; raises InputProblems where there are none or too many."""
    unique = list(dict.fromkeys(farm_ids))
    if not 0 < len(unique) <= MOST_FARMS:
        raise InputProblems(
            [
                InputProblem(
                    "/farms",
                    Text("Kies minstens één bedrijf.", "Choose at least one farm."),
                    Text(
                        f"Een reeks heeft 1 tot {MOST_FARMS} bedrijven.",
                        f"A batch has 1 to {MOST_FARMS} farms.",
                    ),
                )
            ]
        )
    return unique


def allowed(
    unit: Unit, actor: Actor, farm_ids: Sequence[str], action: Action, *, now: datetime, today: date
) -> list[tuple[str, str]]:
    """Those farms with their names; raises InputProblems that name every one with which that may not be done."""
    problems: list[InputProblem] = []
    found: list[tuple[str, str]] = []
    for place, farm in enumerate(farm_ids):
        try:
            permit = rights.require(unit, actor, farm, action, now=now, today=today)
            found.append((farm, permit.farm.name))
        except FarmUnknown:
            problems.append(InputProblem(f"/farms/{place}", NO_FARM, _LEAVE_OUT))
        except NotAllowed as refusal:
            problems.append(InputProblem(f"/farms/{place}", refusal.reason, refusal.remedy))
    if problems:
        raise InputProblems(problems)
    return found


def opened(
    database: Database, actor: Actor, public_id: str, kind: BatchKind | None = BatchKind.STATEMENTS
) -> Batch:
    """A batch of the person's own, of that kind or (None) of any.

    Raises FarmUnknown, and NotAllowed for a token that does not reach so far.
    """
    rights.reach(actor, Action.VIEW)
    with database.transaction() as unit:
        found = batches.find(unit, public_id)
        if found is None or found.actor != actor.user.public_id or kind not in (None, found.kind):
            raise FarmUnknown
        return found


def listed(database: Database, actor: Actor, kind: BatchKind = BatchKind.STATEMENTS) -> list[Batch]:
    """The batches of the person, newest first; raises NotAllowed."""
    rights.reach(actor, Action.VIEW)
    with database.transaction() as unit:
        return batches.of_actor(unit, actor.user.public_id, kind)


def progress(
    database: Database, actor: Actor, public_id: str, kind: BatchKind | None = BatchKind.STATEMENTS
) -> tuple[Batch, list[Item]]:
    """How far a batch of the person's own is, farm by farm; raises FarmUnknown."""
    batch = opened(database, actor, public_id, kind)
    with database.transaction() as unit:
        return batch, batches.items(unit, batch)


def cancel(
    database: Database,
    actor: Actor,
    public_id: str,
    now: datetime,
    kind: BatchKind | None = BatchKind.STATEMENTS,
) -> Batch:
    """Stop after the farms under way; what was made stays. Cancelling again changes nothing."""
    batch = opened(database, actor, public_id, kind)
    rights.reach(actor, _STOPS[batch.kind])
    with database.transaction() as unit:
        batches.end(unit, batch, BatchState.CANCELLED, now)
    return opened(database, actor, public_id, kind)


def asker(unit: Unit, batch: Batch) -> Actor:
    """Whoever asked for it, as they are now: read for each farm, since a batch outlasts a place in a firm.

    Raises FarmUnknown where they may not sign in any more.
    """
    user = users.by_public_id(unit, batch.actor)
    if user is None or user.disabled:
        raise FarmUnknown
    return Actor(user, organisations.ids_of(unit, user.id))
