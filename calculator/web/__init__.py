"""What people and programs reach over HTTP: pages, and an API that says the same."""

from __future__ import annotations

from flask import Flask

from calculator.resources import templates_dir
from calculator.settings import Settings
from calculator.store import Database
from calculator.web import (
    account_words,
    api,
    broker,
    client_words,
    formats,
    gate,
    identity,
    language,
    pages,
    problems,
    security,
    telling,
)
from calculator.web.turns import TooBusy
from calculator.web.wiring import EXTENSION, Services, Wiring, live

__all__ = ["create_app"]


def create_app(settings: Settings, services: Services | None = None) -> Flask:
    """One application. Tests hand in services of their own; otherwise the real ones are used.

    Raises SettingsRefused in production where a secret is missing or known to others.
    """
    settings.check()
    app = Flask(__name__, template_folder=str(templates_dir()))
    app.config.update(
        MAX_CONTENT_LENGTH=settings.most_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.most_body_bytes,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = Wiring(settings, services or live(), Database(settings.database_url))
    telling.install(app, settings)
    language.install(app)
    formats.install(app)
    account_words.install(app)
    client_words.install(app)
    api.install(app)
    problems.install(app)
    app.register_error_handler(TooBusy, gate.too_busy)
    identity.install(app, settings)
    broker.install(app, settings)
    pages.install(app)
    security.install(app, settings)
    return app
