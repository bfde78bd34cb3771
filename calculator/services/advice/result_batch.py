"""Farms calculated anew, many at once in the background; each mandate is looked at when its farm's turn has come.

A result belongs to the organisation under whose mandate it was made, and goes with the mandate or the farm; one that a farmer
made of the own farm belongs to nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from calculator.domain.scheme import Text
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, FarmUnknown, NotAllowed, Permit
from calculator.services.advice.recalculation import MODE, Calculated, Recalculation, recalculate
from calculator.services.award import options as award_options
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.statement import batch_life
from calculator.services.statement.batch_life import Turn
from calculator.services.statement.drawing import Failed
from calculator.services.statement.life import Desk
from calculator.services.statement.workers import Question, Workers
from calculator.store.background import batches
from calculator.store.background.batches import Batch, BatchKind, Item
from calculator.store.farms import farms, results
from calculator.store.farms.results import Result
from calculator.store.records import audit

#: What the forms begin with.
YEARS = 3


def begin(
    desk: Desk, actor: Actor, farm_ids: Sequence[str], *, on: str | None, years: str | None, language: str
) -> Batch:
    """Keep a batch for the workers; one that is asked again before it has ended is not begun twice.

    Raises InputProblems that name every farm with which it may not be done.
    """
    unique = batch_life.once(farm_ids)
    now, today = desk.now(), desk.today()
    asked = award_options.read(desk.rulebook(), on=on, years=years, mode=MODE, today=today, prefix="/")
    options = {"on": asked.on.isoformat(), "years": str(asked.years)}
    with desk.database.transaction() as unit:
        audit.wait_turn(unit)
        found: list[tuple[str, str]] = []
        firms: dict[str, int] = {}
        problems: list[InputProblem] = []
        for place, farm in enumerate(unique):
            try:
                permit = rights.allowed(unit, actor, farm, Action.CALCULATE, today=today)
                found.append((farm, permit.farm.name))
                if permit.mandate is not None:
                    firms[farm] = permit.mandate.organisation_id
            except NotAllowed as refusal:
                problems.append(InputProblem(f"/farms/{place}", refusal.reason, refusal.remedy))
            except FarmUnknown:
                problems.append(InputProblem(f"/farms/{place}", batch_life.NO_FARM, Text("", "")))
        if problems:
            raise InputProblems(problems)
        again = batches.under_way(unit, actor.user.public_id, BatchKind.RESULTS, unique, language, options)
        if again is not None:
            return again
        results.sweep(unit, today)
        made = batches.begin(
            unit,
            actor.user.public_id,
            found,
            language=language,
            options=options,
            now=now,
            kind=BatchKind.RESULTS,
            firms=firms,
        )
        audit.append(unit, at=now, actor=actor.user.public_id, action="result.batch", subject=made.public_id)
        return made


def chunk(
    desk: Desk, workers: Workers, batch: Batch, turn: Turn
) -> tuple[Mapping[int, str | Text | None], None]:
    """Calculate a few farms at once and keep what came of each, as far as its mandate still holds."""
    items = turn.items
    ends: dict[int, str | Text | None] = {}
    asked: dict[int, Recalculation] = {}
    for item in items:
        found = _asked(desk, batch, item)
        if isinstance(found, Text):
            ends[item.id] = found
        else:
            asked[item.id] = found
    answers = dict(zip(asked, workers.each(recalculate, list(asked.values())), strict=True))
    for item in items:
        if item.id not in answers:
            continue
        answer = answers[item.id]
        ends[item.id] = (
            answer.reason if isinstance(answer, Failed) else _kept(desk, batch, item, asked[item.id], answer)
        )
    return ends, None


def _asked(desk: Desk, batch: Batch, item: Item) -> Recalculation | Text:
    now, today = desk.now(), desk.today()
    try:
        with desk.database.transaction() as unit:
            actor = batch_life.asker(unit, batch)
            permit = rights.require(unit, actor, item.farm, Action.CALCULATE, now=now, today=today)
            document = farms.document(unit, permit.farm.id)
            last = results.last(unit, permit.farm.id, _whose(permit))
    except NotAllowed as refusal:
        return refusal.reason
    except FarmUnknown:
        return batch_life.NO_FARM
    on, years = date.fromisoformat(str(batch.options["on"])), int(str(batch.options["years"]))
    return Recalculation(Question(document, on, years, MODE, batch.language), permit.farm.revision, last)


def _kept(desk: Desk, batch: Batch, item: Item, asked: Recalculation, found: Calculated) -> Text | None:
    """Keep the result; the mandate is looked at once more, since a calculation takes a while."""
    try:
        with desk.database.transaction() as unit:
            audit.wait_turn(unit)
            actor = batch_life.asker(unit, batch)
            permit = rights.allowed(unit, actor, item.farm, Action.CALCULATE, today=desk.today())
            results.put(
                unit,
                Result(
                    permit.farm.id,
                    _whose(permit),
                    permit.mandate.organisation if permit.mandate else "",
                    asked.revision,
                    asked.question.on,
                    asked.question.years,
                    found.digest,
                    desk.now(),
                    int(str(found.summary["total"])),
                    found.summary,
                    found.earlier,
                ),
            )
    except NotAllowed as refusal:
        return refusal.reason
    except FarmUnknown:
        return batch_life.NO_FARM
    return None


def _whose(permit: Permit) -> int | None:
    """The organisation whose result it is; None for the farmer's own."""
    return permit.mandate.organisation_id if permit.mandate else None
