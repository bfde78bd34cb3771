"""Candidates that bring nothing however their place lies: nothing can be claimed with them, and nothing lies better for them.

Sets of candidates multiply, and the best plan takes none that only costs. So where a place has many, those that are idle stand in
none of its arrangements: each is weighed by itself, beside the plan. A candidate is idle where no payment for it can be claimed
with it alone, on a farm that is read at its widest, no other payment asks for it, and nothing lies elsewhere because of it.
What is open of it is found by that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import prod

from calculator.domain.claim import OpenQuestion
from calculator.domain.farm import Parcel
from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from calculator.eligibility.candidates import Arrangement, Candidate, Place, arranged, as_now, group_of
from calculator.eligibility.subject import codes_of
from calculator.stacking.advising.claimed import assessed_under
from calculator.stacking.advising.wide import counted_measures
from calculator.stacking.advising.wish import Wish
from calculator.stacking.awarding import Assessed, Question

#: Sets of candidates of one place, one of each exclusive group at most, up to which none is looked for.
FEW = 32

#: What is open of the place with an idle candidate, by that place and the number of the candidate.
Idle = Mapping[tuple[str, int], tuple[OpenQuestion, ...]]

_PAID: Once[Mapping[str, frozenset[str]]] = Once("measures of payments")
_BEARING: Once[frozenset[str]] = Once("measures that bear on more than payments for them")


def idle(question: Question, every: Sequence[Candidate], wish: Wish, now: Assessed | None = None) -> Idle:
    """The idle ones of all candidates; ``now`` is what was found of the farm as it is, where that is known."""
    alone: list[tuple[Candidate, ...]] = []
    offered: list[tuple[Arrangement, ...]] = []
    asked: frozenset[str] | None = None
    for place in question.profile.places:
        here = [c for c in every if c.place == place.id and c.fits]
        sorts = Counter(group_of(c.measure.code, question.rulebook) for c in here)
        if prod(n + 1 for n in sorts.values()) <= FEW:
            continue
        asked = _asked_elsewhere(question) if asked is None else asked
        may_be = [c for c in here if _stands_alone(question, place, c, here, wish, asked)]
        laid = [(c, made) for c in may_be if (made := arranged(place, [c], question.rulebook)) is not None]
        if laid:
            alone.append(tuple(c for c, _ in laid))
            offered.append((as_now(place), *(made for _, made in laid)))
    return dict(_unpaid(question, alone, offered, now)) if alone else {}


def _unpaid(
    question: Question,
    alone: Sequence[tuple[Candidate, ...]],
    offered: Sequence[tuple[Arrangement, ...]],
    now: Assessed | None,
) -> Iterator[tuple[tuple[str, int], tuple[OpenQuestion, ...]]]:
    """Those for which nothing can be claimed with each of them alone, as ``offered`` has them after the place as it is."""
    measures = question.rulebook.memory.once(_PAID, lambda: _paid(question.rulebook))
    for number, under in enumerate(assessed_under(question, offered, now)):
        if number == 0:
            continue
        paid: dict[str, set[str]] = {place: set() for place in under.plan}
        waits: dict[str, list[OpenQuestion]] = {place: [] for place in under.plan}
        for assessment in under.found:
            for claim in assessment.claims:
                if claim.place in paid and not claim.continuation:
                    # Of several measures on the ground another may earn it: this one does where that gives way.
                    paid[claim.place] |= measures[claim.ref]
            for question_ in assessment.open:
                if question_.place in waits:
                    waits[question_.place].append(question_)
        for of in alone:
            if number <= len(of):
                candidate = of[number - 1]
                if codes_of(question.rulebook, candidate.measure.code).isdisjoint(paid[candidate.place]):
                    yield (candidate.place, candidate.index), tuple(waits[candidate.place])


def _stands_alone(
    question: Question,
    place: Place,
    candidate: Candidate,
    here: Sequence[Candidate],
    wish: Wish,
    asked: frozenset[str],
) -> bool:
    """Whether the candidate gives no other measure another place, and is asked for by nothing but payments for it there.

    ``here`` are all candidates of the place. What is asked of an extent counts all that have the same code.
    """
    rulebook, measure = question.rulebook, candidate.measure
    done = [m for m in place.measures if not m.candidate]
    others = [c.measure for c in here if c.index != candidate.index]
    group = group_of(measure.code, rulebook)
    if any(group_of(m.code, rulebook) == group for m in done):
        return False
    # One of a group that leaves ground is where others of it do not lie.
    whole = isinstance(place, Parcel) and measure.quantity >= place.area_ha
    if not whole and any(group_of(m.code, rulebook) == group for m in others):
        return False
    if any(m.code == measure.code for m in others):
        return False
    if measure.part is not None and all(m.part != measure.part for m in done):
        return False
    if any(named.names(measure.code, place.id) for named in wish.lock):
        return False
    return codes_of(rulebook, measure.code).isdisjoint(asked)


def _asked_elsewhere(question: Question) -> frozenset[str]:
    """Measures that bear on more than payments for them where they lie: what is counted of them, or a contract runs for."""
    rulebook = question.rulebook
    held = {contract.scheme for contract in question.profile.contracts}
    running = (p for s in rulebook.schemes if s.id in held for p in s.payments)
    bearing = rulebook.memory.once(_BEARING, lambda: _bearing(rulebook))
    return bearing.union(*(payment.measures for payment in running))


def _bearing(rulebook: Rulebook) -> frozenset[str]:
    """Measures that a condition counts, that a payment for the whole farm is for, or that fulfil GLMC 8."""
    payments = (p for s in rulebook.schemes for p in s.payments)
    wider = [p for p in payments if p.level is Level.FARM or p.value_zero_when is not None]
    return counted_measures(rulebook).union(*(p.measures for p in wider))


def _paid(rulebook: Rulebook) -> Mapping[str, frozenset[str]]:
    """The measures that each payment (``scheme#payment``) is for in any version."""
    found: dict[str, frozenset[str]] = {}
    for scheme in rulebook.schemes:
        for payment in scheme.payments:
            ref = f"{scheme.id}#{payment.id}"
            found[ref] = found.get(ref, frozenset()).union(payment.measures)
    return found
