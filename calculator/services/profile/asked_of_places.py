"""Which facts of a parcel or element rules ask for, and of what is done there: nobody is asked what no payment reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from calculator.domain.farm import OF_PLACE
from calculator.domain.memory import Answers
from calculator.domain.place_fact import PlaceFact, place_facts
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.reads import reads
from calculator.eligibility.subject import codes_of

#: By the first day that counts: measures that a payment is for, by the path that it reads.
_ASKED: Answers[date, Mapping[str, frozenset[str]]] = Answers("asked of places", 64)


def asked(rulebook: Rulebook, since: date) -> Mapping[str, frozenset[str]]:
    """Every fact that a rule reads which holds on that day or later, with the measures that its payments are for."""
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
    return found


def of_place(
    rulebook: Rulebook, since: date, what: str, measures: Iterable[str], given: Iterable[str]
) -> list[PlaceFact]:
    """What to ask of a ``parcel`` or ``element`` on which these measures lie; ``given`` are codes that it answered."""
    paid = frozenset[str]().union(*(codes_of(rulebook, code) for code in measures))
    wanted = {path for path, codes in asked(rulebook, since).items() if not codes.isdisjoint(paid)}
    wanted |= {OF_PLACE + code for code in given}
    return [fact for path, fact in place_facts(rulebook).items() if path in wanted and fact.lies_on(what)]
