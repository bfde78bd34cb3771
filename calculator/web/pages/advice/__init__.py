"""Farmer and advisers together: mandates, the clients of an organisation, results with comments, and links that share them."""

from __future__ import annotations

from calculator.services.account.rights import Role
from calculator.web.pages.advice import clients, mandates, result, sharing
from calculator.web.pages.frame import BOTH, SIGNED_IN, Page

ADVISER = frozenset({Role.ADVISER})
_NL, _EN = "/mijn/bedrijven/<farm_id>", "/en/my/farms/<farm_id>"

PAGES = (
    Page("mandates", "/mijn/machtigingen", "/en/my/mandates", mandates.given, BOTH, SIGNED_IN),
    Page("farm_result", f"{_NL}/berekening", f"{_EN}/calculation", result.show, BOTH, SIGNED_IN),
    Page("farm_shares", f"{_NL}/delen", f"{_EN}/share", sharing.links, BOTH, SIGNED_IN),
    Page("shared", "/gedeeld/<secret>", "/en/shared/<secret>", sharing.shared),
    Page("shared_file", "/gedeeld/<secret>/overzicht.pdf", "/en/shared/<secret>/statement.pdf", sharing.file),
    Page("clients", "/klanten", "/en/clients", clients.listing, BOTH, ADVISER),
    Page(
        "client_mandates",
        "/klanten/machtigingen",
        "/en/clients/mandates",
        mandates.asked_for,
        BOTH,
        ADVISER,
    ),
    Page("organisation", "/organisatie", "/en/organisation", mandates.organisation, BOTH, ADVISER),
)
