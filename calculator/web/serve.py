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

from calculator.services import demo, rulebooks, statement_background
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


def prepare(settings: Settings, now: datetime) -> list[demo.SignIn]:
    """Bring the tables up to date, keep the examples, note which rules are in use; answers the demo sign-ins."""
    database = Database(settings.database_url)
    database.migrate()
    documents = demo_farms()
    Examples(database).load(documents, now)
    RulebooksSeen(database).note(rulebooks.current().digest, now)
    people = demo.load(database, documents, now, now.date()) if settings.demo else []
    database.close()
    return people


def demo_farms() -> dict[str, dict[str, object]]:
    """The documents beside this module by the name of their farm, in the order of their file names."""
    documents = [json.loads(path.read_text("utf-8")) for path in sorted(DEMO.glob("*.json"))]
    return {document["farm"]["name"]: document for document in documents}


def main() -> None:
    """Prepare, then serve until stopped."""
    address = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
    # Without another word this is a demo; `gunicorn wsgi:app` without another word is production.
    settings = Settings.from_environment(
        {"STAPELWIJZER_MODE": "demo", "PUBLIC_URL": f"http://{address}", **os.environ}
    )
    settings.check()
    try:
        rulebooks.current()
    except rulebooks.RulesRefused as refused:
        sys.stderr.write(f"Stapelwijzer does not start: its rules are refused.\n{refused}\n")
        sys.exit(2)
    people = prepare(settings, datetime.now(UTC))
    # The rules are read before the workers are forked, so that they share them, and the key of the sessions too.
    app: Flask = create_app(settings)
    sys.stdout.write(f"Stapelwijzer: http://{address}/ (Dutch) and http://{address}/en (English)\n")
    if people:
        sys.stdout.write("Demo sign-ins of this start:\n")
        sys.stdout.writelines(f"  {who.role:<15} {who.email:<24} {who.password}\n" for who in people)
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
    with statement_background.beside(settings.database_url):
        Server(app, options).run()


if __name__ == "__main__":
    main()
