"""De minimis aid: which grants an undertaking holds, which stand in the window of a day, what a grant weighs.

Regulation (EU) 1408/2013 as amended by 2024/3118: articles 3(2) (ceiling in any three years), 3(4) (grant date), 3(7)
(discounting), 3(8) (all or nothing), 3(9) and 3(10) (mergers and splits).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.limit import Limit
from calculator.domain.money import cents_of
from calculator.domain.period import years_before
from calculator.domain.scheme import Text
from calculator.domain.undertaking import AidReceived, Split, Undertaking
from calculator.eligibility.payments import GENERAL_DE_MINIMIS
from calculator.stacking.law.control import linked, single_undertaking
from calculator.stacking.law.succession import holders


def of_others(undertaking: Undertaking, day: date) -> tuple[str, ...]:
    """Enterprises whose aid is listed and does not count on the day, and of which nothing says why it would not.

    A link of any sort with the undertaking says so, and so does that it is to merge, or went on apart after a split.
    """
    group = single_undertaking(undertaking, day=day)
    if not group:
        return ()
    known = {*linked(undertaking, group, day)}
    for event in undertaking.events:
        if isinstance(event, Split):
            known |= {s.enterprise for s in event.into}
        elif event.day > day:
            known |= {*event.parties}
    listed = {aid.enterprise for aid in undertaking.aid_received or () if aid.enterprise}
    held = {
        name
        for aid in undertaking.aid_received or ()
        for name in holders(aid, undertaking, day)
        if name in listed
    }
    return tuple(sorted(held - group - known))


def counted(undertaking: Undertaking, bases: Iterable[str], day: date = date.max) -> tuple[AidReceived, ...]:
    """Aid on these legal bases that the single undertaking holds on the day, each with the part that it holds.

    Aid without an enterprise is the farm's own. Parts are whole cents, rounded up.
    """
    group, wanted = single_undertaking(undertaking, day=day), set(bases)
    found: list[AidReceived] = []
    for aid in undertaking.aid_received or ():
        if aid.legal_basis not in wanted:
            continue
        if aid.enterprise is None and not undertaking.events:
            found.append(aid)
            continue
        held = holders(aid, undertaking, day)
        part = sum((p for name, p in held.items() if not group or not name or name in group), Fraction(0))
        part = min(part, Fraction(1))
        if part == 1:
            found.append(aid)
        elif part:
            cents = -(-cents_of(aid.amount_eur) * part.numerator // part.denominator)
            found.append(replace(aid, amount_eur=Decimal(cents) / 100))
    return tuple(found)


def granted_on(undertaking: Undertaking, bases: Sequence[str]) -> set[date]:
    """The days on which the single undertaking was granted aid on these legal bases, also what a split took from it later."""
    days = {a.grant_date for a in undertaking.aid_received or () if a.legal_basis in bases}
    return {day for day in days if any(a.grant_date == day for a in counted(undertaking, bases, day))}


def in_window(limit: Limit, granted: date, day: date) -> bool:
    """Whether a grant of one day counts on another day.

    Rolling: after the same date three years earlier, that boundary day included (the text does not settle it; counting
    it is the cautious reading). Fiscal years (before 16-12-2024): the current and the previous two calendar years, up to
    and including the day: what is granted after it is tested on its own day.
    """
    return window_start(limit, day) <= granted <= day


def window_start(limit: Limit, day: date) -> date:
    """The first day on which what is granted counts on that day."""
    years = limit.window_years or 3
    if limit.window == "fiscal_years":
        return date(day.year - years + 1, 1, 1)
    return years_before(day, years)


def gross_grant_equivalent(
    instalments: Sequence[Fraction], rate: Fraction, *, in_advance: bool = False
) -> Fraction:
    """The value at the grant date of yearly instalments, paid after each year unless ``in_advance``."""
    worth = (each / (1 + rate) ** year for year, each in enumerate(instalments, start=0 if in_advance else 1))
    return sum(worth, Fraction(0))


#: From this day every agricultural grant must be in a central register (article 6 as replaced by Regulation 2024/3118).
REGISTER_FROM = date(2027, 1, 1)


#: General aid must be in one a year sooner (Regulation (EU) 2023/2831).
GENERAL_REGISTER_FROM = date(2026, 1, 1)


def how_to_know(day: date, basis: str = "") -> Text:
    """Where the aid in the three years before a day stands, for a farm that has not filled it in; under general aid both count.

    Until the register holds three years the farmer declares what was granted before it began. An absent
    answer stays unknown either way: the calculation has no access to the register.
    """
    start = years_before(day, 3)
    if start >= REGISTER_FROM:
        return Text(
            nl="vul in welke de-minimissteun u kreeg; alle steun van de drie jaar "
            "ervoor staat in het centrale register (artikel 6 van 1408/2013); kreeg u geen steun, zeg dat dan",
            en="fill in which de minimis aid you received; all aid of the three years "
            "before stands in the central register (article 6 of 1408/2013); if there was none, say so",
        )
    if basis == GENERAL_DE_MINIMIS and day >= GENERAL_REGISTER_FROM:
        return Text(
            nl=f"vul in welke de-minimissteun u kreeg; algemene steun van {GENERAL_REGISTER_FROM} af en landbouwsteun van "
            f"{REGISTER_FROM} af staat in het centrale register, oudere steun verklaart u zelf; kreeg u geen steun, zeg dat dan",
            en=f"fill in which de minimis aid you received; general aid from {GENERAL_REGISTER_FROM} on and agricultural aid "
            f"from {REGISTER_FROM} on stands in the central register, earlier aid you declare yourself; if there was none, "
            "say so",
        )
    if day >= REGISTER_FROM:
        return Text(
            nl=f"vul in welke de-minimissteun u kreeg; steun van {REGISTER_FROM} af "
            "staat in het centrale register, oudere steun verklaart u zelf; kreeg u geen steun, zeg dat dan",
            en=f"fill in which de minimis aid you received; aid from {REGISTER_FROM} on "
            "stands in the central register, earlier aid you declare yourself; if there was none, say so",
        )
    return Text(
        nl="vul in welke de-minimissteun u kreeg; kreeg u geen steun, zeg dat dan",
        en="fill in which de minimis aid you received; if there was none, say so",
    )
