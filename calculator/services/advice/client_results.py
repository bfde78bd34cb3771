"""The results of one farm as advisers last calculated them, with what other rules brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from calculator.domain.scheme import Text
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor
from calculator.services.advice import clients, commenting, recalculation
from calculator.services.advice.recalculation import Baseline
from calculator.services.award import summary as result_summary
from calculator.services.award.summary import Deadline, Summary
from calculator.store import Database
from calculator.store.accounts.mandates import Mandate
from calculator.store.background import batches
from calculator.store.background.batches import BatchKind, Item
from calculator.store.database import Unit
from calculator.store.farms import comments, results
from calculator.store.farms.comments import Comment
from calculator.store.farms.farms import FarmSummary
from calculator.store.farms.results import Result


@dataclass(frozen=True, slots=True)
class Compared:
    """The first year of a result (``year``) beside that of an earlier one, in cents.

    ``by_rules`` and ``by_profile`` are None where the rules of then cannot be had back.
    """

    then: Baseline
    year: int
    after: int
    by_rules: int | None
    by_profile: int | None
    corrected: bool
    changes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One organisation's result; ``stale`` where the profile was saved since."""

    result: Result
    summary: Summary
    compared: Compared | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A farm with its results and what is due; ``mandate`` is what opened it, absent for its farmer.

    ``failed`` is when the person or a colleague last asked for a calculation and why it gave no result; None where it gave one.
    Each comment comes with whether the person may erase it.
    """

    farm: FarmSummary
    mandate: Mandate | None
    failed: tuple[datetime, Text] | None
    shown: tuple[Shown, ...]
    deadlines: tuple[Deadline, ...]
    comments: tuple[tuple[Comment, bool], ...]


def of_farm(database: Database, actor: Actor, farm: str, *, now: datetime, today: date) -> Results:
    """The results that the person may see; raises FarmUnknown and NotAllowed."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, farm, Action.VIEW, now=now, today=today)
        kept = results.of_farm(unit, permit.farm.id)
        said = comments.of_farm(unit, permit.farm.id)
        mandate = permit.mandate
        last = _last_asked(unit, actor, mandate, farm)
    own = [r for r in kept if mandate is None or r.organisation_id == mandate.organisation_id]
    shown = tuple(_shown(result, permit.farm) for result in own)
    newest = shown[0].summary if shown else None
    return Results(
        permit.farm,
        mandate,
        clients.failed(last, (one.result for one in shown)),
        shown,
        clients.deadlines(mandate, newest, today),
        tuple((comment, commenting.may_remove(comment, actor, permit)) for comment in said),
    )


def _last_asked(unit: Unit, actor: Actor, mandate: Mandate | None, farm: str) -> tuple[datetime, Item] | None:
    """What a colleague asked is the organisation's, as its result is."""
    if mandate is None:
        return batches.last_of_person(unit, actor.user.public_id, BatchKind.RESULTS, farm)
    firm = mandate.organisation_id
    return batches.last_of_firms(unit, (firm,), BatchKind.RESULTS, farm).get((firm, farm))


def _shown(result: Result, farm: FarmSummary) -> Shown:
    summary = result_summary.read(result.summary)
    return Shown(result, summary, _compared(result), result.revision != farm.revision)


def _compared(result: Result) -> Compared | None:
    kept = result.earlier
    if kept is None:
        return None
    then = recalculation.read(kept)
    numbers = cast("Mapping[str, int | None]", kept)
    return Compared(
        then,
        int(str(kept["year"])),
        int(str(kept["after"])),
        numbers["by_rules"],
        numbers["by_profile"],
        bool(kept["corrected"]),
        tuple(Text(entry["nl"], entry["en"]) for entry in cast("list[Mapping[str, str]]", kept["changes"])),
    )
