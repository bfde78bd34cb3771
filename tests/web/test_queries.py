"""A page asks the database as often for many rows as for few, whatever it lists."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from calculator.services.account import api_tokens
from calculator.services.account.rights import Role
from calculator.services.advice import commenting, firms
from calculator.services.registry import rulebooks
from calculator.services.scenario.farms import uploads
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running.jobs import Asked
from calculator.services.statement import life
from calculator.services.statement.requests import Request
from calculator.settings import Settings
from calculator.store import Database
from calculator.store.background import batches
from calculator.web import create_app
from calculator.web.wiring import Services
from tests.store import bench
from tests.store.people import NOW, TODAY, farm, firm, mandate
from tests.store.statements import actor, desk
from tests.web.visitors import Browser, database, person


@pytest.fixture
def app(tmp_path: Path, services: Services) -> Iterator[Flask]:
    """An application of its own: what waits here for a worker is nobody else's to find."""
    app = create_app(
        Settings(f"sqlite:///{tmp_path / 'app.sqlite3'}", api_rate="", sign_in_rate=""), services
    )
    database(app).migrate()
    yield app
    database(app).close()


@contextmanager
def asked(store: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    heard: list[str] = []

    def note(*arguments: Any) -> None:
        heard.append(arguments[2])

    event.listen(store.engine, "before_cursor_execute", note)
    yield heard
    event.remove(store.engine, "before_cursor_execute", note)


def same_for_many(browser: Browser, store: Database, paths: list[str], more: Any) -> None:
    """Each page, before and after there is more of what it lists."""

    def counted() -> dict[str, int]:
        found = {}
        for path in paths:
            # A first look may note that somebody saw it.
            browser.get(path)
            with asked(store) as heard:
                answer = browser.get(path)
            assert answer.status_code == 200, path
            found[path] = len(heard)
        return found

    few = counted()
    more()
    assert counted() == few


def test_what_a_farmer_lists(app: Flask) -> None:
    store = database(app)
    farmer = person(app, "veel-boer@voorbeeld.nl")
    adviser = person(app, "veel-adviseur@voorbeeld.nl", Role.ADVISER)
    made, kept = firm(store, adviser, "Veel"), farm(store, farmer, "Bedrijf")
    who = actor(store, farmer)
    browser = Browser(app)
    browser.sign_in(farmer.email)

    def add(count: int = 8) -> None:
        at = desk(store)
        for number in range(count):
            mandate(store, made, farmer, farm(store, farmer, f"Bedrijf {count} {number}"))
            mandate(store, made, farmer, kept)
            life.draft(at, who, Request(kept.public_id))
            api_tokens.make(store, who, f"Sleutel {number}", ("farms:read",), 30, NOW)
            commenting.write(store, who, kept.public_id, f"Gezien {number}", now=NOW, today=TODAY)
            with store.transaction() as unit:
                batches.begin(
                    unit, farmer.public_id, [(kept.public_id, "x")] * (number + 1), language="nl", options={}, now=NOW
                )  # fmt: skip

    add(1)
    own = f"/mijn/bedrijven/{kept.public_id}"
    paths = ["/mijn/bedrijven", "/mijn/machtigingen", "/mijn/account", "/mijn/reeksen", own]
    paths += [f"{own}/{part}" for part in ("inzage", "overzichten", "delen", "berekening")]
    same_for_many(browser, store, paths, add)


def test_what_an_adviser_lists(app: Flask) -> None:
    store = database(app)
    adviser = person(app, "druk@voorbeeld.nl", Role.ADVISER)
    farmer = person(app, "telt-vragen@voorbeeld.nl")
    made, who = firm(store, adviser, "Druk"), actor(store, adviser)
    browser = Browser(app)
    browser.sign_in(adviser.email)

    def add(count: int = 8) -> None:
        for number in range(count):
            mandate(store, made, farmer, farm(store, farmer, f"Bedrijf {count} {number}"))
            colleague = person(app, f"collega{number}-{count}@voorbeeld.nl", Role.ADVISER)
            firms.invite(store, who, made.public_id, colleague.email, NOW)

    add(1)
    same_for_many(
        browser, store, ["/klanten", "/klanten/machtigingen", "/organisatie", "/mijn/bedrijven"], add
    )


def test_what_the_project_group_and_an_administrator_list(app: Flask) -> None:
    store = database(app)
    member = person(app, "drukke-groep@voorbeeld.nl", Role.PROJECT_GROUP)
    keeper = person(app, "drukke-beheerder@voorbeeld.nl", Role.ADMINISTRATOR)
    at, who = bench.bench(store, rulebooks.current(), datetime.now(UTC)), actor(store, member)
    kept = bench.scenario(at, who)
    browser, other = Browser(app), Browser(app)
    browser.sign_in(member.email)
    other.sign_in(keeper.email)

    def add(count: int = 4) -> None:
        for number in range(count):
            bench.scenario(at, who, bench.GOLD.replace("scenario: goud", f"scenario: goud-{count}-{number}"))
            farms = bench.farms(at, who)
            scenario_jobs.begin(at, who, kept.public_id, Asked(farms.public_id))
            uploads.send(at, who, name="Echt", files={"farms.csv": b"farm_key\n"}, leave_out=False)
            person(app, f"iemand{number}-{count}@voorbeeld.nl")

    add(1)
    page = f"/scenarios/{kept.public_id}"
    paths = ["/scenarios", "/scenarios/bedrijven", "/scenarios/vergelijken", page, f"{page}/doorrekenen"]
    same_for_many(browser, store, paths, add)
    same_for_many(other, store, ["/beheer/mensen"], lambda: person(app, "nog-iemand@voorbeeld.nl"))
