"""Words for roles, scopes, mandates and the log, as the pages of accounts say them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from flask_babel import gettext


def install(app: Flask) -> None:
    """Make the words known to every template."""
    app.jinja_env.filters["words"] = words
    app.jinja_env.globals.update(
        days_word=days,
        role_word=role,
        scope_word=scope,
        mandate_word=mandate,
        action_word=action,
        token_scope_word=token_scope,
        run_word=run,
        population_word=population,
    )


def words(codes: Iterable[object], word: Callable[[Any], str]) -> list[tuple[str, str]]:
    """Codes with their words, as a list to choose from."""
    return [(str(code), word(code)) for code in codes]


def days(count: int) -> str:
    """How long something lives."""
    return str(gettext("%(num)s dagen", num=count))


def role(code: str) -> str:
    """What a person is here for."""
    known = {
        "farmer": gettext("Boer"),
        "adviser": gettext("Adviseur"),
        "project_group": gettext("Projectgroep"),
        "registry_owner": gettext("Beheerder van de regels"),
        "administrator": gettext("Beheerder"),
    }
    return str(known[code])


def scope(code: str) -> str:
    """What a mandate allows."""
    known = {
        "view": gettext("het bedrijf bekijken"),
        "edit": gettext("het bedrijf wijzigen"),
        "issue": gettext("beloningsoverzichten opmaken"),
        "population": gettext("het bedrijf zonder naam laten meetellen in scenario's"),
    }
    return str(known[code])


def token_scope(code: str) -> str:
    """What an API token allows."""
    known = {
        "farms:read": gettext("bedrijven en beloningsoverzichten lezen"),
        "farms:write": gettext("bedrijven wijzigen en verwijderen"),
        "statements:write": gettext("beloningsoverzichten opmaken"),
        "scenarios:read": gettext("scenario's en hun uitkomsten lezen"),
        "scenarios:write": gettext("scenario's maken en doorrekenen"),
    }
    return str(known[code])


def run(code: str) -> str:
    """How far a run of a scenario is."""
    known = {
        "waiting": gettext("Wacht op zijn beurt"),
        "running": gettext("Wordt doorgerekend"),
        "done": gettext("Klaar"),
        "failed": gettext("Mislukt"),
        "cancelled": gettext("Gestopt"),
    }
    return str(known[code])


def population(code: str) -> str:
    """Where farms come from."""
    known = {
        "synthetic": gettext("verzonnen"),
        "uploaded": gettext("ingestuurd"),
        "clients": gettext("eigen klanten"),
    }
    return str(known[code])


def mandate(code: str) -> str:
    """Where a mandate stands."""
    known = {
        "requested": gettext("gevraagd"),
        "approved": gettext("geldig"),
        "upcoming": gettext("gaat nog in"),
        "expired": gettext("afgelopen"),
        "refused": gettext("geweigerd"),
        "withdrawn": gettext("door de adviseur beëindigd"),
        "revoked": gettext("ingetrokken"),
    }
    return str(known[code])


def action(code: str) -> str:
    """What was done; an action that has no word here is shown by its code."""
    known = {
        "farm.add": gettext("bewaard"),
        "farm.view": gettext("bekeken"),
        "farm.edit": gettext("gewijzigd"),
        "farm.calculate": gettext("doorgerekend"),
        "farm.comment": gettext("opmerking geschreven of gewist"),
        "farm.share": gettext("deelbare link gemaakt of ingetrokken"),
        "share.approve": gettext("deelbare link goedgekeurd"),
        "share.open": gettext("deelbare link geopend"),
        "share.revoke": gettext("deelbare link ingetrokken"),
        "mandate.hand_over": gettext("overgedragen aan een collega"),
        "farm.issue": gettext("beloningsoverzicht opgemaakt"),
        "farm.population": gettext("zonder naam meegeteld in een bedrijvenpopulatie"),
        "farm.approve": gettext("goedgekeurd"),
        "statement.draft": gettext("concept van een beloningsoverzicht gemaakt"),
        "statement.approve": gettext("akkoord gegaan met een beloningsoverzicht"),
        "statement.issue": gettext("beloningsoverzicht uitgegeven"),
        "statement.supersede": gettext("beloningsoverzicht vervangen door een nieuwer"),
        "statement.withdraw": gettext("beloningsoverzicht ingetrokken"),
        "farm.disclose": gettext("bewijs van weggelaten waarden opgehaald"),
        "farm.delete": gettext("verwijderd"),
        "farm.mandate": gettext("over een machtiging beslist"),
        "mandate.approve": gettext("machtiging gegeven"),
        "mandate.revoke": gettext("machtiging ingetrokken"),
        "mandate.withdraw": gettext("machtiging door de adviseur beëindigd"),
    }
    return str(known.get(code, code))
