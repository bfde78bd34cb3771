"""Links that show a result or an issued statement to somebody without an account, for a while, to read and no more.

What a farm earns leaves the service only when its farmer agrees. A link that an adviser makes therefore opens nothing until
the farmer has approved it, and never outlives the mandate. The secret is shown once and kept as a digest.

Of a form that is sent twice at once the browser shows one answer, and nobody knows which: the secret follows from what the form
carries and what is asked on it, so that both answers show the one link that was made.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calculator.domain.scheme import Text
from calculator.domain.statement_life import Life
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, FarmUnknown, NotAllowed
from calculator.services.award import options as award_options
from calculator.services.award.options import Options
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.statement.life import Desk
from calculator.store import Database, Unit
from calculator.store.accounts import mandates
from calculator.store.farms import farms, shares
from calculator.store.farms.farms import FarmSummary
from calculator.store.farms.shares import Share, Wanted
from calculator.store.records import audit, statements
from calculator.store.records.statements import Kept

#: For how many days a link can work.
DAYS = (7, 30, 90)
#: More links than one farm has use for.
MOST_OPEN = 50
#: The same form with the same wish again within this is a button that was pressed twice.
PRESSED_TWICE = timedelta(minutes=1)
#: Signs of what a form carries: 256 random bits.
_CARRIED = 43


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, as typed: who it is for, for how long, an issued statement or (empty) the result of today.

    ``form`` is what the form was given by ``new_form``; without it every wish makes a link.
    """

    recipient: str
    days: str
    statement: str = ""
    years: str = "1"
    form: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a farm, and the statements that one could be made for."""

    farm: FarmSummary
    own: bool
    links: tuple[Share, ...]
    issued: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link shows: a statement with its file, or an award in each language."""

    share: Share
    award: Mapping[str, object] | None
    statement: Kept | None
    pdf: bytes | None


def make(desk: Desk, actor: Actor, farm: str, wish: Wish, language: str) -> str:
    """A new link, one of a button that was pressed twice; answers its secret.

    Raises InputProblems, CannotComplete, FarmUnknown and NotAllowed.
    """
    now, today, secret = desk.now(), desk.today(), _secret(actor, farm, wish)
    with desk.database.transaction() as unit:
        permit = rights.allowed(unit, actor, farm, Action.SHARE, today=today)
        if _made(unit, secret, now):
            return secret
        document = farms.document(unit, permit.farm.id)
        days = _checked(unit, desk, permit.farm, wish, now)
    award = None if wish.statement else _awards(desk, document, _asked(desk, wish, today))
    with desk.database.transaction() as unit:
        audit.wait_turn(unit)
        if _made(unit, secret, now):
            return secret
        if shares.by_secret(unit, secret) is not None:
            secret = secrets.token_urlsafe(32)
        permit = rights.require(unit, actor, farm, Action.SHARE, now=now, today=today)
        shares.sweep(unit, now)
        wanted = Wanted(
            permit.farm.id,
            actor.user.id,
            permit.mandate.organisation_id if permit.mandate else None,
            wish.recipient.strip(),
            language,
            wish.statement or None,
            award,
            now + timedelta(days=days),
            now if permit.mandate is None else None,
        )
        shares.make(unit, wanted, secret, now)
    return secret


def new_form() -> str:
    """What a form carries, so that it makes one link however often it is sent."""
    return secrets.token_urlsafe(32)


def _secret(actor: Actor, farm: str, wish: Wish) -> str:
    if len(wish.form) < _CARRIED:
        return secrets.token_urlsafe(32)
    asked = [
        wish.form,
        actor.user.public_id,
        farm,
        wish.recipient.strip(),
        wish.days,
        wish.statement,
        wish.years,
    ]
    found = hashlib.sha256(json.dumps(asked).encode()).digest()
    return base64.urlsafe_b64encode(found).decode().rstrip("=")


def _made(unit: Unit, secret: str, now: datetime) -> bool:
    found = shares.by_secret(unit, secret)
    return (
        found is not None
        and found.standing(now) in ("open", "waiting")
        and now - found.created_at < PRESSED_TWICE
    )


def listed(database: Database, actor: Actor, farm: str, *, now: datetime, today: date) -> Links:
    """The links of a farm that may be looked at; raises FarmUnknown and NotAllowed."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, farm, Action.VIEW, now=now, today=today)
        issued = [kept for kept in statements.of_farms(unit, [farm]) if kept.life is Life.ISSUED]
        found = tuple(shares.of_farm(unit, permit.farm.id))
    return Links(permit.farm, permit.mandate is None, found, tuple(issued))


def approve(database: Database, actor: Actor, farm: str, link: str, *, now: datetime, today: date) -> None:
    """Let an adviser's link open; only the farmer can. Raises FarmUnknown and NotAllowed."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, farm, Action.APPROVE, now=now, today=today)
        found = shares.find(unit, permit.farm.id, link)
        if found is None or found.standing(now) != "waiting":
            raise FarmUnknown
        shares.approve(unit, found.id, now)
        _note(unit, actor.user.public_id, "share.approve", found, now)


def revoke(database: Database, actor: Actor, farm: str, link: str, *, now: datetime, today: date) -> None:
    """End a link at once: the farmer any of them, an adviser those of the own organisation. Raises as ``approve``."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, farm, Action.SHARE, now=now, today=today)
        found = shares.find(unit, permit.farm.id, link)
        if found is None:
            raise FarmUnknown
        if permit.mandate is not None and found.organisation_id != permit.mandate.organisation_id:
            raise NotAllowed(
                Text("Deze link is niet van uw organisatie.", "This link is not your organisation's."),
                Text("Vraag de boer om hem in te trekken.", "Ask the farmer to revoke it."),
            )
        shares.end(unit, found.id, now)
        _note(unit, actor.user.public_id, "share.revoke", found, now)


def opened(database: Database, secret: str, *, now: datetime, today: date) -> Opened | None:
    """What a secret shows now, and a line in the log of the farm; None for a link that is wrong, waits, or is over."""
    with database.transaction() as unit:
        share = shares.by_secret(unit, secret)
        if share is None or share.standing(now) != "open" or not _still(unit, share, today):
            return None
        kept = None if share.statement is None else statements.find(unit, share.statement)
        if share.statement is not None and (kept is None or kept.life is not Life.ISSUED):
            return None
        _note(unit, f"link:{share.public_id}", "share.open", share, now)
        shares.opened(unit, share.id, now)
        pdf = None if kept is None else statements.pdf(unit, kept.id)
        return Opened(share, shares.award(unit, share.id), kept, pdf)


def _still(unit: Unit, share: Share, today: date) -> bool:
    """Whether the mandate under which it was made holds; a farmer's own link needs none."""
    if share.organisation_id is None:
        return True
    held = mandates.on_farm(unit, share.farm_id, frozenset({share.organisation_id}))
    return any(rights.holds(mandate, today) and Action.VIEW in mandate.scope for mandate in held)


def _asked(desk: Desk, wish: Wish, today: date) -> Options:
    years = wish.years or None
    return award_options.read(desk.rulebook(), on=None, years=years, mode=None, today=today, prefix="/")


def _awards(desk: Desk, document: Mapping[str, object], asked: Options) -> dict[str, object]:
    """The result in both languages: whoever gets the link may read the other one."""
    return {
        language: desk.compute(
            desk.rulebook(),
            document,
            on=asked.on,
            years=asked.years,
            mode=asked.mode,
            language=language,
            wish=asked.wish,
        ).award
        for language in ("nl", "en")
    }


def _checked(unit: Unit, desk: Desk, farm: FarmSummary, wish: Wish, now: datetime) -> int:
    problems: list[InputProblem] = []
    if not wish.statement:
        try:
            _asked(desk, wish, desk.today())
        except InputProblems as wrong:
            problems += wrong.problems
    if not 2 <= len(wish.recipient.strip()) <= 200:
        said = Text("Schrijf voor wie de link is.", "Write whom the link is for.")
        problems.append(
            InputProblem("/recipient", said, Text("In 2 tot 200 tekens.", "In 2 to 200 characters."))
        )
    if wish.days not in {str(days) for days in DAYS}:
        said = Text("Kies hoe lang de link werkt.", "Choose how long the link works.")
        problems.append(InputProblem("/days", said, Text("", "")))
    kept = statements.find(unit, wish.statement) if wish.statement else None
    if wish.statement and (kept is None or kept.farm != farm.public_id or kept.life is not Life.ISSUED):
        said = Text("Dit is geen uitgegeven overzicht.", "This is no issued statement.")
        remedy = Text("Kies er een uit de lijst.", "Choose one from the list.")
        problems.append(InputProblem("/statement", said, remedy))
    alive = [s for s in shares.of_farm(unit, farm.id) if s.standing(now) in ("open", "waiting")]
    if len(alive) >= MOST_OPEN:
        said = Text("Er zijn te veel links voor dit bedrijf.", "There are too many links for this farm.")
        problems.append(InputProblem("", said, Text("Trek er eerst een in.", "Revoke one first.")))
    if problems:
        raise InputProblems(problems)
    return int(wish.days)


def _note(unit: Unit, actor: str, action: str, share: Share, now: datetime) -> None:
    audit.append(
        unit,
        at=now,
        actor=actor,
        action=action,
        farm=share.farm,
        organisation=share.organisation,
        subject=share.public_id,
        detail={"until": share.expires_at.isoformat()},
    )
