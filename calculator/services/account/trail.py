"""Who saw and changed what, for the farmer; and whether the log is whole, for whoever keeps the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor
from calculator.store import Database
from calculator.store.accounts import users
from calculator.store.records import audit


@dataclass(frozen=True, slots=True)
class Step:
    """One line: when, who (absent where the account is gone), which organisation, what.

    The organisation is the one for which somebody acted; where it was the farmer (``own``) the one that it is about.
    """

    at: str
    who: str | None
    organisation: str | None
    action: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether the log is whole; ``broken_at`` is the number of the first entry that is not as it was written."""

    entries: int
    head: str
    broken_at: int | None

    @property
    def whole(self) -> bool:
        """No entry was changed, removed, or put in between."""
        return self.broken_at is None


def of_farm(database: Database, actor: Actor, farm: str, *, now: datetime, today: date) -> list[Step]:
    """What happened to a farm of one's own, newest first; raises FarmUnknown and NotAllowed."""
    with database.transaction() as unit:
        rights.require(unit, actor, farm, Action.TRAIL, now=now, today=today)
        entries = audit.of_farm(unit, farm)
        names = users.names(unit, {entry.actor for entry in entries})
    own = actor.user.public_id
    return [Step(e.at, names.get(e.actor), e.organisation, e.action, e.actor == own) for e in entries]


def verify(database: Database, noted: tuple[int, str] | None = None) -> Finding:
    """Walk the whole chain. ``noted`` is an end that was written down elsewhere before: it must still be in it."""
    with database.transaction() as unit:
        number, end = audit.head(unit)
        before, count = audit.GENESIS, 0
        for entry, kept in audit.sealed(unit):
            count += 1
            told = noted is not None and noted[0] == count and noted[1] != kept
            if entry.sequence != count or entry.previous != before or entry.seal() != kept or told:
                return Finding(count, end, count)
            before = kept
    cut = count != number or before != end or (noted is not None and noted[0] > count)
    return Finding(count, end, count + 1 if cut else None)
