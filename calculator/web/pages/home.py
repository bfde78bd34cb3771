"""What this is, and where to begin."""

from __future__ import annotations

from flask import Response

from calculator.store import Examples, RulebooksSeen
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def show() -> Response:
    """The front page."""
    wiring = wired()
    rulebook = wiring.services.rulebook()
    today = wiring.services.today()
    in_force = rulebook.schemes_on(today)
    return html(
        "home.html",
        demos=Examples(wiring.database).all(),
        scheme_count=len(in_force),
        payer_count=len({scheme.payer for scheme in in_force}),
        digest=rulebook.digest,
        since=RulebooksSeen(wiring.database).since(rulebook.digest),
        today=today.isoformat(),
    )


def accessibility() -> Response:
    """What is done for access, what is known to fall short, and where to say so."""
    return html("accessibility.html")
