"""What a farm could claim under every arrangement of its places with candidates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from calculator.domain.claim import Assessment, Claim, OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.eligibility.assessment import assess
from calculator.eligibility.candidates import Arrangement, planned
from calculator.eligibility.contracts.commitments import split
from calculator.eligibility.units import pieces
from calculator.stacking.advising.wide import alike, widest
from calculator.stacking.awarding import Assessed, Question, assessed
from calculator.stacking.law.coming import clear
from calculator.stacking.limits.held_back import hold_back

#: Between the id of a place and the number of its arrangement.
OF = "\x1f"


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claims of a farm under every arrangement, whose ``place`` and ``piece`` name the arrangement too.

    ``open`` is what is open of land under each, by that name, and of the farm (``farm``); ``places`` are these names, with the
    place and the number of its arrangement. ``now`` are the claims of the farm as it is, and ``assessed`` all that was found of
    it; None where it was read at its widest.
    """

    claims: tuple[Claim, ...]
    open: Mapping[str, Sequence[OpenQuestion]]
    places: Mapping[str, tuple[str, int]]
    now: tuple[Claim, ...]
    assessed: Assessed | None


def claims_of(
    question: Question, offered: Sequence[tuple[Arrangement, ...]], now: Assessed | None = None
) -> Claimed:
    """What the farm could claim under every arrangement that is offered; ``now`` is what was found of it as it is, where that
    is known.
    """
    candidates = {of[0].place for of in offered}
    claims, as_now = list[Claim](), list[Claim]()
    names: dict[str, tuple[str, int]] = {}
    open_: dict[str, list[OpenQuestion]] = {}
    premiums: set[tuple[str, str | None, int]] = set()
    as_it_is: Assessed | None = None
    for number, under in enumerate(assessed_under(question, offered, now)):
        plan, found, as_it_is = under.plan, under.found, as_it_is if number else under.as_it_is
        names |= {f"{place}{OF}{number:03d}": (place, number) for place in plan}
        waits = [asked for assessment in found for asked in assessment.open]
        every = (claim for assessment in found for claim in assessment.claims)
        kept = hold_back(question.profile, question.rulebook, every, waits, question.on)
        for asked in waits:
            if asked.place in plan or (number == 0 and asked.place == "farm"):
                name = f"{asked.place}{OF}{number:03d}" if asked.place in plan else "farm"
                open_.setdefault(name, []).append(asked)
        for claim in kept:
            key = (claim.ref, claim.class_name, claim.year)
            if claim.continuation:
                continue
            if number == 0:
                as_now.append(claim)
            if claim.place in candidates:
                claims.append(_renamed(claim, number))
            elif number == 0 or (claim.class_name is not None and key not in premiums):
                claims.append(claim)
                premiums.add(key)
    return Claimed(tuple(claims), open_, names, tuple(as_now), as_it_is)


@dataclass(frozen=True, slots=True)
class Under:
    """What was found of a farm under the how many-th arrangement of every place that has so many (``plan``): of all of its land
    under the first, of those places under the others. ``as_it_is`` as in ``Claimed``.
    """

    plan: Mapping[str, Arrangement]
    found: Sequence[Assessment]
    as_it_is: Assessed | None


def assessed_under(
    question: Question, offered: Sequence[tuple[Arrangement, ...]], now: Assessed | None = None
) -> Iterator[Under]:
    """The farm under the first arrangement of every place, then under the second, and so on; ``now`` as in ``claims_of``."""
    years = range(question.on.year, question.on.year + question.years)
    # Conditions that look at the measures of the whole farm are read at their best, so that the bound stays a bound.
    steady = alike(question.profile, question.rulebook)
    wide = widest(question.profile)
    beside: frozenset[str] | None = None
    for number in range(max((len(of) for of in offered), default=1)):
        plan = {of[number].place: of[number] for of in offered if number < len(of)}
        farm = planned(question.profile, plan)
        as_it_is: Assessed | None = None
        if number == 0 and steady:
            as_it_is = assessed(replace(question, profile=farm)) if now is None else now
            found: Sequence[Assessment] = as_it_is[0]
        else:
            land = pieces(farm if number == 0 else _only(farm, plan))[0]
            cut = split(land, farm, question.rulebook)
            found = assess(wide, question.rulebook, cut, years, question.on, beside)
            found = clear(wide, question.rulebook, cut, years, question.on, found)
        if number == 0:
            beside = _always_active(found)
        yield Under(plan, found, as_it_is)


def _always_active(found: Sequence[Assessment]) -> frozenset[str]:
    """The schemes of which an activity can be claimed in every year, so that their premium was looked at in all of them."""
    return frozenset.intersection(
        *[frozenset([c.scheme for c in year.claims if c.terms.value is not None]) for year in found]
    )


def _only(profile: FarmProfile, places: Mapping[str, Arrangement]) -> FarmProfile:
    parcels = tuple(p for p in profile.parcels if p.id in places)
    return replace(profile, parcels=parcels, elements=tuple(e for e in profile.elements if e.id in places))


def _renamed(claim: Claim, number: int) -> Claim:
    place, tail = f"{claim.place}{OF}{number:03d}", claim.piece[len(claim.place) :]
    return replace(claim, place=place, piece=f"{place}{tail}")
