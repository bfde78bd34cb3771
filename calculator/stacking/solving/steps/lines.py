"""Settled shares to payment lines in whole cents, activities that count, and the class reached per year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from calculator.domain.amount_words import euros, one_of
from calculator.domain.award import ActivityUse, Line
from calculator.domain.claim import Claim
from calculator.domain.money import settle, settle_ratio
from calculator.domain.problem import MICRO
from calculator.domain.quantity import in_steps, plain
from calculator.domain.scheme import Text
from calculator.stacking.problem.built import Built
from calculator.stacking.solving.free_choice.bounds import broken_rows, free_choice
from calculator.stacking.solving.optimum.over_years import all_listed
from calculator.stacking.solving.steps.cutting_lines import cut
from calculator.stacking.solving.steps.settlement import WHOLE, Share, free_shares
from calculator.stacking.solving.steps.to_the_cent import WINDOW, Ratio, keep_ceilings


def decimal(value: Fraction, claim: Claim) -> Decimal:
    """A quantity to the smallest step of its unit, downwards."""
    return in_steps(Decimal(value.numerator) / Decimal(value.denominator), claim.unit)


#: The years in which a term and its present extension began; None where nobody says so.
Since = tuple[int | None, int | None]
_UNSAID: Since = (None, None)


@dataclass(slots=True)
class Taken:
    """How much of a claim is taken at one rate: its cents and value per unit, and the share of its quantity (0 to 1).

    ``cut`` says that a ceiling took a part: a higher tariff would not pay more. ``since`` are the years in which the term of its
    contract and its present extension began.
    """

    claim: Claim
    cents: Fraction
    value: Fraction
    share: Fraction
    cut: bool = False
    since: Since = _UNSAID

    def lasts(self, year: int) -> bool:
        """Whether the term of its contract, or its extension, lasts into a year; never where it is not known when that began."""
        (began, extended), terms = self.since, self.claim.terms
        if began is None or not self.claim.begins_contract:
            return False
        if extended is not None and terms.extension is not None:
            return year < extended + terms.extension.years
        return year < began + (terms.term_years or 1)

    @property
    def quantity(self) -> Decimal:
        """The quantity taken, to the smallest step of its unit."""
        if self.share is WHOLE or self.share == 1:
            return self.claim.quantity
        return decimal(self.share * Fraction(self.claim.quantity), self.claim)


def taken(built: Built, shares: Sequence[Share]) -> dict[int, list[Taken]]:
    """What is taken of each claim (by identity), apart where it is paid or counts differently per unit."""
    found: dict[int, list[Taken]] = {}
    on_farm = built.since_on_farm(shares) if built.rows.anew else {}
    for share, stack in zip(shares, built.stacks(shares), strict=True):
        cut = {id(stack.claims[at]) for at, _, _ in stack.cut} if stack.cut else ()
        since: Mapping[int, Since] = (
            built.since(share.block, share.group) or on_farm if built.rows.anew else {}
        )
        for claim, cents, value in zip(stack.claims, stack.money, stack.value, strict=True):
            rates = found.get(id(claim))
            if rates is None:
                found[id(claim)] = [
                    Taken(claim, cents, value, share.share, id(claim) in cut, since.get(id(claim), _UNSAID))
                ]
                continue
            for at in rates:
                if at.since == since.get(id(claim), _UNSAID) and (
                    at.value == value
                    if claim.terms.value is not None
                    else at.cents is cents or at.cents == cents
                ):
                    at.share += share.share
                    break
            else:
                began = since.get(id(claim), _UNSAID)
                rates.append(Taken(claim, cents, value, share.share, id(claim) in cut, began))
    return found


def lines(built: Built, shares: tuple[Share, ...], amounts: Mapping[int, list[Taken]]) -> tuple[Line, ...]:
    """One line per claim and rate, by year, scheme, payment and place; caps on euros cut the last lines."""
    found: list[tuple[Line, Ratio]] = []
    for rates in amounts.values():
        for part in rates:
            claim, cents = part.claim, part.cents
            # A grant for several years that pays nothing in its first is given all the same, for what it pays later.
            nothing = not cents and claim.terms.at_once_years is None
            if claim.terms.value is not None or nothing or not part.share:
                continue
            quantity, rate = part.quantity, claim.terms.rate
            paid = _exact(cents, quantity)
            amount = settle_ratio(*paid)
            said = (_formula(part, quantity), _lowered(part), *part.since)
            if rate.is_exact:
                found.append((Line(claim, quantity, amount, amount, amount, *said), paid))
                continue
            exact = Fraction(quantity)
            factor = cents / rate.expected if rate.expected and not part.cut else Fraction(1)
            low, high = (settle(r * factor * exact) for r in (rate.low, rate.high))
            high = amount if part.cut else max(high, amount)
            found.append((Line(claim, quantity, amount, min(low, amount), high, *said), paid))
    found.sort(key=lambda each: order(each[0]))
    settled = [line for line, _ in found]
    cut(built, shares, settled)
    keep_ceilings(built, shares, settled, [paid for _, paid in found])
    return _paying([line for line, _ in found], settled)


def _paying(before: Sequence[Line], settled: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that pay something. What is taken off one that then pays nothing is told on another of the same claim."""
    kept = [line for line in settled if line.amount]
    place: dict[int, int] = {}
    for at, line in enumerate(kept):
        place.setdefault(id(line.claim), at)
    for first, line in zip(before, settled, strict=True):
        told = line.caveats[len(first.caveats) :] if not line.amount else ()
        if told and id(line.claim) in place:
            at = place[id(line.claim)]
            kept[at] = replace(kept[at], caveats=(*kept[at].caveats, *told))
    return tuple(kept)


def _exact(cents: Fraction, quantity: Decimal) -> Ratio:
    """What so much comes to at so many cents each."""
    much, parts = quantity.as_integer_ratio()
    return cents.numerator * much, cents.denominator * parts


def due(amounts: Mapping[int, list[Taken]]) -> dict[int, list[int]]:
    """By claim (its identity) the whole cents of each rate at which it is taken, before anything is taken off."""
    return {
        claim: [settle_ratio(*_exact(part.cents, part.quantity)) for part in rates if part.share]
        for claim, rates in amounts.items()
        if rates[0].claim.terms.value is None
    }


def unhindered(built: Built) -> tuple[Share, ...] | None:
    """The shares of the free choice where it is the whole answer; None where it is not, or may not be.

    It is where it keeps every row and nothing is claimed above a cap: then no choice gains more.
    """
    problem = built.problem
    if len(problem.blocks) > len(built.meanings) or any(key[0] == "amount_cap" for key in built.rows.meaning):
        return None
    if not all(map(all_listed, problem.blocks)) or broken_rows(problem, free_choice(problem)):
        return None
    return tuple(chain.from_iterable(free_shares(problem)[0]))


def whole_cents(built: Built, shares: tuple[Share, ...], times: Mapping[int, int]) -> int:
    """What the lines of the free choice come to, where it is the whole answer, each year as often as it counts."""
    if _near_ceilings(built, shares):
        settled = lines(built, shares, taken(built, shares))
        return sum(line.amount * times.get(line.claim.year, 1) for line in settled)
    total = 0
    for stack in built.stacks(shares):
        # No claim is in two of them.
        for claim, cents in zip(stack.claims, stack.money, strict=True):
            if cents and claim.terms.value is None:
                amount = settle_ratio(*_exact(cents, claim.quantity))
                total += amount * times.get(claim.year, 1)
    return total


def _near_ceilings(built: Built, shares: tuple[Share, ...]) -> bool:
    """Whether lines of the free choice may be rounded down: land that is cut, or a window in which they leave few cents."""
    stacks = built.stacks(shares)
    if any(stack.cut for stack in stacks):
        return True
    used, spare = free_shares(built.problem)[1], MICRO * sum(len(stack.claims) for stack in stacks)
    windows = (n for n, key in enumerate(built.rows.meaning) if key[0] == WINDOW)
    return any(used[n] + spare > built.problem.rows[n].bound for n in windows)


def _formula(part: Taken, quantity: Decimal) -> str | None:
    """The sum as it is paid; None where the claim's own formula says it."""
    claim, rate = part.claim, part.claim.terms.rate.expected
    if quantity == claim.quantity and (part.cents is rate or part.cents == rate):
        return None
    return f"{plain(quantity)} {claim.unit} x EUR {plain(_rate(part.cents))}"


def _lowered(part: Taken) -> tuple[Text, ...]:
    """That a unit is paid less than its tariff."""
    claim = part.claim
    if part.cents is claim.terms.rate.expected or part.cents >= claim.rate.expected:
        return ()
    return (lowered(part.cents, claim.rate.expected, claim.unit),)


def lowered(cents: Fraction, tariff: Fraction, measured: str) -> Text:
    """That a unit is paid so many cents instead of its tariff."""
    paid, rate, unit = euros(_rate(cents)), euros(_rate(tariff)), one_of(measured)
    return Text(
        nl=f"Betaald wordt {paid.nl} per {unit.nl} in plaats van {rate.nl}: een grens of combinatieregel verlaagt het.",
        en=f"{paid.en} per {unit.en} is paid instead of {rate.en}: a limit or a rule of combination lowers it.",
    )


def _rate(cents: Fraction) -> Decimal:
    return round(Decimal(cents.numerator) / Decimal(cents.denominator) / 100, 6)


def order(line: Line) -> tuple[int, str, str, str, str]:
    """The written order of lines."""
    c = line.claim
    return (c.year, c.scheme, c.payment, c.place, c.piece)


def activities(amounts: Mapping[int, list[Taken]]) -> tuple[ActivityUse, ...]:
    """The activities that count, with whether their value does and what took it away."""
    found = [
        ActivityUse(
            part.claim,
            part.quantity,
            part.value is part.claim.terms.value or part.value == part.claim.terms.value,
        )
        for rates in amounts.values()
        for part in rates
        if part.claim.terms.value is not None and part.share
    ]
    return tuple(sorted(found, key=lambda a: (a.claim.year, a.claim.scheme, a.claim.payment, a.claim.piece)))
