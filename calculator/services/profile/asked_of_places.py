"""Which facts of a parcel or element rules ask for, and of what is done there: nobody is asked what no payment reads.

A condition that counts places of the whole farm asks them of those that it counts, whatever is paid there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from calculator.domain.farm import OF_PLACE
from calculator.domain.memory import Answers
from calculator.domain.place_fact import PlaceFact, place_facts
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition
from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.conditions.totals import told_of_places
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import every_condition
from calculator.eligibility.subject import codes_of

#: By the first day that counts: measures that a payment is for, by the path that it reads.
_ASKED: Answers[date, Mapping[str, frozenset[str]]] = Answers("asked of places", 64)


def asked(rulebook: Rulebook, since: date) -> Mapping[str, frozenset[str]]:
    """Every fact that a rule reads which holds on that day or later, with the measures that its payments are for.

    What is counted by what lies there is among them by key and code (``land_use permanent_grassland``).
    """
    known = rulebook.memory.of(_ASKED)
    found = known.get(since)
    if found is None:
        found = known[since] = _asked(rulebook, since)
    return found


def _asked(rulebook: Rulebook, since: date) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for scheme in rulebook.schemes:
        if scheme.validity.end is not None and scheme.validity.end <= since:
            continue
        for payment in scheme.payments:
            for name in reads(rulebook, scheme, payment).attributes:
                if name.startswith(OF_PLACE):
                    found[name] = found.get(name, frozenset()).union(payment.measures)
            for condition in every_condition(scheme, payment):
                for name in told_of_places(condition):
                    found[name] = found.get(name, frozenset()).union(_counted(condition))
    return found


def _counted(condition: Condition) -> Iterator[str]:
    of = condition.arguments["of"]
    for key in ("measures", "land_use", "crops", "elements"):
        for code in texts(of[key]) if isinstance(of, Mapping) and key in of else ():
            yield code if key == "measures" else f"{key} {code}"


def of_place(
    rulebook: Rulebook,
    since: date,
    what: str,
    measures: Iterable[str],
    given: Iterable[str],
    lying: Mapping[str, str],
) -> list[PlaceFact]:
    """What to ask of a ``parcel`` or ``element`` on which these measures lie; ``given`` are codes that it answered, ``lying`` is
    its ``land_use``, ``crops`` or (of which kind) ``elements``.
    """
    paid = frozenset[str]().union(*(codes_of(rulebook, code) for code in measures))
    paid |= {f"{key} {code}" for key, code in lying.items()}
    wanted = {path for path, codes in asked(rulebook, since).items() if not codes.isdisjoint(paid)}
    wanted |= {OF_PLACE + code for code in given}
    return [fact for path, fact in place_facts(rulebook).items() if path in wanted and fact.lies_on(what)]
