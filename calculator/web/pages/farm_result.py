"""What advisers calculated of a farm, for them and for its farmer: the figures, what is due, and what new rules did."""

from __future__ import annotations

from flask import Response

from calculator.services import client_results
from calculator.web import identity
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def show(farm_id: str) -> Response:
    """The results of a farm: an adviser sees those of the own organisation, the farmer all of them."""
    wiring, who = wired(), identity.asker()
    today = wiring.services.today()
    found = client_results.of_farm(wiring.database, who, farm_id, now=identity.moment(), today=today)
    return html("farm_result.html", found=found, farm=found.farm, today=today.isoformat())
