"""The rows of the farm problem: class thresholds, de minimis windows, caps on euros and on quantities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit, LimitKind
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
class Rows:
    """Rows as they are named while options are built; ``without`` leaves out one limit, to find its price."""

    profile: FarmProfile
    rulebook: Rulebook
    claims: tuple[Claim, ...]
    relations: Mapping[int, Relations] = field(default_factory=dict)
    reading: str = "expected"
    without: str | None = None
    index: dict[tuple[object, ...], int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    meaning: list[tuple[object, ...]] = field(default_factory=list)
    _premiums: set[tuple[str, int]] = field(default_factory=set)
    _grants: dict[str, tuple[date, ...]] = field(default_factory=dict)
    _limits: dict[int, tuple[Limit, ...]] = field(default_factory=dict)
    _firsts: dict[tuple[str, str], int] = field(default_factory=dict)
    _across: dict[tuple[str, int], list[tuple[str, Fraction]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._premiums = {(c.scheme, c.year) for c in self.claims if c.class_name is not None}
        for claim in self.claims:
            key = (claim.ref, claim.piece)
            self._firsts[key] = min(self._firsts.get(key, claim.year), claim.year)
            if claim.year not in self._limits:
                day = (
                    claim.grant_date.replace(year=claim.year)
                    if claim.grant_date.year == claim.year
                    else date(claim.year, 7, 1)
                )
                self._limits[claim.year] = tuple(
                    x for x in self.rulebook.limits_on(day) if x.id != self.without
                )

        self._across = _meeting(self.claims, self.relations, self.reading)

    def limits(self, claim: Claim, *kinds: LimitKind) -> tuple[Limit, ...]:
        """The limits of these kinds that count the claim in its year."""
        return tuple(x for x in self._limits[claim.year] if x.kind in kinds and limit_binds(x, claim))

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
        for claim, cents, points, value in zip(
            stack.claims, stack.money, stack.points, stack.value, strict=True
        ):
            quantity = Fraction(claim.quantity)
            if (claim.scheme, claim.year) in self._premiums:
                self._class(taken, claim, quantity, points, value)
            self._meets(taken, claim, quantity)
            amount = cents * quantity
            if amount and claim.demand is None:
                self._de_minimis(taken, claim, amount)
            if amount:
                self._caps(taken, claim, amount, quantity)
        return {r: u for r, u in taken.items() if u}

    def _meets(self, taken: dict[int, int], claim: Claim, quantity: Fraction) -> None:
        """A payment for the farm and one on land that exclude each other: the whole of one leaves nothing of the other."""
        for pair, whole in self._across.get((claim.ref, claim.year), ()):
            row = self.row(("across", pair, claim.year), FINE, FINE)
            _add(taken, row, int(quantity / whole * FINE))

    def _class(
        self,
        taken: dict[int, int],
        claim: Claim,
        quantity: Fraction,
        points: Mapping[str, Fraction],
        value: Fraction,
    ) -> None:
        scheme, year = claim.scheme, claim.year
        for goal, each in points.items():
            _add(taken, self.row(("points", scheme, year, goal), 0, FINE), -int(each * quantity * FINE))
        if value:
            _add(taken, self.row(("value", scheme, year), 0, FINE), -int(value * quantity * FINE))
        if claim.class_name is None or claim.needs_points is None:
            return
        for goal, needed in claim.needs_points.items():
            _add(taken, self.row(("points", scheme, year, goal), 0, FINE), _ceil(needed * FINE))
        if claim.needs_value is not None:
            _add(taken, self.row(("value", scheme, year), 0, FINE), _ceil(claim.needs_value * FINE))

    def _de_minimis(self, taken: dict[int, int], claim: Claim, amount: Fraction) -> None:
        for limit in self.limits(claim, LimitKind.DE_MINIMIS):
            weight = self.weight(limit, claim, amount)
            if not weight:
                continue
            for day in self.grant_days(limit):
                if not in_window(limit, claim.grant_date, day):
                    continue
                ceiling = self.ceiling(limit, day)
                if ceiling is not None:
                    room = max(0, ceiling - used(limit, self.profile.undertaking, day))
                    row = self.row(("de_minimis", limit.id, day), room * MICRO, 100 * MICRO)
                    _add(taken, row, _ceil(weight * MICRO))

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

    def _caps(self, taken: dict[int, int], claim: Claim, amount: Fraction, quantity: Fraction) -> None:
        if claim.max_quantity is not None:
            row = self.row(("quantity", claim.ref, claim.year), int(claim.max_quantity * FINE), FINE)
            _add(taken, row, _ceil(quantity * FINE))
        for limit in self.limits(claim, LimitKind.QUANTITY_CAP, LimitKind.AMOUNT_CAP):
            series = limit.figures.get("cap")
            figure = series.on(date(claim.year, 7, 1)) if series else None
            if figure is None:
                continue
            cap: Decimal = figure.values[""]
            if limit.kind is LimitKind.QUANTITY_CAP:
                row = self.row(("quantity_cap", limit.id, claim.year), int(cap * FINE), FINE)
                _add(taken, row, _ceil(quantity * FINE))
            else:
                row = self.row(("amount_cap", limit.id, claim.year), int(cap * 100) * MICRO, 100 * MICRO)
                _add(taken, row, _ceil(amount * MICRO))


def _meeting(
    claims: tuple[Claim, ...], relations: Mapping[int, Relations], reading: str
) -> dict[tuple[str, int], list[tuple[str, Fraction]]]:
    """Per payment and year: the pairs of a farm payment and a land payment that exclude each other, with the
    quantity that counts as the whole of this one.
    """
    totals: dict[tuple[str, int], Fraction] = {}
    samples: dict[tuple[str, int], Claim] = {}
    for claim in claims:
        key = (claim.ref, claim.year)
        totals[key] = totals.get(key, Fraction(0)) + Fraction(claim.quantity)
        samples.setdefault(key, claim)
    found: dict[tuple[str, int], list[tuple[str, Fraction]]] = {}
    farms = [c for c in samples.values() if c.piece == "farm" and c.class_name is None]
    for farm in farms:
        for other in samples.values():
            if other.piece == "farm" or other.year != farm.year or farm.year not in relations:
                continue
            rules = relations[farm.year]
            if excludes(rules.between(farm, other), reading) or excludes(rules.between(other, farm), reading):
                for one in (farm, other):
                    key = (one.ref, one.year)
                    found.setdefault(key, []).append((f"{farm.ref}/{other.ref}", totals[key] or Fraction(1)))
    return found


def _add(taken: dict[int, int], row: int, amount: int) -> None:
    taken[row] = taken.get(row, 0) + amount


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
