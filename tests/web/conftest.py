"""An application with the real rules and services, on an SQLite file of its own."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.serve import prepare
from calculator.web.wiring import Services, live
from tests.web.visitors import Letterbox

TODAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).resolve().parents[1] / "farms" / "vlietlanden.json"


@pytest.fixture(scope="session")
def letters() -> Letterbox:
    """The mail that left."""
    return Letterbox()


@pytest.fixture(scope="session")
def services(letters: Letterbox) -> Services:
    """The real services on a fixed day; mail goes into a box."""
    return replace(live(), today=lambda: TODAY, outbox=letters)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A migrated database with the demo farms; a test asks more often than a person does."""
    address = f"sqlite:///{tmp_path_factory.mktemp('web') / 'app.sqlite3'}"
    made = Settings(database_url=address, api_rate="", sign_in_rate="")
    prepare(made, datetime(2026, 11, 24, tzinfo=UTC))
    return made


@pytest.fixture(scope="session")
def app(settings: Settings, services: Services) -> Flask:
    return create_app(settings, services)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as opened:
        yield opened


@pytest.fixture
def example() -> dict[str, Any]:
    """The farm of the contract."""
    return json.loads(EXAMPLE.read_text("utf-8"))
