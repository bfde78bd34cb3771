"""``python -m calculator.web.serve``: migrate the database, load the demo farms, serve on one address of this machine."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from calculator import allocator, logs
from calculator.domain.dutch_day import dutch_day
from calculator.services import demo
from calculator.services.background import worker as statement_background
from calculator.services.registry import rulebooks
from calculator.settings import Settings
from calculator.store import Database, Examples, RulebooksSeen
from calculator.web import server

DEMO = Path(__file__).resolve().parent / "demo"


def prepare(settings: Settings, now: datetime) -> list[demo.SignIn]:
    """Bring the tables up to date, keep the examples, note which rules are in use; answers the demo sign-ins."""
    database = Database(settings.database_url)
    database.migrate()
    documents = demo_farms()
    Examples(database).load(documents, now)
    RulebooksSeen(database).note(rulebooks.current().digest, now)
    people = demo.load(database, documents, now, dutch_day(now)) if settings.demo else []
    database.close()
    return people


def demo_farms() -> dict[str, dict[str, object]]:
    """The documents beside this module by the name of their farm, in the order of their file names."""
    documents = [json.loads(path.read_text("utf-8")) for path in sorted(DEMO.glob("*.json"))]
    return {document["farm"]["name"]: document for document in documents}


def main() -> None:
    """Prepare, then serve until stopped."""
    allocator.settle()
    # Without another word this is a demo; `gunicorn wsgi:app` without another word is production.
    address = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
    settings = Settings.from_environment(
        {"STAPELWIJZER_MODE": "demo", "PUBLIC_URL": f"http://{address}", **os.environ}
    )
    settings.check()
    # Somebody who looks at a demo reads the sign-ins, and not a line per request.
    logs.configure(level=logging.WARNING if settings.demo else logging.INFO)
    logs.cover()
    try:
        rulebooks.current()
    except rulebooks.RulesRefused as refused:
        sys.stderr.write(f"Stapelwijzer does not start: its rules are refused.\n{refused}\n")
        sys.exit(2)
    now = datetime.now(UTC)
    people = prepare(settings, now)
    if settings.demo:
        database = Database(settings.database_url)
        demo.calculate(database, now, dutch_day(now))
        database.close()
        shown = f"http://{settings.listen}/"
        sys.stdout.write(f"Stapelwijzer: {shown} (Dutch) and {shown}en (English)\n")
    if people:
        sys.stdout.write("Demo sign-ins of this start:\n")
        sys.stdout.writelines(f"  {who.role:<15} {who.email:<24} {who.password}\n" for who in people)
    sys.stdout.flush()
    with statement_background.beside(settings.database_url):
        server.run(settings)


if __name__ == "__main__":
    main()
