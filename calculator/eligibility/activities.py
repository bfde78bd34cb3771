"""Eco-activities (points per goal and a value, no money) and the class premium that rests on them.

Uitvoeringsregeling GLB 2023, articles 24 to 27: points and value are sums of hectares times the annex figures; the
class follows from the average value per hectare and is paid over all subsidiable hectares; the value itself never is.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from calculator.domain.farm import Parcel
from calculator.domain.money import ZERO
from calculator.domain.quantity import plain
from calculator.domain.scheme import Payment, Text
from calculator.domain.source import Figure
from calculator.eligibility.amounts import Amount, show
from calculator.eligibility.claiming import Scores, make_claim
from calculator.eligibility.figures import FactMissingError, Reading, pick
from calculator.eligibility.quantities import farm_quantity
from calculator.eligibility.subject import (
    Findings,
    Subject,
    in_unit,
    leave_open,
    missing_fact,
    not_published,
    refuse,
    try_conditions,
)
from calculator.eligibility.units import element_area_ha

_ORGANIC = ("certified", "conversion", "in_conversion", "whole", "full")


def _value_share(payment: Payment, parcel: Parcel | None, glmc8_ground: Decimal) -> Fraction:
    """The share of the area that keeps its value (articles 27(8) and 27(9)).

    GLMC 8 takes its hectares once per parcel, evenly from all ground of the parcel on which they may lie.
    """
    if payment.value_zero_when == "glmc9" and parcel is not None and parcel.glmc9:
        return Fraction(0)
    if payment.value_zero_when == "glmc8" and parcel is not None and parcel.glmc8_ha:
        return max(Fraction(0), Fraction(glmc8_ground - parcel.glmc8_ha) / Fraction(glmc8_ground))
    return Fraction(1)


def _assume_spread(parcel: Parcel, ground: Decimal, found: Findings) -> None:
    """The profile says how much of a parcel fulfils GLMC 8, not which part of it: print how that was read."""
    given = plain(parcel.glmc8_ha or Decimal(0))
    text = Text(
        nl=f"Perceel {parcel.id}: de {given} ha voor GLMC 8 is gelijk verdeeld over {plain(ground)} ha braak en kruidenstrook.",
        en=f"Parcel {parcel.id}: the {given} ha for GLMC 8 was spread evenly over {plain(ground)} ha of fallow and strips.",
    )
    found.assumptions[text.nl] = text


def assess_activity(subject: Subject, found: Findings, glmc8_ground: Decimal | None = None) -> None:
    """Add the claim of one activity on one piece: its points and value per hectare.

    ``glmc8_ground`` is the area (ha) of the whole parcel under activities that lose value to GLMC 8; absent: the piece.
    """
    trouble, _ = try_conditions(subject, subject.piece.quantity if subject.piece else None, found)
    failed = [(c, o) for c, o in trouble if o.met is False]
    for condition, outcome in failed:
        refuse(subject, condition, outcome, found)
    if failed or subject.piece is None:
        return
    reading = Reading.of(subject.payment, subject.day)
    texts, paths = [c.text for c, _ in trouble], [p for _, o in trouble for p in o.missing]
    points, value = reading.figure("points"), reading.figure("value")
    region, quantity = "", Decimal(0)
    try:
        region = subject.region()
        quantity = _hectares(subject)
    except FactMissingError as missing:
        texts += [missing_fact(p) for p in missing.paths]
        paths += missing.paths
    for name, figure in (("points", points), ("value", value)):
        if figure is None:
            texts.append(not_published(name))
            paths.append(f"figure:{name}")
    worth = pick(value.values, region) if value else None
    if texts or points is None or worth is None:
        leave_open(subject, texts, paths, None, found)
        return
    parcel, ground = subject.piece.parcel, glmc8_ground or quantity
    share = _value_share(subject.payment, parcel, ground)
    if ground != quantity and parcel is not None and parcel.glmc8_ha:
        _assume_spread(parcel, ground, found)
    scored = {goal: Fraction(p) for goal, p in points.values.items()}
    worked = Amount(quantity, subject.payment.unit, ZERO, _describe(scored, worth))
    scores = Scores(points=scored, value=Fraction(worth) * share)
    found.claims.append(make_claim(subject, worked, reading, scores))


def _describe(points: dict[str, Fraction], worth: Decimal) -> str:
    return f"{'/'.join(str(p) for p in points.values())} punten per ha; EUR {worth} waarde per ha"


def _hectares(subject: Subject) -> Decimal:
    piece = subject.piece
    if piece is None or piece.parcel is not None:
        return piece.quantity if piece else Decimal(0)
    area = element_area_ha(piece.element) if piece.element else None
    if area is None:
        raise FactMissingError(f"{piece.place}.width_m")
    if subject.measure is not None and subject.measure.unit == "m":
        return in_unit(
            piece.quantity,
            replace(subject.measure, width_m=piece.element.width_m if piece.element else None),
            subject.payment.unit,
            "m",
        )
    return area


def _needed(subject: Subject, entry: Figure, found: Findings) -> dict[str, Fraction]:
    """Entry points of the whole farm per goal, weighted by the area in each region (article 25(1)(b)).

    An element that names its parcel is part of it and of its region. Of others the region is that of the parcels where
    all lie in one; else it is unknown, and each goal asks of them what it asks in the region that asks most.
    """
    hectares: dict[str, Fraction] = {}
    for parcel in subject.profile.parcels:
        if parcel.land_use == "nature":
            continue
        if parcel.eco_region is None:
            raise FactMissingError(f"{parcel.id}.eco_region")
        hectares[parcel.eco_region] = hectares.get(parcel.eco_region, Fraction(0)) + Fraction(parcel.area_ha)
    extra = Fraction(farm_quantity(subject.payment, subject.profile)) - sum(hectares.values())
    asked = [(*key.partition(".")[::2], Fraction(per_ha)) for key, per_ha in entry.values.items()]
    regions = {p.eco_region for p in subject.profile.parcels if p.eco_region} or {
        where for where, _, _ in asked
    }
    needed: dict[str, Fraction] = {}
    most: dict[str, Fraction] = {}
    for where, goal, per_ha in asked:
        needed[goal] = needed.get(goal, Fraction(0)) + per_ha * hectares.get(where, Fraction(0))
        if where in regions:
            most[goal] = max(per_ha, most.get(goal, Fraction(0)))
    if extra > 0:
        needed = {goal: points + most.get(goal, Fraction(0)) * extra for goal, points in needed.items()}
        if len(regions) > 1:
            _assume_strictest(extra, found)
    return needed


def _assume_strictest(extra: Fraction, found: Findings) -> None:
    hectares = plain(Decimal(extra.numerator) / Decimal(extra.denominator))
    text = Text(
        nl=f"Elementen zonder perceel ({hectares} ha): de regio is onbekend; per doel telt de hoogste instapeis.",
        en=f"Elements without a parcel ({hectares} ha): their region is unknown; per goal the highest entry points count.",
    )
    found.assumptions[text.nl] = text


class Footing(Enum):
    """On what a class premium rests in a year: claimed activities, only such as wait for an answer, or none at all."""

    CLAIMED = "claimed"
    WAITING = "waiting"
    NONE = "none"


def footing(scheme: str, found: Findings) -> Footing:
    """The footing that the findings of one year give the premium of a scheme."""
    if any(c.terms.scheme == scheme and c.terms.value is not None for c in found.claims):
        return Footing.CLAIMED
    return Footing.WAITING if any(o.scheme == scheme for o in found.open) else Footing.NONE


def assess_class(subject: Subject, rests_on: Footing, found: Findings) -> None:
    """Add one claim per class; the engine decides which class the chosen activities reach."""
    if rests_on is Footing.WAITING:
        text = Text(
            nl="de klasse hangt af van eco-activiteiten die open staan",
            en="the class depends on eco-activities that are open",
        )
        leave_open(subject, [text], [], None, found)
    if rests_on is not Footing.CLAIMED:
        return
    trouble, _ = try_conditions(subject, None, found)
    for condition, outcome in trouble:
        if outcome.met is False:
            refuse(subject, condition, outcome, found)
            return
    reading = Reading.of(subject.payment, subject.day)
    texts, paths = [c.text for c, _ in trouble], [p for _, o in trouble for p in o.missing]
    entry, threshold, rate = (reading.figure(n) for n in ("entry", "threshold", "rate"))
    for name, figure in (("entry", entry), ("threshold", threshold), ("rate", rate)):
        if figure is None:
            texts.append(not_published(name))
            paths.append(f"figure:{name}")
    needed: dict[str, Fraction] = {}
    try:
        needed = _needed(subject, entry, found) if entry else {}
    except FactMissingError as missing:
        texts += [missing_fact(p) for p in missing.paths]
        paths += missing.paths
    if texts or entry is None or threshold is None or rate is None:
        leave_open(subject, texts, paths, None, found)
        return
    organic = str(subject.profile.fact("farm.organic") or "") in _ORGANIC
    quantity = farm_quantity(subject.payment, subject.profile)
    for name in rate.values or rate.low:
        per_ha = reading.euros("rate", name)
        free = organic and name == subject.payment.organic_class
        needs_value = None if free else Fraction(threshold.values[name]) * Fraction(quantity)
        worked = Amount(
            quantity, subject.payment.unit, per_ha.times(100), f"{name}: {quantity} ha x EUR {show(per_ha)}"
        )
        scores = Scores(class_name=name, needs_points=needed, needs_value=needs_value)
        found.claims.append(make_claim(subject, worked, reading, scores))
