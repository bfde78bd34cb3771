"""Dutch and English. A page's address says its language; the API looks at Accept-Language, Dutch where it is silent."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, g, request
from flask_babel import Babel

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"

LANGUAGES = ("nl", "en")


def install(app: Flask) -> None:
    """Choose the language before each request and hand it to the translations."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.before_request(choose)
    Babel(app, locale_selector=language, timezone_selector=lambda: "Europe/Amsterdam")


def choose() -> None:
    """Set the language of this request."""
    if request.path.startswith("/api/") or request.path in ("/healthz", "/readyz"):
        g.language = request.accept_languages.best_match(LANGUAGES, default="nl")
    else:
        g.language = "en" if request.path == "/en" or request.path.startswith("/en/") else "nl"


def language() -> str:
    """The language of this request: ``nl`` or ``en``."""
    return str(g.get("language", "nl"))


def other_language() -> str:
    """The language that the switch leads to."""
    return "nl" if language() == "en" else "en"
