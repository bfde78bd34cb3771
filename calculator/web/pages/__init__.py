"""The pages, Dutch first, in rooms by what somebody comes for; each room names its own pages.

They work without script; without an account they keep nothing.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext

from calculator.services.account.rights import Actor, Role
from calculator.web.forms import controls
from calculator.web.pages import account, advice, catalogue, farm, frame, home, scenarios, statements
from calculator.web.pages.catalogue import same_for_all
from calculator.web.pages.frame import Page

PAGES: tuple[Page, ...] = (
    Page("home", "/", "/en", home.show),
    Page("accessibility", "/toegankelijkheid", "/en/accessibility", home.accessibility),
    *catalogue.PAGES,
    *farm.PAGES,
    *account.PAGES,
    *statements.PAGES,
    *advice.PAGES,
    *scenarios.PAGES,
)

_MINE = {
    Role.ADVISER: ("clients", "client_mandates", "organisation", "my_farms", "scenarios", "account"),
    Role.PROJECT_GROUP: ("scenarios", "my_farms", "account"),
    Role.ADMINISTRATOR: ("my_farms", "people", "account"),
}


def my_pages(who: Actor) -> list[tuple[str, str]]:
    """The pages in the menu of somebody who is signed in, with their names."""
    words = {
        "my_farms": gettext("Mijn bedrijven"),
        "mandates": gettext("Machtigingen"),
        "clients": gettext("Klanten"),
        "client_mandates": gettext("Machtigingen"),
        "organisation": gettext("Organisatie"),
        "people": gettext("Mensen"),
        "scenarios": gettext("Scenario's"),
        "account": gettext("Account"),
    }
    return [(name, words[name]) for name in _MINE.get(who.role, ("my_farms", "mandates", "account"))]


def install(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.globals.update(my_pages=my_pages)
    controls.install(app)
    same_for_all.install(app)
    frame.install(app, PAGES)
