"""The rows of the farm problem: class thresholds, de minimis windows, caps on euros and on quantities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO, Row
from calculator.domain.rulebook import Rulebook
from calculator.stacking.deminimis import gross_grant_equivalent, in_window, used
from calculator.stacking.pairs import Relations, selects
from calculator.stacking.stacks import Stack, excludes

#: Points, values and quantities in rows are integers of this many per unit.
FINE = 1_000_000


def limit_binds(limit: Limit, claim: Claim) -> bool:
    """Whether the limit counts the claim, by its selectors or its legal basis."""
    if claim.legal_basis in limit.legal_bases and claim.public:
        return True
    return any(selects(s, claim.ref, claim.scheme, claim.groups) for s in limit.payments)


@dataclass(slots=True)
class Placement:
    """Where the claims on one set of terms in one year weigh in the problem: indices of rows, and how heavy.

    ``goals`` and ``value`` are the rows of a class premium, ``needs`` what a class takes from them whole. ``meets`` are
    rows shared with a payment that excludes it on another level, with the quantity that counts as the whole. ``money``
    are rows with their factor per cent paid, ``quantity`` rows that count units.
    """

    goals: dict[str, int]
    value: int | None
    needs: tuple[tuple[int, int], ...]
    meets: tuple[tuple[int, Fraction], ...]
    money: tuple[tuple[int, Fraction], ...]
    quantity: tuple[int, ...]



@dataclass(slots=True)
class Rows:
    """Rows as they are named while options are built; ``without`` leaves out one limit, to find its price."""

    profile: FarmProfile
    rulebook: Rulebook
    claims: tuple[Claim, ...]
    on: date
    relations: Mapping[int, Relations] = field(default_factory=dict)
    reading: str = "expected"
    without: str | None = None
    index: dict[tuple[object, ...], int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    meaning: list[tuple[object, ...]] = field(default_factory=list)
    meets_unknown: bool = False
    _premiums: set[tuple[str, int]] = field(default_factory=set)
    _grants: dict[str, tuple[date, ...]] = field(default_factory=dict)
    _limits: dict[int, tuple[Limit, ...]] = field(default_factory=dict)
    _firsts: dict[tuple[str, str], int] = field(default_factory=dict)
    _across: dict[tuple[str, int], list[tuple[str, Fraction]]] = field(default_factory=dict)
    _placements: dict[tuple[int, int, date, bool, bool], Placement] = field(default_factory=dict)
    _bound: dict[tuple[int, int], tuple[Limit, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for claim in self.claims:
            if claim.terms.class_name is not None:
                self._premiums.add((claim.scheme, claim.year))
            key = (claim.terms.ref, claim.piece)
            self._firsts[key] = min(self._firsts.get(key, claim.year), claim.year)
            if claim.year not in self._limits:
                found = self.rulebook.limits_on(same_day_in(claim.year, self.on))
                self._limits[claim.year] = tuple(x for x in found if x.id != self.without)
        self._across, self.meets_unknown = _meeting(self.claims, self.relations, self.reading)

    def limits(self, claim: Claim, *kinds: LimitKind) -> tuple[Limit, ...]:
        """The limits of these kinds that count the claim in its year."""
        key = (id(claim.terms), claim.year)
        found = self._bound.get(key)
        if found is None:
            found = self._bound[key] = tuple(x for x in self._limits[claim.year] if limit_binds(x, claim))
        return tuple(x for x in found if x.kind in kinds)

    @staticmethod
    def limit_kinds() -> tuple[LimitKind, ...]:
        """The kinds that cut euros across payments."""
        return (LimitKind.AMOUNT_CAP,)

    def row(self, key: tuple[object, ...], bound: int, scale: int) -> int:
        """The index of the row of this key, made on first use."""
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.rows)
            self.rows.append(Row("|".join(str(k) for k in key), bound, scale))
            self.meaning.append(key)
        return found

    def grant_days(self, limit: Limit) -> tuple[date, ...]:
        """Every day in the horizon on which a grant under the limit is given."""
        days = self._grants.get(limit.id)
        if days is None:
            days = tuple(
                sorted({c.grant_date for c in self.claims if limit_binds(limit, c) and c.demand is None})
            )
            self._grants[limit.id] = days
        return days

    def uses(self, stack: Stack) -> dict[int, int]:
        """What the whole stack takes from each row, in the rows' integers."""
        taken: dict[int, int] = {}
        for claim, exact in zip(stack.claims, stack.exact, strict=True):
            place = self.placement(claim)
            size, parts = claim.quantity.as_integer_ratio()
            for goal, top, bottom in exact.points:
                row = place.goals.get(goal)
                if row is not None:
                    taken[row] = taken.get(row, 0) - top * size * FINE // (bottom * parts)
            top, bottom = exact.value
            if top and place.value is not None:
                taken[place.value] = taken.get(place.value, 0) - top * size * FINE // (bottom * parts)
            for row, amount in place.needs:
                taken[row] = taken.get(row, 0) + amount
            for row, whole in place.meets:
                taken[row] = taken.get(row, 0) + int(Fraction(size, parts) / whole * FINE)
            top, bottom = exact.money
            if not top:
                continue
            for row, factor in place.money:
                heavy, per = factor.as_integer_ratio()
                taken[row] = taken.get(row, 0) - (-top * size * heavy * MICRO // (bottom * parts * per))
            for row in place.quantity:
                taken[row] = taken.get(row, 0) - (-size * FINE // parts)
        return {r: u for r, u in taken.items() if u}

    def placement(self, claim: Claim) -> Placement:
        """The rows that a claim weighs in, made on first use."""
        first = self._firsts[(claim.terms.ref, claim.piece)] == claim.year
        key = (id(claim.terms), claim.year, claim.grant_date, first, claim.demand is None)
        found = self._placements.get(key)
        if found is None:
            found = self._placements[key] = self._placed(claim)
        return found

    def _placed(self, claim: Claim) -> Placement:
        terms, year = claim.terms, claim.year
        goals, value, needs = dict[str, int](), None, list[tuple[int, int]]()
        if (terms.scheme, year) in self._premiums:
            goals = {goal: self.row(("points", terms.scheme, year, goal), 0, FINE) for goal in terms.points}
            if terms.value:
                value = self.row(("value", terms.scheme, year), 0, FINE)
            if terms.class_name is not None and terms.needs_points is not None:
                for goal, needed in terms.needs_points.items():
                    row = self.row(("points", terms.scheme, year, goal), 0, FINE)
                    needs.append((row, ceiling_of(needed * FINE)))
            if terms.class_name is not None and terms.needs_value is not None:
                row = self.row(("value", terms.scheme, year), 0, FINE)
                needs.append((row, ceiling_of(terms.needs_value * FINE)))
        meets = [
            (self.row(("across", pair, year), FINE, FINE), whole)
            for pair, whole in self._across.get((terms.ref, year), ())
        ]
        money = [] if claim.demand is not None else list(self._de_minimis(claim))
        amounts, quantity = self._caps(claim)
        return Placement(goals, value, tuple(needs), tuple(meets), (*money, *amounts), quantity)

    def _de_minimis(self, claim: Claim) -> Iterator[tuple[int, Fraction]]:
        """Per window in which the grant counts: its row, and what a yearly cent weighs."""
        for limit in self.limits(claim, LimitKind.DE_MINIMIS):
            weight = self.weight(limit, claim, Fraction(1))
            if not weight:
                continue
            for day in self.grant_days(limit):
                if not in_window(limit, claim.grant_date, day):
                    continue
                ceiling = self.ceiling(limit, day)
                if ceiling is not None:
                    room = max(0, ceiling - used(limit, self.profile.undertaking, day))
                    yield self.row(("de_minimis", limit.id, day), room * MICRO, 100 * MICRO), weight

    def weight(self, limit: Limit, claim: Claim, amount: Fraction) -> Fraction:
        """Cents that the claim counts for in its year: a multi-year decision counts whole, discounted, in its first."""
        if claim.at_once_years is None:
            return amount
        if self._firsts[(claim.ref, claim.piece)] != claim.year:
            return Fraction(0)
        series = limit.figures.get("discount_rate")
        figure = series.on(claim.grant_date) if series else None
        rate = Fraction(figure.values[""]) / 100 if figure else Fraction(0)
        return gross_grant_equivalent(amount, claim.at_once_years, rate)

    @staticmethod
    def ceiling(limit: Limit, day: date) -> int | None:
        """The ceiling in cents on the day, or None where it is not published."""
        series = limit.figures.get("ceiling")
        figure = series.on(day) if series else None
        return None if figure is None else int(figure.values[""] * 100)

    def _caps(self, claim: Claim) -> tuple[list[tuple[int, Fraction]], tuple[int, ...]]:
        """Rows of caps on euros (each cent weighs one), and rows of caps on quantities."""
        amounts, quantities = list[tuple[int, Fraction]](), list[int]()
        most = claim.max_quantity
        if most is not None:
            quantities.append(self.row(("quantity", claim.ref, claim.year), int(most * FINE), FINE))
        for limit in self.limits(claim, LimitKind.QUANTITY_CAP, LimitKind.AMOUNT_CAP):
            series = limit.figures.get("cap")
            figure = series.on(date(claim.year, 7, 1)) if series else None
            if figure is None:
                continue
            cap, key = figure.values[""], (limit.kind.value, limit.id, claim.year)
            if limit.kind is LimitKind.QUANTITY_CAP:
                quantities.append(self.row(key, int(cap * FINE), FINE))
            else:
                amounts.append((self.row(key, int(cap * 100) * MICRO, 100 * MICRO), Fraction(1)))
        return amounts, tuple(quantities)


def _meeting(
    claims: tuple[Claim, ...], relations: Mapping[int, Relations], reading: str
) -> tuple[dict[tuple[str, int], list[tuple[str, Fraction]]], bool]:
    """Per payment and year: the pairs of a farm payment and a land payment that exclude each other, with the
    quantity that counts as the whole of this one; and whether a pair is one that nobody has published.
    """
    samples: dict[int, dict[str, Claim]] = {}
    for claim in claims:
        samples.setdefault(claim.year, {}).setdefault(claim.terms.ref, claim)
    found: dict[tuple[str, int], list[tuple[str, Fraction]]] = {}
    unknown = False
    for year, of_year in samples.items():
        if year not in relations:
            continue
        rules = relations[year]
        farms = [c for c in of_year.values() if c.piece == "farm" and c.class_name is None]
        lands = [c for c in of_year.values() if c.piece != "farm"]
        for farm in farms:
            for land in lands:
                pairs = (rules.between(farm, land), rules.between(land, farm))
                unknown = unknown or pairs[0].unknown or pairs[1].unknown
                if any(excludes(pair, reading) for pair in pairs):
                    for ref in (farm.ref, land.ref):
                        whole = sum(Fraction(c.quantity) for c in claims if c.ref == ref and c.year == year)
                        found.setdefault((ref, year), []).append((f"{farm.ref}/{land.ref}", whole or Fraction(1)))
    return found, unknown


def ceiling_of(value: Fraction) -> int:
    """The least whole number that is not below the value."""
    return -(-value.numerator // value.denominator)
