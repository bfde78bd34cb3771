"""Candidate measures: on which ground of a parcel or element each would lie, and what it would displace there.

An *arrangement* is a place as it would lie with some of its candidates taken. A candidate with a part lies on that part; a
part that is not there yet lies beside the others. Without a part it takes ground that is free of measures of its own
exclusive group first (column ``one_of`` of the codelist, else the measure itself), and then displaces managed measures of
that group. Two candidates of one group never share ground, so what is covered never exceeds the place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.farm import FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.money import settle
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.conditions.shares import GRASSLAND
from calculator.eligibility.layout import Layout, replaced
from calculator.eligibility.units import element_quantity

#: More arrangements than this of one place are refused.
MOST_ARRANGEMENTS = 512

Place = Parcel | LandscapeElement
_ZERO = Decimal(0)


class TooManyCandidatesError(ValueError):
    """More combinations of candidates on one place than can be worked out; ``place`` says where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate: where, the how many-th measure of that place, the measure, and whether its land suits it."""

    place: str
    index: int
    measure: Measure
    fits: bool

    @property
    def effort(self) -> int | None:
        """Cents per year that it asks (cost and lost income); None where the cost is not known."""
        each = unit_cost(self.measure)
        return None if each is None else settle(each * Fraction(self.measure.quantity))

    @property
    def asks(self) -> int:
        """Cents per year that it costs as far as that is given: what a plan with it pays."""
        return _cost(self.measure, self.measure.quantity)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A place with some of its candidates (``taken``, by index) as managed measures beside what stays.

    ``cost`` is cents per year of every measure as far as cost and lost income are given, ``effort`` that of the candidates
    taken (None where one of them has no known cost). ``displaced`` are codes with the quantity that gives way.
    """

    place: str
    taken: frozenset[int]
    measures: tuple[Measure, ...]
    cost: int
    effort: int | None
    displaced: tuple[tuple[str, Decimal], ...] = ()


def unit_cost(measure: Measure) -> Fraction | None:
    """Cents per unit per year of a measure: its cost and what is given of lost income; None without a cost."""
    if measure.cost_eur is None:
        return None
    return given_cost(measure)


def given_cost(measure: Measure) -> Fraction:
    """Cents per unit per year of what is given: of a measure without a cost its lost income alone."""
    return (Fraction(measure.cost_eur or 0) + Fraction(measure.income_forgone_eur or 0)) * 100


def known_costs(profile: FarmProfile, except_on: frozenset[str] = frozenset()) -> int:
    """Cents per year of every measure that is done, as far as cost and lost income are given, on the other places."""
    places = [place for place in profile.places if place.id not in except_on]
    return sum(_cost(m, m.quantity) for place in places for m in place.measures if not m.candidate)


def yearly_costs(profile: FarmProfile) -> int | None:
    """Cents per year of all measures that are done; None where there are none, or one has no known cost."""
    done = [m for place in profile.places for m in place.measures if not m.candidate]
    if not done or any(unit_cost(m) is None for m in done):
        return None
    return sum(_cost(m, m.quantity) for m in done)


def candidates(profile: FarmProfile, rulebook: Rulebook) -> tuple[Candidate, ...]:
    """Every candidate of the farm, in profile order."""
    return tuple(
        Candidate(place.id, index, measure, _fits(place, measure, rulebook))
        for place in profile.places
        for index, measure in enumerate(place.measures)
        if measure.candidate
    )


def _fits(place: Place, measure: Measure, rulebook: Rulebook) -> bool:
    listed = rulebook.code("measures", measure.code)
    land = listed.columns.get("land") if listed else None
    if isinstance(place, LandscapeElement):
        return True
    if land == "arable":
        return place.land_use not in GRASSLAND
    return land != "grassland" or place.land_use in GRASSLAND


def arrangements(place: Place, rulebook: Rulebook, open_: Sequence[Candidate]) -> tuple[Arrangement, ...]:
    """As it lies now and with every set of the candidates that fits together; raises TooManyCandidatesError.

    Sets of the same first members stand together, the smaller first.
    """
    found: dict[tuple[int, ...], Arrangement] = {(): as_now(place)}
    # Small sets are looked at first, so that where there are too many that is known before large ones are laid out.
    # What does not fit together never fits with more.
    held: list[tuple[int, ...]] = [()]
    while held:
        wider: list[tuple[int, ...]] = []
        for members in (
            (*some, at) for some in held for at in range(some[-1] + 1 if some else 0, len(open_))
        ):
            made = arranged(place, [open_[at] for at in members], rulebook)
            if made is None:
                continue
            if len(found) == MOST_ARRANGEMENTS:
                raise TooManyCandidatesError(place.id)
            found[members] = made
            wider.append(members)
        held = wider
    return tuple(found[members] for members in sorted(found))


def _managed(place: Place) -> tuple[Measure, ...]:
    return tuple(m for m in place.measures if not m.candidate)


def as_now(place: Place) -> Arrangement:
    """The place with none of its candidates."""
    managed = _managed(place)
    cost = sum(_cost(m, m.quantity) for m in managed)
    return Arrangement(place.id, frozenset(), managed, cost, 0)


def _cost(measure: Measure, quantity: Decimal) -> int:
    return settle(given_cost(measure) * Fraction(quantity))


def _size(place: Place, measures: Sequence[Measure]) -> Decimal | None:
    """How much of the place there is in the one unit of its measures; None where they are not measured alike."""
    if isinstance(place, Parcel):
        return place.area_ha
    units = {m.unit for m in measures}
    own = {"m": place.length_m, "piece": place.count, "m2": place.area_m2}
    size = own.get(next(iter(units))) if len(units) == 1 else None
    return size if size is not None and size == element_quantity(place) else None


def group_of(code: str, rulebook: Rulebook) -> str:
    """The exclusive group of a measure: of one group, only one lies on the same ground."""
    listed = rulebook.code("measures", code)
    return (listed.columns.get("one_of") if listed else None) or code


def arranged(place: Place, chosen: Sequence[Candidate], rulebook: Rulebook) -> Arrangement | None:
    """The place with the candidates taken; None where they do not fit together."""
    managed = _managed(place)
    taken = tuple(replace(c.measure, candidate=False) for c in chosen)
    size = _size(place, (*managed, *taken))
    groups = {m.code: group_of(m.code, rulebook) for m in (*managed, *taken)}
    if size is None:
        laid = replaced(managed, taken, groups)
    else:
        layout = Layout(size, managed, groups, nested=isinstance(place, LandscapeElement))
        laid = layout.with_candidates(taken)
    if laid is None:
        return None
    efforts = [c.effort for c in chosen]
    known = [e for e in efforts if e is not None]
    stays: dict[int, Decimal] = {}
    for source, quantity in laid.covered:
        stays[id(source)] = stays.get(id(source), _ZERO) + quantity
    lost = [(m.code, m.quantity - stays.get(id(m), _ZERO)) for m in managed]
    return Arrangement(
        place.id,
        frozenset(c.index for c in chosen),
        laid.measures,
        sum(_cost(m, stays.get(id(m), _ZERO)) for m in managed) + sum(_cost(m, m.quantity) for m in taken),
        sum(known) if len(known) == len(efforts) else None,
        tuple((code, quantity) for code, quantity in lost if quantity > 0),
    )


def planned(profile: FarmProfile, plan: Mapping[str, Arrangement]) -> FarmProfile:
    """The farm with the arrangements of the plan as managed measures; elsewhere it stays as it is, without candidates."""

    def measures(place: Place) -> tuple[Measure, ...]:
        if place.id in plan:
            return plan[place.id].measures
        return _managed(place)

    return replace(
        profile,
        parcels=tuple(replace(p, measures=measures(p)) for p in profile.parcels),
        elements=tuple(replace(e, measures=measures(e)) for e in profile.elements),
    )
