"""The class premium of the eco-regeling: what each class asks of the activities, and what it waits for.

Uitvoeringsregeling GLB 2023, articles 25 to 27: the class follows from the average value per hectare and asks entry points
on each goal; it is paid over all subsidiable hectares, the value itself never is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import lcm
from operator import attrgetter

from calculator.domain.claim import Claim, Terms
from calculator.domain.hope import Hope
from calculator.domain.money import settle
from calculator.domain.places import with_places
from calculator.domain.quantity import dutch, plain
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import Text
from calculator.domain.source import Figure
from calculator.eligibility.amounts.figures import FactMissingError, Reading
from calculator.eligibility.amounts.kinds import Amount, show
from calculator.eligibility.amounts.quantities import farm_quantity
from calculator.eligibility.claiming import Scores, make_claim
from calculator.eligibility.conditions.code_words import named_class
from calculator.eligibility.instalments import instalments
from calculator.eligibility.questions import missing_fact, not_published, undecided
from calculator.eligibility.subject import (
    Findings,
    Subject,
    Waiting,
    leave_open,
    refuse,
    try_conditions,
)

_ORGANIC = ("certified", "conversion", "in_conversion", "whole", "full")


def _needed(subject: Subject, entry: Figure, found: Findings) -> dict[str, Fraction]:
    """Entry points of the whole farm per goal, weighted by the area in each region (article 25(1)(b)).

    An element that names its parcel is part of it and of its region. Of others the region is that of the parcels where
    all lie in one; else it is unknown, and each goal asks of them what it asks in the region that asks most.
    """
    areas: dict[str, Decimal] = {}
    unsaid: list[str] = []
    for parcel in subject.profile.parcels:
        if parcel.land_use == "nature":
            continue
        if parcel.eco_region is None:
            unsaid.append(f"{parcel.id}.eco_region")
        else:
            areas[parcel.eco_region] = areas.get(parcel.eco_region, Decimal(0)) + parcel.area_ha
    if unsaid:
        raise FactMissingError(*unsaid)
    hectares = {region: Fraction(area) for region, area in areas.items()}
    extra = Fraction(farm_quantity(subject.payment, subject.profile)) - sum(hectares.values())
    asked = [(*key.partition(".")[::2], Fraction(per_ha)) for key, per_ha in entry.values.items()]
    regions = {p.eco_region for p in subject.profile.parcels if p.eco_region} or {
        where for where, _, _ in asked
    }
    needed: dict[str, Fraction] = {}
    most: dict[str, Fraction] = {}
    for where, goal, per_ha in asked:
        here = per_ha * hectares[where] if where in hectares else Fraction(0)
        needed[goal] = needed[goal] + here if needed.get(goal) else here
        if where in regions:
            most[goal] = max(per_ha, most.get(goal, Fraction(0)))
    if extra > 0:
        needed = {goal: points + most.get(goal, Fraction(0)) * extra for goal, points in needed.items()}
        if len(regions) > 1:
            _assume_strictest(extra, found)
    return needed


def _assume_strictest(extra: Fraction, found: Findings) -> None:
    hectares = Decimal(extra.numerator) / Decimal(extra.denominator)
    text = Text(
        nl=f"Elementen zonder perceel ({dutch(hectares)} ha): de regio is onbekend; per doel telt de hoogste instapeis.",
        en=f"Elements without a parcel ({plain(hectares)} ha): their region is unknown; per goal the highest entry points count.",
    )
    found.assumptions[text.nl] = text


@made_quickly
@dataclass(frozen=True, slots=True)
class Activities:
    """What a premium rests on in a year: activities of its scheme that are claimed, and those that wait for an answer."""

    claimed: list[Claim]
    waiting: list[Waiting]

    @classmethod
    def of(cls, scheme: str, claims: Iterable[Claim], waiting: Iterable[Waiting]) -> Activities:
        """Those of the scheme."""
        return cls(
            [c for c in claims if c.terms.value is not None and c.terms.scheme == scheme],
            [w for w in waiting if w.scheme == scheme],
        )

    def __bool__(self) -> bool:
        return bool(self.claimed or self.waiting)

    def __add__(self, other: Activities) -> Activities:
        return Activities(self.claimed + other.claimed, self.waiting + other.waiting)

    @property
    def scored(self) -> tuple[list[tuple[int, Decimal]], list[Waiting]]:
        """The same where activities score the same: by terms (identity) and quantity, and what waits."""
        return [(id(c.terms), c.quantity) for c in self.claimed], self.waiting


def assess_class(subject: Subject, found: Findings) -> None:
    """Add one claim per class; the engine decides which class the chosen activities reach."""
    trouble, _ = try_conditions(subject, found)
    for condition, outcome in trouble:
        if outcome.met is False:
            refuse(subject, condition, outcome, found)
            return
    reading = Reading.of(subject.payment, subject.day)
    texts, paths = undecided(trouble)
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
        leave_open(subject, texts, paths, _at_most(subject, rate), found)
        return
    organic = str(subject.profile.fact("farm.organic") or "") in _ORGANIC
    quantity = farm_quantity(subject.payment, subject.profile)
    reading.rest_on(subject.scheme, subject.payment)
    for name in rate.values or rate.low:
        per_ha = reading.euros("rate", name)
        free = organic and name == subject.payment.organic_class
        needs_value = None if free else Fraction(threshold.values[name]) * Fraction(quantity)
        worked = Amount(
            quantity,
            subject.payment.unit,
            per_ha.times(100),
            f"{name}: {plain(quantity)} ha x EUR {show(per_ha)}",
        )
        scores = Scores(class_name=name, needs_points=needed, needs_value=needs_value)
        later = instalments(subject, worked, partial(_of_class, name=name))
        found.claims.append(make_claim(subject, worked, reading, scores, later))


def _at_most(subject: Subject, rate: Figure | None) -> int | None:
    """Cents of the best paid class on all land of the farm; nothing where no tariff is published."""
    if rate is None:
        return None
    best = max((rate.values or rate.high or rate.low).values())
    try:
        return settle(Fraction(best) * 100 * Fraction(farm_quantity(subject.payment, subject.profile)))
    except FactMissingError:
        return None


def _of_class(subject: Subject, name: str) -> Amount:
    """What a class pays on the day of the subject."""
    per_ha = Reading.of(subject.payment, subject.day).euros("rate", name)
    return Amount(
        farm_quantity(subject.payment, subject.profile), subject.payment.unit, per_ha.times(100), name
    )


def leave_class_open(subject: Subject, offered: Sequence[Claim], there: Activities, waits: Findings) -> None:
    """Where activities of a year wait for an answer: the highest class that they could still bring, and for what.

    ``offered`` are the classes that are claimed in that year. The most that is possible: claimed activities count in full, open
    ones with their published points and value, and where these are not published with as much as it takes.
    """
    waiting = there.waiting
    if not waiting or not offered:
        return
    hope, most = _most(there)
    within = [c for c in offered if _within_reach(c, most)]
    if not within:
        return
    best = max(within, key=lambda c: c.rate.high)
    named, asked = with_places((w.name, w.place) for w in waiting), enough_for(best.class_name)
    text = Text(nl=f"{asked.nl} {named.nl}", en=f"{asked.en} {named.en}")
    pays = settle(best.rate.high * Fraction(best.quantity))
    leave_open(subject, [text], [path for w in waiting for path in w.paths], pays, waits)
    waits.hopes[subject.scheme.id] = hope


def enough_for(name: str | None) -> Text:
    """What is asked of open activities that could still bring a class; their names come after it."""
    return Text(
        nl=f"haalt u {named_class(name).nl} met deze eco-activiteiten, waarvan nog iets onbekend is?",
        en=f"do you reach {named_class(name).en} with these eco-activities, of which something is not known yet?",
    )


#: Points per goal and value in EUR of a hectare, where they are known.
_Score = tuple[Mapping[str, Fraction] | None, Fraction | None]
_Area = tuple[Mapping[str, Fraction] | None, Fraction | None, Fraction]
_TERMS, _QUANTITY = attrgetter("terms"), attrgetter("quantity")
_POINTS, _VALUE, _SCORE = attrgetter("points"), attrgetter("value"), attrgetter("points", "value")


def _most(there: Activities) -> tuple[Hope, Hope]:
    """What the open activities could score, and with them all activities."""
    if any(w.hectares is None for w in there.waiting):
        return Hope(None, None), Hope(None, None)
    areas = _areas([(w, w.hectares or Decimal(0)) for w in there.waiting])
    terms = list(map(_TERMS, there.claimed))
    claimed = _areas(list(zip(terms, map(_QUANTITY, there.claimed), strict=True)))
    return _scored(areas), _scored([*areas, *claimed])


def _areas(scoring: Sequence[tuple[Terms | Waiting, Decimal]]) -> list[_Area]:
    """Per way of scoring the hectares of each piece: read at once, since there are hundreds."""
    scored: dict[object, _Score] = {}
    hectares: dict[object, list[Decimal]] = defaultdict(list)
    of = [each for each, _ in scoring]
    keys = list(zip(map(id, map(_POINTS, of)), map(id, map(_VALUE, of)), strict=True))
    scored.update(zip(keys, map(_SCORE, of), strict=True))
    for key, (_, each) in zip(keys, scoring, strict=True):
        hectares[key].append(each)
    return [(*score, Fraction(sum(hectares[key], Decimal(0)))) for key, score in scored.items()]


def _scored(areas: Sequence[_Area]) -> Hope:
    """Points per goal and value of the areas; None where there may be as much as it takes."""
    worth = None
    if all(value is not None for _, value, _ in areas):
        worth = sum(((value or 0) * area for _, value, area in areas), Fraction(0))
    if any(points is None for points, _, _ in areas):
        return Hope(None, worth)
    return Hope(_total([(points or {}, area) for points, _, area in areas]), worth)


def _total(scored: Sequence[tuple[Mapping[str, Fraction], Fraction]]) -> dict[str, Fraction]:
    """Points per goal of all areas, added up in whole numbers over one denominator."""
    common = lcm(
        *(area.denominator for _, area in scored),
        *(each.denominator for points, _ in scored for each in points.values()),
    )
    total: dict[str, int] = {}
    for points, area in scored:
        much = area.numerator * (common // area.denominator)
        for goal, each in points.items():
            total[goal] = total.get(goal, 0) + each.numerator * (common // each.denominator) * much
    return {goal: Fraction(points, common * common) for goal, points in total.items()}


def _within_reach(wanted: Claim, most: Hope) -> bool:
    """Whether the activities could bring all that a class asks."""
    points, value = most.points, most.value
    if value is not None and wanted.needs_value is not None and value < wanted.needs_value:
        return False
    needed = (wanted.needs_points or {}).items()
    return points is None or all(points.get(goal, 0) >= points_needed for goal, points_needed in needed)
