"""Where statements are issued for a request: the services of this application, at this moment."""

from __future__ import annotations

from calculator.services.statement.life import Desk
from calculator.web import identity
from calculator.web.wiring import wired


def desk() -> Desk:
    """The desk of this request."""
    wiring = wired()
    services = wiring.services
    return Desk(
        wiring.database,
        services.rulebook,
        services.compute,
        identity.moment,
        services.today,
        services.draw_all,
        services.aside,
    )
