"""People to look around with: one of each role, owning copies of the examples. Only a demo has them.

Their password is drawn anew at every start and printed there, so that no installation anywhere has one that others know.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calculator.domain.period import same_day_in
from calculator.services.account import passwords, rights
from calculator.services.account.rights import Role
from calculator.services.account.signing_in import farm_name
from calculator.services.advice import result_batch
from calculator.store import Database, Unit
from calculator.store.accounts import credentials, mandates, organisations, users
from calculator.store.accounts.users import User
from calculator.store.background import batches
from calculator.store.background.batches import BatchKind
from calculator.store.farms import farms
from calculator.store.records import audit

#: ``.test`` is reserved: no mail to it ever reaches anybody (RFC 2606).
HOST = "demo.test"
_NAMES = {
    Role.FARMER: ("boer", "Demoboer"),
    Role.ADVISER: ("adviseur", "Demoadviseur"),
    Role.PROJECT_GROUP: ("projectgroep", "Demoprojectgroep"),
    Role.REGISTRY_OWNER: ("regelbeheer", "Demoregelbeheerder"),
    Role.ADMINISTRATOR: ("beheer", "Demobeheerder"),
}
_SYLLABLES = (
    "wei",
    "sloot",
    "haag",
    "berm",
    "akker",
    "polder",
    "knot",
    "klaver",
    "kievit",
    "grutto",
    "dijk",
    "veen",
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody types to look around."""

    role: Role
    email: str
    password: str


def load(
    database: Database, documents: Mapping[str, Mapping[str, object]], now: datetime, today: date
) -> list[SignIn]:
    """Make whoever is missing, give everybody the password of this start, and say what it is."""
    password = "-".join([*(secrets.choice(_SYLLABLES) for _ in range(3)), secrets.token_hex(4)])
    hashed = passwords.hashed(password)
    with database.transaction() as unit:
        people = {role: _person(unit, role, now) for role in _NAMES}
        for user, _ in people.values():
            users.set_password_hash(unit, user.id, hashed)
            credentials.close_all(unit, user.id)
            credentials.forget_failures(unit, user.email)
        farmer, new = people[Role.FARMER]
        if new:
            _furnish(unit, farmer, people[Role.ADVISER][0], documents, now, today)
    return [SignIn(role, user.email, password) for role, (user, _) in people.items()]


def calculate(database: Database, now: datetime, today: date) -> None:
    """Let the adviser's clients be calculated with the rules of a year ago and of today, unless that was done before."""
    with database.transaction() as unit:
        adviser = users.by_email(unit, f"{_NAMES[Role.ADVISER][0]}@{HOST}")
        if adviser is None or batches.of_actor(unit, adviser.public_id, BatchKind.RESULTS):
            return
        held = mandates.of_organisations(unit, organisations.ids_of(unit, adviser.id))
        now_held = [m for m in held if m.farm and rights.holds(m, today)]
        clients = [(m.farm or "", m.farm_name or "") for m in now_held]
        firms = {m.farm: m.organisation_id for m in now_held if m.farm}
        for on in (same_day_in(today.year - 1, today), today):
            options = {"on": on.isoformat(), "years": str(result_batch.YEARS)}
            if clients:
                batches.begin(
                    unit,
                    adviser.public_id,
                    clients,
                    language="nl",
                    options=options,
                    now=now,
                    kind=BatchKind.RESULTS,
                    firms=firms,
                )


def _person(unit: Unit, role: Role, now: datetime) -> tuple[User, bool]:
    local, name = _NAMES[role]
    email = f"{local}@{HOST}"
    known = users.by_email(unit, email)
    if known is not None:
        return known, False
    return users.add(unit, email=email, name=name, role=role, language="nl", now=now), True


def _furnish(
    unit: Unit,
    farmer: User,
    adviser: User,
    documents: Mapping[str, Mapping[str, object]],
    now: datetime,
    today: date,
) -> None:
    """Farms for the farmer; for the adviser mandates in three states and a colleague."""
    kept = [
        farms.add(unit, farmer.id, farm_name(document) or name, document, now)
        for name, document in documents.items()
    ]
    firm = organisations.found(unit, "Demo-adviesbureau", adviser.id, adviser.email, now)
    _colleague(unit, firm, now)
    year = timedelta(days=365)
    wishes = [
        *(
            (farm.id, ("view", "edit", "issue"), today - timedelta(days=30), today + year)
            for farm in kept[:3]
        ),
        *((farm.id, ("view",), today - year, today - timedelta(days=1)) for farm in kept[3:4]),
        (None, ("view", "issue"), today, today + year),
    ]
    for farm_id, scope, start, end in wishes:
        # Asked on their first day: asked all today, they would leave whoever tries the demo none to ask.
        asked = now - (today - start)
        made = mandates.request(
            unit,
            organisation_id=firm.id,
            requested_by=adviser.id,
            farmer_email=farmer.email,
            scope=scope,
            purpose="Meedenken over natuurinclusief boeren",
            start=start,
            end=end,
            now=asked,
        )
        found = mandates.find(unit, made)
        if found is not None and farm_id is not None:
            mandates.decide(unit, found.id, "requested", "approved", asked, farm_id)
    audit.append(unit, at=now, actor=farmer.public_id, action="demo.load")


def _colleague(unit: Unit, firm: organisations.Organisation, now: datetime) -> None:
    """Somebody to hand a client over to; nobody signs in as them."""
    email = f"collega@{HOST}"
    if users.by_email(unit, email) is not None:
        return
    made = users.add(unit, email=email, name="Democollega", role=Role.ADVISER, language="nl", now=now)
    organisations.invite(unit, firm.id, email, now)
    unit.flush()
    (place,) = organisations.places(unit, made.id, email)
    organisations.accept(unit, place.public_id, made.id, email, now)
