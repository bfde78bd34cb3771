"""People, farms and mandates in a database, built in one line each."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from calculator.services.account import passwords
from calculator.store import Database
from calculator.store.accounts import mandates, organisations, users
from calculator.store.accounts.organisations import Organisation
from calculator.store.accounts.users import User
from calculator.store.farms import farms
from calculator.store.farms.farms import FarmSummary

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def person(database: Database, email: str = "boer@voorbeeld.nl", role: str = "farmer") -> User:
    with database.transaction() as unit:
        return users.add(unit, email=email, name=email.partition("@")[0], role=role, language="nl", now=NOW)


def farm(
    database: Database, owner: User, name: str = "Weide", document: Mapping[str, object] | None = None
) -> FarmSummary:
    with database.transaction() as unit:
        return farms.add(unit, owner.id, name, document or {"year": 2026, "farm": {"name": name}}, NOW)


def firm(database: Database, manager: User, name: str = "Adviesbureau") -> Organisation:
    with database.transaction() as unit:
        return organisations.found(unit, name, manager.id, manager.email, NOW)


def mandate(
    database: Database,
    organisation: Organisation,
    owner: User,
    given: FarmSummary | None,
    *,
    scope: tuple[str, ...] = ("view", "edit", "issue"),
    start: date = date(2026, 1, 1),
    end: date = date(2027, 1, 1),
    status: str = "approved",
) -> str:
    """As it stands after it was asked for and, unless it is only ``requested``, decided on."""
    with database.transaction() as unit:
        made = mandates.request(
            unit,
            organisation_id=organisation.id,
            requested_by=owner.id,
            farmer_email=owner.email,
            scope=scope,
            purpose="Advies",
            start=start,
            end=end,
            now=NOW,
        )
        found = mandates.find(unit, made)
        assert found is not None
        if status != "requested":
            mandates.decide(unit, found.id, "requested", status, NOW, given.id if given else None)
        return made


def with_password(database: Database, email: str = "boer@voorbeeld.nl", role: str = "farmer") -> User:
    """Somebody who can sign in with PASSWORD."""
    user = person(database, email, role)
    with database.transaction() as unit:
        users.set_password_hash(unit, user.id, HASH)
    return user


PASSWORD = "vier losse woorden samen"
#: Hashing is slow on purpose, so it is done once.
HASH = passwords.hashed(PASSWORD)
