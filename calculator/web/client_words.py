"""Words and amounts of the adviser's pages: states of clients, what their list can be narrowed to, cents as money."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask
from flask_babel import gettext

from calculator.domain.statement_life import WORDS, Life
from calculator.services.advice.portfolio import STATES
from calculator.web.formats import money
from calculator.web.language import language


def install(app: Flask) -> None:
    """Make the words known to every template."""
    app.jinja_env.filters.update(cents=cents, signed=signed)
    app.jinja_env.globals.update(
        client_state=state, client_filter=narrowed, client_order=order, life_word=life, share_word=share
    )


def cents(amount: int | None) -> str:
    """Whole cents as money; a dash where it is unknown."""
    return money(None if amount is None else Decimal(amount) / 100)


def signed(amount: int | None) -> str:
    """A difference as money, with its sign; a dash where it is unknown."""
    if amount is None:
        return money(None)
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign} {cents(abs(amount))}".strip()


def state(code: str) -> str:
    """How a client stands."""
    return STATES[code][language()]


def narrowed(code: str) -> str:
    """What the list can be narrowed to."""
    known = {
        "new": gettext("nog niet doorgerekend"),
        "failed": gettext("berekening mislukt"),
        "outdated": gettext("verouderd: regels of gegevens zijn veranderd"),
        "incomplete": gettext("gegevens ontbreken"),
        "complete": gettext("volledig"),
        "soon": gettext("iets binnen 60 dagen"),
        "better": gettext("meer door nieuwe regels"),
        "worse": gettext("minder door nieuwe regels"),
        "without_statement": gettext("zonder overzicht"),
    }
    return str(known[code])


def order(code: str) -> str:
    """By what the list can be put in order."""
    known = {
        "name": gettext("naam"),
        "total": gettext("bedrag"),
        "difference": gettext("verschil door regels"),
        "deadline": gettext("eerstvolgende dag"),
        "computed": gettext("laatst doorgerekend"),
    }
    return str(known[code])


def life(code: Life) -> str:
    """Where a statement stands."""
    return WORDS[code][language()]


def share(standing: str) -> str:
    """Where a link stands."""
    known = {
        "open": gettext("werkt"),
        "waiting": gettext("wacht op de boer"),
        "expired": gettext("verlopen"),
        "revoked": gettext("ingetrokken"),
    }
    return str(known[standing])
