"""How far the next class is: with exactly that much more the farm has it, and with a little less it has not.

What is short is brought by an activity of its own on ground that is there, which takes nothing from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.award import ClassResult
from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Code
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.amounts.quantities import subsidiable_ha
from calculator.stacking.awarding import Question, award
from tests.builders import measure, payment, text
from tests.properties.odd import drawn
from tests.samples import cases

_ECO, _ORDER = "national.rvo.eco", (None, "brons", "zilver", "goud")
_CENT = Decimal("0.01")


def asked(seed: int) -> Question | None:
    """One year of a farm with an eco-scheme, whose payments are all that there is."""
    made = drawn(seed, contracts=False)
    eco = [s for s in made.rulebook.schemes if s.id == _ECO]
    if not eco:
        return None
    rules = replace(made.rulebook, schemes=tuple(eco), relations=(), limits=())
    return replace(made, rulebook=rules, years=1)


def with_more(question: Question, value: Decimal, points: Mapping[str, Decimal]) -> Question:
    """The same with an activity on a hectare that brings this value (EUR) and these points in all."""
    rules, profile = question.rulebook, question.profile
    place = max(profile.parcels, key=lambda p: p.area_ha)
    size = Decimal(1) if place.area_ha >= 1 else place.area_ha
    brings = {goal: more / size for goal, more in points.items()}
    (eco,) = rules.schemes
    extra = payment(
        "more", measures=["more"], kind=PaymentKind.ACTIVITY,
        figures={"points": {"klimaat": 0, **brings}, "value": value / size},
    )  # fmt: skip
    codes = {**rules.codelists["measures"], "more": Code("more", text("more"), {"unit": "ha", "implies": ""})}
    return replace(
        question,
        rulebook=replace(
            rules,
            schemes=(replace(eco, payments=(extra, *eco.payments)),),
            codelists={**rules.codelists, "measures": codes},
        ),
        profile=_laid(profile, place.id, size),
    )


def _laid(profile: FarmProfile, place: str, size: Decimal) -> FarmProfile:
    parcels = tuple(
        replace(p, measures=(*p.measures, measure("more", size))) if p.id == place else p
        for p in profile.parcels
    )
    return replace(profile, parcels=parcels)


def reached(question: Question) -> ClassResult:
    (found,) = [c for c in award(question).classes if c.scheme == _ECO]
    return found


def at_least(found: ClassResult, name: str | None) -> bool:
    return _ORDER.index(found.name) >= _ORDER.index(name)


@pytest.mark.parametrize("seed", range(cases(12, 1_500)))
def test_what_is_short_of_the_next_class_brings_it_and_a_little_less_does_not(seed: int) -> None:
    question = asked(seed)
    if question is None:
        return
    here = [c for c in award(question).classes if c.scheme == _ECO]
    if not here or here[0].next_name is None:
        return
    (now,) = here
    hectares = subsidiable_ha(question.profile)
    short, points = now.next_short_per_ha or Decimal(0), dict(now.next_short_points)
    assert short or points
    assert at_least(reached(with_more(question, short * hectares, points)), now.next_name)
    if short:
        less = with_more(question, (short - _CENT) * hectares, points)
        assert not at_least(reached(less), now.next_name)
    for goal, more in points.items():
        fewer = {**points, goal: more - _CENT}
        assert not at_least(reached(with_more(question, short * hectares, fewer)), now.next_name), goal
