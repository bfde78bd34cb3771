"""An application with somebody in it, for whom every kind of thing exists once; and a watch over what never ends."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from calculator.domain.statement_life import Life
from calculator.services.registry import rulebooks
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running.jobs import Asked
from calculator.settings import Settings
from calculator.store import Database
from calculator.web import create_app
from calculator.web.wiring import live
from tests.store import bench
from tests.store.people import TODAY, with_password
from tests.store.statements import actor
from tests.store.writes import Office
from tests.web.visitors import api_token

#: No answer takes so long, on however slow a machine.
HANGS = 120


@dataclass(frozen=True)
class Known:
    """What exists, by the name of the parameter that asks for it."""

    app: Flask
    bearer: dict[str, str]
    bench: dict[str, str]
    ids: dict[str, list[str]]


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    store = Database(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'app.sqlite3'}")
    store.migrate()
    office = Office(store)
    settings = Settings(str(store.url), api_rate="", sign_in_rate="")
    app = create_app(settings, replace(live(), today=lambda: TODAY, outbox=office.letters))
    ids = {
        "farm_id": [office.farm().public_id for _ in range(3)],
        "statement_id": [office.statement(life) for life in (Life.DRAFT, Life.APPROVED, Life.ISSUED)],
        "batch_id": [office.batch()],
        "scheme_id": ["national.rvo.eco-regeling", "dairy.a-ware.beter-voor-natuur-en-boer"],
        "name": ["award", "farm-profile", "problem"],
    }
    ids["farm"] = ids["farm_id"]
    member = actor(store, with_password(store, "groep@voorbeeld.nl", "project_group"))
    at = bench.bench(store, rulebooks.current())
    made, farms = bench.scenario(at, member), bench.farms(at, member)
    run = scenario_jobs.begin(at, member, made.public_id, Asked(farms.public_id))
    ids |= {"scenario_id": [made.public_id], "run_id": [run.public_id], "population": [farms.public_id]}
    token = api_token(app, member.user.email, "scenarios:read", "scenarios:write")
    yield Known(app, office.bearer, {"Authorization": f"Bearer {token}"}, ids)
    office.store.close()
    app.extensions["stapelwijzer"].database.close()
    store.close()


@pytest.fixture(autouse=True)
def watch() -> Iterator[None]:
    """Whatever hangs fails where it hangs."""

    def hangs(_number: int, _frame: Any) -> None:
        raise TimeoutError(f"no answer within {HANGS} seconds")

    kept = signal.signal(signal.SIGALRM, hangs)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, kept)
