"""Who may do what on which farm, in one place.

``require`` gathers and asks ``decide``, which knows no database; it is called inside the transaction that does the work, so
that a mandate revoked a moment ago gives nothing any more. It also writes the log: nobody else has to think of it.

A farmer may do everything with their own farm. An adviser may do what an approved mandate of their organisation says, on
the days it says. Nobody else, an administrator neither, sees a farm. Whoever never had a mandate is told that there is no
such farm; whoever had one is told how it ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from calculator.domain.months import in_full
from calculator.domain.scheme import Text
from calculator.store import Unit
from calculator.store.accounts import mandates
from calculator.store.accounts.mandates import Mandate
from calculator.store.accounts.users import User
from calculator.store.farms import farms
from calculator.store.farms.farms import FarmSummary
from calculator.store.records import audit


class Role(StrEnum):
    """What a person is here for."""

    FARMER = "farmer"
    ADVISER = "adviser"
    PROJECT_GROUP = "project_group"
    REGISTRY_OWNER = "registry_owner"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done with a farm."""

    VIEW = "view"
    EDIT = "edit"
    ISSUE = "issue"
    POPULATION = "population"
    CALCULATE = "calculate"
    COMMENT = "comment"
    SHARE = "share"
    APPROVE = "approve"
    DISCLOSE = "disclose"
    MANDATE = "mandate"
    TRAIL = "trail"
    DELETE = "delete"


#: What a mandate can give. Approving, proving what was withheld, mandates, the log and removing stay with the farmer.
MANDATABLE = (Action.VIEW, Action.EDIT, Action.ISSUE, Action.POPULATION)

#: What whoever may look may do as well: none of it changes the farm, and sharing waits for the farmer.
WITH_VIEW = (Action.CALCULATE, Action.COMMENT, Action.SHARE)

#: How far an API token can reach.
SCOPES = ("farms:read", "farms:write", "statements:write", "scenarios:read", "scenarios:write")

#: The scope an API token needs; what is not listed cannot be done with a token.
TOKEN_SCOPES: Mapping[Action, str] = {
    Action.VIEW: "farms:read",
    Action.EDIT: "farms:write",
    Action.DELETE: "farms:write",
    Action.ISSUE: "statements:write",
    Action.APPROVE: "statements:write",
    Action.DISCLOSE: "statements:write",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person, the organisations they belong to, and the scopes of their token (None: signed in)."""

    user: User
    organisations: frozenset[int] = frozenset()
    scopes: tuple[str, ...] | None = None

    @property
    def role(self) -> Role:
        """What the person is here for."""
        return Role(self.user.role)

    def has_scope(self, scope: str) -> bool:
        """Whether this way of asking reaches so far; a signed-in person is not bound by scopes."""
        return self.scopes is None or scope in self.scopes


@dataclass(frozen=True, slots=True)
class Permit:
    """The farm, and the mandate under which something is done; the owner needs none."""

    farm: FarmSummary
    mandate: Mandate | None = None


class NotAllowed(Exception):  # noqa: N818  it says what happened
    """The person may know of this, but may not do that; ``reason`` says why, ``remedy`` what to do."""

    def __init__(self, reason: Text, remedy: Text) -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(reason.en)


class FarmUnknown(Exception):  # noqa: N818  it says what happened
    """There is no such farm, as far as this person may know."""


def require(
    unit: Unit, actor: Actor, public_id: str, action: Action, *, now: datetime, today: date
) -> Permit:
    """The permit to do that now; raises FarmUnknown and NotAllowed. Everything but an owner's look is logged."""
    if action not in _LOOKING:
        # A mandate that is being revoked at this moment is waited for, and then seen.
        audit.wait_turn(unit)
    permit = allowed(unit, actor, public_id, action, today=today)
    farm = permit.farm
    if permit.mandate is not None or action not in _LOOKING:
        audit.append(
            unit,
            at=now,
            actor=actor.user.public_id,
            action=f"farm.{action}",
            farm=farm.public_id,
            mandate=permit.mandate.public_id if permit.mandate else None,
            organisation=permit.mandate.organisation if permit.mandate else None,
        )
    return permit


def allowed(unit: Unit, actor: Actor, public_id: str, action: Action, *, today: date) -> Permit:
    """As ``require``, of something that is logged when it is done; it neither logs nor waits."""
    farm = farms.find(unit, public_id)
    if farm is None:
        raise FarmUnknown
    held = () if farm.owner_id == actor.user.id else mandates.on_farm(unit, farm.id, actor.organisations)
    return decide(actor, action, farm, held, today)


def reach(actor: Actor, action: Action) -> None:
    """Whether a token reaches so far, where no one farm is concerned; raises NotAllowed."""
    if not actor.has_scope(TOKEN_SCOPES.get(action, "")):
        raise _out_of_scope(action)


def decide(actor: Actor, action: Action, farm: FarmSummary, held: Sequence[Mandate], today: date) -> Permit:
    """As ``require``, of a farm and the mandates that the person's organisations hold or held on it, newest first."""
    owner = farm.owner_id == actor.user.id
    if not owner and (actor.role is not Role.ADVISER or not any(_was_given(m) for m in held)):
        raise FarmUnknown
    reach(actor, action)
    if owner:
        return Permit(farm)
    needed = Action.VIEW if action in WITH_VIEW else action
    if needed not in MANDATABLE:
        raise _for_the_farmer()
    in_force = [mandate for mandate in held if holds(mandate, today)]
    for mandate in in_force:
        if needed in mandate.scope:
            return Permit(farm, mandate)
    raise _beyond(needed) if in_force else _ended(held, today)


def holds(mandate: Mandate, today: date) -> bool:
    """Whether a mandate gives anything on a day."""
    return mandate.status == "approved" and mandate.start <= today < mandate.end


#: What changes nothing.
_LOOKING = (Action.VIEW, Action.TRAIL)


def _was_given(mandate: Mandate) -> bool:
    """A request that was never granted shows nothing of the farm, not even that it is there."""
    ended = mandate.status == "withdrawn" and mandate.decided_at is not None
    return ended or mandate.status in ("approved", "revoked")


def _out_of_scope(action: Action) -> NotAllowed:
    needed = TOKEN_SCOPES.get(action)
    if needed is None:
        return NotAllowed(
            Text("Dit kan niet met een API-sleutel.", "This cannot be done with an API token."),
            Text("Log in en doe het op de pagina zelf.", "Sign in and do it on the page itself."),
        )
    return NotAllowed(
        Text(f"Deze API-sleutel reikt niet tot {needed}.", f"This API token does not reach {needed}."),
        Text("Maak een sleutel met dat bereik.", "Make a token with that scope."),
    )


def _for_the_farmer() -> NotAllowed:
    return NotAllowed(
        Text("Dit mag alleen de boer zelf.", "Only the farmer may do this."),
        Text("Vraag de boer om het te doen.", "Ask the farmer to do it."),
    )


def _beyond(action: Action) -> NotAllowed:
    words = {
        Action.VIEW: Text("bekijken", "viewing"),
        Action.EDIT: Text("wijzigen", "editing"),
        Action.ISSUE: Text("een beloningsoverzicht opmaken", "issuing a statement"),
        Action.POPULATION: Text("meetellen in een scenario", "counting in a scenario"),
    }
    word = words[action]
    return NotAllowed(
        Text(f"Uw machtiging omvat niet: {word.nl}.", f"Your mandate does not include {word.en}."),
        Text("Vraag de boer om een ruimere machtiging.", "Ask the farmer for a wider mandate."),
    )


def _ended(held: Sequence[Mandate], today: date) -> NotAllowed:
    last = next(mandate for mandate in held if _was_given(mandate))
    if last.status == "revoked":
        reason = Text("De boer heeft uw machtiging ingetrokken.", "The farmer has revoked your mandate.")
    elif last.status == "withdrawn":
        reason = Text(
            "Uw organisatie heeft de machtiging beëindigd.", "Your organisation has ended the mandate."
        )
    elif today < last.start:
        day = in_full(last.start)
        reason = Text(f"Uw machtiging gaat pas in op {day.nl}.", f"Your mandate starts on {day.en}.")
    else:
        day = in_full(last.last_day)
        reason = Text(
            f"Uw machtiging liep tot en met {day.nl} en is afgelopen.",
            f"Your mandate ran up to and including {day.en} and has ended.",
        )
    return NotAllowed(
        reason,
        Text(
            "Er is niets veranderd. Vraag de boer om een nieuwe machtiging.",
            "Nothing was changed. Ask the farmer for a new mandate.",
        ),
    )
