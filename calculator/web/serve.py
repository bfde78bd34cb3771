"""``python -m calculator.web.serve``: migrate the database, load the demo farms, serve on one address of this machine."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from calculator.services import rulebooks
from calculator.settings import Settings
from calculator.store import Database, Examples, RulebooksSeen
from calculator.web import create_app

DEMO = Path(__file__).resolve().parent / "demo"
WORKERS = 2


class Server(BaseApplication):
    """gunicorn, set up here and not by a file."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # the stubs ask for a wider type of application than Flask says it is
        return self._app


def prepare(settings: Settings, now: datetime) -> None:
    """Bring the tables up to date, keep the demo farms, and note which rules are in use."""
    database = Database(settings.database_url)
    database.migrate()
    Examples(database).load(demo_farms(), now)
    RulebooksSeen(database).note(rulebooks.current().digest, now)
    database.close()


def demo_farms() -> dict[str, dict[str, object]]:
    """The documents beside this module by the name of their farm, in the order of their file names."""
    documents = [json.loads(path.read_text("utf-8")) for path in sorted(DEMO.glob("*.json"))]
    return {document["farm"]["name"]: document for document in documents}


def main() -> None:
    """Prepare, then serve until stopped."""
    settings = Settings.from_environment(os.environ)
    prepare(settings, datetime.now(UTC))
    # The rules are read before the workers are forked, so that they share them.
    app: Flask = create_app(settings)
    address = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
    sys.stdout.write(
        f"Stapelwijzer: http://{address}/ (Dutch) and http://{address}/en (English)\n"
        f"{len(demo_farms())} demo farms are loaded. There are no accounts yet, so there is nothing to sign in to.\n"
    )
    sys.stdout.flush()
    options = {
        "bind": address,
        "workers": WORKERS,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 20,
        "max_requests": 5000,
        "max_requests_jitter": 500,
        "limit_request_line": 8190,
        "control_socket_disable": True,
    }
    Server(app, options).run()


if __name__ == "__main__":
    main()
