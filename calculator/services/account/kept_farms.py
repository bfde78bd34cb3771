"""Farms under an account: keep, list, open, save without losing anybody's work, and remove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, NotAllowed, Permit
from calculator.services.account.signing_in import farm_name
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, Unit
from calculator.store.accounts import mandates
from calculator.store.accounts.mandates import Mandate
from calculator.store.background import batches
from calculator.store.farms import farms
from calculator.store.farms.farms import Farm, FarmSummary
from calculator.store.records import audit

#: More farms than one person has; it keeps a faulty program from filling the database.
MOST_FARMS = 500


class Overtaken(Exception):  # noqa: N818  it says what happened
    """Somebody saved the farm since it was opened; nothing was changed. ``farm`` is what stands there now."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        super().__init__(f"the farm is at revision {farm.summary.revision}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A farm, and what may be done with it."""

    farm: Farm
    permit: Permit


@dataclass(frozen=True, slots=True)
class Listed:
    """A farm in a list; ``mandate`` is what opens it where it is not one's own."""

    farm: FarmSummary
    mandate: Mandate | None


def keep(database: Database, actor: Actor, document: Mapping[str, object], now: datetime) -> FarmSummary:
    """A new farm of the person; raises NotAllowed and, where there are too many, InputProblems."""
    if not actor.has_scope("farms:write"):
        raise NotAllowed(
            Text("Deze API-sleutel mag niets bewaren.", "This API token may not keep anything."),
            Text("Maak een sleutel met farms:write.", "Make a token with farms:write."),
        )
    with database.transaction() as unit:
        if farms.count(unit, actor.user.id) >= MOST_FARMS:
            raise InputProblems([_too_many()])
        made = farms.add(unit, actor.user.id, farm_name(document), document, now)
        audit.append(unit, at=now, actor=actor.user.public_id, action="farm.add", farm=made.public_id)
        return made


def listed(database: Database, actor: Actor, today: date) -> list[Listed]:
    """The person's own farms, and those that a mandate opens today; two queries however many there are."""
    if not actor.has_scope("farms:read"):
        raise NotAllowed(
            Text("Deze API-sleutel mag niets lezen.", "This API token may not read."),
            Text("Maak een sleutel met farms:read.", "Make a token with farms:read."),
        )
    with database.transaction() as unit:
        own = [Listed(farm, None) for farm in farms.owned(unit, actor.user.id)]
        held = [
            mandate
            for mandate in mandates.of_organisations(unit, actor.organisations)
            if rights.holds(mandate, today) and Action.VIEW in mandate.scope and mandate.farm_id
        ]
        opened: dict[int, Mandate] = {}
        for mandate in held:
            opened.setdefault(mandate.farm_id or 0, mandate)
        others = farms.by_ids(unit, frozenset(opened)) if actor.role is rights.Role.ADVISER else []
        return own + [Listed(farm, opened[farm.id]) for farm in others if farm.owner_id != actor.user.id]


@dataclass(frozen=True, slots=True)
class Namesake:
    """An own farm as it is told apart from others: where it lies and how much land, where its name alone does not do it."""

    farm: FarmSummary
    municipality: str = ""
    parcels: int = 0
    hectares: Decimal = Decimal(0)


def told_apart(database: Database, actor: Actor) -> list[Namesake]:
    """The person's own farms; of those with the same name what makes them differ. Two queries however many there are."""
    with database.transaction() as unit:
        own = farms.owned(unit, actor.user.id)
        names = Counter(farm.name.casefold() for farm in own)
        same = frozenset(farm.id for farm in own if names[farm.name.casefold()] > 1)
        held = farms.documents(unit, same)
    return [_namesake(farm, held.get(farm.id)) for farm in own]


def _namesake(farm: FarmSummary, document: Mapping[str, object] | None) -> Namesake:
    if document is None:
        return Namesake(farm)
    about = document.get("farm")
    parcels = document.get("parcels")
    listed = [p for p in parcels if isinstance(p, Mapping)] if isinstance(parcels, list) else []
    where = str(about.get("municipality") or "") if isinstance(about, Mapping) else ""
    # What is kept was read before, so that every area is a number.
    hectares = sum((Decimal(str(parcel.get("area_ha", "0"))) for parcel in listed), Decimal(0))
    return Namesake(farm, where, len(listed), hectares)


def opened(database: Database, actor: Actor, public_id: str, *, now: datetime, today: date) -> Opened:
    """The farm to look at; raises FarmUnknown and NotAllowed."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, public_id, Action.VIEW, now=now, today=today)
        return Opened(Farm(permit.farm, farms.document(unit, permit.farm.id)), permit)


def save(
    database: Database,
    actor: Actor,
    public_id: str,
    document: Mapping[str, object],
    expected: int,
    *,
    now: datetime,
    today: date,
) -> FarmSummary:
    """Keep a changed profile; raises FarmUnknown, NotAllowed, and Overtaken where ``expected`` is not the revision any more."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, public_id, Action.EDIT, now=now, today=today)
        if not farms.save(unit, permit.farm.id, expected, farm_name(document), document, now):
            raise Overtaken(_now(unit, public_id))
        return _now(unit, public_id).summary


def remove(
    database: Database,
    actor: Actor,
    public_id: str,
    expected: int | None,
    *,
    now: datetime,
    today: date,
) -> None:
    """Remove a farm and its mandates; raises FarmUnknown, NotAllowed and Overtaken."""
    with database.transaction() as unit:
        permit = rights.require(unit, actor, public_id, Action.DELETE, now=now, today=today)
        if not farms.remove(unit, permit.farm.id, expected):
            raise Overtaken(_now(unit, public_id))
        batches.forget_farms(unit, (permit.farm.public_id,))


def _now(unit: Unit, public_id: str) -> Farm:
    summary = farms.find(unit, public_id)
    if summary is None:
        raise rights.FarmUnknown
    return Farm(summary, farms.document(unit, summary.id))


def _too_many() -> InputProblem:
    return InputProblem(
        "",
        Text(
            f"U hebt al {MOST_FARMS} bedrijven bewaard, en meer kan niet.",
            f"You already keep {MOST_FARMS} farms, and more is not possible.",
        ),
        Text("Verwijder eerst een bedrijf.", "Remove a farm first."),
    )
