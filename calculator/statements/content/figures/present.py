"""What later years are worth today, and how rates move over the term: the two assumptions behind a long schedule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from calculator.statements.award.reading import (
    Obj,
    PaidLine,
    UnreadableAwardError,
    cents,
    inner,
    number,
    objects,
    text,
)
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import words


def present_values(paper: Paper) -> dict[int, int] | None:
    """Cents per year at the award's own rate, the first year whole; they add up to the award's present value.

    Each year gets the difference between two rounded running totals, so that no cent is lost. None where the award
    gives no rate, or where its present value does not follow from its rate.
    """
    present = inner(paper.award, "present_value")
    rate, given = number(present, "rate"), cents(present, "eur")
    if rate is None or given is None or rate <= -1:
        return None
    running, before, found = Fraction(0), 0, {}
    for place, year in enumerate(paper.years):
        total = sum(line.amount for line in paper.lines if line.year == year)
        running += Fraction(total) / (1 + Fraction(rate)) ** place
        after = _rounded(running)
        found[year], before = after - before, after
    return found if before == given else None


def _rounded(value: Fraction) -> int:
    """Half away from zero, as the engine settles amounts."""
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def indexation(paper: Paper) -> str:
    """Which rates move over the term, and what running contracts say of it."""
    voice = paper.voice
    if len(paper.years) < 2:
        return voice.say(words.INDEXATION_ONE_YEAR)
    moves = [said for lines in _by_payment(paper.lines) if (said := _move(paper, lines))]
    found = [voice.listed(moves, 6)] if moves else [voice.say(words.INDEXATION_NONE)]
    for contract in objects(paper.profile, "contracts"):
        shares = {share for line in objects(contract, "lines") if (share := _share(line)) is not None}
        if shares:
            scheme = paper.names.scheme(text(contract, "scheme"))
            said = voice.listed([voice.percent(share) for share in sorted(shares)], 6)
            found.append(voice.say(words.INDEXATION_CONTRACT, scheme=scheme, share=said))
    return "; ".join(found)


def _share(line: Obj) -> Decimal | None:
    """The yearly indexation of a contract line; None where it is absent or said in words."""
    try:
        return number(line, "indexation")
    except UnreadableAwardError:
        return None


def _by_payment(lines: tuple[PaidLine, ...]) -> list[list[PaidLine]]:
    found: dict[tuple[str, str], list[PaidLine]] = {}
    for line in lines:
        found.setdefault(line.ref, []).append(line)
    return list(found.values())


def _move(paper: Paper, lines: list[PaidLine]) -> str:
    """The first and last rate of a payment, where each year has one rate and they differ; else empty."""
    per_year: dict[int, set[Decimal | None]] = {}
    for line in lines:
        per_year.setdefault(line.year, set()).add(line.rate)
    if any(len(rates) > 1 for rates in per_year.values()):
        return ""
    first, last = min(per_year), max(per_year)
    (low,), (high,) = per_year[first], per_year[last]
    if low is None or high is None or low == high:
        return ""
    return paper.voice.say(
        words.INDEXATION_MOVES,
        payment=paper.names.payment(*lines[0].ref),
        low=paper.voice.rate(low),
        first=first,
        high=paper.voice.rate(high),
        last=last,
    )
