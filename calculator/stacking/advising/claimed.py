"""What a farm could claim under every arrangement of its places with candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.eligibility.assessment import assess
from calculator.eligibility.candidates import Arrangement, planned
from calculator.eligibility.contracts import split
from calculator.eligibility.units import pieces
from calculator.stacking.advising.wide import widest
from calculator.stacking.awarding import Question
from calculator.stacking.limits.unknown_aid import hold_back

#: Between the id of a place and the number of its arrangement.
OF = "\x1f"


def claims_of(
    question: Question, offered: Sequence[tuple[Arrangement, ...]]
) -> tuple[list[Claim], dict[str, tuple[str, int]], tuple[Claim, ...]]:
    """The claims of the farm under every arrangement; ``place`` and ``piece`` name the arrangement too. Last, those as it is."""
    years = range(question.on.year, question.on.year + question.years)
    # Conditions that look at the measures of the whole farm are read at their best, so that the bound stays a bound.
    wide = widest(question.profile)
    candidates = {of[0].place for of in offered}
    found, now = list[Claim](), list[Claim]()
    names: dict[str, tuple[str, int]] = {}
    premiums: set[tuple[str, str | None, int]] = set()
    for number in range(max((len(of) for of in offered), default=1)):
        plan = {of[number].place: of[number] for of in offered if number < len(of)}
        names |= {f"{place}{OF}{number:03d}": (place, number) for place in plan}
        farm = planned(question.profile, plan)
        cut = split(pieces(farm if number == 0 else _only(farm, plan))[0], farm, question.rulebook)
        for assessment in assess(wide, question.rulebook, cut, years, question.on):
            for claim in hold_back(question.profile, question.rulebook, assessment.claims, []):
                key = (claim.ref, claim.class_name, claim.year)
                if claim.continuation:
                    continue
                if number == 0:
                    now.append(claim)
                if claim.place in candidates:
                    found.append(_renamed(claim, number))
                elif number == 0 or (claim.class_name is not None and key not in premiums):
                    found.append(claim)
                    premiums.add(key)
    return found, names, tuple(now)


def _only(profile: FarmProfile, places: Mapping[str, Arrangement]) -> FarmProfile:
    parcels = tuple(p for p in profile.parcels if p.id in places)
    return replace(profile, parcels=parcels, elements=tuple(e for e in profile.elements if e.id in places))


def _renamed(claim: Claim, number: int) -> Claim:
    place, tail = f"{claim.place}{OF}{number:03d}", claim.piece[len(claim.place) :]
    return replace(claim, place=place, piece=f"{place}{tail}")
