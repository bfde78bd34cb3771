"""The odd farms of ``odd`` of which more is asked: hectares of what is done, herds per hectare, bands, least amounts, shares."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Condition, Payment, PaymentKind, Presence, Scheme, Tier
from calculator.stacking.awarding import Question
from tests.builders import series, text
from tests.properties.odd import LAND, drawn

HERD = "herd.livestock_units"
IN = ("parcel_ha", "grassland_ha", "permanent_grassland_ha", "arable_ha")


def asked(seed: int, *, candidates: bool = False) -> Question:
    """The farm and rules of a seed, with a herd, some arable land, and more that is asked."""
    question, dice = drawn(seed, candidates=candidates), random.Random(f"odd/{seed}")
    profile = question.profile
    uses = ("permanent_grassland", "permanent_grassland", "arable")
    parcels = tuple(replace(p, land_use=dice.choice(uses)) for p in profile.parcels)
    herd = {} if dice.random() < 0.1 else {HERD: Decimal(dice.randint(1, 30))}
    profile = replace(profile, parcels=parcels, facts={**profile.facts, **herd})
    rules = question.rulebook
    schemes = tuple(_scheme(s, profile, dice) for s in rules.schemes)
    limits = tuple(_limit(x, dice) for x in rules.limits)
    return replace(question, profile=profile, rulebook=replace(rules, schemes=schemes, limits=limits))


def _scheme(scheme: Scheme, profile: FarmProfile, dice: random.Random) -> Scheme:
    if not scheme.id.startswith("province"):
        return scheme
    return replace(scheme, payments=tuple(_payment(p, profile, dice) for p in scheme.payments))


def _payment(payment: Payment, profile: FarmProfile, dice: random.Random) -> Payment:
    conditions = [_condition(payment, profile, dice) for _ in range(dice.choice((0, 0, 1, 1, 2)))]
    payment = replace(payment, conditions=(*payment.conditions, *conditions))
    if payment.measures or payment.term_years is not None:
        return payment
    figures = dict(payment.figures)
    if dice.random() < 0.4:
        steps = sorted(dice.sample(range(8), 2))
        tiers = tuple(Tier(f"step_{n}", Decimal(start)) for n, start in enumerate(steps))
        del figures["rate"]
        figures |= {f"step_{n}": series(dice.randint(1, 500)) for n in range(len(steps))}
        payment = replace(
            payment, kind=PaymentKind.BANDED, tiers=tiers, quantity=dice.choice(IN), unit=Unit.HECTARE
        )
    if dice.random() < 0.4:
        figures["min_amount"] = series(dice.randint(1, 1_500))
    return replace(payment, figures=figures)


def _condition(payment: Payment, profile: FarmProfile, dice: random.Random) -> Condition:
    kind = dice.choice(
        ("land_at_least", "land_at_least", "share_at_least", "per_hectare_at_most", "per_hectare_at_least")
    )
    within = dice.choice(IN[:3])
    whole = profile.area_ha
    asked: dict[str, object] = {"in": within}
    if kind.startswith("per"):
        asked |= {
            "path": HERD,
            "value": str((Decimal(dice.randint(1, 40)) / whole).quantize(Decimal("0.01")) + 1),
        }
    else:
        own = payment.measures[:1] if payment.measures and dice.random() < 0.4 else (f"m{dice.choice(LAND)}",)
        part = Decimal(dice.randint(1, 8)) / 10
        asked |= {"of": {"measures": list(own)}, "value": str(part)}
        if kind == "land_at_least":
            del asked["in"]
            asked["value"] = str((part * whole / 2).quantize(Decimal("0.0001")))
    return Condition(kind, asked, Presence.ASK, text(kind), ())


def _limit(limit: Limit, dice: random.Random) -> Limit:
    if limit.kind is not LimitKind.QUANTITY_CAP or dice.random() < 0.3:
        return limit
    return replace(limit, share_of=dice.choice(IN), figures={"cap": series(dice.randint(1, 100))})
