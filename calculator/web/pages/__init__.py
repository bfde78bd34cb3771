"""The pages, Dutch first. They work without script and keep nothing."""

from __future__ import annotations

from flask import Flask

from calculator.web.pages import check, farm, frame, home, schemes, statement
from calculator.web.pages.frame import Page

PAGES = (
    Page("home", "/", "/en", home.show),
    Page("schemes", "/regelingen", "/en/schemes", schemes.listing),
    Page("scheme", "/regelingen/<scheme_id>", "/en/schemes/<scheme_id>", schemes.one),
    Page("limits", "/grenzen", "/en/limits", schemes.limits),
    Page("farm", "/bedrijf", "/en/farm", farm.answer, ("GET", "POST")),
    Page("statement", "/beloningsoverzicht", "/en/statement", statement.download, ("POST",)),
    Page("outputs", "/meenemen", "/en/take-away", statement.outputs, ("POST",)),
    Page("check", "/controle", "/en/check", check.answer, ("GET", "POST")),
    Page("accessibility", "/toegankelijkheid", "/en/accessibility", home.accessibility),
)


def install(app: Flask) -> None:
    """Register the pages."""
    frame.install(app, PAGES)
