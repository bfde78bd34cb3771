"""One application, and one browser for every kind of person in it; farms and mandates are made per case."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from calculator.domain.statement_life import Life
from calculator.services.account.rights import Role
from calculator.settings import Settings
from calculator.store import Database
from calculator.store.accounts import organisations
from calculator.store.accounts.organisations import Organisation
from calculator.store.accounts.users import User
from calculator.store.farms.farms import FarmSummary
from calculator.store.records import statements
from calculator.store.records.statements import Asked
from calculator.web import create_app
from calculator.web.wiring import live
from tests.security.routes import PROFILE
from tests.store.people import NOW, farm, firm, mandate, person
from tests.web.visitors import Browser, Letterbox, database, with_password

TODAY = date(2026, 11, 24)
RELATIONS = ("own", "mandated", "expired", "foreign")


@dataclass
class World:
    """Everybody, and a farmer whose farms they reach or not."""

    app: Flask
    database: Database
    people: dict[Role, User]
    browsers: dict[Role | None, Browser]
    tokens: dict[Role | None, str]
    owner: User
    firm: Organisation
    kept: dict[tuple[Role | None, str], FarmSummary] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def farm(self, role: Role | None, relation: str, *, kept: bool = False) -> FarmSummary:
        """A farm that stands in that relation to somebody of that role; everybody is a member of the firm.

        It is a new one, or where ``kept`` says so one that nobody changes.
        """
        mine = role if relation == "own" else None
        if not kept:
            return self._made(mine, relation)
        if (mine, relation) not in self.kept:
            self.kept[mine, relation] = self._made(mine, relation)
        return self.kept[mine, relation]

    def _made(self, mine: Role | None, relation: str) -> FarmSummary:
        made = farm(self.database, self.people[mine] if mine else self.owner, "Stille Weide", PROFILE)
        if relation == "mandated":
            mandate(self.database, self.firm, self.owner, made)
        if relation == "expired":
            mandate(self.database, self.firm, self.owner, made, end=TODAY)
        return made

    def statement(self, made: FarmSummary, life: Life) -> str:
        """A statement of a farm, in that state; its file is no more than a name of one."""
        asked = Asked(
            farm=made.public_id, farm_name=made.name, farm_id=made.id, actor="x" * 22, idempotency_key=None,
            request="0" * 64, language="nl", options={}, document={}, award={}, farm_revision=1, supersedes=None,
            recipient="Rabobank", purpose="bank",
        )  # fmt: skip
        with self.database.transaction() as unit:
            kept = statements.draft(unit, asked, NOW)
            if life is Life.ISSUED:
                number = next(self.numbers)
                code = f"{number:016d}"
                issued = {
                    "year": 2026,
                    "sequence": number,
                    "check_code": code,
                    "issued_on": TODAY,
                    "issued_at": NOW,
                    "openings": b"{}",
                }
                assert statements.change(unit, kept, life, pdf=b"%PDF-", pdf_sha256="0" * 64, **issued)
            return kept.public_id


@pytest.fixture(scope="session")
def letters() -> Letterbox:
    return Letterbox()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, letters: Letterbox) -> Flask:
    path: Path = tmp_path_factory.mktemp("security") / "app.sqlite3"
    settings = Settings(f"sqlite:///{path}", api_rate="", sign_in_rate="")
    made = create_app(settings, replace(live(), today=lambda: TODAY, outbox=letters))
    database(made).migrate()
    return made


@pytest.fixture(scope="session")
def world(app: Flask) -> Iterator[World]:
    store = database(app)
    owner = person(store, "eigenaar@voorbeeld.nl")
    people = {role: with_password(store, f"{role}@voorbeeld.nl", role) for role in Role}
    made = firm(store, people[Role.ADVISER])
    for role, user in people.items():
        if role is not Role.ADVISER:
            _join(store, made, user)
    browsers: dict[Role | None, Browser] = {None: Browser(app)}
    for role, user in people.items():
        browsers[role] = Browser(app)
        assert browsers[role].sign_in(user.email).status_code == 303
    tokens = {role: _token(browser, role) for role, browser in browsers.items()}
    yield World(app, store, people, browsers, tokens, owner, made)
    store.close()


def _join(store: Database, made: Organisation, user: User) -> None:
    with store.transaction() as unit:
        organisations.invite(unit, made.id, user.email, datetime(2026, 1, 1, tzinfo=UTC))
    with store.transaction() as unit:
        (place,) = organisations.places(unit, user.id, user.email)
        assert organisations.accept(unit, place.public_id, user.id, user.email, NOW)


def _token(browser: Browser, role: Role | None) -> str:
    import re

    page = browser.get("/mijn/account" if role else "/inloggen").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]
