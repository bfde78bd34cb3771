"""Which farms are counted on: the examples that everybody sees, and one's own where somebody is signed in.

Farms that a mandate opens are left alone: counting is no reason to read what a client entrusted for advice.
"""

from __future__ import annotations

from calculator.services.account.rights import Actor
from calculator.services.catalogue.unknown_pairs import Farm
from calculator.store import Database, Examples
from calculator.store.farms import farms

#: More farms of one person are not counted; each takes a few milliseconds.
MOST = 100


def counted(database: Database, actor: Actor | None) -> list[Farm]:
    """The examples, then the own farms by name; two that are called the same are told apart by a number."""
    found = [(example.name, example.document) for example in Examples(database).all()]
    if actor is not None and actor.has_scope("farms:read"):
        with database.transaction() as unit:
            own = farms.owned(unit, actor.user.id)[:MOST]
            found += [(farm.name, farms.document(unit, farm.id)) for farm in own]
    times: dict[str, int] = {}
    named = []
    for name, document in found:
        times[name] = times.get(name, 0) + 1
        named.append(Farm(name if times[name] == 1 else f"{name} ({times[name]})", document))
    return named
