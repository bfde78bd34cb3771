"""Statements under an account: ask for one, approve it, issue it, withdraw it. Each step is one transaction.

A farmer who asks for a statement of their own farm approves it by asking. An adviser makes a draft, and the farmer
approves that very draft: award, profile and language are kept with it and do not change any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from calculator.domain.dutch_day import dutch_day
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.statement_life import ImpossibleStep, Life, Step, after
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, FarmUnknown, Permit
from calculator.services.award.options import Options
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.statement import drawing as statement_drawing
from calculator.services.statement import requests
from calculator.services.statement.drawing import DrawAll, Failed
from calculator.services.statement.issue import NotIssued, Ready, issue
from calculator.services.statement.recipient import named, unknown_to, warning
from calculator.services.statement.requests import (
    MOST_REASON,
    Request,
    check_key,
    check_superseded,
    no_reason,
    other_request,
)
from calculator.statements.carrying.purposes import Recipient
from calculator.store import Database, Unit
from calculator.store.farms import farms
from calculator.store.records import audit, statements
from calculator.store.records.statements import AlreadyAsked, Asked, Kept

#: The option that keeps which names are known, where nothing in a statement is its recipient's own.
UNKNOWN_RECIPIENT = "unknown_recipient"


class Awarded(Protocol):
    """What a calculation answers, as far as a statement keeps it."""

    @property
    def award(self) -> Mapping[str, object]: ...


#: Rulebook, document, and the day, years, mode, wish and language asked for; raises InputProblems and CannotComplete.
Compute = Callable[..., Awarded]


@dataclass(frozen=True, slots=True)
class Desk:
    """What issuing works with: the database, the rules, the calculation, the drawing, and the clock."""

    database: Database
    rulebook: Callable[[], Rulebook]
    compute: Compute
    now: Callable[[], datetime]
    today: Callable[[], date]
    draw_all: DrawAll = statement_drawing.in_turn
    #: What issuing is done within: whoever issues waits for the number and for the file.
    aside: Callable[[], AbstractContextManager[None]] = nullcontext


def ask(desk: Desk, actor: Actor, request: Request, idempotency_key: str | None = None) -> Kept:
    """A statement: issued where the farmer asks, a draft where an adviser does.

    The same key with the same request gives the same statement, and finishes it where an earlier attempt broke off.
    Raises InputProblems, CannotComplete, FarmUnknown and NotAllowed.
    """
    kept = draft(desk, actor, request, idempotency_key)
    with desk.database.transaction() as unit:
        farm = farms.find(unit, kept.farm)
    if farm is None or farm.owner_id != actor.user.id:
        return kept
    if kept.life is Life.DRAFT:
        try:
            kept = approve(desk, actor, kept.public_id)
        except ImpossibleStep:
            # The same request, sent twice at once, was a step ahead.
            kept = opened(desk, actor, kept.public_id)
    return issued(desk, actor, kept.public_id) if kept.life is Life.APPROVED else kept


def draft(desk: Desk, actor: Actor, request: Request, idempotency_key: str | None = None) -> Kept:
    """A draft of the farm as it is now, or the statement that the key already gave; raises as ``ask``."""
    check_key(idempotency_key)
    now, today = desk.now(), desk.today()
    with desk.database.transaction() as unit:
        before = _before(unit, actor, request, idempotency_key)
        if before is not None:
            rights.require(unit, actor, before.farm, Action.VIEW, now=now, today=today)
            return before
        permit = rights.require(unit, actor, request.farm, Action.ISSUE, now=now, today=today)
        document = farms.document(unit, permit.farm.id)
        check_superseded(unit, request)
    asked, reader = requests.read(request, desk.rulebook(), today)
    content, options = _computed(desk, request.language, asked, document, reader)
    wanted = _asked(permit, actor, request, idempotency_key, options, content, reader)
    try:
        with desk.database.transaction() as unit:
            rights.require(unit, actor, request.farm, Action.ISSUE, now=now, today=today)
            kept = statements.draft(unit, wanted, now)
            _log(unit, actor, "draft", kept, now)
            return kept
    except AlreadyAsked:
        # The same request arrived twice at once; the other one was first.
        with desk.database.transaction() as unit:
            before = _before(unit, actor, request, idempotency_key)
        if before is None:
            raise
        return before


def _computed(
    desk: Desk, language: str, asked: Options, document: Mapping[str, object], reader: Recipient
) -> tuple[statements.Content, dict[str, object]]:
    """The award of a document, and the options that are kept beside it; raises InputProblems and CannotComplete."""
    rulebook = desk.rulebook()
    result = desk.compute(
        rulebook,
        document,
        on=asked.on,
        years=asked.years,
        mode=asked.mode,
        wish=asked.wish,
        language=language,
    )
    options: dict[str, object] = {
        "on": asked.on.isoformat(),
        "years": asked.years,
        "mode": asked.mode,
        **asked.wish.options,
    }
    known = unknown_to(result.award, document, reader, rulebook)
    if known is not None:
        options[UNKNOWN_RECIPIENT] = [[name.nl, name.en] for name in known]
    content = statements.Content(document, result.award)
    return content, options


def approve(desk: Desk, actor: Actor, public_id: str) -> Kept:
    """The farmer agrees with a draft as it is; raises FarmUnknown, NotAllowed and ImpossibleStep."""
    return _move(desk, actor, public_id, Step.APPROVE, Action.APPROVE, {})


def withdraw(desk: Desk, actor: Actor, public_id: str, reason: str) -> Kept:
    """Take a statement back, with the reason that whoever checks it will read; raises also InputProblems."""
    said = " ".join(reason.split())
    if not said or len(said) > MOST_REASON:
        raise InputProblems([no_reason()])
    return _move(desk, actor, public_id, Step.WITHDRAW, Action.ISSUE, {"reason": said})


def issued(desk: Desk, actor: Actor, public_id: str) -> Kept:
    """Issue an approved statement, or give it where it is issued already; raises also CannotComplete."""
    now, today = desk.now(), desk.today()
    with desk.database.transaction() as unit:
        kept = _found(unit, actor, public_id, now=now, today=today)
        if kept.life is Life.ISSUED:
            return kept
        after(kept.life, Step.ISSUE)
        ready = Ready(kept, statements.content(unit, kept.id))
    with desk.aside():
        (answer,) = issue(desk.database, actor, [ready], now=now, today=today, draw_all=desk.draw_all)
    if isinstance(answer, NotIssued):
        raise CannotComplete(answer.reason)
    return answer


def opened(desk: Desk, actor: Actor, public_id: str) -> Kept:
    """A statement that the person may see; raises FarmUnknown and NotAllowed."""
    with desk.database.transaction() as unit:
        return _found(unit, actor, public_id, now=desk.now(), today=desk.today())


def file(desk: Desk, actor: Actor, public_id: str) -> tuple[Kept, bytes]:
    """The file exactly as it was issued, or a draft drawn now; raises FarmUnknown, NotAllowed and CannotComplete."""
    with desk.database.transaction() as unit:
        kept = _found(unit, actor, public_id, now=desk.now(), today=desk.today())
        content, pdf = statements.content(unit, kept.id), statements.pdf(unit, kept.id)
    if pdf is not None:
        return kept, pdf
    drawing = statement_drawing.drawing(kept, content, dutch_day(kept.created_at))
    with desk.aside():
        (made,) = desk.draw_all([drawing])
    if isinstance(made, Failed):
        raise CannotComplete(made.reason)
    return kept, made.pdf


def openings(desk: Desk, actor: Actor, public_id: str) -> tuple[Kept, bytes | None]:
    """What proves the values withheld from a statement, for its farmer alone; None before it is issued and where nothing is.

    Raises FarmUnknown and NotAllowed; that they were asked for stands in the log.
    """
    now, today = desk.now(), desk.today()
    with desk.database.transaction() as unit:
        kept = _found(unit, actor, public_id, now=now, today=today)
        rights.require(unit, actor, kept.farm, Action.DISCLOSE, now=now, today=today)
        return kept, statements.openings(unit, kept.id)


def warnings(kept: Kept) -> tuple[Text, ...]:
    """What whoever asked for a statement should look at again."""
    known = kept.options.get(UNKNOWN_RECIPIENT)
    return (warning(kept.recipient, [named(name) for name in known]),) if isinstance(known, list) else ()


def listed(desk: Desk, actor: Actor, farm: str) -> list[Kept]:
    """The statements of one farm, newest first; raises FarmUnknown and NotAllowed."""
    with desk.database.transaction() as unit:
        rights.require(unit, actor, farm, Action.VIEW, now=desk.now(), today=desk.today())
        return statements.of_farms(unit, [farm])


def _move(
    desk: Desk, actor: Actor, public_id: str, step: Step, action: Action, values: Mapping[str, object]
) -> Kept:
    now, today = desk.now(), desk.today()
    with desk.database.transaction() as unit:
        kept = _found(unit, actor, public_id, now=now, today=today)
        rights.require(unit, actor, kept.farm, action, now=now, today=today)
        life = after(kept.life, step)
        if step is Step.APPROVE:
            values = {"approved_at": now, "approved_by": actor.user.public_id}
        else:
            values = {**values, "changed_at": now}
        if not statements.change(unit, kept, life, **values):
            moved = statements.find(unit, public_id)
            raise ImpossibleStep(moved.life if moved else Life.WITHDRAWN, step)
        _log(unit, actor, step.value, kept, now)
        return _found(unit, actor, public_id, now=now, today=today)


def _found(unit: Unit, actor: Actor, public_id: str, *, now: datetime, today: date) -> Kept:
    kept = statements.find(unit, public_id)
    if kept is None:
        raise FarmUnknown
    rights.require(unit, actor, kept.farm, Action.VIEW, now=now, today=today)
    return kept


def _before(unit: Unit, actor: Actor, request: Request, key: str | None) -> Kept | None:
    if key is None:
        return None
    found = statements.asked_before(unit, actor.user.public_id, key)
    if found is not None and found.request != request.fingerprint():
        raise InputProblems([other_request()])
    return found


def _asked(
    permit: Permit,
    actor: Actor,
    request: Request,
    key: str | None,
    options: Mapping[str, object],
    content: statements.Content,
    reader: Recipient,
) -> Asked:
    farm = permit.farm
    return Asked(
        farm_id=farm.id,
        farm=farm.public_id,
        farm_name=farm.name,
        farm_revision=farm.revision,
        actor=actor.user.public_id,
        idempotency_key=key,
        request=request.fingerprint(),
        language=request.language,
        options=options,
        document=content.document,
        award=content.award,
        supersedes=request.supersedes,
        recipient=reader.name,
        purpose=reader.purpose,
    )


def _log(unit: Unit, actor: Actor, done: str, kept: Kept, now: datetime) -> None:
    audit.append(
        unit,
        at=now,
        actor=actor.user.public_id,
        action=f"statement.{done}",
        farm=kept.farm,
        subject=kept.public_id,
    )
