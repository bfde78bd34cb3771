"""Measures of the profile of which an award says nothing: no line, no refusal, no open question.

A package of a collective is offered to its members alone, and a scheme where it is open and while it runs. What a farmer filled
in and nobody there pays is told, so that silence does not read as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from itertools import compress
from operator import attrgetter

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Once
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.services.award import unpaid_measures
from calculator.services.award.unpaid_measures import Placed

_YEAR = attrgetter("year")
_CLAIMED = attrgetter("terms.scheme", "terms.payment", "place")
_TOLD = attrgetter("scheme", "payment", "place")
#: Of which payment an answer is, and where.
_Answered = tuple[str, str, str]


def remarks(
    award: Award, profile: FarmProfile, rulebook: Rulebook, on: date, *, chosen: bool = False
) -> tuple[Text, ...]:
    """What to tell of such measures; ``on`` gives the day of a year at which rules are read.

    Where measures are ``chosen`` one that is done may give way to another, so that silence says nothing of it: only of what no
    scheme pays in any of the years is told, candidates too.
    """
    paid = _Paid.of(rulebook)
    schemes = _in_force(award, rulebook, on)
    known = frozenset[str]().union(*(paid.of_scheme[id(s)] for s in schemes))
    left = [m for m in _measures(profile, candidates=chosen) if not chosen or m[0] not in known]
    for answers in _answers(award):
        if not left:
            return ()
        places = {"farm", *(place for _, place in left)}
        told = {
            (code, place)
            for scheme, payment, place in answers
            if place in places
            for code in paid.measures.get((scheme, payment), ())
        }
        left = [m for m in left if m not in told and (m[0], "farm") not in told]
    members = {c for s in schemes if _may_be_member(s, profile, rulebook) for c in paid.of_scheme[id(s)]}
    said = (
        _text(_NO_COLLECTIVE, [m for m in left if m[0] in members], rulebook),
        _text(_NOBODY, [m for m in left if m[0] in known - members], rulebook),
        *unpaid_measures.told(
            [m for m in left if m[0] not in known], [y.year for y in award.years], rulebook, on
        ),
    )
    return tuple(text for text in said if text is not None)


def _in_force(award: Award, rulebook: Rulebook, on: date) -> tuple[Scheme, ...]:
    """The versions of schemes that are read in any of the years."""
    days = [same_day_in(year.year, on) for year in award.years]
    return tuple({id(s): s for day in days for s in rulebook.schemes_on(day)}.values())


@dataclass(frozen=True, slots=True)
class _Paid:
    """The measures that each payment is for, by scheme and id over all versions, and by the identity of a version."""

    measures: Mapping[tuple[str, str], frozenset[str]]
    of_scheme: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, rulebook: Rulebook) -> _Paid:
        """Once per rulebook."""
        return rulebook.memory.once(_PAID, lambda: cls._of(rulebook))

    @classmethod
    def _of(cls, rulebook: Rulebook) -> _Paid:
        measures: dict[tuple[str, str], frozenset[str]] = {}
        for scheme in rulebook.schemes:
            for payment in scheme.payments:
                key = (scheme.id, payment.id)
                measures[key] = measures.get(key, frozenset()).union(payment.measures)
        of_scheme = {id(s): frozenset(m for p in s.payments for m in p.measures) for s in rulebook.schemes}
        return cls(measures, of_scheme)


_PAID: Once[_Paid] = Once("paid measures")


_NO_COLLECTIVE = Text(
    "Het agrarisch collectief is niet ingevuld: voor {} is geen bedrag van een collectief (ANLb) gerekend.",
    "The agricultural collective is not filled in: for {} no amount of a collective (ANLb) was counted.",
)
_NOBODY = Text(
    "Voor {} kent het register geen betaling die voor dit bedrijf openstaat.",
    "For {} the registry has no payment that is open to this farm.",
)


def _text(said: Text, measures: Iterable[Placed], rulebook: Rulebook) -> Text | None:
    found = list(dict.fromkeys(measures))
    if not found:
        return None
    names = unpaid_measures.named(found, rulebook)
    return Text(said.nl.format(names.nl), said.en.format(names.en))


def _answers(award: Award) -> Iterator[Set[_Answered]]:
    """All that some answer is about (``farm`` where it is about several places); what is mostly enough first."""
    claims = [use.claim for use in award.activities]
    claims += [line.claim for year in award.years for line in (*year.lines, *year.continuation)]
    first = award.years[0].year
    yield set(map(_CLAIMED, compress(claims, map(first.__eq__, map(_YEAR, claims)))))
    yield set(map(_TOLD, award.refusals))
    yield set(map(_TOLD, award.not_chosen))
    yield set(map(_TOLD, compress(award.open, map(first.__eq__, map(_YEAR, award.open)))))
    yield set(map(_CLAIMED, claims))
    yield set(map(_TOLD, award.open))


def _may_be_member(scheme: Scheme, profile: FarmProfile, rulebook: Rulebook) -> bool:
    """Whether it is of a collective in the farm's province, and the farm does not say to which one it belongs."""
    collectives = scheme.territory.get("collectives", ())
    if not collectives or profile.fact("farm.collective") is not None:
        return False
    province = profile.fact("farm.province")
    rows = [rulebook.code("collectives", code) for code in collectives]
    reach = [row.columns.get("provinces", "").split() for row in rows if row]
    return province is None or any(not own or province in own for own in reach)


def _measures(profile: FarmProfile, *, candidates: bool) -> Iterator[Placed]:
    for parcel in profile.parcels:
        yield from ((m.code, parcel.id) for m in parcel.measures if candidates or not m.candidate)
    for element in profile.elements:
        yield from ((m.code, element.id) for m in element.measures if candidates or not m.candidate)
