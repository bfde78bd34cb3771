"""How the service is doing, in numbers, at ``/metrics``: over all workers together, for whoever shows the token."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound, Unauthorized

from calculator.store import Database, StoreUnavailable
from calculator.store.background import batches, workers
from calculator.store.farms import imports
from calculator.store.scenarios import population_uploads, scenario_runs
from calculator.web import identity
from calculator.web.wiring import wired

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

#: The environment variable by which the library adds up what several processes count.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
EXTENSION = "stapelwijzer-metrics"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 0.75, 1.5, 3, 6, 15, 60)


class Metrics:
    """What one application counts. The library is told where processes share before it is imported."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._own = CollectorRegistry()
        self.requests = Counter(
            "stapelwijzer_requests",
            "Answers, by route and status.",
            ("method", "route", "status"),
            registry=self._own,
        )
        self.seconds = Histogram(
            "stapelwijzer_request_seconds",
            "From the arrival of a request to its answer, waiting for a turn included.",
            ("route",),
            buckets=_SECONDS,
            registry=self._own,
        )
        self.turned_away = Counter(
            "stapelwijzer_turned_away",
            "Requests told to come back, by reason.",
            ("reason",),
            registry=self._own,
        )
        self.faults = Counter("stapelwijzer_faults", "Faults of ours.", registry=self._own)

    def exposed(self, database: Database) -> bytes:
        """Everything as text in the form of Prometheus."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        shown = self._own
        if os.environ.get(SHARED):
            shown = CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]
        return generate_latest(shown) + generate_latest(_looked_up(database))


class _Looked:
    """What is looked up when somebody asks: no process can count it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterable[Metric]:
        from prometheus_client.metrics_core import GaugeMetricFamily

        up = GaugeMetricFamily("stapelwijzer_database_up", "Whether the database answers.")
        waiting = GaugeMetricFamily("stapelwijzer_batches", "Batches that are not done.", labels=["state"])
        runs = GaugeMetricFamily(
            "stapelwijzer_scenario_runs", "Runs of scenarios that are kept.", labels=["state"]
        )
        files = GaugeMetricFamily(
            "stapelwijzer_parcel_imports", "Files with parcels that are not read yet.", labels=["state"]
        )
        farms = GaugeMetricFamily(
            "stapelwijzer_population_uploads", "Farms for scenarios that are not read yet.", labels=["state"]
        )
        worker = GaugeMetricFamily(
            "stapelwijzer_worker_silent_seconds", "Since a process in the background last said that it lives."
        )
        try:
            with self._database.transaction() as unit:
                counted, last = batches.unfinished(unit), workers.last_seen(unit)
                kept, sent = scenario_runs.counted(unit), imports.unfinished(unit)
                uploads = population_uploads.unfinished(unit)
        except StoreUnavailable:
            up.add_metric([], 0)
            return [up]
        up.add_metric([], 1)
        for state, count in counted.items():
            waiting.add_metric([state], count)
        for state, count in kept.items():
            runs.add_metric([state], count)
        for state, count in sent.items():
            files.add_metric([state], count)
        for state, count in uploads.items():
            farms.add_metric([state], count)
        if last is not None:
            worker.add_metric([], (identity.moment() - last).total_seconds())
        return [up, waiting, runs, files, farms, worker]


def _looked_up(database: Database) -> CollectorRegistry:
    from prometheus_client import CollectorRegistry

    made = CollectorRegistry()
    made.register(_Looked(database))
    return made


def install(app: Flask) -> Metrics:
    """Count for one application and answer at ``/metrics``."""
    app.extensions[EXTENSION] = made = Metrics()
    app.add_url_rule("/metrics", "metrics", show)
    return made


def show() -> Response:
    """404 where no token is configured, 401 where another is shown."""
    wiring, from_flask = wired(), request.headers.get("Authorization", "")
    token = wiring.settings.metrics_token
    if not token:
        raise NotFound
    if not hmac.compare_digest(from_flask.encode(), f"Bearer {token}".encode()):
        raise Unauthorized
    from flask import current_app

    made: Metrics = current_app.extensions[EXTENSION]
    return Response(made.exposed(wiring.database), content_type="text/plain; version=0.0.4; charset=utf-8")
