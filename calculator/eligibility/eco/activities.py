"""Eco-activities: points per goal and a value, no money (Uitvoeringsregeling GLB 2023, articles 24 to 27).

Points and value are sums of hectares times the annex figures; ``class_premium`` has what rests on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.farm import Parcel
from calculator.domain.memory import Answers
from calculator.domain.money import ZERO
from calculator.domain.quantity import dutch, plain
from calculator.domain.scheme import Payment, Text
from calculator.domain.source import Figure, pick
from calculator.eligibility.amounts.figures import FactMissingError, Reading
from calculator.eligibility.amounts.kinds import Amount
from calculator.eligibility.claiming import Scores, make_claim
from calculator.eligibility.measured import in_unit
from calculator.eligibility.questions import missing_fact, not_published, undecided
from calculator.eligibility.subject import (
    Findings,
    Subject,
    Waiting,
    leave_open,
    refuse,
    try_conditions,
)
from calculator.eligibility.units import element_area_ha

#: Points per goal as exact numbers, by the figure and beside it.
_SCORED: Answers[int, tuple[Figure, Mapping[str, Fraction]]] = Answers("scored")


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
    given = parcel.glmc8_ha or Decimal(0)
    text = Text(
        nl=f"Perceel {parcel.id}: de {dutch(given)} ha voor GLMC 8 is gelijk verdeeld over {dutch(ground)} ha braak en "
        "kruidenstrook.",
        en=f"Parcel {parcel.id}: the {plain(given)} ha for GLMC 8 was spread evenly over {plain(ground)} ha of fallow and "
        "strips.",
    )
    found.assumptions[text.nl] = text


def assess_activity(subject: Subject, found: Findings, glmc8_ground: Decimal | None = None) -> None:
    """Add the claim of one activity on one piece: its points and value per hectare.

    ``glmc8_ground`` is the area (ha) of the whole parcel under activities that lose value to GLMC 8; absent: the piece.
    """
    trouble, _ = try_conditions(subject, found)
    failed = [(c, o) for c, o in trouble if o.met is False]
    for condition, outcome in failed:
        refuse(subject, condition, outcome, found)
    if failed or subject.piece is None:
        return
    reading = Reading.of(subject.payment, subject.day)
    texts, paths = undecided(trouble)
    points, value = reading.figure("points"), reading.figure("value")
    region, quantity = "", None
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
    if texts or points is None or worth is None or quantity is None:
        leave_open(subject, texts, paths, None, found)
        scored = _scored(subject, points) if points else None
        found.waiting.append(
            Waiting(
                subject.scheme.id,
                subject.payment.name,
                subject.place,
                quantity,
                scored,
                None if worth is None else Fraction(worth),
                tuple(paths),
            )
        )
        return
    parcel, ground = subject.piece.parcel, glmc8_ground or quantity
    share = _value_share(subject.payment, parcel, ground)
    if ground != quantity and parcel is not None and parcel.glmc8_ha:
        _assume_spread(parcel, ground, found)
    scored = _scored(subject, points)
    worked = Amount(quantity, subject.payment.unit, ZERO, _describe(scored, worth))
    scores = Scores(points=scored, value=Fraction(worth) * share)
    reading.rest_on(subject.scheme, subject.payment)
    found.claims.append(make_claim(subject, worked, reading, scores))


def _scored(subject: Subject, points: Figure) -> Mapping[str, Fraction]:
    """Points per goal as exact numbers, one mapping per figure."""
    known = subject.rulebook.memory.of(_SCORED)
    found = known.get(id(points))
    if found is None:
        # The figure is kept beside it, so that no other can come to bear its identity.
        found = known[id(points)] = (points, {goal: Fraction(p) for goal, p in points.values.items()})
    return found[1]


def _describe(points: Mapping[str, Fraction], worth: Decimal) -> str:
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
