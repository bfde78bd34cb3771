"""How much is drawn: a sample each time, and with ``LONG=1`` (``make soak``) as much as it takes to be sure."""

import os

LONG = os.environ.get("LONG") == "1"


def cases(few: int, many: int) -> int:
    """The number of cases of a property: ``few`` in ``make test``, ``many`` in ``make soak``."""
    return many if LONG else few
