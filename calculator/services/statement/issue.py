"""Issuing: numbers without a gap, one file under each, all of it kept together or not at all.

A number is held while its file is drawn and is given out in the transaction that keeps the file. A block of statements
gets consecutive numbers, and each is kept as soon as it is drawn, while those after it still are; where one cannot be
drawn or has moved on meanwhile, those after it are numbered again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from calculator.domain.scheme import Text
from calculator.domain.statement_life import ImpossibleStep, Life, Step, after, number_of
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor
from calculator.services.statement.drawing import DrawAll, Drawn, Failed, drawing
from calculator.store import Database, Unit
from calculator.store.records import audit, numbering, statements
from calculator.store.records.statements import Content, Kept

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Ready:
    """An approved statement with what it is drawn from."""

    kept: Kept
    content: Content


@dataclass(frozen=True, slots=True)
class NotIssued:
    """A statement that could not be issued, and why; nothing of it was kept and no number was used."""

    kept: Kept
    reason: Text


def issue(
    database: Database, actor: Actor, ready: Sequence[Ready], *, now: datetime, today: date, draw_all: DrawAll
) -> list[Kept | NotIssued]:
    """Issue each of them, in order; the answers stand in the same order. Raises StoreUnavailable: those before it are kept."""
    answers: dict[int, Kept | NotIssued] = {}
    waiting, spare = list(ready), _TRIES
    with numbering.held(database):
        while waiting:
            with database.transaction() as unit:
                first = numbering.last(unit, today.year) + 1
            drawings = [
                drawing(item.kept, item.content, today, number_of(today.year, first + place))
                for place, item in enumerate(waiting)
            ]
            done = 0
            try:
                drawn = draw_all(drawings)
                for answer in _keep(database, actor, waiting, drawn, first, now=now, today=today):
                    answers[answer_key(answer)] = answer
                    done += 1
            except numbering.NumberTaken:
                # A process that does not see our lock was first, or one of these moved on: number them again.
                spare -= 1
                if spare == 0:
                    raise
            waiting = waiting[done:]
    return [answers[item.kept.id] for item in ready]


def answer_key(answer: Kept | NotIssued) -> int:
    """The key of the statement that an answer is about."""
    return answer.id if isinstance(answer, Kept) else answer.kept.id


def _keep(
    database: Database,
    actor: Actor,
    waiting: Sequence[Ready],
    drawn: Iterable[Drawn | Failed],
    first: int,
    *,
    now: datetime,
    today: date,
) -> Iterator[Kept | NotIssued]:
    """Keep those before the first that fails, and that failure; what comes after it has another number now."""
    for place, (item, file) in enumerate(zip(waiting, drawn, strict=True)):
        if isinstance(file, Failed):
            yield NotIssued(item.kept, file.reason)
            return
        with database.transaction() as unit:
            ended = _ended(unit, actor, item.kept, now=now, today=today)
            answer = ended or _kept(unit, actor, item.kept, file, first + place, now=now, today=today)
        yield answer
        if ended is not None:
            return


def _ended(unit: Unit, actor: Actor, kept: Kept, *, now: datetime, today: date) -> Kept | NotIssued | None:
    """Why this one gets no number, asked inside the transaction that keeps it: it has one, or may not have one."""
    current = statements.find(unit, kept.public_id)
    if current is None:
        return NotIssued(kept, Text("Dit overzicht bestaat niet meer.", "This statement no longer exists."))
    if current.life is Life.ISSUED:
        return current
    try:
        after(current.life, Step.ISSUE)
        rights.require(unit, actor, kept.farm, Action.ISSUE, now=now, today=today)
    except (ImpossibleStep, rights.NotAllowed) as refusal:
        return NotIssued(kept, refusal.reason)
    except rights.FarmUnknown:
        return NotIssued(kept, Text("Dit bedrijf bestaat niet meer.", "This farm no longer exists."))
    return None


def _kept(
    unit: Unit, actor: Actor, kept: Kept, file: Drawn, sequence: int, *, now: datetime, today: date
) -> Kept:
    sha256 = hashlib.sha256(file.pdf).hexdigest()
    numbering.take(unit, today.year, sequence)
    moved = statements.change(
        unit,
        kept,
        Life.ISSUED,
        draft_farm_id=None,
        year=today.year,
        sequence=sequence,
        check_code=file.check_code,
        issued_on=today,
        issued_at=now,
        pdf=file.pdf,
        pdf_sha256=sha256,
        openings=file.openings,
    )
    found = statements.find(unit, kept.public_id)
    if not moved or found is None:
        raise numbering.NumberTaken
    _supersede(unit, found, now)
    audit.append(
        unit,
        at=now,
        actor=actor.user.public_id,
        action="statement.issue",
        farm=kept.farm,
        subject=kept.public_id,
        detail={"number": found.number, "sha256": sha256},
    )
    return found


def _supersede(unit: Unit, issued: Kept, now: datetime) -> None:
    """What this statement takes the place of says so from now on; one that was withdrawn meanwhile stays withdrawn."""
    earlier = statements.find(unit, issued.supersedes) if issued.supersedes else None
    if earlier is not None and earlier.life is Life.ISSUED:
        life = after(earlier.life, Step.SUPERSEDE)
        statements.change(unit, earlier, life, changed_at=now, superseded_by=issued.public_id)
