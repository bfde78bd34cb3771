"""Dutch and English. A page's address says its language; the API looks at Accept-Language, Dutch where it is silent."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel
from markupsafe import Markup

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"

LANGUAGES = ("nl", "en")


def install(app: Flask) -> None:
    """Choose the language before each request and hand it to the translations."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.before_request(choose)
    Babel(app, locale_selector=language, timezone_selector=lambda: "Europe/Amsterdam")
    # A large form says thousands of words: the library would look up request, locale and domain anew for each of them.
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_number)


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


def say(text: str, **values: object) -> Markup:
    """A text of a template in the language of this request, with its values escaped."""
    return _words(language(), text) % values if values else _bare(language(), text)


def say_number(one: str, more: str, num: int, **values: object) -> Markup:
    """As ``say``, for one of something or for more; the text may name ``num``."""
    words = Markup(_catalogue(language()).ungettext(one, more, num))  # noqa: S704  texts are ours, as below
    return words % {"num": num, **values}


@lru_cache(maxsize=4096)
def _bare(code: str, text: str) -> Markup:
    # A per cent sign is written twice in every text, with values and without.
    return _words(code, text) % {}


@lru_cache(maxsize=4096)
def _words(code: str, text: str) -> Markup:
    return Markup(_catalogue(code).ugettext(text))  # noqa: S704  texts are ours, from the templates


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> NullTranslations:
    # Dutch is what the texts are written in, so that it has no catalogue and every text is its own translation.
    return Translations.load(TRANSLATIONS, [code])
