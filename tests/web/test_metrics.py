"""Numbers for whoever watches over the service, and for nobody else."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from calculator.settings import Settings
from calculator.store.background import workers
from calculator.web import create_app
from calculator.web.identity import moment
from calculator.web.wiring import Services
from tests.web.visitors import database

TOKEN = {"Authorization": "Bearer 0123456789abcdef0123456789abcdef"}


def watched(path: Path, services: Services) -> Flask:
    token = TOKEN["Authorization"].removeprefix("Bearer ")
    app = create_app(Settings(f"sqlite:///{path}", api_rate="2 per minute", metrics_token=token), services)
    database(app).migrate()
    return app


def read(app: Flask) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = app.test_client().get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_without_a_token_there_is_no_such_page_and_with_another_it_stays_shut(
    app: Flask, tmp_path: Path, services: Services
) -> None:
    assert app.test_client().get("/metrics").status_code == 404
    guarded = watched(tmp_path / "a.sqlite3", services)
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": TOKEN["Authorization"][:-1]}):
        assert guarded.test_client().get("/metrics", headers=headers).status_code == 401
    database(guarded).close()


def test_it_counts_answers_by_route_and_who_was_turned_away(tmp_path: Path, services: Services) -> None:
    app = watched(tmp_path / "a.sqlite3", services)
    client = app.test_client()
    codes = [client.get("/api/v1/limits").status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
    client.get("/wachtwoord/geheim")
    for made_up in ("GEHEIM", "GEHEIM2"):
        client.open("/", method=made_up)
    found = read(app)
    about = (("method", "GET"), ("route", "registry.limits"), ("status", "200"))
    assert found["stapelwijzer_requests_total", about] == 2
    assert found["stapelwijzer_turned_away_total", (("reason", "rate"),)] == 2
    assert found["stapelwijzer_request_seconds_count", (("route", "registry.limits"),)] == 4
    assert found["stapelwijzer_database_up", ()] == 1
    assert found["stapelwijzer_batches", (("state", "waiting"),)] == 0
    assert found["stapelwijzer_scenario_runs", (("state", "done"),)] == 0
    assert found["stapelwijzer_parcel_imports", (("state", "waiting"),)] == 0
    assert found["stapelwijzer_population_uploads", (("state", "waiting"),)] == 0
    assert (
        found["stapelwijzer_requests_total", (("method", "other"), ("route", "unknown"), ("status", "405"))]
        == 2
    )
    assert not any("geheim" in value.lower() for _, labels in found for _, value in labels)
    database(app).close()


def test_a_process_in_the_background_that_fell_silent_makes_the_service_not_ready(
    tmp_path: Path, services: Services
) -> None:
    app = watched(tmp_path / "a.sqlite3", services)
    client, store = app.test_client(), database(app)

    def ready() -> tuple[int, str]:
        answer = client.get("/readyz")
        return answer.status_code, answer.json["worker"]

    assert ready() == (200, "none")
    with store.transaction() as unit:
        workers.seen(unit, "w", moment())
    assert ready() == (200, "alive")
    with store.transaction() as unit:
        workers.seen(unit, "w", moment() - timedelta(minutes=10))
    assert ready() == (503, "silent")
    assert read(app)["stapelwijzer_worker_silent_seconds", ()] > 500
    with store.transaction() as unit:
        workers.gone(unit, "w")
    assert ready() == (200, "none")
    store.close()


def test_a_database_that_is_away_shows_in_the_numbers(services: Services) -> None:
    token = TOKEN["Authorization"].removeprefix("Bearer ")
    app = create_app(Settings("postgresql+psycopg://x@127.0.0.1:1/x", metrics_token=token), services)
    assert read(app)["stapelwijzer_database_up", ()] == 0
