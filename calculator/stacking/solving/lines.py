"""Settled shares to payment lines in whole cents, activities that count, and the class reached per year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculator.domain.award import ActivityUse, ClassResult, Line
from calculator.domain.claim import Claim
from calculator.domain.money import settle, settle_ratio
from calculator.domain.quantity import GRAIN, plain
from calculator.domain.scheme import Text
from calculator.stacking.problem.assembly import Built
from calculator.stacking.solving.cutting_lines import cut
from calculator.stacking.solving.settlement import WHOLE, Share


def decimal(value: Fraction, claim: Claim) -> Decimal:
    """A quantity to the smallest step of its unit, downwards."""
    grain = GRAIN[claim.unit]
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact if value == Fraction(exact) and exact % grain == 0 else (exact // grain) * grain


@dataclass(slots=True)
class Taken:
    """How much of a claim is taken at one rate: its cents and value per unit, and the share of its quantity (0 to 1).

    ``cut`` says that a ceiling took a part: a higher tariff would not pay more.
    """

    claim: Claim
    cents: Fraction
    value: Fraction
    share: Fraction
    cut: bool = False

    @property
    def quantity(self) -> Decimal:
        """The quantity taken, to the smallest step of its unit."""
        if self.share is WHOLE or self.share == 1:
            grain, whole = GRAIN[self.claim.terms.unit], self.claim.quantity
            return whole if not whole % grain else (whole // grain) * grain
        return decimal(self.share * Fraction(self.claim.quantity), self.claim)


def taken(built: Built, shares: Iterable[Share]) -> dict[int, list[Taken]]:
    """What is taken of each claim (by identity), apart where it is paid or counts differently per unit."""
    found: dict[int, list[Taken]] = {}
    for share in shares:
        stack = built.stack(share.block, share.group, share.cell, share.option)
        cut = {id(stack.claims[at]) for at, _, _ in stack.cut} if stack.cut else ()
        for claim, cents, value in zip(stack.claims, stack.money, stack.value, strict=True):
            rates = found.get(id(claim))
            if rates is None:
                found[id(claim)] = [Taken(claim, cents, value, share.share, id(claim) in cut)]
                continue
            for at in rates:
                if at.value == value if claim.terms.value is not None else at.cents == cents:
                    at.share += share.share
                    break
            else:
                rates.append(Taken(claim, cents, value, share.share, id(claim) in cut))
    return found


def lines(built: Built, shares: tuple[Share, ...], amounts: Mapping[int, list[Taken]]) -> tuple[Line, ...]:
    """One line per claim and rate, by year, scheme, payment and place; caps on euros cut the last lines."""
    found: list[Line] = []
    for rates in amounts.values():
        for part in rates:
            claim, cents = part.claim, part.cents
            if claim.terms.value is not None or not cents or not part.share:
                continue
            quantity, rate = part.quantity, claim.terms.rate
            much, parts = quantity.as_integer_ratio()
            amount = settle_ratio(cents.numerator * much, cents.denominator * parts)
            said = (_formula(part, quantity), _lowered(part))
            if rate.is_exact:
                found.append(Line(claim, quantity, amount, amount, amount, *said))
                continue
            exact = Fraction(much, parts)
            factor = cents / rate.expected if rate.expected and not part.cut else Fraction(1)
            low, high = (settle(r * factor * exact) for r in (rate.low, rate.high))
            high = amount if part.cut else max(high, amount)
            found.append(Line(claim, quantity, amount, min(low, amount), high, *said))
    return tuple(cut(built, shares, sorted(found, key=order)))


def _formula(part: Taken, quantity: Decimal) -> str | None:
    """The sum as it is paid; None where the claim's own formula says it."""
    claim, rate = part.claim, part.claim.terms.rate.expected
    if quantity == claim.quantity and (part.cents is rate or part.cents == rate):
        return None
    return f"{plain(quantity)} {claim.unit} x EUR {_euros(part.cents)}"


def _lowered(part: Taken) -> tuple[Text, ...]:
    """That a unit is paid less than its tariff."""
    claim = part.claim
    if part.cents is claim.terms.rate.expected or part.cents >= claim.rate.expected:
        return ()
    paid, rate, unit = _euros(part.cents), _euros(claim.rate.expected), claim.unit
    return (
        Text(
            nl=f"Betaald wordt EUR {paid.replace('.', ',')} per {unit} in plaats van EUR {rate.replace('.', ',')}: een grens of "
            "combinatieregel verlaagt het.",
            en=f"EUR {paid} per {unit} is paid instead of EUR {rate}: a limit or a rule of combination lowers it.",
        ),
    )


def _euros(cents: Fraction) -> str:
    return plain(round(Decimal(cents.numerator) / Decimal(cents.denominator) / 100, 6))


def order(line: Line) -> tuple[int, str, str, str, str]:
    """The written order of lines."""
    c = line.claim
    return (c.year, c.scheme, c.payment, c.place, c.piece)


def activities(amounts: Mapping[int, list[Taken]]) -> tuple[ActivityUse, ...]:
    """The activities that count, with whether their value does and what took it away."""
    found = [
        ActivityUse(part.claim, part.quantity, part.value == part.claim.terms.value)
        for rates in amounts.values()
        for part in rates
        if part.claim.terms.value is not None and part.share
    ]
    return tuple(sorted(found, key=lambda a: (a.claim.year, a.claim.scheme, a.claim.payment, a.claim.piece)))


_NO_LAND = Decimal(0)


def _scored(
    built: Built, shares: tuple[Share, ...]
) -> dict[tuple[str, int], tuple[dict[str, Fraction], Fraction]]:
    """Points per goal and value of a scheme's activities per year; equal scores per unit are multiplied once."""
    areas: dict[tuple[str, int, tuple[int, int]], Decimal] = {}
    parts: dict[tuple[str, int, tuple[int, int]], Fraction] = {}
    scores: dict[tuple[int, int], tuple[Mapping[str, Fraction], Fraction]] = {}
    for share in shares:
        stack, whole = built.stack(share.block, share.group, share.cell, share.option), share.share is WHOLE
        for claim, points, value in zip(stack.claims, stack.points, stack.value, strict=True):
            if claim.terms.value is None:
                continue
            alike = (id(points), id(value))
            scores[alike] = (points, value)
            key = (claim.terms.scheme, claim.year, alike)
            if whole:
                areas[key] = areas.get(key, _NO_LAND) + claim.quantity
            else:
                parts[key] = parts.get(key, Fraction(0)) + share.share * Fraction(claim.quantity)
    found: dict[tuple[str, int], tuple[dict[str, Fraction], Fraction]] = {}
    for key in areas | parts:
        (scheme, year, which), quantity = key, Fraction(areas.get(key, _NO_LAND)) + parts.get(key, 0)
        points, value = scores[which]
        goals, worth = found.get((scheme, year), ({}, Fraction(0)))
        for goal, each in points.items():
            goals[goal] = goals.get(goal, Fraction(0)) + each * quantity
        found[scheme, year] = (goals, worth + value * quantity)
    return found


def classes(built: Built, shares: tuple[Share, ...], claims: tuple[Claim, ...]) -> tuple[ClassResult, ...]:
    """Per premium and year: the class paid, points scored against needed, value per hectare, distance to the next."""
    scored = _scored(built, shares)
    premiums: dict[tuple[str, int], list[Claim]] = {}
    for claim in claims:
        if claim.class_name is not None:
            premiums.setdefault((claim.scheme, claim.year), []).append(claim)
    paid = {
        (c.scheme, c.year): c.class_name
        for s in shares
        for c in built.stack(s.block, s.group, s.cell, s.option).claims
        if c.class_name is not None
    }
    return tuple(
        _class(key, offered, scored.get(key, ({}, Fraction(0))), paid.get(key))
        for key, offered in sorted(premiums.items())
    )


def _class(
    key: tuple[str, int],
    offered: list[Claim],
    scored: tuple[Mapping[str, Fraction], Fraction],
    paid: str | None,
) -> ClassResult:
    goals, worth = scored
    hectares = Fraction(offered[0].quantity) or Fraction(1)
    needed = offered[0].needs_points or {}
    points = {g: (_short(goals.get(g, Fraction(0))), _short(n)) for g, n in needed.items()}
    ranked = sorted(offered, key=lambda c: c.rate.expected)
    position = next((i for i, c in enumerate(ranked) if c.class_name == paid), -1)
    ahead = [(c, _missing(c, goals, worth)) for c in ranked[position + 1 :]]
    reached = [c for c, missing in ahead if not any(missing)]
    far = [(c, missing) for c, missing in ahead if any(missing)]
    # Where a higher class asks for nothing more, as when only points are short, that one is next.
    following, missing = next(((c, m) for c, m in reversed(far) if m == far[0][1]), (None, ({}, Fraction(0))))
    short = None
    if following is not None and following.needs_value is not None:
        short = _rounded_up(missing[1] / hectares)
    return ClassResult(
        scheme=key[0],
        year=key[1],
        name=paid,
        points=points,
        value_per_ha=_short(worth / hectares),
        next_name=following.class_name if following else None,
        next_short_per_ha=short,
        note=_reached_unpaid(reached[-1].class_name) if reached else None,
        next_short_points={goal: _rounded_up(points) for goal, points in missing[0].items()},
    )


def _missing(
    wanted: Claim, goals: Mapping[str, Fraction], worth: Fraction
) -> tuple[dict[str, Fraction], Fraction]:
    """Points per goal and value (EUR) that the farm is short of a class; what is met is left out, or zero."""
    needed = (wanted.needs_points or {}).items()
    points = {g: n - goals.get(g, Fraction(0)) for g, n in needed if n > goals.get(g, Fraction(0))}
    return points, max(Fraction(0), (wanted.needs_value or Fraction(0)) - worth)


def _reached_unpaid(name: str | None) -> Text:
    return Text(
        nl=f"{name} is gehaald, maar wordt niet uitbetaald; waarom staat bij wat niet gekozen is.",
        en=f"{name} is reached but not paid; why stands with what was not chosen.",
    )


def _rounded_up(value: Fraction) -> Decimal:
    """To hundredths, upwards: what is short of a class is never rounded to nothing."""
    return Decimal(-(-value.numerator * 100 // value.denominator)) / 100


def _short(value: Fraction) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), 4)
