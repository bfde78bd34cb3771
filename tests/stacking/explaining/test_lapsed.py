"""Where the value of an eco-activity lapses, the award says what took it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.award import ActivityUse
from calculator.domain.farm import FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, relation, rulebook, scheme

FIGURES = {"points": {"klimaat": 4}, "value": 91}


def activity(code: str, **changes: object) -> object:
    return payment(code, measures=[code], kind=PaymentKind.ACTIVITY, figures=FIGURES, **changes)


def rules(level: Level = Level.UNIT, type: RelationType = RelationType.ZERO) -> Rulebook:
    eco = scheme("national.rvo.eco", activity("gras"), activity("oud", value_zero_when="glmc9"))  # type: ignore[arg-type]
    pack = payment("5b", measures=["pakket"], figures={"rate": 500})
    row = relation("national.rvo.eco#gras", type, "national.anlb.a", quantity=Quantity.VALUE, level=level)
    return rulebook(eco, scheme("national.anlb.a", pack), relations=[row])


def of(profile: FarmProfile, rulebook: Rulebook) -> dict[tuple[str, str], ActivityUse]:
    return {(u.claim.payment, u.claim.piece): u for u in award(ask(profile, rulebook)).activities}


def test_the_payment_for_the_same_action_is_named_with_its_article() -> None:
    (use,) = of(farm(parcel("P1", 10, "gras", "pakket")), rules()).values()
    assert use.value_counts is False
    assert use.because is not None
    assert (
        use.because.en
        == "the same action as 5b (national.anlb.a): the points count, the value does not (article 1; A decree)"
    )


@pytest.mark.parametrize(("level", "kept"), [(Level.UNIT, [False, True]), (Level.PARCEL, [False, False])])
def test_on_the_rest_of_the_parcel_it_lapses_by_the_rule_of_whole_parcels_alone(
    level: Level, kept: list[bool]
) -> None:
    land = farm(parcel("P1", 10, measure("gras", 10), measure("pakket", 4)))
    uses = of(land, rules(level))
    assert [use.value_counts for _, use in sorted(uses.items(), key=lambda x: x[1].quantity)] == kept
    assert all((use.because is None) == use.value_counts for use in uses.values())


def test_land_that_fulfils_gaec_9_is_named() -> None:
    land: Parcel = parcel("P1", 10, "oud", glmc9=True)
    (use,) = of(farm(land), rules()).values()
    assert use.because is not None
    assert use.because.nl == "de grond dient voor GLMC 9: de punten tellen, de waarde niet"
    (free,) = of(farm(replace(land, glmc9=False)), rules()).values()
    assert (free.value_counts, free.because) == (True, None)
    assert free.quantity == Decimal(10)


def test_an_activity_on_an_element_that_scores_no_value_says_nothing_took_it() -> None:
    bare = payment(
        "poel", measures=["poel"], kind=PaymentKind.ACTIVITY, figures={"points": {"water": 4}, "value": 0}
    )
    pond = LandscapeElement(
        "E1", "poel", area_m2=Decimal(50_000), measures=(Measure("poel", Decimal(50_000), "m2"),)
    )
    uses = of(farm(parcel("P1", 1), elements=(pond,)), rulebook(scheme("national.rvo.eco", bare)))
    assert [(u.quantity, u.because) for u in uses.values()] == [(5, None)]
