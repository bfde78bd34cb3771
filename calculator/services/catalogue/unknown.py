"""Every pair that nobody has published, by the two schemes that meet in it, and how many farms' answers hang on each.

Pairs of schemes that cannot be open on one farm are counted apart: nobody's answer can hang on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement

from calculator.domain.memory import Answers
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.registry.words import remarks
from calculator.registry.words.where import Atlas
from calculator.services.award.pair_outcomes import Kind, Outcome, Outcomes, outcomes
from calculator.services.catalogue.unknown_pairs import Counted, UnknownPair
from calculator.services.catalogue.unknown_sample import of_schemes
from calculator.services.catalogue.values import Data, source, words

_UNKNOWN: Answers[date, Unknown] = Answers("unknown", 8)

#: Why nobody knows: a recorded row says that it was not published, or two public payers pay the same costs.
_NOT_PUBLISHED, _SAME_COSTS = "not_published", "same_costs"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two schemes (one with itself as well): how many of their pairs of payments are unknown, and what says so."""

    a: Scheme
    b: Scheme
    unknown: int
    pairs: int
    rules: tuple[str, ...]
    shared_costs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Meetings of a day with something unknown; ``apart`` counts pairs of payments that lie in different places."""

    meetings: tuple[Meeting, ...]
    apart: int


def unknown(rulebook: Rulebook, on: date) -> Unknown:
    """What nobody has published on the day, kept for the next question."""
    return rulebook.memory.answer(_UNKNOWN, on, lambda: _unknown(rulebook, on))


def data(rulebook: Rulebook, on: date, counted: Counted, language: str | None = None) -> Data:
    """The pairs that farms hang on, payment by payment; then every meeting of two schemes, with most farms first."""
    found, known = unknown(rulebook, on), outcomes(rulebook, on)
    rules = {row.id: row for row in rulebook.relations_on(on) if row.type is RelationType.UNKNOWN}
    return {
        "on": on.isoformat(),
        "farms": counted.farms,
        "sample": counted.sample.farms,
        "left_out": [{"farm": farm, "why": words(why, language)} for farm, why in counted.left_out],
        "payment_pairs": sum(meeting.unknown for meeting in found.meetings),
        "apart": found.apart,
        "hanging": [_hanging(pair, known, language) for pair in counted.pairs],
        "schemes": _schemes(found.meetings, counted, language),
        "rules": [
            {
                "id": row.id,
                "source": source(row.source),
                "note": words(remarks.told(row.note, rulebook), language),
            }
            for row in rules.values()
        ],
    }


def _hanging(pair: UnknownPair, known: Outcomes, language: str | None) -> Data:
    return {
        "a": pair.a,
        "b": pair.b,
        "a_name": _payment_name(pair.a, known, language),
        "b_name": _payment_name(pair.b, known, language),
        "count": len(pair.farms),
        "farms": list(pair.farms),
        "sampled": pair.sampled,
    }


def _schemes(meetings: Sequence[Meeting], counted: Counted, language: str | None) -> list[Data]:
    """Every meeting with its farms, that with most farms first."""
    farms, sampled = _by_schemes(counted), counted.sample.schemes
    weighed = [(len(farms.get((m.a.id, m.b.id), ())), sampled.get((m.a.id, m.b.id), 0), m) for m in meetings]
    weighed.sort(key=lambda w: (-w[0], -w[1], -w[2].unknown, w[2].a.id, w[2].b.id))
    return [
        {
            "a": meeting.a.id,
            "b": meeting.b.id,
            "a_name": words(meeting.a.name, language),
            "b_name": words(meeting.b.name, language),
            "unknown": meeting.unknown,
            "pairs": meeting.pairs,
            "count": own,
            "sampled": drawn,
            "why": list(_why(meeting)),
            "rules": list(meeting.rules),
            "shared_costs": list(meeting.shared_costs),
        }
        for own, drawn, meeting in weighed
    ]


def _unknown(rulebook: Rulebook, on: date) -> Unknown:
    known, atlas = outcomes(rulebook, on), Atlas.of(rulebook)
    meetings: list[Meeting] = []
    apart = 0
    for one, other in combinations_with_replacement(rulebook.schemes_on(on), 2):
        meeting = _meeting(one, other, known)
        if meeting is None:
            continue
        if one.id == other.id or atlas.together(one, other):
            meetings.append(meeting)
        else:
            apart += meeting.unknown
    return Unknown(tuple(meetings), apart)


def _meeting(one: Scheme, other: Scheme, known: Outcomes) -> Meeting | None:
    pairs = list(_pairs(one, other, known))
    open_ = [outcome for outcome in pairs if outcome.kind is Kind.UNKNOWN]
    if not open_:
        return None
    rules = Counter(row.id for outcome in open_ for row in outcome.rows if row.type is RelationType.UNKNOWN)
    costs = sorted({cost for outcome in open_ for cost in outcome.shared_costs})
    a, b = sorted((one, other), key=lambda scheme: scheme.id)
    return Meeting(a, b, len(open_), len(pairs), tuple(rules), tuple(costs))


def _pairs(one: Scheme, other: Scheme, known: Outcomes) -> Iterator[Outcome]:
    first, second = known.of_scheme(one.id), known.of_scheme(other.id)
    same = one.id == other.id
    for index, a in enumerate(first):
        for b in second[index + 1 :] if same else second:
            yield known.between(a, b)


def _by_schemes(counted: Counted) -> dict[tuple[str, str], set[str]]:
    """The farms of every pair of schemes."""
    found: dict[tuple[str, str], set[str]] = {}
    for pair in counted.pairs:
        found.setdefault(of_schemes(pair.a, pair.b), set()).update(pair.farms)
    return found


def _why(meeting: Meeting) -> Sequence[str]:
    # Eco-activities, packages and credits are unknown to each other where no row says so.
    unsaid = bool(meeting.rules) or not meeting.shared_costs
    return [word for word, held in ((_NOT_PUBLISHED, unsaid), (_SAME_COSTS, meeting.shared_costs)) if held]


def _payment_name(ref: str, known: Outcomes, language: str | None) -> object:
    side = known.sides.get(ref)
    return words(side.payment.name if side else Text(ref, ref), language)
